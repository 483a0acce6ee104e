// The main job in a real window, by keyboard: from a requirements.txt to an environment in step,
// and out of step again.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openBrowser, own, Person, startIndex, startWorkbench, until } from "./workbench.mjs";

const root = mkdtempSync(join(tmpdir(), "pinlight-story-"));
const folder = join(root, "shop");
let index;
let hasFailed = false;
let workbench;
let browser;
let person;

before(async () => {
  mkdirSync(folder);
  const lines = ["# What the shop needs", "flask>=3", "requests==2.32.5", "rich", ""];
  writeFileSync(join(folder, "requirements.txt"), lines.join("\n"));
  writeFileSync(join(folder, "requirements-dev.txt"), "jinja2\n");
  index = await startIndex();
  const vsix = [join(own, "pinlight.vsix")];
  const more = { "pinlight.pollS": 0.2 };
  workbench = await startWorkbench({ vsix, variables: index.variables, more });
  const opened = await openBrowser();
  browser = opened.browser;
  person = new Person(opened.page);
  await opened.page.goto(workbench.url(folder));
  await person.ready();
  await person.drag(350, 390);
});

after(async () => {
  await browser?.close();
  await workbench?.stop();
  index?.stop();
  rmSync(root, { recursive: true, force: true });
});

/** A part of the story: each begins where the one before has ended. */
function step(name, act) {
  test(name, async (context) => {
    if (hasFailed) {
      return context.skip("an earlier step failed");
    }
    try {
      await act();
    } catch (error) {
      hasFailed = true;
      context.diagnostic(`${await person.told()}\n${workbench.log()}`);
      await person.page.screenshot({ path: join(tmpdir(), `pinlight-failed-${Date.now()}.png`) });
      throw error;
    }
  });
}

step("a file without an environment says so, once", async () => {
  await person.open("requirements.txt");
  await person.squiggles().first().waitFor();
  await person.press("Control+Shift+M");
  const problem = person.problems.filter({ hasText: "No environment" });
  await problem.waitFor();
  await person.status("No environment").waitFor();
});

step("Create Environment asks for tool, Python and contents, and fills it", async () => {
  await person.command("Pinlight: Create Environment...");
  await person.accept();
  await person.asked("Which tool creates `.venv`?", "uv");
  await person.rows.filter({ hasText: "venv" }).last().waitFor();
  await person.accept();
  await person.asked("Which Python for `.venv`?", "Python 3.");
  await person.picture("python");
  await person.accept();
  await person.asked("What is installed into `.venv`?", "requirements.txt");
  await person.back();
  await person.asked("Which Python for `.venv`?", "Python 3.");
  await person.back();
  await person.asked("Which tool creates `.venv`?", "uv");
  await person.accept();
  await person.asked("Which Python for `.venv`?", "Python 3.");
  await person.accept();
  await person.asked("What is installed into `.venv`?", "requirements.txt");
  await person.ticked("requirements.txt", true);
  await person.ticked("requirements-dev.txt", false);
  await person.picture("contents");
  await person.accept();
  await person.status("✓ in step").waitFor();
  assert.ok(existsSync(join(folder, ".venv", "pyvenv.cfg")));
  await until(async () => (await person.squiggles().count()) === 0, "no line is underlined");
});

step("a new line is installed by quick fix, with progress in the status bar", async () => {
  await person.goTo(4);
  await person.press("End", "Enter");
  await person.type("numpy>=2");
  await person.press("Escape", "Control+S");
  const missing = "`numpy` is not installed in `.venv`";
  await person.problems.filter({ hasText: missing }).waitFor();
  await person.status("1 problem").waitFor();
  await person.lens("3 of 4 satisfied").waitFor();
  await person.quickFix(5, "Install `numpy>=2`", person.status("Installing"), "fix");
  await person.picture("progress");
  index.resume();
  await person.status("✓ in step").waitFor();
  await until(async () => (await person.squiggles().count()) === 0, "the line is clean");
  await person.lens("4 of 4 satisfied").waitFor();
});

step("the view lists what is installed and what needs it", async () => {
  await person.run("Pinlight: Show Packages");
  await person.row("werkzeug", "3.1.3 · needed by flask").waitFor();
  await person.row("numpy", "2.3.5").waitFor();
  await person.picture("packages");
});

step("what a terminal breaks shows on its line, and a new terminal is activated", async () => {
  await person.terminal();
  await person.type("uv pip uninstall requests\n");
  const missing = "`requests` is not installed in `.venv`";
  await person.status("1 problem").waitFor();
  await person.squiggles().first().waitFor();
  await person.lens("3 of 4 satisfied").waitFor();
  await person.picture("drift");
  await person.press("Control+Shift+M");
  await person.problems.filter({ hasText: missing }).waitFor();
});

step("Install Missing Packages puts it right, Undo Last Change takes that back", async () => {
  await person.run("Pinlight: Install Missing Packages");
  await person.status("✓ in step").waitFor();
  await person.lens("4 of 4 satisfied").waitFor();
  await person.run("Pinlight: Undo Last Change");
  await person.agree("Undo the last change of `.venv`? It removes `requests`", "Undo");
  await person.toast("Undo the last change of `.venv`: removes `requests`").waitFor();
  await person.status("1 problem").waitFor();
  await person.lens("3 of 4 satisfied").waitFor();
});

step("a hover tells all about a requirement, hints stand behind the lines", async () => {
  await person.run("View: Hide Panel");
  await person.run("Notifications: Clear All Notifications");
  await person.goTo(2);
  await person.hint("flask>=3", "3.1.2").waitFor();
  await person.press("Control+K", "Control+I");
  const hover = person.page.locator(".monaco-hover", { hasText: "3.1.2" });
  await hover.filter({ hasText: "werkzeug" }).waitFor();
  await person.picture("hover");
  await person.press("Escape");
});

step("the call hierarchy leads from a requirement to what it brings in", async () => {
  await person.goTo(2);
  await person.run("Calls: Show Call Hierarchy");
  const row = (text) => person.page.locator(".pane-body .monaco-list-row", { hasText: text });
  await row("flask>=3").first().waitFor();
  await person.run("Calls: Show Outgoing Calls");
  await row("werkzeug").filter({ hasText: ">=3.1" }).waitFor();
  await row("jinja2").locator(".monaco-tl-twistie").click();
  await row("markupsafe").waitFor();
  await person.picture("hierarchy");
});

step("a click on the status bar shows the menu of what applies now", async () => {
  await person.status("1 problem").first().click();
  await person.asked(/^\.venv: /, "Install Missing Packages");
  for (const title of ["Undo Last Change", "Open Terminal in Environment", "Show Log"]) {
    await person.input.fill(title);
    await person.focused.filter({ hasText: title }).waitFor();
  }
  await person.input.fill("Install Missing");
  await person.focused.filter({ hasText: "Install Missing Packages" }).waitFor();
  await person.accept();
  await person.status("✓ in step").waitFor();
});

step("Upgrade Package asks which, and brings it to the newest that the file allows", async () => {
  await person.run("Pinlight: Show Packages");
  await person.terminal();
  await person.type("uv pip install -q rich==13.9.4 colorama\n");
  await person.row("rich", "13.9.4").waitFor();
  await person.row("colorama", "0.4.6").waitFor();
  await person.run("Pinlight: Upgrade Package...");
  await person.asked("Which package of `.venv` is brought to the newest", "");
  await person.input.fill("rich");
  await person.focused.filter({ hasText: "13.9.4" }).waitFor();
  await person.accept();
  await person.row("rich", "14.2.0").waitFor();
});

step("Sync Environment tells what it removes, and leaves exactly what is asked for", async () => {
  await person.run("Pinlight: Sync Environment");
  await person.agree("removes `colorama` 0.4.6", "Go ahead");
  await person.row("colorama", "0.4.6").waitFor({ state: "detached" });
  await person.status("✓ in step").waitFor();
});

step("a row of the view is uninstalled and installed again by its buttons", async () => {
  await person.onRow("rich", "14.2.0", "Uninstall Package...");
  await person.agree("removes `rich` 14.2.0", "Go ahead");
  await person.row("rich", "not installed").waitFor();
  await person.status("1 problem").waitFor();
  await person.onRow("rich", "not installed", "Install This Requirement");
  await person.row("rich", "14.2.0").waitFor();
  await person.status("✓ in step").waitFor();
});

step("Delete Environment asks, and leaves none", async () => {
  await person.run("Pinlight: Delete Environment...");
  await person.agree("Delete `.venv` with its", "Delete");
  await person.status("No environment").waitFor();
  assert.ok(!existsSync(join(folder, ".venv", "pyvenv.cfg")));
});

step("nobody was shown an error", async () => {
  assert.equal(await person.page.locator(".notification-toast .codicon-error").count(), 0);
});
