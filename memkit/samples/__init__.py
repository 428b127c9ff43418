"""The sample data set: seven months of messages of six people who share a boat.

`README.md` in this folder says who they are and what to look for. All of it was written for
memkit; the people are invented.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, TypedDict

__all__ = ["Question", "messages", "path", "questions"]


class Question(TypedDict):
    """A question with the memories that answer it.

    Attributes:
        question: The question, which often shares few words with its answers.
        user_id: Whose memories to search.
        answers: The texts that answer it, verbatim; finding any one of them is enough.
        note: What makes it interesting. "update" means that an older memory of the same user
            says otherwise, "temporal" that the older one is asked for.
    """

    question: str
    user_id: str
    answers: list[str]
    note: Literal["keyword", "multilingual", "paraphrase", "temporal", "update"]


def path() -> Path:
    """Return the path of the messages, a file of one JSON object a line."""
    return Path(str(files(__name__) / "harbour.jsonl"))


def messages() -> Iterator[dict[str, Any]]:
    """Yield the messages in the order of time.

    Each has the keys `memory`, `user_id`, `role`, `name`, `occurred_at` (ISO 8601 in UTC) and
    `metadata` (always with `category`, `thread` and `lang`; `priority`, `tags` and `place` where
    they make sense).
    """
    with path().open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def questions() -> list[Question]:
    """Return the labelled questions about the messages."""
    text = (files(__name__) / "questions.json").read_text(encoding="utf-8")
    loaded: list[Question] = json.loads(text)
    return loaded
