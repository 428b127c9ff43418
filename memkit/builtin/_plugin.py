"""The providers that ship with the core, registered through the same hooks as any plug-in."""

from __future__ import annotations

from memkit.plugins.hookspecs import hookimpl
from memkit.plugins.specs import EmbedderSpec, JournalSpec, LLMSpec, LoaderSpec, StoreSpec


@hookimpl
def memkit_embedders() -> list[EmbedderSpec]:
    """Return the embedders that need no key and no download."""
    return [
        EmbedderSpec(
            name="static-2",
            impl="memkit.builtin.multilingual.embedder:MultilingualEmbedder",
            config="memkit.builtin.configs:StaticConfig",
            summary="Word vectors of many languages in one space; offline",
            capabilities=frozenset({"idf", "late_interaction", "semantic"}),
        ),
        EmbedderSpec(
            name="static",
            impl="memkit.builtin.static.embedder:StaticEmbedder",
            config="memkit.builtin.configs:StaticConfig",
            summary="Token vectors distilled from all-MiniLM-L6-v2; offline, 256 dimensions",
            capabilities=frozenset({"idf", "semantic"}),
            successor="static-2",
        ),
        EmbedderSpec(
            name="hash",
            impl="memkit.builtin.hash:HashEmbedder",
            config="memkit.builtin.configs:HashConfig",
            summary="Signed hashes of words and character n-grams; any script, no model",
            capabilities=frozenset({"idf"}),
        ),
    ]


@hookimpl
def memkit_llms() -> list[LLMSpec]:
    """Return LLMs for tests and notebooks."""
    return [
        LLMSpec(
            name="echo",
            impl="memkit.builtin.echo:EchoLLM",
            config="memkit.builtin.configs:EchoConfig",
            summary="Answers with the last message, or with replies that were written for it",
            capabilities=frozenset({"schema"}),
        )
    ]


@hookimpl
def memkit_stores() -> list[StoreSpec]:
    """Return the store that needs no server."""
    return [
        StoreSpec(
            name="local",
            impl="memkit.builtin.local_store.store:LocalStore",
            config="memkit.builtin.configs:LocalConfig",
            summary="Exact vector and text search in this process, beside the journal",
            capabilities=frozenset({"text"}),
        )
    ]


@hookimpl
def memkit_loaders() -> list[LoaderSpec]:
    """Return the loaders that need no library."""
    return [
        LoaderSpec(
            name="text",
            impl="memkit.builtin.loaders.text:TextLoader",
            config="memkit.builtin.loaders.configs:TextConfig",
            summary="Plain text and Markdown files, with the sections of the latter; WhatsApp",
            suffixes=(".txt", ".text", ".md", ".markdown"),
            media_types=("text/plain", "text/markdown"),
        ),
        LoaderSpec(
            name="csv",
            impl="memkit.builtin.loaders.tables:TableLoader",
            config="memkit.builtin.loaders.configs:TableConfig",
            summary="Tables of CSV and TSV, row by row",
            suffixes=(".csv", ".tsv"),
            media_types=("text/csv", "text/tab-separated-values"),
        ),
        LoaderSpec(
            name="json",
            impl="memkit.builtin.loaders.json_files:JSONLoader",
            config="memkit.builtin.loaders.configs:JSONConfig",
            summary="JSON and JSON lines; chats of ChatGPT, Claude and Slack as messages",
            suffixes=(".json", ".jsonl", ".ndjson"),
            media_types=("application/json", "application/x-ndjson"),
        ),
        LoaderSpec(
            name="notebook",
            impl="memkit.builtin.loaders.notebooks:NotebookLoader",
            config="memkit.builtin.loaders.configs:NotebookConfig",
            summary="Notebooks of Jupyter, cell by cell",
            suffixes=(".ipynb",),
            media_types=("application/x-ipynb+json",),
        ),
        LoaderSpec(
            name="chat-export",
            impl="memkit.builtin.loaders.chat_exports:ChatExportLoader",
            config="memkit.builtin.loaders.configs:ChatExportConfig",
            summary="Archives of ChatGPT, Claude, WhatsApp and Slack, as messages",
            suffixes=(".zip",),
            media_types=("application/zip",),
        ),
    ]


@hookimpl
def memkit_journals() -> list[JournalSpec]:
    """Return the default journal."""
    return [
        JournalSpec(
            name="sqlite",
            impl="memkit.builtin.sqlite.journal:SQLiteJournal",
            config="memkit.builtin.configs:SQLiteConfig",
            summary="A SQLite file; any number of processes and threads",
            capabilities=frozenset({"attachments"}),
            shorthand="path",
        )
    ]
