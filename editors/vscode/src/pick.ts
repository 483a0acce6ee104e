// A question of the server as a list to pick from, or to tick; one that only waits for consent as
// a dialog, which shows all of it. Escape dismisses each.
import * as vscode from "vscode";
import type { Picked, Question } from "./protocol";

/** Returns the chosen title, all that were ticked, or null when the list was dismissed. */
export async function pick(asked: Question): Promise<Picked | null> {
  const [only = "", ...others] = asked.choices;
  if (!asked.many && others.length === 0) {
    const options = { modal: true, detail: asked.details?.[0] ?? "" };
    const agreed = await vscode.window.showInformationMessage(asked.question, options, only);
    return agreed ? { title: agreed } : null;
  }
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
