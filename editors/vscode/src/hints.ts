// The Python extension has hints about missing packages of its own. Where they stand out on the
// same lines as ours, this offers once to make them faint: it has no setting that turns them off.
import * as vscode from "vscode";

const theirs = "Python-InstalledPackagesChecker";
const offered = "offered to calm the hints of the Python extension";

export function calmOtherHints(context: vscode.ExtensionContext): vscode.Disposable {
  return vscode.languages.onDidChangeDiagnostics(async ({ uris }) => {
    if (context.globalState.get(offered) || !uris.some(areDoubled)) {
      return;
    }
    await context.globalState.update(offered, true);
    const calm = "Make Them Faint";
    const answer = await vscode.window.showInformationMessage(
      "The Python extension underlines the same lines, without looking at versions",
      calm,
      "Keep Both",
    );
    if (answer === calm) {
      const settings = vscode.workspace.getConfiguration("python");
      const everywhere = vscode.ConfigurationTarget.Global;
      await settings.update("missingPackage.severity", "Hint", everywhere);
    }
  });
}

function areDoubled(uri: vscode.Uri): boolean {
  const all = vscode.languages.getDiagnostics(uri);
  const ours = all
    .filter(({ source }) => source === "pinlight")
    .map(({ range }) => range.start.line);
  return all.some(
    ({ source, severity, range }) =>
      source === theirs &&
      severity < vscode.DiagnosticSeverity.Hint &&
      ours.includes(range.start.line),
  );
}
