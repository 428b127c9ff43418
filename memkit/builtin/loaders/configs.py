"""Settings of the loaders."""

from __future__ import annotations

import codecs

from pydantic import Field, field_validator

from memkit.plugins.configs import ProviderConfig


def _known(encoding: str) -> str:
    try:
        "".encode(encoding)
        b"".decode(encoding)
        if not codecs.lookup(encoding).name:
            raise LookupError
    except (LookupError, ValueError, TypeError):
        raise ValueError(f"Python knows no encoding {encoding!r}") from None
    return encoding


class FileConfig(ProviderConfig):
    """How files are read."""

    most_megabytes: float = Field(
        default=100, gt=0, allow_inf_nan=False, description="Larger files are refused."
    )


class TextConfig(FileConfig):
    """How texts are read."""

    encoding: str = Field(
        default="utf-8",
        description="How characters are written, as Python names it, where a file begins with no "
        "byte order mark.",
    )
    chats: bool = Field(
        default=True, description="Whether an export of a chat of WhatsApp is read as messages."
    )

    @field_validator("encoding")
    @classmethod
    def _encoding(cls, encoding: str) -> str:
        return _known(encoding)


class TableConfig(FileConfig):
    """How tables are read."""

    encoding: str = Field(
        default="utf-8",
        description="How characters are written, as Python names it, where a file begins with no "
        "byte order mark.",
    )
    fallback_encoding: str | None = Field(
        default="cp1252",
        description="Tried where a file is not written in `encoding`; None for none.",
    )
    header: bool | None = Field(
        default=None,
        description="Whether the first row names the columns; None to tell by what it holds.",
    )

    @field_validator("encoding", "fallback_encoding")
    @classmethod
    def _encodings(cls, encoding: str | None) -> str | None:
        return None if encoding is None else _known(encoding)


class JSONConfig(FileConfig):
    """How JSON is read."""

    chats: bool = Field(default=True, description="Whether an export of chats is read as messages.")


class NotebookConfig(FileConfig):
    """How notebooks are read."""

    most_output: int = Field(
        default=1000, ge=0, description="Characters of each cell's output that are kept."
    )


class ChatExportConfig(FileConfig):
    """How exports of chats are read."""

    most_megabytes: float = Field(
        default=1000, gt=0, allow_inf_nan=False, description="Larger archives are refused."
    )
    most_unpacked_megabytes: float = Field(
        default=300,
        gt=0,
        allow_inf_nan=False,
        description="An archive whose chats are larger when they are unpacked is refused.",
    )
