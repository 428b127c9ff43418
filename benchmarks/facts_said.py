"""What the benchmarks of facts read: sessions, and the memory points that their authors name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from memkit import Memory

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@dataclass(frozen=True)
class Session:
    """A session: its messages, and the points that its authors say it makes."""

    messages: list[dict[str, Any]]
    points: list[dict[str, Any]]

    @property
    def true_points(self) -> list[dict[str, Any]]:
        """The points but for those that the assistant planted."""
        return [point for point in self.points if point["memory_source"] != "interference"]


def halumem(path: Path) -> Iterator[Session]:
    """Yield the sessions of a person of HaluMem."""
    person = json.loads(path.read_text("utf-8").splitlines()[0])
    for session in person["sessions"]:
        messages = [
            {
                "role": turn["role"],
                "content": turn["content"],
                "created_at": _moment(turn["timestamp"]),
            }
            for turn in session["dialogue"]
        ]
        yield Session(messages, session["memory_points"])


def turns(path: Path, *, sessions: int = 2) -> Iterator[Session]:
    """Yield the first sessions of a conversation of LoCoMo."""
    conversation = json.loads(path.read_text("utf-8"))[0]["conversation"]
    for number in range(1, sessions + 1):
        at = datetime.strptime(conversation[f"session_{number}_date_time"], "%I:%M %p on %d %B, %Y")
        messages = [
            {
                "role": "user",
                "name": turn["speaker"],
                "content": turn["text"],
                "created_at": at.replace(tzinfo=UTC),
            }
            for turn in conversation[f"session_{number}"]
        ]
        yield Session(messages, [])


def _moment(said: str) -> datetime:
    return datetime.strptime(said, "%b %d, %Y, %H:%M:%S").replace(tzinfo=UTC)


def known(memory: Memory, texts: Iterable[str]) -> None:
    """Store points as facts that are known."""
    items = [{"memory": text, "user_id": "p", "derived_by": "gold"} for text in texts]
    memory.add_many(items, progress=False)
