// What the timeline's widget is told by Python, as types. Times are milliseconds since 1970.

import type { Entry, Part } from "../common/types.js";

export interface About {
  total: number;
  memories: number;
  kinds: { event: string; letter: string; count: number }[];
  links: number;
  by: string;
  lanes: Entry[];
  time: string;
  times: Entry[];
  notes: string[];
  empty: string;
  linked: boolean;
  code: string;
}

/** Changes, the latest first, and how many are left out. */
export interface Listed {
  items: { seq: number; event: string; happened: string; by: string; text: string; at: string }[];
  more: number;
}

export interface Selection extends Listed {
  low: number;
  high: number;
  changes: number;
  memories: number;
  code: string;
}

/** The changes that a bar stands for. */
export interface Bar extends Listed {
  lane: string;
  changes: number;
  low: number;
  high: number;
}

/** The change that is open. */
export interface Opened {
  seq: number;
  event: string;
  happened: string;
  links: { word: string; text: string; seq: number }[];
  id: string;
  at: string;
  occurred: string;
  whose: [name: string, value: string][];
  actor: string;
  reason: string;
  parts: Part[];
  fields: { name: string; old: string; new: string }[];
  undoable: boolean;
  later: number;
  code: string;
  undo_code: string;
}

export interface State {
  key: string;
  about: About;
  brush: Partial<Selection>;
  opened: Partial<Opened>;
  version: number;
}

export type Span = [low: number, high: number];

/** A picture as Python makes it: what plotly draws, the time in view, notes on its bars. */
export interface Picture {
  spec: { data: object[]; layout: Record<string, any> };
  span: Span;
  bars: string;
}

/** What is used of plotly. */
export interface Plotly {
  react(box: Element, data: object[], layout: object, config: object): Promise<unknown>;
  relayout(box: Element, layout: object): Promise<unknown>;
  purge(box: Element): void;
}

/** The element that plotly draws into, once it has. */
export type PlotBox = HTMLElement & {
  on(event: string, action: (event: any) => void): void;
  _fullLayout?: { _size?: { w: number } };
};

/** What the plot tells of. */
export interface PlotEvents {
  open(seq: number): unknown;
  bar(place: [lane: number, low: number, high: number]): unknown;
  brush(span: Span): unknown;
  step(by: number): unknown;
  drew(answer: Picture): void;
  trouble(text: string): void;
}

/** What is done with an open change. */
export interface OpenedActions {
  open(seq: number): unknown;
  undo(seq: number): unknown;
  step(by: number): unknown;
  shut(): unknown;
}
