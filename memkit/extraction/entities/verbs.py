"""The verbs of entities."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from memkit.domain.validation import checked_text, open_scope, whole_number
from memkit.domain.values import shown
from memkit.engine.verbs import Verbs
from memkit.errors import NotFoundError, ValidationError
from memkit.extraction.entities.listed import Entities, Entity, EntityKind, named
from memkit.extraction.follower import follower_of

if TYPE_CHECKING:
    from memkit.domain.records import Scope
    from memkit.extraction.entities.index import Listed


class EntityVerbs(Verbs):
    """Which names memories have, and what is known of one."""

    def entities(
        self,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        kind: EntityKind | None = None,
        least: int = 1,
    ) -> Entities:
        """Return the names of people, places and organisations that memories have.

        They are found by rules, without a model: by capitals, or where a script has none by the
        place of a word; and a large model's facts name them. It is a view: nothing is stored. The
        first call of a process reads all memories, later ones what changed since.

        Args:
            user_id, agent_id, app_id, run_id: Whose memories; all of them if none is given.
            kind: Only "person", "place" or "organisation", where that is known.
            least: In how many memories a name stands at least.

        Raises:
            ScopeError, ValidationError: An argument has the wrong shape.
        """
        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        fewest = whole_number(least, "least", least=1)
        if kind is not None and not (isinstance(kind, str) and kind in get_args(EntityKind)):
            raise ValidationError(
                f"kind is {shown(kind)}.", fix=f"Use one of {', '.join(get_args(EntityKind))}."
            )
        return _listing(self._entities_of(scope), kind=kind, least=fewest)

    def entity(
        self,
        name: str,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
    ) -> Entity:
        """Return what is known of a person, a place or an organisation.

        Args:
            name: The name, in any of its forms.
            user_id, agent_id, app_id, run_id: In whose memories; in all if none is given.

        Returns:
            The memories that name it, the facts with their evidence, the relations that facts tell
            ("Ana", "lives in", "Lisbon"), and the names that stand beside it; a cell draws them.

        Raises:
            NotFoundError: No memory has such a name.
        """
        said = checked_text(name, "name", blank=False)
        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        from memkit.extraction.entities.entity import entity, found_in

        listed = self._entities_of(scope)
        key = found_in(listed, said.strip())
        if key is None:
            most = named(_listing(listed, kind=None, least=1))
            raise NotFoundError(
                f"No memory names {said!r}.",
                fix=f"Those that most memories name are {most}." if most else "Add memories first.",
            )
        return entity(self, listed, key)

    def _entities_of(self, scope: Scope) -> Listed:
        follower = follower_of(self)
        if follower.entities is None:
            # What it takes to find names is loaded when they are asked for.
            from memkit.extraction.entities.index import EntityIndex

            follower.entities = EntityIndex(self.engine.journal)
        return follower.entities.of(scope)


def _listing(listed: Listed, *, kind: EntityKind | None, least: int) -> Entities:
    found = [one.info() for one in listed.found.values() if len(one.ids) >= least]
    return Entities(
        sorted(
            (one for one in found if kind is None or one.kind == kind),
            key=lambda one: (-one.memories, one.name),
        )
    )
