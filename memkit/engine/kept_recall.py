"""What a journal keeps of measurements of a store: how much it finds, and how it was tuned.

Beside the memories, for the next process: the store itself may keep nothing, or be made anew.
"""

from __future__ import annotations

import contextlib
import json
from datetime import datetime
from typing import Any

from memkit.contracts.journal import Journal, SpaceRow
from memkit.domain.recall import RecallReport
from memkit.errors import MemkitError

# Beyond this no index is searched any more broadly: what a file says is not trusted further.
MOST = 1_000_000

_SHARES = ("recall", "low", "high")
_COUNTS = ("k", "queries", "memories")


def keep_report(journal: Journal, identity: str, row: SpaceRow, report: RecallReport) -> None:
    """Keep what was measured last of a space. Where nothing can be kept, nothing is."""
    said = _read(journal, _name(identity, row))
    measured = {name: getattr(report, name) for name in (*_SHARES, "ms", *_COUNTS, "breadth")}
    at = report.measured_at.isoformat()
    _write(journal, _name(identity, row), {**said, "measured": {**measured, "at": at}})


def keep_breadth(journal: Journal, identity: str, row: SpaceRow, breadth: int) -> None:
    """Keep what a space was tuned to."""
    name = _name(identity, row)
    _write(journal, name, {**_read(journal, name), "breadth": breadth})


def kept_breadths(journal: Journal, identity: str) -> dict[str, int]:
    """Return what the spaces of a store were tuned to."""
    found: dict[str, int] = {}
    with contextlib.suppress(MemkitError):
        for row in journal.spaces():
            breadth = _read(journal, _name(identity, row)).get("breadth")
            if type(breadth) is int and 1 <= breadth <= MOST:
                found[row.key] = breadth
    return found


def kept_report(
    journal: Journal, identity: str, row: SpaceRow, *, store: str, option: str | None
) -> RecallReport | None:
    """Return what was measured last of a space, if anything was."""
    said = _read(journal, _name(identity, row)).get("measured")
    try:
        if not isinstance(said, dict) or not all(0 <= said[name] <= 1 for name in _SHARES):
            return None
        numbers: dict[str, Any] = {name: float(said[name]) for name in (*_SHARES, "ms")}
        counts: dict[str, Any] = {name: int(said[name]) for name in _COUNTS}
        return RecallReport(
            store=store,
            space=row.key,
            measured_at=datetime.fromisoformat(said["at"]),
            option=option,
            breadth=None if said["breadth"] is None else int(said["breadth"]),
            **numbers,
            **counts,
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        return None  # Not written by memkit.


def _read(journal: Journal, name: str) -> dict[str, Any]:
    with contextlib.suppress(MemkitError, ValueError, RecursionError):
        said = json.loads(journal.cache_get(name) or b"{}")
        if isinstance(said, dict):
            return said
    return {}


def _write(journal: Journal, name: str, said: dict[str, Any]) -> None:
    # A journal that can't be written to loses a number that can be measured again.
    with contextlib.suppress(MemkitError):
        journal.cache_put(name, json.dumps(said).encode())


def _name(identity: str, row: SpaceRow) -> str:
    # A space that is dropped and added again has another id, and other neighbours.
    return f"recall-{identity}-{row.id}"
