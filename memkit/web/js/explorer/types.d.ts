// What the explorer's widget asks Python and what it holds itself, as types; see memkit/explorer.

import type { Attributes, Child, Part } from "../common/types.js";

export type Standing = "served" | "proposed" | "unsupported" | "stale" | "rejected" | "superseded";

/** A memory as the table and the details have it; times are ISO texts. */
export interface MemorySummary {
  [field: string]: unknown;
  id: string;
  seq: number;
  text: string;
  type: string;
  metadata: Record<string, unknown>;
  created_at: string;
  updated_at: string;
  occurred_at: string | null;
  expires_at: string | null;
  valid_from: string | null;
  valid_to: string | null;
  superseded_by: string | null;
  sources: string[];
  derived_by: string | null;
  said_by: string | null;
  pinned: boolean;
  withheld: string | null;
  standing: Standing | null;
  data: Record<string, unknown>;
  document: { title: string; place: string } | null;
  selected?: boolean;
}

/** Rows of a long table, from the place `first` on. */
export interface Window<Row> {
  first: number;
  total: number;
  rows: (Row | null)[];
  code?: string;
  trouble?: string;
}

export type TableWindow = Window<MemorySummary>;

export type DocumentWindow = Window<DocumentSummary>;

/** How a row of a long table looks. */
export interface LongRow {
  attributes: Attributes;
  cells: Child[];
}

/** A long table, as its owner uses it. */
export interface Long<Row> {
  grid: HTMLElement;
  head: HTMLElement;
  rows: Map<number, Row>;
  view: { total: number; at: number };
  draw(): void;
  reload(): void;
  restart(): void;
}

/** A document: its URI and the ids of whose it is name it, `title` and `where` are for people. */
export interface DocumentName {
  [id: string]: unknown;
  uri: string;
  user_id: string | null;
  agent_id: string | null;
  app_id: string | null;
  run_id: string | null;
  title: string;
  where: string;
}

export interface DocumentSummary extends DocumentName {
  type: string;
  passages: number;
  characters: number | null;
  added_at: string;
  updated_at: string;
  problem: string;
}

/** The document whose passages are shown. */
export interface ChosenDocument extends DocumentName {
  link: string | null;
  deletes: number;
}

/** Where a memory stands in the document that it was read from. */
export interface Passage extends DocumentName {
  place: string;
  start: number | null;
  end: number | null;
  link: string | null;
  number: number | null;
  passages: number;
  previous: Linked | null;
  next: Linked | null;
}

export interface Space {
  key: string;
  dim: number;
  count: number;
  ready: boolean;
  default: boolean;
}

export interface Counted {
  value: string;
  count: number;
}

/** What is looked at. */
export interface Status {
  url: string;
  total: number;
  shown: number;
  space?: string;
  spaces: Space[];
  recall?: { short: string; said: string } | null;
  scope: Record<string, string | null>;
  scopes: Record<string, Counted[]>;
  metadata: { key: string }[];
  where: string;
  kind: "all" | "messages" | "facts";
  standing: Standing | null;
  documents: boolean;
  document: ChosenDocument | null;
  facts: boolean;
  unused: string[];
  waiting: number;
  query?: string;
  trouble: string;
  at: number | null;
  at_time?: string;
  head: number;
  selected: number;
  events?: [number, number | null] | null;
  reranker?: string | null;
}

export interface Hit extends MemorySummary {
  notes: string[];
  rank: number;
  score: number;
  reasons: Record<string, number>;
  relevance: number | null;
  weak: boolean;
  full_bar: number;
  rated: boolean | null;
  why?: string;
  other?: { rank: number | null; shift?: number | null } | null;
}

export interface SearchResponse {
  query: string;
  k: number;
  code: string;
  said: string;
  space: string;
  best: number;
  weak: boolean;
  signals: string[];
  hits: Hit[];
  below: Hit[];
  other_space: string | null;
  other_only: Hit[];
}

export type EventKind = "ADD" | "UPDATE" | "DELETE" | "NONE";

export interface Proposal {
  index: number;
  event: EventKind;
  text: string;
  parts: Part[];
  near: { id: string; text: string; similarity: number }[];
}

/** What a reader decided on a proposal. */
export interface Choice {
  action: string;
  text?: string | null;
  updating?: string | null;
}

export interface Version {
  version: number;
  seq: number;
  event: EventKind;
  happened: string;
  at: string;
  actor: string;
  reason: string;
  undoable: boolean;
  text: Part[];
  fields: { name: string; old: string; new: string }[];
}

export interface Nearest {
  space: string;
  neighbours: { id: string; text: string; cosine: number }[];
}

/** What is being written about a memory, and what stood there before; `seen` is its number then. */
export interface Draft {
  seen: number;
  text: string;
  textBefore: string;
  about: string;
  aboutBefore: string;
}

/** Another memory, to be opened. */
export interface Linked {
  id: string;
  text: string;
}

/** A source of a fact: the words that say so, and what stands around them. */
export interface Evidence {
  id: string | null;
  source: string;
  stands: boolean | null;
  said: string;
  before: string;
  quote: string;
  after: string;
  who: string;
  at: string | null;
}

/** What a model decided about a fact, and between which old ones. */
export interface Decision {
  choice: string;
  why: string;
  old: string | null;
  candidates: Linked[];
  model: string;
  prompt: string;
}

/** Why a fact is there. */
export interface Origin {
  derivation: string;
  in_use: boolean;
  model: string;
  provider: string;
  prompts: string;
  profile: string;
  wishes: string[];
  drawn_at: string;
  seq: number;
  decision: Decision | null;
}

/** What is known of a fact. */
export interface Fact {
  standing: Standing;
  meaning: string;
  kind: string;
  about: string;
  when: string;
  choice: string;
  old: Linked | null;
  superseded: Linked[];
  superseded_by: Linked | null;
  problems: string[];
  evidence: Evidence[];
  origin: Origin;
}

/** A fact that was drawn from a message. */
export interface DrawnFact extends Linked {
  standing: Standing | null;
  derived_by: string | null;
}

export interface Detail {
  id: string;
  there: boolean;
  text: string;
  metadata_text: string;
  code: string;
  record: MemorySummary;
  history: Version[];
  nearest: Nearest[];
  fact: Fact | null;
  passage: Passage | null;
  drawn: DrawnFact[];
  drawn_total: number;
}

/** How many changes of each kind a piece of the journal holds. */
export interface Bucket extends Record<"ADD" | "UPDATE" | "DELETE", number> {
  first: number;
  last: number;
  at: string;
}

export interface Histogram {
  head: number;
  last_at?: string;
  buckets: Bucket[];
}

/** What Python did: the code that does the same, a sentence, the numbers of the changes. */
export interface Done {
  code?: string;
  said?: string;
  seqs?: number[];
}

export interface Column {
  name: string;
  text: string;
}

/** Rows to select: one, several, all or none. */
export interface Selecting {
  how: "only" | "toggle" | "range" | "all" | "none";
  id?: string;
  first?: number;
  last?: number;
}

/** What the parts of the explorer share; `on` hears what `tell` says. */
export interface App {
  status: Status;
  open: string | null;
  from: "table" | "hit" | "near";
  lastCode: string;
  firstQuery: string;
  ends: (() => void)[];
  seen?: number;
  on(name: string, action: (value: any) => unknown): void;
  tell(name: string, value?: unknown): void;
  past(): boolean;
  show(answer: Done | null | undefined): void;
  ask(method: string, given?: object, lane?: string | null): Promise<any>;
  read(method: string, given?: object, lane?: string | null): Promise<any>;
  filter(method: string, given: object): Promise<void>;
  change(method: string, given: object, note: HTMLElement): Promise<boolean>;
  watch(element: HTMLElement): void;
  emptiness(find: string): string;
  whose(): string;
  refresh(what?: string): void;
}

export interface State {
  key: string;
  query: string;
}
