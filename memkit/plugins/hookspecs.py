"""The hooks a plug-in may implement. Each returns a list of specs; none imports an SDK."""

from __future__ import annotations

import pluggy

from memkit.plugins.specs import (
    CommandSpec,
    EmbedderSpec,
    JournalSpec,
    LLMSpec,
    LoaderSpec,
    RerankerSpec,
    StoreSpec,
)

PROJECT = "memkit"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def memkit_embedders() -> list[EmbedderSpec]:  # type: ignore[empty-body]
    """Return the embedders this plug-in provides."""


@hookspec
def memkit_llms() -> list[LLMSpec]:  # type: ignore[empty-body]
    """Return the LLMs this plug-in provides."""


@hookspec
def memkit_stores() -> list[StoreSpec]:  # type: ignore[empty-body]
    """Return the stores this plug-in provides."""


@hookspec
def memkit_rerankers() -> list[RerankerSpec]:  # type: ignore[empty-body]
    """Return the rerankers this plug-in provides."""


@hookspec
def memkit_loaders() -> list[LoaderSpec]:  # type: ignore[empty-body]
    """Return the document loaders this plug-in provides."""


@hookspec
def memkit_journals() -> list[JournalSpec]:  # type: ignore[empty-body]
    """Return the journals this plug-in provides."""


@hookspec
def memkit_commands() -> list[CommandSpec]:  # type: ignore[empty-body]
    """Return the commands this plug-in adds to the command line."""
