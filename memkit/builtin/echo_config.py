"""Settings of the echo LLM."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class EchoConfig(BaseModel):
    """What it answers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    replies: tuple[str, ...] = Field(
        default=(), description="Answers in their order, again from the first after the last."
    )
