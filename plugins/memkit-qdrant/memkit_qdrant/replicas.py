"""Whether a collection may show a write late: on a replica that others did not wait for."""

from __future__ import annotations

from qdrant_client import models

# Seconds in which a replica is expected to have what the others have.
_LAG = 2.0


def lag_of(config: models.CollectionConfig) -> float:
    """Return after how many seconds a write is expected to be found in a collection.

    A write is waited for, so that it is at once where each replica has to take it, unless searches
    leave out what is not optimized yet and the wait for that comes to its end.
    """
    params, optimizer = config.params, config.optimizer_config
    behind = (params.replication_factor or 1) > (params.write_consistency_factor or 1)
    return _LAG if behind or getattr(optimizer, "prevent_unoptimized", None) else 0.0
