"""A client for what a config names."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import chromadb
import httpx
from chromadb.api import ClientAPI
from chromadb.auth.token_authn import TokenTransportHeader
from chromadb.config import DEFAULT_DATABASE, DEFAULT_TENANT, Settings

from memkit.contracts import StoreContext
from memkit.domain import forks
from memkit.errors import ProviderError, ValidationError
from memkit.providers.vector_stores import verified_by
from memkit_chroma.config import CLOUD, ChromaConfig

_CLOUD_HOST = "api.trychroma.com"


def connect(config: ChromaConfig, context: StoreContext) -> ClientAPI:
    """Return a client that has reached its server, if it has one.

    Raises:
        ValidationError: There is neither a server nor a folder.
    """
    settings = Settings(anonymized_telemetry=False)
    tenant, database = config.tenant, config.database
    if config.url is None:
        folder = _folder(config, context)
        _refuse_inherited(folder)
        return chromadb.PersistentClient(
            folder,
            settings,
            tenant=tenant or DEFAULT_TENANT,
            database=database or DEFAULT_DATABASE,
        )
    key = None if config.api_key is None else config.api_key.get_secret_value()
    if config.url == CLOUD:
        _answers(f"https://{_CLOUD_HOST}", key, config.timeout)
        client = chromadb.CloudClient(
            tenant=tenant, database=database, api_key=key, settings=settings
        )
    else:
        _answers(config.url, key, config.timeout)
        parts = urlsplit(config.url)
        if parts.scheme == "http":
            # There is nothing to verify, and reading the machine's certificates takes its time.
            settings.chroma_server_ssl_verify = False
        if key:
            settings.chroma_client_auth_provider = (
                "chromadb.auth.token_authn.TokenAuthClientProvider"
            )
            settings.chroma_client_auth_credentials = key
            settings.chroma_auth_token_transport_header = TokenTransportHeader.X_CHROMA_TOKEN
        client = chromadb.HttpClient(
            host=parts.hostname or "",
            port=parts.port or (443 if parts.scheme == "https" else 8000),
            ssl=parts.scheme == "https",
            settings=settings,
            tenant=tenant or DEFAULT_TENANT,
            database=database or DEFAULT_DATABASE,
        )
    for session in _sessions_of(client):
        session.timeout = httpx.Timeout(config.timeout)
    return client


def disconnect(client: ClientAPI) -> None:
    """Close a client; a folder is let go with the last one that has it open."""
    sessions = _sessions_of(client)
    # Missing in the client's own types; and it leaves its connections open.
    close: Callable[[], None] = getattr(client, "close")  # noqa: B009 - as said above
    close()
    for session in sessions:
        session.close()


def place_of(config: ChromaConfig, context: StoreContext) -> str:
    """Return where the collections are, for people."""
    return config.url or _folder(config, context)


def _folder(config: ChromaConfig, context: StoreContext) -> str:
    folder: Path | None = config.path
    if folder is None and context.path is not None:
        folder = context.path.absolute().with_name(f"{context.path.name}.chroma")
    if folder is None:
        raise ValidationError(
            "The Chroma store keeps its folder beside the journal, and this journal is no file.",
            fix="Give the store a path=... or a url=...",
        )
    return str(folder)


def _refuse_inherited(folder: str) -> None:
    # Chroma keeps one engine a folder for the whole process: its threads are the parent's.
    found = forks.file_id(os.path.join(folder, "chroma.sqlite3"))
    if found is not None and forks.is_inherited(found):
        raise ProviderError(
            f"Chroma's folder {folder!r} was open when this process was forked, and Chroma can't "
            "be carried over a fork.",
            fix="Start the process with multiprocessing's 'spawn' or 'forkserver', open the memory "
            "after the fork, or give the store the url=... of a Chroma server.",
            provider="chroma",
        )


def _answers(url: str, key: str | None, timeout: float) -> None:
    # The client waits for ever while it is being made, and leaves a connection open if it fails.
    headers = {"X-Chroma-Token": key} if key else {}
    answer = httpx.get(
        f"{url}/api/v2/auth/identity",
        headers=headers,
        timeout=timeout,
        verify=verified_by(url),
    )
    answer.raise_for_status()


def _sessions_of(client: ClientAPI) -> list[httpx.Client]:
    """Return what a client speaks HTTP by: it has one for itself, and one for its database."""
    owners = (client, getattr(client, "_admin_client", None))
    found = [getattr(getattr(owner, "_server", None), "_session", None) for owner in owners]
    return [session for session in found if isinstance(session, httpx.Client)]
