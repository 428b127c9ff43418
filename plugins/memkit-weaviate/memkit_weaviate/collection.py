"""One journal's collection on the server: made, found again, and what it knows of itself."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Collection as Names
from collections.abc import Iterable, Mapping
from dataclasses import replace
from http.client import NOT_FOUND
from typing import TYPE_CHECKING, Any

from memkit.contracts import Position, SpaceInfo
from memkit.errors import ProviderError, SpaceError, ValidationError
from memkit.filters import tokens
from memkit.providers.vector_stores import State
from memkit_weaviate import limits, options, schema
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

# The row that says what the collection holds. Before, there was one for each space and one for the
# position, under these names and tokens.
_STATE = "state"
_SPACE, _POSITION = "space", "position"
_MOST_SPACES = 100
# Bytes of a message that a server takes, unless it says otherwise; what is sent is kept below.
_LARGEST_MESSAGE = 8 << 20


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
        self._found: Any = None
        # Tells this collection from another one that was made under its name; None until it was
        # looked at, and an empty one if it does not say.
        self._made: str | None = None
        # How many rows the server gives at once, as far as is known.
        self.most = config.max_results
        meta = client.get_meta()
        version = _version(meta)
        # A row may be as large as half of what a message may be.
        self.largest = min(_LARGEST_MESSAGE, int(meta.get("grpcMaxMessageSize", 1 << 30)) // 2)
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
            if self._made is not None:
                said = self._said()
                if said is not None and said["made"] == self._made:
                    return State.from_json(said)
            found = self._definition()
            if found is not None and self._is_of_older_layout(found.description):
                self.client.collections.delete(self.name)  # An older layout of ours.
                found = None
            self._forget(found)
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
            self._forget(self._definition())
            self._made = uuid.uuid4().hex

    def delete(self) -> None:
        """Delete the collection."""
        with self._lock:
            self.client.collections.delete(self.name)
            self._forget(None)

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

    def _forget(self, found: Any) -> None:
        """Know nothing but what a definition says: it may be of another collection."""
        self.tenants, self._made = set(), None
        self._know(found)

    def _is_of_older_layout(self, description: str | None) -> bool:
        ours = schema.is_of_journal(description, self.journal_id)
        return ours and description != schema.description(self.journal_id)

    def _know(self, found: Any) -> None:
        names = [] if found is None else [each.name for each in found.properties]
        self._numbers = set(filter(schema.is_number_property, names))
        self._found = found

    # -- what the server lets us -------------------------------------------------------------

    def options(self) -> dict[str, object]:
        """Return the options that the collection has, by their names in the config."""
        return {} if self._found is None else options.standing(self._found, self.config)

    def change(self, wanted: Mapping[str, Any]) -> Names[str]:
        """Give the collection other options, and return the names of those that it took."""
        done = options.change(self.handle, self._found, wanted)
        self._found = self._definition()
        return done

    def learn_most(self) -> bool:
        """Find out how many rows the server gives at once; tell whether that was not known."""
        known = self.most
        self.most = limits.most_of(
            lambda n: self.home.query.fetch_objects(
                filters=_by_id(self._id("nothing")), limit=n, return_properties=[schema.STATE]
            ),
            refused=known,
        )
        return self.most < known

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

    def _vector_names(self) -> set[str]:
        return set(self.handle.config.get().vector_config or {})

    # -- what it says of itself -------------------------------------------------------------

    def say(self, state: State) -> None:
        """Write down what the collection says of itself, in one row."""
        from weaviate.classes.data import DataObject

        if not self._made:
            # It was made by a version that had several rows for it, which nobody reads from now on.
            self.home.data.delete_many(with_token(_SPACE, _POSITION))
            self._made = uuid.uuid4().hex
        said = json.dumps({**state.to_json(), "made": self._made})
        properties = {schema.TOKENS: [_STATE], schema.STATE: said}
        row: DataObject[Any, Any] = DataObject(uuid=self._id(_STATE), properties=properties)
        for failed in self.home.data.insert_many([row]).errors.values():
            raise ProviderError(
                f"Weaviate did not take what the collection says of itself: {failed.message}.",
                fix="See the server's log, and try again.",
                provider=PROVIDER,
            )

    def _said(self) -> dict[str, Any] | None:
        """Return what the row says; None if it is not there, or the whole collection is not."""
        from weaviate.exceptions import WeaviateQueryError

        try:
            rows = self.home.query.fetch_objects(
                filters=_of_ours(self._id(_STATE)), limit=1, return_properties=[schema.STATE]
            ).objects
        except WeaviateQueryError:
            return None  # The definition tells what is the matter.
        return dict(json.loads(str(rows[0].properties[schema.STATE]))) if rows else None

    def _read_state(self) -> State:
        said = self._said()
        if said is not None:
            self._made = said["made"]
            return State.from_json(said)
        state, self._made = State(journal_id=self.journal_id), ""
        for row in self._older_rows():
            said = json.loads(str(row.properties[schema.STATE]))
            if "mark" in said:
                position = Position(said["seq"], said["vectors"])
                state = replace(state, position=position, event_token=said["mark"])
            else:
                state = state.with_space(SpaceInfo(**said))
        return state

    def _older_rows(self) -> Iterable[Any]:
        found = self.home.query.fetch_objects(
            filters=with_token(_SPACE, _POSITION),
            limit=min(_MOST_SPACES, self.most),
            return_properties=[schema.STATE],
        )
        return found.objects

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
                        self._add_number(name)
                        self._numbers.add(name)
        return self._numbers

    def _add_number(self, name: str) -> None:
        from weaviate.exceptions import WeaviateInvalidInputError

        try:
            self.handle.config.add_property(schema.numeric(name))
        except WeaviateInvalidInputError:
            # Another process was faster.
            if name not in {each.name for each in self._definition().properties}:
                raise


def _of_ours(row: Any) -> Any:
    """Return the filter for the row that says what a collection of ours holds.

    One that a server made by itself, for rows that came after ours was deleted, has no dates, or
    others, and refuses it.
    """
    from weaviate.classes.query import Filter

    dated = Filter.by_property(schema.CREATED_AT).greater_or_equal(0)
    return Filter.all_of([_by_id(row), Filter.any_of([with_token(_STATE), dated])])


def _by_id(row: Any) -> Any:
    from weaviate.classes.query import Filter

    return Filter.by_id().equal(row)


def _version(meta: Mapping[str, Any]) -> tuple[int, int]:
    major, minor, *_ = str(meta["version"]).lstrip("v").split(".")
    return int(major), int(minor)
