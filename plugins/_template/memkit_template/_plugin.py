"""What this plug-in provides. Imported to list providers, so it imports no SDK."""

from __future__ import annotations

from memkit.plugins import CommandSpec, EmbedderSpec, LoaderSpec, StoreSpec, hookimpl

LETTERS = EmbedderSpec(
    name="letters",
    impl="memkit_template.embedder:LetterEmbedder",
    config="memkit_template.config:LetterConfig",
    summary="Counts letters and pairs of letters; an example",
    shorthand="dim",
)

SHELF = StoreSpec(
    name="shelf",
    impl="memkit_template.store:ShelfStore",
    config="memkit_template.config:ShelfConfig",
    summary="Vectors in dicts, compared one by one with NumPy; an example",
    # What it can do, and which options say where its rows are.
    capabilities=frozenset({"filter", "persistent"}),
    location=("folder",),
)

COMMAND = CommandSpec(
    name="letters",
    impl="memkit_template.command:letters",
    summary="Print how similar two texts are by their letters; an example",
)

LOG = LoaderSpec(
    name="log",
    impl="memkit_template.loader:LogLoader",
    config="memkit_template.config:LogConfig",
    summary="A log, line by line; an example",
    suffixes=(".log",),
    media_types=("text/x-log",),
)


@hookimpl
def memkit_embedders() -> list[EmbedderSpec]:
    """Return the embedders of this plug-in."""
    return [LETTERS]


@hookimpl
def memkit_loaders() -> list[LoaderSpec]:
    """Return the loaders of this plug-in."""
    return [LOG]


@hookimpl
def memkit_stores() -> list[StoreSpec]:
    """Return the stores of this plug-in."""
    return [SHELF]


@hookimpl
def memkit_commands() -> list[CommandSpec]:
    """Return the commands of this plug-in."""
    return [COMMAND]
