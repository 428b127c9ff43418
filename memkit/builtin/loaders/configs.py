"""Settings of the loader of texts."""

from __future__ import annotations

import codecs

from pydantic import Field, field_validator

from memkit.plugins.configs import ProviderConfig


class TextConfig(ProviderConfig):
    """How files are read."""

    encoding: str = Field(
        default="utf-8", description="How characters are written, as Python names it."
    )

    @field_validator("encoding")
    @classmethod
    def _known(cls, encoding: str) -> str:
        try:
            codecs.lookup(encoding)
        except LookupError:
            raise ValueError(f"Python knows no encoding {encoding!r}") from None
        return encoding
