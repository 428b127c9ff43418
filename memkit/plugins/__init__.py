"""Providers: what is installed, and how a plug-in registers its own."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from memkit.plugins.addresses import addresses_in, server_url
    from memkit.plugins.configs import ProviderConfig, build_config, public_config
    from memkit.plugins.discovery import Point
    from memkit.plugins.from_file import FromFile, Harmless, HubModel, RecordedOptions, is_within
    from memkit.plugins.hookspecs import hookimpl, hookspec
    from memkit.plugins.known import KNOWN, KnownProvider
    from memkit.plugins.manager import (
        Manager,
        ProviderRow,
        create,
        default_manager,
        get_spec,
        list_providers,
        loader_for,
        option_names,
        recorded,
        reset,
        spec_config,
    )
    from memkit.plugins.references import Reference
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
        StoreSpec,
    )

# Imported on first use: registering a plug-in needs neither pydantic nor the manager.
_HOMES = {
    "addresses": ("addresses_in", "server_url"),
    "configs": ("ProviderConfig", "build_config", "public_config"),
    "discovery": ("Point",),
    "hookspecs": ("hookimpl", "hookspec"),
    "known": ("KNOWN", "KnownProvider"),
    "manager": (
        "Manager",
        "ProviderRow",
        "create",
        "default_manager",
        "get_spec",
        "list_providers",
        "loader_for",
        "option_names",
        "recorded",
        "reset",
        "spec_config",
    ),
    "from_file": ("FromFile", "Harmless", "HubModel", "RecordedOptions", "is_within"),
    "references": ("Reference",),
    "specs": (
        "API_VERSION",
        "CommandSpec",
        "EmbedderSpec",
        "JournalSpec",
        "Kind",
        "LLMSpec",
        "LoaderSpec",
        "ProviderSpec",
        "RerankerSpec",
        "StoreSpec",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "API_VERSION",
    "KNOWN",
    "CommandSpec",
    "EmbedderSpec",
    "FromFile",
    "Harmless",
    "HubModel",
    "JournalSpec",
    "Kind",
    "KnownProvider",
    "LLMSpec",
    "LoaderSpec",
    "Manager",
    "Point",
    "ProviderConfig",
    "ProviderRow",
    "ProviderSpec",
    "RecordedOptions",
    "Reference",
    "RerankerSpec",
    "StoreSpec",
    "addresses_in",
    "build_config",
    "create",
    "default_manager",
    "get_spec",
    "hookimpl",
    "hookspec",
    "is_within",
    "list_providers",
    "loader_for",
    "option_names",
    "public_config",
    "recorded",
    "reset",
    "server_url",
    "spec_config",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
