// The extension in a folder that is not trusted: it reads and reports, and runs nothing.
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { assert, folder, hosted, open, problems } from "./host";

export const run = hosted(() => {
  it("is in a folder that is not trusted, with limits", () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const manifest = vscode.extensions.getExtension("pinlight.pinlight")?.packageJSON;
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, "limited");
  });

  it("reports", async () => {
    await open("requirements.txt");
    await problems("requirements.txt", "no-environment");
  });

  it("ignores the folder's settings that name programs", () => {
    const settings = vscode.workspace.getConfiguration("pinlight");
    assert.equal(settings.get("server.path"), "");
    assert.equal(settings.get("server.python"), "");
    assert.equal(settings.get("uv"), "");
  });

  it("runs nothing, also when it is asked to", async () => {
    await vscode.commands.executeCommand("pinlight.quickCreateEnvironment");
    await vscode.commands.executeCommand("pinlight.installMissing");
    await problems("requirements.txt", "no-environment");
    const inside = (name: string) => join(folder().uri.fsPath, name);
    assert.ok(!existsSync(inside(".venv")));
    assert.ok(!existsSync(inside("was-run")));
  });
});
