"""The options of the providers. A key would be a `SecretStr`."""

from __future__ import annotations

from pydantic import Field

from memkit.plugins import FromFile, ProviderConfig
from memkit.providers.vector_stores import AbsolutePath


class LetterConfig(ProviderConfig):
    """Options of the embedder `letters`."""

    dim: FromFile[int] = Field(default=128, ge=8, le=4096, description="Length of a vector.")


class LogConfig(ProviderConfig):
    """Options of the loader `log`: none."""


class ShelfConfig(ProviderConfig):
    """Options of the store `shelf`."""

    folder: AbsolutePath | None = Field(
        default=None, description="Where to keep the rows, if not beside the journal."
    )
