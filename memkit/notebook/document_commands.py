"""The subcommands of %memkit on documents, and their options."""

from __future__ import annotations

from memkit.notebook.options import Command, Option
from memkit.notebook.shared_options import EVERYONE, OUT, SCOPE, YES, command_of, pair, whole

DOCUMENTS: tuple[Command, ...] = (
    command_of(
        "%memkit ingest",
        "Read files, folders or pages, and keep their passages as memories.",
        operand="SOURCE",
        least=1,
        most=64,
        options=(
            *SCOPE,
            Option(flags=("--meta", "-m"), value="KEY=VALUE", read=pair, repeat=True,
                   complete="metadata", help="Metadata of all of their passages."),
            Option(flags=("--sync",), help="Remove the documents that are gone from the source."),
            Option(flags=("--force",), help="Read documents that are unchanged, too."),
            Option(flags=("--tokens",), value="N", read=whole,
                   help="The most tokens of a passage; 800 if not given."),
            Option(flags=("--loader",), value="NAME",
                   help="Who reads; the one that fits each if not given."),
            OUT,
        ),
        examples=("%memkit ingest handbook.md notes/", "%memkit ingest docs --sync"),
        complete="files",
    ),
    command_of(
        "%memkit sources",
        "Show the documents that were read.",
        options=(*SCOPE, EVERYONE, OUT),
    ),
    command_of(
        "%memkit forget-source",
        "Delete what was read from a document.",
        operand="SOURCE",
        least=1,
        most=1,
        options=(*SCOPE, EVERYONE, OUT, YES),
        examples=("%memkit forget-source handbook.md --yes",),
        complete="files",
    ),
)  # fmt: skip
