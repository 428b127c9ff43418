"""A chat of WhatsApp as a document of messages."""

from __future__ import annotations

import re

from memkit.contracts.loader import Document
from memkit.domain.records import Message
from memkit.text.whatsapp import read_whatsapp

_NAMED = re.compile(r"_chat\.txt\Z|whatsapp.*\.txt\Z", re.IGNORECASE)
_WITH = re.compile(r"WhatsApp Chat (?:with|-) (.+)|WhatsApp[- ]Chat mit (.+)", re.IGNORECASE)


def is_named_as_chat(name: str) -> bool:
    """Tell whether a file is named as WhatsApp names an export."""
    return _NAMED.match(name) is not None


def whatsapp_chat(
    text: str, *, name: str, sure: bool, uri: str, media_type: str, digest: str
) -> Document | None:
    """Return the chat that a text is an export of; None if it is none.

    Args:
        text: Any text.
        name: That of the file, without its suffix: it tells with whom the chat is.
        sure: Whether the name says that it is one.
        uri, media_type, digest: Those of the document.
    """
    chat = read_whatsapp(text, sure=sure)
    if chat is None:
        return None
    messages = tuple(
        Message(role=turn.role, content=turn.content, name=turn.name, created_at=turn.at)
        for turn in chat.turns
    )
    found = _WITH.match(name)
    return Document(
        text="",
        uri=uri,
        media_type=media_type,
        digest=digest,
        messages=messages,
        metadata={
            "export": "whatsapp",
            **({"title": (found[1] or found[2]).strip()} if found else {}),
            **({"left_out": chat.left_out} if chat.left_out else {}),
        },
        occurred_at=messages[0].created_at,
    )
