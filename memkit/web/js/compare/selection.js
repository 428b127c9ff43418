// Which memories are selected: a number a row, 1 or 0. Numbers only: nothing here knows the page.

/**
 * The rows that are selected, in their order.
 * @param {Uint8Array} chosen
 */
export function rowsOf(chosen) {
  const rows = [];
  for (let row = 0; row < chosen.length; row++) if (chosen[row]) rows.push(row);
  return rows;
}

/**
 * Selects these rows and no others.
 * @param {Uint8Array} chosen
 * @param {Iterable<number>} rows
 */
export function setRows(chosen, rows) {
  chosen.fill(0);
  for (const row of rows) chosen[row] = 1;
}

/**
 * What is selected after a row was clicked: with `more` it is added or taken away; else it is the
 * only one, or none is if it was the only one already.
 * @param {Uint8Array} chosen
 * @param {number} row
 * @param {boolean} more
 */
export function toggled(chosen, row, more) {
  const rows = rowsOf(chosen);
  if (more) return chosen[row] ? rows.filter((other) => other !== row) : [...rows, row];
  return rows.length === 1 && rows[0] === row ? [] : [row];
}

/**
 * Whether exactly these rows are selected.
 * @param {Uint8Array} chosen
 * @param {number[]} rows
 */
export const isSelected = (chosen, rows) =>
  rows.length === rowsOf(chosen).length && rows.every((row) => chosen[row]);
