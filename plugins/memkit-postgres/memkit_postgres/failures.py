"""What went wrong in PostgreSQL, as memkit's errors."""

from __future__ import annotations

from typing import Literal

import psycopg
from psycopg import errors

from memkit.errors import (
    AuthenticationError,
    ConnectionError,
    JournalError,
    MemkitError,
    ProviderError,
    StoreDamagedError,
)

Role = Literal["journal", "store"]

_PERMISSIONS = (
    errors.InvalidPassword,
    errors.InvalidAuthorizationSpecification,
    errors.InsufficientPrivilege,
)
_DAMAGED = (errors.IndexCorrupted, errors.DataCorrupted)
_BUSY = (errors.LockNotAvailable, errors.QueryCanceled, errors.DeadlockDetected)
_FULL = (
    errors.DiskFull,
    errors.OutOfMemory,
    errors.TooManyConnections,
    errors.ConfigurationLimitExceeded,
)


def failure(error: psycopg.Error, *, role: Role, where: str) -> MemkitError:
    """Return the error that tells users what PostgreSQL's means, and what to do.

    Args:
        error: As psycopg raised it.
        role: Whose statement failed.
        where: The server and the schema, without secrets.
    """
    said = " ".join(str(error).split()) or type(error).__name__
    kind: type[ProviderError] = ProviderError
    problem, fix = f"{where}: {said}.", "Run `memkit doctor` to see whether all is sound."
    if role == "store" and isinstance(error, _DAMAGED):
        kind = StoreDamagedError
        problem = f"{where}: an index or a table of the store is damaged: {said}."
        fix = "It is made anew from the journal by itself; m.reindex() does it now."
    elif isinstance(error, errors.InsufficientPrivilege) and "extension" in said:
        kind = AuthenticationError
        fix = "Have somebody who may run this in the database: CREATE EXTENSION vector"
    elif isinstance(error, errors.ReadOnlySqlTransaction):
        kind = ConnectionError
        fix = "Give the url of a server that can be written to: this one is a standby, or was told "
        fix += "to take no writes."
    elif isinstance(error, _PERMISSIONS) or _is_refusal(said):
        kind, fix = AuthenticationError, "Check user, password and privileges in the database."
    elif isinstance(error, _BUSY):
        kind = ConnectionError
        problem = f"{where} was busy for too long: {said}."
        fix = "End what holds a transaction open on it, or give a longer timeout=..., in seconds."
    elif isinstance(error, _FULL):
        kind, fix = ConnectionError, "Give the server room, and try again."
    elif isinstance(error, errors.FeatureNotSupported) and "extension" in said:
        fix = "Install pgvector on the server: https://github.com/pgvector/pgvector#installation"
    elif isinstance(error, psycopg.NotSupportedError) and "UTF8" in said:
        fix = "Make another database: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0."
    elif isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)):
        kind, fix = ConnectionError, "Check that the server runs, and the URL; then try again."
    if role == "journal":
        return JournalError(problem, fix=fix)
    return kind(problem, fix=fix, provider="postgres")


def _is_refusal(said: str) -> bool:
    # An attempt to connect has no error code.
    return "authentication failed" in said or "no password supplied" in said
