"""The offline embedder: word pieces of a text, their rows in a table, and the sum of these.

Words of scripts that the vocabulary can't spell get hashed rows.
"""

from __future__ import annotations

import functools
import math
import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from memkit.builtin.configs import StaticConfig
from memkit.builtin.static import hashed, table
from memkit.contracts.embedder import Embedder, EmbedKind, Idf, Vectors
from memkit.domain import forks
from memkit.text.marks import bounded

# Small blocks keep the gathered rows in the processor's cache; 2,048 texts are several times
# slower.
_TEXTS_AT_ONCE = 16
_ROWS_AT_ONCE = 4096
_CACHED_CHUNKS = 50_000
_LONGEST_CACHED = 64

LONGEST_WORD = 100
"""A word of more characters is one unknown token."""

UNKNOWN = "[UNK]"

# In printable ASCII a word is a run of letters and digits, and anything else stands alone.
_ASCII_WORDS = re.compile(r"[a-z0-9]+|[^a-z0-9\s]")

# str.split treats these as white space; BERT drops them as control characters.
_DROPPED_SEPARATORS = re.compile("[\x0b\x0c\x1c-\x1f\x85]")

_CJK = re.compile(
    "([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002a6df\U0002a700-\U0002b73f\U0002b740-\U0002b81f\U0002b920-\U0002ceaf"
    "\U0002f800-\U0002fa1f])"
)

_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


@dataclass(frozen=True)
class Model:
    """What the embedder computes with.

    Attributes:
        features: Turns texts into row numbers.
        rows: float32 of shape (pieces and hashed rows, 256).
    """

    features: Features
    rows: Vectors


@functools.cache
def load_model() -> Model:
    """Read the table that ships with memkit, once a process: nothing changes it.

    Raises:
        ProviderError: It is missing or damaged.
    """
    found = table.load(spare=hashed.SLOTS)
    found.rows[-hashed.SLOTS :] = hashed.rows(found.rows.shape[1])
    return Model(Features(found.vocabulary), found.rows)


class StaticEmbedder(Embedder):
    """Embeds English by meaning and other languages by their words, with numpy alone.

    A text's vector is the sum of the rows of its word pieces, scaled to length one: the order
    of words does not count. The rows are distilled from all-MiniLM-L6-v2 (see
    `scripts/build_static/README.md`); words that its vocabulary can't spell get hashed rows. A
    text without any letter or digit gets zeros, which match nothing.

    The table is read at the first use. Safe to use from several threads.

    Args:
        config: Nothing can be set so far.
    """

    model = "static-minilm-256-v1"
    dim = 256
    normalized = True
    max_batch = 4096
    text_weight = 0.5

    def __init__(self, config: StaticConfig | None = None) -> None:
        self.config = config if config is not None else StaticConfig()
        self._lock = threading.Lock()
        forks.renew(self, _lock=threading.Lock)
        self._loaded: Model | None = None

    def embed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Vectors:
        """Return the vectors of the texts, float32 of shape (len(texts), 256).

        Args:
            texts: Any texts of any length.
            kind: Makes no difference here: queries and documents are embedded alike.

        Raises:
            ProviderError: The table that ships with memkit is missing or damaged.
        """
        model = self._model()
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        for low in range(0, len(texts), _TEXTS_AT_ONCE):
            _sum_rows(model, texts[low : low + _TEXTS_AT_ONCE], out[low : low + _TEXTS_AT_ONCE])
        return scaled(out)

    def embed_query(self, text: str, *, idf: Idf | None = None) -> Vectors:
        """Return one query's vector of shape (256,).

        Args:
            text: The query.
            idf: Given a word in lower case and without accents, log(1 + (N + 1) / (df + 1)) in
                the scope that is searched. The rows of a word count by its square root, so that
                the query's rare words lead; documents need no other vectors for that.

        Raises:
            ProviderError: The table that ships with memkit is missing or damaged.
        """
        if idf is None:
            plain: Vectors = self.embed_batch([text], kind="query")[0]
            return plain
        model = self._model()
        out = np.zeros((1, self.dim), dtype=np.float32)
        weights: dict[str, float] = {}
        for word, rows in model.features.by_word(text):
            if not rows:
                continue
            if word not in weights:
                weights[word] = math.sqrt(max(0.0, idf(word)))
            out[0] += np.float32(weights[word]) * model.rows[list(rows)].sum(axis=0)
        weighted: Vectors = scaled(out)[0]
        return weighted

    def _model(self) -> Model:
        loaded = self._loaded
        if loaded is None:
            with self._lock:
                if self._loaded is None:
                    self._loaded = load_model()
                loaded = self._loaded
        return loaded


def _sum_rows(model: Model, texts: Sequence[str], out: Vectors) -> None:
    """Write the sum of each text's rows into `out`, which holds zeros."""
    rows: list[int] = []
    starts: list[int] = []
    at: list[int] = []
    for i, text in enumerate(texts):
        found = model.features.rows(text)
        if len(found) > _ROWS_AT_ONCE:
            # A long text is summed piece by piece, so that memory stays small.
            for low in range(0, len(found), _ROWS_AT_ONCE):
                out[i] += model.rows[found[low : low + _ROWS_AT_ONCE]].sum(axis=0)
        elif found:
            at.append(i)
            starts.append(len(rows))
            rows.extend(found)
    if rows:
        out[at] = np.add.reduceat(model.rows[rows], starts, axis=0)


def scaled(vectors: Vectors) -> Vectors:
    """Scale each row to length one in place; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    np.divide(vectors, lengths, out=vectors, where=lengths > 0)
    return vectors


def chunks(text: str) -> list[str]:
    """Return the runs of characters between white space, as they stand in the text."""
    if not text.isprintable() and _DROPPED_SEPARATORS.search(text):
        text = _DROPPED_SEPARATORS.sub("", text)
    return text.split()


def words(chunk: str) -> list[str]:
    """Return the words of one chunk: lower case, without accents, punctuation apart.

    A CJK ideograph is a word of its own.
    """
    if chunk.isascii() and chunk.isprintable():
        return _ASCII_WORDS.findall(chunk.lower())
    cleaned = "".join(c for c in chunk if not _is_dropped(c))
    spaced = _CJK.sub(r" \1 ", cleaned)
    decomposed = unicodedata.normalize("NFD", bounded(spaced))
    bare = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    # str.lower knows the final sigma; the reference lowers one character at a time.
    lowered = bare.replace("Σ", "σ").lower()
    return list(_split_punctuation(lowered))


def _is_dropped(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs")


def _split_punctuation(text: str) -> Iterator[str]:
    for run in text.split():
        start = 0
        for at, character in enumerate(run):
            if is_punctuation(character):
                if start < at:
                    yield run[start:at]
                yield character
                start = at + 1
        if start < len(run):
            yield run[start:]


def is_punctuation(character: str) -> bool:
    """Return whether BERT cuts a word at this character."""
    return character in _ASCII_PUNCTUATION or unicodedata.category(character).startswith("P")


class WordPiece:
    """Greedy longest-match-first splitting of words into the pieces of a vocabulary.

    Args:
        vocabulary: The pieces; a piece's id is its place. Continuations begin with "##".
            Must contain "[UNK]". Empty entries are places that stand for nothing.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: i for i, piece in enumerate(vocabulary) if piece}
        self.unknown = self._ids[UNKNOWN]

    def pieces(self, word: str) -> tuple[int, ...]:
        """Return the ids of one word's pieces; `(unknown,)` if it can't be spelled with them."""
        whole = self._ids.get(word)
        if whole is not None:
            return (whole,)
        if len(word) > LONGEST_WORD:
            return (self.unknown,)
        found = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else "##" + word[start:end]
                match = self._ids.get(piece)
                if match is not None:
                    found.append(match)
                    start = end
                    break
            else:
                return (self.unknown,)
        return tuple(found)

    def encode(self, text: str) -> list[int]:
        """Return the ids of a text, without "[CLS]" and "[SEP]"."""
        return [
            piece for chunk in chunks(text) for word in words(chunk) for piece in self.pieces(word)
        ]


class Features:
    """Turns texts into row numbers of a table that is followed by hashed rows.

    Rows 0 to len(vocabulary) - 1 are the pieces; the rows of `hashed` follow. A piece whose row
    is zero may be there; it adds nothing.

    Safe to use from several threads: a cache entry is computed from its key alone, and a full
    cache is replaced, never emptied under another thread's hands.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._pieces = WordPiece(vocabulary)
        self._first_hashed = len(vocabulary)
        self._cache: dict[str, tuple[int, ...]] = {}

    def rows(self, text: str) -> list[int]:
        """Return the row numbers of a text; one that occurs twice is there twice."""
        cache = self._cache
        found: list[int] = []
        for chunk in chunks(text):
            known = cache.get(chunk)
            if known is None:
                known = tuple(row for _, rows in self._chunk(chunk) for row in rows)
                self._remember(chunk, known)
            found.extend(known)
        return found

    def by_word(self, text: str) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield each word of a text, lower case and without accents, with its row numbers."""
        for chunk in chunks(text):
            yield from self._chunk(chunk)

    def _remember(self, chunk: str, rows: tuple[int, ...]) -> None:
        if len(chunk) > _LONGEST_CACHED:
            return
        if len(self._cache) >= _CACHED_CHUNKS:
            self._cache = {}
        self._cache[chunk] = rows

    def _chunk(self, chunk: str) -> Iterator[tuple[str, tuple[int, ...]]]:
        before = ""
        for word in words(chunk):
            if len(word) == 1 and is_punctuation(word):
                yield word, ()
            elif _is_latin(word):
                yield word, self._spelled(word)
            else:
                # Compatibility forms, such as letters of full width, go back to the usual ones;
                # a Japanese particle leaves the Latin word it sticks to.
                for run in hashed.runs(unicodedata.normalize("NFKC", word)):
                    yield run, self._spelled(run) if _is_latin(run) else self._hashed(run, before)
            before = word

    def _spelled(self, word: str) -> tuple[int, ...]:
        pieces = self._pieces.pieces(word)
        return self._hashed(word, "") if pieces == (self._pieces.unknown,) else pieces

    def _hashed(self, word: str, before: str) -> tuple[int, ...]:
        return tuple(self._first_hashed + slot for slot in hashed.slots(word, before))


def _is_latin(word: str) -> bool:
    """Return whether the teacher, which reads English, can know the word's letters.

    The vocabulary spells other scripts letter by letter, with rows that mean nothing.
    """
    return word.isascii() or all(c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in word)
