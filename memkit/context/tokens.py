"""How many tokens a text has for a model."""

from __future__ import annotations

import hashlib
import importlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from memkit.domain.values import shown
from memkit.errors import ValidationError
from memkit.providers.hosted import estimated_tokens

ESTIMATE = "estimate"
_ADDRESS = "https://openaipublic.blob.core.windows.net/encodings/{}.tiktoken"


@dataclass(frozen=True, slots=True)
class TokenCounter:
    """Counts the tokens of texts.

    Attributes:
        name: An encoding of tiktoken, "estimate", or the name of a function of the user's.
        count: Returns how many tokens a text has.
    """

    name: str
    count: Callable[[str], int]


def counter_for(model: str | None, tokenizer: Callable[[str], int] | None) -> TokenCounter:
    """Return who counts.

    Args:
        model: The name of the model that reads the text, if it is known. OpenAI's are counted by
            tiktoken where it is installed and has the encoding on this machine: nothing is
            downloaded. For others a token is three bytes, which is rather too many.
        tokenizer: Counts in place of both.

    Raises:
        ValidationError: The tokenizer can't be called.
    """
    if tokenizer is not None:
        if not callable(tokenizer):
            raise ValidationError(
                f"tokenizer is {shown(tokenizer)}.",
                fix="Give a function that returns how many tokens a text has, such as "
                "lambda text: len(encoding.encode(text)).",
            )
        return TokenCounter(getattr(tokenizer, "__name__", "tokenizer"), _checked(tokenizer))
    encoding = None if model is None else _encoding_on_this_machine(model)
    return encoding or TokenCounter(ESTIMATE, estimated_tokens)


def _checked(tokenizer: Callable[[str], int]) -> Callable[[str], int]:
    def count(text: str) -> int:
        try:
            number = tokenizer(text)
        except Exception as error:
            raise ValidationError(
                f"The tokenizer failed: {error}.", fix="Give a function that takes a text."
            ) from error
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            raise ValidationError(
                f"The tokenizer returned {shown(number)}.",
                fix="It has to return how many tokens the text has.",
            )
        return number

    return count


def _encoding_on_this_machine(model: str) -> TokenCounter | None:
    """Return tiktoken's counter for a model, if it knows the model and need not download."""
    try:
        tiktoken = importlib.import_module("tiktoken")
        name = tiktoken.encoding_name_for_model(model.rpartition("/")[2])
        if not _cached(name):
            return None
        encoding = tiktoken.get_encoding(name)
    except (ImportError, KeyError, ValueError, OSError):
        return None
    return TokenCounter(name, lambda text: len(encoding.encode(text, disallowed_special=())))


def _cached(encoding: str) -> bool:
    """Tell whether tiktoken has an encoding in its cache, where it looks for it by its address."""
    named = (os.environ.get(name) for name in ("TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR"))
    folder = next((given for given in named if given is not None), None)
    if folder is None:
        folder = str(Path(tempfile.gettempdir()) / "data-gym-cache")
    digest = hashlib.sha1(_ADDRESS.format(encoding).encode(), usedforsecurity=False).hexdigest()
    return bool(folder) and (Path(folder) / digest).exists()
