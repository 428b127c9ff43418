"""Evidence retrieval on BEAM (Tavakoli et al., 2025), chats with an assistant, through `Memory`.

    python -m benchmarks.beam ../shared/beam [--roles user|all] [--context C] [--role-weights JSON]

A folder of chats, each a JSON file of `messages` (id, role, content, and a time where a session
begins) and `questions` (ability, question, and the ids of the messages that answer it). Each chat
is one user and each session one call of `Memory.add`, with its date as `occurred_at` where it is
told. `--roles user` leaves out what the assistant said, and evidence that is in it can't be found
then. Questions without evidence, which nothing in the chat answers, are left out. Everything else
is at its default, and measured as `benchmarks.evidence` says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from benchmarks.evidence import (
    Aim,
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

Roles = Literal["user", "all"]
AIMS = {"R@5": Aim(0.50), "R@10": Aim(0.56)}


def read(folder: Path, *, roles: Roles = "all") -> Iterator[Conversation]:
    """Yield the chats of a folder.

    Args:
        folder: Of JSON files.
        roles: Whose messages are stored.
    """
    for file in sorted(folder.glob("*.json")):
        chat = json.loads(file.read_text("utf-8"))
        sessions = list(_sessions(chat["messages"], roles))
        questions = []
        for item in chat["questions"]:
            evidence = frozenset(str(id_) for id_ in item["evidence"])
            if evidence:
                kind = item["ability"].replace("_", " ")
                questions.append(Question(item["question"], kind, evidence))
        yield Conversation(file.stem, sessions, questions)


def _sessions(messages: Iterable[Mapping[str, Any]], roles: Roles) -> Iterator[Session]:
    said: dict[str, dict[str, str]] = {}
    date: datetime | None = None
    for message in messages:
        if message.get("time"):
            if said:
                yield Session(said, date)
            said, date = {}, _date(message["time"])
        if message["content"].strip() and roles in ("all", message["role"]):
            said[str(message["id"])] = {"role": message["role"], "content": message["content"]}
    if said:
        yield Session(said, date)


def _date(text: str) -> datetime:
    return datetime.strptime(text, "%B-%d-%Y").replace(tzinfo=UTC)


def main() -> None:
    """Measure and print."""
    parser = options_of(__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--roles", choices=("user", "all"), default="all", help="who is stored")
    options = parser.parse_args()
    pin_to_one_core(options.core)
    asked = asked_of(options)
    chats = list(read(options.folder, roles=options.roles))
    answers, summary = measured(chats, asked, **settings_of(options))
    print(f"{summary}\n{table(answers)}")
    what = "BEAM, messages of the user" if options.roles == "user" else "BEAM, all messages"
    how = f" ({asked})" if str(asked) else ""
    aims = {} if options.roles == "user" else AIMS
    report(rows(answers, f"{what}{how}", aims), options.json)


if __name__ == "__main__":
    main()
