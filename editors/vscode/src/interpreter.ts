// Follows what is selected in the Python Environments extension or else the Python extension, and
// offers them a new environment. Only their published interfaces are used; neither is needed.
import * as vscode from "vscode";
import type { Server } from "./client";
import type { Status } from "./protocol";

interface Selection {
  get(folder: vscode.Uri): Promise<string | undefined>;
  set(folder: vscode.Uri, prefix: string): Promise<void>;
  onDidChange(listener: () => void): vscode.Disposable;
}

/** The part of the Python Environments extension's interface that is used. */
interface Environments {
  getEnvironment(scope: vscode.Uri): Promise<{ environmentPath: vscode.Uri } | undefined>;
  setEnvironment(scope: vscode.Uri, environment: unknown): Promise<void>;
  resolveEnvironment(context: vscode.Uri): Promise<unknown>;
  onDidChangeEnvironment: vscode.Event<unknown>;
}

/** The part of the Python extension's interface that is used. */
interface Python {
  environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { path: string };
    updateActiveEnvironmentPath(path: string, resource?: vscode.Uri): Promise<void>;
    onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

async function selection(): Promise<Selection | undefined> {
  const environments = await exported<Environments>("ms-python.vscode-python-envs");
  if (environments) {
    return {
      get: async (folder) => (await environments.getEnvironment(folder))?.environmentPath.fsPath,
      set: async (folder, prefix) => {
        const found = await environments.resolveEnvironment(vscode.Uri.file(prefix));
        if (found) {
          await environments.setEnvironment(folder, found);
        }
      },
      onDidChange: (listener) => environments.onDidChangeEnvironment(listener),
    };
  }
  const python = (await exported<Python>("ms-python.python"))?.environments;
  return (
    python && {
      get: async (folder) => python.getActiveEnvironmentPath(folder).path,
      set: (folder, prefix) => python.updateActiveEnvironmentPath(prefix, folder),
      onDidChange: (listener) => python.onDidChangeActiveEnvironmentPath(listener),
    }
  );
}

async function exported<T>(id: string): Promise<T | undefined> {
  const extension = vscode.extensions.getExtension<T>(id);
  return extension && (extension.isActive ? extension.exports : await extension.activate());
}

/** Returns the Python that is selected for the first folder, if another extension has one. */
export async function selectedInterpreter(): Promise<string | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  return folder && (await selection())?.get(folder.uri);
}

/** Tells the server what is selected for each folder, now and whenever it changes. */
export async function followInterpreter(server: Server): Promise<vscode.Disposable> {
  const selected = await selection();
  if (!selected) {
    return new vscode.Disposable(() => {});
  }
  const tell = async () => {
    const interpreter: Record<string, string> = {};
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
      interpreter[uri.fsPath] = (await selected.get(uri)) ?? "";
    }
    await server.tell({ interpreter });
  };
  const following = vscode.Disposable.from(
    selected.onDidChange(tell),
    server.onDidStart(tell),
    offerNew(server, selected),
  );
  await tell(); // Last, so that no change is missed.
  return following;
}

/** Once a command of ours has created a folder's environment, offers it to the other extension. */
function offerNew(server: Server, selected: Selection): vscode.Disposable {
  const lacking = new Set<string>();
  return server.onDidChangeStatus(async (status: Status) => {
    for (const { uri, file } of status.folders) {
      if (!file?.prefix) {
        lacking.add(uri);
      } else if (lacking.delete(uri) && server.hasCreated) {
        const folder = vscode.Uri.parse(uri);
        const now = await selected.get(folder);
        if (now?.startsWith(file.prefix)) {
          continue;
        }
        const use = "Use It";
        const question = `Use \`${file.name}\` for running and debugging in this folder too?`;
        if ((await vscode.window.showInformationMessage(question, use)) === use) {
          await selected.set(folder, file.prefix);
        }
      }
    }
  });
}
