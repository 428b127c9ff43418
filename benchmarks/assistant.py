"""What an assistant said, and what its user said, found in a chat of long answers.

    python -m benchmarks.assistant [--seeds N] [--context C] [--role-weights JSON]

A chat is made of `assistant_chat.json`: each of its 36 sessions asks for a list (of restaurants,
recipes, jobs ...), gets a long answer, and goes on with two questions about it. Afterwards 24
questions ask the assistant for what it said ("What was the 7th job in your list?"), the same 24 ask
for it without saying who said it, and 24 ask for what the user said in passing. The evidence is the
one message that says it. Several seeds make several chats of the same texts. Everything else is at
its default, and measured as `benchmarks.evidence` says.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.evidence import (
    Conversation,
    Question,
    Session,
    asked_of,
    measured,
    options_of,
    rows,
    settings_of,
    table,
)
from benchmarks.measure import pin_to_one_core, report

BANK = Path(__file__).with_name("assistant_chat.json")

ASKED, PLAIN, USER = "asked of the assistant", "said by the assistant", "said by the user"

_QUESTIONS = 24
_ASIDES = 2
_ORDINALS = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th")


def chat(seed: int) -> Conversation:
    """Return a chat with the questions about it."""
    bank = json.loads(BANK.read_text("utf-8"))
    chance = random.Random(seed)
    topics = [(domain, place) for domain in bank["domains"] for place in domain["places"]]
    chance.shuffle(topics)
    facts = chance.sample(bank["facts"], len(bank["facts"]))
    sessions, questions = [], []
    for number, (domain, place) in enumerate(topics):
        # Two sessions of three have something that the user says in passing.
        fact = facts.pop() if number % 3 and facts else None
        texts, asked = _session(bank, domain, place, fact, chance)
        names = [f"{number}.{turn}" for turn in range(len(texts))]
        roles = ("user", "assistant")
        said = {
            name: {"role": roles[turn % 2], "content": text}
            for turn, (name, text) in enumerate(zip(names, texts, strict=True))
        }
        sessions.append(Session(said))
        if fact is not None:
            questions.append(Question(fact["question"], USER, frozenset(names[:1])))
        if number < _QUESTIONS:
            evidence = frozenset(names[1:2])
            questions += [Question(text, kind, evidence) for kind, text in asked.items()]
    return Conversation(f"chat {seed}", sessions, questions)


def _session(
    bank: Mapping[str, Any],
    domain: Mapping[str, Any],
    place: str,
    fact: Mapping[str, str] | None,
    chance: random.Random,
) -> tuple[list[str], dict[str, str]]:
    """Return the texts of a session, the user's first, and the questions about its list."""
    words = {
        "place": place,
        "days": chance.randint(2, 12),
        "month": chance.choice(bank["months"]),
        "company": chance.choice(bank["company"]),
    }
    ask = chance.choice(domain["ask"]).format(**words)
    if fact is not None:
        ask = " ".join(chance.sample([ask, fact["said"]], 2))
    notes = chance.sample(range(len(domain["notes"])), len(_ORDINALS))
    titles = chance.sample(domain["titles"], len(notes))
    items = []
    for rank, (title, note) in enumerate(zip(titles, notes, strict=True), start=1):
        price, advice = chance.randint(12, 60), chance.choice(domain["advice"])
        text = domain["item"].format(
            title=title, note=domain["notes"][note], price=price, advice=advice
        )
        items.append(f"{rank}. {text}")
    listed = "\n".join(items)
    texts = [ask, f"{domain['intro'].format(**words)}\n\n{listed}\n\n{domain['outro']}"]
    for aside in chance.sample(bank["asides"], _ASIDES):
        title, other = chance.sample(titles, 2)
        texts += [
            aside["ask"].format(title=title),
            aside["answer"].format(title=title, other=other),
        ]
    rank = chance.randrange(len(items))
    about = {
        "place": place,
        "number": rank + 1,
        "ordinal": _ORDINALS[rank],
        "cue": domain["cues"][notes[rank]] if domain["cues"] else "",
    }
    return texts, {
        ASKED: chance.choice(domain["question"]).format(**about),
        PLAIN: chance.choice(domain["plain"]).format(**about),
    }


def main() -> None:
    """Measure and print."""
    parser = options_of(__doc__)
    parser.add_argument("--seeds", type=int, default=5, help="how many chats")
    options = parser.parse_args()
    pin_to_one_core(options.core)
    asked = asked_of(options)
    chats = [chat(seed) for seed in range(options.seeds)]
    answers, summary = measured(chats, asked, **settings_of(options))
    print(f"{summary}\n{table(answers)}")
    how = f" ({asked})" if str(asked) else ""
    found = []
    for kind in (ASKED, PLAIN, USER):
        some = [answer for answer in answers if answer.kind == kind]
        found += rows(some, f"Chats with an assistant{how}, {kind}:", {})[:2]
    report(found, options.json)


if __name__ == "__main__":
    main()
