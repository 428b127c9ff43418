"""The command line: its root, and the commands in the order in which help lists them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from memkit._version import __version__
from memkit.cli import (
    admin,
    ask,
    context,
    costs,
    documents,
    entities,
    facts,
    import_export,
    preview,
    procedure,
    read,
    recall,
    sources,
    tidying,
    wishes,
    write,
)
from memkit.cli.options import FLAG, Database, Json
from memkit.cli.plugin_commands import CommandGroup

_EXIT_CODES = """\
Exit codes: 0 all went well (also when nothing was found); 1 an error, with
its fix on stderr; 2 wrong usage; 3 `memkit doctor` found problems, or
`memkit tune` nothing that is enough; 130 it was interrupted."""

app = typer.Typer(
    name="memkit",
    cls=CommandGroup,
    epilog=_EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    # A traceback that rich paints shows local variables, and these may hold a key.
    pretty_exceptions_enable=False,
)

_COMMANDS: dict[str, dict[str, Callable[..., None]]] = {
    "Remember and recall": {
        "add": write.add,
        "preview": preview.preview,
        "add-procedure": procedure.add_procedure,
        "search": read.search,
        "context": context.context,
        "ask": ask.ask,
        "list": read.list_,
        "history": read.history,
        "evidence": sources.evidence,
        "stale": sources.stale,
        "undo": sources.undo,
    },
    "Documents": {
        "ingest": documents.ingest,
        "sources": documents.sources,
        "forget-source": documents.forget_source,
    },
    "Facts of messages": {
        "facts": facts.facts,
        "pending": facts.pending,
        "extract": facts.extract,
        "accept": facts.accept,
        "reject": facts.reject,
        "derivations": facts.derivations,
        "wishes": wishes.wishes,
        "profile": facts.profile,
        "check-llm": facts.check_llm,
        "usage": costs.usage,
        "budget": costs.budget,
        "export-calls": costs.export_calls,
        "recheck": tidying.recheck,
        "consolidate": tidying.consolidate,
        "entities": entities.entities,
        "entity": entities.entity,
    },
    "Move and care": {
        "import": import_export.import_,
        "export": import_export.export,
        "add-space": admin.add_space,
        "backup": admin.backup,
        "doctor": admin.doctor,
        "jobs": admin.jobs,
        "recall": recall.recall,
        "tune": recall.tune,
        "plugins": admin.plugins,
        "purge": admin.purge,
    },
}
for _panel, _commands in _COMMANDS.items():
    for _name, _command in _commands.items():
        app.command(_name, rich_help_panel=_panel)(_command)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"memkit {__version__}")
        raise typer.Exit


@app.callback()
def root(
    called: typer.Context,
    db: Database = None,
    as_json: Json = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            metavar=FLAG,
            help="Print the version and exit.",
            is_eager=True,
            callback=_print_version,
        ),
    ] = False,
) -> None:
    """A memory for people and programs: add texts, search them, trace every change.

    Everything is kept in one file, memkit.db in this folder unless --db,
    MEMKIT_PATH or memkit.toml says otherwise. It works offline; other models
    are plug-ins.

    Examples:
      memkit add "I moved to Lisbon in March" --user alice
      memkit search "where does she live?" --user alice
      memkit search --help
    """
    # --db and --json before the command's name are the command's defaults.
    called.default_map = {str(called.invoked_subcommand): {"db": db, "as_json": as_json}}
