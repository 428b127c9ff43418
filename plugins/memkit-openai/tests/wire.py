"""OpenAI's API as its documentation describes it, answered by arithmetic instead of models.

A text's vector adds up a direction for each of its words, so that texts of the same words are
near each other; of meaning it knows nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from memkit.testing import Reply, Request

DIMENSIONS = {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072}
OTHER_DIMENSIONS = 48
MOST_TEXTS = 2048
MOST_TOKENS_OF_A_TEXT = 8192
MOST_TOKENS = 300_000
ANSWER = "Hello there, it is good to see you again."


TOKEN = re.compile(r"\w{1,6}|[^\w\s]")


def tokens_of(text: str) -> int:
    return len(TOKEN.findall(text))


def beginning(text: str, tokens: int | None) -> str:
    """Return the first tokens of a text; None for all."""
    found = list(TOKEN.finditer(text))
    return text if tokens is None or len(found) <= tokens else text[: found[tokens].start()]


def refused(message: str, *, status: int = 400, code: str | None = None) -> Reply:
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": code}
    return Reply(status=status, json={"error": error})


def vector_of(text: str, dim: int) -> np.ndarray:
    total = np.zeros(dim)
    for word in re.findall(r"\w+", text.casefold())[:2000] or [text]:
        seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest(), "big")
        direction = np.random.default_rng(seed).normal(size=16)
        total[(seed + np.arange(16) * 7919) % dim] += direction
    return (total / np.linalg.norm(total)).astype("<f4")


def embeddings(body: dict[str, Any]) -> Reply:
    """Answer a request to /embeddings."""
    texts = body["input"]
    if len(texts) > MOST_TEXTS:
        return refused(f"Invalid 'input': array too long. Expected at most {MOST_TEXTS}.")
    if not all(texts):
        return refused("Invalid 'input': input cannot be an empty string.")
    sizes = [tokens_of(text) for text in texts]
    if max(sizes) > MOST_TOKENS_OF_A_TEXT:
        return refused(
            f"Invalid 'input[{int(np.argmax(sizes))}]': maximum input length is "
            f"{MOST_TOKENS_OF_A_TEXT} tokens."
        )
    if sum(sizes) > MOST_TOKENS:
        return refused(
            f"Requested {sum(sizes)} tokens, max {MOST_TOKENS} tokens per request",
            code="max_tokens_per_request",
        )
    dim = body.get("dimensions") or DIMENSIONS.get(body["model"], OTHER_DIMENSIONS)
    data = []
    for index, text in enumerate(texts):
        vector = vector_of(text, dim)
        coded = body.get("encoding_format") == "base64"
        sent = base64.b64encode(vector.tobytes()).decode() if coded else vector.tolist()
        data.append({"object": "embedding", "index": index, "embedding": sent})
    usage = {"prompt_tokens": sum(sizes), "total_tokens": sum(sizes)}
    return Reply(json={"object": "list", "data": data, "model": body["model"], "usage": usage})


def chat(body: dict[str, Any], *, text: str | None = None) -> Reply:
    """Answer a request to /chat/completions."""
    if not body["messages"]:
        return refused("[] is too short - 'messages'")
    for message in body["messages"]:
        if not re.fullmatch(r"[^\s<|\\/>]{1,64}", message.get("name", "x")):
            return refused("Invalid 'messages[0].name': string does not match pattern.")
    if body.get("tool_choice") == "required":
        name = body["tools"][0]["function"]["name"]
        function = {"name": name, "arguments": "{}"}
        call = {"id": "call_1", "type": "function", "function": function}
        return tool_call(call, stream=bool(body.get("stream")))
    if text is None:
        text = object_of(body) if form_of(body) != "text" else ANSWER
    whole, text = text, beginning(text, body.get("max_completion_tokens", body.get("max_tokens")))
    reason = "stop" if text == whole else "length"
    prompt = sum(tokens_of(said_in(message)) for message in body["messages"])
    usage = {
        "prompt_tokens": prompt,
        "completion_tokens": tokens_of(text),
        "total_tokens": prompt + tokens_of(text),
    }
    if body.get("stream"):
        assert body["stream"] is True
        return Reply(events=list(pieces_of(body, text, usage, reason=reason)))
    return completion(text, model=body["model"], usage=usage, reason=reason)


def said_in(message: dict[str, Any]) -> str:
    """Return the text of a message, which may come in parts, or lack."""
    content = message.get("content") or ""
    if isinstance(content, str):
        return content
    return " ".join(part.get("text", "") for part in content)


def form_of(body: dict[str, Any]) -> str:
    return body.get("response_format", {}).get("type", "text")


def tool_call(call: dict[str, Any], *, stream: bool) -> Reply:
    """Answer with the call of a tool, whose arguments come in two pieces of a stream."""
    usage = {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8}
    if not stream:
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
        chosen = {"index": 0, "message": message, "finish_reason": "tool_calls"}
        return Reply(json={**head("m", "chat.completion"), "choices": [chosen], "usage": usage})
    begun = {**call, "index": 0, "function": {**call["function"], "arguments": ""}}
    rest = {"index": 0, "function": {"arguments": call["function"]["arguments"]}}
    deltas = [({"role": "assistant", "content": None, "tool_calls": [begun]}, None)]
    deltas += [({"tool_calls": [rest]}, None), ({}, "tool_calls")]
    common = head("m", "chat.completion.chunk")
    events = [event(common | {"choices": [choice(*delta)]}) for delta in deltas]
    return Reply(events=[*events, b"data: [DONE]\n\n"])


def several(*texts: str) -> Reply:
    """Answer with several choices."""
    choices = [
        {"index": at, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        for at, text in enumerate(texts)
    ]
    return Reply(json={**head("m", "chat.completion"), "choices": choices})


def completion(
    text: str | None,
    *,
    model: str = "m",
    usage: dict[str, int] | None = None,
    reason: str = "stop",
    refusal: str | None = None,
) -> Reply:
    message = {"role": "assistant", "content": text, "refusal": refusal}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": reason}
    return Reply(json={**head(model, "chat.completion"), "choices": [choice], "usage": usage})


def head(model: str, kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1_790_000_000, "model": model}


def pieces_of(
    body: dict[str, Any], text: str, usage: dict[str, int], *, reason: str = "stop"
) -> Iterator[bytes]:
    """Yield the events of a stream."""
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": piece} for piece in re.findall(r"\s*\S+\s*", text)]
    with_usage = body.get("stream_options", {}).get("include_usage")
    common = head(body["model"], "chat.completion.chunk") | ({"usage": None} if with_usage else {})
    for delta in deltas:
        yield event(common | {"choices": [choice(delta, None)]})
    yield event(common | {"choices": [choice({}, reason)]})
    if with_usage:
        yield event(common | {"choices": [], "usage": usage})
    yield b"data: [DONE]\n\n"


def choice(delta: dict[str, Any], reason: str | None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}


def event(value: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(value).encode() + b"\n\n"


def object_of(body: dict[str, Any]) -> str:
    """Return an object as the format asks for it; of the one that the kit's schema describes."""
    form = body["response_format"]
    if form["type"] == "json_object":
        # As the services demand it.
        assert any("json" in message["content"].lower() for message in body["messages"])
    return json.dumps({"city": "Athens", "year": 1896})


def answer(request: Request) -> Reply:
    """Answer any request."""
    if request.path.partition("?")[0].endswith("/embeddings"):
        return embeddings(request.json)
    if request.path.partition("?")[0].endswith("/chat/completions"):
        return chat(request.json)
    return refused(f"Unknown request URL: POST {request.path}", status=404)
