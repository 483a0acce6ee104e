// A question of the server as a list to pick from, or to tick; one that only waits for consent as
// a dialog, which shows all of it. Escape dismisses each.
import * as vscode from "vscode";
import type { Picked, Question } from "./protocol";

/** Returns the answer, or null when the question was dismissed. */
export async function pick(asked: Question): Promise<Picked | null> {
  const [only = "", ...others] = asked.choices;
  if (!asked.many && !asked.back && others.length === 0) {
    const options = { modal: true, detail: asked.details?.[0] ?? "" };
    const agreed = await vscode.window.showInformationMessage(asked.question, options, only);
    return agreed ? { title: agreed } : null;
  }
  return new Promise((answer) => show(asked, answer));
}

/** Shows a list; whatever ends it also hides it. */
function show(asked: Question, answer: (picked: Picked | null) => void): void {
  const list = vscode.window.createQuickPick();
  list.title = asked.title ?? "";
  list.placeholder = asked.question;
  list.matchOnDescription = true;
  list.ignoreFocusOut = true;
  list.canSelectMany = asked.many ?? false;
  list.buttons = asked.back ? [vscode.QuickInputButtons.Back] : [];
  list.items = asked.choices.map((label, at) => ({
    label,
    description: asked.details?.[at] ?? "",
  }));
  list.selectedItems = list.items.filter(({ label }) => asked.taken?.includes(label));
  const end = (picked: Picked | null) => {
    answer(picked);
    list.dispose();
  };
  list.onDidTriggerButton(() => end({ back: true }));
  list.onDidHide(() => end(null));
  list.onDidAccept(() => {
    const titles = list.selectedItems.map(({ label }) => label);
    const [title] = titles;
    if (asked.many) {
      end({ titles });
    } else if (title !== undefined) {
      end({ title });
    }
  });
  list.show();
}
