"""Filling a space in the background: resumable, in batches, while searches go on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from memkit.concurrency.effects import Effects, as_provider_errors, run
from memkit.concurrency.jobs import BackgroundJob
from memkit.contracts.embedder import Embedder, Vectors
from memkit.contracts.journal import Journal
from memkit.domain import fixes
from memkit.engine.follower import EVERYTHING
from memkit.engine.spaces.embedding import Spaces, embed_documents
from memkit.engine.spaces.liveness import tell_of_end, tell_of_filling

FILL = "fill"

# What was embedded is committed when there are so many, or after so long: what was paid for stays,
# whatever happens next, and others see it get on.
_TEXTS_A_COMMIT = 1024
_SECONDS_A_COMMIT = 2.0
# Looking for what is missing reads the journal from its beginning.
_TEXTS_A_LOOK = 20_000


def filling(
    journal: Journal,
    spaces: Spaces,
    key: str,
    *,
    progress: bool,
    warn: Callable[[str], None],
) -> BackgroundJob[None]:
    """Return a job that fills a space; started again it goes on where it stopped."""

    def work(job: BackgroundJob[None]) -> None:
        job.expect(journal.count(EVERYTHING), completed=journal.count_vectors(key))
        with as_provider_errors(
            f"The embedder of space {key!r} failed",
            fix="Report this to the authors of the plug-in.",
            provider=key,
        ):
            run(fill(journal, spaces, key, advance=job.advance))

    def failed(job: BackgroundJob[None]) -> None:
        warn(
            fixes.fill_space(key).changed(
                lambda fix: (
                    f"Filling space {key!r} stopped: {job.error} What was embedded is kept. {fix}"
                )
            )
        )

    return BackgroundJob(FILL, key, work, unit="texts", progress=progress, failed=failed)


def unfinished_fills(
    journal: Journal, spaces: Spaces, *, warn: Callable[[str], None]
) -> Iterator[BackgroundJob[None]]:
    """Yield a job for each space that lacks vectors, to be resumed."""
    for row in journal.spaces():
        if row.state == "ready":
            continue
        job = filling(journal, spaces, row.key, progress=False, warn=warn)
        job.begun_elsewhere(
            completed=journal.count_vectors(row.key),
            total=journal.count(EVERYTHING),
            message=f"Not full, and not being filled by this process; m.add_space({row.key!r}) "
            "goes on.",
        )
        yield job


def fill(
    journal: Journal,
    spaces: Spaces,
    key: str,
    *,
    advance: Callable[[int], object] = lambda number: None,
) -> Effects[None]:
    """Embed every text that has no vector in a space, and mark the space as ready.

    Args:
        journal, spaces, key: The space.
        advance: Told how many texts a batch had, after it was committed. It may raise, to end this.

    Raises:
        ProviderError, SpaceError: The embedder failed; what was embedded before is kept.
    """
    embedder = yield from spaces.embedder(spaces.get(key))
    tell_of_filling(journal, key)
    try:
        while True:
            texts = journal.texts_without_vectors(key, limit=_TEXTS_A_LOOK)
            if not texts and journal.complete_space(key):
                return
            yield from _embed(journal, key, embedder, texts, advance)
    finally:
        tell_of_end(journal, key)


def _embed(
    journal: Journal,
    key: str,
    embedder: Embedder,
    texts: Sequence[str],
    advance: Callable[[int], object],
) -> Effects[None]:
    made: dict[str, Vectors] = {}
    committed = time.monotonic()
    for start in range(0, len(texts), embedder.max_batch):
        part = texts[start : start + embedder.max_batch]
        made.update((yield from embed_documents(embedder, part)))
        last = start + len(part) == len(texts)
        late = time.monotonic() - committed >= _SECONDS_A_COMMIT
        if last or late or len(made) >= _TEXTS_A_COMMIT:
            journal.put_vectors(key, made)
            tell_of_filling(journal, key)
            advance(len(made))
            made, committed = {}, time.monotonic()
