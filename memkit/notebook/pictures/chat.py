"""A picture of a chat: the whole conversation, with the sources of each answer."""

from __future__ import annotations

from memkit.chat.chat import Chat
from memkit.domain.wording import counted
from memkit.notebook import html, plain
from memkit.notebook.renderers.chats import turn_parts, turn_text
from memkit.web.markup import Html

_TURN = Html('<div class="mk-apart">{}</div>')


def parts(chat: Chat) -> list[Html]:
    """Return what the picture shows."""
    drawn = [html.head("Chat", *_facts(chat))]
    if not chat.turns:
        return [*drawn, html.note("Nothing was said yet.")]
    return [*drawn, *(_TURN.format(html.joined(turn_parts(turn))) for turn in chat.turns)]


def text(chat: Chat) -> str:
    """Return the whole conversation as plain text."""
    head = " - ".join(["Chat", *_facts(chat)])
    said = [turn_text(turn) for turn in chat.turns] or ["Nothing was said yet."]
    return "\n\n".join([head, *said])


def _facts(chat: Chat) -> list[str]:
    whose = [
        f"{word} {plain.one_line(str(given), 60)}"
        for word, given in zip(plain.SCOPE_WORDS.values(), chat.scope.key, strict=True)
        if given is not None
    ]
    unsaved = f"{len(chat.unsaved):,} not stored yet" if chat.unsaved else ""
    return list(filter(None, [
        plain.one_line(chat.model, 60), ", ".join(whose), counted(len(chat.turns), "turn"), unsaved,
    ]))  # fmt: skip
