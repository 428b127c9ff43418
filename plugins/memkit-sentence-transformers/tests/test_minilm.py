import hashlib

import numpy as np
import pytest
from memkit_sentence_transformers.config import MiniLMConfig
from memkit_sentence_transformers.embedder import MiniLMEmbedder

from memkit import Memory, plugins

pytestmark = pytest.mark.weights

# The first three are printed for this model in the README of Sentence Transformers 6.2; the others
# were measured with these weights, in float32 on a CPU.
SIMILARITIES = (
    ("The weather is lovely today.", "It's so sunny outside!", 0.6660),
    ("The weather is lovely today.", "He drove to the stadium.", 0.1046),
    ("It's so sunny outside!", "He drove to the stadium.", 0.1411),
    ("The new movie is awesome", "The new movie is so great", 0.8939),
    ("The cat sits outside", "The cat plays in the garden", 0.6788),
    ("I love pasta", "Do you like pizza?", 0.5096),
    ("A man is playing guitar", "A woman watches TV", -0.0327),
)


@pytest.fixture(scope="module")
def minilm():
    embedder = MiniLMEmbedder()
    yield embedder
    embedder.close()


def test_the_weights_are_the_known_ones(folder):
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    assert digest == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@pytest.mark.parametrize(("one", "other", "similarity"), SIMILARITIES)
def test_similarities_are_the_known_ones(minilm, one, other, similarity):
    a, b = minilm.embed_batch([one, other], kind="document")
    assert float(a @ b) == pytest.approx(similarity, abs=2e-4)


def test_a_known_vector(minilm):
    vector = minilm.embed_query("The cat sits outside")
    expected = [0.13919, 0.00303, 0.04701, 0.03958, -0.04800, -0.00681]
    np.testing.assert_allclose(vector[:6], expected, atol=2e-5)


def test_vectors_are_those_of_sentence_transformers(minilm, folder):
    from sentence_transformers import SentenceTransformer

    texts = ["a short one", "The invoice is due on Friday, she said. " * 20, "日本語", "  spaces "]
    expected = SentenceTransformer(str(folder), device="cpu").encode(texts, show_progress_bar=False)
    np.testing.assert_allclose(minilm.embed_batch(texts, kind="query"), expected, atol=1e-5)


def test_blank_texts_are_zeros_and_spoil_no_other(minilm):
    vectors = minilm.embed_batch(["", "tea", " \n"], kind="document")
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [0, 1, 0], atol=1e-5)
    assert not minilm.embed_batch([""], kind="query").any()


def test_lone_surrogates_are_taken(minilm):
    assert np.isfinite(minilm.embed_batch(["half a pair \ud83d of it"], kind="document")).all()


def test_the_window_ends_after_256_pieces(minilm):
    start = "tea " * 254
    one, other = minilm.embed_batch([start + "revenue grew", start], kind="document")
    np.testing.assert_allclose(one, other, atol=1e-5)


def test_it_is_known_before_it_is_loaded():
    embedder = MiniLMEmbedder()
    assert embedder.model == "sentence-transformers/all-MiniLM-L6-v2"
    assert (embedder.dim, embedder.normalized, embedder.text_weight) == (384, True, 1.2)
    assert embedder._loaded is None


def test_a_closed_one_loads_again():
    embedder = MiniLMEmbedder()
    before = embedder.embed_query("tea")
    embedder.close()
    assert embedder._loaded is None
    np.testing.assert_allclose(embedder.embed_query("tea"), before, atol=1e-6)


def test_options_reach_it():
    embedder = plugins.create("embedder", "minilm", truncate_dim=128, text_weight=0.7)
    vector = embedder.embed_query("tea")
    assert (embedder.dim, vector.shape, embedder.text_weight) == (128, (128,), 0.7)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_half_precision_is_near(minilm):
    half = MiniLMEmbedder(MiniLMConfig(dtype="bfloat16"))
    query = "Her sister plays the cello"
    a, b = minilm.embed_query(query), half.embed_query(query)
    assert b.dtype == np.float32
    assert np.linalg.norm(b) == pytest.approx(1, abs=1e-5)
    assert 0.99 < float(a @ b) < 0.9999999


def test_a_space_beside_the_static_one(tmp_path):
    path = tmp_path / "memories.db"
    with Memory(path) as m:
        for text in (
            "She plays the cello in an orchestra",
            "The invoice is due on Friday",
            "He bakes bread every weekend",
        ):
            m.add(text, user_id="alice")
        m.add_space("minilm", wait=True, progress=False)
        m.add("The kitten naps on the sofa", user_id="alice")
        spaces = {space.key: (space.ready, space.count, space.dim) for space in m.spaces}
        assert spaces == {"static-2": (True, 4, 256), "minilm": (True, 4, 384)}
        for query, expected in (
            ("Who is a musician?", "cello"),
            ("a payment deadline", "invoice"),
            ("where does the cat sleep?", "kitten"),
        ):
            hits = m.search(query, space="minilm", mode="vector", k=1)
            assert expected in hits[0].memory
        assert m.doctor().ok
    # The journal finds the model again by what it wrote down.
    with Memory(path) as m:
        m.use_space("minilm")
        assert "bread" in m.search("a loaf from the oven", k=1)[0].memory
