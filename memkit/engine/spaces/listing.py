"""The spaces of a memory as users see them, and whether a better model is there for it."""

from __future__ import annotations

from collections.abc import Iterable

from memkit import plugins
from memkit.contracts.journal import Journal, SpaceRow
from memkit.domain import fixes
from memkit.domain.results import Space
from memkit.errors import PluginError, Wording
from memkit.plugins import EmbedderSpec


def listed(journal: Journal) -> list[Space]:
    """Return the spaces in the order in which they were added."""
    return [
        Space(
            key=row.key,
            provider=row.provider,
            model=row.model,
            dim=row.dim,
            normalized=row.normalized,
            default=row.default,
            ready=row.state == "ready",
            count=journal.count_vectors(row.key),
            successor=_successor(row) if row.default else None,
        )
        for row in journal.spaces()
    ]


def successor_note(spaces: Iterable[Space]) -> Wording | None:
    """Return that new files take another embedder than the default space's, and how to move."""
    spaces = list(spaces)
    for space in spaces:
        if space.successor is not None:
            there = next((one for one in spaces if one.provider == space.successor), None)
            fix = (
                fixes.move_to_space(space.successor)
                if there is None
                else fixes.use_space(there.key)
            )
            return fix.after(
                f"New files take the embedder {space.successor!r} in the place of {space.key!r}, "
                "which this one keeps."
            )
    return None


def _successor(row: SpaceRow) -> str | None:
    try:
        spec = plugins.get_spec("embedder", row.provider)
    except PluginError:
        # An object of the user's, or a plug-in that is not installed here.
        return None
    return spec.successor if isinstance(spec, EmbedderSpec) else None
