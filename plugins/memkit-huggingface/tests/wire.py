"""Hugging Face's APIs at the wire.

Text Embeddings Inference (https://huggingface.co/docs/text-embeddings-inference), the Messages API
of Text Generation Inference (https://huggingface.co/docs/text-generation-inference), the router of
the Inference Providers, and what of the hub the SDK asks before. Its models are none: vectors are
hashes of words, and the chat knows one fact.
"""

from __future__ import annotations

import functools
import json
import re
import zlib

import numpy as np

from memkit.testing import Reply

DIMENSION = 384
MOST_TOKENS = 512
HELLO = "one, two, three: hello from here."
FACT = {"city": "Athens", "year": 1896}


def answer(request):
    """Answer as the servers do."""
    path = request.path.partition("?")[0]
    if request.method == "GET" and path.startswith("/api/models/"):
        return model_info(path.removeprefix("/api/models/"))
    if request.method == "POST":
        if path in ("/", "/embed") or path.endswith("/pipeline/feature-extraction"):
            return embed(request.json)
        if path == "/scaleway/v1/embeddings":
            return openai_embed(request.json)
        if path.endswith("/v1/chat/completions"):
            return chat(request.json)
    return refused("not found", status=404)


def refused(message, *, status=422, kind="Validation"):
    """Return an error in the form of TEI and TGI."""
    return Reply(status=status, json={"error": message, "error_type": kind})


def embed(body):
    texts = body["inputs"]
    if len(texts) > 32:
        return refused(f"batch size {len(texts)} > maximum allowed batch size 32")
    if not all(texts):
        return refused("`inputs` cannot be empty")
    if not body.get("truncate"):
        longest = max(len(words(text)) for text in texts)
        if longest > MOST_TOKENS:
            message = f"`inputs` must have less than {MOST_TOKENS} tokens. Given: {longest}"
            return refused(message, status=413)
    dimension = body.get("dimensions", DIMENSION)
    return Reply(json=[vector(text, dimension).tolist() for text in texts])


def openai_embed(body):
    vectors = [vector(text, DIMENSION).tolist() for text in body["input"]]
    rows = [{"index": place, "embedding": one} for place, one in enumerate(vectors)]
    return Reply(json={"object": "list", "data": rows, "model": body["model"]})


def vector(text, dimension=DIMENSION):
    """Return a hash of the first words, of length one."""
    found = np.full(dimension, 1e-3)
    for word in words(text)[:MOST_TOKENS] or [text]:
        found += word_vector(word, dimension)
    return found / np.linalg.norm(found)


@functools.cache
def word_vector(word, dimension):
    seed = zlib.crc32(word.encode("utf-8", "replace"))
    return np.random.default_rng(seed).standard_normal(dimension)


def model_info(model):
    """Return what the hub tells of a model."""
    if "nobody" in model:
        message = "Repository not found"
        headers = {"X-Error-Code": "RepoNotFound", "X-Error-Message": message}
        return Reply(status=401, json={"error": message}, headers=headers)
    mapping = {
        "scaleway": {"status": "live", "providerId": "their-name", "task": "feature-extraction"}
    }
    return Reply(
        json={
            "id": model,
            "modelId": model,
            "pipeline_tag": "feature-extraction",
            "tags": ["feature-extraction"],
            "inferenceProviderMapping": mapping,
        }
    )


def chat(body, *, text=None):
    messages = body.get("messages") or []
    if not messages:
        return refused("Input validation error: `inputs` cannot be empty")
    form = body.get("response_format")
    if form is not None and form["type"] not in ("json_object", "json_schema"):
        return refused("unknown variant")
    if text is None:
        text = json.dumps(FACT) if form else HELLO
    whole, text = text, beginning(text, body.get("max_tokens"))
    reason = "stop" if text == whole else "length"
    usage = {
        "prompt_tokens": sum(len(words(message["content"])) for message in messages),
        "completion_tokens": len(words(text)),
        "total_tokens": 0,
    }
    if body.get("stream"):
        wanted = (body.get("stream_options") or {}).get("include_usage")
        return Reply(events=stream(text, usage if wanted else None, reason=reason))
    return Reply(json=completion(text, usage=usage, finish_reason=reason))


def completion(text, *, usage=None, finish_reason="stop"):
    """Return an answer of the Messages API."""
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish_reason}
    return {
        "object": "chat.completion",
        "id": "",
        "created": 1_700_000_000,
        "model": "a/model",
        "system_fingerprint": "3.0.0",
        "choices": [choice],
        "usage": usage,
    }


def stream(text, usage, *, reason="stop"):
    """Return the events of an answer, one a word."""
    pieces = re.findall(r"\S+\s*", text)
    events = [
        event(
            {"role": "assistant", "content": piece}, reason=reason if place == len(pieces) else None
        )
        for place, piece in enumerate(pieces, 1)
    ]
    if usage is not None:
        events.append(event(None, usage=usage))
    return [*events, b"data: [DONE]\n\n"]


def event(delta, *, reason=None, usage=None):
    choices = []
    if delta is not None:
        choices = [{"index": 0, "delta": delta, "finish_reason": reason}]
    data = {"object": "chat.completion.chunk", "id": "", "choices": choices, "usage": usage}
    return f"data: {json.dumps(data)}\n\n".encode()


def beginning(text, most):
    """Return the first words of a text; None for all."""
    found = list(re.finditer(r"\w+", text))
    return text if most is None or len(found) <= most else text[: found[most].start()]


def words(text):
    return re.findall(r"\w+", text.casefold())
