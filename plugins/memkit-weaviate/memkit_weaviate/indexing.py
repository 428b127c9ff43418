"""Whether the server has indexed all that it took: with `ASYNC_INDEXING` it does that later."""

from __future__ import annotations

from collections import Counter

from memkit_weaviate.collection import Collection

# The server lists each tenant by itself; of more than so many it is not asked.
_MOST_TENANTS = 1000
_INDEXING, _HEALTHY = "INDEXING", "HEALTHY"


def all_indexed(collection: Collection) -> bool | None:
    """Tell whether all vectors of a collection can be found on all nodes.

    Returns:
        None where that can't be told: the key may not see the nodes, one of them is down, there
        are too many tenants, or a replica may yet lack what others have taken.
    """
    from weaviate.exceptions import InsufficientPermissionsError

    if len(collection.tenants) > _MOST_TENANTS:
        return None
    try:
        nodes = collection.client.cluster.nodes(collection.name, output="verbose")
    except InsufficientPermissionsError:
        return None  # A key that may write need not be one that may see the nodes.
    shards = [shard for node in nodes for shard in node.shards or []]
    if any(s.vector_queue_length or s.vector_indexing_status == _INDEXING for s in shards):
        return False
    copies = Counter(shard.name for shard in shards)
    replicated = max(copies.values(), default=1) > 1 and collection.config.consistency != "ALL"
    if replicated or any(node.status != _HEALTHY for node in nodes):
        return None
    return True
