"""How well texts match a query word by word: the best cosine of each word of the query, averaged.

(Khattab and Zaharia, "ColBERT: Efficient and effective passage search via contextualized late
interaction over BERT", 2020; here the vectors are the rows of words, which know no context, and
words are weighted.)

The sum of a text's words is about all that it says, and so is far from a question that one of them
answers: "a long race" is nearer to "marathon" than to the mean of "I ran the Boston marathon in
under four hours". `python -m benchmarks.languages`, `locomo` and `beam` measure it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from memkit.contracts.embedder import Vectors

LONGEST = 2000
"""In characters: of a longer text the beginning is compared."""

MOST_ASKED = 64
"""A query of more different words is compared by those that weigh most."""

# A text of more different words has a word near to everything, and gets less: so the long answers
# of an assistant don't crowd out what the user said.
_SHORT = 30


def matched(
    query: Vectors,
    weights: NDArray[np.float32],
    rows: Vectors,
    texts: Sequence[Sequence[int]],
    longer: Sequence[float],
) -> Vectors:
    """Return how well each text matches, 0 to 1, float32 of shape (len(texts),).

    Args:
        query: Vectors of length one of the query's words, of shape (q, dim).
        weights: What each of them counts, of shape (q,).
        rows: Vectors of length one of all words of the texts, of shape (n, dim).
        texts: The places in `rows` of each text's different words.
        longer: How many times longer each text is than what of it is compared.
    """
    found = np.zeros(len(texts), np.float32)
    filled = [number for number, words in enumerate(texts) if words]
    total = float(weights.sum())
    if not filled or total <= 0:
        return found
    sizes = np.array([len(texts[number]) for number in filled])
    cosines = np.maximum(query @ rows.T, 0)
    places = np.concatenate([np.array(texts[number], np.intp) for number in filled])
    best = np.maximum.reduceat(cosines[:, places], np.cumsum(sizes) - sizes, axis=1)
    whole = sizes * np.array([longer[number] for number in filled])
    shares = np.sqrt(np.minimum(1, _SHORT / whole)) / total
    found[filled] = np.minimum(1, weights @ best * shares)
    return found
