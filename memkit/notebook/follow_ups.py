"""What was said before a question of a magic: messages of a variable, or of %chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from memkit.errors import NotFoundError, ValidationError
from memkit.notebook.state import Session
from memkit.text import code

if TYPE_CHECKING:
    from memkit.notebook.options import Arguments


def rewriting(
    session: Session, line: Arguments, *, variables: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the arguments that have a follow-up rewritten, and how they are written in code.

    Both are empty where that is not asked for.

    Raises:
        NotFoundError: There is no such variable.
        ValidationError: Nothing was said before.
    """
    name = line["history"]
    if name is None and not line["rewrite"]:
        return {}, {}
    if name is None:
        if session.chat is None or not session.chat[2].turns:
            raise ValidationError(
                "Nothing was said before.",
                fix="Name the variable that holds the conversation: --history messages.",
            )
        history: Any = [said for turn in session.chat[2].turns for said in turn.messages]
        written = "[said for turn in chat.turns for said in turn.messages]"
    elif name in variables:
        history, written = variables[name], name
    else:
        raise NotFoundError(f"There is no variable {name!r}.", fix="Check its name.")
    return (
        {"rewrite": True, "history": history},
        {"rewrite": True, "history": code.Name(written)},
    )
