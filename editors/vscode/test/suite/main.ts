// The extension in a trusted folder, beside a stand-in for the Python extension.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import type { FileStatus } from "../../src/protocol";
import { text } from "../../src/status";
import { api, assert, codes, file, folder, hosted, open, problems, until } from "./host";

interface Python {
  select(path: string): Promise<void>;
  selected(): string;
  underline(uri: vscode.Uri, line: number, severity: vscode.DiagnosticSeverity): void;
}

const offered = [
  "pinlight.createEnvironment",
  "pinlight.quickCreateEnvironment",
  "pinlight.selectEnvironment",
  "pinlight.deselectEnvironment",
  "pinlight.installMissing",
  "pinlight.whyThisEnvironment",
  "pinlight.refresh",
];

export const run = hosted(() => {
  const inside = (...names: string[]) => join(folder().uri.fsPath, ...names);

  it("starts the server inside the extension for a folder with requirements", async () => {
    const extension = vscode.extensions.getExtension("pinlight.pinlight");
    await extension?.activate();
    assert.ok(extension?.isActive);
    const registered = await vscode.commands.getCommands(true);
    assert.deepEqual(
      offered.filter((name) => !registered.includes(name)),
      [],
    );
  });

  it("gives requirements files their language, with comments to toggle", async () => {
    const document = await open("requirements.txt");
    assert.equal(document.languageId, "pip-requirements");
    await vscode.commands.executeCommand("editor.action.commentLine");
    assert.match(document.lineAt(0).text, /^# /);
    await vscode.commands.executeCommand("undo");
    assert.equal(document.lineAt(0).text, "flask>=3");
  });

  it("reports a file without an environment once", async () => {
    await problems("requirements.txt", "no-environment");
  });

  it("follows the interpreter that is selected in the Python extension", async () => {
    const python = await api<Python>("ms-python.python");
    const outside = `${inside()}-outside`;
    execFileSync("uv", ["venv", "-q", "--offline", outside], { env: process.env });
    await python.select(join(outside, "bin", "python"));
    await problems("requirements.txt", "missing-package", "missing-package");
    await python.select("/usr/bin/python3");
    await problems("requirements.txt", "no-environment");
  });

  it("creates and fills the environment, and offers it to the Python extension", async () => {
    const python = await api<Python>("ms-python.python");
    await vscode.commands.executeCommand("pinlight.quickCreateEnvironment");
    await problems("requirements.txt");
    assert.ok(existsSync(inside(".venv", "pyvenv.cfg")));
    await until(async () => {
      await vscode.commands.executeCommand("notification.acceptPrimaryAction");
      assert.equal(python.selected(), inside(".venv"));
    });
  });

  it("reports files that are not open", async () => {
    await problems("requirements-dev.txt", "missing-package");
    assert.ok(!vscode.workspace.textDocuments.some(({ fileName }) => /dev/.test(fileName)));
  });

  it("judges the text before it is saved, and fixes it", async () => {
    const document = await open("requirements.txt");
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, document.lineAt(0).range, "flask<3");
    await vscode.workspace.applyEdit(edit);
    await problems("requirements.txt", "wrong-version");
    const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      document.lineAt(0).range,
    );
    const install = found.find(({ isPreferred }) => isPreferred);
    assert.match(install?.title ?? "", /flask/);
    const { command, arguments: given } = install?.command ?? {};
    await vscode.commands.executeCommand(command ?? "", ...(given ?? []));
    await problems("requirements.txt");
    await document.save();
  });

  it("has a lens, and a hover that names what is installed", async () => {
    const { uri } = await open("requirements.txt");
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      uri,
    );
    assert.match(lenses[0]?.command?.title ?? "", /^\.venv · Python 3\.\d+ · 2 of 2 satisfied$/);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      uri,
      new vscode.Position(0, 2),
    );
    const shown = hovers.flatMap(({ contents }) => contents as vscode.MarkdownString[]);
    assert.ok(shown.some(({ value }) => /\b2\\?\.3\\?\.3\b/.test(value)));
  });

  it("obeys a setting at once", async () => {
    const settings = vscode.workspace.getConfiguration("pinlight");
    await settings.update("ignore", ["missing-package"], vscode.ConfigurationTarget.Workspace);
    await problems("requirements-dev.txt");
    await settings.update("ignore", undefined, vscode.ConfigurationTarget.Workspace);
    await problems("requirements-dev.txt", "missing-package");
  });

  it("activates new terminals", async () => {
    const told = inside("told.txt");
    await until(async () => {
      const terminal = vscode.window.createTerminal({ cwd: folder().uri });
      terminal.sendText(`command -v python > '${told}'; echo "$VIRTUAL_ENV" >> '${told}'; exit`);
      await until(() => assert.equal(readFileSync(told, "utf8").split("\n").length, 3));
      const expected = `${inside(".venv", "bin", "python")}\n${inside(".venv")}\n`;
      assert.equal(readFileSync(told, "utf8"), expected);
    });
  });

  it("opens a terminal in the environment", async () => {
    const opened = new Promise<vscode.Terminal>((resolve) =>
      vscode.window.onDidOpenTerminal(resolve),
    );
    await vscode.commands.executeCommand("pinlight.editor.openTerminal");
    assert.equal((await opened).name, ".venv");
  });

  it("reveals the folder of an environment", async () => {
    const row = { prefix: inside(".venv"), name: ".venv" };
    await vscode.commands.executeCommand("pinlight.editor.reveal", row);
  });

  it("shows at once what is broken from outside", async () => {
    execFileSync("uv", ["pip", "uninstall", "-q", "--python", inside(".venv"), "requests"]);
    await problems("requirements.txt", "missing-package");
    await vscode.commands.executeCommand("pinlight.installMissing");
    await problems("requirements.txt");
  });

  it("takes the server that a setting names", async () => {
    const used = inside("..", "another-server-was-used");
    const other = inside("..", "another-server");
    writeFileSync(other, `#!/bin/sh\ntouch '${used}'\nexec pinlight "$@"\n`, { mode: 0o755 });
    const settings = vscode.workspace.getConfiguration("pinlight");
    await settings.update("server.path", other, vscode.ConfigurationTarget.Global);
    await until(() => assert.ok(existsSync(used)));
    await problems("requirements-dev.txt", "missing-package");
    await settings.update("server.path", undefined, vscode.ConfigurationTarget.Global);
    await problems("requirements-dev.txt", "missing-package");
  });

  it("goes on after a restart of the server", async () => {
    const restart = () => vscode.commands.executeCommand("pinlight.editor.restart");
    await Promise.all([restart(), restart()]); // An impatient user: one after another.
    writeFileSync(file("requirements-dev.txt").fsPath, "rich==1\n");
    await problems("requirements-dev.txt", "missing-package");
  });

  it("offers once to calm the hints of the Python extension", async () => {
    const python = await api<Python>("ms-python.python");
    const { Error: loud } = vscode.DiagnosticSeverity;
    python.underline(file("requirements-dev.txt"), 0, loud);
    const set = () =>
      vscode.workspace.getConfiguration("python").inspect("missingPackage.severity");
    await until(async () => {
      await vscode.commands.executeCommand("notification.acceptPrimaryAction");
      assert.equal(set()?.globalValue, "Hint");
    });
  });

  it("says in the status bar how things stand", () => {
    const inStep = { prefix: "/p", name: ".venv", python: "3.12.1", problems: 0, detail: "" };
    const shown = (change: Partial<FileStatus>) => text({ ...inStep, ...change } as FileStatus);
    assert.equal(shown({}), ".venv 3.12.1 ✓ in step");
    assert.equal(shown({ problems: 1 }), ".venv 3.12.1 $(warning) 1 problem");
    assert.equal(shown({ problems: 2, python: "" }), ".venv $(warning) 2 problems");
    assert.equal(shown({ detail: "no Python" }), "$(error) .venv 3.12.1: broken");
    assert.equal(shown({ prefix: "" }), "$(circle-slash) No environment");
  });

  it("has no problems of its own left", () => {
    assert.deepEqual(codes("requirements.txt"), []);
  });
});
