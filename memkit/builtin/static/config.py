"""What can be set on the static embedder."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class StaticConfig(BaseModel):
    """Nothing: the table that ships with memkit is the model."""

    model_config = ConfigDict(frozen=True, extra="forbid")
