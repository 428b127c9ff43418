"""What plug-ins for stores share, so that each says only what its engine does differently."""

from memkit.contracts.ranking import merged, ranked, rounded, units
from memkit.contracts.store import is_new, space_of
from memkit.plugins.secrets import secrets_in as secrets_of
from memkit.providers.vector_stores.addresses import (
    Addresses,
    alone_or_all,
    each_of,
    paired,
    server_urls,
    verified_by,
)
from memkit.providers.vector_stores.config import AbsolutePath, EngineConfig
from memkit.providers.vector_stores.engine import EngineStore
from memkit.providers.vector_stores.failures import Answer
from memkit.providers.vector_stores.options import differing, tell_what_stands
from memkit.providers.vector_stores.parts import in_chunks, in_parts
from memkit.providers.vector_stores.searching import Ask, Plan, best
from memkit.providers.vector_stores.state import State

__all__ = [
    "AbsolutePath",
    "Addresses",
    "Answer",
    "Ask",
    "EngineConfig",
    "EngineStore",
    "Plan",
    "State",
    "alone_or_all",
    "best",
    "differing",
    "each_of",
    "in_chunks",
    "in_parts",
    "is_new",
    "merged",
    "paired",
    "ranked",
    "rounded",
    "secrets_of",
    "server_urls",
    "space_of",
    "tell_what_stands",
    "units",
    "verified_by",
]
