"""What a plug-in says about its providers, without importing their SDKs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

Kind = Literal["embedder", "llm", "store", "reranker", "loader", "journal"]
Offered = Literal[Kind, "command"]

API_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Spec:
    """What a plug-in offers under one name.

    Attributes:
        name: What users type, e.g. "weaviate". Lower case letters, digits, "-" and "_".
        impl: "module:Object", imported on first use.
        summary: One line for listings.
        requires: Import names of the SDKs behind it, which listing must never import.
        api: Version of the contract that it was written for.
    """

    kind: ClassVar[Offered]

    name: str
    impl: str
    summary: str
    requires: tuple[str, ...] = ()
    api: int = API_VERSION


@dataclass(frozen=True, kw_only=True)
class ProviderSpec(Spec):
    """One provider of one kind; its `impl` is a class.

    Attributes:
        config: "module:Model", a frozen pydantic model with `extra="forbid"`.
        capabilities: What it can do beyond the contract's minimum; see the contract's module.
        shorthand: The config field that the text after the colon fills in "name:text".
        secrets: Config field -> environment variables that may hold its value, first one wins.
    """

    kind: ClassVar[Kind]

    config: str
    capabilities: frozenset[str] = frozenset()
    shorthand: str | None = None
    secrets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class EmbedderSpec(ProviderSpec):
    """An embedding model, or a family of them.

    Capabilities: "idf" (weights a query's tokens by their document frequency), "semantic" (a
    paraphrase is nearer than an unrelated text), "async".

    Attributes:
        successor: The embedder that is better taken for what is new, if this one is kept for the
            files that have it. Who looks at the spaces of such a file is told of it.
    """

    kind: ClassVar[Kind] = "embedder"

    successor: str | None = None


@dataclass(frozen=True, kw_only=True)
class LLMSpec(ProviderSpec):
    """A chat model, or a family of them.

    Capabilities: "schema", "stream", "async", "images" for one whose models may take images (see
    `LLM.images`), and "chat" for one that takes requests in the shape of OpenAI's API as they are:
    tools, seeds, log probabilities.
    """

    kind: ClassVar[Kind] = "llm"


@dataclass(frozen=True, kw_only=True)
class StoreSpec(ProviderSpec):
    """A vector database. Capabilities: "filter", "text", "persistent", "approximate" (see
    `Store.approximation`), "eventual" (may show a write late; see `Store.lag`).

    Attributes:
        breadth: The config field that says how broadly an approximate index is searched, such as
            "ef_search", if there is one: the more, the more it finds, and the longer it takes.
        location: The config fields that say which data these are: an address, a collection. Two
            processes whose configs agree in them share one store, however else they tune it. A
            list, as of the nodes of a cluster, counts as the first of it in the alphabet.
    """

    kind: ClassVar[Kind] = "store"

    location: tuple[str, ...] = ()
    breadth: str | None = None


@dataclass(frozen=True, kw_only=True)
class RerankerSpec(ProviderSpec):
    """A reranker. Capabilities: "async"."""

    kind: ClassVar[Kind] = "reranker"


@dataclass(frozen=True, kw_only=True)
class LoaderSpec(ProviderSpec):
    """A document loader.

    Attributes:
        suffixes: How the names of what it reads end, in lower case: (".pdf",). Without any it
            reads whatever is at an address of its schemes, and of files none.
        schemes: Of the addresses that it takes: "file" for files, "https".
        media_types: What it reads, where that is told: ("application/pdf",), or ("text/*",).
    """

    kind: ClassVar[Kind] = "loader"

    suffixes: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ("file",)
    media_types: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class JournalSpec(ProviderSpec):
    """A database that can hold the journal. Capabilities: "attachments", "text"."""

    kind: ClassVar[Kind] = "journal"


@dataclass(frozen=True, kw_only=True)
class CommandSpec(Spec):
    """A command: `memkit NAME`. Its `impl` is a Typer app, or a function that Typer makes a command
    of by its arguments; it is imported when the command is called, or asked for its help.
    """

    kind: ClassVar[Literal["command"]] = "command"
