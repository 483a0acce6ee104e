// The extension's beginning: puts the parts together.
import * as vscode from "vscode";
import { Server } from "./client";
import { registerCommands } from "./commands";
import { calmOtherHints } from "./hints";
import { followInterpreter } from "./interpreter";
import { showPackages } from "./packages";
import { showStatus } from "./status";
import { activateTerminals } from "./terminal";

const needRestart = ["pinlight.server", "pinlight.files"];

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const server = new Server(context);
  context.subscriptions.push(
    server,
    showStatus(server),
    showPackages(server),
    activateTerminals(context, server),
    registerCommands(context, server),
    calmOtherHints(context),
    vscode.window.onDidChangeActiveTextEditor(() => server.refresh()),
    vscode.workspace.onDidGrantWorkspaceTrust(async () => {
      await server.tell({ trusted: true });
      await server.refresh();
    }),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (needRestart.some((section) => change.affectsConfiguration(section))) {
        await server.restart();
      }
    }),
  );
  await server.start();
  // Not awaited: another extension may take its time to start.
  void followInterpreter(server).then((following) => context.subscriptions.push(following));
}
