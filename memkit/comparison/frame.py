"""A comparison as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from memkit.comparison.comparison import Comparison

_AXES = ("x", "y", "z")


def to_frame(comparison: Comparison) -> pd.DataFrame:
    """Return one row a memory."""
    # pandas takes half a second to import.
    import pandas as pd

    memories = comparison.memories
    selected = set(comparison.selection)
    columns: dict[str, Any] = {
        "id": [record.id for record in memories],
        "memory": [record.memory for record in memories],
        "user_id": [record.user_id for record in memories],
        "agent_id": [record.agent_id for record in memories],
        "category": [record.metadata.get("category") for record in memories],
        "created_at": [record.created_at for record in memories],
        "overlap": comparison.overlap,
        "selected": [record.id in selected for record in memories],
    }
    for space, positions in comparison.positions.items():
        for axis, values in zip(_AXES, positions.T, strict=False):
            columns[f"{space}_{axis}"] = values
        labels = comparison.clusters(space)
        names = comparison.cluster_names(space)
        columns[f"{space}_cluster"] = labels
        columns[f"{space}_cluster_name"] = [names.get(label) for label in labels.tolist()]
    return pd.DataFrame(columns)
