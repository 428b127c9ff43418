"""What the benchmarks of evidence retrieval share: conversations, questions, measures, tables.

A question names the messages that answer it, its evidence. Recall@k is the share of them among the
first k hits, MRR@10 one over the rank of the first; both are means over questions, with a 95 %
bootstrap interval over questions. A message that says word for word what its speaker said before is
the same memory: finding it counts for both.

The data are for evaluation only, and nothing of them is kept: the memories live in a temporary
folder.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import numpy as np

from benchmarks.measure import Row, arguments
from memkit import Memory
from memkit.engine.retrieval.asked_time import TimeUse
from memkit.engine.retrieval.candidates import Mode

DEPTHS = (5, 10, 25)

_RESAMPLES = 2000


@dataclass(frozen=True)
class Question:
    """A question of a kind, and the messages that answer it."""

    text: str
    kind: str
    evidence: frozenset[str]


@dataclass(frozen=True)
class Session:
    """Messages that are added in one call.

    Attributes:
        messages: Name of a message -> what `Memory.add` takes.
        date: When they were said, if that is known.
    """

    messages: Mapping[str, Mapping[str, Any]]
    date: datetime | None = None


@dataclass(frozen=True)
class Conversation:
    """A conversation with the questions about it.

    Attributes:
        unknown: How many ids of evidence are none of a message.
    """

    name: str
    sessions: Sequence[Session]
    questions: Sequence[Question]
    unknown: int = 0


@dataclass(frozen=True)
class Answer:
    """How well one question was answered: its measures by name."""

    kind: str
    measures: Mapping[str, float]


@dataclass(frozen=True)
class Aim:
    """What a measure should be, as shares: at least, and at best."""

    least: float
    best: float | None = None

    def __str__(self) -> str:
        aim = "" if self.best is None else f" (aim {100 * self.best:.0f})"
        return f">= {100 * self.least:.0f}{aim}"


@dataclass(frozen=True)
class Asked:
    """How the questions are asked.

    Attributes:
        mode, k: As `Memory.search` takes them; `options`: what else it is given.
        together: Whether all conversations are searched at once.
    """

    mode: Mode = "hybrid"
    k: int = max(DEPTHS)
    together: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        said = [f"{name}={value}" for name, value in self.options.items()]
        return ", ".join(["all at once"] * self.together + said)


def store(memory: Memory, conversation: Conversation, **options: Any) -> dict[str, set[str]]:
    """Add a conversation, with further options of `add`; return what each memory stands for."""
    names: dict[str, set[str]] = {}
    for session in conversation.sessions:
        said = list(session.messages.values())
        results = memory.add(said, user_id=conversation.name, occurred_at=session.date, **options)
        for name, result in zip(session.messages, results, strict=True):
            names.setdefault(result.id, set()).add(name)
    return names


def judged(question: Question, found: Sequence[Collection[str]]) -> Answer:
    """Return the measures of one question, given the messages of each hit, best first."""
    measures = {}
    for depth in DEPTHS:
        seen = set().union(*found[:depth])
        measures[f"R@{depth}"] = len(question.evidence & seen) / len(question.evidence)
    ranks = [
        rank for rank, names in enumerate(found[:10], start=1) if question.evidence & set(names)
    ]
    measures["MRR@10"] = 1 / ranks[0] if ranks else 0.0
    return Answer(question.kind, measures)


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a mean (Efron's percentile method)."""
    chance = np.random.default_rng(0)
    array = np.asarray(values)
    means = array[chance.integers(0, len(array), (_RESAMPLES, len(array)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def measured(
    conversations: Sequence[Conversation], asked: Asked, **settings: Any
) -> tuple[list[Answer], str]:
    """Return the answers to all questions, and a line on what was searched.

    Args:
        conversations: What is stored, each as a user.
        asked: How it is searched.
        settings: Of the memory.
    """
    answers: list[Answer] = []
    spent = 0.0
    with tempfile.TemporaryDirectory() as folder:
        if settings.get("journal") is None:
            settings["path"] = Path(folder) / "evidence.db"
        with Memory(**settings) as memory:
            names: dict[str, frozenset[str]] = {}
            for conversation in conversations:
                added = store(memory, conversation)
                names |= {id_: _named(said, conversation) for id_, said in added.items()}
            for conversation in conversations:
                user = None if asked.together else conversation.name
                for question in conversation.questions:
                    start = time.perf_counter()
                    hits = memory.search(
                        question.text, user_id=user, k=asked.k, mode=asked.mode, **asked.options
                    )
                    spent += time.perf_counter() - start
                    wanted = replace(question, evidence=_named(question.evidence, conversation))
                    answers.append(judged(wanted, [names[hit.id] for hit in hits]))
    unknown = sum(conversation.unknown for conversation in conversations)
    return answers, (
        f"{len(conversations)} conversations, {len(names):,} memories, {len(answers)} questions, "
        f"{unknown} ids of evidence that are no message; "
        f"{1000 * spent / len(answers):.1f} ms a search"
    )


def _named(names: Collection[str], conversation: Conversation) -> frozenset[str]:
    """Return messages under names that no other conversation has."""
    return frozenset(f"{conversation.name}/{name}" for name in names)


def table(answers: Sequence[Answer]) -> str:
    """Return the measures overall and by kind of question, in percent, with their intervals."""
    groups = [("all", list(answers))]
    for kind in sorted(Counter(answer.kind for answer in answers)):
        groups.append((kind, [answer for answer in answers if answer.kind == kind]))
    names = list(answers[0].measures)
    width = max(len(title) for title, _ in groups) + 1
    lines = [f"{'':{width}}{'n':>5}" + "".join(f"{name:>20}" for name in names)]
    for title, group in groups:
        line = f"{title:{width}}{len(group):5}"
        for name in names:
            values = [answer.measures[name] for answer in group]
            low, high = interval(values)
            line += f"{100 * np.mean(values):8.1f} [{100 * low:.1f}, {100 * high:.1f}]".rjust(20)
        lines.append(line)
    return "\n".join(lines)


def rows(answers: Sequence[Answer], what: str, aims: Mapping[str, Aim]) -> list[Row]:
    """Return the rows of the benchmarks' table.

    Args:
        answers: To all questions.
        what: Which data, and how they were searched.
        aims: Name of a measure -> what it should be, of those that have an aim.
    """
    found = []
    for name in ("R@5", "R@10", "R@25", "MRR@10"):
        values = [answer.measures[name] for answer in answers]
        mean = float(np.mean(values))
        low, high = interval(values)
        aim = aims.get(name)
        found.append(
            Row(
                f"{what} evidence {name}, {len(answers)} questions",
                "" if aim is None else str(aim),
                f"{100 * mean:.1f} [{100 * low:.1f}, {100 * high:.1f}]",
                None if aim is None else mean >= aim.least,
            )
        )
    return found


def options_of(doc: str | None) -> argparse.ArgumentParser:
    """Return a parser with the options that all of these programs share."""
    parser = arguments(doc)
    parser.add_argument("--mode", choices=get_args(Mode), default="hybrid")
    parser.add_argument("--context", type=float, help="see Memory.search; its default if not given")
    parser.add_argument(
        "--role-weights", type=json.loads, help="see Memory.search; JSON, e.g. {} for none"
    )
    parser.add_argument("--when", choices=get_args(TimeUse), help="see Memory.search")
    parser.add_argument("--embedder", help="a provider's name; the default one if not given")
    parser.add_argument("--together", action="store_true", help="search all of them at once")
    parser.add_argument("--store", type=_choice, default="local", help="a name, or JSON")
    parser.add_argument("--journal", type=_choice, help="a name, or JSON; a file if not given")
    parser.add_argument("--k", type=int, default=max(DEPTHS), help="how many hits to ask for")
    return parser


def _choice(said: str) -> Any:
    return json.loads(said) if said.startswith("{") else said


def asked_of(options: argparse.Namespace) -> Asked:
    """Return how the questions are asked, as the options say it."""
    said = {
        "context": options.context, "role_weights": options.role_weights, "when": options.when
    }  # fmt: skip
    given = {name: value for name, value in said.items() if value is not None}
    return Asked(mode=options.mode, k=options.k, together=options.together, options=given)


def settings_of(options: argparse.Namespace) -> dict[str, Any]:
    """Return the settings of the memory, as the options say it."""
    return {"embedder": options.embedder, "store": options.store, "journal": options.journal}
