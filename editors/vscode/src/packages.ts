// The view "Python Environments": environments, and what they hold.
import * as vscode from "vscode";
import type { Row } from "./arguments";
import type { Server } from "./client";
import { type Environment, environments as environmentsRequest, type Package } from "./protocol";

export function showPackages(server: Server): vscode.Disposable {
  const packages = new Packages(server);
  const view = vscode.window.createTreeView("pinlight.environments", {
    treeDataProvider: packages,
  });
  return vscode.Disposable.from(
    view,
    server.onDidChangeStatus(() => packages.changed.fire()),
  );
}

export class Packages implements vscode.TreeDataProvider<Row> {
  readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly server: Server) {}

  async getChildren(row?: Row): Promise<Row[]> {
    if (!row) {
      const environments = (await this.server.ask(environmentsRequest, {})) ?? [];
      return environments.map((it) => ({ environment: it, prefix: it.prefix, name: it.name }));
    }
    const { environment } = row;
    return environment.packages
      .toSorted((one, other) => rank(one) - rank(other))
      .map((it) => ({ environment, package: it, prefix: it.where, name: it.name }));
  }

  getTreeItem(row: Row): vscode.TreeItem {
    return row.package ? packageItem(row.package, row.environment) : environmentItem(row);
  }
}

function environmentItem({ environment }: Row): vscode.TreeItem {
  const item = new vscode.TreeItem(environment.name, vscode.TreeItemCollapsibleState.Expanded);
  const troubled = environment.packages.filter(({ trouble }) => trouble).length;
  item.id = environment.prefix;
  item.description = [
    environment.python && `Python ${environment.python}`,
    environment.kind,
    troubled > 0 && `${troubled} out of step`,
  ]
    .filter(Boolean)
    .join(" · ");
  item.iconPath = new vscode.ThemeIcon(environment.detail ? "error" : "package");
  const files = environment.files.map((uri) =>
    vscode.workspace.asRelativePath(vscode.Uri.parse(uri)),
  );
  item.tooltip = [environment.prefix, environment.detail, `serves ${files.join(", ")}`]
    .filter(Boolean)
    .join("\n");
  item.contextValue = "environment";
  return item;
}

function packageItem(held: Package, environment: Environment): vscode.TreeItem {
  const item = new vscode.TreeItem(held.name);
  item.id = `${environment.prefix} ${held.name}`;
  const needed = held.needed_by.join(", ");
  const why = held.is_direct ? "" : needed && `needed by ${needed}`;
  item.description = [held.version, held.trouble || why].filter(Boolean).join(" · ");
  item.iconPath = held.trouble
    ? new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"))
    : new vscode.ThemeIcon(held.is_direct ? "circle-filled" : "circle-outline");
  item.tooltip = [held.summary, needed && `needed by ${needed}`].filter(Boolean).join("\n");
  item.contextValue = held.version ? "package" : "absent";
  if (held.asked) {
    if (held.trouble) {
      item.contextValue = held.version ? "package behind" : "missing";
    }
    const { uri, range } = held.asked;
    const selection = new vscode.Range(
      ...([range.start.line, range.start.character, range.end.line, range.end.character] as const),
    );
    const there = [vscode.Uri.parse(uri), { selection, preserveFocus: true }];
    item.command = { command: "vscode.open", title: "Show the Line", arguments: there };
  }
  return item;
}

/** Out of step first, then what a file asks for, then what that brings. */
function rank(held: Package): number {
  return held.trouble ? 0 : held.is_direct ? 1 : 2;
}
