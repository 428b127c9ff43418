from __future__ import annotations

import shutil
import socket
import sys

import numpy as np
import pytest
from memkit_fastembed._plugin import EMBEDDER, RERANKER

from memkit import Memory, plugins
from memkit.errors import ConnectionError, PluginError, ProviderError, ValidationError

TEXT = "green tea with honey"


@pytest.fixture
def own(embedding_folder):
    """Options of the small embedding model."""
    return {"model": "words", "path": str(embedding_folder), "pooling": "mean"}


def test_add_search_and_rerank(own, reranking_folder, tmp_path):
    reranker = {"model": "overlap", "path": str(reranking_folder)}
    with Memory(
        tmp_path / "m.db",
        embedder={"provider": "fastembed", "config": own},
        reranker={"provider": "fastembed", "config": reranker},
    ) as memory:
        memory.add("She drinks green tea", user_id="alice")
        memory.add("The train leaves at nine", user_id="alice")
        hit = memory.search("green tea", user_id="alice", rerank=True)[0]
        assert hit.memory == "She drinks green tea"
        assert "rerank" in hit.reasons


def test_making_one_loads_nothing(make, monkeypatch):
    monkeypatch.setitem(sys.modules, "fastembed", None)
    embedder = make(EMBEDDER)
    assert embedder.model == "BAAI/bge-small-en-v1.5"
    with pytest.raises(PluginError, match="pip install --upgrade memkit-fastembed"):
        embedder.embed_query(TEXT)


def test_prefixes_stand_before_each_text(make, own):
    plain = make(EMBEDDER, **own)
    prefixed = make(EMBEDDER, **own, query_prefix="query ", document_prefix="she ")
    expected = plain.embed_batch([f"query {TEXT}", f"she {TEXT}"], kind="document")
    np.testing.assert_allclose(prefixed.embed_query(TEXT), expected[0], atol=1e-6)
    document = prefixed.embed_batch([TEXT], kind="document")[0]
    np.testing.assert_allclose(document, expected[1], atol=1e-6)


def test_a_blank_text_is_zeros(make, own):
    embedder = make(EMBEDDER, **own, document_prefix="passage: ")
    assert not embedder.embed_batch(["", " \n"], kind="document").any()


def test_pooling_is_what_was_asked_for(make, own):
    vectors = {
        pooling: make(EMBEDDER, **{**own, "pooling": pooling}).embed_query(TEXT)
        for pooling in ("mean", "cls", "last_token")
    }
    assert not np.allclose(vectors["mean"], vectors["cls"], atol=1e-2)
    assert not np.allclose(vectors["cls"], vectors["last_token"], atol=1e-2)
    # Two of one name do not disturb each other.
    np.testing.assert_allclose(make(EMBEDDER, **own).embed_query(TEXT), vectors["mean"], atol=1e-6)


def test_batches_of_any_size_are_alike(make, own):
    texts = [f"{'green ' * (number % 40)}tea" for number in range(50)]
    expected = make(EMBEDDER, **own, batch_size=64).embed_batch(texts, kind="document")
    for size in (1, 7):
        embedder = make(EMBEDDER, **own, batch_size=size, threads=1)
        found = embedder.embed_batch(texts, kind="document")
        np.testing.assert_allclose(found, expected, atol=1e-5)


def test_a_closed_one_loads_again(make, own):
    embedder = make(EMBEDDER, **own)
    before = embedder.embed_query(TEXT)
    embedder.close()
    np.testing.assert_array_equal(embedder.embed_query(TEXT), before)


def test_a_model_that_fastembed_lists_is_loaded_from_a_folder(make, minilm_folder):
    """By the name of one that pools and normalizes as MiniLM does, whose files lie alike."""
    own = make(EMBEDDER, model="MiniLM", path=str(minilm_folder), pooling="mean", threads=1)
    listed = make(EMBEDDER, model="thenlper/gte-base", path=str(minilm_folder), threads=1)
    assert listed.dim == 384
    np.testing.assert_allclose(listed.embed_query(TEXT), own.embed_query(TEXT), atol=1e-5)


def test_an_unknown_model_is_told_with_those_that_are_near(make):
    with pytest.raises(ValidationError, match=r"'BAAI/bge-small-en-v1\.5'.*pooling=") as raised:
        make(EMBEDDER, model="BAAI/bge-smal-en").embed_query(TEXT)
    assert "does not list the model 'BAAI/bge-smal-en'" in raised.value.problem


@pytest.mark.parametrize("spec", [EMBEDDER, RERANKER], ids=["embedder", "reranker"])
@pytest.mark.parametrize(
    ("options", "fix"),
    [
        ({}, r"Unset HF_HUB_OFFLINE for the first use, or give the folder .*path="),
        ({"local_files_only": True}, r"Leave out local_files_only .*path="),
    ],
)
def test_a_model_that_is_not_here_is_told_at_once(make, spec, options, fix, tmp_path, capfd):
    model = make(spec, cache_folder=str(tmp_path / "models"), **options)
    with pytest.raises(ProviderError, match=fix) as raised:
        use(model)
    # One that says "connection" would be tried five times.
    assert not isinstance(raised.value, ConnectionError)
    assert str(tmp_path / "models") in raised.value.problem
    assert raised.value.__cause__ is not None
    assert capfd.readouterr() == ("", "")


@pytest.fixture
def cached(embedding_folder, tmp_path):
    """A cache, as the hub's client leaves it, that holds the small model under a listed name."""
    repository = tmp_path / "models" / "models--Qdrant--bge-small-en-v1.5-onnx-Q"
    snapshot = repository / "snapshots" / ("0" * 40)
    shutil.copytree(embedding_folder, snapshot)
    (snapshot / "onnx" / "model.onnx").rename(snapshot / "model_optimized.onnx")
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("0" * 40)
    return tmp_path / "models"


def test_a_model_in_the_cache_is_loaded_without_the_hub(make, cached):
    embedder = make(EMBEDDER, cache_folder=str(cached))
    assert embedder.dim == 64
    assert np.linalg.norm(embedder.embed_query(TEXT)) == pytest.approx(1)


def test_a_model_that_is_in_the_cache_in_part_is_not_there(make, cached):
    next(cached.rglob("model_optimized.onnx")).unlink()
    with pytest.raises(ProviderError, match=r"is not in .*HF_HUB_OFFLINE"):
        make(EMBEDDER, cache_folder=str(cached)).embed_query(TEXT)


def test_a_hub_out_of_reach_is_told_at_once(make, monkeypatch, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    import huggingface_hub.constants
    import huggingface_hub.hf_api

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(huggingface_hub.hf_api.api, "endpoint", f"http://127.0.0.1:{port}")
    with pytest.raises(ProviderError, match=r"the hub can't be reached: .*Check the network"):
        use(make(EMBEDDER, cache_folder=str(tmp_path / "models")))


@pytest.mark.parametrize("spec", [EMBEDDER, RERANKER], ids=["embedder", "reranker"])
def test_a_folder_that_is_not_there(make, spec, tmp_path):
    with pytest.raises(ProviderError, match="There is no folder"):
        use(make(spec, path=str(tmp_path / "nowhere")))


@pytest.mark.parametrize("spec", [EMBEDDER, RERANKER], ids=["embedder", "reranker"])
def test_a_folder_without_a_model(make, spec, tmp_path):
    with pytest.raises(ProviderError, match="could not be loaded") as raised:
        use(make(spec, path=str(tmp_path)))
    assert raised.value.__cause__ is not None


def test_a_model_that_does_not_fit_fails_with_the_cause(make, reranking_folder):
    embedder = make(EMBEDDER, model="x", path=str(reranking_folder), pooling="mean")
    with pytest.raises(ProviderError, match="failed on texts"):
        embedder.embed_query(TEXT)


def test_a_device_that_is_not_there(make, own):
    with pytest.raises(ProviderError, match="CUDAExecutionProvider is not available"):
        use(make(EMBEDDER, **own, providers=["CUDAExecutionProvider"]))


def test_progress_bars_stay_as_they_were(make, tmp_path):
    from huggingface_hub.utils import are_progress_bars_disabled, disable_progress_bars
    from huggingface_hub.utils import enable_progress_bars as enable

    try:
        for switch in (disable_progress_bars, enable):
            switch()
            before = are_progress_bars_disabled()
            with pytest.raises(ProviderError):
                use(make(EMBEDDER, cache_folder=str(tmp_path)))
            assert are_progress_bars_disabled() is before
    finally:
        enable()


def test_a_relative_folder_is_written_down_whole(embedding_folder, monkeypatch):
    monkeypatch.chdir(embedding_folder.parent)
    _, config = plugins.spec_config("embedder", "fastembed:words", path=embedding_folder.name)
    assert config["path"] == str(embedding_folder)


def use(model):
    """Use an embedder or a reranker once."""
    if hasattr(model, "rerank"):
        return model.rerank("tea", [TEXT], k=1)
    return model.embed_query(TEXT)
