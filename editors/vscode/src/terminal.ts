// New terminals of a folder are activated in the environment that serves it.
import { basename, delimiter } from "node:path";
import * as vscode from "vscode";
import type { Server } from "./client";
import { activation as activationRequest, type Status } from "./protocol";

export function activateTerminals(
  context: vscode.ExtensionContext,
  server: Server,
): vscode.Disposable {
  let latest = 0;
  const shown = new Map<string, string>();
  return server.onDidChangeStatus(async (status: Status) => {
    const turn = ++latest;
    for (const workspaceFolder of vscode.workspace.workspaceFolders ?? []) {
      const uri = workspaceFolder.uri.toString();
      const file = status.folders.find((it) => vscode.Uri.parse(it.uri).toString() === uri)?.file;
      const prefix = isWanted(workspaceFolder) && !file?.detail ? (file?.prefix ?? "") : "";
      if (shown.get(uri) === prefix) {
        continue;
      }
      const shell = basename(vscode.env.shell);
      const activation = prefix ? await server.ask(activationRequest, { prefix, shell }) : null;
      if (turn !== latest) {
        return;
      }
      shown.set(uri, prefix);
      const variables = context.environmentVariableCollection.getScoped({ workspaceFolder });
      variables.clear();
      if (activation) {
        variables.description = `Activates \`${file?.name}\``;
        for (const [name, value] of Object.entries(activation.variables)) {
          variables.replace(name, value);
        }
        variables.prepend("PATH", activation.folders.map((it) => it + delimiter).join(""));
      }
    }
  });
}

/** In an untrusted folder a terminal must not find the folder's programs first. */
function isWanted(folder: vscode.WorkspaceFolder): boolean {
  const settings = vscode.workspace.getConfiguration("pinlight", folder.uri);
  return vscode.workspace.isTrusted && settings.get("terminal.activate", true);
}
