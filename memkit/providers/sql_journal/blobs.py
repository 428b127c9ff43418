"""Bytes of attachments: which of them the history names, and whether they are as they were."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from memkit.domain.attachments import content_digest
from memkit.filters import Sql
from memkit.providers.sql_journal import rows
from memkit.providers.sql_journal.rows import Row

Run = Callable[[str, Sequence[Any]], list[Row]]

_NAMING = '%"attachments":%'
_STATES = "SELECT new_state FROM events WHERE new_state LIKE ?"
_PAGE = "SELECT digest, content FROM blobs WHERE digest > ? ORDER BY digest LIMIT 8"


def named(run: Run, these: Sql | None = None) -> set[str]:
    """Return the digests that states of memories name, as they are and as they were.

    Args:
        run: Carries a statement out.
        these: Which events; None for all.
    """
    condition, params = ("", ()) if these is None else (f" AND {these.text}", these.params)
    found = run(_STATES + condition, (_NAMING, *params))
    told = (one for (state,) in found for one in rows.read_state(state).get("attachments", ()))
    return {one["digest"] for one in told if one.get("digest") is not None}


def unnamed(run: Run, digests: Collection[str]) -> list[str]:
    """Return those of the digests that no state names any more."""
    return sorted(set(digests) - named(run)) if digests else []


def problems(run: Run) -> Iterator[str]:
    """Yield what is wrong with attachments."""
    there: set[str] = set()
    changed, last = 0, ""
    while page := run(_PAGE, (last,)):
        last = page[-1][0]
        there.update(digest for digest, _ in page)
        changed += sum(content_digest(bytes(content)) != digest for digest, content in page)
    if changed:
        yield f"{changed} attachments are not as they were written."
    missing = len(named(run) - there)
    if missing:
        yield f"The bytes of {missing} attachments are missing."
