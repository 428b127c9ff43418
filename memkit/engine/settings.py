"""Settings of a memory: defaults < memkit.toml < environment < arguments."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from memkit.contracts.embedder import Embedder
from memkit.contracts.llm import LLM
from memkit.contracts.reranker import Reranker
from memkit.domain.files import refuse_database
from memkit.domain.validation import checked_path
from memkit.domain.values import shown
from memkit.engine.locations import location_of
from memkit.errors import NotFoundError, ValidationError
from memkit.plugins.from_file import is_within

Durability = Literal["full", "fast"]
# "name", "name:text", or {"provider": "name", "config": {...}}.
ProviderChoice = str | Mapping[str, Any]

FILE = "memkit.toml"
ENVIRONMENT_PREFIX = "MEMKIT_"

# mem0's names for ours; its "version" says which form of answers it gives, and means nothing here.
_OTHER_NAMES = {"vector_store": "store", "history_db_path": "path"}
_IGNORED = frozenset({"version"})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a memory is made of.

    Attributes:
        path: The journal's file, or ":memory:".
        journal: Where the journal is, if it is not a file; takes the place of `path`.
        embedder: The default space's embedder; None for the one the journal has, else
            `memkit.domain.defaults.EMBEDDER`.
        llm, reranker: None for none.
        store: The search index.
        durability: "full" or "fast"; see `memkit.builtin.configs`.
        actor: Who makes the changes, for the history.
        trust: Addresses of servers that a memory may name, each with all that is below it.
        redact_secrets: Whether secrets in what is added are taken out before it is kept, embedded
            or shown to a model.
        of_folder: Which of the settings come from the memkit.toml of the working directory.
    """

    path: str = "memkit.db"
    # What is given for a provider may hold a key.
    journal: ProviderChoice | None = field(default=None, repr=False)
    embedder: ProviderChoice | Embedder | None = field(default=None, repr=False)
    llm: ProviderChoice | LLM | None = field(default=None, repr=False)
    store: ProviderChoice = field(default="local", repr=False)
    reranker: ProviderChoice | Reranker | None = field(default=None, repr=False)
    durability: Durability = "full"
    actor: str | None = None
    trust: tuple[str, ...] = ()
    redact_secrets: bool = False
    of_folder: frozenset[str] = frozenset()

    def __getstate__(self) -> dict[str, Any]:
        # What is given for a provider may hold a key: who loads a pickle gives it anew.
        return {name: getattr(self, name) for name in _PLAIN_NAMES}


# What a pickle holds.
_PLAIN_NAMES = ("path", "durability", "actor", "redact_secrets")
# What says yes, and what no, where there are only texts.
_FLAGS = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}
# Settings that may be given as objects.
_CONTRACTS: dict[str, type] = {"embedder": Embedder, "llm": LLM, "reranker": Reranker}
_NAMES = tuple(one.name for one in fields(Settings) if one.name != "of_folder")


def resolve(
    arguments: Mapping[str, Any],
    *,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """Return the settings that arguments, environment and memkit.toml give together.

    Args:
        arguments: What was passed; None stands for "not given".
        environ: The environment; the process's own by default.
        folder: Where memkit.toml may be; the working directory by default.

    Raises:
        ValidationError: A setting is unknown or malformed.
    """
    settings = Settings()
    file = (folder or Path.cwd()) / FILE
    found: dict[str, Any] = {}
    if file.is_file():
        found = read_file(file)
        if "trust" in found:
            # The file comes with the folder, and the folder may be another's.
            raise ValidationError(
                f"{file} says what to trust, which only you can say.",
                fix="Take the line out, and give trust=... or set MEMKIT_TRUST.",
            )
        settings = _over(settings, found, where=str(file))
    variables = os.environ if environ is None else environ
    environment = {
        name: variables.get(ENVIRONMENT_PREFIX + name.upper()) or None for name in _NAMES
    }
    settings = _over(settings, _given(environment), where="the environment")
    settings = _over(settings, _given(arguments), where="the arguments")
    given = {**_renamed(_given(environment), ""), **_renamed(_given(arguments), "")}
    return replace(settings, of_folder=frozenset(_renamed(found, str(file))) - set(given))


def read_file(path: Path) -> dict[str, Any]:
    """Return the settings of a TOML file.

    Raises:
        NotFoundError: There is none.
        ValidationError: It is not TOML.
    """
    try:
        refuse_database(path)
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise NotFoundError(f"There is no file {str(path)!r}.", fix="Check the path.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValidationError(f"{path} is not TOML: {error}.", fix="Mend this line.") from error


def arguments_from(config: Mapping[str, Any] | str | Path) -> dict[str, Any]:
    """Return the arguments that a config stands for: a dict, or a TOML file's path."""
    if isinstance(config, (str, Path)):
        found, where = read_file(Path(config)), str(config)
    else:
        found, where = dict(config), "the config"
    return _renamed(found, where)


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _over(settings: Settings, values: Mapping[str, Any], *, where: str) -> Settings:
    values = _renamed(values, where)
    durability = values.get("durability")
    if durability is not None and durability not in get_args(Durability):
        raise ValidationError(
            f"durability is {durability!r} in {where}.", fix="Use 'full' or 'fast'."
        )
    if "redact_secrets" in values:
        values["redact_secrets"] = _flag(values["redact_secrets"], where)
    for name in ("path", "actor"):
        if name in values and not isinstance(values[name], (str, os.PathLike)):
            raise ValidationError(
                f"{name} is {described(values[name])} in {where}.", fix="Give a text."
            )
    if "path" in values:
        values |= _located(os.fspath(values.pop("path")), values, where)
    if "trust" in values:
        values["trust"] = _addresses(values["trust"], where)
    for name in ("journal", "embedder", "llm", "store", "reranker"):
        if name in values:
            check_choice(name, values[name], where)
    return replace(settings, **values)


def _located(path: object, values: Mapping[str, Any], where: str) -> dict[str, Any]:
    if not isinstance(path, str):
        raise ValidationError(f"path is {path!r} in {where}.", fix="Give a text.")
    found = location_of(path)
    if "path" in found and found["path"] != ":memory:":
        # Also refuses what no file system can have.
        checked_path(found["path"])
    if "journal" in found and "journal" in values:
        raise ValidationError(
            f"path and journal both say where the journal is, in {where}.", fix="Give one of them."
        )
    return found


def _renamed(values: Mapping[str, Any], where: str) -> dict[str, Any]:
    renamed: dict[str, Any] = {}
    for name, value in values.items():
        ours = _OTHER_NAMES.get(name, name)
        if name in _IGNORED:
            continue
        if ours not in _NAMES:
            close = difflib.get_close_matches(name, _NAMES, n=1)
            raise ValidationError(
                f"{where} has the setting {name!r}, which memkit does not know.",
                fix=f"Did you mean {close[0]!r}?" if close else f"Use {', '.join(_NAMES)}.",
            )
        renamed[ours] = value
    return renamed


def _addresses(value: object, where: str) -> tuple[str, ...]:
    texts = value.replace(",", " ").split() if isinstance(value, str) else value
    if not isinstance(texts, (list, tuple)) or not all(is_within(one, one) for one in texts):
        raise ValidationError(
            f"trust is {described(value)} in {where}.",
            fix="Give addresses of servers, such as 'http://gpu-box:11434'.",
        )
    return tuple(texts)


def _flag(value: object, where: str) -> bool:
    said = _FLAGS.get(value.strip().lower()) if isinstance(value, str) else value
    if not isinstance(said, bool):
        raise ValidationError(
            f"redact_secrets is {described(value)} in {where}.", fix="Give true or false."
        )
    return said


def described(value: object) -> str:
    """Return what was given, for an error; what a dict or a list holds may be a key."""
    if isinstance(value, Mapping):
        names = ", ".join(repr(name) for name in value if isinstance(name, str))
        return f"a dict with {names}" if names else "a dict without a name in it"
    if value is None or isinstance(value, (str, int, float)):
        return shown(value)
    return f"of type {type(value).__name__}"


def check_choice(name: str, value: object, where: str) -> None:
    """Check that a provider is given by name, by name and config, or as an object.

    Raises:
        ValidationError: It is not, and no error shows what else is in it.
    """
    contract = _CONTRACTS.get(name)
    if contract is not None and isinstance(value, contract):
        return
    if isinstance(value, str) and value.strip():
        return
    if isinstance(value, Mapping) and isinstance(value.get("provider"), str):
        config = value.get("config", {})
        if not isinstance(config, Mapping):
            raise ValidationError(
                f"The config of {name} is of type {type(config).__name__} in {where}.",
                fix="Give the provider's options: {'provider': name, 'config': {...}}.",
            )
        unknown = [key for key in value if key not in ("provider", "config")]
        if unknown:
            raise ValidationError(
                f"{name} is {described(value)} in {where}.",
                fix="Put options into its config: {'provider': name, 'config': {...}}.",
            )
        return
    raise ValidationError(
        f"{name} is {described(value)} in {where}.",
        fix="Give a name such as 'static-2' or 'openai:text-embedding-3-small', or "
        "{'provider': name, 'config': {...}}.",
    )
