"""Models as users name them."""

from __future__ import annotations

from typing import Any

from memkit import plugins
from memkit.contracts.llm import LLM
from memkit.engine.search_index import chosen
from memkit.engine.settings import ProviderChoice


def named_choice(choice: ProviderChoice | LLM | None) -> tuple[str, dict[str, Any]]:
    """Return the provider of a model and its settings, as users give them, without secrets."""
    if choice is None or isinstance(choice, LLM):
        return "", {}
    name, options = chosen(choice)
    _, config = plugins.spec_config("llm", name, **options)
    return name, config


def made_of(choice: ProviderChoice) -> LLM:
    """Return a new model.

    Raises:
        MemkitError: It can't be made.
    """
    name, options = chosen(choice)
    model: LLM = plugins.create("llm", name, **options)
    return model
