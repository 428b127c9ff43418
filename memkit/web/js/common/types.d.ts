// What the widgets share, as types.

/** What anywidget hands to a widget: values that Python holds, by name, and messages to it. */
export interface Model<State> {
  get<Name extends keyof State>(name: Name): State[Name];
  set<Name extends keyof State>(name: Name, value: State[Name]): void;
  save_changes(): void;
  send(message: unknown): void;
  on(event: string, action: (...given: any[]) => void): void;
  off(event: string, action: (...given: any[]) => void): void;
}

/** A widget as anywidget takes it; `render` returns what ends it. */
export interface Widget<State> {
  render(given: { model: Model<State>; el: HTMLElement }): () => void;
}

/** Attributes of an element; those whose names begin with "on" are listeners. */
export interface Attributes {
  [name: string]: string | number | boolean | null | undefined | ((event: any) => unknown);
  onclick?: (event: MouseEvent) => unknown;
  onkeydown?: (event: KeyboardEvent) => unknown;
  onfocusout?: (event: FocusEvent) => unknown;
}

/** A child of an element; a string becomes a text node. */
export type Child = Node | string | null | undefined;

/** An entry of a select or of a group of buttons. */
export interface Entry {
  value: string;
  text: string;
  title?: string;
  disabled?: boolean;
}

/** A piece of a text, and what a change did to it. */
export type Part = [kind: "same" | "added" | "removed", text: string];

/** A request to Python, and how often it may still be sent again. */
export interface Request {
  method: string;
  given: object;
  lane: string | null;
  tries: number;
  sent: number;
  resolve(answer: any): void;
  reject(error: Error): void;
}

/**
 * The line to Python: `ask` sends a request, `read` one that changes nothing and is sent again if
 * its answer is lost; `poll` repeats one while someone looks.
 */
export interface Line {
  ask(method: string, given?: object, lane?: string | null): Promise<any>;
  read(method: string, given?: object, lane?: string | null): Promise<any>;
  poll(element: Element, action: () => Promise<unknown>): void;
  close(): void;
}

/** Whether someone is there to answer. */
export type LineState = "live" | "busy" | "gone";

/** "Show as Python": the button, the box that it opens, and what writes the code anew. */
export interface Code {
  button: HTMLButtonElement;
  box: HTMLElement;
  refresh(): void;
}
