// What the comparison's widget is told by Python, and what it holds itself, as types.

import type { Code, Model } from "../common/types.js";

// -- from Python ---------------------------------------------------------------------------------------

/** `laid` memories are laid out and measured; those after them are placed between these. */
export interface Basics {
  spaces: string[];
  laid: number;
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
  shapes: string[];
  members: DataView;
}

/** A scale: each memory has a value between `low` and `high`. */
export interface Scale {
  title: string;
  about: string;
  names?: undefined;
  low: number;
  high: number;
  values: DataView;
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
  judged: number;
  of: number;
}

/** What a space puts together: names, sizes, and the cluster of each memory, -1 for none. */
export interface Clusters {
  names: string[];
  sizes: number[];
  members: DataView;
}

export interface Agreement {
  first: string;
  second: string;
  k: number;
  memories: number;
  overlap: number | null;
  cka?: number | null;
  rank?: number | null;
  ari?: number | null;
  clustered?: number;
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
  id: string;
  text: string;
  rated: boolean | null;
  ranks: number[];
  weak: boolean;
}

/** What a query found in each space, as row and cosine; `weak` are the spaces that found nothing close.
    Empty without a question. */
export interface Answer {
  number?: number;
  query?: string;
  k?: number;
  rateable?: boolean;
  weak?: string[];
  found?: [row: number, cosine: number][][];
  shifts?: Shift[];
  trouble?: string;
}

/** What became of a rating. */
export interface Rated {
  id?: string;
  number?: number;
  relevant?: boolean | null;
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
  clusters: Clusters[];
  places: Record<string, DataView[]>;
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
  measuring: Stage;
  chosen: DataView;
  answer: Answer;
  rated: Rated;
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

/** A picture that is here; `full` once it has the memories beside the sample, `names` once the places
 * of the clusters' names are known: three numbers each, a panel after the other. */
export interface Shown {
  panels: Fitted[];
  disparities: (number | null)[];
  full: boolean;
  names?: Float32Array[];
}

/** Where a name is drawn, in pixels. */
export interface Box {
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Points as the graphics card takes them: places and sizes in pixels, colours with their strength. */
export interface Points {
  count: number;
  places: Float32Array<ArrayBuffer>;
  sizes: Float32Array<ArrayBuffer>;
  looks: Uint8Array<ArrayBuffer>;
  shapes: Uint8Array<ArrayBuffer>;
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
/** What goes on, in words and as a bar. */
export type Bar = HTMLElement & { show(text: string, done?: number): void };
type Tabs = HTMLElement & { say(name: string, text: string): void };
type Root = HTMLElement & {
  locate?(index: number, row: number): Point;
  chosen?(): number[];
  labels?(index: number): Box[];
};

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
  shapes: number[];
  member: Uint16Array;
  hidden: Uint8Array;
  clusters: { names: string[]; sizes: number[]; members: Int32Array }[];
  named: boolean;
  dense: boolean;
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
  stage: Bar;
  measuring: Bar;
  namer: HTMLButtonElement;
  denser: HTMLButtonElement;
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
