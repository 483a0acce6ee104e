// A question of the server as a list to pick from, or to tick. Escape dismisses it.
import * as vscode from "vscode";
import type { Picked, Question } from "./protocol";

/** Returns the chosen title, all that were ticked, or null when the list was dismissed. */
export async function pick(asked: Question): Promise<Picked | null> {
  const items = asked.choices.map((label, at) => ({
    label,
    description: asked.details?.[at] ?? "",
    picked: asked.taken?.includes(label) ?? false,
  }));
  const options = {
    title: asked.title ?? "",
    placeHolder: asked.question,
    matchOnDescription: true,
    ignoreFocusOut: true,
  };
  if (asked.many) {
    const ticked = await vscode.window.showQuickPick(items, { ...options, canPickMany: true });
    return ticked ? { titles: ticked.map(({ label }) => label) } : null;
  }
  const picked = await vscode.window.showQuickPick(items, options);
  return picked ? { title: picked.label } : null;
}
