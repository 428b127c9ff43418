"""What says nothing that is not said already."""

from __future__ import annotations

from collections.abc import Sequence

from memkit.domain.records import MemoryRecord
from memkit.text.tokens import normal, split, symbols

# The share of a message's words that facts drawn from it have to quote, so that it says no more.
_WHOLE = 0.8


class Said:
    """What was said so far: memories that say it again are told.

    Two memories say the same if they have the same words in the same order, whatever their case
    and marks. Vectors do not decide it: "3 May" and "4 May", or what is and what is not so, lie
    as close as paraphrases do. A message says nothing new beside facts that quote nearly all of it.
    """

    def __init__(self) -> None:
        self._by_words: dict[tuple[str, ...], MemoryRecord] = {}
        self._quoted: dict[str, list[tuple[int, int, MemoryRecord]]] = {}

    def before(self, record: MemoryRecord) -> MemoryRecord | None:
        """Return the memory that says this already; None takes it down as said."""
        words = _words(record.memory)
        known = self._by_words.get(words) or self._in_facts(record)
        if known is not None:
            return known
        self._by_words[words] = record
        for source in record.sources:
            if source.memory_id is not None and source.start is not None and source.end is not None:
                spans = self._quoted.setdefault(source.memory_id, [])
                spans.append((source.start, source.end, record))
        return None

    def _in_facts(self, record: MemoryRecord) -> MemoryRecord | None:
        quoted = self._quoted.get(record.id, [])
        letters = _letters(record.memory, [(start, end) for start, end, _ in quoted])
        if quoted and letters >= _WHOLE * _letters(record.memory, [(0, len(record.memory))]):
            return quoted[0][2]
        return None


def _words(text: str) -> tuple[str, ...]:
    plain = normal(text)
    return tuple(split(plain) + symbols(plain))


def _letters(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """Return how many letters and digits of a text lie in any of the spans."""
    inside = {place for start, end in spans for place in range(start, min(end, len(text)))}
    return sum(text[place].isalnum() for place in inside)
