"""Looking after a memory: is it sound, how is it mended, and which spaces does it stand in."""

from __future__ import annotations

import numpy as np

from memkit.config import ProviderChoice
from memkit.contracts.embedder import Embedder
from memkit.contracts.journal import Problem
from memkit.contracts.store import Keys, Position
from memkit.core import Core
from memkit.errors import MemkitError
from memkit.journal.follow import EVERYTHING
from memkit.results import Report
from memkit.spaces.fill import Filling, fill
from memkit.steps import Steps

_CHECKED = (
    "the database file",
    "events fold to the memories",
    "the text index",
    "vectors of every space",
    "the store follows the journal",
)
_REINDEX = "Run `memkit doctor --fix`, or m.reindex()."


def doctor(core: Core, *, fix: bool) -> Steps[Report]:
    """Compare the journal with itself, and the store with the journal; mend them first if asked."""
    if fix:
        yield from mend(core)
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


def add_space(
    core: Core,
    embedder: ProviderChoice | Embedder,
    *,
    key: str | None,
    wait: bool,
    progress: bool,
) -> Steps[Filling]:
    """Register a space, or find it again, and start to fill it."""
    known = {row.key: row for row in core.journal.spaces()}
    if isinstance(embedder, str) and key is None and embedder in known:
        row = known[embedder]
        yield from core.spaces.embedder(row)
    else:
        row = yield from core.spaces.add(embedder, key=key, default=False)
    filling = core.fill(row.key, progress=progress)
    if wait:
        filling.wait()
    return filling


def _store_problems(core: Core) -> list[Problem]:
    name = core.view.name
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
