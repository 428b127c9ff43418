"""What can be set on the providers that ship with the core."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from memkit.plugins.configs import ProviderConfig
from memkit.plugins.from_file import FromFile


class StaticConfig(ProviderConfig):
    """Nothing, of "static" and "static-2": the table that ships with memkit is the model."""


class HashConfig(ProviderConfig):
    """Settings of `memkit.builtin.hash.HashEmbedder`.

    Attributes:
        dim: Length of a vector. Fewer numbers mean more collisions between words.
    """

    dim: FromFile[int] = Field(default=512, ge=32, le=8192)


class EchoConfig(ProviderConfig):
    """What it answers."""

    replies: FromFile[tuple[str, ...]] = Field(
        default=(), description="Answers in their order, again from the first after the last."
    )


class LocalConfig(ProviderConfig):
    """The local store needs no settings to work."""

    sidecar: FromFile[bool] = Field(
        default=True,
        description="Keep a file beside the journal so that a new process answers at once. It is "
        "rebuilt from the journal whenever it is missing or out of date.",
    )
    ending: Literal["index", "words"] = Field(
        default="index",
        description="How the file's name ends: 'words' is for what memkit itself keeps beside a "
        "store that does not search by words.",
    )


class SQLiteConfig(ProviderConfig):
    """Where the file is, and how patient a commit is."""

    path: str = Field(default="memkit.db", description="A file, or ':memory:'.")
    durability: FromFile[Literal["full", "fast"]] = Field(
        default="full", description="'fast' may lose the last commits in a power cut."
    )
    without_log: bool = Field(
        default=False,
        description="Open a file that was copied without its log, and go on with what is left.",
    )
