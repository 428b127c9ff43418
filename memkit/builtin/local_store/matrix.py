"""One space's vectors: float32 for exact cosines, int8 to find where to look.

The scan of the int8 codes reads a quarter of the bytes. Its error is bounded: with a row x, its
decoded code y, a query q and its decoded code p, |x.q - y.p| <= |x - y| |q| + |y| |q - p|
(Cauchy and Schwarz). Every row that could belong to the best k within that bound is scored again
in float32, so that the answer is exact, not merely likely to be.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import simsimd
from numpy.typing import NDArray

from memkit.analysis.vectors import RowIndices
from memkit.builtin.local_store.blocks import RowChecks

Scores = NDArray[np.float32]

# Below this, a partition costs less than it saves.
_SMALL = 4096
_BLOCK = 64


def top(scores: Scores, k: int) -> RowIndices:
    """Return the places of the `k` largest scores, in no order; -inf is never returned.

    All scores that equal the k-th largest are among them: who comes first is decided later.

    The k-th largest of the maxima of many blocks is a lower bound of the k-th largest score,
    since k blocks hold at least one score as large. All scores up to the bound are few.
    """
    if len(scores) > _SMALL and k * _BLOCK * 4 < len(scores):
        width = len(scores) // _BLOCK
        maxima = scores[: width * _BLOCK].reshape(_BLOCK, width).max(axis=0)
        bound = np.partition(maxima, width - k)[width - k]
        if bound > -np.inf:
            places = np.flatnonzero(scores >= bound)
            if len(places) <= len(scores) // 4:
                return places[_largest(scores[places], k)]
    places = np.flatnonzero(scores > -np.inf)
    return places[_largest(scores[places], k)]


def _largest(scores: Scores, k: int) -> RowIndices:
    if k >= len(scores):
        return np.arange(len(scores))
    return np.flatnonzero(scores >= np.partition(scores, len(scores) - k)[len(scores) - k])


Vectors = NDArray[np.float32]

# From here on the scan of the codes is faster than that of the vectors.
_CODED = 4096


def cosines(units: Vectors, query: Vectors) -> Scores:
    """Return the cosines of unit vectors with a unit query, to six decimals.

    The last bits of a product depend on where a row stands in its matrix. Without them equal
    vectors have equal scores, everywhere.
    """
    products: Scores = np.round(units @ query, 6)
    return products


@dataclass(frozen=True)
class Coded:
    """Vectors as int8 with one scale a row.

    Attributes:
        codes: int8 of shape (n, dim).
        scales: float32 of shape (n,): row i decodes to codes[i] * scales[i].
        error: The largest length of any row minus its decoded code.
        checks: Tell whether what is mapped from a file is whole; None for what is not.
    """

    codes: NDArray[np.int8]
    scales: NDArray[np.float32]
    error: float
    checks: RowChecks | None = None

    def of_rows(self, rows: slice) -> NDArray[np.int8]:
        """Return the codes of rows."""
        if self.checks is not None:
            self.checks.check(rows)
        return self.codes[rows]

    @classmethod
    def of(cls, vectors: Vectors) -> Coded:
        """Encode vectors, in pieces, so that little memory is needed at once."""
        codes = np.empty(vectors.shape, np.int8)
        scales = np.empty(len(vectors), np.float32)
        error = 0.0
        for start in range(0, len(vectors), 65536):
            part = slice(start, start + 65536)
            rows = vectors[part]
            scale = np.abs(rows).max(axis=1, initial=0) / np.float32(127)
            scale[scale == 0] = 1
            np.rint(rows / scale[:, None], out=(coded := np.empty_like(rows)))
            codes[part], scales[part] = coded, scale
            coded *= scale[:, None]
            coded -= rows
            squares = np.einsum("ij,ij->i", coded, coded)
            error = max(error, float(np.sqrt(squares.max(initial=0))))
        return cls(codes, scales, error)


@dataclass(frozen=True)
class Matrix:
    """Unit vectors of one space, row by row.

    Attributes:
        vectors: float32 of shape (n, dim), each of length one, or zeros where there is none.
        empty: bool of shape (n,), true for rows of zeros; None if there are none.
        known_codes: The same as int8, where that is known already.
        checks: Tell whether what is mapped from a file is whole; None for what is not.
    """

    vectors: Vectors
    empty: NDArray[np.bool_] | None
    known_codes: Coded | None = None
    checks: RowChecks | None = None

    def of_rows(self, rows: slice | RowIndices) -> Vectors:
        """Return the vectors of rows.

        Raises:
            StoreDamagedError: They are mapped from a file that is damaged there.
        """
        if self.checks is not None:
            self.checks.check(rows)
        return self.vectors[rows]

    @classmethod
    def of(cls, vectors: Vectors) -> Matrix:
        """Normalise and encode vectors; the argument is overwritten."""
        lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
        empty = lengths == 0
        lengths[empty] = 1
        vectors /= lengths[:, None]
        return cls(vectors, empty if empty.any() else None)

    @functools.cached_property
    def coded(self) -> Coded | None:
        """The vectors as int8, for matrices of more than a few thousand rows.

        Made at the first search: many matrices are joined with others before they are searched.
        """
        if self.known_codes is None and len(self.vectors) >= _CODED:
            return Coded.of(self.of_rows(slice(None)))
        return self.known_codes

    def best(
        self, query: Vectors, k: int, rows: slice | RowIndices, barred: NDArray[np.bool_] | None
    ) -> tuple[RowIndices, Scores]:
        """Return the best `k` of some rows, by exact cosine, in no order.

        Args:
            query: A unit vector.
            k: How many.
            rows: Which rows to look at.
            barred: Rows that must not be returned: bool, aligned with `rows`.

        Returns:
            Places within `rows`, and their cosines.
        """
        if self.empty is not None:
            empty = self.empty[rows]
            barred = empty if barred is None else barred | empty
        if not isinstance(rows, slice) or rows.stop - rows.start < _CODED or self.coded is None:
            scores = cosines(self.of_rows(rows), query)
            if barred is not None:
                scores[barred] = -np.inf
            places = top(scores, k)
            return places, scores[places]
        return self._best_by_codes(self.coded, query, k, rows, barred)

    def _best_by_codes(
        self, coded: Coded, query: Vectors, k: int, rows: slice, barred: NDArray[np.bool_] | None
    ) -> tuple[RowIndices, Scores]:
        scale = float(np.abs(query).max()) / 127 or 1.0
        code = np.rint(query / np.float32(scale)).astype(np.int8)
        decoded = code.astype(np.float32) * np.float32(scale)
        slack = coded.error + (1 + coded.error) * float(np.linalg.norm(query - decoded)) + 1e-5
        dots = np.asarray(simsimd.cdist(coded.of_rows(rows), code[None], metric="dot")).ravel()
        rough = np.multiply(dots, coded.scales[rows], dtype=np.float32, casting="unsafe")
        rough *= np.float32(scale)
        if barred is not None:
            rough[barred] = -np.inf
        places = top(rough, k)
        if len(places) < k:
            return places, cosines(self.of_rows(rows.start + places), query)
        kth = float(np.sort(cosines(self.of_rows(rows.start + places), query))[-k])
        places = np.flatnonzero(rough >= kth - slack)
        scores = cosines(self.of_rows(rows.start + places), query)
        best = top(scores, k)
        return places[best], scores[best]
