"""Answers of a model that fills in forms, and what it is given to read."""

from __future__ import annotations

AT = "2025-03-10T12:00:00Z"  # A Monday.
MINUTES = (
    "We met for the Q3 budget review. Ben, could you send the quarterly report by Friday? "
    "I'll book the room. The next review is tomorrow at 3pm and takes 45 minutes."
)


def row(field, value, quote=None, *, item="", line=1):
    """Return a value as a model writes one; by default its quote is the value itself."""
    said = value if quote is None else quote
    return {"field": field, "item": str(item), "line": line, "quote": said, "value": value}


def form(*rows):
    """Return an answer."""
    return {"fields": list(rows)}


MEETING = form(
    row("title", "Q3 budget review", "met for the Q3 budget review"),
    row("emoji", "📊", "Q3 budget review"),
    row("category", "finance", "Q3 budget review"),
    row("participants", "Ben", "Ben, could you"),
    row("action_items.task", "send the quarterly report", "could you send the quarterly report",
        item=1),
    row("action_items.owner", "Ben", "Ben, could you send", item=1),
    row("action_items.due", "by Friday", "send the quarterly report by Friday", item=1),
    row("action_items.task", "book the room", "I'll book the room", item=2),
    row("action_items.owner", "Ana", "I'll book the room", item=2),
    row("events.title", "next review", "The next review is tomorrow at 3pm", item=1),
    row("events.start", "tomorrow at 3pm", "The next review is tomorrow at 3pm", item=1),
    row("events.duration", "45 minutes", "takes 45 minutes", item=1),
)  # fmt: skip


def said(text, *, name="Ana", role="user", at=AT):
    """Return a message."""
    return {"role": role, "name": name, "content": text, "created_at": at}


def add(memory, messages, schema, **options):
    """Add messages of Ana's, or a text, with a schema; return the result."""
    if isinstance(messages, str):
        messages = [said(messages)]
    return memory.add(messages, user_id="ana", schema=schema, **{"infer": False, **options})
