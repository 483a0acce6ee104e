// Tests inside the extension host of a real VS Code, and the way from untrusted to trusted.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openBrowser, own, Person, startIndex, startWorkbench, until } from "./workbench.mjs";

const root = mkdtempSync(join(tmpdir(), "pinlight-hosted-"));
const files = { "requirements.txt": "flask>=3\nrequests\n", "requirements-dev.txt": "rich\n" };
const more = { "pinlight.pollS": 0.2, "pinlight.installer": "uv" };
let index;

before(async () => {
  index = await startIndex();
});

after(() => {
  index?.stop();
  rmSync(root, { recursive: true, force: true });
});

test("in a trusted folder, beside the Python extension", async (context) => {
  const vsix = [standIn("python")];
  await inWorkbench({ vsix, more, driver: true }, (workbench, page) =>
    runSuite(context, workbench, page, "main", folder("main", files)),
  );
});

test("beside the Python Environments extension", async (context) => {
  const vsix = [standIn("environments")];
  await inWorkbench({ vsix, more, driver: true }, (workbench, page) =>
    runSuite(context, workbench, page, "environments", folder("environments", files)),
  );
});

test("the imports of Python files", async (context) => {
  const python = {
    "requirements.txt": "declared\n",
    "app.py": "import os, declared\nimport stray\n",
    "setup.py": 'from setuptools import setup\nsetup(install_requires=["absent"])\n',
  };
  await inWorkbench({ more, driver: true }, (workbench, page) =>
    runSuite(context, workbench, page, "imports", folder("imports", python)),
  );
});

test("in a folder that is not trusted", async (context) => {
  const hostile = folder("hostile", files);
  const evil = join(hostile, "evil");
  writeFileSync(evil, `#!/bin/sh\ntouch '${hostile}/was-run'\n`);
  chmodSync(evil, 0o755);
  mkdirSync(join(hostile, ".vscode"));
  const named = {
    "pinlight.server.path": evil,
    "pinlight.server.python": evil,
    "pinlight.uv": evil,
  };
  writeFileSync(join(hostile, ".vscode", "settings.json"), JSON.stringify(named));
  await inWorkbench({ more, trust: false, driver: true }, (workbench, page) =>
    runSuite(context, workbench, page, "untrusted", hostile),
  );
});

test("trust that is granted counts at once", async () => {
  const vsix = [join(own, "pinlight.vsix")];
  await inWorkbench({ vsix, more, trust: false }, async (workbench, page) => {
    const mine = folder("mine", { "requirements.txt": "flask>=3\n" });
    const person = new Person(page);
    await page.goto(workbench.url(mine));
    await person.ready();
    await person.open("requirements.txt");
    await person.squiggles().first().waitFor();
    await person.run("Pinlight: Quick Create Environment");
    await person.toast("this workspace is not trusted").waitFor();
    assert.ok(!existsSync(join(mine, ".venv")));
    await person.run("Workspaces: Manage Workspace Trust");
    const trust = page.locator(".workspace-trust-editor").getByRole("button", { name: "Trust" });
    await trust.first().waitFor();
    await trust.first().click();
    const editor = page.locator(".workspace-trust-editor");
    await editor.filter({ hasText: "You trust this folder" }).waitFor();
    await person.run("Pinlight: Quick Create Environment");
    await person.status("✓ in step").waitFor();
    assert.ok(existsSync(join(mine, ".venv", "pyvenv.cfg")));
  });
});

test("without a Python it says what to do", async () => {
  const vsix = [join(own, "pinlight.vsix")];
  const none = { "pinlight.server.python": "/nowhere/python" };
  await inWorkbench({ vsix, more: none }, async (workbench, page) => {
    const person = new Person(page);
    await page.goto(workbench.url(folder("lost", files)));
    const toast = person.toast("`/nowhere/python` is no Python 3.10 or newer");
    await toast.waitFor();
    for (const name of ["Download Python", "Choose Python...", "Try Again"]) {
      await toast.getByRole("button", { name }).waitFor();
    }
  });
});

function folder(name, content) {
  const made = join(root, name);
  mkdirSync(made);
  for (const [file, text] of Object.entries(content)) {
    writeFileSync(join(made, file), text);
  }
  return made;
}

/** Packages an extension that stands in for one that cannot be had. */
function standIn(name) {
  const vsce = join(own, "node_modules", "@vscode", "vsce", "vsce");
  const out = join(root, `${name}.vsix`);
  const flags = ["--no-dependencies", "--allow-missing-repository", "--skip-license", "--out", out];
  const cwd = join(own, "test", "stand-ins", name);
  execFileSync(process.execPath, [vsce, "package", ...flags], { cwd, stdio: "pipe" });
  return out;
}

async function inWorkbench(options, act) {
  const results = join(root, "results.txt");
  const variables = { ...index.variables, PINLIGHT_TEST_RESULTS: results };
  const workbench = await startWorkbench({ ...options, variables });
  const { browser, page } = await openBrowser();
  try {
    await act(workbench, page, results);
  } catch (error) {
    await page.screenshot({ path: join(tmpdir(), `pinlight-failed-${Date.now()}.png`) });
    throw error;
  } finally {
    await browser.close();
    await workbench.stop();
  }
}

async function runSuite(context, workbench, page, name, at) {
  const results = join(root, "results.txt");
  rmSync(results, { force: true });
  let code;
  await page.exposeFunction("codeAutomationExit", (status) => {
    code = status;
  });
  await page.exposeFunction("codeAutomationLog", () => {});
  const extension = workbench.remote(own);
  const tests = `${extension}/out/${name}.js`;
  const payload = [
    ["extensionDevelopmentPath", extension],
    ["extensionTestsPath", tests],
  ];
  await page.goto(workbench.url(at, payload));
  await until(() => code !== undefined, `${name} ends`, 180_000);
  const told = existsSync(results) ? readFileSync(results, "utf8") : "no results";
  for (const line of told.trim().split("\n")) {
    context.diagnostic(line);
  }
  assert.equal(code, 0);
}
