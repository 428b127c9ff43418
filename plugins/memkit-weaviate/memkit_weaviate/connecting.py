"""Making the client."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from memkit.errors import AuthenticationError, ConnectionError, PluginError
from memkit.providers.vector_stores import each_of
from memkit_weaviate.config import WeaviateConfig
from memkit_weaviate.failures import PROVIDER, ServerUnavailable

if TYPE_CHECKING:
    from weaviate import WeaviateClient
    from weaviate.config import AdditionalConfig

# Without these a channel that found the server down looks for it ever more rarely, and a new one
# would be given what the last remembers of it.
_CHANNEL = [
    ("grpc.use_local_subchannel_pool", 1),
    ("grpc.initial_reconnect_backoff_ms", 100),
    # Despite its name, how long an attempt to connect may take: a server far away, or a machine
    # that is busy, needs more than an instant.
    ("grpc.min_reconnect_backoff_ms", 5000),
    ("grpc.max_reconnect_backoff_ms", 1000),
]


def connect(config: WeaviateConfig) -> WeaviateClient:
    """Return a client that is connected.

    Raises:
        ConnectionError: The server is down or not ready.
        AuthenticationError: It refuses the key.
        PluginError: The client is not installed as it should be.
    """
    _import_client()
    client = _client(config)
    try:
        client.connect()
        _fail_fast(client)
        ready = config.skip_init_checks or client.is_ready()
    except BaseException:
        client.close()
        raise
    if not ready:
        client.close()
        raise ConnectionError(
            f"Weaviate at {config.place} answers, but is not ready.",
            fix="Wait until the server has started, or give skip_init_checks=True.",
            provider=PROVIDER,
        )
    return client


def _import_client() -> None:
    # The client brings a library that warns of its own future when it is imported, and sees to it
    # that no filter stands in the way.
    with warnings.catch_warnings(record=True):
        try:
            import weaviate  # noqa: F401 - whether it is there, and what its import warns of
        except ImportError as error:
            raise PluginError(
                f"The client of Weaviate can't be imported: {error}.",
                fix="Run: pip install --upgrade memkit-weaviate",
            ) from error


def _client(config: WeaviateConfig) -> WeaviateClient:
    import weaviate
    from weaviate.embedded import EmbeddedOptions

    key = None if config.api_key is None else config.api_key.get_secret_value()
    headers = {name: value.get_secret_value() for name, value in config.headers.items()}
    # The client's own checks would ask the package index for its newest version, so they are
    # always left out; `connect` asks the server itself.
    shared: dict[str, Any] = {
        "additional_headers": headers or None,
        "additional_config": _additional(config),
        "skip_init_checks": True,
        "auth_client_secret": weaviate.auth.Auth.api_key(key) if key else None,
    }
    if config.kind == "embedded":
        options: dict[str, Any] = {"additional_env_vars": {"DISABLE_TELEMETRY": "true"}}
        if config.data_path is not None:
            options["persistence_data_path"] = config.data_path
        if config.version is not None:
            options["version"] = config.version
        return weaviate.WeaviateClient(embedded_options=EmbeddedOptions(**options), **shared)
    if config.kind == "cloud" and config.grpc_url is None:
        if key is None:
            raise AuthenticationError(
                f"The cluster {config.url} in Weaviate's cloud needs a key, and there is none.",
                fix="Set the environment variable WEAVIATE_API_KEY, or give api_key=....",
                provider=PROVIDER,
            )
        return weaviate.connect_to_weaviate_cloud(
            urlsplit(config.place).netloc,
            auth_credentials=weaviate.auth.Auth.api_key(key),
            headers=headers or None,
            additional_config=shared["additional_config"],
            skip_init_checks=True,
        )
    return weaviate.WeaviateClient(connection_params=_addresses(config), **shared)


def _additional(config: WeaviateConfig) -> AdditionalConfig:
    from weaviate.config import AdditionalConfig, GrpcConfig, Timeout

    return AdditionalConfig(
        timeout=Timeout(
            init=config.timeout_init, query=config.timeout_query, insert=config.timeout_insert
        ),
        trust_env=config.trust_env,
        grpc_config=GrpcConfig(channel_options=_CHANNEL),
    )


def _addresses(config: WeaviateConfig) -> Any:
    from weaviate.connect import ConnectionParams

    http = urlsplit(config.place)
    secure = http.scheme == "https"
    grpc = _grpc_address(config, http, secure=secure)
    return ConnectionParams.from_params(
        http_host=str(http.hostname),
        http_port=http.port or (443 if secure else 80),
        http_secure=secure,
        grpc_host=str(grpc.hostname),
        grpc_port=grpc.port or 50051,
        grpc_secure=grpc.scheme in ("https", "grpcs"),
    )


def _grpc_address(config: WeaviateConfig, http: SplitResult, *, secure: bool) -> SplitResult:
    scheme = "https" if secure else "http"
    given = each_of(config.grpc_url)
    if given:
        address = given[0]
        return urlsplit(address if "://" in address else f"{scheme}://{address}")
    return urlsplit(f"{scheme}://{http.hostname}:50051")


def _fail_fast(client: WeaviateClient) -> None:
    """Let calls fail at once where the server is gone.

    The client itself would sleep for a minute between attempts, in which no other store of the
    process could be searched. It offers no setting for this; where its insides differ from those
    that are known, it is left as it is.
    """
    import grpc  # type: ignore[import-untyped, unused-ignore]  # has no types
    from weaviate.proto.v1 import weaviate_pb2_grpc

    class FailFast(grpc.UnaryUnaryClientInterceptor):  # type: ignore[misc, unused-ignore]  # a base without types
        def intercept_unary_unary(self, continuation: Any, details: Any, request: Any) -> Any:
            call = continuation(details, request)
            if call.code() is grpc.StatusCode.UNAVAILABLE:
                raise ServerUnavailable(call.details())
            return call

    connection = client._connection
    channel = getattr(connection, "_grpc_channel", None)
    if channel is not None and hasattr(connection, "_grpc_stub"):
        guarded = grpc.intercept_channel(channel, FailFast())
        connection._grpc_stub = weaviate_pb2_grpc.WeaviateStub(guarded)  # type: ignore[no-untyped-call]  # the SDK leaves it untyped
