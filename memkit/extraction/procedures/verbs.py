"""The verb that remembers how something was done with tools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from memkit.concurrency.effects import Effects, verb
from memkit.domain import fixes
from memkit.domain.results import AddResults
from memkit.domain.validation import scope_from
from memkit.engine.ingest.states import Messages, checked_fields
from memkit.engine.verbs import Verbs
from memkit.errors import ValidationError
from memkit.extraction.follower import FactFollower


class ProcedureVerbs(Verbs):
    """The verb of procedures; `memkit.Memory` has it beside those of facts."""

    @verb
    def add_procedure(
        self,
        messages: Messages,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        infer: bool | None = None,
        reason: str | None = None,
    ) -> Effects[AddResults]:
        """Store a run of tools, and one memory of how it was done: steps, outcome, what failed.

        What people and the assistant said, and what tools returned, is stored word for word. An
        LLM lists the steps; each quotes what a tool returned, which code checks as it checks facts,
        and what was called and whether a tool says that it failed is told by code. The procedure is
        of the type "procedural"; its `data` has "goal", "steps", "failed" and "outcome". A step
        without evidence is none of it, and stands in `data.unsupported`.

        Args:
            messages: The whole run, as OpenAI, Anthropic or LangChain have it: with the assistant's
                calls of tools, and the messages in which tools return something.
            user_id, agent_id, app_id, run_id: Whose it is; at least one.
            metadata: As of `add`, of all of it.
            infer: Whether facts are drawn from what was said, as of `add`; from what tools returned
                none are.
            reason: Why, for the history.

        Returns:
            One result a memory, the procedure's last; none of a run of which no step is worth
            remembering. Its `facts` tell of the procedure, and its `extraction` of the cost.

        Raises:
            ScopeError, ValidationError: As of `add`; or there is no LLM, or no tool returns
                anything. Nothing is stored.
            ProviderError: The LLM could not be had. The messages are stored; the same call again
                goes on.
        """
        scope = scope_from(
            user_id=user_id, agent_id=agent_id, app_id=app_id, run_id=run_id,
            needed=True, default=self._scope,
        )  # fmt: skip
        follower = self.engine.inference
        assert isinstance(follower, FactFollower)
        derivation = follower.derivation()
        if derivation.profile.name == "select":
            raise ValidationError(
                "The LLM only picks lines, and steps have to be written.",
                fix=fixes.GIVE_LARGER_LLM,
            )
        follower.refuse_spent()
        # What it takes to read a run is loaded when one is read.
        from memkit.engine.ingest.tool_runs import run_of
        from memkit.extraction.procedures.remembering import remembered, stored

        run = run_of(messages)
        fields = checked_fields({"metadata": metadata})
        added, ids = yield from stored(
            self, run, scope=scope, fields=fields, infer=infer, reason=reason
        )
        yield from follower.run_added(run, added, scope=scope, infer=infer)
        made, added.extraction = yield from remembered(
            self, run, ids, derivation, scope=scope, fields=fields
        )
        added.extend(made)
        return added
