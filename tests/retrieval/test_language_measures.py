"""The measures of `benchmarks/languages.py` mean what they say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from benchmarks import languages, paraphrases
from memkit.contracts.embedder import Embedder, EmbedKind, Vectors


class Known(Embedder):
    """Gives each text the vector it was told, and all others the same."""

    model = "known"
    dim = 4

    def __init__(self, numbers: dict[str, int]) -> None:
        self.numbers = numbers

    def embed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Vectors:
        """Return rows of the identity."""
        return np.eye(4, dtype=np.float32)[[self.numbers.get(text, 3) for text in texts]]


def test_no_question_has_a_content_word_of_its_fact() -> None:
    codes = ["en", *paraphrases.LANGUAGES]
    assert [len(paraphrases.read(code)) for code in codes] == [60] + [20] * 10
    paraphrases.check(codes)


@pytest.mark.parametrize(
    ("language", "fact", "question"),
    [
        ("en", "We planted trees", "Where did they plant tulips?"),
        ("de", "Er backt Brote", "Wer mag das Brot?"),
        ("zh", "我喝绿茶", "她爱什么茶？"),
        ("ja", "コーヒーを飲む", "彼のコーヒーは"),
        ("ko", "고양이가 아파요", "고양이는 어때요?"),
    ],
)
def test_a_word_of_the_fact_is_noticed(language: str, fact: str, question: str) -> None:
    assert paraphrases.shared(paraphrases.Pair(fact, question), language)


def test_neighbours_across_languages_stand_between_their_bounds() -> None:
    topics = np.repeat(["tea", "boats", "alone"], [20, 20, 20])
    codes = np.array(["en", "de"] * 20 + ["en"] * 20)
    number = np.arange(60)
    apart = np.array([[j for j in number if codes[j] == codes[i] and j != i][:10] for i in number])
    _, chance, best = languages.across(apart, topics, codes)
    assert languages.across(apart, topics, codes)[0] == 0
    assert chance == pytest.approx(10 / 59)
    assert best == pytest.approx(10 / 19)
    blind = np.random.default_rng(0).permuted(
        [[j for j in number if topics[j] == topics[i] and j != i] for i in number], axis=1
    )
    assert languages.across(blind[:, :10], topics, codes)[0] == pytest.approx(best, abs=0.05)


def test_a_vector_for_all_texts_finds_nothing() -> None:
    assert languages.ranks(Known({}), ["a", "b", "c"], ["x", "y", "z"]) == [2, 2, 2]
    told = {"a": 0, "x": 0, "b": 1, "y": 2}
    assert languages.ranks(Known(told), ["a", "b", "c"], ["x", "y", "z"]) == [0, 2, 0]


def test_only_later_lines_of_tatoeba_are_measured(tmp_path: Path) -> None:
    early = ["training"] * languages.FIRST
    for side, late in (("deu", ["Tee", "Boot", "Haus"]), ("eng", ["tea", "boat", "house"])):
        text = "\n".join([*early, *late]) + "\n"
        (tmp_path / f"tatoeba.deu-eng.{side}").write_text(text, "utf-8")
        short = "\n".join(early) + "\n"
        (tmp_path / f"tatoeba.xho-eng.{side.replace('deu', 'xho')}").write_text(short, "utf-8")
    told = {"Tee": 0, "tea": 0, "Boot": 1, "boat": 1, "Haus": 2, "house": 0}
    # What a house is called is nearest to nothing; back, the house lies with the tea.
    assert dict(languages.tatoeba(Known(told), tmp_path)) == {"deu": (2 / 3, 2 / 3)}
