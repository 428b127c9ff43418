"""Looking after a memory: is it sound, how is it mended, and which spaces does it stand in."""

from __future__ import annotations

import numpy as np

from memkit.concurrency.effects import Effects
from memkit.concurrency.jobs import BackgroundJob, Jobs
from memkit.contracts.embedder import Embedder
from memkit.contracts.journal import Problem
from memkit.contracts.store import Keys, Position
from memkit.domain.results import Report
from memkit.engine.engine import Engine, warn
from memkit.engine.follower import EVERYTHING
from memkit.engine.settings import ProviderChoice
from memkit.engine.spaces.fill import FILL, fill, unfinished_fills
from memkit.engine.store_migration import unfinished_moves
from memkit.errors import MemkitError

_CHECKED = (
    "the database file",
    "events fold to the memories",
    "the text index",
    "vectors of every space",
    "the store follows the journal",
)
_REINDEX = "Run `memkit doctor --fix`, or m.reindex()."


def doctor(engine: Engine, *, fix: bool) -> Effects[Report]:
    """Compare the journal with itself, and the store with the journal; mend them first if asked."""
    if fix:
        yield from mend(engine)
    return Report((*engine.journal.check(), *_store_problems(engine)), _CHECKED)


def mend(engine: Engine) -> Effects[None]:
    """Rebuild what can be rebuilt: the text index, missing vectors, the store."""
    engine.journal.repair()
    for row in engine.journal.spaces():
        yield from fill(engine.journal, engine.spaces, row.key)
    engine.follower.rebuild()


def reindex(engine: Engine) -> None:
    """Rebuild the text index and the store from the journal."""
    engine.journal.repair()
    engine.follower.rebuild()


def add_space(
    engine: Engine,
    embedder: ProviderChoice | Embedder,
    *,
    key: str | None,
    wait: bool,
    progress: bool,
) -> Effects[BackgroundJob[None]]:
    """Register a space, or find it again, and start to fill it."""
    known = {row.key: row for row in engine.journal.spaces()}
    if isinstance(embedder, str) and key is None and embedder in known:
        row = known[embedder]
        yield from engine.spaces.embedder(row)
    else:
        row = yield from engine.spaces.add(embedder, key=key, default=False)
    filling = engine.fill(row.key, progress=progress)
    if wait:
        filling.wait()
    return filling


def drop_space(engine: Engine, key: str) -> None:
    """Forget a space and its vectors, after the end of what fills it."""
    engine.jobs.stop(FILL, key)
    engine.spaces.drop(key)


def jobs(engine: Engine) -> Jobs:
    """Return what goes on in the background, what has ended, and what was left unfinished."""
    engine.jobs.update_unfinished(
        (*unfinished_fills(engine.journal, engine.spaces, warn=warn), *unfinished_moves(engine))
    )
    return engine.jobs.listed()


def _store_problems(engine: Engine) -> list[Problem]:
    name = engine.view.name
    try:
        engine.follower.catch_up()
        held = engine.store.count()
        expected = engine.journal.count(EVERYTHING)
        if held != expected:
            return [Problem(f"Store {name!r} holds {held} memories of {expected}.", _REINDEX)]
        problems = []
        for row in engine.journal.spaces():
            held, expected = engine.store.count(row.key), _with_content(engine, row.key)
            if held != expected:
                what = f"Store {name!r} holds {held} vectors of {expected} in space {row.key!r}."
                problems.append(Problem(what, _REINDEX))
        position, head = engine.follower.position(), engine.journal.head()
        if position != head and head != Position():
            problems.append(Problem(f"Store {name!r} is behind the journal.", _REINDEX))
        return problems
    except MemkitError as error:
        return [Problem(f"Store {name!r} does not answer: {error.problem}", error.fix)]


def _with_content(engine: Engine, space: str) -> int:
    """Return how many memories have a vector that is not all zeros: only these can match."""
    keys = engine.journal.allowed_keys(EVERYTHING)
    total = 0
    for start in range(0, len(keys), 20_000):
        part: Keys = keys[start : start + 20_000]
        total += int(np.any(engine.journal.vectors(space, part), axis=1).sum())
    return total
