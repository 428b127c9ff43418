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
that is no turn of the conversation is left out (how many is printed). How it is measured stands in
`benchmarks.evidence`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.evidence import (
    Aim,
    Answer,
    Asked,
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
from memkit.engine.retrieval.candidates import Mode

CATEGORIES = {1: "multi-hop", 2: "temporal", 3: "open-domain", 4: "single-hop"}
AIMS = {"R@5": Aim(0.60, 0.61), "R@10": Aim(0.68, 0.69)}

_TURN = re.compile(r"D:?(\d+):(\d+)")


def read(path: Path) -> Iterator[Conversation]:
    """Yield the conversations of a file."""
    for sample in json.loads(path.read_text("utf-8")):
        talk = sample["conversation"]
        sessions = [
            Session(
                {turn["dia_id"]: _message(turn) for turn in talk[key] if turn["text"].strip()},
                _date(talk[f"{key}_date_time"]),
            )
            for key in sorted(talk, key=_number)
            if re.fullmatch(r"session_\d+", key)
        ]
        turns = {name for session in sessions for name in session.messages}
        questions = []
        unknown = 0
        for item in sample["qa"]:
            if item["category"] in CATEGORIES:
                named = [turn for text in item.get("evidence", []) for turn in _turns(text)]
                unknown += sum(turn not in turns for turn in named)
                evidence = frozenset(turns.intersection(named))
                if evidence:
                    kind = CATEGORIES[item["category"]]
                    questions.append(Question(item["question"], kind, evidence))
        yield Conversation(sample["sample_id"], sessions, questions, unknown)


def _message(turn: Mapping[str, Any]) -> dict[str, str]:
    speaker = turn["speaker"]
    return {"role": "user", "name": speaker, "content": f"{speaker}: {turn['text']}"}


def _number(key: str) -> int:
    found = re.search(r"\d+", key)
    return int(found.group()) if found else 0


def _date(text: str) -> datetime:
    return datetime.strptime(text, "%I:%M %p on %d %B, %Y").replace(tzinfo=UTC)


def _turns(evidence: str) -> list[str]:
    """Return the turns that an item of evidence names; itself if it names none."""
    found = _TURN.findall(evidence)
    return [f"D{int(session)}:{int(turn)}" for session, turn in found] or [evidence]


def measure(
    path: Path, *, mode: Mode, k: int, context: float | None = None, **settings: Any
) -> tuple[list[Answer], str]:
    """Return the answers to all questions, and a line on what was searched.

    Args:
        path: The conversations.
        mode, k, context: As `Memory.search` takes them.
        settings: Of the memory.
    """
    given = {} if context is None else {"context": context}
    return measured(list(read(path)), Asked(mode=mode, k=k, options=given), **settings)


def main() -> None:
    """Measure and print."""
    parser = options_of(__doc__)
    parser.add_argument("path", type=Path)
    options = parser.parse_args()
    pin_to_one_core(options.core)
    asked = asked_of(options)
    answers, summary = measured(list(read(options.path)), asked, **settings_of(options))
    print(f"{summary}\n{table(answers)}")
    how = f" ({asked})" if str(asked) else ""
    report(rows(answers, f"LoCoMo{how}", AIMS), options.json)


if __name__ == "__main__":
    main()
