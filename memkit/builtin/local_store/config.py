"""Settings of the local store."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class LocalConfig(BaseModel):
    """The local store needs no settings to work."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sidecar: bool = Field(
        default=True,
        description="Keep a file beside the journal so that a new process answers at once. It is "
        "rebuilt from the journal whenever it is missing or out of date.",
    )
