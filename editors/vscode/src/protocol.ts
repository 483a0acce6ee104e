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

/** A place in a file, as the protocol tells it. */
export interface Location {
  uri: string;
  range: { start: Position; end: Position };
}

export interface Position {
  line: number;
  character: number;
}

export interface Package {
  name: string;
  version: string;
  where: string;
  summary: string;
  is_direct: boolean;
  needed_by: string[];
  trouble: string;
  asked?: Location | null;
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
  title?: string;
  question: string;
  choices: string[];
  details?: string[];
  many?: boolean;
  taken?: string[];
  /** Another question came before it, which can be asked again. */
  back?: boolean;
}

/** The answer: one title, all that were ticked, or the wish to go back. */
export interface Picked {
  title?: string;
  titles?: string[];
  back?: true;
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
