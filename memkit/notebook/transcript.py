"""A conversation as people paste it: lines that begin with who speaks."""

from __future__ import annotations

import re

_TURN = re.compile(
    r"\s*(?P<role>user|assistant|system|tool)(?:\s*\((?P<name>[^()]+)\))?\s*:\s?(?P<text>.*)",
    re.IGNORECASE,
)


def messages_of(text: str) -> list[dict[str, str]] | None:
    """Return the messages of a transcript, or None if the text is not one.

    A transcript begins with a line such as `user: ...` or `assistant (Ada): ...`; lines that do
    not belong to the message above them.
    """
    messages: list[dict[str, str]] = []
    for line in text.strip().splitlines():
        turn = _TURN.fullmatch(line)
        if turn:
            message = {"role": turn["role"].lower(), "content": turn["text"]}
            if turn["name"]:
                message["name"] = turn["name"].strip()
            messages.append(message)
        elif not messages:
            return None
        else:
            messages[-1]["content"] += f"\n{line}"
    for message in messages:
        message["content"] = message["content"].strip()
    return messages or None
