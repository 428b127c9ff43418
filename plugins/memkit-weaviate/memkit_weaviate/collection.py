"""One journal's collection on the server: made, found again, and what it knows of itself."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from http.client import NOT_FOUND
from typing import TYPE_CHECKING, Any

from memkit.contracts import Position, SpaceInfo
from memkit.errors import ProviderError, SpaceError, ValidationError
from memkit.filters import tokens
from memkit.providers.vector_stores import State
from memkit_weaviate import schema
from memkit_weaviate.config import WeaviateConfig
from memkit_weaviate.failures import PROVIDER
from memkit_weaviate.filters import with_token

if TYPE_CHECKING:
    from weaviate import WeaviateClient
    from weaviate.collections import Collection as Handle

# The tenant that holds what is no memory: position, spaces, and who is where.
DIRECTORY = "memkit"
# Metadata keys whose numbers get a property of their own; filters on others ask the journal. Part
# of the layout: a key that came too late would otherwise be indexed for some memories only.
MOST_NUMBERS = 100

_SPACE, _POSITION = "space", "position"
_MOST_SPACES = 1000


class Collection:
    """The collection of one journal, which may not exist yet.

    Args:
        client: Connected.
        config: The store's settings.
    """

    def __init__(self, client: WeaviateClient, config: WeaviateConfig) -> None:
        self.client = client
        self.config = config
        self.journal_id = ""
        # As they were when last looked at.
        self.tenants: set[str] = set()
        self._lock = threading.RLock()
        self._numbers: set[str] = set()
        version = _version(client)
        # Both came with 1.33: filters that are negated, and a compression that is on unless
        # told otherwise.
        self.negation = version >= (1, 33)
        self._grows = version >= (1, 31)

    @property
    def name(self) -> str:
        """Its name."""
        return schema.collection_name(self.config, self.journal_id)

    # -- the collection ----------------------------------------------------------------------

    def state(self, journal_id: str) -> State | None:
        """Look at the server again: others may have made, changed or removed the collection.

        Args:
            journal_id: Whose collection is looked for.

        Raises:
            ValidationError: A collection of this name belongs to someone else.
        """
        with self._lock:
            self.journal_id = journal_id
            found = self._definition()
            if found is not None and self._is_of_older_layout(found.description):
                self.client.collections.delete(self.name)  # An older layout of ours.
                found = None
            self._know(found)
            if found is None:
                return None
            if not schema.is_of_journal(found.description, journal_id):
                return State(journal_id=journal_id, complete=False)
            return self._read_state()

    def create(self, spaces: list[SpaceInfo]) -> None:
        """Create the collection."""
        with self._lock:
            wanted = schema.creation(
                self.config, journal_id=self.journal_id, spaces=spaces, negation=self.negation
            )
            self.client.collections.create(self.name, **wanted)
            if self.config.tenancy is not None:
                self.handle.tenants.create([DIRECTORY])
            self._know(self._definition())

    def delete(self) -> None:
        """Delete the collection."""
        with self._lock:
            self.client.collections.delete(self.name)
            self._know(None)

    @property
    def handle(self) -> Handle[Any, Any]:
        """The client's collection."""
        from weaviate.classes.config import ConsistencyLevel

        handle = self.client.collections.use(self.name)
        if self.config.consistency is not None:
            return handle.with_consistency_level(ConsistencyLevel[self.config.consistency])
        return handle

    @property
    def home(self) -> Handle[Any, Any]:
        """Where the rows stand that are no memories."""
        return self.handle if self.config.tenancy is None else self.handle.with_tenant(DIRECTORY)

    def _definition(self) -> Any:
        from weaviate.exceptions import UnexpectedStatusCodeError

        try:
            found = self.client.collections.use(self.name).config.get()
        except UnexpectedStatusCodeError as error:
            if error.status_code == NOT_FOUND:
                return None
            raise
        if schema.is_leftover(found.description, [each.name for each in found.properties]):
            return found
        if not schema.is_of_journal(found.description, self.journal_id):
            raise ValidationError(
                f"Weaviate has a collection {self.name!r}, and it is not of this journal "
                f"({self.journal_id}).",
                fix="Give collection=... another name, or delete it there if nobody needs it.",
            )
        tenants = found.multi_tenancy_config.enabled
        if tenants is not (self.config.tenancy is not None):
            raise ValidationError(
                f"The collection {self.name!r} was made {'with' if tenants else 'without'} "
                f"tenants, and tenancy={self.config.tenancy!r} asks otherwise.",
                fix="Give tenancy as it was, or another collection=....",
            )
        return found

    def _is_of_older_layout(self, description: str | None) -> bool:
        ours = schema.is_of_journal(description, self.journal_id)
        return ours and description != schema.description(self.journal_id)

    def _know(self, found: Any) -> None:
        names = [] if found is None else [each.name for each in found.properties]
        self._numbers = set(filter(schema.is_number_property, names))
        self.tenants = set()

    # -- spaces ------------------------------------------------------------------------------

    def add_space(self, space: SpaceInfo, others: list[SpaceInfo]) -> None:
        """Give a space its named vector.

        Raises:
            SpaceError: The server can't, and there are memories.
        """
        with self._lock:
            if schema.vector_name(space) in self._vector_names():
                return
            if self._grows:
                new = schema.named_vector(
                    self.config, schema.vector_name(space), negation=self.negation
                )
                self.handle.config.add_vector(vector_config=new)
                return
            if self.count_rows(tokens.MEMORY):
                raise SpaceError(
                    f"This server of Weaviate can't add the space {space.key!r} to a collection "
                    "that holds memories; that came with 1.31.",
                    fix="Update the server, or run m.reindex(), which makes the collection anew.",
                )
            self.delete()
            self.create([*others, space])

    def remove_space(self, key: str) -> None:
        """Forget a space; its vectors go as rows are written anew."""
        self.home.data.delete_many(_by_id(self._id(f"space/{key}")))

    def _vector_names(self) -> set[str]:
        return set(self.handle.config.get().vector_config or {})

    # -- what it says of itself -------------------------------------------------------------

    def say(self, state: State) -> None:
        """Write down what the collection says of itself: a row for each space, and its position."""
        from weaviate.classes.data import DataObject

        said: dict[str, tuple[str, Mapping[str, Any]]] = {
            f"space/{space.key}": (_SPACE, asdict(space)) for space in state.spaces.values()
        }
        if state.position != Position():
            at = {"seq": state.position.seq, "vectors": state.position.vectors}
            said[_POSITION] = (_POSITION, {**at, "mark": state.event_token})
        rows: list[DataObject[Any, Any]] = [
            DataObject(
                uuid=self._id(name),
                properties={schema.TOKENS: [token], schema.STATE: json.dumps(each)},
            )
            for name, (token, each) in said.items()
        ]
        failed = self.home.data.insert_many(rows).errors if rows else {}
        if failed:
            first = failed[min(failed)]
            raise ProviderError(
                f"Weaviate did not take what the collection says of itself: {first.message}.",
                fix="See the server's log, and try again.",
                provider=PROVIDER,
            )

    def _read_state(self) -> State:
        found = self.home.query.fetch_objects(
            filters=with_token(_SPACE, _POSITION),
            limit=_MOST_SPACES,
            return_properties=[schema.STATE],
        )
        state = State(journal_id=self.journal_id)
        for row in found.objects:
            said = json.loads(str(row.properties[schema.STATE]))
            if "mark" in said:
                position = Position(said["seq"], said["vectors"])
                state = replace(state, position=position, event_token=said["mark"])
            else:
                state = state.with_space(SpaceInfo(**said))
        return state

    def _id(self, name: str) -> Any:
        return schema.row_id(self.journal_id, name)

    # -- rows --------------------------------------------------------------------------------

    def count_rows(self, token: str) -> int:
        """Return how many rows have a token."""
        counted = self.home.aggregate.over_all(filters=with_token(token), total_count=True)
        return counted.total_count or 0

    # -- numbers of the metadata -------------------------------------------------------------

    def property_of(self, keys: tuple[str, ...]) -> str | None:
        """Return the property that holds the numbers under a key, if any memory has one."""
        name = schema.number_property(keys)
        if name not in self._numbers:
            with self._lock:
                self._know(self._definition())
        return name if name in self._numbers else None

    def is_indexed(self, keys: tuple[str, ...]) -> bool:
        """Tell whether all numbers under a key stand in their property."""
        return self.property_of(keys) is not None or len(self._numbers) < MOST_NUMBERS

    def index_numbers(self, paths: Iterable[tuple[str, ...]]) -> set[str]:
        """Make properties for numbers, while there is room, and return all there are."""
        wanted = {schema.number_property(keys) for keys in paths}
        if not wanted <= self._numbers:
            with self._lock:
                self._know(self._definition())
                for name in sorted(wanted - self._numbers):
                    if len(self._numbers) < MOST_NUMBERS:
                        self.handle.config.add_property(schema.numeric(name))
                        self._numbers.add(name)
        return self._numbers


def _by_id(row: Any) -> Any:
    from weaviate.classes.query import Filter

    return Filter.by_id().equal(row)


def _version(client: WeaviateClient) -> tuple[int, int]:
    major, minor, *_ = str(client.get_meta()["version"]).lstrip("v").split(".")
    return int(major), int(minor)
