// The language client: starts the server that lies inside the extension, or the one that a setting
// names, and tells it what only VS Code knows.
import { join } from "node:path";
import * as vscode from "vscode";
import {
  DidChangeConfigurationNotification,
  type DocumentSelector,
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  State,
  type StaticFeature,
} from "vscode-languageclient/node";
import { argumentsOf } from "./arguments";
import names from "./names.json";
import { pick } from "./pick";
import * as protocol from "./protocol";
import { findPython } from "./python";

/** Names that users choose, and names that tools give. */
const files = [
  "**/*{requirements,constraints}*.{txt,in,pip}",
  "**/{requirements,reqs,requires}/*.{txt,in}",
  ...names.map((name) => `**/${name}`),
];
const nothing: protocol.Status = { file: null, folders: [], problems: 0 };

/** Announces that questions are shown as lists and that changes of the status are followed. */
const ours: StaticFeature = {
  fillClientCapabilities(capabilities) {
    capabilities.experimental = { pinlight: { ask: true, changed: true } };
  },
  initialize() {},
  getState: () => ({ kind: "static" }),
  clear() {},
};

export class Server implements vscode.Disposable {
  /** Whether a command that creates an environment was chosen in this window. */
  hasCreated = false;
  private client: LanguageClient | undefined;
  private offered: string[] = [];
  private turn: Promise<void> = Promise.resolve();
  private readonly started = new vscode.EventEmitter<void>();
  private readonly changed = new vscode.EventEmitter<protocol.Status>();
  readonly onDidStart = this.started.event;
  readonly onDidChangeStatus = this.changed.event;
  readonly log = vscode.window.createOutputChannel("Pinlight", { log: true });

  constructor(private readonly context: vscode.ExtensionContext) {}

  /** Starts the server; says what to do when that is not possible. */
  start(): Promise<void> {
    return this.inTurn(() => this.launch());
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.halt());
  }

  restart(): Promise<void> {
    return this.inTurn(async () => {
      await this.halt();
      await this.launch();
    });
  }

  /** One after another: two running servers would both register their commands. */
  private inTurn(act: () => Promise<void>): Promise<void> {
    const done = this.turn.then(act);
    this.turn = done.catch(() => {});
    return done;
  }

  private async launch(): Promise<void> {
    const command = await this.command();
    if (!command) {
      void this.explainMissingPython();
      return;
    }
    const client = new LanguageClient("pinlight", "Pinlight", command, this.options());
    client.registerFeature(ours);
    client.onRequest(protocol.ask, pick);
    client.onNotification(protocol.changed, () => this.refresh());
    client.onDidChangeState(
      ({ newState }) => newState === State.Stopped && this.changed.fire(nothing),
    );
    await client.start();
    this.client = client;
    this.offered = client.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
    await this.setContext(true);
    this.started.fire();
    await this.refresh();
  }

  private async halt(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await this.setContext(false);
    await client?.dispose();
  }

  /** Returns the names of the commands that the running server carries out. */
  get commands(): readonly string[] {
    return this.client ? this.offered : [];
  }

  /** Asks the server; undefined when it is not running or does not know the request. */
  async ask<P, R>(request: protocol.OwnRequest<P, R>, params: P): Promise<R | undefined> {
    return this.client?.sendRequest<R>(request.method, params).catch(() => undefined);
  }

  /** Hands on what is no setting: trust, and the interpreter selected by folder. */
  async tell(pinlight: { trusted?: boolean; interpreter?: Record<string, string> }): Promise<void> {
    const settings = { pinlight };
    await this.client?.sendNotification(DidChangeConfigurationNotification.type, { settings });
  }

  /** Fetches the status of the active file and of the folders, and passes it on. */
  async refresh(): Promise<void> {
    const uri = activeFile()?.toString();
    const status = await this.ask(protocol.status, uri ? { textDocument: { uri } } : {});
    if (status) {
      this.changed.fire(status);
    }
  }

  dispose(): void {
    void this.stop();
    this.started.dispose();
    this.changed.dispose();
    this.log.dispose();
  }

  private async command(): Promise<ServerOptions | undefined> {
    const cwd = this.context.extensionPath; // Never the workspace: nothing of it may be imported.
    const other = vscode.workspace.getConfiguration("pinlight").get("server.path", "");
    if (other) {
      return { command: other, args: ["server"], options: { cwd } };
    }
    const python = await findPython(this.context);
    const launch = join(cwd, "bundled", "launch.py");
    this.log.info(`Python of the server: ${python ?? "none was found"}`);
    return python
      ? { command: python, args: ["-I", "-S", launch, "server"], options: { cwd } }
      : undefined;
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: selector(),
      outputChannel: this.log,
      initializationOptions: { trusted: vscode.workspace.isTrusted },
      middleware: {
        executeCommand: (command, args, next) => {
          this.hasCreated ||= /create/i.test([command, ...args].join(" "));
          return next(command, argumentsOf(command, args, activeFile()));
        },
      },
    };
  }

  private async setContext(isRunning: boolean): Promise<void> {
    for (const command of this.offered) {
      const key = command.replace("pinlight.", "pinlight.offers.");
      await vscode.commands.executeCommand("setContext", key, isRunning);
    }
  }

  private async explainMissingPython(): Promise<void> {
    const [download, choose, again] = ["Download Python", "Choose Python...", "Try Again"];
    const chosen = vscode.workspace.getConfiguration("pinlight").get("server.python", "");
    const message = chosen
      ? `\`${chosen}\` is no Python 3.10 or newer, which Pinlight needs to run`
      : "No Python 3.10 or newer was found, which Pinlight needs to run";
    const answer = await vscode.window.showErrorMessage(message, download, choose, again);
    if (answer === download) {
      await vscode.env.openExternal(vscode.Uri.parse("https://www.python.org/downloads/"));
    } else if (answer === choose) {
      const [file] = (await vscode.window.showOpenDialog({ title: "Python for Pinlight" })) ?? [];
      if (file) {
        const settings = vscode.workspace.getConfiguration("pinlight");
        await settings.update("server.python", file.fsPath, vscode.ConfigurationTarget.Global);
      }
    } else if (answer === again) {
      await this.start();
    }
  }
}

/** Returns the active file if it is one that the server knows about. */
export function activeFile(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  const isOurs =
    document && vscode.languages.match(selector() as vscode.DocumentSelector, document);
  return isOurs ? document.uri : undefined;
}

function selector(): DocumentSelector {
  const more = vscode.workspace.getConfiguration("pinlight").get<string[]>("files", []);
  const patterns = [...files, ...more.map((pattern) => `**/${pattern}`)];
  return [
    { language: "pip-requirements" },
    ...patterns.map((pattern) => ({ scheme: "file", pattern })),
  ];
}
