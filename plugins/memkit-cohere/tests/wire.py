"""Cohere's API at the wire (https://docs.cohere.com/reference/about): embed, chat, rerank.

Its models are none: vectors are hashes of words, relevance is a share of words, and the chat knows
one fact. Requests that the API refuses are refused in its words.
"""

from __future__ import annotations

import functools
import json
import re
import zlib

import numpy as np

from memkit.testing import Reply

DIMENSION = 1536
HELLO = "one, two, three: hello from here."
FACT = {"city": "Athens", "year": 1896}


def answer(request):
    """Answer as the API does."""
    if not request.headers.get("authorization", "").startswith("Bearer "):
        return refused("no api key supplied", status=401)
    paths = {"/v2/embed": embed, "/v2/chat": chat, "/v2/rerank": rerank}
    if request.method != "POST" or request.path not in paths:
        return refused("not found", status=404)
    return paths[request.path](request.json)


def refused(message, *, status=400):
    """Return an error in the API's form."""
    return Reply(status=status, json={"id": "e1", "message": message})


def embed(body):
    texts = body.get("texts")
    if not texts or len(texts) > 96:
        return refused("invalid request: total number of texts must be between 1 and 96")
    if not all(text.strip() for text in texts):
        return refused("invalid request: texts must not be empty")
    if body.get("input_type") not in ("search_query", "search_document"):
        return refused("invalid request: valid input_type must be provided with the provided model")
    vectors = [vector(text, body.get("output_dimension", DIMENSION)) for text in texts]
    encode = {"float": floats, "int8": int8, "binary": binary}
    return Reply(
        json={
            "id": "1",
            "response_type": "embeddings_by_type",
            "texts": texts,
            "embeddings": {
                kind: [encode[kind](one) for one in vectors] for kind in body["embedding_types"]
            },
            "meta": {
                "api_version": {"version": "2"},
                "billed_units": {"input_tokens": sum(map(tokens, texts))},
            },
        }
    )


def vector(text, dimension=DIMENSION):
    """Return a hash of the words, of length one."""
    found = np.full(dimension, 1e-3)
    for word in words(text) or [text]:
        found += word_vector(word, dimension)
    return found / np.linalg.norm(found)


@functools.cache
def word_vector(word, dimension):
    seed = zlib.crc32(word.encode("utf-8", "replace"))
    return np.random.default_rng(seed).standard_normal(dimension)


def floats(one):
    return [round(float(number), 8) for number in one]


def int8(one):
    return np.clip(np.round(one * 800), -128, 127).astype(int).tolist()


def binary(one):
    return (np.packbits(one > 0).astype(int) - 128).tolist()


def rerank(body):
    query, documents = body.get("query", ""), body.get("documents") or []
    if not query.strip():
        return refused("invalid request: query must not be empty or be only whitespace")
    if not documents or not all(text.strip() for text in documents):
        return refused("invalid request: list of documents must not be empty")
    asked = set(words(query))
    results = [
        {"index": index, "relevance_score": len(asked & set(words(text))) / (len(asked) or 1)}
        for index, text in enumerate(documents)
    ]
    results.sort(key=lambda one: -one["relevance_score"])
    return Reply(
        json={
            "id": "1",
            "results": results[: body.get("top_n", len(results))],
            "meta": {"api_version": {"version": "2"}, "billed_units": {"search_units": 1}},
        }
    )


def chat(body, *, text=None):
    messages = body.get("messages") or []
    if not messages or not all(message["content"] for message in messages):
        return refused("invalid request: message must be at least 1 token long")
    if any(message["role"] == "system" for message in messages[1:]):
        return refused("system turn must be the first in the list")
    if text is None:
        text = json.dumps(FACT) if body.get("response_format") else HELLO
    whole, text = text, beginning(text, body.get("max_tokens"))
    reason = "COMPLETE" if text == whole else "MAX_TOKENS"
    used = {
        "input_tokens": sum(tokens(message["content"]) for message in messages),
        "output_tokens": tokens(text),
    }
    usage = {"billed_units": used, "tokens": used}
    if body.get("stream"):
        return Reply(events=stream(text, usage, finish_reason=reason))
    return Reply(
        json={
            "id": "1",
            "finish_reason": reason,
            "message": {
                "role": "assistant",
                "content": [
                    {"type": "thinking", "thinking": "What may they want?"},
                    {"type": "text", "text": text},
                ],
            },
            "usage": usage,
        }
    )


def reply(text, *, finish_reason="COMPLETE"):
    """Return an answer in the API's form, without thoughts and usage."""
    content = [{"type": "text", "text": text}]
    message = {"role": "assistant", "content": content}
    return Reply(json={"id": "1", "finish_reason": finish_reason, "message": message})


def stream(text, usage, *, finish_reason="COMPLETE"):
    """Return the events of an answer, one a word."""
    pieces = re.findall(r"\S+\s*", text)
    deltas = [{"message": {"content": {"text": piece}}} for piece in pieces]
    end = {"finish_reason": finish_reason, "usage": usage}
    start = {"message": {"role": "assistant", "content": []}}
    return [
        event("message-start", id="1", delta=start),
        event("content-start", index=0, delta={"message": {"content": {"type": "text"}}}),
        *(event("content-delta", index=0, delta=delta) for delta in deltas),
        event("content-end", index=0),
        event("message-end", id="1", delta=end),
    ]


def event(kind, **fields):
    data = json.dumps({"type": kind, **fields})
    return f"event: {kind}\ndata: {data}\n\n".encode()


def words(text):
    return re.findall(r"\w+", text.casefold())


def beginning(text, most):
    """Return the first tokens of a text; None for all. The last token ends an answer."""
    found = list(re.finditer(r"\w+", text))
    return text if most is None or tokens(text) <= most else text[: found[most - 1].start()]


def tokens(text):
    return len(words(text)) + 1
