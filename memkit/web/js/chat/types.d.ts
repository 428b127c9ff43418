// What the widget of a chat is told by Python, as types.

export interface About {
  model: string;
  scope: [word: string, id: string][];
}

export type Remembering = "off" | "waiting" | "stored" | "failed" | "undone";

export interface Turn {
  number: number;
  question: string;
  answer: string;
  at: string;
  stop: string | null;
  left_out: number;
  recalled: number;
  remembering: Remembering;
  remembered: number;
  error: string;
  tokens: number;
}

/** What changed after a version, and what is under way. */
export interface News {
  since: number;
  version: number;
  turns: Turn[];
  asked: string | null;
  stopping: boolean;
  recalled: number | null;
  from: number;
  to: number;
  piece: string;
  failed: { question: string; trouble: string } | null;
}

/** What the conversation is by now; `told` is how much of the answer has come, as Python counts. */
export interface Now extends News {
  answer: string;
  told: number;
}

export interface Recalled {
  id: string;
  text: string;
  day: string;
  who: string;
  part: string;
  reason: string;
  relevance: number | null;
  outdated: boolean;
  cut: boolean;
}

export interface Fact {
  id: string;
  text: string;
  standing: string | null;
}

export interface Stored {
  id: string;
  event: string;
  text: string;
  who: string;
  there: boolean;
  facts: Fact[];
  more: number;
}

export interface Sources {
  recalled: Recalled[];
  stored: Stored[];
}

/** A memory that was opened. */
export interface Opened {
  id: string;
  text: string;
  facts: [name: string, value: string][];
  code: string;
}

/** A piece of an answer: prose, or what stands between fences. */
export interface Piece {
  kind: "text" | "code";
  text: string;
}

export interface State {
  key: string;
  about: About;
}

/** What the parts of the widget ask for. */
export interface Actions {
  choose(turn: number | null): void;
  again(): void;
  dismiss(): void;
  retry(): void;
  undo(turn: number): Promise<boolean>;
  open(id: string): Promise<Opened | null>;
}
