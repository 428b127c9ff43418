"""What can be set on the hash embedder."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class HashConfig(BaseModel):
    """Settings of `memkit.builtin.hash.HashEmbedder`.

    Attributes:
        dim: Length of a vector. Fewer numbers mean more collisions between words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    dim: int = Field(default=512, ge=32, le=8192)
