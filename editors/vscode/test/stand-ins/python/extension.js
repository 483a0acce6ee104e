// The part of the Python extension's interface that Pinlight uses; `select` is for the tests.
const vscode = require("vscode");

exports.activate = () => {
  const changed = new vscode.EventEmitter();
  const diagnostics = vscode.languages.createDiagnosticCollection("stand-in");
  let path = "/usr/bin/python3";
  const select = async (next) => {
    path = next;
    changed.fire({ path });
  };
  return {
    environments: {
      getActiveEnvironmentPath: () => ({ id: path, path }),
      updateActiveEnvironmentPath: select,
      onDidChangeActiveEnvironmentPath: changed.event,
    },
    select,
    selected: () => path,
    underline(uri, line, severity) {
      const found = new vscode.Diagnostic(new vscode.Range(line, 0, line, 5), "x", severity);
      found.source = "Python-InstalledPackagesChecker";
      diagnostics.set(uri, [found]);
    },
  };
};
