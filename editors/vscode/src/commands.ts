// Commands that the editor carries out itself; the others are the server's.
import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import type { Server } from "./client";
import {
  type Activation,
  activation as activationRequest,
  type FileStatus,
  type Status,
} from "./protocol";
import { subject } from "./status";

interface Target {
  prefix: string;
  name: string;
}

export function registerCommands(
  context: vscode.ExtensionContext,
  server: Server,
): vscode.Disposable {
  let last: Status | undefined;
  const current = (): FileStatus | null => (last ? subject(last) : null);
  const commands: Record<string, (target?: Target) => unknown> = {
    "pinlight.editor.copyActivation": async (target) => {
      const activation = await activationOf(server, target ?? current());
      if (activation) {
        await vscode.env.clipboard.writeText(activation.command);
        vscode.window.setStatusBarMessage(`Copied: ${activation.command}`, 5000);
      }
    },
    "pinlight.editor.openTerminal": async (target) => {
      const place = target ?? current();
      const activation = await activationOf(server, place);
      if (activation && place) {
        const terminal = vscode.window.createTerminal({ name: place.name, ...cwd(current()) });
        terminal.show();
        terminal.sendText(activation.command);
      }
    },
    "pinlight.editor.reveal": (target) =>
      target && vscode.commands.executeCommand(reveal(), vscode.Uri.file(target.prefix)),
    "pinlight.editor.showPackages": () =>
      vscode.commands.executeCommand("pinlight.environments.focus"),
    "pinlight.editor.menu": () => showMenu(context, server, current()),
    "pinlight.editor.restart": () => server.restart(),
    "pinlight.editor.showLog": () => server.log.show(),
    "pinlight.editor.openSettings": () =>
      vscode.commands.executeCommand("workbench.action.openSettings", "@ext:pinlight.pinlight"),
  };
  return vscode.Disposable.from(
    server.onDidChangeStatus((status) => {
      last = status;
    }),
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run)),
  );
}

/** Returns the command that shows a folder: a browser reaches no file manager. */
function reveal(): string {
  return vscode.env.uiKind === vscode.UIKind.Web ? "revealInExplorer" : "revealFileInOS";
}

async function activationOf(
  server: Server,
  target: Target | null,
): Promise<Activation | undefined> {
  const shell = basename(vscode.env.shell);
  const prefix = target?.prefix ?? "";
  const found = prefix ? await server.ask(activationRequest, { prefix, shell }) : undefined;
  if (!found) {
    void vscode.window.showInformationMessage("No environment serves this folder");
  }
  return found ?? undefined;
}

function cwd(file: FileStatus | null): { cwd?: string } {
  return file ? { cwd: dirname(vscode.Uri.parse(file.uri).fsPath) } : {};
}

/** Shows all commands that apply now, the likeliest first. */
async function showMenu(
  context: vscode.ExtensionContext,
  server: Server,
  file: FileStatus | null,
): Promise<void> {
  const { commands } = context.extension.packageJSON.contributes as {
    commands: { command: string; title: string }[];
  };
  const own = [
    "pinlight.editor.showPackages",
    "pinlight.editor.copyActivation",
    "pinlight.editor.openTerminal",
  ];
  const always = [
    "pinlight.editor.showLog",
    "pinlight.editor.restart",
    "pinlight.editor.openSettings",
  ];
  const first = file?.prefix ? "pinlight.installMissing" : "pinlight.createEnvironment";
  const named = [...server.commands, ...(file?.prefix ? own : []), ...always];
  const items = [first, ...named.filter((name) => name !== first)].flatMap((name) =>
    commands
      .filter(({ command }) => command === name && named.includes(name))
      .map(({ command, title }) => ({ label: title, command })),
  );
  const placeHolder = file ? `${file.name || "No environment"}: ${file.reason}` : "Pinlight";
  const picked = await vscode.window.showQuickPick(items, { placeHolder });
  if (picked) {
    await vscode.commands.executeCommand(picked.command);
  }
}
