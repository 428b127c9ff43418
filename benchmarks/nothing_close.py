"""How often a search says that something is close when nothing is, and the other way round.

    python -m benchmarks.nothing_close [--embedder NAME] [--shared ../shared] [--mode M]

Two hundred questions that no memory answers (`benchmarks.unanswerable`, our own) are asked of each
memory: the sample data and, where `--shared` has them, the conversations of LoCoMo dev, all of
these in one, and the chats of BEAM dev. A *false alarm* is one of them with a hit that counts as
close. The questions that these data come with are asked, too; a *miss* is one whose evidence is
among the first five hits while the search says that nothing is close. Questions that sound as if
the memory answered them ("What is Mara's blood type?", BEAM's abstention questions) stand apart:
no embedder can tell them from questions with an answer, and no scale can.

The last table shows what another bound than `memkit.domain.relevance.CLOSE` would do. The data are
for evaluation only, and nothing of them is kept: the memories live in this process.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from benchmarks import locomo
from benchmarks.evidence import Conversation, store
from benchmarks.measure import Row, arguments, pin_to_one_core, report
from benchmarks.unanswerable import BY_HAND, UNKNOWN_OF_PEOPLE, unanswerable
from memkit import Memory, samples
from memkit.domain.relevance import CLOSE
from memkit.domain.results import Hit
from memkit.engine.retrieval.candidates import Mode

_FIRST = 5
_BOUNDS = (0.1, 0.15, 0.18, 0.2, 0.22, 0.25, 0.3)
_MOST_FALSE, _MOST_MISSED = 0.10, 0.05


@dataclass(frozen=True)
class Asked:
    """A question that was asked.

    Attributes:
        group: Of which memory.
        kind: "none" without an answer, "sounds" if it only sounds like one, "found" with its
            answer among the first five, "lost" with an answer that is not.
        text: The question.
        relevance: Of the closest hit.
    """

    group: str
    kind: str
    text: str
    relevance: float


def harbour(memory: Memory) -> Iterator[tuple[str, str, Callable[[Hit], bool]]]:
    """Fill a memory with the sample data; yield kind, question, and what tells an answer."""
    folder = Path(samples.__file__).parent
    lines = [json.loads(line) for line in (folder / "harbour.jsonl").open(encoding="utf-8")]
    memory.add_many(lines, progress=False)
    for item in json.loads((folder / "questions.json").read_text("utf-8")):
        yield "answer", item["question"], _among({*item["answers"]}, lambda hit: hit.memory)
    yield from _of_people(sorted({line["name"] for line in lines if line["role"] == "user"}))


def talks(
    memory: Memory, conversations: Sequence[Conversation]
) -> Iterator[tuple[str, str, Callable[[Hit], bool]]]:
    """The same with conversations of LoCoMo."""
    asked = []
    for talk in conversations:
        turns = store(memory, talk)
        for question in talk.questions:
            ids = {id_ for id_, named in turns.items() if named & question.evidence}
            asked.append((question.text, ids))
    for text, ids in asked:
        yield "answer", text, _among(ids, lambda hit: hit.id)
    sessions = (session for talk in conversations for session in talk.sessions)
    names = {said["name"] for session in sessions for said in session.messages.values()}
    yield from _of_people(sorted(names))


def chat(memory: Memory, path: Path) -> Iterator[tuple[str, str, Callable[[Hit], bool]]]:
    """The same with a chat of BEAM."""
    said = json.loads(path.read_text("utf-8"))
    ids: dict[Any, str] = {}
    for message in said["messages"]:
        if message["content"].strip():
            fields = {"role": message["role"], "content": message["content"]}
            ids[message["id"]] = memory.add([fields], user_id="user")[0].id
    for item in said["questions"]:
        wanted = {ids[number] for number in item["evidence"] if number in ids}
        if item["ability"] == "abstention":
            yield "sounds", item["question"], lambda _: False
        elif wanted:
            yield "answer", item["question"], _among(wanted, lambda hit: hit.id)


def _among(wanted: set[str], of: Callable[[Hit], str]) -> Callable[[Hit], bool]:
    return lambda hit: of(hit) in wanted


def _of_people(names: Sequence[str]) -> Iterator[tuple[str, str, Callable[[Hit], bool]]]:
    for name in names:
        for template in UNKNOWN_OF_PEOPLE:
            yield "sounds", template.format(name), lambda _: False


def ask(
    group: str, mode: Mode, embedder: str | None, fill: Callable[[Memory], Iterator[Any]]
) -> list[Asked]:
    """Fill a memory and ask it everything."""
    asked = []
    with Memory(":memory:", embedder=embedder) as memory:
        questions = [*fill(memory)]
        questions += [("none", text, None) for text in unanswerable()]
        for kind, text, answers in questions:
            hits = memory.search(text, mode=mode)
            if kind == "answer":
                kind = "found" if any(answers(hit) for hit in hits[:_FIRST]) else "lost"
            best = max((hit.relevance or 0.0 for hit in hits), default=0.0)
            asked.append(Asked(group, kind, text, best))
    return asked


def measure(shared: Path, mode: Mode, embedder: str | None) -> list[Asked]:
    """Return what every memory said to every question."""
    asked = ask("sample data", mode, embedder, harbour)
    dev = shared / "locomo" / "dev.json"
    if dev.exists():
        conversations = [*locomo.read(dev)]
        for talk in conversations:
            asked += ask(
                "LoCoMo dev", mode, embedder, functools.partial(talks, conversations=[talk])
            )
        asked += ask(
            "LoCoMo, all in one",
            mode,
            embedder,
            functools.partial(talks, conversations=conversations),
        )
    for path in sorted((shared / "beam").glob("*.json")):
        asked += ask("BEAM dev", mode, embedder, functools.partial(chat, path=path))
    return asked


def share(asked: Sequence[Asked], kind: str, *, close: bool, bound: float = CLOSE) -> str:
    """Return the share of questions of a kind that are called close, or not, and their number."""
    of = [one.relevance for one in asked if one.kind == kind]
    if not of:
        return "-"
    return f"{sum((one >= bound) == close for one in of) / len(of):.1%} of {len(of):,}"


def tables(asked: Sequence[Asked]) -> str:
    """Return the shares by memory, by language and by bound."""
    head = ("", "false alarms", "misses", "not found, but close", "only sound like it, close")
    lines = [head]
    groups = {one.group: [other for other in asked if other.group == one.group] for one in asked}
    for name, group in {**groups, "all": list(asked)}.items():
        lines.append(
            (
                name,
                share(group, "none", close=True),
                share(group, "found", close=False),
                share(group, "lost", close=True),
                share(group, "sounds", close=True),
            )
        )
    said = "\n".join("".join(f"{cell:27}" for cell in line).rstrip() for line in lines)
    by_language = ", ".join(
        f"{language} {share([one for one in asked if one.text in texts], 'none', close=True)}"
        for language, texts in BY_HAND.items()
    )
    by_bound = "\n".join(
        f"{bound:6.2f}   false alarms {share(asked, 'none', close=True, bound=bound)}, "
        f"misses {share(asked, 'found', close=False, bound=bound)}"
        for bound in _BOUNDS
    )
    return (
        f"{said}\n\nfalse alarms by language: {by_language}\n\n"
        f"by bound (it is {CLOSE}):\n{by_bound}"
    )


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__)
    parser.add_argument("--embedder", help="a provider's name; the default one if not given")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--mode", choices=get_args(Mode), default="hybrid")
    options = parser.parse_args()
    pin_to_one_core(options.core)
    asked = measure(options.shared, options.mode, options.embedder)
    print(f"{options.embedder or 'the default embedder'}, mode {options.mode}\n\n{tables(asked)}\n")
    rows = []
    for what, kind, close, most in (
        ("questions without an answer called close", "none", True, _MOST_FALSE),
        ("questions whose answer was found called weak", "found", False, _MOST_MISSED),
    ):
        of = [one.relevance for one in asked if one.kind == kind]
        measured = sum((one >= CLOSE) == close for one in of) / max(1, len(of))
        rows.append(Row(what, f"<= {most:.0%}", f"{measured:.1%}", measured <= most))
    report(rows, options.json)


if __name__ == "__main__":
    main()
