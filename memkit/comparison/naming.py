"""Words for clusters."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.clusters import name_clusters
from memkit.lexical import query_terms, terms

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TERMS = 3


def names_of(texts: Sequence[str], labels: NDArray[np.int64]) -> dict[int, str]:
    """Return a name for each cluster: the words that set its texts apart, as they are written.

    Words are counted by their stems, without function words, and shown in the spelling that is
    most frequent. A cluster of texts without words is called by its number.
    """
    spellings: dict[str, Counter[str]] = defaultdict(Counter)

    def stems(text: str) -> list[str]:
        content = set(query_terms(text))
        found = []
        for word in _WORD.findall(text):
            stem = "".join(terms(word)[:1])
            if stem in content and len(stem) > 1:
                spellings[stem][word if word.isupper() else word.lower()] += 1
                found.append(stem)
        return found or [term for term in content if len(term) > 1]

    named = name_clusters(texts, labels, tokenise=stems, terms=_TERMS)
    return {
        label: ", ".join(_spelled(spellings, stem) for stem in found) or f"cluster {label + 1}"
        for label, found in named.items()
    }


def _spelled(spellings: dict[str, Counter[str]], stem: str) -> str:
    known = spellings.get(stem)
    return known.most_common(1)[0][0] if known else stem
