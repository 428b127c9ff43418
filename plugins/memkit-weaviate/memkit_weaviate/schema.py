"""The collection: its name, its properties, its named vectors."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from memkit.contracts import SpaceInfo
from memkit_weaviate.config import WeaviateConfig

if TYPE_CHECKING:
    from weaviate.classes.config import Property

# Raised when what stands here changes, so that collections of older versions are made anew.
LAYOUT = 1

KEY = "key"
TOKENS = "tokens"
TEXT = "text"
METADATA = "metadata"
MEMORY_ID = "memory_id"
STATE = "state"
TENANT = "tenant"
CREATED_AT, UPDATED_AT = "created_at", "updated_at"
OCCURRED_AT, EXPIRES_AT = "occurred_at", "expires_at"
TIMES = (CREATED_AT, UPDATED_AT, OCCURRED_AT, EXPIRES_AT)
SCOPE = ("user_id", "agent_id", "app_id", "run_id")
# The date of memories that never expire; a 64-bit float holds it exactly.
NEVER = 2**62

_NUMBER = "number_"
_SPACE = "space="
_NAMESPACE = uuid.UUID("5a0d9e6c-3d0f-4b7e-9c55-6e1c3f5d7a21")
_ODD = re.compile(r"[^A-Za-z0-9]+")
# A collection must have a named vector from its beginning; this one is never filled.
PLACEHOLDER = "none"


def collection_name(config: WeaviateConfig, journal_id: str) -> str:
    """Return the name of the collection that holds a journal's memories."""
    return config.collection or f"Memkit_{_ODD.sub('', journal_id)}"


def description(journal_id: str) -> str:
    """Return the collection's description, by which it is known again."""
    return f"Memories of the memkit journal {journal_id}, layout {LAYOUT}."


def is_of_journal(text: str | None, journal_id: str) -> bool:
    """Tell whether a collection of this description belongs to a journal, in any layout."""
    return (text or "").startswith(f"Memories of the memkit journal {journal_id}, ")


def is_leftover(text: str | None, properties: Iterable[str]) -> bool:
    """Tell whether a collection was made by the server for rows of ours that came too late.

    A server that is not told otherwise makes a collection for rows which have none, as they were
    deleted while they were written, and describes it so.
    """
    names = set(properties)
    return "auto-schema feature" in (text or "") and TOKENS in names and bool(names & {KEY, STATE})


def row_id(journal_id: str, name: int | str) -> uuid.UUID:
    """Return the id of a memory's row, by its key, or of another row, by its name."""
    return uuid.uuid5(_NAMESPACE, f"{journal_id}/{name}")


def vector_name(space: SpaceInfo) -> str:
    """Return the named vector of a space; a space that is added again has another."""
    return f"s{space.id}_{_ODD.sub('_', space.key)[:60]}"


def vector_token(name: str) -> str:
    """Return the token of memories that have a named vector."""
    return f"{_SPACE}{name}"


def is_vector_token(token: str) -> bool:
    """Tell whether a token says that a memory has a named vector."""
    return token.startswith(_SPACE)


def number_property(keys: tuple[str, ...]) -> str:
    """Return the property that holds the numbers under a metadata key."""
    digest = hashlib.sha256("\0".join(keys).encode()).hexdigest()[:16]
    return f"{_NUMBER}{_ODD.sub('_', '_'.join(keys))[:40]}_{digest}"


def is_number_property(name: str) -> bool:
    """Tell whether a property holds numbers of the metadata."""
    return name.startswith(_NUMBER)


def creation(
    config: WeaviateConfig, *, journal_id: str, spaces: list[SpaceInfo], negation: bool
) -> dict[str, Any]:
    """Return the arguments with which the client creates the collection."""
    from weaviate.classes.config import Configure, StopwordsPreset

    names = [vector_name(space) for space in spaces] or [PLACEHOLDER]
    wanted: dict[str, Any] = {
        "description": description(journal_id),
        "properties": _properties(),
        "vector_config": [named_vector(config, name, negation=negation) for name in names],
        "inverted_index_config": Configure.inverted_index(stopwords_preset=StopwordsPreset.NONE),
    }
    if config.tenancy is not None:
        wanted["multi_tenancy_config"] = Configure.multi_tenancy(
            enabled=True, auto_tenant_creation=False, auto_tenant_activation=True
        )
    if config.replicas is not None:
        wanted["replication_config"] = _replication(config.replicas, recent=negation)
    return wanted


def _replication(replicas: int, *, recent: bool) -> Any:
    """Return how many copies there are, and how they come to agree again after one was down."""
    from weaviate.classes.config import Configure, ReplicationDeletionStrategy

    if replicas == 1:
        return Configure.replication(factor=1)
    # A memory that is deleted may come back under its id, by an undo: what was last is right.
    last = ReplicationDeletionStrategy.TIME_BASED_RESOLUTION if recent else None
    return Configure.replication(factor=replicas, async_enabled=True, deletion_strategy=last)


def named_vector(config: WeaviateConfig, name: str, *, negation: bool) -> Any:
    """Return the definition of a named vector, which memkit fills itself."""
    from weaviate.classes.config import Configure, VectorDistances

    index = (
        Configure.VectorIndex.flat(distance_metric=VectorDistances.COSINE)
        if config.index == "flat"
        else Configure.VectorIndex.hnsw(
            distance_metric=VectorDistances.COSINE,
            ef=config.ef,
            flat_search_cutoff=config.flat_search_cutoff,
        )
    )
    return Configure.Vectors.self_provided(
        name=name, vector_index_config=index, quantizer=_quantizer(config, negation=negation)
    )


def numeric(name: str) -> Property:
    """Return the definition of a property for numbers of the metadata."""
    from weaviate.classes.config import DataType, Property

    return Property(name=name, data_type=DataType.NUMBER, index_filterable=True)


def _quantizer(config: WeaviateConfig, *, negation: bool) -> Any:
    from weaviate.classes.config import Configure

    if config.quantization == "rq":
        return Configure.VectorIndex.Quantizer.rq()
    if config.quantization == "bq":
        return Configure.VectorIndex.Quantizer.bq()
    # Servers that negate filters are those that may compress unless told not to: both came with
    # 1.33. Older ones do not know the word for it.
    return Configure.VectorIndex.Quantizer.none() if negation else None


def _properties() -> list[Property]:
    from weaviate.classes.config import DataType, Property, Tokenization

    shown = (METADATA, MEMORY_ID, STATE, TENANT, *SCOPE)
    return [
        Property(
            name=KEY,
            data_type=DataType.TEXT,
            tokenization=Tokenization.FIELD,
            index_filterable=True,
            index_searchable=False,
        ),
        Property(
            name=TOKENS,
            data_type=DataType.TEXT_ARRAY,
            tokenization=Tokenization.FIELD,
            index_filterable=True,
            index_searchable=False,
        ),
        Property(
            name=TEXT,
            data_type=DataType.TEXT,
            tokenization=Tokenization.WORD,
            index_filterable=False,
            index_searchable=True,
        ),
        *(
            Property(
                name=name, data_type=DataType.TEXT, index_filterable=False, index_searchable=False
            )
            for name in shown
        ),
        *(Property(name=name, data_type=DataType.INT, index_filterable=True) for name in TIMES),
    ]
