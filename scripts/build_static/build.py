"""Rebuild the table of the static embedder, then measure it. See README.md in this folder."""

from __future__ import annotations

import argparse
import os
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np
import sentences
import teacher
import torch
import wordnet
from cache import cached
from evaluate import print_evaluation
from numpy.typing import NDArray
from tune import Settings, tune

REPOSITORY = Path(__file__).parents[2]
sys.path.insert(0, str(REPOSITORY))
from memkit.builtin.static import table  # noqa: E402 - the path has to be set first
from memkit.builtin.static.embedder import WordPiece  # noqa: E402 - see above

Floats = NDArray[np.float32]

DIM = 256
SIF = 1e-3
# How much of the untuned table is added to the tuned one, each at a mean row length of one.
UNTUNED_SHARE = 1.0
TEMPLATE_SENTENCES = 60_000
LONGEST = 64
SEED = 1

RUNS = (
    Settings(kl_weight=3.0, temperature=0.1, seed=0),
    Settings(kl_weight=10.0, temperature=0.1, seed=1),
)

# Function words of other languages are rare in English, so SIF takes them for content. Words that
# mean something in English, such as "die", "war" or "la", are left out.
FOREIGN_FUNCTION_WORDS = """
    der das und ist ich mit dem ein eine am im auf fur zu von bei hat mein was wo es un una el los
    las que en y del por mi se su al ha le les des et du je est une di che il och av het ik
"""
FOREIGN_SHARE = 0.3


def sif_weights(vocabulary: list[str], a: float) -> Floats:
    """Return the weight a / (a + p) of each token, (vocabulary, 1).

    BERT's vocabulary is in order of frequency from "the" on, so Zipf's law gives p. ASCII
    punctuation and special tokens get zero.
    """
    the = vocabulary.index("the")
    ranks = np.maximum(np.arange(len(vocabulary)) - the + 1, 1)
    p = 1 / (ranks * np.sum(1 / np.arange(1, len(vocabulary) - the + 1)))
    weights = a / (a + p)
    for i, token in enumerate(vocabulary):
        if is_special(token) or (len(token) == 1 and token.isascii() and not token.isalnum()):
            weights[i] = 0
    return weights.astype(np.float32)[:, None]


def is_special(token: str) -> bool:
    """Return whether this is no piece of text: "[CLS]", "[unused7]", ..."""
    return len(token) > 1 and token.startswith("[") and token.endswith("]")


def scaled(rows: Floats) -> Floats:
    """Return the table at a mean row length of one, rows of zeros not counted."""
    lengths = np.linalg.norm(rows, axis=1)
    return np.asarray(rows / lengths[lengths > 0].mean(), dtype=np.float32)


def reduced(rows: Floats, dim: int, seed: int) -> Floats:
    """Return the rows in their best `dim` dimensions (uncentred SVD), randomly rotated.

    The rotation spreads the variance evenly over the dimensions, which 4 bits then lose less of.
    """
    exact = rows.astype(np.float64)
    _, vectors = np.linalg.eigh(exact.T @ exact)
    rotation, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(dim, dim)))
    return np.asarray(exact @ vectors[:, ::-1][:, :dim] @ rotation, dtype=np.float32)


def build(folder: Path, work: Path) -> tuple[list[str], Floats]:
    """Return the vocabulary and the float32 rows that are to be packed."""
    model = teacher.load()
    vocabulary = model.vocabulary
    print("token vectors")
    tokens = cached(work, "tokens", vocabulary, lambda: teacher.token_vectors(model))

    synsets = wordnet.read(folder)
    # Rare words of the vocabulary and most of WordNet are no everyday words.
    everyday = set(vocabulary[vocabulary.index("the") : 22_000])
    from_wordnet = wordnet.training_texts(synsets)
    from_templates = sentences.sentences(
        sentences.groups(Path(__file__).parent / "templates.txt"),
        sentences.slots(synsets, everyday),
        count=TEMPLATE_SENTENCES,
        seed=SEED,
    )
    targets = []
    for name, texts in (("wordnet", from_wordnet), ("templates", from_templates)):
        print(f"teacher's vectors of {len(texts):,} texts from {name}")
        compute = partial(teacher.sentence_vectors, model, texts)
        targets.append(cached(work, name, texts, compute))
    pieces = WordPiece([t if t == "[UNK]" or not is_special(t) else "" for t in vocabulary])
    ids = [pieces.encode(text)[:LONGEST] for text in from_wordnet + from_templates]

    untuned = tokens * sif_weights(vocabulary, SIF)
    tuned = np.zeros_like(untuned)
    for number, settings in enumerate(RUNS):
        print(f"tuning, run {number + 1} of {len(RUNS)}")
        tuned += scaled(tune(untuned, ids, np.concatenate(targets), settings))
    mixed = scaled(tuned) + UNTUNED_SHARE * scaled(untuned)
    for word in FOREIGN_FUNCTION_WORDS.split():
        mixed[vocabulary.index(word)] *= FOREIGN_SHARE

    kept = [i for i, t in enumerate(vocabulary) if t == "[UNK]" or not is_special(t)]
    return [vocabulary[i] for i in kept], scaled(reduced(mixed[kept], DIM, SEED))


def write(vocabulary: list[str], rows: Floats, out: Path) -> None:
    """Write the three files of the table."""
    out.mkdir(parents=True, exist_ok=True)
    nibbles, scales = table.pack(rows)
    (out / table.VOCABULARY).write_text("\n".join(vocabulary), encoding="utf-8")
    np.save(out / table.NIBBLES, nibbles, allow_pickle=False)
    np.save(out / table.SCALES, scales, allow_pickle=False)


def main() -> None:
    """Build, write, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wordnet", type=Path, default=wordnet.DEFAULT_FOLDER)
    parser.add_argument("--work", type=Path, required=True, help="folder for what may be reused")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "memkit/builtin/static/data")
    parser.add_argument("--locomo", type=Path, help="a LoCoMo file, for the evaluation only")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()

    os.environ["HF_HUB_OFFLINE"] = "1"
    torch.set_num_threads(arguments.threads)
    started = time.monotonic()
    vocabulary, rows = build(arguments.wordnet, arguments.work)
    write(vocabulary, rows, arguments.out)
    np.save(arguments.work / "float32.npy", rows)
    print(f"built in {time.monotonic() - started:.0f} s\n")
    print_evaluation(table=arguments.out, exact=rows, locomo_file=arguments.locomo)


if __name__ == "__main__":
    main()
