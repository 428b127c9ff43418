"""Anthropic's API as its documentation describes it, with answers that are made up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from memkit.testing import Reply, Request

ANSWER = "Hello there, it is good to see you again."
FACT = {"city": "Athens", "year": 1896}
THOUGHT = "They want a greeting."
# What a schema may not hold, by https://platform.claude.com/docs/en/build-with-claude/structured-outputs.
UNKNOWN_KEYWORDS = {"minimum", "maximum", "minLength", "maxLength", "maxItems", "oneOf", "pattern"}


TOKEN = re.compile(r"\w{1,6}|[^\w\s]")


def tokens_of(text: str) -> int:
    return len(TOKEN.findall(text))


def refused(message: str, *, status: int = 400, kind: str = "invalid_request_error") -> Reply:
    return Reply(status=status, json=error(message, kind=kind))


def error(message: str, *, kind: str, **more: Any) -> dict[str, Any]:
    told = {"type": kind, "message": message, **more}
    return {"type": "error", "error": told, "request_id": "req_1"}


def answer(request: Request, *, text: str | None = None) -> Reply:
    """Answer any request."""
    if request.path.partition("?")[0] != "/v1/messages":
        return refused("Not found", status=404, kind="not_found_error")
    body = request.json
    mistake = mistake_in(body)
    if mistake:
        return refused(mistake)
    if text is None:
        text = json.dumps(FACT) if asks_for_json(body) else ANSWER
    prompt = tokens_of(json.dumps([body.get("system", ""), body["messages"]]))
    thought = beginning(THOUGHT, body["max_tokens"])
    kept = beginning(text, body["max_tokens"] - tokens_of(thought))
    told = {"input_tokens": prompt, "thought": thought}
    told["reason"] = "end_turn" if kept == text else "max_tokens"
    if body.get("stream"):
        return Reply(events=list(pieces_of(kept, **told)))
    return message(kept, **told)


def beginning(text: str, tokens: int | None) -> str:
    """Return the first tokens of a text; None for all."""
    found = list(TOKEN.finditer(text))
    return text if tokens is None or len(found) <= tokens else text[: found[tokens].start()]


def said_in(turn):
    """Return the text of a turn, whose content may come in blocks."""
    if isinstance(turn["content"], str):
        return turn["content"]
    return "".join(block["text"] for block in turn["content"] if block["type"] == "text")


def mistake_in(body: dict[str, Any]) -> str | None:
    """Return what is wrong with a request."""
    turns = body["messages"]
    if not isinstance(body.get("max_tokens"), int):
        return "max_tokens: Field required"
    if not turns or turns[0]["role"] != "user":
        return "messages: first message must use the user role"
    if turns[-1]["role"] != "user":
        return "This model does not support assistant message prefill."
    if not all(said_in(turn).strip() for turn in turns):
        return "messages: text content blocks must contain non-whitespace text"
    if {turn["role"] for turn in turns} - {"user", "assistant"}:
        return "messages.0.role: Input should be 'user' or 'assistant'"
    schema = (body.get("output_config", {}).get("format") or {}).get("schema", {})
    return mistake_in_schema(schema) if schema else None


def mistake_in_schema(schema: Any) -> str | None:
    if isinstance(schema, list):
        return next(filter(None, map(mistake_in_schema, schema)), None)
    if not isinstance(schema, dict):
        return None
    if UNKNOWN_KEYWORDS.intersection(schema):
        return f"output_config.format.schema: {sorted(schema)} are not supported"
    if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
        return "output_config.format.schema: 'additionalProperties' must be explicitly false"
    named = [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()]
    return mistake_in_schema([*named, schema.get("items"), *schema.get("anyOf", [])])


def asks_for_json(body: dict[str, Any]) -> bool:
    return "format" in body.get("output_config", {}) or "JSON schema" in body.get("system", "")


def message(
    text: str | None,
    *,
    reason: str | None = "end_turn",
    input_tokens: int = 10,
    thought: str = THOUGHT,
    **more: Any,
) -> Reply:
    """Return an answer in the API's form, with a thought before it."""
    content = [{"type": "thinking", "thinking": thought, "signature": "c2ln"}]
    content += [] if text is None else [{"type": "text", "text": text}]
    usage = {
        "input_tokens": input_tokens,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 5,
        "output_tokens": tokens_of(text or "") + tokens_of(thought),
    }
    return Reply(json={**head(), "content": content, "stop_reason": reason, "usage": usage, **more})


def head() -> dict[str, Any]:
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude-haiku-5-5",
        "stop_sequence": None,
    }


def pieces_of(
    text: str,
    *,
    input_tokens: int = 10,
    reason: str = "end_turn",
    thought: str = THOUGHT,
    **more: Any,
) -> Iterator[bytes]:
    """Yield the events of a stream."""
    usage = {"input_tokens": input_tokens, "cache_read_input_tokens": 5, "output_tokens": 1}
    begun = {**head(), "content": [], "stop_reason": None, "usage": usage}
    yield event("message_start", message=begun)
    yield event("ping")
    thinking = {"type": "thinking", "thinking": "", "signature": ""}
    yield event("content_block_start", index=0, content_block=thinking)
    delta = {"type": "thinking_delta", "thinking": thought}
    yield event("content_block_delta", index=0, delta=delta)
    yield event("content_block_stop", index=0)
    yield event("content_block_start", index=1, content_block={"type": "text", "text": ""})
    for piece in re.findall(r"\s*\S+\s*", text):
        delta = {"type": "text_delta", "text": piece}
        yield event("content_block_delta", index=1, delta=delta)
    yield event("content_block_stop", index=1)
    output = tokens_of(text) + tokens_of(thought)
    delta = {"stop_reason": reason, "stop_sequence": None, **more}
    yield event("message_delta", delta=delta, usage={"output_tokens": output})
    yield event("message_stop")


def event(kind: str, **fields: Any) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n".encode()
