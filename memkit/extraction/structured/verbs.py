"""What is done with schemas beside `add(..., schema=)`: who somebody is, gathered into one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, cast

from memkit.concurrency.effects import Effects, verb
from memkit.domain.structured import Structured
from memkit.domain.validation import open_scope, whole_number
from memkit.engine.verbs import Verbs

if TYPE_CHECKING:
    from memkit.extraction.structured.reading import Reader

MOST_FACTS = 500


class _Readers(Protocol):
    """Knows who reads for a schema."""

    def reader(self, schema: Any) -> Reader:
        """Return who does."""


class StructuredVerbs(Verbs):
    """The verbs of schemas; `memkit.Memory` has them beside those of memories."""

    @verb
    def profile(
        self,
        *,
        schema: Any,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        limit: int = MOST_FACTS,
    ) -> Effects[Structured]:
        """Gather what is known of a scope into one instance of a schema.

        The facts and structured memories that hold now are read; nothing is written. Of two values
        the one that was said last stands, and lists are joined. Without an LLM the structured
        memories of the same schema are put together by rule.

        Args:
            schema: A pydantic model, or the name of a ready one: "Meeting", "Person" or
                "Preference". See docs/structured.md.
            user_id, agent_id, app_id, run_id: Whose memories; all of them if none is given.
            limit: How many facts are read at most, the newest ones.

        Returns:
            The instance, each field with a citation; what nothing supports is None or empty.

        Raises:
            ValidationError: The schema can't be asked for.
            NotFoundError: There is no schema of this name.
            ProviderError: The LLM can't be had. Answers that came are recorded.
        """
        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        most = whole_number(limit, "limit", least=1)
        from memkit.extraction.structured.profile import gathered
        from memkit.extraction.structured.shape import shape_of

        shape = shape_of(schema)
        reader = self._reader(schema)
        return (yield from gathered(self.engine.journal, shape, reader, scope=scope, limit=most))

    def _reader(self, schema: Any) -> Reader | None:
        inference = self.engine.inference
        if inference is None or (self.engine.llm is None and not inference.has_models):
            return None
        return cast("_Readers", inference).reader(schema)
