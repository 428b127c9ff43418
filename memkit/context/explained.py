"""Messages that are not understood alone: an answer needs its question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from memkit.contracts.journal import Journal
from memkit.contracts.store import Selection
from memkit.domain.records import MemoryRecord
from memkit.engine.retrieval.indexes import Index
from memkit.text.tokens import STARTS_UNSPACED, normal, split

# The question marks of Latin, Chinese and Japanese, Arabic and Greek texts.
_ASKS = re.compile(r"[?\uff1f\u061f\u037e][\s\"'”’»)\]]*\Z")
# So few words, or characters of scripts without spaces, seldom say what they are about.
_FEW_WORDS = 6
_FEW_CHARACTERS = 12


def explaining(
    index: Index, journal: Journal, records: Sequence[MemoryRecord], selection: Selection
) -> Mapping[str, MemoryRecord]:
    """Return id of a message -> the message before it, where that is needed to understand it.

    It is needed if it asks something, or if the message itself is very short. Only messages that
    were added by the same call count, and of these only what the selection holds.
    """
    messages = [record for record in records if record.role is not None and not record.derived_by]
    if not messages:
        return {}
    keys = journal.keys_of([record.id for record in messages])
    turns = index.turns(np.array(sorted(keys.values()), np.int64))
    follows = {turn.key: turn.follows for turn in turns if turn.follows}
    before = {key: follows[key] for key in keys.values() if key in follows}
    if not before:
        return {}
    wanted = np.unique(np.array(list(before.values()), np.int64))
    allowed = journal.allowed_keys(selection, among=wanted)
    there = index.read(allowed)
    found: dict[str, MemoryRecord] = {}
    for record in messages:
        previous = there.get(before.get(keys.get(record.id, -1), -1))
        if previous is not None and (_asks(previous.memory) or _is_short(record.memory)):
            found[record.id] = previous
    return found


def _asks(text: str) -> bool:
    return _ASKS.search(text[-200:]) is not None


def _is_short(text: str) -> bool:
    words = split(normal(text[:400]))
    if any(STARTS_UNSPACED.match(word) for word in words):
        return len(text.strip()) <= _FEW_CHARACTERS
    return len(words) <= _FEW_WORDS
