"""From a memory to a comparison: which spaces, which memories, and how many of them."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import numpy as np
from numpy.typing import NDArray

from memkit import plugins
from memkit.analysis.layouts import Layout, Projection
from memkit.analysis.projections import pca
from memkit.analysis.sampling import density_sample
from memkit.analysis.vectors import RowIndices
from memkit.comparison.comparison import MOST_POINTS, Comparison
from memkit.comparison.corpus import Corpus, JournalCorpus
from memkit.comparison.derived import Cache, JournalCache
from memkit.concurrency.effects import run
from memkit.contracts.embedder import Embedder, Vectors
from memkit.contracts.store import Filter, Keys, Selection
from memkit.domain import fixes
from memkit.domain.passages import searched_text_of
from memkit.domain.validation import scope_from
from memkit.domain.wording import counted
from memkit.engine.engine import Engine, warn
from memkit.engine.spaces.embedding import embed_documents, space_key
from memkit.engine.spaces.waiting import filled, standing
from memkit.errors import SpaceError, ValidationError, Wording

if TYPE_CHECKING:
    from memkit.engine.verbs import Verbs

# More than this take minutes to lay out and to measure; the others are placed between them.
MOST_SHOWN = 20_000
MOST_SPACES = 4


@dataclass(frozen=True, slots=True)
class Estimate:
    """What embedding a sample in a new space takes.

    Attributes:
        space: Its name; `texts`: how many; `calls`: to the provider; `tokens`: about how many.
        cost: About how many US dollars; None if the embedder names no price.
    """

    space: str
    texts: int
    calls: int
    tokens: int
    cost: float | None

    def __str__(self) -> str:
        cost = "" if self.cost is None else f", for about ${self.cost:,.{_digits(self.cost)}f}"
        calls = f"{self.calls:,} call{'' if self.calls == 1 else 's'}"
        return (
            f"Space {self.space!r} is not in this memory: {self.texts:,} texts are embedded for "
            f"this comparison only, in {calls} of about {self.tokens:,} tokens together{cost}."
        )


def _digits(cost: float) -> int:
    # Two digits that say something: 0.00031 rather than 0.00.
    return 2 if cost >= 0.1 or cost == 0 else 1 - math.floor(math.log10(cost))


def estimate(space: str, embedder: Embedder, texts: Collection[str]) -> Estimate:
    """Return what it takes to embed texts, each different one once."""
    different = list(dict.fromkeys(texts))
    used = embedder.estimate(different)
    return Estimate(
        space=space,
        texts=len(different),
        calls=used.calls,
        tokens=used.input_tokens,
        cost=used.cost,
    )


def compare(
    memory: Verbs,
    *keys: str | Embedder,
    user_id: str | None = None,
    agent_id: str | None = None,
    app_id: str | None = None,
    run_id: str | None = None,
    where: Filter = None,
    layout: Layout = "started",
    projection: Projection = "umap",
    dims: int = 2,
    k: int = 10,
    sample: int | None = None,
    seed: int = 0,
    cache: Cache | None = None,
) -> Comparison:
    """Put two to four embedding spaces of a memory side by side.

    The comparison comes with a quick picture (PCA); `refine()` draws the one asked for.

    Args:
        memory: The memory.
        keys: Names of its spaces; all of them by default. An embedder that has no space yet
            (its name, or an object) embeds the sample for this comparison only: what a migration
            would bring. A space that is being filled is waited for, with a progress bar; of one
            that nobody fills what it holds is compared, and a note says how much that is.
        user_id, agent_id, app_id, run_id: Whose memories; all of them if none is given.
        where: A filter, as in `Memory.search`.
        layout: "started": each panel begins where the first ended. "aligned": AlignedUMAP, which
            draws the panels together. "independent": each for itself.
        projection: "umap", "pca" or "tsne".
        dims: 2 or 3.
        k: How many neighbours are compared.
        sample: The most memories, thinned out evenly, by density. Without it, up to 20,000 are
            laid out and measured, and the others are placed between these.
        seed: Makes everything repeatable.
        cache: Where pictures are kept for the next time; the journal by default.

    Raises:
        ValidationError: An argument has the wrong shape, or there are no memories.
        SpaceError, PluginError, ProviderError: A space or an embedder can't be had.
        FilterError: The filter can't be understood.
    """
    _check(layout, projection, dims, k, sample)
    engine: Engine = memory.engine
    chosen = Selection.of(
        scope_from(user_id=user_id, agent_id=agent_id, app_id=app_id, run_id=run_id, needed=False),
        where,
    )
    asked = {_name(key): key for key in keys or [row.key for row in engine.journal.spaces()]}
    if not 2 <= len(asked) <= MOST_SPACES:
        raise ValidationError(
            f"There are {len(asked)} different spaces to compare: {', '.join(asked) or 'none'}.",
            fix=Wording(
                f"Name two to {MOST_SPACES}; m.add_space('hash') adds one that needs no key.",
                magic=f"Name two to {MOST_SPACES}; %memkit embed hash adds one that needs no key.",
            ),
        )
    known = {row.key for row in engine.journal.spaces()}
    own = [name for name in asked if name in known]
    notes = [note for name in own for note in _filled(engine, name)]
    new = {name: key for name, key in asked.items() if name not in known}
    embedders = {name: _embedder(key) for name, key in new.items()}
    # Asked after the wait, so that what was added meanwhile is among them.
    keys_found = engine.journal.allowed_keys(chosen)
    total = len(keys_found)
    if embedders:
        notes.append(f"{', '.join(embedders)}: embedded for this comparison only")
        # Only what is shown is embedded.
        first = JournalCorpus(engine, chosen, keys_found)
        keys_found = keys_found[_shown(first, own, sample, seed, notes)[0]]
    corpus = JournalCorpus(
        engine, chosen, keys_found, extra=_embedded(engine, keys_found, embedders)
    )
    shown, rest = _shown(corpus, list(asked), sample, seed, notes)
    if len(shown) == 0:
        raise ValidationError(
            f"None of {counted(total)} has a vector in every one of these spaces."
            if total
            else "There are no memories to compare.",
            fix=fixes.fill_space("NAME")
            if total
            else "Add some, or look at the scope and the filter.",
        )
    return Comparison(
        corpus, list(asked), shown=shown, rest=rest, points=sample or MOST_POINTS,
        projection=projection, layout=layout, dims=dims, k=k, seed=seed,
        cache=cache or JournalCache(engine.journal), notes=notes, memory=memory,
        call=_call(
            list(asked), user_id=user_id, agent_id=agent_id, app_id=app_id, run_id=run_id,
            where=where, k=None if k == 10 else k, sample=sample, seed=seed or None,
        ),
    )  # fmt: skip


def _filled(engine: Engine, space: str) -> list[str]:
    """Wait for a space that is being filled; return a note on one that nobody fills."""
    try:
        run(filled(engine, engine.spaces.get(space)))
    except SpaceError:
        found = standing(engine, space)
        if not found.completed:
            raise
        return [f"{space}: {found}; m.add_space({space!r}) goes on"]
    return []


def _call(spaces: list[str], **options: object) -> list[str]:
    """Return the arguments that make a comparison again, but for its picture, as code."""
    given = {name: value for name, value in options.items() if value is not None}
    return [*map(_code, spaces), *(f"{name}={_code(value)}" for name, value in given.items())]


def _code(value: object) -> str:
    # Python reads JSON's strings.
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _check(layout: str, projection: str, dims: int, k: int, sample: int | None) -> None:
    if layout not in get_args(Layout):
        raise ValidationError(f"layout is {layout!r}.", fix=f"Use {', '.join(get_args(Layout))}.")
    if projection not in get_args(Projection):
        raise ValidationError(
            f"projection is {projection!r}.", fix=f"Use {', '.join(get_args(Projection))}."
        )
    if dims not in (2, 3):
        raise ValidationError(f"dims is {dims!r}.", fix="Give 2 or 3.")
    for name, value in (("k", k), ("sample", sample)):
        if name == "sample" and value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise ValidationError(f"{name} is {value!r}.", fix="Give a whole number above zero.")


def _name(key: str | Embedder) -> str:
    if not isinstance(key, (str, Embedder)):
        raise ValidationError(
            f"{key!r} is no space.", fix="Give names of spaces or embedders, e.g. 'static-2'."
        )
    return space_key(key)


def _embedder(key: str | Embedder) -> Embedder:
    if isinstance(key, Embedder):
        return key
    made: Embedder = plugins.create("embedder", key)
    return made


def _shown(
    corpus: Corpus,
    spaces: Sequence[str],
    sample: int | None,
    seed: int,
    notes: list[str],
) -> tuple[RowIndices, RowIndices]:
    """Return the rows that have vectors in all spaces, thinned out to a sample, and the others.

    What is left out is noted.
    """
    most = sample or MOST_SHOWN
    present: NDArray[np.bool_] = np.ones(corpus.n, bool)
    for space in spaces:
        filled = np.any(corpus.vectors(space), axis=1)
        missing = int((~filled & present).sum())
        if missing:
            notes.append(f"{missing:,} without a vector in {space!r} are left out")
        present &= filled
    rows = np.flatnonzero(present)
    if len(rows) <= most:
        return rows, rows[:0]
    vectors = corpus.vectors(spaces[0])[rows] if spaces else np.zeros((len(rows), 1))
    of = f"{most:,} of {len(rows):,}"
    notes.append(
        f"showing {of}, by density"
        if sample
        else f"laid out and measured on {of}, by density; the others are placed between these"
    )
    picture = pca(vectors, seed=seed)
    chosen = density_sample(picture, most, seed=seed)
    others = np.setdiff1d(np.arange(len(rows)), chosen, assume_unique=True)
    # What of the others is drawn as well comes first, spread as evenly.
    first = density_sample(picture[others], max(0, MOST_POINTS - most), seed=seed)
    others = np.concatenate([others[first], np.delete(others, first)])
    return rows[chosen], rows[others]


def _embedded(
    engine: Engine, keys: Keys, embedders: Mapping[str, Embedder]
) -> dict[str, tuple[Embedder, Vectors]]:
    if not embedders:
        return {}
    records = engine.journal.read(keys)
    texts = [searched_text_of(records[key]) for key in keys.tolist()]
    made = {}
    for name, embedder in embedders.items():
        warn(str(estimate(name, embedder, texts)))
        vectors = run(embed_documents(embedder, texts))
        stacked = np.zeros((len(texts), embedder.dim), np.float32)
        for row, text in enumerate(texts):
            stacked[row] = vectors[text]
        made[name] = (embedder, stacked)
    return made


__all__ = ["MOST_SHOWN", "Estimate", "compare", "estimate"]
