// What the conversation is by now, put together from what Python tells.

/** @import { News, Now, Turn } from "./types.js" */

/** @returns {Now} */
export const nothing = () => ({
  since: 0, version: 0, turns: [], asked: null, stopping: false, recalled: null, from: 0, to: 0,
  piece: "", failed: null, answer: "", told: 0,
});

/**
 * The conversation after some news; null if news before them are missing, so that all that changed
 * has to be read.
 * @param {Now} now
 * @param {News} news
 * @returns {Now | null}
 */
export function after(now, news) {
  if (news.since > now.version) return null;
  // It was read already, with more.
  if (news.version < now.version) return now;
  const turns = merged(now.turns, news.turns);
  if (turns.some((turn) => !turn)) return null;
  if (news.from > 0 && news.from !== now.told) return null;
  const answer = news.from > 0 ? now.answer + news.piece : news.piece;
  return { ...now, ...news, turns, answer, told: news.to };
}

/**
 * @param {Turn[]} known
 * @param {Turn[]} changed
 */
function merged(known, changed) {
  if (!changed.length) return known;
  const turns = [...known];
  for (const turn of changed) turns[turn.number] = turn;
  return Array.from(turns);
}
