"""The gate on true facts, and on the same facts damaged by rule.

    python -m benchmarks.gate [--halumem FILE] [--locomo FILE] [--show KIND] [--seed N]

Five sets, so that nothing is chosen by one of them:

- *own*: the facts of `tests/extraction/data/facts.jsonl`, written by hand in sixteen languages with
  their quotes.
- *new*: those of `new_facts.jsonl`, written after the gate was, in two halves. At first sight it
  refused 19.7 % and 10.2 % of them; then it was mended by the first half, and at its first sight
  of the other one it refused 12 of 167 (7.2 %). Both have been seen since.
- *newest*: those of `newest_facts.jsonl`, written before their author had read the gate, of chats,
  mails, dictation, forums, tickets and notes. At first sight it refused 17 of 124 (13.7 %); then it
  was mended by that half, and at its first sight of the other one it refused 10 of 122 (8.2 %), of
  which the gate before refused 14 (11.5 %). Both have been seen since.
- *locomo*: sentences of LoCoMo's turns that begin with "I" or "My", put into the third person by
  rule. The quote is the sentence; what the rule makes is true, for its words are those of the turn.
- *locomo answers*: questions with their answers, against the turn of their evidence that has most
of
  their words. They are paraphrases of several turns, and not damaged: they show what is refused.
- *halumem*: memory points. They have no quote: the sentence of the user's with most of a point's
  words is taken. Many aren't in the dialogue at all (they come from a profile that the dialogue was
  made of), so a point counts as true only if half of its words of substance stand in the chosen
  sentence and those around it, and each of its numbers and capitalised words stands somewhere in
  what the user says in the session. That looks at words alone, in a wider place than the gate does.
  How many points are left stands in the table. *planted* are the points that the data's authors
  had the assistant make up; their quote is the assistant's sentence.

`--show number` prints what was damaged in that way and passed; `--show true` what was refused
though
it is true. The data are for evaluation only.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.damage import RULES, Fact
from memkit.extraction.gate import Verdict, check
from memkit.extraction.gate.choices import Claim, may_change
from memkit.extraction.tasks.items import Item
from memkit.extraction.windows.lines import Line
from memkit.text import languages
from memkit.text.sentences import sentences
from memkit.text.terms import plain_terms

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "tests" / "extraction" / "data"
OWN, NEW = DATA / "facts.jsonl", DATA / "new_facts.jsonl"
NEWEST = DATA / "newest_facts.jsonl"
SHARED = HERE.parent.parent / "shared"
_STOP = frozenset(term for word in languages.stop_words("en") for term in plain_terms(word))
_PER_RULE = 3  # Draws of each rule on a fact of our own, whose number is small.


def own_facts(path: Path = OWN) -> list[Fact]:
    """Return the facts that ship with the tests."""
    return [_own(json.loads(row)) for row in path.read_text("utf-8").splitlines()]


def new_facts(half: str, path: Path = NEW) -> list[Fact]:
    """Return the facts written after the gate was, of the half "first" or "held out"."""
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [_own(row) for row in rows if row["half"] == half]


def _own(row: dict[str, Any]) -> Fact:
    at = datetime(2024, 5, 14, 12, tzinfo=UTC)
    before = [_line(1, row["before"], role="assistant", at=at)] if row["before"] else []
    number = len(before) + 1
    role = "tool" if row.get("style") == "tool" else "user"
    said = _line(number, row["line"], role=role, name=row["name"] or None, at=at)
    item = Item(
        line=number, quote=row["quote"], when=row["when"], about=row["name"], text=row["text"],
        kind=row["kind"],
    )  # fmt: skip
    names = tuple(row.get("names", ()))
    return Fact(item, (*before, said), row["language"], row.get("translated", ""), names)


def locomo_facts(path: Path) -> Iterator[Fact]:
    """Yield sentences in the first person, put into the third."""
    for conversation in json.loads(path.read_text("utf-8")):
        for lines in _locomo_sessions(conversation["conversation"]):
            for i, line in enumerate(lines):
                for start, end in sentences(line.text):
                    text = _third_person(line.text[start:end], str(line.name))
                    if text:
                        quote = line.text[start:end]
                        yield _fact(lines, i, quote, text, str(line.name))


def locomo_answers(path: Path) -> Iterator[Fact]:
    """Yield questions with their answers as facts, and the turn that has most of their words."""
    for conversation in json.loads(path.read_text("utf-8")):
        sessions = list(_locomo_sessions(conversation["conversation"]))
        places = {line.memory_id: (lines, i) for lines in sessions for i, line in enumerate(lines)}
        for asked in conversation["qa"]:
            named = [dia for dia in asked.get("evidence", ()) if dia in places]
            if asked["category"] not in (1, 2, 4) or len(named) != 1:
                continue
            lines, i = places[named[0]]
            question = str(asked["question"]).rstrip("?").strip()
            names = {str(x.name) for x in lines if str(x.name) in question}
            about = min(names, key=question.index, default="")
            subject = re.sub(r"^\w+ (?:did|does|do|is|was|has|are|were|will) ", "", question)
            text = f"{subject}: {asked['answer']}."
            quote = _best([lines[i].text], text)[1]
            yield _fact(lines, i, quote, text, about)


def _locomo_sessions(conversation: dict[str, Any]) -> Iterator[list[Line]]:
    for key in conversation:
        if re.fullmatch(r"session_\d+", key):
            at = datetime.strptime(conversation[f"{key}_date_time"], "%I:%M %p on %d %B, %Y")
            yield [
                _line(i, turn["text"], name=turn["speaker"], at=at, memory_id=turn["dia_id"])
                for i, turn in enumerate(conversation[key], 1)
            ]


def _name_of(person: dict[str, Any]) -> str:
    found = re.search(r"Name: ([^;]+);", person["persona_info"])
    assert found is not None
    return found[1]


def halumem_points(path: Path, *, planted: bool) -> Iterator[tuple[Fact, bool]]:
    """Yield memory points with the sentence that has most of their words, and if they are true."""
    for person in map(json.loads, path.read_text("utf-8").splitlines()):
        name = _name_of(person)
        for session in person["sessions"]:
            lines = [
                _line(
                    i, turn["content"], role=turn["role"],
                    name=name if turn["role"] == "user" else None,
                    at=datetime.strptime(turn["timestamp"], "%b %d, %Y, %H:%M:%S"),
                )
                for i, turn in enumerate(session["dialogue"], 1)
            ]  # fmt: skip
            role = "assistant" if planted else "user"
            for point in session["memory_points"]:
                if (point["memory_source"] == "interference") == planted:
                    yield _point(point["memory_content"], lines, name, role)


def halumem_updates(path: Path) -> tuple[Counter[str], Counter[str]]:
    """Return what is ruled of each update and its original, and of it and unrelated old facts.

    The data say what is updated, not of which kind it is: all count as states.
    """
    related: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for person in map(json.loads, path.read_text("utf-8").splitlines()):
        name = _name_of(person)
        points = [point for session in person["sessions"] for point in session["memory_points"]]
        plain = [point["memory_content"] for point in points if point["is_update"] == "False"]
        for point in points:
            new = Claim(text=point["memory_content"], about=name)
            for text in point["original_memories"]:
                ruling = may_change(Claim(text=text, about=name), new)
                related[ruling.reason or "allowed"] += 1
            for text in plain if point["original_memories"] else ():
                ruling = may_change(Claim(text=text, about=name), new)
                others[ruling.reason or "allowed"] += 1
    return related, others


def _point(text: str, lines: list[Line], name: str, role: str) -> tuple[Fact, bool]:
    candidates = [(i, line.text) for i, line in enumerate(lines) if line.role == role]
    at, quote, share = max(
        ((i, *_best([said], text)[1:]) for i, said in candidates), key=lambda found: found[2]
    )
    said = " ".join(line.text for line in lines if line.role == role)
    words = re.findall(r"\d+|(?<!^)(?<![.!?] )\b[A-Z]\w+", text.replace(",", ""))
    wanted = [word for word in words if word not in name.split()]
    is_true = share >= 0.5 and all(word in said.replace(",", "") for word in wanted)
    return _fact(lines, at, quote, text, name), is_true


def _best(texts: Sequence[str], wanted: str) -> tuple[int, str, float]:
    """Return which text, and which sentence of it, has most words of a fact; and their share."""
    terms = set(plain_terms(wanted)) - _STOP
    best = (0, "", -1.0)
    for number, text in enumerate(texts):
        for start, end in sentences(text):
            share = len(terms & set(plain_terms(text[start:end]))) / max(len(terms), 1)
            if share > best[2]:
                best = (number, text[start:end], share)
    return best


def _fact(lines: Sequence[Line], i: int, quote: str, text: str, about: str) -> Fact:
    """Return a fact with a window of the two lines before its own, and one after."""
    window = tuple(lines[max(0, i - 2) : i + 2])
    item = Item(line=lines[i].number, quote=quote, when="", about=about, text=text, kind="state")
    return Fact(item, window, "en")


_OWN_WORDS = {"i": "{n}", "me": "{n}", "my": "{n}'s", "myself": "themselves", "mine": "{n}'s"}


def _third_person(sentence: str, name: str) -> str | None:
    """Return a sentence of the first person in the third; None for what a rule can't turn."""
    words = sentence.split()
    if not re.match(r"(?:I|I'm|I've|I'll|My)\b", sentence) or not 5 <= len(words) <= 30:
        return None
    if re.search(r"\?|\b(?:you|your|we|us|our)\b", sentence, re.IGNORECASE):
        return None
    for before, after in (
        (r"\bI'm\b", "{n} is"), (r"\bI am\b", "{n} is"), (r"\bI've\b", "{n} has"),
        (r"\bI'll\b", "{n} will"), (r"\bI have\b", "{n} has"), (r"\bI'd\b", "{n} would"),
        (r"\b(?:I|me)\b", "{n}"), (r"\b[Mm]y\b", "{n}'s"), (r"\bmyself\b", "themselves"),
    ):  # fmt: skip
        sentence = re.sub(before, after.replace("{n}", name), sentence)
    return sentence


def _line(
    number: int,
    text: str,
    *,
    role: Any = "user",
    name: str | None = None,
    at: datetime | None = None,
    memory_id: str = "m",
) -> Line:
    return Line(
        number=number, memory_id=memory_id, digest="", text=text, role=role, name=name, at=at
    )


class Tally:
    """How many were refused of how many, by what was done to them and by language."""

    def __init__(self) -> None:
        self.all: Counter[tuple[str, str]] = Counter()
        self.refused: Counter[tuple[str, str]] = Counter()
        self.odd: list[tuple[str, Fact, Verdict]] = []

    def add(self, kind: str, fact: Fact) -> None:
        """Check a fact, and count it."""
        verdict = check(fact.item, fact.lines)
        key = kind, fact.language
        self.all[key] += 1
        self.refused[key] += not verdict.supported
        if verdict.supported == (kind != "true"):
            self.odd.append((kind, fact, verdict))

    def of(self, kind: str | None, language: str | None = None) -> tuple[int, int]:
        """Return the refused and all of a kind, None for all damaged ones, and of a language."""
        keys = [
            (k, tongue) for k, tongue in self.all
            if (k == kind or (kind is None and k not in ("true", "planted")))
            and language in (None, tongue)
        ]  # fmt: skip
        return sum(self.refused[key] for key in keys), sum(self.all[key] for key in keys)

    @property
    def languages(self) -> list[str]:
        """The languages of what was counted."""
        return sorted({language for _, language in self.all})


def tally(facts: Iterable[Fact], *, seed: int = 0, draws: int = 1, damaged: bool = True) -> Tally:
    """Check facts as they are, and damaged by each rule that finds something to damage."""
    counted = Tally()
    chance = random.Random(seed)
    for fact in facts:
        counted.add("true", fact)
        for kind, rule in RULES.items() if damaged else ():
            seen = set()
            for _ in range(draws):
                broken = rule(fact, chance)
                if broken and broken != fact and (broken.item, broken.lines) not in seen:
                    seen.add((broken.item, broken.lines))
                    counted.add(kind, broken)
    return counted


def _share(counts: tuple[int, int]) -> str:
    some, every = counts
    return f"{some}/{every} ({100 * some / every:.1f} %)" if every else "-"


def _print(name: str, counted: Tally, show: str | None, most: int) -> None:
    print(f"\n{name}: true ones refused {_share(counted.of('true'))}, "
          f"damaged ones caught {_share(counted.of(None))}")  # fmt: skip
    for kind in (*RULES, "planted"):
        if counted.of(kind)[1]:
            print(f"  {kind:10} caught {_share(counted.of(kind))}")
    if len(counted.languages) > 1:
        for language in counted.languages:
            print(f"  {language:3} refused {_share(counted.of('true', language)):18} "
                  f"caught {_share(counted.of(None, language))}")  # fmt: skip
    for kind, fact, verdict in islice((o for o in counted.odd if o[0] == show), most):
        problems = [(problem.code, problem.found) for problem in verdict.problems]
        print(
            f"    {kind} [{fact.line.name}] {fact.item.quote!r}\n      {fact.item.text!r} "
            f"{problems}"
        )


def main() -> None:
    """Print how many true facts are refused, and how many damaged ones are caught."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--halumem", type=Path, default=SHARED / "halumem" / "user0.jsonl")
    parser.add_argument("--locomo", type=Path, default=SHARED / "locomo" / "dev.json")
    parser.add_argument("--show", choices=["true", *RULES, "planted"])
    parser.add_argument("--most", type=int, default=40, help="how many of these are shown")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    _print("own", tally(own_facts(), seed=given.seed, draws=_PER_RULE), given.show, given.most)
    for name, path in (("new", NEW), ("newest", NEWEST)):
        for half in ("first", "held out"):
            counted = tally(new_facts(half, path), draws=_PER_RULE)
            _print(f"{name}, {half}", counted, given.show, given.most)
    if given.locomo.exists():
        facts = tally(locomo_facts(given.locomo), seed=given.seed)
        _print("locomo", facts, given.show, given.most)
        answers = tally(locomo_answers(given.locomo), damaged=False)
        _print("locomo answers", answers, given.show, given.most)
    if given.halumem.exists():
        points = list(halumem_points(given.halumem, planted=False))
        true = [fact for fact, is_true in points if is_true]
        print(f"\nhalumem: {len(true)} of {len(points)} points stand in what the user says")
        counted = tally(true, seed=given.seed)
        for fact, _ in halumem_points(given.halumem, planted=True):
            counted.add("planted", fact)
        _print("halumem", counted, given.show, given.most)
        related, others = halumem_updates(given.halumem)
        print(f"\nupdates that may change their original: {dict(related.most_common())}")
        print(f"  and that may change any other old fact: {dict(others.most_common())}")


if __name__ == "__main__":
    main()
