// A question of the server as a list to pick from.
import * as vscode from "vscode";
import type { Question } from "./protocol";

/** Returns the chosen title, or null when the list was dismissed. */
export async function pick({ question, choices }: Question): Promise<{ title: string } | null> {
  const picked = await vscode.window.showQuickPick(choices.map(item), {
    placeHolder: question,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked ? { title: picked.title } : null;
}

/** Shows "Python 3.12.1 (/usr/bin/python3): not >=3.13" with the rest beside the name. */
function item(title: string): vscode.QuickPickItem & { title: string } {
  const [, label, place, remark] = /^(.+?) \((.+?)\)(?:: (.+))?$/.exec(title) ?? [];
  const description = remark ? `${place} · ${remark}` : place;
  return label && description ? { title, label, description } : { title, label: title };
}
