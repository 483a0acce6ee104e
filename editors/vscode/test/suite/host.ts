// Runs tests inside the extension host, with the real `vscode` interface.
import * as assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import Mocha from "mocha";
import * as vscode from "vscode";

export { assert };

/** Returns what VS Code calls to run a suite; results go to the file that a variable names. */
export function hosted(define: () => void): () => Promise<void> {
  return async () => {
    const mocha = new Mocha({ ui: "bdd", timeout: 60_000, bail: true });
    mocha.suite.emit("pre-require", globalThis, "", mocha);
    define();
    const lines: string[] = [];
    const failures = await new Promise<number>((resolve) => {
      const runner = mocha.run(resolve);
      runner.on("pass", (test) => lines.push(`ok - ${test.fullTitle()} (${test.duration} ms)`));
      runner.on("fail", (test, error) =>
        lines.push(`not ok - ${test.fullTitle()}\n${error.stack ?? error.message}`),
      );
    });
    writeFileSync(process.env.PINLIGHT_TEST_RESULTS ?? "", `${lines.join("\n")}\n`);
    if (failures > 0) {
      throw new Error(`${failures} failed`);
    }
  };
}

export function folder(): vscode.WorkspaceFolder {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(first);
  return first;
}

export function file(name: string): vscode.Uri {
  return vscode.Uri.joinPath(folder().uri, name);
}

export async function open(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(file(name));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Returns the codes of our problems in a file. */
export function codes(name: string): string[] {
  const found = vscode.languages.getDiagnostics(file(name));
  return found.filter(({ source }) => source === "pinlight").map(codeOf);
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

/** Waits until a file has exactly these problems. */
export async function problems(name: string, ...expected: string[]): Promise<void> {
  await until(
    () => assert.deepEqual(codes(name), expected),
    (again) => vscode.languages.onDidChangeDiagnostics(again),
  );
}

/** Waits until `check` no longer throws, looking again at each event and from time to time. */
export async function until(
  check: () => unknown,
  listen: (again: () => void) => vscode.Disposable = () => new vscode.Disposable(() => {}),
): Promise<void> {
  const end = Date.now() + 50_000;
  for (;;) {
    try {
      return void (await check());
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, 100);
      const listening = listen(done);
      function done() {
        clearTimeout(timer);
        listening.dispose();
        resolve();
      }
    });
  }
}

export async function api<T>(id: string): Promise<T> {
  const extension = vscode.extensions.getExtension<T>(id);
  assert.ok(extension, id);
  return extension.activate();
}
