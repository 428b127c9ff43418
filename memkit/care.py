"""Whether a memory is sound, and how it is mended."""

from __future__ import annotations

import numpy as np

from memkit.contracts.journal import Problem
from memkit.contracts.store import Keys, Position
from memkit.core import Core
from memkit.errors import MemkitError
from memkit.journal.follow import EVERYTHING
from memkit.results import Report
from memkit.spaces.fill import fill
from memkit.steps import Steps

_CHECKED = (
    "the database file",
    "events fold to the memories",
    "the text index",
    "vectors of every space",
    "the store follows the journal",
)
_REINDEX = "Run `memkit doctor --fix`, or m.reindex()."


def doctor(core: Core) -> Report:
    """Compare the journal with itself, and the store with the journal."""
    return Report((*core.journal.check(), *_store_problems(core)), _CHECKED)


def mend(core: Core) -> Steps[None]:
    """Rebuild what can be rebuilt: the text index, missing vectors, the store."""
    core.journal.repair()
    for row in core.journal.spaces():
        yield from fill(core.journal, core.spaces, row.key, progress=False)
    core.follower.rebuild()


def reindex(core: Core) -> None:
    """Rebuild the text index and the store from the journal."""
    core.journal.repair()
    core.follower.rebuild()


def _store_problems(core: Core) -> list[Problem]:
    name = core.store_spec.name
    try:
        core.follower.catch_up()
        held = core.store.count()
        expected = core.journal.count(EVERYTHING)
        if held != expected:
            return [Problem(f"Store {name!r} holds {held} memories of {expected}.", _REINDEX)]
        problems = []
        for row in core.journal.spaces():
            held, expected = core.store.count(row.key), _with_content(core, row.key)
            if held != expected:
                what = f"Store {name!r} holds {held} vectors of {expected} in space {row.key!r}."
                problems.append(Problem(what, _REINDEX))
        position, head = core.follower.position(), core.journal.head()
        if position != head and head != Position():
            problems.append(Problem(f"Store {name!r} is behind the journal.", _REINDEX))
        return problems
    except MemkitError as error:
        return [Problem(f"Store {name!r} does not answer: {error.problem}", error.fix)]


def _with_content(core: Core, space: str) -> int:
    """Return how many memories have a vector that is not all zeros: only these can match."""
    keys = core.journal.allowed_keys(EVERYTHING)
    total = 0
    for start in range(0, len(keys), 20_000):
        part: Keys = keys[start : start + 20_000]
        total += int(np.any(core.journal.vectors(space, part), axis=1).sum())
    return total
