"""What can be set on the journal and on the store."""

from __future__ import annotations

import re
from typing import Any, Literal
from urllib.parse import unquote

from pydantic import Field, SecretStr, field_validator, model_validator

from memkit.plugins import FromFile, ProviderConfig

_PASSWORD_IN_WORDS = re.compile(r"\bpassword\s*=\s*('(?:[^'\\]|\\.)*'|\S+)\s*")


class PostgresConfig(ProviderConfig):
    """Where the server is, and how patient we are with it."""

    url: str = Field(
        default="",
        description="'postgresql://user@host/database' or 'host=... dbname=...'; what it leaves "
        "open comes from the PG* variables. A password in it is taken out and kept as a secret.",
    )
    password: SecretStr | None = Field(
        default=None, description="Unless the URL, ~/.pgpass or the server's trust gives it."
    )
    schema_name: str = Field(
        default="memkit", description="The schema that holds the tables; made if it is missing."
    )
    pool_size: int = Field(default=8, ge=3, description="Connections of a process at most.")
    connect_timeout: int = Field(
        default=10, ge=1, description="Seconds that one attempt to connect may take."
    )
    timeout: float = Field(
        default=60.0, gt=0, description="Seconds that a statement may take, or wait for a lock."
    )

    @model_validator(mode="before")
    @classmethod
    def _take_password_out(cls, values: Any) -> Any:
        if not isinstance(values, dict) or not isinstance(values.get("url"), str):
            return values
        url, password = without_password(values["url"])
        found = {"password": SecretStr(password)} if password is not None else {}
        return {**values, "url": url, **found}

    @field_validator("schema_name")
    @classmethod
    def _short(cls, value: str) -> str:
        # Longer names are cut by PostgreSQL, so that two might become one.
        if not value or len(value.encode()) > 63 or "\0" in value or value.startswith("pg_"):
            raise ValueError("a schema's name has 1 to 63 bytes and does not begin with pg_")
        return value


class PostgresJournalConfig(PostgresConfig):
    """Options of the journal."""


class PostgresStoreConfig(PostgresConfig):
    """Options of the store."""

    schema_name: str = Field(
        default="memkit_index",
        description="The schema that holds the tables; made if it is missing.",
    )
    halfvec: FromFile[bool] = Field(
        default=False,
        description="Keep vectors as 16-bit floats: half the size, scores to three digits.",
    )
    exact_below: int = Field(
        default=10_000,
        ge=0,
        description="Selections of so many memories or fewer are compared one by one, exactly.",
    )
    ef_search: int = Field(
        default=100, ge=1, le=1000, description="HNSW: how many candidates a search holds."
    )
    m: int = Field(default=16, ge=2, le=100, description="HNSW: neighbours of a vector.")
    ef_construction: int = Field(
        default=64, ge=4, le=1000, description="HNSW: candidates while the index is made."
    )
    iterative_scan: FromFile[Literal["relaxed_order", "strict_order"]] = Field(
        default="relaxed_order", description="How HNSW goes on when a filter took candidates away."
    )
    max_scan_tuples: int = Field(
        default=20_000,
        ge=1,
        description="HNSW: after so many candidates a filtered search is done exactly instead.",
    )


def without_password(url: str) -> tuple[str, str | None]:
    """Return a connection string without its password, and the password."""
    if "://" not in url:
        found = _PASSWORD_IN_WORDS.search(url)
        if not found:
            return url, None
        word = found[1]
        quoted = word[1:-1] if word[0] == "'" else word
        return _PASSWORD_IN_WORDS.sub("", url).strip(), re.sub(r"\\(.)", r"\1", quoted)
    scheme, _, rest = url.partition("://")
    authority, mark, query = rest.partition("?")
    authority, slash, path = authority.partition("/")
    # From the right, for a password may hold an "@" of its own.
    login, at, host = authority.rpartition("@")
    user, colon, secret = login.partition(":")
    password = unquote(secret) if colon else None
    options = []
    for option in filter(None, query.split("&")):
        name, _, value = option.partition("=")
        if name == "password":
            password = unquote(value)
        else:
            options.append(option)
    query = f"{mark}{'&'.join(options)}" if options else ""
    return f"{scheme}://{user}{at}{host}{slash}{path}{query}", password or None
