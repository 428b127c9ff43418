"""Evidence retrieval on LoCoMo (Maharana et al., ACL 2024) through `Memory` itself.

    python -m benchmarks.locomo ../shared/locomo/dev.json [--mode M] [--context C]
    python -m benchmarks.locomo ../shared/locomo/dev.json --together [--store S] [--journal J]

Each conversation is one user. With `--together` questions are asked of all conversations at once,
as in a memory that does not know whom a question is about; `--store` and `--journal` say where the
memories are, as `Memory` takes it or as JSON, and a store in its plug-in's environment answers as
the built-in one does. Each session is one call of `Memory.add` with its date as
`occurred_at`, each turn one message of the role "user", with the speaker as `name` and
"speaker: text" as content; captions of pictures are left out. Everything else is at its default.

The questions are those of the categories 1 to 4 that name at least one turn as evidence. The
evidence needs some care: "D8:6; D9:17" in one string are two turns, "D:11:26" is D11:26, and an id
that is no turn of the conversation is left out (how many is printed). A turn that says word for
word what its speaker said before is the same memory: finding it counts for both.

Recall@k is the share of a question's evidence turns among the first k hits, MRR@10 one over the
rank of the first; both are means over questions, with a 95 % bootstrap interval over questions.
The data are for evaluation only, and nothing of them is kept: the memories live in a temporary
folder.
"""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import numpy as np

from benchmarks.measure import Row, arguments, pin_to_one_core, report
from memkit import Memory
from memkit.engine.retrieval.candidates import Mode

CATEGORIES = {1: "multi-hop", 2: "temporal", 3: "open-domain", 4: "single-hop"}
DEPTHS = (5, 10, 25)
TARGETS = {"R@5": 0.58, "R@10": 0.66}
AIMS = {"R@5": 0.61, "R@10": 0.69}

_RESAMPLES = 2000
_TURN = re.compile(r"D:?(\d+):(\d+)")


@dataclass(frozen=True)
class Question:
    """A question, and the turns that answer it."""

    text: str
    category: int
    evidence: frozenset[str]


@dataclass(frozen=True)
class Conversation:
    """A conversation: the turns of each session with its date, and the questions about it."""

    name: str
    sessions: Sequence[tuple[datetime, Sequence[Mapping[str, Any]]]]
    questions: Sequence[Question]
    unknown: int


@dataclass(frozen=True)
class Answer:
    """How well one question was answered: its measures by name."""

    category: int
    measures: Mapping[str, float]


def read(path: Path) -> Iterator[Conversation]:
    """Yield the conversations of a file."""
    for sample in json.loads(path.read_text("utf-8")):
        talk = sample["conversation"]
        sessions = [
            (_date(talk[f"{key}_date_time"]), [turn for turn in talk[key] if turn["text"].strip()])
            for key in sorted(talk, key=_number)
            if re.fullmatch(r"session_\d+", key)
        ]
        turns = {turn["dia_id"] for _, session in sessions for turn in session}
        questions = []
        unknown = 0
        for item in sample["qa"]:
            if item["category"] in CATEGORIES:
                named = [turn for text in item.get("evidence", []) for turn in _turns(text)]
                unknown += sum(turn not in turns for turn in named)
                evidence = frozenset(turns.intersection(named))
                if evidence:
                    questions.append(Question(item["question"], item["category"], evidence))
        yield Conversation(sample["sample_id"], sessions, questions, unknown)


def _number(key: str) -> int:
    found = re.search(r"\d+", key)
    return int(found.group()) if found else 0


def _date(text: str) -> datetime:
    return datetime.strptime(text, "%I:%M %p on %d %B, %Y").replace(tzinfo=UTC)


def _turns(evidence: str) -> list[str]:
    """Return the turns that an item of evidence names; itself if it names none."""
    found = _TURN.findall(evidence)
    return [f"D{int(session)}:{int(turn)}" for session, turn in found] or [evidence]


def store(memory: Memory, conversation: Conversation) -> dict[str, set[str]]:
    """Add a conversation and return the turns that each memory stands for."""
    turns: dict[str, set[str]] = {}
    for date, session in conversation.sessions:
        messages = [
            {
                "role": "user",
                "name": turn["speaker"],
                "content": f"{turn['speaker']}: {turn['text']}",
            }
            for turn in session
        ]
        results = memory.add(messages, user_id=conversation.name, occurred_at=date)
        for turn, result in zip(session, results, strict=True):
            turns.setdefault(result.id, set()).add(turn["dia_id"])
    return turns


def judged(question: Question, found: Sequence[Collection[str]]) -> Answer:
    """Return the measures of one question, given the turns of each hit, best first."""
    measures = {}
    for depth in DEPTHS:
        seen = set().union(*found[:depth])
        measures[f"R@{depth}"] = len(question.evidence & seen) / len(question.evidence)
    ranks = [rank for rank, turns in enumerate(found[:10], start=1) if turns & question.evidence]
    measures["MRR@10"] = 1 / ranks[0] if ranks else 0.0
    return Answer(question.category, measures)


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a mean (Efron's percentile method)."""
    chance = np.random.default_rng(0)
    array = np.asarray(values)
    means = array[chance.integers(0, len(array), (_RESAMPLES, len(array)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def measure(
    path: Path, *, mode: Mode, k: int, context: float, together: bool = False, **settings: Any
) -> tuple[list[Answer], str]:
    """Return the answers to all questions, and a line on what was searched.

    Args:
        path: The conversations.
        mode, k, context: As `Memory.search` takes them.
        together: Whether all conversations are searched at once.
        settings: Of the memory.
    """
    answers: list[Answer] = []
    spent = 0.0
    with tempfile.TemporaryDirectory() as folder:
        if settings.get("journal") is None:
            settings["path"] = Path(folder) / "locomo.db"
        with Memory(**settings) as memory:
            conversations = list(read(path))
            turns: dict[str, frozenset[str]] = {}
            for conversation in conversations:
                added = store(memory, conversation)
                turns |= {id_: _named(said, conversation) for id_, said in added.items()}
            for conversation in conversations:
                user = None if together else conversation.name
                for question in conversation.questions:
                    start = time.perf_counter()
                    hits = memory.search(
                        question.text, user_id=user, k=k, mode=mode, context=context
                    )
                    spent += time.perf_counter() - start
                    wanted = replace(question, evidence=_named(question.evidence, conversation))
                    answers.append(judged(wanted, [turns[hit.id] for hit in hits]))
    unknown = sum(conversation.unknown for conversation in conversations)
    return answers, (
        f"{len(conversations)} conversations, {len(turns):,} memories, {len(answers)} questions, "
        f"{unknown} ids of evidence that are no turns; "
        f"{1000 * spent / len(answers):.1f} ms a search"
    )


def _named(turns: Collection[str], conversation: Conversation) -> frozenset[str]:
    """Return turns under names that no other conversation has."""
    return frozenset(f"{conversation.name}/{turn}" for turn in turns)


def table(answers: Sequence[Answer]) -> str:
    """Return the measures overall and by category, in percent, with their intervals."""
    groups = [("all", list(answers))]
    sizes = Counter(answer.category for answer in answers)
    for category in sorted(sizes):
        members = [answer for answer in answers if answer.category == category]
        groups.append((CATEGORIES[category], members))
    names = list(answers[0].measures)
    lines = [f"{'':12}{'n':>5}" + "".join(f"{name:>20}" for name in names)]
    for title, group in groups:
        line = f"{title:12}{len(group):5}"
        for name in names:
            values = [answer.measures[name] for answer in group]
            low, high = interval(values)
            line += f"{100 * np.mean(values):8.1f} [{100 * low:.1f}, {100 * high:.1f}]".rjust(20)
        lines.append(line)
    return "\n".join(lines)


def rows(answers: Sequence[Answer], context: float, how: str = "") -> list[Row]:
    """Return the rows that the issue sets a target for."""
    how += f", context={context}" if context else ""
    found = []
    for name in (*TARGETS, "R@25", "MRR@10"):
        values = [answer.measures[name] for answer in answers]
        mean = float(np.mean(values))
        low, high = interval(values)
        target, met = "", None
        if name in TARGETS:
            target = f">= {100 * TARGETS[name]:.0f} (aim {100 * AIMS[name]:.0f})"
            met = mean >= TARGETS[name]
        found.append(
            Row(
                f"LoCoMo evidence {name}, {len(answers)} questions{how}",
                target,
                f"{100 * mean:.1f} [{100 * low:.1f}, {100 * high:.1f}]",
                met,
            )
        )
    return found


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--mode", choices=get_args(Mode), default="hybrid")
    parser.add_argument("--context", type=float, default=0.0, help="see Memory.search")
    parser.add_argument("--embedder", help="a provider's name; the default one if not given")
    parser.add_argument("--together", action="store_true", help="search all of them at once")
    parser.add_argument("--store", type=_choice, default="local", help="a name, or JSON")
    parser.add_argument("--journal", type=_choice, help="a name, or JSON; a file if not given")
    parser.add_argument("--k", type=int, default=max(DEPTHS), help="how many hits to ask for")
    options = parser.parse_args()
    pin_to_one_core(options.core)
    answers, summary = measure(
        options.path,
        embedder=options.embedder,
        store=options.store,
        journal=options.journal,
        together=options.together,
        mode=options.mode,
        k=options.k,
        context=options.context,
    )
    print(f"{summary}\n{table(answers)}")
    how = ", all at once" if options.together else ""
    report(rows(answers, options.context, how), options.json)


def _choice(said: str) -> Any:
    return json.loads(said) if said.startswith("{") else said


if __name__ == "__main__":
    main()
