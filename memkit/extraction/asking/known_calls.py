"""Calls that were made before: found by what was sent, and not made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from memkit.contracts.journal.calls import Call
from memkit.domain.records import Message

# Of what a key is made; another number makes all calls new.
_FORM = 1


class CallBook(Protocol):
    """Where calls are recorded; a journal is one."""

    def call(self, key: str) -> Call | None:
        """Return the recorded call of a key."""

    def put_call(self, call: Call) -> tuple[str, ...]:
        """Record a call, durably, and return what of its `lines` was purged meanwhile."""


def key_of(
    messages: Sequence[Message],
    *,
    schema: Mapping[str, Any] | None,
    model: str,
    provider: str = "",
    max_tokens: int | None = None,
    attempt: int = 0,
) -> str:
    """Return the digest of all that an answer depends on, as 64 hex digits.

    Args:
        messages: What is sent, the prompt with its version among it.
        schema: The schema that is sent.
        model, provider: Who is asked.
        max_tokens: The most tokens of the answer.
        attempt: How often it was asked before, and the answer was no use: each time is a call of
            its own, with its own record.
    """
    sent = [_FORM, provider, model, schema, max_tokens, as_json(messages)]
    if attempt:
        sent.append(attempt)
    said = json.dumps(sent, ensure_ascii=True, sort_keys=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def as_json(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """Return messages as JSON holds them, without the moments at which they were said.

    Of attachments, their digests tell what was sent.
    """
    return [
        {"role": message.role, "content": message.content}
        | ({"name": message.name} if message.name else {})
        | ({"attachments": _named(message)} if message.attachments else {})
        for message in messages
    ]


def _named(message: Message) -> list[dict[str, Any]]:
    told = ("media_type", "digest", "uri")
    return [
        {name: value for name in told if (value := getattr(one, name)) is not None}
        for one in message.attachments
    ]
