// Puts the server and what it depends on into bundled/libs: pure Python, so that one bundle
// serves every platform. Versions and hashes are those of requirements.txt.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const own = dirname(dirname(fileURLToPath(import.meta.url)));
const project = join(own, "..", "..");
const libs = join(own, "bundled", "libs");

rmSync(libs, { recursive: true, force: true });
// Without markers: the bundle is for every Python, pip would look at the one that runs it.
const pinned = readFileSync(join(own, "requirements.txt"), "utf8").replaceAll(/ ;[^\\\n]*/g, " ");
const scratch = mkdtempSync(join(tmpdir(), "pinlight-bundle-"));
writeFileSync(join(scratch, "requirements.txt"), pinned);
const wanted = ["--no-deps", "--require-hashes", "-r", join(scratch, "requirements.txt")];
const pure = ["--only-binary=:all:", "--platform=any", "--implementation=py", "--abi=none"];
execFileSync(
  pythonWithPip(),
  [
    ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"],
    ...["--root-user-action=ignore", "--target", libs, "--python-version=3.10", ...pure, ...wanted],
  ],
  { stdio: "inherit" },
);
rmSync(scratch, { recursive: true });
rmSync(join(libs, "bin"), { recursive: true, force: true });

for (const info of readdirSync(libs).filter((name) => name.endsWith(".dist-info"))) {
  const wheel = readFileSync(join(libs, info, "WHEEL"), "utf8");
  if (!wheel.includes("Root-Is-Purelib: true") || !/^Tag: py3-none-any$/m.test(wheel)) {
    throw new Error(`${info} is not a pure wheel`);
  }
}
const binary = readdirSync(libs, { recursive: true }).filter((name) =>
  /\.(so|pyd|dll)$/.test(name),
);
if (binary.length > 0) {
  throw new Error(`not pure: ${binary}`);
}

cpSync(join(project, "server", "pinlight"), join(libs, "pinlight"), {
  recursive: true,
  // No caches, whatever tool has left them among the sources.
  filter: (path) => !/^(__pycache__|\..+)$/.test(basename(path)),
});
cpSync(join(project, "LICENSE"), join(own, "LICENSE"));

function pythonWithPip() {
  for (const python of [process.env.PYTHON, "python3", "python"]) {
    try {
      execFileSync(python, ["-m", "pip", "--version"], { stdio: "ignore" });
      return python;
    } catch {}
  }
  throw new Error("no Python with pip was found: name one in the variable PYTHON");
}
