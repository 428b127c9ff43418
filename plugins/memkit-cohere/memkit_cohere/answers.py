"""What an answer says beside the answer. The SDK does not check what it makes its objects of."""

from __future__ import annotations

from typing import Any


def tokens_in(meta: Any) -> dict[str, int | None]:
    """Return how many tokens were billed, as arguments of `Calls.count` and `Said`.

    Args:
        meta: What the answer says of itself; None where it does not.
    """
    billed = getattr(meta, "billed_units", None)
    return {name: _count(getattr(billed, name, None)) for name in ("input_tokens", "output_tokens")}


def _count(tokens: Any) -> int | None:
    # A float by the SDK's types, and never half a token.
    return int(tokens) if isinstance(tokens, (int, float)) else None
