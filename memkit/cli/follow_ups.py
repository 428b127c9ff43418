"""What was said before a question of a command: the messages of a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from memkit.cli.options import FLAG
from memkit.errors import ValidationError

_FOLLOW_UPS = "Follow-ups"

Rewrite = Annotated[
    bool,
    typer.Option(
        "--rewrite",
        metavar=FLAG,
        help="Let the LLM make a follow-up understood alone; needs --history.",
        show_default=False,
        rich_help_panel=_FOLLOW_UPS,
    ),
]
History = Annotated[
    str | None,
    typer.Option(
        "--history",
        metavar="FILE",
        help="The conversation before it: messages as JSON, or lines such as 'User: ...'.",
        show_default=False,
        rich_help_panel=_FOLLOW_UPS,
    ),
]


def rewriting(rewrite: bool, history: str | None) -> dict[str, Any]:
    """Return the arguments that have a follow-up rewritten; none where that is not asked for.

    Raises:
        ValidationError: There is no conversation, or its file holds none.
    """
    if history is None:
        if rewrite:
            raise ValidationError(
                "Nothing was said before.", fix="Name the file of the conversation: --history FILE."
            )
        return {}
    return {"rewrite": True, "history": _messages(Path(history))}


def _messages(path: Path) -> Any:
    # Here, so that `memkit --help` loads no more than it shows.
    from memkit.text.transcripts import read_transcript

    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ValidationError(
            f"{str(path)!r} can't be read: {said or error}.", fix="Name a text file."
        ) from error
    try:
        return json.loads(text)
    except ValueError:
        transcript = read_transcript(text)
    if transcript is None:
        raise ValidationError(
            f"{path.name} holds no conversation: it is no JSON, and no lines say who speaks.",
            fix="Write lines such as 'User: ...'.",
        )
    return transcript.messages
