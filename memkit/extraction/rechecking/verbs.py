"""The verb that checks facts again."""

from __future__ import annotations

from memkit.concurrency.effects import Effects, verb
from memkit.contracts.store import Filter, Selection
from memkit.domain.times import now
from memkit.domain.validation import open_scope
from memkit.engine.verbs import Verbs
from memkit.extraction.follower import follower_of
from memkit.extraction.rechecking.rechecked import Recheck
from memkit.filters import all_of, parse

_WITHOUT_EVIDENCE = "withheld in ('stale', 'unsupported') and derived_by exists"


class RecheckVerbs(Verbs):
    """What is done with facts that lost their evidence."""

    @verb
    def recheck(
        self,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        where: Filter = None,
    ) -> Effects[Recheck]:
        """Check again what is stale, and what is unsupported, and say what became of each.

        By code first: a fact whose quote stands in its message as it is now is served again, if all
        of the fact still comes from there. Otherwise a model reads the message anew, if it was
        changed: what it says now takes the place of the fact, or the fact is withdrawn, which keeps
        it as "unsupported". What a message that is gone said is withdrawn as well. Without an LLM,
        what code can't tell waits.

        What becomes of one message is one transaction, to be undone by `undo(batch=...)`.

        Args:
            user_id, agent_id, app_id, run_id: Whose facts; all of them if none is given.
            where: Which of them.

        Raises:
            ScopeError, FilterError: An argument has the wrong shape.
            ProviderError: The embedder failed. What was checked before stays.
        """
        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        asked = parse(where)
        wanted = parse(_WITHOUT_EVIDENCE)
        both = all_of([one for one in (wanted, asked) if one is not None])
        selection = Selection(scope=scope, where=both, now=now())
        follower = follower_of(self)
        # What it takes to read is loaded when something is read.
        from memkit.extraction.rechecking.rechecking import Rechecking

        memory = self.unscoped()
        return (
            yield from follower.in_turn(
                lambda stopped: Rechecking(memory, follower, stopped).recheck(selection)
            )
        )
