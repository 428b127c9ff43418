"""Loading one plug-in and checking what its hooks return."""

from __future__ import annotations

import inspect
import logging
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import get_args

import pluggy

from memkit.plugins import hookspecs
from memkit.plugins.discovery import Plugin
from memkit.plugins.specs import (
    API_VERSION,
    CommandSpec,
    EmbedderSpec,
    JournalSpec,
    Kind,
    LLMSpec,
    LoaderSpec,
    ProviderSpec,
    RerankerSpec,
    Spec,
    StoreSpec,
)

_log = logging.getLogger(__name__)

HOOKS: dict[str, type[Spec]] = {
    "memkit_embedders": EmbedderSpec,
    "memkit_llms": LLMSpec,
    "memkit_stores": StoreSpec,
    "memkit_rerankers": RerankerSpec,
    "memkit_loaders": LoaderSpec,
    "memkit_journals": JournalSpec,
    "memkit_commands": CommandSpec,
}
KINDS: tuple[str, ...] = get_args(Kind)

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\Z")
_OBJECT = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*\Z")

# What a loader may claim, and an example of each.
_CLAIMS = {
    "suffixes": (re.compile(r"\.[^A-Z/\\\s]+\Z"), ".pdf"),
    "schemes": (re.compile(r"[a-z][a-z0-9+.-]+\Z"), "https"),
    "media_types": (
        re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/(?:\*|[a-z0-9!#$&^_.+-]+)\Z"),
        "text/*",
    ),
}


@dataclass(frozen=True)
class Offer:
    """One provider or command of a plug-in; `failure` says why it can't be used, if it can't."""

    plugin: Plugin
    spec: Spec
    failure: str | None = None


@dataclass(frozen=True)
class Registration:
    """What loading a plug-in gave: its offers, or the cause why there are none."""

    plugin: Plugin
    offers: tuple[Offer, ...] = ()
    failure: str | None = None
    error: BaseException | None = field(default=None, compare=False)


class BadPlugin(Exception):
    """What a plug-in did wrong, as a sentence."""


def register(plugin: Plugin) -> Registration:
    """Load a plug-in and collect its specs. Never raises: a failure is part of the result."""
    try:
        specs = _specs_of(plugin.load())
    except BadPlugin as error:
        return Registration(plugin, failure=str(error), error=error.__cause__)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a plug-in does, others work
        _log.debug("The plug-in %s of %s failed", plugin.names, plugin.origin, exc_info=error)
        return Registration(plugin, failure=describe(error), error=error)
    counts = Counter((spec.kind, str(spec.name)) for spec in specs)
    offers: dict[tuple[str, str], Offer] = {}
    for spec in specs:
        failure = _fault_of(spec)
        if counts[spec.kind, str(spec.name)] > 1:
            failure = f"It registers the {spec.kind} {spec.name!r} more than once."
        offers[spec.kind, str(spec.name)] = Offer(plugin, spec, failure)
    return Registration(plugin, tuple(offers.values()))


def describe(error: BaseException) -> str:
    """Return an exception as one sentence."""
    text = " ".join(str(error).split()).rstrip(".")
    return f"{type(error).__name__}: {text}." if text else f"{type(error).__name__}."


def _specs_of(plugin: object) -> list[Spec]:
    # Each plug-in has a pluggy manager of its own, so that one which registers badly leaves no
    # trace among the others.
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    try:
        manager.register(plugin)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise BadPlugin(f"It registers badly: {' '.join(str(error).split())}") from error
    _check_unmarked(plugin, manager)
    specs: list[Spec] = []
    for hook, expected in HOOKS.items():
        for implementation in getattr(manager.hook, hook).get_hookimpls():
            try:
                result = implementation.function()
            except (Exception, SystemExit) as error:
                raise BadPlugin(f"Its hook {hook} raised {describe(error)}") from error
            specs.extend(_checked(hook, expected, result))
    if not specs:
        raise BadPlugin("It registers no provider and no command.")
    return specs


def _check_unmarked(plugin: object, manager: pluggy.PluginManager) -> None:
    for name in dir(plugin):
        if not name.startswith("memkit_") or not inspect.isroutine(getattr(plugin, name, None)):
            continue
        if manager.parse_hookimpl_opts(plugin, name) is None:
            raise BadPlugin(
                f"It defines {name} without @hookimpl."
                if name in HOOKS
                else f"It defines {name}, which is no hook of memkit; these are {', '.join(HOOKS)}."
            )


def _checked(hook: str, expected: type[Spec], result: object) -> list[Spec]:
    if not isinstance(result, (list, tuple)):
        raise BadPlugin(
            f"Its hook {hook} returned {type(result).__name__}, not a list of {expected.__name__}."
        )
    for item in result:
        if not isinstance(item, expected):
            raise BadPlugin(
                f"Its hook {hook} returned a list that holds {type(item).__name__}, "
                f"not {expected.__name__}."
            )
    return list(result)


def _fault_of(spec: Spec) -> str | None:
    if spec.api != API_VERSION:
        return (
            f"It is written for version {spec.api!r} of the plug-in contract, "
            f"and this memkit-core has version {API_VERSION}."
        )
    if not isinstance(spec.name, str) or not _NAME.match(spec.name):
        return f"Its name {spec.name!r} is not made of lower case letters, digits, '-' and '_'."
    if not isinstance(spec.impl, str) or not _OBJECT.match(spec.impl):
        return f"Its impl {spec.impl!r} is not of the form 'module:Object'."
    if not isinstance(spec.summary, str):
        return f"Its summary is a {type(spec.summary).__name__}, not a string."
    return _fault_of_provider(spec) if isinstance(spec, ProviderSpec) else None


def _fault_of_provider(spec: ProviderSpec) -> str | None:
    if not isinstance(spec.config, str) or not _OBJECT.match(spec.config):
        return f"Its config {spec.config!r} is not of the form 'module:Object'."
    if not isinstance(spec.capabilities, frozenset):
        return f"Its capabilities are a {type(spec.capabilities).__name__}, not a frozenset."
    if not isinstance(spec.secrets, Mapping) or not all(
        isinstance(value, (tuple, list)) for value in spec.secrets.values()
    ):
        return "Its secrets are not a mapping from config fields to tuples of variable names."
    return _fault_of_loader(spec) if isinstance(spec, LoaderSpec) else None


def _fault_of_loader(spec: LoaderSpec) -> str | None:
    for part, (form, example) in _CLAIMS.items():
        claims = getattr(spec, part)
        if not isinstance(claims, tuple):
            return f"Its {part} are a {type(claims).__name__}, not a tuple."
        for claim in claims:
            if not isinstance(claim, str) or not form.match(claim):
                return f"Among its {part} is {claim!r}, which is not of the form {example!r}."
    return None
