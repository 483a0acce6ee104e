// What is in the .vsix runs anywhere: pure Python, under every Python from 3.10, whatever lies in
// the folder that it is started in, and without a network.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const own = dirname(dirname(fileURLToPath(import.meta.url)));
const root = mkdtempSync(join(tmpdir(), "pinlight-bundle-"));
const extension = join(root, "extension");
const launch = join(extension, "bundled", "launch.py");
const python = process.env.PYTHON ?? "python3";

before(() => {
  const unpack = "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])";
  execFileSync(python, ["-c", unpack, join(own, "pinlight.vsix"), root]);
});

after(() => rmSync(root, { recursive: true, force: true }));

test("it is for every platform: nothing compiled, nothing of the machine", () => {
  const files = readdirSync(extension, { recursive: true });
  assert.deepEqual(
    files.filter((name) => /\.(so|pyd|dll|dylib|pyc)$/.test(name)),
    [],
  );
  const manifest = readFileSync(join(root, "extension.vsixmanifest"), "utf8");
  assert.ok(!manifest.includes("TargetPlatform"));
  const bundled = files.filter((name) => /\.(js|json|py)$/.test(name));
  const telling = bundled.filter((name) =>
    readFileSync(join(extension, name), "utf8").includes(dirname(dirname(own))),
  );
  assert.deepEqual(telling, []);
});

for (const { version, path } of pythons()) {
  const isNew = Number(version.split(".")[1]) >= 10;
  test(`under Python ${version} it ${isNew ? "answers" : "says what it needs"}`, async () => {
    if (isNew) {
      const hover = await session(path, root);
      assert.match(hover.result.contents.value, /flask/);
    } else {
      const { status, stderr } = spawnSync(path, ["-I", "-S", launch, "server"], {
        encoding: "utf8",
      });
      assert.equal(status, 1);
      assert.match(stderr, /Pinlight needs Python 3\.10 or newer, this is 3/);
    }
  });
}

test("nothing of the folder that it is started in is imported", async () => {
  const hostile = join(root, "hostile");
  mkdirSync(hostile);
  const names = [
    "json",
    "re",
    "queue",
    "asyncio",
    "pinlight",
    "pygls",
    "packaging",
    "sitecustomize",
  ];
  for (const name of names) {
    writeFileSync(join(hostile, `${name}.py`), 'open(__file__ + ".was-run", "w").close()\n');
  }
  const variables = { PYTHONPATH: hostile, PYTHONSTARTUP: join(hostile, "json.py") };
  await session(python, hostile, variables);
  assert.ok(!readdirSync(hostile).some((name) => name.endsWith(".was-run")));
  spawnSync(python, ["-c", "import queue"], { cwd: hostile });
  assert.ok(existsSync(join(hostile, "queue.py.was-run")), "the trap can spring");
});

/** Returns the Pythons that can be found, one for each version. */
function pythons() {
  const versions = join(process.env.PYENV_ROOT ?? join(homedir(), ".pyenv"), "versions");
  const installed = existsSync(versions) ? readdirSync(versions) : [];
  const paths = installed.map((name) => join(versions, name, "bin", "python3"));
  const ask = "import sys; print('%d.%d' % sys.version_info[:2])";
  const found = new Map();
  for (const path of [python, ...paths]) {
    const { stdout } = spawnSync(path, ["-I", "-S", "-c", ask], { encoding: "utf8" });
    if (stdout?.startsWith("3.")) {
      found.set(stdout.trim(), path);
    }
  }
  return [...found].map(([version, path]) => ({ version, path }));
}

/** Opens a file in the bundled server and returns the answer to a hover, which needs all of it. */
async function session(path, cwd, variables = {}) {
  const server = spawn(path, ["-I", "-S", launch, "server"], {
    cwd,
    env: { ...process.env, ...variables },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const uri = "untitled:/requirements.txt";
  const textDocument = { uri, languageId: "pip-requirements", version: 1, text: "flask>=3\n" };
  send(server, {
    id: 1,
    method: "initialize",
    params: { processId: null, rootUri: null, capabilities: {} },
  });
  send(server, { method: "initialized", params: {} });
  send(server, { method: "textDocument/didOpen", params: { textDocument } });
  const position = { line: 0, character: 1 };
  const params = { textDocument: { uri }, position };
  send(server, { id: 2, method: "textDocument/hover", params });
  const answer = await answerTo(server, 2);
  send(server, { id: 3, method: "shutdown" });
  send(server, { method: "exit" });
  await new Promise((resolve) => server.once("exit", resolve));
  return answer;
}

function send(server, message) {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

async function answerTo(server, id) {
  let heard = "";
  for await (const chunk of server.stdout.iterator({ destroyOnReturn: false })) {
    heard += chunk;
    for (const part of heard.split(/Content-Length: \d+\r\n\r\n/)) {
      try {
        const message = JSON.parse(part);
        if (message.id === id && !message.method) {
          return message;
        }
      } catch {}
    }
  }
  throw new Error(`the server ended: ${heard}`);
}
