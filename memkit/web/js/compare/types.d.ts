// What the comparison's widget is told by Python, and what it holds itself, as types.

import type { Code, Model } from "../common/types.js";

// -- from Python ---------------------------------------------------------------------------------------

export interface Basics {
  spaces: string[];
  hidden: number;
  call: string[];
  ids: string[];
  texts: string[];
  about: string[];
}

/** Groups: each memory is a member of one, which has a name and a colour. */
export interface Groups {
  title: string;
  about?: string;
  names: string[];
  colours: string[];
  members: number[];
}

/** A scale: each memory has a value between `low` and `high`. */
export interface Scale {
  title: string;
  about: string;
  names?: undefined;
  low: number;
  high: number;
  values: number[];
  diverging: boolean;
}

export type Scheme = Groups | Scale;

/** Places in each panel, and how far the panels' shapes are from the first one's. */
export interface Drawn {
  positions: DataView[];
  disparities: (number | null)[];
}

export interface Badge {
  trust: number | null;
  continuity: number | null;
  k: number;
}

export interface Agreement {
  first: string;
  second: string;
  k: number;
  overlap: number | null;
  cka: number | null;
  rank: number | null;
  ari: number | null;
}

/** A memory on which the spaces disagree: for each space its nearest, as row, cosine, shared. */
export interface Finding {
  row: number;
  overlap: number | null;
  neighbours: [row: number, cosine: number, shared: boolean][][];
}

export interface Pair {
  number: number;
  rows: [number, number];
  space: string;
  cosines: Record<string, number | null>;
  mergeable: boolean;
  merged: boolean;
  failed?: boolean;
  said?: string;
}

/** Without `pairs` they are still looked for. */
export interface Duplicates {
  threshold?: number;
  total?: number;
  pairs?: Pair[];
}

export interface Interval {
  mean: number;
  low: number;
  high: number;
}

export type Measure = "recall" | "mrr" | "ndcg";

export interface SpaceScores extends Record<Measure, Interval> {
  space: string;
  difference: Record<Measure, Interval> | null;
}

/** Without `queries` nothing was evaluated yet. */
export interface Evaluation {
  k?: number;
  queries?: number;
  spaces?: SpaceScores[];
  rated?: boolean;
  trouble?: string;
}

export interface Shift {
  row: number;
  text: string;
  ranks: number[];
}

/** What a query found in each space, as row and cosine; empty without a question. */
export interface Answer {
  number?: number;
  query?: string;
  k?: number;
  found?: [row: number, cosine: number][][];
  shifts?: Shift[];
  trouble?: string;
}

/** A text that was changed, and its memory. */
export interface Change {
  row: number;
  old: string;
}

export interface Stage {
  name?: string;
  done?: number;
  trouble?: string;
}

export interface State {
  key: string;
  basics: Basics;
  notes: string[];
  colours: Record<string, Scheme>;
  pictures: Record<string, Drawn>;
  rest: Record<string, DataView[]>;
  badges: Record<string, Badge[]>;
  trails: Record<string, DataView[]>;
  changes: Change[];
  neighbours: DataView[];
  agreements: Agreement[];
  findings: Finding[];
  duplicates: Duplicates;
  evaluation: Evaluation;
  wanted: string;
  stage: Stage;
  chosen: DataView;
  answer: Answer;
  live: boolean;
}

// -- in the browser -----------------------------------------------------------------------------------

export type Point = [x: number, y: number];

/** Three by three numbers, row by row: how a picture is turned. */
export type Turn = number[];

/** Which picture is shown. */
export interface Picture {
  projection: string;
  layout: string;
  dims: number;
}

/** Places of one panel: three numbers a memory, the longer side from -1 to 1. */
export interface Shape {
  places: Float32Array;
  wide: number;
  high: number;
  deep: number;
}

/** A shape, and what puts more points into it. */
export interface Fitted extends Shape {
  fit(points: Float32Array): Float32Array;
}

/** A picture that is here; `full` once it has the memories that are not drawn. */
export interface Shown {
  panels: Fitted[];
  disparities: (number | null)[];
  full: boolean;
}

/** A view on a shape: its size and how far it is zoomed and moved, in pixels. */
export interface Frame {
  width: number;
  height: number;
  zoom: number;
  x: number;
  y: number;
  wide: number;
  high: number;
  deep: number;
  places: Float32Array | null;
  screen: Float32Array | null;
  stale: boolean;
}

export interface Panel extends Frame {
  space: string;
  index: number;
  base: HTMLCanvasElement;
  over: HTMLCanvasElement;
  plot: HTMLElement;
  badge: HTMLElement;
  words: HTMLElement;
  frame: HTMLElement;
  lasso: Point[] | null;
  drag: { from: Point; x: number; y: number; turn: Turn } | null;
}

export interface Hover {
  panel: Panel;
  row: number;
}

export type Tool = "select" | "move" | "turn";

type Choice = HTMLElement & { show(value: string): void };
type Tabs = HTMLElement & { say(name: string, text: string): void };
type Root = HTMLElement & { locate?(index: number, row: number): Point; chosen?(): number[] };

/** All that one view of a comparison holds; `drawn` memories have a point, more have a place. */
export interface View {
  model: Model<State>;
  basics: Basics;
  drawn: number;
  live: boolean;
  spaces: string[];
  texts: string[];
  about: string[];
  ids: string[];
  tool: Tool;
  by: string | null;
  touched: boolean;
  colours: string[];
  member: Uint16Array;
  pictures: Record<string, Shown>;
  picture: Picture | null;
  wish: Picture | null;
  dims: number;
  turn: Turn;
  closer: Panel | null;
  hover: Hover | null;
  chosen: Uint8Array;
  near: Int32Array[];
  changes: Change[];
  trails: Float32Array[];
  moving: boolean;
  answer: Answer;
  question: number;
  theme: { text: string; muted: string; surface: string; accent: string };
  running: number;
  asked: number;
  askedOver: number;

  panels: Panel[];
  root: Root;
  code: Code;
  said: HTMLElement;
  tip: HTMLElement;
  stage: HTMLElement;
  notes: HTMLElement;
  colour: HTMLSelectElement;
  projection: HTMLSelectElement;
  layout: HTMLSelectElement;
  disparity: HTMLElement;
  flat: Choice;
  tools: Choice;
  turner: HTMLElement;
  mover: HTMLButtonElement;
  agreement: HTMLElement;
  legend: HTMLElement;
  tabs: Tabs;
  findings: HTMLElement;
  duplicates: HTMLElement;
  evaluation: HTMLElement;
  box: HTMLInputElement;
  results: HTMLElement;
  chosenTitle: HTMLElement;
  clear: HTMLButtonElement;
  list: HTMLElement;
  sideNote: HTMLElement;
}
