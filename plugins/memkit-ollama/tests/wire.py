"""An Ollama server's API as its documentation describes it, answered by arithmetic.

A text's vector adds up a direction for each of its words, so that texts of the same words are
near each other; of meaning it knows nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from memkit.testing import Reply, Request

PULLED = ("all-minilm", "gemma4")
DIM = 48
MOST_TOKENS_OF_A_TEXT = 256
ANSWER = "Hello there, it is good to see you again."
FACT = {"city": "Athens", "year": 1896}


TOKEN = re.compile(r"\w{1,6}|[^\w\s]")


def tokens_of(text: str) -> int:
    return len(TOKEN.findall(text))


def beginning(text: str, tokens: int | None) -> str:
    """Return the first tokens of a text; None for all."""
    found = list(TOKEN.finditer(text))
    return text if tokens is None or len(found) <= tokens else text[: found[tokens].start()]


def refused(message: str, *, status: int = 400) -> Reply:
    return Reply(status=status, json={"error": message})


def answer(request: Request, *, text: str | None = None) -> Reply:
    """Answer any request."""
    body = request.json
    if body["model"] not in PULLED:
        return refused(f"model '{body['model']}' not found, try pulling it first", status=404)
    if request.path == "/api/embed":
        return embed(body)
    if request.path == "/api/chat":
        return chat(body, text=text)
    return Reply(status=404, body=b"404 page not found")


def embed(body: dict[str, Any]) -> Reply:
    """Answer a request to /api/embed."""
    sizes = [tokens_of(text) for text in body["input"]]
    # Documented is that it cuts them; servers of this year refuse (ollama/ollama, issue 14186).
    if max(sizes, default=0) > MOST_TOKENS_OF_A_TEXT:
        return refused("the input length exceeds the context length")
    dim = body.get("dimensions") or DIM
    vectors = [vector_of(text, dim).tolist() for text in body["input"]]
    return Reply(json=embedded(vectors, tokens=sum(sizes), model=body["model"]))


def embedded(vectors: list[Any], *, tokens: int = 3, model: str = "all-minilm") -> dict[str, Any]:
    return {
        "model": model,
        "embeddings": vectors,
        "total_duration": 14143917,
        "load_duration": 1019500,
        "prompt_eval_count": tokens,
    }


def vector_of(text: str, dim: int) -> np.ndarray:
    total = np.zeros(dim)
    for word in re.findall(r"\w+", text.casefold())[:2000] or [text]:
        seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest(), "big")
        total += np.random.default_rng(seed).normal(size=dim)
    return (total / np.linalg.norm(total)).astype(np.float32)


def chat(body: dict[str, Any], *, text: str | None = None) -> Reply:
    """Answer a request to /api/chat."""
    if text is None:
        in_words = any("JSON schema" in message["content"] for message in body["messages"])
        text = json.dumps(FACT) if in_words else ANSWER
    whole, text = text, beginning(text, (body.get("options") or {}).get("num_predict"))
    reason = "stop" if text == whole else "length"
    prompt = sum(tokens_of(message.get("content", "")) for message in body["messages"])
    if body["stream"]:
        pieces = list(pieces_of(text, prompt=prompt, model=body["model"], reason=reason))
        return Reply(events=pieces, headers={"Content-Type": "application/x-ndjson"})
    return Reply(json=said(text, prompt=prompt, model=body["model"], reason=reason))


def said(
    text: str, *, prompt: int = 10, model: str = "gemma4", reason: str = "stop"
) -> dict[str, Any]:
    """Return an answer that is whole."""
    return piece(text, model=model) | {
        "done": True,
        "done_reason": reason,
        "total_duration": 174560334,
        "prompt_eval_count": prompt,
        "eval_count": tokens_of(text),
    }


def piece(text: str, *, model: str = "gemma4") -> dict[str, Any]:
    return {
        "model": model,
        "created_at": "2026-11-20T08:52:19.385406Z",
        "message": {"role": "assistant", "content": text},
        "done": False,
    }


def pieces_of(
    text: str, *, prompt: int = 10, model: str = "gemma4", reason: str = "stop"
) -> Iterator[bytes]:
    """Yield the lines of a stream."""
    for part in re.findall(r"\s*\S+\s*", text):
        yield line(piece(part, model=model))
    last = said(text, prompt=prompt, model=model, reason=reason)
    yield line(last | {"message": {"role": "assistant", "content": ""}})


def line(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode() + b"\n"
