"""Opening a memory for one command, and telling of errors in the way that was asked for."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from memkit.cli.output import Output
from memkit.errors import MemkitError, NotFoundError

if TYPE_CHECKING:
    from memkit.memory import Memory


INTERRUPTED = 130


@contextmanager
def reporting(out: Output) -> Iterator[None]:
    """Turn a memkit error into its message and exit code 1, and a warning into a note.

    An interruption says what was kept, and ends with the exit code that shells know it by.
    """
    with warnings.catch_warnings():
        shown = warnings.showwarning
        told: set[str] = set()

        def show(message: Warning | str, category: type[Warning], *place: object) -> None:
            if category.__module__.partition(".")[0] == "memkit":
                # A command may ask twice, for a page and for a count.
                if str(message) not in told:
                    told.add(str(message))
                    out.note(message)
            else:
                shown(message, category, *place)  # type: ignore[arg-type]

        # `show` takes the place and the line as they come, which the stub can't express.
        warnings.showwarning = show  # type: ignore[assignment]
        try:
            yield
        except MemkitError as error:
            out.error(error)
            raise typer.Exit(1) from error
        except KeyboardInterrupt as error:
            out.interrupted(error)
            raise typer.Exit(INTERRUPTED) from error


@contextmanager
def opened(
    out: Output,
    db: str | None,
    *,
    new: bool = False,
    embedder: str | None = None,
    store: str | None = None,
    reranker: str | None = None,
    llm: str | None = None,
) -> Iterator[Memory]:
    """Open a memory; errors inside are reported.

    Args:
        out: Where errors and warnings go.
        db: The file; None for the one that the settings name.
        new: Whether the file may be made. A command that only reads must not leave an empty file
            behind where a path was mistyped.
        embedder, store, reranker, llm: As `Memory` takes them.
    """
    with reporting(out):
        # Here, so that `memkit --help` loads neither numpy nor pydantic.
        from memkit.errors import MemkitWarning
        from memkit.memory import Memory

        warnings.filterwarnings("always", category=MemkitWarning)
        if not new:
            _check_exists(db)
        with Memory(db, embedder=embedder, store=store, reranker=reranker, llm=llm) as memory:
            yield memory


def _check_exists(db: str | None) -> None:
    from memkit.engine.settings import resolve

    settings = resolve({"path": db})
    if settings.journal or settings.path == ":memory:" or Path(settings.path).exists():
        return
    raise NotFoundError(
        f"There is no memory at {settings.path!r}.",
        fix="Check --db and MEMKIT_PATH, or begin one: memkit add 'I live in Lisbon' --user alice",
    )
