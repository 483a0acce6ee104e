// The extension beside a stand-in for the Python Environments extension.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import * as vscode from "vscode";
import { api, assert, folder, hosted, open, problems, until } from "./host";

interface Environments {
  setEnvironment(scope: vscode.Uri, environment: unknown): Promise<void>;
  selected(): string | undefined;
}

export const run = hosted(() => {
  it("follows the environment that is selected there", async () => {
    await open("requirements.txt");
    await problems("requirements.txt", "no-environment");
    const environments = await api<Environments>("ms-python.vscode-python-envs");
    const outside = `${folder().uri.fsPath}-outside`;
    execFileSync("uv", ["venv", "-q", "--offline", outside]);
    const environmentPath = vscode.Uri.file(outside);
    await environments.setEnvironment(folder().uri, { environmentPath });
    await problems("requirements.txt", "missing-package", "missing-package");
    await environments.setEnvironment(folder().uri, undefined);
    await problems("requirements.txt", "no-environment");
  });

  it("offers it a new environment", async () => {
    const environments = await api<Environments>("ms-python.vscode-python-envs");
    await vscode.commands.executeCommand("pinlight.quickCreateEnvironment");
    await problems("requirements.txt");
    await until(async () => {
      await vscode.commands.executeCommand("notification.acceptPrimaryAction");
      assert.equal(environments.selected(), join(folder().uri.fsPath, ".venv"));
    });
  });
});
