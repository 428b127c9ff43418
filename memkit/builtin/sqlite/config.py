"""Settings of the SQLite journal."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class SQLiteConfig(BaseModel):
    """Where the file is, and how patient a commit is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str = Field(default="memkit.db", description="A file, or ':memory:'.")
    durability: Literal["full", "fast"] = Field(
        default="full", description="'fast' may lose the last commits in a power cut."
    )
