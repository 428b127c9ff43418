"""Texts in batches that a provider takes in one request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from memkit.providers.hosted.texts import estimated_tokens


def batches(
    texts: Sequence[str],
    *,
    most_texts: int,
    most_tokens: int | None = None,
    tokens_of: Callable[[str], int] = estimated_tokens,
) -> Iterator[Sequence[str]]:
    """Yield the texts in order, in batches within a provider's limits.

    A text that is beyond the limit by itself makes a batch of its own: the provider cuts or
    refuses it.

    Args:
        texts: What to send.
        most_texts: The most texts of a request.
        most_tokens: The most tokens of a request, all texts together; None for no limit.
        tokens_of: Counts a text's tokens, or estimates them upwards.
    """
    start = tokens = 0
    for place, text in enumerate(texts):
        size = 0 if most_tokens is None else tokens_of(text)
        full = place - start >= most_texts
        if place > start and (full or (most_tokens is not None and tokens + size > most_tokens)):
            yield texts[start:place]
            start, tokens = place, 0
        tokens += size
    if start < len(texts):
        yield texts[start:]
