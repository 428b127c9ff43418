"""One reader of runs of tools: what was said, what was called, and what came back.

It takes the messages of OpenAI (chat and responses), Anthropic and LangChain, as dicts or as the
objects of their SDKs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from memkit.domain.messages import content_text, items_of, message_fields, message_of
from memkit.domain.records import Message
from memkit.domain.validation import checked_metadata
from memkit.domain.values import fields_of
from memkit.engine.ingest.states import is_remembered
from memkit.errors import ValidationError

_UNNAMED = "tool"
# Items of OpenAI's Responses that are no messages.
_CALL, _OUTPUT = "function_call", "function_call_output"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolResult:
    """What a tool returned.

    Attributes:
        tool: Its name; `arguments`: with which it was called, as JSON holds them.
        text: What it returned.
        failed: Whether the message says that it failed; None if it does not say.
    """

    tool: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    text: str
    failed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Called:
    tool: str
    arguments: Mapping[str, Any]


def run_of(given: object) -> list[Message | ToolResult]:
    """Return what was said and what tools returned, in order; what says nothing is left out.

    Raises:
        ValidationError: A message can't be understood, or no tool returned anything.
    """
    called: dict[str, _Called] = {}
    found: list[Message | ToolResult] = []
    for number, item in enumerate(items_of(given)):
        found += _turns(item, number, called)
    if not any(isinstance(one, ToolResult) for one in found):
        raise ValidationError(
            "No tool returns anything in these messages.",
            fix="Give the whole run, with its tool messages; a conversation without is stored by "
            "adding it.",
        )
    return found


def _turns(item: object, number: int, called: dict[str, _Called]) -> Iterator[Message | ToolResult]:
    fields = None if isinstance(item, (str, Message)) else message_fields(item)
    if fields is None:
        message = message_of(item, number)
        if message.role == _UNNAMED and message.content.strip():
            yield ToolResult(tool=message.name or _UNNAMED, text=message.content)
        elif is_remembered(message):
            yield message
        return
    called.update(_calls(fields))
    results = list(_results(fields, called, number))
    yield from (one for one in results if one.text.strip())
    if fields.get("type") in (_CALL, _OUTPUT):
        return
    message = message_of(item, number)
    if is_remembered(message):
        yield message


def _calls(fields: Mapping[str, Any]) -> Iterator[tuple[str, _Called]]:
    """Yield the calls that a message holds, by their ids."""
    given = [fields] if fields.get("type") == _CALL else []
    for call in (*_each(fields.get("tool_calls")), *_parts(fields, "tool_use"), *given):
        inner = fields_of(call.get("function")) or call
        name = inner.get("name")
        if isinstance(name, str) and name.strip():
            said = _Called(tool=name.strip(), arguments=_arguments(inner))
            yield str(call.get("call_id") or call.get("id") or ""), said


def _results(
    fields: Mapping[str, Any], called: Mapping[str, _Called], number: int
) -> Iterator[ToolResult]:
    """Yield what tools returned in a message."""
    name = f"Message {number}'s content"
    if fields.get("type") == _OUTPUT:
        yield _result(fields.get("call_id"), fields.get("output"), fields, called, name)
    elif str(fields.get("role") or fields.get("type")).lower() in ("tool", "function"):
        yield _result(fields.get("tool_call_id"), fields.get("content"), fields, called, name)
    for part in _parts(fields, "tool_result"):
        yield _result(part.get("tool_use_id"), part.get("content"), part, called, name)


def _result(
    id_: object,
    content: object,
    fields: Mapping[str, Any],
    called: Mapping[str, _Called],
    name: str,
) -> ToolResult:
    told = fields.get("name")
    unknown = _Called(tool=told if isinstance(told, str) and told else _UNNAMED, arguments={})
    call = called.get(str(id_), unknown)
    failed = fields.get("is_error")
    if failed is None and fields.get("status") in ("error", "success"):
        failed = fields["status"] == "error"
    return ToolResult(
        tool=call.tool,
        arguments=call.arguments,
        text=content_text(content, name),
        failed=failed if isinstance(failed, bool) else None,
    )


def _parts(fields: Mapping[str, Any], kind: str) -> Iterator[Mapping[str, Any]]:
    content = fields.get("content")
    if not isinstance(content, str):
        yield from (part for part in _each(content) if part.get("type") == kind)


def _each(given: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(given, Iterable) and not isinstance(given, (str, bytes, Mapping)):
        for one in given:
            fields = fields_of(one)
            if fields is not None:
                yield fields


def _arguments(call: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the arguments of a call, whatever a model wrote there."""
    given = next((call[key] for key in ("arguments", "args", "input") if key in call), None)
    if isinstance(given, str):
        try:
            read = json.loads(given, parse_constant=str)
        except (ValueError, RecursionError):
            read = given
        given = read if isinstance(read, Mapping) else given
    if isinstance(given, Mapping):
        return checked_metadata(given, "arguments")
    return checked_metadata({"arguments": given}, "arguments") if given else {}
