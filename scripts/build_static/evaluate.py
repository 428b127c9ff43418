"""What a table is worth: LoCoMo, paraphrases, other languages, four bits, size, speed."""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import locomo
import numpy as np
from numpy.typing import NDArray

REPOSITORY = Path(__file__).parents[2]
sys.path.insert(0, str(REPOSITORY))
from memkit.builtin.static import hashed  # noqa: E402 - the path has to be set first
from memkit.builtin.static import table as tables  # noqa: E402 - see above
from memkit.builtin.static.embedder import Features, StaticEmbedder  # noqa: E402 - see above

Floats = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Floats]

EVALUATION = Path(__file__).parent / "evaluation"
LANGUAGES = {"de": "German", "es": "Spanish", "zh": "Chinese", "ja": "Japanese"}


def encoder(features: Features, rows: Floats) -> Encode:
    """Return a plain encoder over these rows, to compare tables by one and the same code."""

    def encode(texts: Sequence[str]) -> Floats:
        out = np.zeros((len(texts), rows.shape[1]), dtype=np.float32)
        for i, text in enumerate(texts):
            out[i] = rows[features.rows(text)].sum(axis=0)
        return np.asarray(out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9))

    return encode


def pairs(name: str) -> tuple[list[str], list[tuple[str, int]]]:
    """Return the documents of a file, and its queries with the document that answers each."""
    documents: list[str] = []
    queries: list[tuple[str, int]] = []
    for line in (EVALUATION / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        document, _, query = line.partition("\t")
        if query:
            queries.append((query, len(documents)))
        documents.append(document)
    return documents, queries


def top1(encode: Encode, name: str) -> str:
    """Return how many queries of a file find their document first, "11 of 12"."""
    documents, queries = pairs(name)
    similarity = encode([query for query, _ in queries]) @ encode(documents).T
    found = sum(
        int(np.argmax(row)) == answer for row, (_, answer) in zip(similarity, queries, strict=True)
    )
    return f"{found} of {len(queries)}"


def with_idf(features: Features, rows: Floats, turns: Sequence[str]) -> Encode:
    """Return the encoder of queries whose words count by their rarity among the turns.

    It does what `StaticEmbedder.embed_query` does, for a table that need not be the package's.
    """
    frequency = Counter(w for t in turns for w in {word for word, _ in features.by_word(t)})

    def encode(queries: Sequence[str]) -> Floats:
        out = np.zeros((len(queries), rows.shape[1]), dtype=np.float32)
        for i, query in enumerate(queries):
            for word, found in features.by_word(query):
                weight = math.sqrt(math.log(1 + (len(turns) + 1) / (frequency[word] + 1)))
                out[i] += weight * rows[list(found)].sum(axis=0)
        return np.asarray(out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9))

    return encode


def print_evaluation(*, table: Path, exact: Floats | None, locomo_file: Path | None) -> None:
    """Print what the table in a folder is worth, beside its float32 rows if they are given."""
    loaded = tables.load(table, spare=hashed.SLOTS)
    loaded.rows[-hashed.SLOTS :] = hashed.rows(loaded.rows.shape[1])
    features = Features(loaded.vocabulary)
    encoders = {"int4": encoder(features, loaded.rows)}
    if exact is not None:
        encoders["float32"] = encoder(
            features, np.concatenate([exact, loaded.rows[-hashed.SLOTS :]])
        )
    if locomo_file is not None:
        prepared = locomo.prepare(locomo_file)
        rare = [with_idf(features, loaded.rows, c.turns) for c in prepared.conversations]
        print("LoCoMo evidence retrieval: R@5 R@10 R@25 MRR@10")
        for weight in (None, StaticEmbedder.text_weight):
            how = "alone" if weight is None else f"with BM25 x {weight}"
            for name, encode in encoders.items():
                queries = [encode] * len(rare)
                print(f"  {name}, {how}:", *locomo.evaluate(prepared, encode, queries, weight))
            figures = locomo.evaluate(prepared, encoders["int4"], rare, weight)
            print(f"  int4 with idf, {how}:", *figures)
    for name, encode in encoders.items():
        print(f"{name}, top-1: paraphrases {top1(encode, 'paraphrases')}", end="")
        print(f", held out {top1(encode, 'paraphrases_held_out')}", end="")
        for code, language in LANGUAGES.items():
            print(f", {language} {top1(encode, f'words_{code}')}", end="")
        print()
    print(f"size of the table: {sum(f.stat().st_size for f in table.iterdir()):,} bytes")
    _print_speed()


def _print_speed() -> None:
    started = time.perf_counter()
    embedder = StaticEmbedder()
    embedder.embed_query("first use")
    loading = time.perf_counter() - started
    texts = [t for c in ("paraphrases", "words_de", "words_es") for t in pairs(c)[0]] * 100
    best = 0.0
    for _ in range(5):
        started = time.perf_counter()
        embedder.embed_batch(texts, kind="document")
        best = max(best, len(texts) / (time.perf_counter() - started))
    print(f"loading {1000 * loading:.0f} ms, {best:,.0f} texts a second")


def main() -> None:
    """Measure the table that is in the package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--table", type=Path, default=REPOSITORY / "memkit/builtin/static/data")
    parser.add_argument("--locomo", type=Path, help="a LoCoMo file")
    arguments = parser.parse_args()
    print_evaluation(table=arguments.table, exact=None, locomo_file=arguments.locomo)


if __name__ == "__main__":
    main()
