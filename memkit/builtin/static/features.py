"""From a text to the numbers of its rows: word pieces, and hashes for words of other scripts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from memkit.builtin.static import hashed
from memkit.builtin.static.wordpiece import WordPiece, chunks, is_punctuation, words

_CACHED_CHUNKS = 50_000
_LONGEST_CACHED = 64


class Features:
    """Turns texts into row numbers of a table that is followed by hashed rows.

    Rows 0 to len(vocabulary) - 1 are the pieces; the rows of `hashed` follow. A piece whose row
    is zero may be there; it adds nothing.

    Safe to use from several threads: a cache entry is computed from its key alone, and a full
    cache is replaced, never emptied under another thread's hands.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._pieces = WordPiece(vocabulary)
        self._first_hashed = len(vocabulary)
        self._cache: dict[str, tuple[int, ...]] = {}

    def rows(self, text: str) -> list[int]:
        """Return the row numbers of a text; one that occurs twice is there twice."""
        cache = self._cache
        found: list[int] = []
        for chunk in chunks(text):
            known = cache.get(chunk)
            if known is None:
                known = tuple(row for _, rows in self._chunk(chunk) for row in rows)
                self._remember(chunk, known)
            found.extend(known)
        return found

    def by_word(self, text: str) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield each word of a text, lower case and without accents, with its row numbers."""
        for chunk in chunks(text):
            yield from self._chunk(chunk)

    def _remember(self, chunk: str, rows: tuple[int, ...]) -> None:
        if len(chunk) > _LONGEST_CACHED:
            return
        if len(self._cache) >= _CACHED_CHUNKS:
            self._cache = {}
        self._cache[chunk] = rows

    def _chunk(self, chunk: str) -> Iterator[tuple[str, tuple[int, ...]]]:
        before = ""
        for word in words(chunk):
            if len(word) == 1 and is_punctuation(word):
                yield word, ()
            elif _is_latin(word):
                yield word, self._spelled(word)
            else:
                # Compatibility forms, such as letters of full width, go back to the usual ones;
                # a Japanese particle leaves the Latin word it sticks to.
                for run in hashed.runs(unicodedata.normalize("NFKC", word)):
                    yield run, self._spelled(run) if _is_latin(run) else self._hashed(run, before)
            before = word

    def _spelled(self, word: str) -> tuple[int, ...]:
        pieces = self._pieces.pieces(word)
        return self._hashed(word, "") if pieces == (self._pieces.unknown,) else pieces

    def _hashed(self, word: str, before: str) -> tuple[int, ...]:
        return tuple(self._first_hashed + slot for slot in hashed.slots(word, before))


def _is_latin(word: str) -> bool:
    """Return whether the teacher, which reads English, can know the word's letters.

    The vocabulary spells other scripts letter by letter, with rows that mean nothing.
    """
    return word.isascii() or all(c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in word)
