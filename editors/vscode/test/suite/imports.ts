// Python files: only their imports are ours, and no file is served twice.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { assert, file, folder, hosted, open, problems, until } from "./host";

export const run = hosted(() => {
  const inside = (...names: string[]) => join(folder().uri.fsPath, ...names);

  it("tells of an import that is installed but not declared", async () => {
    await vscode.extensions.getExtension("pinlight.pinlight")?.activate();
    execFileSync("uv", ["venv", "-q", "--offline", inside(".venv")], { env: process.env });
    const site = execFileSync(inside(".venv", "bin", "python"), [
      "-c",
      "import sysconfig; print(sysconfig.get_path('purelib'), end='')",
    ]).toString();
    for (const name of ["declared", "stray"]) {
      const where = join(site, `${name}-1.0.dist-info`);
      mkdirSync(where);
      writeFileSync(join(where, "METADATA"), `Name: ${name}\nVersion: 1.0\n`);
      writeFileSync(join(where, "RECORD"), `${name}.py,,\n`);
      writeFileSync(join(site, `${name}.py`), "");
    }
    await open("requirements.txt");
    await open("app.py");
    await problems("app.py", "undeclared-import");
  });

  it("declares it with one key", async () => {
    const at = new vscode.Range(1, 8, 1, 8);
    const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      file("app.py"),
      at,
    );
    const ours = found.filter(({ title }) => title.startsWith("Add "));
    assert.deepEqual(
      ours.map(({ title }) => title),
      ["Add `stray` to `requirements.txt`"],
    );
    assert.ok(ours[0]?.edit);
    assert.ok(await vscode.workspace.applyEdit(ours[0].edit));
    const lines = await vscode.workspace.openTextDocument(file("requirements.txt"));
    assert.equal(lines.getText(), "declared\nstray\n");
    await problems("app.py");
  });

  it("serves setup.py once", async () => {
    await open("setup.py");
    await problems("setup.py", "missing-package");
  });

  it("does not offer to format or colour Python", async () => {
    for (const name of ["Format", "Symbol"]) {
      const found = await vscode.commands.executeCommand<unknown[] | undefined>(
        `vscode.execute${name === "Format" ? "FormatDocument" : "DocumentSymbol"}Provider`,
        file("app.py"),
        ...(name === "Format" ? [{ tabSize: 4, insertSpaces: true }] : []),
      );
      assert.ok(!found?.length, name);
    }
  });

  it("follows what is typed", async () => {
    const document = await open("app.py");
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), "import unknown_to_all\nimport yaml\n");
    assert.ok(await vscode.workspace.applyEdit(edit));
    await problems("app.py", "uninstalled-import");
    await until(() => assert.equal(document.lineCount, 5));
  });
});
