// The status-bar item: environment, Python, and whether they are in step.
import * as vscode from "vscode";
import type { Server } from "./client";
import type { FileStatus, Status } from "./protocol";

export function showStatus(server: Server): vscode.Disposable {
  const bar = vscode.window.createStatusBarItem("pinlight", vscode.StatusBarAlignment.Right, 110);
  bar.name = "Pinlight";
  bar.command = "pinlight.editor.menu";
  const listening = server.onDidChangeStatus((status) => {
    const file = subject(status);
    if (file) {
      bar.text = text(file);
      bar.tooltip = tooltip(file);
      bar.show();
    } else {
      bar.hide();
    }
  });
  return vscode.Disposable.from(bar, listening);
}

/** Returns the status of the active file, or else of the first folder that has one. */
export function subject(status: Status): FileStatus | null {
  return status.file ?? status.folders.find(({ file }) => file)?.file ?? null;
}

export function text(file: FileStatus): string {
  if (!file.prefix) {
    return "$(circle-slash) No environment";
  }
  const python = file.python ? ` ${file.python}` : "";
  if (file.detail) {
    return `$(error) ${file.name}${python}: broken`;
  }
  const step =
    file.problems > 0
      ? `$(warning) ${file.problems} ${file.problems === 1 ? "problem" : "problems"}`
      : "✓ in step";
  return `${file.name}${python} ${step}`;
}

function tooltip(file: FileStatus): vscode.MarkdownString {
  const shown = new vscode.MarkdownString();
  const name = vscode.workspace.asRelativePath(vscode.Uri.parse(file.uri));
  if (!file.prefix) {
    return shown.appendText(`No environment serves ${name}: ${file.reason}`);
  }
  const figures = `${file.satisfied} of ${file.needed} requirements are satisfied`;
  shown.appendText(`${file.name} (${file.kind}) serves ${name}: ${file.reason}\n\n`);
  return shown.appendText(file.detail || figures);
}
