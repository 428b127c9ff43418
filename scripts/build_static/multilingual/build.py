"""Rebuild the table of many languages, then measure it. See README.md in the folder above."""

from __future__ import annotations

import argparse
import sys
import time
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[2]
sys.path[:0] = [str(HERE.parent), str(REPOSITORY)]
# What follows is found only by the path that was just set.
import candidates  # noqa: E402 - see above
import cldr  # noqa: E402 - see above
import learning  # noqa: E402 - see above
import sentences  # noqa: E402 - see above
import tatoeba  # noqa: E402 - see above
import wordnet  # noqa: E402 - see above
from cache import cached  # noqa: E402 - see above
from e5 import START, Teacher  # noqa: E402 - see above

from memkit.builtin.multilingual import table  # noqa: E402 - see above
from memkit.builtin.multilingual.words import Words  # noqa: E402 - see above
from memkit.builtin.static.embedder import StaticEmbedder, load_model  # noqa: E402 - see above
from memkit.builtin.static.table import pack  # noqa: E402 - see above

WORDS = 112_000
ENGLISH_TEXTS = 40_000
OTHER_LANGUAGES_SHARE = 0.25
LONGEST = 64
QUERY_SIF = 1e-4
SEED = 1
# They differ in how far words may go their own way, and by chance; their mean is better than each,
# for English above all.
RUNS = (
    learning.Settings(own_share=0.3, nearest=1.0, teacher=0.2, seed=0),
    learning.Settings(own_share=0.7, seed=2),
    learning.Settings(own_share=0.3, nearest=1.0, teacher=0.2, seed=5),
    learning.Settings(own_share=0.7, seed=6),
)

# The languages of `tatoeba.NAMED`, and English, as CLDR writes them.
RICH = "pl tr ar uk ru hi ko ja".split()
NAMED = "en de es fr pt it nl pl ru uk tr ar hi zh ja ko".split()


@dataclass(frozen=True)
class Texts:
    """What is read from the sources.

    Attributes:
        pairs: Code of a language -> its sentences with the same in English.
        english: Texts of WordNet and sentences from templates.
        cldr: Language -> key -> entry.
    """

    pairs: Mapping[str, Sequence[tuple[str, str]]]
    english: Sequence[str]
    cldr: Mapping[str, Mapping[str, cldr.Entry]]

    @property
    def sentences(self) -> list[str]:
        """All sentences of the pairs, each once."""
        every = (text for pairs in self.pairs.values() for pair in pairs for text in pair)
        return list(dict.fromkeys(every))

    def entries(self) -> Iterator[tuple[cldr.Entry, cldr.Entry]]:
        """Yield entries with the same in English; fewer of the languages that are not named."""
        chance = np.random.default_rng(SEED)
        english = self.cldr[cldr.ENGLISH]
        for code, entries in self.cldr.items():
            for key, entry in entries.items():
                if code == cldr.ENGLISH or key not in english:
                    continue
                if code in NAMED or chance.random() < OTHER_LANGUAGES_SHARE:
                    yield entry, english[key]


def read(arguments: argparse.Namespace) -> Texts:
    """Return the training texts."""
    folder: Path = arguments.tatoeba
    synsets = wordnet.read(arguments.wordnet)
    bert = _bert()
    everyday = set(bert[bert.index("the") : 22_000])
    made = sentences.sentences(
        sentences.groups(HERE.parent / "templates.txt"),
        sentences.slots(synsets, everyday),
        count=60_000,
        seed=SEED,
    )
    chance = np.random.default_rng(0)
    english: list[str] = []
    for texts in (wordnet.training_texts(synsets), made):
        english += [texts[i] for i in chance.permutation(len(texts))[:ENGLISH_TEXTS]]
    pairs = {code: list(tatoeba.pairs(folder, code)) for code in tatoeba.languages(folder)}
    return Texts(pairs, list(dict.fromkeys(english)), cldr.read(arguments.cldr))


def choose(texts: Texts, teacher: Teacher, folder: Path) -> candidates.Chosen:
    """Return the words of the table."""
    named = set(tatoeba.NAMED)
    pieces = list(zip(teacher.pieces, teacher.scores.tolist(), strict=True))
    english = [pair[1] for pairs in texts.pairs.values() for pair in pairs]
    entries = [entry for code in NAMED for entry in texts.cldr[code].values()]
    said = [text for entry in texts.cldr[cldr.ENGLISH].values() for text in entry.texts]
    return candidates.choose(
        candidates.Sources(
            pieces,
            START,
            _bert(),
            [pair[0] for code in named for pair in texts.pairs[code]],
            [pair[0] for code in texts.pairs if code not in named for pair in texts.pairs[code]],
            [*english, *texts.english, *said],
            [text for entry in entries for text in entry.texts],
            [text for code in RICH for e in texts.cldr[code].values() for text in e.texts],
            candidates.lemmas(folder),
        ),
        WORDS,
    )


def learn(texts: Texts, chosen: candidates.Chosen, teacher: Teacher, work: Path) -> learning.Floats:
    """Return the rows of the words: the means of several runs."""
    known = Words(chosen.words)
    static = StaticEmbedder()
    model = load_model()

    def bag(said: Sequence[str]) -> learning.Bag:
        found = [n for text in said for _, numbers in known.parts(text) for n in numbers]
        return np.array(found[:LONGEST], dtype=np.int64)

    def vectors(name: str, said: Sequence[str]) -> learning.Floats:
        print(f"teacher's vectors of {len(said):,} {name}", flush=True)
        return cached(work, name, said, lambda: teacher.vectors(said))

    def placed(said: Sequence[str]) -> learning.Floats:
        return static.embed_batch(said, kind="document")

    every = texts.sentences
    place = {text: i for i, text in enumerate(every)}
    bags, there = [bag([text]) for text in every], placed(every)
    pairs = [
        (place[strange], place[english])
        for of_language in texts.pairs.values()
        for strange, english in of_language
        if len(bags[place[strange]]) and len(bags[place[english]]) and there[place[english]].any()
    ]
    english = [(bag([text]), text) for text in texts.english]
    english_there = placed(texts.english)
    full = [i for i, (found, _) in enumerate(english) if len(found) and english_there[i].any()]
    entries = [
        (bag([entry.name]), bag(entry.texts), same.name, " ".join(same.texts))
        for entry, same in texts.entries()
        if len(bag([entry.name]))
    ]
    said = {text: i for i, text in enumerate(dict.fromkeys(t for e in entries for t in e[2:]))}
    rows = np.zeros((len(chosen.words), static.dim), dtype=np.float32)
    for number in np.flatnonzero(chosen.english):
        rows[number] = model.rows[model.features.rows(chosen.words[number])].sum(axis=0)
    data = learning.Data(
        vectors=vectors("words", chosen.words),
        shares=chosen.shares.astype(np.float32),
        known=chosen.english,
        static=rows,
        texts=bags,
        text_teacher=learning.centred(vectors("sentences", every)),
        text_static=there,
        pairs=np.array(pairs),
        english=[english[i][0] for i in full],
        english_static=english_there[full],
        cldr=[entry[:2] for entry in entries],
        cldr_static=placed(list(said))[[[said[text] for text in entry[2:]] for entry in entries]],
    )
    print(f"tuning on {len(pairs):,} pairs, {len(full):,} texts, {len(entries):,} entries")
    return mean_of([learning.learn(data, settings) for settings in RUNS])


def mean_of(runs: Sequence[learning.Floats]) -> learning.Floats:
    """Return the mean of rows, each as long as it is on average: what runs disagree on, shrinks."""
    mean = np.mean(runs, axis=0)
    usual = np.mean([np.linalg.norm(rows, axis=1, keepdims=True) for rows in runs], axis=0)
    now = np.linalg.norm(mean, axis=1, keepdims=True)
    return np.asarray(mean * (usual / np.maximum(now, 1e-9)), dtype=np.float32)


def with_symbols(
    chosen: candidates.Chosen, rows: learning.Floats, names: Mapping[str, cldr.Entry]
) -> tuple[candidates.Chosen, learning.Floats]:
    """Return the words and rows with those of symbols: the rows of their names and keywords."""
    known = Words(chosen.words)
    usual = float(np.median(np.linalg.norm(rows, axis=1)))
    found: dict[str, learning.Floats] = {}
    for key, entry in names.items():
        symbol = key.replace("\ufe0f", "")
        if not cldr.is_symbol(key) or symbol.isascii() or not _is_symbol(symbol):
            continue
        name, every = (
            [n for text in said for _, numbers in known.parts(text) for n in numbers]
            for said in ([entry.name], entry.texts)
        )
        if name:
            row = rows[name].sum(axis=0) + rows[every].sum(axis=0) / len(entry.texts)
            found[symbol] = row / np.linalg.norm(row) * usual
    words = [*chosen.words, *found]
    order = sorted(range(len(words)), key=words.__getitem__)
    added = np.zeros(len(found))
    every_row = np.concatenate([rows, np.array(list(found.values()))])
    return candidates.Chosen(
        [words[i] for i in order],
        np.concatenate([chosen.shares, added + candidates.UNKNOWN])[order],
        np.concatenate([chosen.english, added.astype(bool)])[order],
    ), np.asarray(every_row[order], dtype=np.float32)


def _is_symbol(text: str) -> bool:
    return all(unicodedata.category(c)[0] in "SMC" or c == "\u200d" for c in text)


def write(chosen: candidates.Chosen, rows: learning.Floats, out: Path) -> None:
    """Write the files of the table."""
    out.mkdir(parents=True, exist_ok=True)
    nibbles, scales = pack(rows)
    (out / table.WORDS).write_text("\n".join(chosen.words), encoding="utf-8")
    for name, array in (
        (table.ROWS, nibbles),
        (table.SCALES, scales),
        (table.ENGLISH, np.packbits(chosen.english)),
        (table.WEIGHTS, np.rint(255 * sif(chosen.shares)).astype(np.uint8)),
    ):
        np.save(out / name, array, allow_pickle=False)


def sif(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a / (a + p) for words of the log-shares `shares`; 1 for those without one."""
    found = QUERY_SIF / (QUERY_SIF + np.exp(shares))
    return np.where(shares > candidates.UNKNOWN, found, 1.0)


def _bert() -> list[str]:
    """Return BERT's vocabulary, which is that of "static"."""
    data = REPOSITORY / "memkit/builtin/static/data/vocabulary.txt"
    return data.read_text(encoding="utf-8").split("\n")


def main() -> None:
    """Build, write, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tatoeba", type=Path, required=True)
    parser.add_argument("--cldr", type=Path, required=True, help="folder of the npm packages")
    parser.add_argument("--wordnet", type=Path, default=wordnet.DEFAULT_FOLDER)
    parser.add_argument("--work", type=Path, required=True, help="folder for what may be reused")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "memkit/builtin/multilingual/data")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    started = time.monotonic()
    texts = read(arguments)
    teacher = Teacher()
    chosen = choose(texts, teacher, arguments.wordnet)
    print(f"{len(chosen.words):,} words, {chosen.english.sum():,} of them English")
    rows = learn(texts, chosen, teacher, arguments.work)
    write(*with_symbols(chosen, rows, texts.cldr[cldr.ENGLISH]), arguments.out)
    print(f"built in {time.monotonic() - started:.0f} s\n")
    print("measure it: python -m benchmarks.languages")


if __name__ == "__main__":
    main()
