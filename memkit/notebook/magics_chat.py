"""%chat: a conversation that goes on from cell to cell."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Any

from memkit.notebook import messages
from memkit.notebook.state import Session, given_scope
from memkit.text import code

if TYPE_CHECKING:
    from memkit.chat.chat import Chat
    from memkit.chat.turns import Turn
    from memkit.notebook.options import Arguments

# How often a cell is drawn anew while an answer comes.
_SECONDS = 0.1
# Storing takes a moment; nobody waits for a slow one.
_MOST_SECONDS = 5.0


def chat(session: Session, line: Arguments) -> Any:
    """Return the turn, which the cell shows while it comes; the conversation if nothing is said."""
    spoken = _conversation(session, line)
    question = line.text.strip()
    if not question:
        return spoken
    if getattr(session.shell, "kernel", None) is None:
        turn = spoken.send(question)
        spoken.wait(_MOST_SECONDS)
        return turn
    return messages.Shown(_streamed(spoken, question))


def _conversation(session: Session, line: Arguments) -> Chat:
    """Return the session's conversation, or a new one if it would not be the same."""
    memory = session.current()
    more = {name: line[name] for name in ("llm", "tokens") if line[name]}
    more |= {name: False for name in ("remember", "infer") if line[f"no_{name}"]}
    options: dict[str, Any] = {**session.scope_of(line), **more}
    here = (memory.engine, dict(session.scope))
    said_so = bool(given_scope(line) or more or line["everyone"])
    kept = session.chat
    # A line without options goes on with whatever there is, if the default scope is still the same.
    goes_on = kept is not None and not line["new"] and kept[0] == here
    if kept is None or not goes_on or (said_so and kept[1] != options):
        made = memory.chat(**options)
        session.end_chat()
        session.chat = kept = (here, options, made)
    call = code.call(f"{session.source(line)}.chat", into="chat", **kept[1])
    question = f"\nturn = chat.send({line.text.strip()!r})" if line.text.strip() else ""
    session.tell(line, f"{call}{question}")
    return kept[2]


def _streamed(spoken: Chat, question: str) -> Turn:
    """Show an answer while it comes, then its sources; who interrupts the kernel stops it."""
    from memkit.notebook.renderers.chats import turn_bundle, waiting_bundle

    show = messages.Slot(waiting_bundle(question))
    before, drawn = len(spoken.turns), 0.0
    with (
        contextlib.suppress(KeyboardInterrupt),
        contextlib.closing(spoken.stream(question)) as pieces,  # type: ignore[type-var]  # typed as an iterator, and a generator
    ):
        try:
            for _ in pieces:
                if time.monotonic() - drawn >= _SECONDS and spoken.current is not None:
                    show(turn_bundle(spoken.current))
                    drawn = time.monotonic()
        except Exception:
            show(waiting_bundle(question, note="No answer."))
            raise
    if len(spoken.turns) == before:
        # Before the model was asked.
        show(waiting_bundle(question, note="Stopped."))
        raise KeyboardInterrupt
    turn = spoken.turns[-1]
    # What is stored between the two is shown, too.
    was_stored = turn.remembering != "waiting"
    show(turn_bundle(turn))
    if not was_stored:
        spoken.wait(_MOST_SECONDS)
        show(turn_bundle(turn))
    return turn
