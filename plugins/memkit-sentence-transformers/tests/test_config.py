import os

import pytest
from memkit_sentence_transformers._plugin import MINILM, SENTENCE_TRANSFORMERS
from memkit_sentence_transformers.config import MiniLMConfig, SentenceTransformerConfig

from memkit.errors import ValidationError
from memkit.plugins.configs import build_config, public_config


def config(**options):
    """Return what is written down of a config."""
    built = build_config(SENTENCE_TRANSFORMERS, SentenceTransformerConfig, options, environ={})
    return public_config(SENTENCE_TRANSFORMERS, built)


def test_two_prompts_of_a_kind_are_refused():
    with pytest.raises(ValidationError, match="query_prompt and query_prompt_name"):
        config(model="owner/name", query_prompt="q: ", query_prompt_name="query")


def test_a_model_is_needed():
    with pytest.raises(ValidationError, match="model"):
        config()


def test_names_on_the_hub_stay_and_paths_become_absolute():
    assert config(model="owner/name")["model"] == "owner/name"
    assert config(model="~/name")["model"] == os.path.expanduser("~/name")
    assert config(model="./name")["model"] == os.path.join(os.getcwd(), "name")
    assert config(model="x", cache_folder="here")["cache_folder"] == os.path.abspath("here")


def test_minilm_knows_its_size():
    with pytest.raises(ValidationError, match="truncate_dim"):
        build_config(MINILM, MiniLMConfig, {"truncate_dim": 385})


def test_the_token_is_not_written_down():
    assert "token" not in config(model="owner/name", token="hf_x")
