"""The commands that look after a memory and an installation: backup, doctor, jobs, plugins."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from memkit.cli import show
from memkit.cli.options import FLAG, Database, Json, Kind, Store
from memkit.cli.output import Output
from memkit.cli.session import opened, reporting
from memkit.domain.wording import counted
from memkit.errors import ValidationError, in_idiom

PROBLEMS_FOUND = 3


def backup(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="The file to write.", dir_okay=False, show_default=False
        ),
    ],
    overwrite: Annotated[
        bool,
        typer.Option(
            "--overwrite",
            metavar=FLAG,
            help="Replace the file if it is there.",
            show_default=False,
        ),
    ] = False,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Write the whole memory to a new file, while others go on writing.

    The file is a memory itself: open it with --db, or put it in the place
    of the old one when nobody has that open. A copy made by other means
    lacks what was stored last while the memory is in use.

    Examples:
      memkit backup monday.db
      memkit backup latest.db --overwrite --db research.db
    """
    out = Output(as_json)
    with opened(out, db) as memory:
        if file.exists() and not overwrite:
            raise ValidationError(
                f"{str(file)!r} is there already.", fix="Choose another path, or add --overwrite."
            )
        written = memory.backup(file, overwrite=overwrite)
        count = memory.count()
    if out.as_json:
        out.document({"path": str(written), "count": count})
    else:
        out.screen.say(f"Wrote {counted(count)} to {file}.")


def doctor(
    fix: Annotated[
        bool,
        typer.Option(
            "--fix",
            metavar=FLAG,
            help="Rebuild first what can be rebuilt: the text index, vectors, the store.",
            show_default=False,
        ),
    ] = False,
    store: Store = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Check that the history gives the memories, and that each index matches.

    Reads everything, so it takes a while on a large file. Exits with 3 if
    something is wrong, and says with what it is mended.

    Examples:
      memkit doctor
      memkit doctor --fix --db research.db
    """
    out = Output(as_json)
    with opened(out, db, store=store) as memory:
        report = memory.doctor(fix=fix)
    if out.as_json:
        problems = [
            {"what": problem.what, "fix": in_idiom(problem.fix, "command")}
            for problem in report.problems
        ]
        out.document(
            {
                "ok": report.ok,
                "problems": problems,
                "checked": list(report.checked),
                "recall": [measured.to_dict() for measured in report.recall],
                "notes": [in_idiom(note, "command") for note in report.notes],
            }
        )
    else:
        show.report(out.screen, report)
    if not report.ok:
        raise typer.Exit(PROBLEMS_FOUND)


def purge(
    id: Annotated[
        str,
        typer.Argument(metavar="ID", help="A memory's id, or the end of it.", show_default=False),
    ],
    yes: Annotated[
        bool,
        typer.Option("--yes", "-y", metavar=FLAG, help="Do it.", show_default=False),
    ] = False,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="TEXT", help="Why, for the history.", show_default=False),
    ] = None,
    store: Store = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Erase a memory from the history for good, and what was derived from it.

    For what must not be there at all: nothing of its text stays in the file,
    and it can't be undone. Its events keep their numbers and say nothing.
    Backups and exports are not touched.

    Examples:
      memkit purge 0198c0de-7a3b-7c1f-9a54-2f9c1e7a0b11 --yes
      memkit purge 2f9c1e7a0b11 --reason "asked for by the user" --yes
    """
    out = Output(as_json)
    with opened(out, db, store=store) as memory:
        if not yes:
            number = len(memory.history(id))
            raise ValidationError(
                f"Nothing was purged. This would erase {counted(number, 'event')} of the memory, "
                "and whatever was derived from it.",
                fix="If you mean it, add --yes.",
            )
        erased = [result.id for result in memory.purge(id, reason=reason)]
    if out.as_json:
        out.document({"erased": erased})
    else:
        out.screen.say(f"Purged {counted(len(erased))}: {', '.join(erased)}.")


def add_space(
    embedder: Annotated[
        str,
        typer.Argument(
            metavar="EMBEDDER",
            help="A model, e.g. hash or openai:text-embedding-3-small; or a space, to go on.",
            show_default=False,
        ),
    ],
    key: Annotated[
        str | None, typer.Option("--key", metavar="NAME", help="What the space is called.")
    ] = None,
    default: Annotated[
        bool,
        typer.Option(
            "--default", metavar=FLAG, help="Search in it from now on.", show_default=False
        ),
    ] = False,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Give every memory a second vector, of another model, and wait for it.

    Searches take --space NAME then. One that was interrupted goes on where it
    stopped, if it is added again.

    Examples:
      memkit add-space hash
      memkit add-space hash --key second --default
    """
    out = Output(as_json)
    with opened(out, db) as memory:
        job = memory.add_space(embedder, key=key, wait=True, progress=out.progress)
        if default:
            memory.use_space(job.name)
        found = memory.spaces
    if out.as_json:
        out.document({"spaces": [asdict(space) for space in found]})
    else:
        show.spaces(out.screen, found)


def jobs(
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            metavar=FLAG,
            help="Fill the spaces that are not full, and wait for it.",
            show_default=False,
        ),
    ] = False,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Print what was left unfinished: spaces to fill, moves to another store.

    A notebook that was closed or killed while it filled a space leaves what
    was embedded, and the rest can be filled by any process. A store is moved
    to with m.use_store in Python; the next call goes on.

    Examples:
      memkit jobs
      memkit jobs --resume --db research.db
    """
    out = Output(as_json)
    with opened(out, db) as memory:
        if resume:
            for job in memory.jobs:
                if job.kind == "fill":
                    memory.add_space(job.name, wait=True, progress=out.progress)
        found = memory.jobs
    if out.as_json:
        out.document({"jobs": [show.job_fields(job) for job in found]})
    else:
        show.jobs(out.screen, found)


def plugins(
    kind: Annotated[
        Kind | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="Only embedder, llm, store, reranker, loader, journal or command.",
        ),
    ] = None,
    include_known: Annotated[
        bool,
        typer.Option(
            "--all", metavar=FLAG, help="Also those that can be installed.", show_default=False
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Print the installed providers of models, stores and more, and commands.

    A plug-in that fails to load, or whose name another one has too, is listed
    with the cause; the others work. No provider's SDK is imported.

    Examples:
      memkit plugins
      memkit plugins --kind embedder --all
    """
    out = Output(as_json)
    with reporting(out):
        from memkit.plugins import KNOWN, list_providers

        rows = list_providers(kind)
    installed = {(row.kind, row.name) for row in rows}
    known = [
        (known_kind, name, entry.distribution)
        for name, entry in KNOWN.items()
        for known_kind in entry.kinds
        if (known_kind, name) not in installed and kind in (None, known_kind)
    ]
    available = sorted(known) if include_known else None
    if out.as_json:
        out.document(show.provider_fields(rows, available))
    else:
        show.providers(out.screen, rows, available, kind=kind)
