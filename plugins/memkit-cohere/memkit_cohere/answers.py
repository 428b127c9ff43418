"""What an answer says beside the answer. The SDK does not check what it makes its objects of."""

from __future__ import annotations

from typing import Any


def input_tokens(meta: Any) -> int | None:
    """Return how many tokens were billed for what was sent; None if the answer does not say."""
    return _billed(meta, "input_tokens")


def output_tokens(meta: Any) -> int | None:
    """Return how many tokens were billed for the answer; None if it does not say."""
    return _billed(meta, "output_tokens")


def _billed(meta: Any, name: str) -> int | None:
    tokens = getattr(getattr(meta, "billed_units", None), name, None)
    # A float by the SDK's types, and never half a token.
    return int(tokens) if isinstance(tokens, (int, float)) else None
