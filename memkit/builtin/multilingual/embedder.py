"""The offline embedder of many languages: the space of "static", and other languages in it.

English words have their rows of "static", and a share of a second table's. Words of other
languages, emoji and other symbols have the second table's alone: the place where their meaning lies
in that space, learned from multilingual-e5-small and from translations. See
`scripts/build_static/README.md`.
"""

from __future__ import annotations

import functools
import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from memkit.builtin.configs import StaticConfig
from memkit.builtin.multilingual import late_interaction, table
from memkit.builtin.multilingual.words import Words
from memkit.builtin.static import embedder as static
from memkit.contracts.embedder import Embedder, EmbedKind, Idf, Vectors
from memkit.domain import forks

_TEXTS_AT_ONCE = 64
_CHUNKS_AT_ONCE = 4096
_CACHED_CHUNKS = 20_000
_LONGEST_CACHED = 64
# Marks that mean nothing where they stand before or after a word.
_AROUND = ".,;:!?\"'()[]"

SECOND_SHARE = 0.3
"""How much of a word's row in the second table is added to that of an English word."""

SHORT = 12
"""In a text of more words that share falls with their number: long texts are in no need of it.

The second table's rows of function words, by which short sentences are told apart across languages,
hide what a long text is about.
"""


class MultilingualEmbedder(Embedder):
    """Embeds texts of many languages by meaning, with numpy alone.

    A text's vector is the sum of the rows of its words, scaled to length one: the order of words
    does not count. A text without any letter, digit or symbol gets zeros, which match nothing.

    The tables are read at the first use. Safe to use from several threads.

    Args:
        config: Nothing can be set so far.
    """

    model = "static-multilingual-256-v1"
    dim = 256
    normalized = True
    max_batch = 4096
    text_weight = 0.62

    def __init__(self, config: StaticConfig | None = None) -> None:
        self.config = config if config is not None else StaticConfig()
        self._lock = threading.Lock()
        forks.renew(self, _lock=threading.Lock)
        self._loaded: _Chunks | None = None

    def embed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Vectors:
        """Return the vectors of the texts, float32 of shape (len(texts), 256).

        Args:
            texts: Any texts of any length.
            kind: Makes no difference here: queries and documents are embedded alike.

        Raises:
            ProviderError: The tables that ship with memkit are missing or damaged.
        """
        chunks = self._chunks()
        out = np.zeros((len(texts), 2 * self.dim), dtype=np.float32)
        counts = np.zeros(len(texts), dtype=np.int64)
        for low in range(0, len(texts), _TEXTS_AT_ONCE):
            some = slice(low, low + _TEXTS_AT_ONCE)
            counts[some] = chunks.add(texts[some], out[some])
        return _mixed(out, counts)

    def embed_query(self, text: str, *, idf: Idf | None = None) -> Vectors:
        """Return one query's vector of shape (256,).

        Args:
            text: The query.
            idf: Given a word in lower case, log(1 + (N + 1) / (df + 1)) in the scope that is
                searched. The row of a word counts by its square root, and less if the word is
                frequent in its language, so that what is asked about leads; documents need no
                other vectors for that.

        Raises:
            ProviderError: The tables that ship with memkit are missing or damaged.
        """
        if idf is None:
            plain: Vectors = self.embed_batch([text], kind="query")[0]
            return plain
        out = np.zeros((1, 2 * self.dim), dtype=np.float32)
        weights: dict[str, float] = {}
        chunks = self._chunks()
        for word, numbers in chunks.model.words.parts(text):
            row = chunks.row(word, numbers)
            if row is None:
                continue
            if word not in weights:
                weights[word] = chunks.model.weight(word, numbers, idf)
            out[0] += np.float32(weights[word]) * row
        weighted: Vectors = _mixed(out, np.zeros(1, dtype=np.int64))[0]
        return weighted

    def late_interaction(
        self, query: str, texts: Sequence[str], *, idf: Idf | None = None
    ) -> Vectors:
        """Return how well the words of each text match those of a query, of shape (len(texts),).

        The mean over the query's words of the best cosine that each has with a word of the text. A
        word counts as in `embed_query`, times the length of its row, which is short for words that
        say little. Texts of more than a sentence or two have a word for everything: they get less.
        See `memkit.builtin.multilingual.late_interaction`.

        Args:
            query: The query.
            texts: Any texts; of a long one the beginning counts.
            idf: As `embed_query` takes it.

        Raises:
            ProviderError: The tables that ship with memkit are missing or damaged.
        """
        chunks = self._chunks()
        asked, known = _WordRows(chunks), _WordRows(chunks)
        asked.places(query)
        rows, lengths = asked.units()
        weights = lengths * np.array(
            [chunks.model.weight(word, numbers, idf) for word, numbers in asked.words], np.float32
        )
        heaviest = np.sort(np.argsort(-weights, kind="stable")[: late_interaction.MOST_ASKED])
        most = late_interaction.LONGEST
        places = [known.places(text[:most]) for text in texts]
        longer = [max(1.0, len(text) / most) for text in texts]
        return late_interaction.matched(
            rows[heaviest], weights[heaviest], known.units()[0], places, longer
        )

    def _chunks(self) -> _Chunks:
        loaded = self._loaded
        if loaded is None:
            with self._lock:
                if self._loaded is None:
                    self._loaded = _load_chunks()
                loaded = self._loaded
        return loaded


@dataclass(frozen=True)
class _Model:
    """Both tables.

    A row here has two halves: what counts in full, and the second table's row of an English word.
    """

    words: Words
    table: table.Table
    static: static.Model

    def weight(self, word: str, numbers: tuple[int, ...], idf: Idf | None) -> float:
        """Return what a word counts in a query, by how rare it is in text and in a scope."""
        rarity = max((float(self.table.weights[number]) for number in numbers), default=1.0)
        return rarity if idf is None else rarity * math.sqrt(max(0.0, idf(word)))

    def row(self, text: str) -> Vectors | None:
        """Return the sum of a text's rows, float32 of shape (512,); None if it means nothing."""
        found = (self.row_of(word, numbers) for word, numbers in self.words.parts(text))
        rows = [row for row in found if row is not None]
        return np.sum(rows, axis=0) if rows else None

    def row_of(self, word: str, numbers: tuple[int, ...]) -> Vectors | None:
        """Return the row of one of `words.parts`; None if it means nothing."""
        row = np.zeros((2, MultilingualEmbedder.dim), dtype=np.float32)
        english = bool(numbers) and bool(self.table.english[list(numbers)].all())
        for number in numbers:
            row[1 if english else 0] += self.table.row(number)
        if english or not numbers:
            pieces = self.static.features.rows(word)
            if not pieces and not numbers:
                return None
            row[0] += self.static.rows[pieces].sum(axis=0)
        return row.reshape(-1)


class _Chunks:
    """The rows of what stands between white space, computed once.

    The sum of its chunks is all that a text's vector is made of, so that most texts cost a look-up
    a chunk. Safe to use from several threads: a row is written before its place is told, and a full
    store is replaced, never emptied under another thread's hands.
    """

    def __init__(self, model: _Model) -> None:
        self.model = model
        self._lock = threading.Lock()
        forks.renew(self, _lock=threading.Lock)
        self._kept = _Kept()

    def add(self, texts: Sequence[str], out: Vectors) -> list[int]:
        """Add the sum of each text's rows to `out`, and return how many chunks each has.

        Args:
            texts: The texts.
            out: Of shape (len(texts), 512).
        """
        kept = self._kept
        places: list[int] = []
        starts: list[int] = []
        at: list[int] = []
        counts: list[int] = []
        for i, text in enumerate(texts):
            start = len(places)
            chunks = text.split()
            counts.append(len(chunks))
            for chunk in chunks:
                place = kept.places.get(chunk)
                if place is None:
                    place = self._keep(kept, chunk, out[i])
                if place:
                    places.append(place)
                    if len(places) - start == _CHUNKS_AT_ONCE:
                        out[i] += kept.rows[places[start:]].sum(axis=0)
                        del places[start:]
            if len(places) > start:
                at.append(i)
                starts.append(start)
        if places:
            rows = kept.rows[places]
            # One by one: `np.add.reduceat` adds rows number by number, ten times as slowly.
            for i, start, end in zip(at, starts, [*starts[1:], len(places)], strict=True):
                out[i] += np.add.reduce(rows[start:end], axis=0)
        return counts

    def row(self, word: str, numbers: tuple[int, ...]) -> Vectors | None:
        """Return the row of one word; see `_Model.row_of`."""
        kept = self._kept
        place = kept.places.get(word)
        if place is not None:
            known: Vectors = kept.rows[place]
            return known if place else None
        row = self.model.row_of(word, numbers)
        with self._lock:
            if not kept.full and len(word) <= _LONGEST_CACHED:
                kept.add(word, row)
        return row

    def _keep(self, kept: _Kept, chunk: str, out: Vectors) -> int:
        """Return the place of a chunk's row; 0 if it means nothing, or was added to `out`."""
        bare = chunk.strip(_AROUND).lower()
        place = kept.places.get(bare)
        row = self.model.row(bare) if place is None else None
        with self._lock:
            if kept.full and self._kept is kept:
                self._kept = _Kept()
            if not kept.full and len(chunk) <= _LONGEST_CACHED:
                place = kept.add(bare, row) if place is None else place
                kept.places[chunk] = place
        if place is None and row is not None:
            out += row
        return place or 0


@functools.cache
def _load_chunks() -> _Chunks:
    """Read the tables, once a process: nothing changes them, and all embedders share what is kept.

    A process that opens one memory after another meets the same words in each.
    """
    found = table.load()
    return _Chunks(_Model(Words(found.words), found, static.load_model()))


class _Kept:
    """Chunks and their rows; place 0 is that of chunks that mean nothing."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}
        self.rows: Vectors = np.zeros((1024, 2 * MultilingualEmbedder.dim), dtype=np.float32)
        self._count = 1

    @property
    def full(self) -> bool:
        """Whether a new store is due."""
        return len(self.places) + 2 > _CACHED_CHUNKS

    def add(self, chunk: str, row: Vectors | None) -> int:
        """Keep a row, unless another thread was faster, and return its place."""
        known = self.places.get(chunk)
        if known is not None:
            return known
        place = 0
        if row is not None:
            if self._count == len(self.rows):
                self.rows = np.concatenate([self.rows, np.zeros_like(self.rows)])
            place = self._count
            self.rows[place] = row
            self._count += 1
        self.places[chunk] = place
        return place


class _WordRows:
    """The different words of texts that mean something, in the order in which they were met.

    Attributes:
        words: Each with the numbers that it has in the table.
    """

    def __init__(self, chunks: _Chunks) -> None:
        self.words: list[tuple[str, tuple[int, ...]]] = []
        self._chunks = chunks
        self._places: dict[str, int | None] = {}
        self._rows: list[Vectors] = []

    def places(self, text: str) -> list[int]:
        """Return the places of the different words of a text."""
        found: dict[int, None] = {}
        for word, numbers in self._chunks.model.words.parts(text):
            if word not in self._places:
                self._places[word] = self._added(word, numbers)
            place = self._places[word]
            if place is not None:
                found[place] = None
        return list(found)

    def units(self) -> tuple[Vectors, Vectors]:
        """Return the vectors of the words at length one, and the lengths of their rows."""
        half = MultilingualEmbedder.dim
        rows = np.array(self._rows, np.float32).reshape(-1, 2 * half)
        rows = rows[:, :half] + np.float32(SECOND_SHARE) * rows[:, half:]
        lengths = np.linalg.norm(rows, axis=1)
        return static.scaled(rows), lengths

    def _added(self, word: str, numbers: tuple[int, ...]) -> int | None:
        row = self._chunks.row(word, numbers)
        if row is None:
            return None
        self.words.append((word, numbers))
        self._rows.append(row)
        return len(self._rows) - 1


def _mixed(sums: Vectors, counts: NDArray[np.int64]) -> Vectors:
    """Return unit vectors of sums of rows.

    Args:
        sums: Of shape (n, 512), as `_Model` makes rows.
        counts: How many words each text has.
    """
    half = sums.shape[1] // 2
    share = SECOND_SHARE * np.minimum(1, SHORT / np.maximum(counts, 1)).astype(np.float32)
    return static.scaled(sums[:, :half] + share[:, None] * sums[:, half:])
