// Finds the Python that runs the server. It need not be the project's own.
import { execFile } from "node:child_process";
import { readdirSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join, relative } from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { selectedInterpreter } from "./interpreter";

const run = promisify(execFile);
const isWindows = process.platform === "win32";
const names = isWindows
  ? ["python.exe", "python3.exe"]
  : ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python"];
const usual = ["/usr/local/bin", "/usr/bin", "/opt/homebrew/bin", "/opt/local/bin"];
const isNewEnough = "import sys; sys.exit(sys.version_info < (3, 10))";
const remembered = "python";

/** Returns the path of a Python from 3.10; undefined when none is found. */
export async function findPython(context: vscode.ExtensionContext): Promise<string | undefined> {
  const chosen = vscode.workspace.getConfiguration("pinlight").get("server.python", "");
  if (chosen) {
    return (await works(chosen, context)) ? chosen : undefined;
  }
  const last = context.globalState.get<string[]>(remembered);
  if (last?.[0] && last[1] === stampOf(last[0]) && !liesInWorkspace(last[0])) {
    return last[0];
  }
  for (const path of candidates()) {
    // One of the workspace would be a program of the folder, and be in use while it is recreated.
    if (!liesInWorkspace(path) && (await works(path, context))) {
      await context.globalState.update(remembered, [path, stampOf(path)]);
      return path;
    }
  }
  const selected = vscode.workspace.isTrusted ? await selectedInterpreter() : undefined;
  return selected && (await works(selected, context)) ? selected : undefined;
}

function* candidates(): Generator<string> {
  const onPath = (process.env.PATH ?? "").split(delimiter).filter(isAbsolute);
  // What pyenv's shims start depends on the folder, and may be nothing at all.
  const folders = new Set([...onPath, ...(isWindows ? [] : usual)]);
  for (const folder of folders) {
    if (!/[\\/]shims$/.test(folder)) {
      yield* names.map((name) => join(folder, name)).filter(isFile);
    }
  }
  for (const folder of versionFolders()) {
    yield* names.map((name) => join(folder, name)).filter(isFile);
  }
}

/** Yields where pyenv, uv and the Windows installers put their Pythons. */
function* versionFolders(): Generator<string> {
  const local = process.env.LOCALAPPDATA ?? join(homedir(), "AppData", "Local");
  const roots = isWindows
    ? [
        join(local, "Programs", "Python"),
        join(homedir(), ".pyenv", "pyenv-win", "versions"),
        join(process.env.APPDATA ?? local, "uv", "python"),
      ]
    : [join(homedir(), ".pyenv", "versions"), join(homedir(), ".local", "share", "uv", "python")];
  for (const root of roots) {
    const byVersion = new Intl.Collator("en", { numeric: true }).compare;
    for (const name of listed(root).sort(byVersion).reverse()) {
      yield isWindows ? join(root, name) : join(root, name, "bin");
    }
  }
}

/** Whether the program starts and is a Python from 3.10. The working folder is ours: safe. */
async function works(path: string, context: vscode.ExtensionContext): Promise<boolean> {
  const options = { cwd: context.extensionPath, timeout: 20_000, windowsHide: true };
  return run(path, ["-I", "-S", "-c", isNewEnough], options).then(
    () => true,
    () => false,
  );
}

function liesInWorkspace(path: string): boolean {
  return (vscode.workspace.workspaceFolders ?? []).some(({ uri }) => {
    const way = relative(uri.fsPath, path);
    return !way.startsWith("..") && !isAbsolute(way);
  });
}

function stampOf(path: string): string {
  try {
    const { mtimeMs, size } = statSync(path);
    return `${realpathSync(path)} ${mtimeMs} ${size}`;
  } catch {
    return "";
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
