"""Options that engines have in common."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, SecretStr, field_validator, model_validator

from memkit.plugins import ProviderConfig
from memkit.providers.vector_stores.addresses import Addresses, server_urls


def _absolute(path: Path) -> Path:
    # What is written down may be read from another folder.
    return path.expanduser().absolute()


AbsolutePath = Annotated[Path, AfterValidator(_absolute)]


class EngineConfig(ProviderConfig):
    """Options of an engine that is reached at a URL, or works in a folder.

    A subclass describes `url`, `path` and `collection` in its own words.

    Attributes:
        example: A URL that would do, for people.
        no_urls: What may be given in place of a URL, such as ":memory:".
        several: Whether `url` may be several addresses, of the nodes of a cluster.
        names: What a collection may be called, and how to say so.
    """

    example: ClassVar[str]
    no_urls: ClassVar[tuple[str, ...]] = ()
    several: ClassVar[bool] = False
    names: ClassVar[tuple[re.Pattern[str], str]]

    url: Addresses | None = Field(default=None, description="Where the server answers.")
    path: AbsolutePath | None = Field(default=None, description="A folder, in place of a server.")
    api_key: SecretStr | None = Field(default=None, description="A key of the server's.")
    collection: str | None = Field(
        default=None,
        description="Name of the collection; made from the journal's id unless given.",
    )
    batch_size: int = Field(default=500, ge=1, le=10_000, description="Memories in one request.")

    @field_validator("url")
    @classmethod
    def _whole_url(cls, url: Addresses | None) -> Addresses | None:
        if url is None or url in cls.no_urls:
            return url
        urls = server_urls(url, example=cls.example)
        if not isinstance(urls, str) and not cls.several:
            raise ValueError(f"is no address such as {cls.example}")
        return urls

    @field_validator("collection")
    @classmethod
    def _collection_name(cls, name: str | None) -> str | None:
        allowed, said = cls.names
        if name is not None and not allowed.fullmatch(name):
            raise ValueError(said)
        return name

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.url is not None and self.path is not None:
            raise ValueError("give either a url or a path")
        return self
