"""A client for what a config names."""

from __future__ import annotations

from qdrant_client import QdrantClient

from memkit.providers.vector_stores import each_of, verified_by
from memkit_qdrant.config import IN_MEMORY, QdrantConfig

# Each client has channels of its own: gRPC would give a new one those of the last, with what these
# remember of a server that was down.
_CHANNEL = {
    "grpc.use_local_subchannel_pool": 1,
    "grpc.initial_reconnect_backoff_ms": 100,
    # Despite its name, how long an attempt to connect may take.
    "grpc.min_reconnect_backoff_ms": 5000,
    "grpc.max_reconnect_backoff_ms": 1000,
}


def connect(config: QdrantConfig) -> QdrantClient:
    """Return a client; a server is not asked for anything yet.

    Raises:
        RuntimeError: Another process has the folder open.
    """
    if config.url == IN_MEMORY:
        return QdrantClient(location=IN_MEMORY, force_disable_check_same_thread=True)
    if config.path is not None:
        return QdrantClient(path=str(config.path), force_disable_check_same_thread=True)
    return QdrantClient(
        url=config.place,
        api_key=None if config.api_key is None else config.api_key.get_secret_value(),
        prefer_grpc=config.grpc,
        grpc_port=each_of(config.grpc_port)[0],
        # The client writes into what it is given.
        grpc_options=dict(_CHANNEL),
        timeout=config.timeout,
        # It would ask in a thread of its own, and warn where there is no answer yet.
        check_compatibility=False,
        verify=verified_by(config.place),
    )
