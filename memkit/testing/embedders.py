"""What every embedder must do."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar, get_args

import numpy as np
import pytest

from memkit.contracts.embedder import Embedder, EmbedKind, Vectors
from memkit.domain.records import Usage
from memkit.plugins.specs import EmbedderSpec
from memkit.testing.base import ODD_TEXTS, ProviderConformance
from memkit.testing.overriding import needs

TEXTS = (
    "I moved to Lisbon in March",
    "The invoice is due on Friday",
    "Her sister plays the cello",
    "Two eggs, flour and a little salt",
    "The server restarts every night",
)

# A text, another of the same meaning in other words, and one about something else.
MEANINGS = (
    ("my cat sleeps", "the kitten takes naps", "quarterly revenue grew"),
    ("she drives her car", "an automobile on this road", "soup with too much salt"),
    ("the doctor treats patients", "a physician in hospital", "six guitar strings"),
    ("he eats pizza", "my favourite food: pasta", "parliament held elections"),
)


class EmbedderConformance(ProviderConformance):
    """Subclass it, set `spec`, and override the fixture `config` if the defaults won't do.

    Attributes:
        spec: The embedder's `EmbedderSpec`.
        tolerance: How far numbers of one vector may differ between two calls.
    """

    spec: ClassVar[EmbedderSpec]
    tolerance: ClassVar[float] = 1e-3

    kit_spec = EmbedderSpec
    kit_contract = Embedder
    kit_capabilities = frozenset({"idf", "async", "late_interaction", "semantic"})
    kit_methods: ClassVar = {"aembed_batch": "async", "late_interaction": "late_interaction"}

    def kit_exercise(self, provider: Any, *context: Any) -> None:
        """Embed a text."""
        provider.embed_batch(["a text"], kind="document")

    def kit_same(self, one: Vectors, other: Vectors) -> None:
        """Compare vectors."""
        np.testing.assert_allclose(one, other, atol=self.tolerance)

    def test_it_says_what_it_is(self, provider: Embedder) -> None:
        """The model's name, the dimension and the limit of a batch are there."""
        assert provider.model.strip()
        assert provider.dim >= 1
        assert provider.max_batch >= 1
        assert provider.normalized in (True, False)
        assert provider.text_weight >= 0

    @pytest.mark.parametrize("kind", get_args(EmbedKind))
    def test_vectors_have_the_shape_and_type(self, provider: Embedder, kind: EmbedKind) -> None:
        """A batch gives float32 of shape (n, dim), all finite, for queries and documents."""
        vectors = checked(provider, list(TEXTS), kind=kind)
        assert np.abs(vectors).sum(axis=1).all(), "a text with content has a vector of zeros"

    def test_no_texts_give_no_vectors(self, provider: Embedder) -> None:
        """An empty batch is no error."""
        checked(provider, [])

    def test_vectors_have_length_one_if_it_says_so(self, provider: Embedder) -> None:
        """`normalized` is the truth; a text without content may give zeros."""
        lengths = np.linalg.norm(embed(provider, list(TEXTS)), axis=1)
        assert np.allclose(lengths, 1, atol=self.tolerance) is provider.normalized
        if provider.normalized:
            blank = float(np.linalg.norm(embed(provider, [""])[0]))
            assert min(abs(blank - 1), blank) <= self.tolerance

    def test_a_batch_equals_singles(self, provider: Embedder) -> None:
        """A text's vector does not depend on its neighbours, and the order is kept."""
        texts = [*TEXTS, *TEXTS[::-1], TEXTS[2]]
        together = embed(provider, texts)
        single = np.concatenate([embed(provider, [text]) for text in TEXTS])
        self.kit_same(together, single[[*range(5), *range(4, -1, -1), 2]])

    def test_it_is_deterministic(self, provider: Embedder, make: Any) -> None:
        """The same text has the same vector, in another instance too."""
        self.kit_same(embed(provider, list(TEXTS)), embed(make(), list(TEXTS)))

    def test_texts_differ(self, provider: Embedder) -> None:
        """Different texts have different vectors."""
        vectors = embed(provider, list(TEXTS))
        for index in range(1, len(TEXTS)):
            assert not np.allclose(vectors[0], vectors[index], atol=1e-4)

    def test_texts_of_any_kind(self, provider: Embedder) -> None:
        """Empty texts, any script and 100 kB are taken."""
        for start in range(0, len(ODD_TEXTS), provider.max_batch):
            checked(provider, list(ODD_TEXTS[start : start + provider.max_batch]))

    def test_a_full_batch(self, provider: Embedder) -> None:
        """It takes as many texts as `max_batch` says."""
        n = min(provider.max_batch, 2048)
        vectors = embed(provider, [f"text number {number}" for number in range(n)])
        self.kit_same(vectors[n - 1], embed(provider, [f"text number {n - 1}"])[0])

    def test_a_query_is_embedded_as_one(self, provider: Embedder) -> None:
        """`embed_query` gives the vector of the kind "query", of shape (dim,)."""
        vector = provider.embed_query(TEXTS[0])
        assert vector.dtype == np.float32
        assert vector.shape == (provider.dim,)
        self.kit_same(vector, embed(provider, [TEXTS[0]], kind="query")[0])

    def test_the_same_words_are_nearer_than_others(self, provider: Embedder) -> None:
        """A text that shares most words is nearer than one that shares none."""
        query = provider.embed_query("green tea with honey in the morning")
        same, other = embed(
            provider,
            ["She drinks green tea with honey in the morning", "Quarterly budget, zoning law"],
        )
        assert cosine(query, same) > cosine(query, other)

    @needs("semantic")
    def test_the_same_meaning_is_nearer_than_another(self, provider: Embedder) -> None:
        """Paraphrases are nearer than unrelated texts, on the average by far.

        By far is meant on the embedder's own scale: with some models the cosine of any two texts
        is above 0.7.
        """
        margins, gaps = [], []
        for text, same, other in MEANINGS:
            query = provider.embed_query(text)
            near, far = embed(provider, [same, other])
            margins.append(cosine(query, near) - cosine(query, far))
            gaps.append(1 - cosine(query, far))
        assert np.mean(margins) > 0.1 * np.mean(gaps)
        assert sum(margin > 0 for margin in margins) >= len(margins) - 1

    @needs("idf")
    def test_rare_words_weigh_more(self, provider: Embedder) -> None:
        """A query's vector turns towards the words that have a high idf."""
        cello, invoice = embed(provider, ["cello", "invoice"])

        def balance(rare: str) -> float:
            vector = provider.embed_query(
                "cello invoice", idf=lambda word: 9.0 if word.startswith(rare) else 0.1
            )
            assert vector.dtype == np.float32
            assert vector.shape == (provider.dim,)
            return cosine(vector, cello) - cosine(vector, invoice)

        assert balance("cello") > balance("invoice")

    @needs("late_interaction")
    def test_late_interaction_says_how_well_words_match(self, provider: Embedder) -> None:
        """One number from 0 to 1 a text, most for the same words and none for no words."""
        scores = provider.late_interaction(TEXTS[0], [*TEXTS, ""])
        assert scores.dtype == np.float32
        assert scores.shape == (len(TEXTS) + 1,)
        assert ((scores >= 0) & (scores <= 1)).all()
        assert scores.argmax() == 0
        assert scores[-1] == 0
        assert provider.late_interaction(TEXTS[0], []).shape == (0,)
        odd = provider.late_interaction(ODD_TEXTS[-1], ODD_TEXTS)
        assert ((odd >= 0) & (odd <= 1)).all()

    def test_async_equals_sync(self, provider: Embedder) -> None:
        """`aembed_batch` gives the same vectors, for several calls at once."""

        async def several() -> list[Vectors]:
            calls = (provider.aembed_batch([text], kind="document") for text in TEXTS)
            return list(await asyncio.gather(*calls))

        self.kit_same(np.concatenate(asyncio.run(several())), embed(provider, list(TEXTS)))

    def test_threads_may_share_it(self, provider: Embedder) -> None:
        """Several threads get the same vectors as one."""
        expected = embed(provider, list(TEXTS))
        with ThreadPoolExecutor(8) as threads:
            for found in threads.map(lambda _: embed(provider, list(TEXTS)), range(16)):
                self.kit_same(found, expected)

    def test_inputs_are_not_changed(self, provider: Embedder) -> None:
        """The texts stay as they were, and may be any sequence."""
        texts = list(TEXTS)
        vectors = embed(provider, texts)
        assert texts == list(TEXTS)
        self.kit_same(provider.embed_batch(TEXTS, kind="document"), vectors)

    def test_results_are_the_callers(self, provider: Embedder) -> None:
        """Changing a vector that was returned changes none that is returned later."""
        first = embed(provider, list(TEXTS))
        before = first.copy()
        if first.flags.writeable:
            first *= 0
        self.kit_same(embed(provider, list(TEXTS)), before)

    def test_usage_only_grows(self, provider: Embedder) -> None:
        """What was consumed is counted, if at all, upwards."""
        before = provider.usage
        assert isinstance(before, Usage)
        embed(provider, list(TEXTS))
        after = provider.usage
        assert after.calls >= before.calls
        assert after.input_tokens >= before.input_tokens


def embed(provider: Embedder, texts: list[str], *, kind: EmbedKind = "document") -> Vectors:
    """Embed texts."""
    return provider.embed_batch(texts, kind=kind)


def checked(provider: Embedder, texts: list[str], *, kind: EmbedKind = "document") -> Vectors:
    """Embed texts, and check the shape of the answer."""
    vectors = embed(provider, texts, kind=kind)
    assert isinstance(vectors, np.ndarray)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(texts), provider.dim)
    assert np.isfinite(vectors).all()
    return vectors


def cosine(one: Vectors, other: Vectors) -> float:
    """Return the cosine similarity of two vectors."""
    return float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other)))
