// What a command is about, told from where it was chosen: a row of the view, a menu of the
// Explorer, or the active file.
import * as vscode from "vscode";
import type { Environment, Package } from "./protocol";

/** A row of the view "Python Environments". */
export interface Row {
  environment: Environment;
  package?: Package;
  prefix: string;
  name: string;
}

/** Returns the arguments that the server takes: the URI of a file, and a place or a package. */
export function argumentsOf(command: string, given: unknown[], active?: vscode.Uri): unknown[] {
  const [first, ...rest] = given;
  if (isRow(first)) {
    return ofRow(command, first);
  }
  if (first instanceof vscode.Uri) {
    return [first.toString(), ...rest];
  }
  if (given.length > 0 || !active) {
    return given;
  }
  const cursor = vscode.window.activeTextEditor?.selection.active;
  const isAboutLine = command === "pinlight.installThis" && cursor;
  return isAboutLine
    ? [active.toString(), { line: cursor.line, character: cursor.character }]
    : [active.toString()];
}

function ofRow(command: string, { environment, package: held }: Row): unknown[] {
  const [file = ""] = environment.files;
  if (!held) {
    return [file];
  }
  if (command === "pinlight.installThis" && held.asked) {
    return [held.asked.uri, held.asked.range.start];
  }
  return [file, { prefix: environment.prefix, name: held.name }];
}

function isRow(given: unknown): given is Row {
  return typeof given === "object" && given !== null && "environment" in given;
}
