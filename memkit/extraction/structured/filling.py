"""Messages that were stored become a structured memory."""

from __future__ import annotations

from collections.abc import Sequence

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Journal
from memkit.domain import fixes
from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.structured import Structured
from memkit.engine.engine import Engine
from memkit.engine.inference import Moved
from memkit.errors import MemkitError, NotFoundError, ProviderError
from memkit.extraction.structured.instance import Finished, finished
from memkit.extraction.structured.reading import Reader, Reading, read
from memkit.extraction.structured.shape import Shape
from memkit.extraction.structured.storing import memory_text, stored

# So often it is read anew, while others edit what is read.
_TRIES = 3


def filled(
    engine: Engine, reader: Reader, ids: Sequence[str], *, scope: Scope
) -> Effects[Structured]:
    """Fill in a schema from messages, and store it as a memory that names them.

    Raises:
        ProviderError: The model, or the embedder, could not be had. The messages are stored, and
            answers that came are recorded.
    """
    for left in reversed(range(_TRIES)):
        messages = _messages(engine.journal, ids)
        done = yield from read(reader, messages)
        if done.error is not None:
            raise _not_read(done.error)
        whole = finished(reader.shape, done.sheet)
        if not whole.values:
            return result(reader.shape, done, whole)
        try:
            id_ = yield from stored(
                engine, reader.shape, whole, messages, scope=scope,
                model=reader.derivation.row.model,
            )  # fmt: skip
            break
        except (Moved, NotFoundError):
            if not left:
                raise
        except ProviderError as error:
            raise _not_read(error) from error
    return result(reader.shape, done, whole, id_=id_)


def result(shape: Shape, done: Reading, whole: Finished, *, id_: str | None = None) -> Structured:
    """Return what users see of it."""
    return Structured(
        schema=shape.name,
        value=whole.value,
        data=whole.data,
        citations=whole.citations,
        missing=whole.missing,
        problems=tuple(dict.fromkeys([*done.problems, *whole.problems])),
        usage=done.usage,
        id=id_,
        memory=memory_text(shape, whole) if whole.values else "",
    )


def _messages(journal: Journal, ids: Sequence[str]) -> list[MemoryRecord]:
    there = journal.get(list(ids))
    return [there[id_] for id_ in dict.fromkeys(ids) if id_ in there]


def _not_read(error: MemkitError) -> ProviderError:
    failed = ProviderError(
        f"The text is stored, and its fields could not be filled in: {error.problem}",
        fix=fixes.FILL_AGAIN,
    )
    failed.__cause__ = error
    return failed
