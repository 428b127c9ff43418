"""Looking after a memory: is it sound, how is it mended, and which spaces does it stand in."""

from __future__ import annotations

import contextlib

import numpy as np

from memkit.concurrency.effects import Effects
from memkit.concurrency.jobs import BackgroundJob, Jobs
from memkit.contracts.embedder import Embedder
from memkit.contracts.store import Keys, Position
from memkit.domain import fixes
from memkit.domain.passages import searched_text_of
from memkit.domain.recall import RecallReport
from memkit.domain.results import Problem, Report
from memkit.domain.validation import flag
from memkit.domain.wording import counted, rounded
from memkit.engine.engine import Engine, warn
from memkit.engine.follower import EVERYTHING
from memkit.engine.recall import measured
from memkit.engine.settings import ProviderChoice
from memkit.engine.spaces.fill import FILL, fill, unfinished_fills
from memkit.engine.spaces.listing import listed, successor_note
from memkit.engine.spaces.waiting import filled
from memkit.engine.store_lookup import by_id
from memkit.engine.store_migration import unfinished_moves
from memkit.engine.word_index import WordIndex
from memkit.errors import (
    Interrupted,
    JournalError,
    MemkitError,
    ProviderError,
    StoreDamagedError,
    StoreLostError,
)

_CHECKED = (
    "the database file",
    "events fold to the memories",
    "the text index",
    "vectors of every space",
    "the store follows the journal",
    "memories stand in the store as they are",
)
# So many of the newest memories, and so many of the others, are looked up in the store.
_LOOKED_UP = 16
# A vector's cosine with itself, in stores that compress what they hold.
_ITSELF = 0.9
_REINDEX = fixes.REBUILD
_FINDS = "how much of the exact answer the store finds"
# So many texts are searched for, or as many as fit into the time, and so many of the nearest of
# each compared; a recall below this is a problem.
_MEASURED, _MEASURED_SECONDS = 50, 1.0
_NEAREST, _ENOUGH = 10, 0.95


def doctor(engine: Engine, *, fix: bool) -> Effects[Report]:
    """Compare the journal with itself, and the store with the journal; mend them first if asked."""
    if flag(fix, "fix"):
        yield from mend(engine)
    problems = engine.journal.check()
    try:
        words, of_the_store = _word_problems(engine), _store_problems(engine)
        note = successor_note(listed(engine.journal))
        # What does not hold all, or does not answer, is not asked how much it finds.
        missed, found = ([], ()) if of_the_store else _recall(engine)
        checked = (*_CHECKED, *([_FINDS] if found else []))
        return Report(
            (*problems, *words, *of_the_store, *missed),
            checked,
            recall=found,
            notes=() if note is None else (note,),
        )
    except JournalError as error:
        # A memory that can't be read is what was looked for.
        return Report((*problems, Problem(error.problem, error.fix)), _CHECKED)


def mend(engine: Engine) -> Effects[None]:
    """Rebuild what can be rebuilt: the text index, missing vectors, the store."""
    engine.journal.repair()
    _rebuild_words(engine)
    for row in engine.journal.spaces():
        yield from fill(engine.journal, engine.spaces, row.key)
    engine.rebuild()


def reindex(engine: Engine) -> None:
    """Rebuild the text index and the store from the journal."""
    try:
        engine.journal.repair()
        _rebuild_words(engine)
        engine.rebuild()
    except KeyboardInterrupt:
        raise Interrupted(
            "All memories are kept; the index is not whole yet.",
            fix="Run it again, or search: the index catches up with the journal.",
        ) from None


def reset(engine: Engine) -> None:
    """Erase everything, in the journal and in the store."""
    with contextlib.suppress(MemkitError):
        # A store that is opened at its first call must know by then whose index it has to erase.
        engine.follower.position()
    engine.journal.reset()
    engine.follow_if_it_can()


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
        filling.finish()
    return filling


def use_space(engine: Engine, key: str) -> Effects[None]:
    """Make a space the default, once it is filled."""
    yield from filled(engine, engine.spaces.get(key))
    engine.spaces.use(key)


def drop_space(engine: Engine, key: str) -> None:
    """Forget a space and its vectors, after the end of what fills it."""
    key = engine.spaces.get(key).key
    engine.jobs.stop(FILL, key)
    engine.spaces.drop(key)


def jobs(engine: Engine) -> Jobs:
    """Return what goes on in the background, what has ended, and what was left unfinished."""
    engine.jobs.update_unfinished(
        lambda: [
            *unfinished_fills(engine.journal, engine.spaces, warn=warn),
            *unfinished_moves(engine),
        ]
    )
    return engine.jobs.listed()


def _rebuild_words(engine: Engine) -> None:
    if isinstance(engine.words, WordIndex):
        engine.words.rebuild()


def _word_problems(engine: Engine) -> list[Problem]:
    words = engine.words
    if engine.index.has_words or not isinstance(words, WordIndex):
        return []
    try:
        words.verify()
        held, expected = words.count(), engine.journal.count(EVERYTHING)
        if held != expected:
            return [Problem(f"The text index holds {held:,} of {counted(expected)}.", _REINDEX)]
        chosen = _some(engine.journal.allowed_keys(EVERYTHING))
        wrong = 0
        for key, record in engine.journal.read(chosen).items():
            found = words.search_text(searched_text_of(record), k=1, selection=by_id(record.id))
            wrong += found.ceiling > 0 and found.keys.tolist() != [key]
        if wrong:
            what = f"The text index does not know the words of {counted(wrong)}."
            return [Problem(what, _REINDEX)]
        return []
    except StoreDamagedError as error:
        return [Problem(f"The text index is damaged. {error.problem}", _REINDEX)]


def _some(keys: Keys) -> Keys:
    """Return the newest of some keys, in which two histories differ first, and some from before."""
    older, newest = keys[:-_LOOKED_UP], keys[-_LOOKED_UP:]
    spread = np.linspace(0, len(older) - 1, min(_LOOKED_UP, len(older))).astype(np.int64)
    return np.concatenate([older[spread], newest])


def _store_problems(engine: Engine) -> list[Problem]:
    name = engine.index.name
    try:
        with contextlib.suppress(StoreLostError):
            return _differences(engine)
        # Where it is made again by now, that is past.
        engine.store.soon()
        return _differences(engine)
    except StoreDamagedError as error:
        what = f"Store {name!r} is being made anew: {error.problem}"
        return [Problem(what, fixes.SEE_JOBS)]
    except MemkitError as error:
        return [Problem(f"Store {name!r} does not answer: {error.problem}", error.fix)]


def _differences(engine: Engine) -> list[Problem]:
    """Return what the store holds otherwise than the journal."""
    name = engine.index.name
    if engine.follower.outage is not None:
        engine.follower.try_again()
    engine.follower.catch_up()
    if engine.store.damage is None:
        engine.store.verify()
    if engine.store.damage is not None:
        raise engine.store.damage
    if not engine.index.settle():
        warn(
            f"The store {name!r} is still indexing what it was told, so it was not compared with "
            "the journal. Until it is done, searches find the rest in the journal."
        )
        return []
    held = engine.store.count()
    expected = engine.journal.count(EVERYTHING)
    if held != expected:
        return [Problem(f"Store {name!r} holds {held:,} of {counted(expected)}.", _REINDEX)]
    problems = []
    for row in engine.journal.spaces():
        held, expected = engine.store.count(row.key), _with_content(engine, row.key)
        if held != expected:
            of_all = counted(expected, "vector")
            what = f"Store {name!r} holds {held:,} of {of_all} in space {row.key!r}."
            problems.append(Problem(what, _REINDEX))
        strangers, looked_up = _strangers(engine, row.key)
        if strangers:
            what = (
                f"Store {name!r} holds other memories than the journal: {strangers} of "
                f"{looked_up} that were looked up in space {row.key!r} are not in it as they "
                "are now. It may follow a journal from before a backup was restored."
            )
            problems.append(Problem(what, _REINDEX))
    position, head = engine.follower.position(), engine.journal.head()
    if position != head and head != Position():
        problems.append(Problem(f"Store {name!r} is behind the journal.", _REINDEX))
    if engine.store.damage is not None:
        raise engine.store.damage
    return problems


def _recall(engine: Engine) -> tuple[list[Problem], tuple[RecallReport, ...]]:
    """Measure how much an approximate store finds; too little is a problem."""
    found: list[RecallReport] = []
    try:
        for row in engine.journal.spaces():
            report = measured(engine, row, k=_NEAREST, sample=_MEASURED, seconds=_MEASURED_SECONDS)
            found += [report] if report is not None else []
    except ProviderError as error:
        what = f"How much store {engine.index.name!r} finds can't be measured: {error.problem}"
        return [Problem(what, error.fix)], tuple(found)
    return [_missed(one) for one in found if one.recall < _ENOUGH], tuple(found)


def _missed(report: RecallReport) -> Problem:
    what = (
        f"Store {report.store!r} finds {rounded(report.recall)} of the {report.k} nearest in space "
        f"{report.space!r}."
    )
    fix = report.advice if report.option is None else fixes.tune_store(report.space)
    return Problem(what, fix or "Move to a store that compares all vectors, such as 'local'.")


def _strangers(engine: Engine, space: str) -> tuple[int, int]:
    """Return how many of some memories the store holds otherwise, and how many these are.

    Each is searched for by its own vector among the memories of its id, where it must be found as
    itself.
    """
    chosen = _some(engine.journal.allowed_keys(EVERYTHING))
    vectors = engine.journal.vectors(space, chosen)
    there = np.any(vectors, axis=1)
    records = engine.journal.read(chosen)
    strangers = 0
    for key, vector in zip(chosen[there].tolist(), vectors[there], strict=True):
        found = engine.store.search(space, vector, k=1, selection=by_id(records[key].id))
        strangers += found.keys.tolist() != [key] or found.scores[0] < _ITSELF
    return strangers, int(there.sum())


def _with_content(engine: Engine, space: str) -> int:
    """Return how many memories have a vector that is not all zeros: only these can match."""
    keys = engine.journal.allowed_keys(EVERYTHING)
    total = 0
    for start in range(0, len(keys), 20_000):
        part: Keys = keys[start : start + 20_000]
        total += int(np.any(engine.journal.vectors(space, part), axis=1).sum())
    return total
