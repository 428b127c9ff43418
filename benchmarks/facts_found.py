"""How facts change what a search finds: evidence among the first hits, with them and without.

A hit counts for the messages that it is, or was drawn from. Differences are paired, question by
question, with a 95 % bootstrap interval over questions.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.evidence import Answer, Conversation, interval, judged, store
from benchmarks.measure import Row
from memkit import Memory
from memkit.contracts.llm import LLM
from memkit.domain.records import MemoryRecord
from memkit.engine.retrieval.served import MemoryKind
from memkit.extraction.asking.profiles import ProfileName
from memkit.text.sentences import sentences

Drawing = Callable[[Memory, Conversation], None]

_DEPTH = 25
_FEWEST_WORDS = 4


def of_sentences(memory: Memory, conversation: Conversation) -> None:
    """Make a fact of each sentence of a user that is no question and has four words or more.

    No model would draw as many. So this is what facts can do at worst to the messages beside them.
    """
    facts = []
    for record in _records(memory, conversation, "role = 'user'"):
        for start, end in sentences(record.memory):
            text = record.memory[start:end].strip()
            if len(text.split()) >= _FEWEST_WORDS and not text.endswith("?"):
                facts.append(_fact(record, text))
    memory.add_many(facts, progress=False)


def _fact(record: MemoryRecord, text: str) -> dict[str, Any]:
    return {
        "memory": text,
        "user_id": record.user_id,
        "derived_by": "rule",
        "said_by": record.role,
        "occurred_at": record.occurred_at,
        "sources": [{"memory_id": record.id, "quote": text}],
    }


def _records(memory: Memory, conversation: Conversation, where: str) -> Sequence[MemoryRecord]:
    return memory.get_all(user_id=conversation.name, where=where, limit=100_000)


def answers_of(
    conversations: Sequence[Conversation], *, draw: Drawing | None, kinds: Sequence[MemoryKind]
) -> dict[MemoryKind, list[Answer]]:
    """Return the answers to all questions, by what was searched.

    Args:
        conversations: What is stored, each as a user.
        draw: What makes facts of a conversation that is stored; None for none.
        kinds: What is searched, as `Memory.search` takes it.
    """
    answers: dict[MemoryKind, list[Answer]] = {kind: [] for kind in kinds}
    with tempfile.TemporaryDirectory() as folder, Memory(Path(folder) / "facts.db") as memory:
        for conversation in conversations:
            said = store(memory, conversation)
            if draw is not None:
                draw(memory, conversation)
            for kind in kinds:
                answers[kind] += _asked(memory, conversation, said, kind)
    return answers


def _asked(
    memory: Memory, conversation: Conversation, said: Mapping[str, set[str]], kind: MemoryKind
) -> list[Answer]:
    found = []
    for question in conversation.questions:
        hits = memory.search(question.text, user_id=conversation.name, k=_DEPTH, kind=kind)
        found.append(judged(question, [_messages_of(hit, said) for hit in hits]))
    return found


def _messages_of(hit: MemoryRecord, said: Mapping[str, set[str]]) -> set[str]:
    """Return the messages that a hit is, or was drawn from."""
    ids = [hit.id, *(source.memory_id for source in hit.sources if source.memory_id)]
    return set().union(*(said.get(id_, set()) for id_ in ids))


def difference(
    before: Sequence[Answer], after: Sequence[Answer], measure: str
) -> tuple[float, float, float]:
    """Return the mean difference of a measure, and its interval, in points."""
    pairs = zip(before, after, strict=True)
    apart = [100 * (new.measures[measure] - old.measures[measure]) for old, new in pairs]
    low, high = interval(apart)
    return float(np.mean(apart)), low, high


def drawn_by(llm: LLM, profile: ProfileName) -> Drawing:
    """Return what makes the facts that a model draws from a conversation."""

    def draw(memory: Memory, conversation: Conversation) -> None:
        # What was only stored is read by a derivation of its own.
        memory.derive("read", llm=llm, profile=profile)
        memory.use_derivation("read")

    return draw


def compared(
    name: str, conversations: Sequence[Conversation], draw: Drawing, facts: str
) -> list[Row]:
    """Return what is found with facts beside the messages, against the messages alone.

    Args:
        name: Of the data.
        conversations: What is stored, each as a user.
        draw: What makes facts; `facts`: which ones, in words.
    """
    alone = answers_of(conversations, draw=None, kinds=["messages"])["messages"]
    beside = answers_of(conversations, draw=draw, kinds=["all", "messages"])
    what = f"{name}: R@10 of messages alone, {len(alone)} questions"
    rows = [Row(what, "", f"{_mean(alone):.1f}")]
    for kind, answers in beside.items():
        apart, low, high = difference(alone, answers, "R@10")
        said = f"{_mean(answers):.1f} ({apart:+.1f} [{low:+.1f}, {high:+.1f}])"
        target = "not below messages alone" if kind == "all" else ""
        rows.append(Row(f"{name}: R@10 with {facts}, kind={kind!r}", target, said, high >= 0))
    return rows


def _mean(answers: Sequence[Answer]) -> float:
    return 100 * float(np.mean([answer.measures["R@10"] for answer in answers]))
