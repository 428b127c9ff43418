"""Whether an embedder still is the one a space was made with.

A model may change under its name: its vocabulary is cut down, texts are put into lower case,
another part of the answer is taken for the vector, a prefix is forgotten, less of a text is read.
Some of this shows in texts of one kind only, so a space keeps the vectors of several texts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from memkit.contracts.embedder import Embedder, Vectors
from memkit.contracts.journal import SpaceRow
from memkit.domain import fixes
from memkit.errors import SpaceError

_ENGLISH = "The quick brown fox jumps over the lazy dog, and remembers it."

# All are asked for at once, so the last one must not be so long that it holds up a model which
# reads all texts of a batch as if they were as long: it is longer than the 128 tokens after which
# the best known small models stop.
PROBES = {
    "English text": _ENGLISH,
    "Japanese text": "猫は窓のそばで眠っています。",
    "Chinese text": "小猫在窗边睡着了。",
    "Russian text": "Кошка спит на тёплой печи.",
    "Arabic text": "تنام القطة قرب النافذة.",
    "Hindi text": "बिल्ली खिड़की के पास सोती है।",
    "Korean text": "고양이가 창가에서 자고 있어요.",
    "text with accents": "Schöne Grüße aus Córdoba, écrivez-nous bientôt, çok güzel, mówię źle.",
    "text of other scripts and signs": "γάτα חתול แมว বিড়াল பூனை კატა կատու 🐈 €5 ½ C++",
    "text in capitals": "NASA ASKED THE WHO ABOUT US, AND MAY TOLD ROSE",
    "a long text": (
        "Every autumn the harbour master walks along the quay with a lantern and a notebook. He "
        "writes down which boats have come home and which are still out. The ropes are wet, the "
        "gulls complain, and somewhere a radio plays an old waltz. In the first house lives a "
        "baker who never sleeps. In the second a widow paints the same lighthouse again and "
        "again, each time in another light. The third stands empty, but its chimney is warm. "
        "Children say that a captain comes back there when the fog is thick. The harbour master "
        "does not believe it, yet he leaves two loaves on the step before winter begins. When "
        "spring comes the loaves are gone, and a small brass compass lies in their place. It "
        "points to the railway station, where nobody has sold a ticket for thirty years. The "
        "violin that was left on the platform belongs to my daughter, who studies chemistry."
    ),
}

# Services round differently from day to day; another model is nowhere near this.
_SAME = 0.999

# A journal reads a space's row with every change, and so it has to fit into a page of SQLite.
_MOST_DIMENSIONS = 128

# Begins what a space keeps of several; older versions kept the whole vector of the first one.
_SEVERAL = b"probes:"


def probes(embedder: Embedder, space: SpaceRow | None = None) -> list[str]:
    """Return the texts whose vectors tell a model, no more than one call takes.

    Args:
        embedder: Whom to ask.
        space: The space that knows its answers; None for one that is to be made.
    """
    texts = list(PROBES.values())
    if space is not None and not space.fingerprint.startswith(_SEVERAL):
        return texts[:1]
    return texts[: max(1, embedder.max_batch)]


def as_bytes(vectors: Vectors) -> bytes:
    """Return the vectors of the probes as a space keeps them: their directions in float16.

    Args:
        vectors: Of shape (n, dim).
    """
    return _SEVERAL + _directions(vectors).astype("<f2").tobytes()


def check_fingerprint(space: SpaceRow, embedder: Embedder, found: Vectors) -> None:
    """Compare the vectors that an embedder gives the probes with those a space was made with.

    Args:
        space: The space.
        embedder: Its embedder.
        found: Its answers to `probes(embedder, space)`, of shape (n, dim).

    Raises:
        SpaceError: The model answers differently; names both, the texts if they
            are few, and the way out.
    """
    same = _same(space, found)
    if same.all():
        return
    what = "gives other vectors"
    if same.mean() >= 0.5:
        names = [name for name, as_before in zip(PROBES, same, strict=False) if not as_before]
        what = f"answers differently to {_listed(names)}"
    raise SpaceError(
        f"Space {space.key!r} was made with model {space.model!r} ({space.dim} dimensions), "
        f"but the embedder {embedder.model!r} ({embedder.dim} dimensions) {what}.",
        fix=fixes.space_of_its_own(space.provider, f"{space.key}-2", use=True),
    )


def _same(space: SpaceRow, found: Vectors) -> NDArray[np.bool_]:
    """Return for each probe whether its vector is as it was."""
    if space.fingerprint.startswith(_SEVERAL):
        known, asked = _numbers(space.fingerprint[len(_SEVERAL) :], "<f2"), _directions(found)
    else:
        known, asked = _numbers(space.fingerprint, "<f4"), found[:1]
    if found.shape[1] != space.dim or not known.size or known.size % asked.shape[1]:
        return np.zeros(1, np.bool_)
    known = known.reshape(-1, asked.shape[1])
    # The most texts of a call may have changed.
    both = min(len(known), len(asked))
    known, asked = _units(known[:both]), _units(asked[:both])
    same: NDArray[np.bool_] = (known * asked).sum(axis=1) >= _SAME
    if same.any():
        # A model may know nothing of a script, but not of all.
        same |= ~known.any(axis=1) & ~asked.any(axis=1)
    return same


def _numbers(kept: bytes, kind: str) -> Vectors:
    """Return numbers of a journal, which may hold anything."""
    size = np.dtype(kind).itemsize
    return np.frombuffer(kept[: len(kept) // size * size], kind).astype(np.float32)


def _directions(vectors: Vectors) -> Vectors:
    """Return unit vectors of some of the dimensions, which tell as much as all of them."""
    dim = vectors.shape[1]
    chosen = np.linspace(0, dim - 1, min(dim, _MOST_DIMENSIONS)).astype(np.intp)
    return _units(vectors[:, chosen])


def _units(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def _listed(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
