// Bundles the extension into dist/, and its tests into out/.
import { readdirSync } from "node:fs";
import { build } from "esbuild";

const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["vscode", "mocha"],
  logLevel: "warning",
};
await build({ ...common, entryPoints: ["src/extension.ts"], outdir: "dist", minify: true });
const suites = readdirSync("test/suite").map((name) => `test/suite/${name}`);
await build({ ...common, entryPoints: suites, outdir: "out", sourcemap: "inline" });
