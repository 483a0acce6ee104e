// The part of the Python Environments extension's interface that Pinlight uses; `selected` is for
// the tests.
const vscode = require("vscode");

exports.activate = () => {
  const changed = new vscode.EventEmitter();
  let selected;
  return {
    getEnvironment: async () => selected,
    setEnvironment: async (scope, environment) => {
      selected = environment;
      changed.fire({ uri: scope, new: environment });
    },
    resolveEnvironment: async (uri) => ({ environmentPath: uri, sysPrefix: uri.fsPath }),
    onDidChangeEnvironment: changed.event,
    selected: () => selected?.environmentPath.fsPath,
  };
};
