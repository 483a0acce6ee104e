// What the server answers to requests of ours, beside the protocol. See server/pinlight/lsp.

/** How one file stands with its environment; strings are empty where there is nothing to tell. */
export interface FileStatus {
  uri: string;
  prefix: string;
  name: string;
  kind: string;
  python: string;
  reason: string;
  detail: string;
  suggested: string;
  problems: number;
  needed: number;
  satisfied: number;
}

export interface Status {
  file: FileStatus | null;
  folders: { uri: string; file: FileStatus | null }[];
  problems: number;
}

export interface Package {
  name: string;
  version: string;
  where: string;
  summary: string;
  is_direct: boolean;
  needed_by: string[];
  trouble: string;
}

export interface Environment {
  prefix: string;
  name: string;
  kind: string;
  python: string;
  detail: string;
  files: string[];
  packages: Package[];
}

export interface Activation {
  variables: Record<string, string>;
  folders: string[];
  command: string;
}

export interface Question {
  question: string;
  choices: string[];
}

/** A request of ours: its name, and the types of its parameters and of its answer. */
export class OwnRequest<P, R> {
  declare readonly types: [P, R];
  constructor(readonly method: string) {}
}

export const status = new OwnRequest<{ textDocument?: { uri: string } }, Status>("pinlight/status");
export const environments = new OwnRequest<object, Environment[]>("pinlight/environments");
export const activation = new OwnRequest<{ prefix: string; shell: string }, Activation | null>(
  "pinlight/activation",
);
export const ask = "pinlight/ask";
export const changed = "pinlight/changed";
