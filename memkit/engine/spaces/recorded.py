"""Opening the embedder that a journal names for a space: what it says is data, not an order."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from memkit import plugins
from memkit.contracts.embedder import Embedder
from memkit.contracts.journal import SpaceRow
from memkit.domain import fixes
from memkit.engine.trust import Trust, in_words
from memkit.errors import MemkitError, SpaceError, Wording
from memkit.plugins import RecordedOptions, Reference, addresses_in


def open_recorded(row: SpaceRow, *, trust: Trust) -> Embedder:
    """Return the embedder that a journal names for a space.

    Raises:
        SpaceError: It would be opened with options that only the user may give.
        PluginError, ProviderError: It can't be had.
    """
    provider, found = _read(row)
    if not trust.allows(provider, found):
        raise SpaceError(f"{_said(row, provider, found)} Nothing was sent.", fix=_fix(row, found))
    trust.keep(provider, found)
    instance: Embedder = plugins.create("embedder", provider, **found.options)
    return instance


def strange(row: SpaceRow, *, trust: Trust) -> str | None:
    """Return what a space would contact or use that the user has not allowed, as sentences."""
    try:
        provider, found = _read(row)
    except MemkitError:
        return None  # What is not installed contacts nobody.
    if trust.allows(provider, found):
        return None
    return _fix(row, found).after(
        f"{_said(row, provider, found)} Nothing is sent, and what needs this embedder fails; "
        "reading, and searching with mode='text', work."
    )


def _read(row: SpaceRow) -> tuple[Reference, RecordedOptions]:
    if not isinstance(row.config, Mapping):
        raise SpaceError(
            f"The options of space {row.key!r} are no mapping.",
            fix=fixes.drop_broken_space(row.key),
        )
    return plugins.recorded("embedder", row.provider, row.config)


def _said(row: SpaceRow, provider: Reference, found: RecordedOptions) -> str:
    """Say what a file asks for."""
    hosts = sorted({host for value in found.questionable.values() for host in _hosts(value)})
    where = f" at {' and '.join(hosts)}" if hosts else ""
    return (
        f"This memory names, for its space {row.key!r}, the embedder {provider.provider!r}{where} "
        f"with {in_words(found.questionable)}, which you have not given on this machine."
    )


def _fix(row: SpaceRow, found: RecordedOptions) -> Wording:
    config = dict(sorted(found.options.items()))
    choice = {"provider": row.provider.partition(":")[0], "config": config}
    addresses = [
        address
        for value in found.questionable.values()
        if _hosts(value)
        for address in addresses_in(value)
    ]
    trust = "If you trust that, say so"
    python = f"{trust}: m.add_space({choice!r}, key={row.key!r})"
    if len(addresses) != 1 or len(found.questionable) > 1:
        return Wording(f"{python}.")
    first = addresses[0]
    return Wording(
        f"{python}, or Memory(..., trust={first!r}), or MEMKIT_TRUST={first}.",
        magic=f"{trust}: %memkit use FILE --trust {first}",
        command=f"{trust}: MEMKIT_TRUST={first}",
        widget=f"{trust} in a cell: %memkit use FILE --trust {first}",
    )


def _hosts(value: Any) -> list[str]:
    """Return the hosts of an option that is an address, or several."""
    hosts = []
    for address in addresses_in(value):
        with contextlib.suppress(ValueError):
            parts = urlsplit(address)
            if parts.scheme and parts.hostname:
                hosts.append(repr(parts.hostname))
    return hosts
