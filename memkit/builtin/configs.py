"""What can be set on the providers that ship with the core."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class StaticConfig(BaseModel):
    """Nothing: the table that ships with memkit is the model."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class HashConfig(BaseModel):
    """Settings of `memkit.builtin.hash.HashEmbedder`.

    Attributes:
        dim: Length of a vector. Fewer numbers mean more collisions between words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    dim: int = Field(default=512, ge=32, le=8192)


class EchoConfig(BaseModel):
    """What it answers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    replies: tuple[str, ...] = Field(
        default=(), description="Answers in their order, again from the first after the last."
    )


class LocalConfig(BaseModel):
    """The local store needs no settings to work."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sidecar: bool = Field(
        default=True,
        description="Keep a file beside the journal so that a new process answers at once. It is "
        "rebuilt from the journal whenever it is missing or out of date.",
    )


class SQLiteConfig(BaseModel):
    """Where the file is, and how patient a commit is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str = Field(default="memkit.db", description="A file, or ':memory:'.")
    durability: Literal["full", "fast"] = Field(
        default="full", description="'fast' may lose the last commits in a power cut."
    )
    without_log: bool = Field(
        default=False,
        description="Open a file that was copied without its log, and go on with what is left.",
    )
