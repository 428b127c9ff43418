"""The verbs of consolidation: proposing, carrying out, rejecting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, get_args

from memkit.concurrency.effects import Effects, verb
from memkit.domain.proposals import Proposal
from memkit.domain.records import AddResult
from memkit.domain.times import to_seconds
from memkit.domain.validation import number, open_scope
from memkit.domain.values import shown
from memkit.engine.ingest import propose
from memkit.engine.verbs import Verbs
from memkit.errors import ValidationError
from memkit.extraction.consolidation.proposed import (
    KINDS,
    Consolidation,
    ConsolidationProposal,
    Kind,
)
from memkit.extraction.derivations.derivation import DEFAULT
from memkit.extraction.follower import follower_of


class ConsolidationVerbs(Verbs):
    """What is done to tidy up what is known."""

    @verb
    def consolidate(
        self,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        kinds: Sequence[Kind] = KINDS,
        threshold: float = 0.85,
        older_than: timedelta | str | float = "90d",
        by: str = "week",
    ) -> Effects[Consolidation]:
        """Propose what can be tidied up; nothing is written until `apply`.

        Facts that say the same are merged into one with all their sources; of two that can't both
        hold, the later one holds from now on; episodes that are old are summed up by the model,
        each sentence with the messages that say it. Only facts that are served and hold now count,
        and only those of one scope are put together. Without an LLM, merges and contradictions are
        found as far as words, vectors and rules tell.

        Args:
            user_id, agent_id, app_id, run_id: Whose; all of them if none is given.
            kinds: What is looked for: "merge", "contradiction", "summary".
            threshold: The least cosine of facts that say the same in other words.
            older_than: How old the last message of an episode is: a timedelta, days, or "90d".
            by: What is an episode: what was said in a scope in a "day" or a "week" (UTC), or a
                "conversation", which ends with a silence of six hours.

        Returns:
            The proposals. `apply(proposals)` carries out those it is given, as one batch;
            `reject(proposal)` sees to it that one does not come back.

        Raises:
            ValidationError, ScopeError: An argument has the wrong shape.
            ProviderError: The embedder failed.
        """
        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        least = number(threshold, "threshold")
        if not 0 < least <= 1:
            raise ValidationError(
                f"threshold is {shown(threshold)}.", fix="Give a cosine above 0 and up to 1."
            )
        age = to_seconds(older_than, name="older_than")
        looked_for = _checked_kinds(kinds)
        follower = follower_of(self)
        memory = self.unscoped()
        # What it takes to read and ask is loaded when something is looked for.
        from memkit.extraction.consolidation.consolidating import Consolidating, Wanted
        from memkit.extraction.consolidation.episodes import checked_grouping

        wanted = Wanted(
            scope=scope,
            kinds=looked_for,
            threshold=least,
            older_than=age,
            by=checked_grouping(by),
        )
        return (
            yield from follower.in_turn(
                lambda stopped: Consolidating(memory, follower, stopped).look(wanted)
            )
        )

    @verb
    def apply(
        self,
        proposals: Sequence[Proposal] | Sequence[ConsolidationProposal] | ConsolidationProposal,
        *,
        reason: str | None = None,
    ) -> Effects[list[AddResult]]:
        """Carry out what `preview` or `consolidate` proposed, or a part of it, in one transaction.

        Raises:
            ValidationError: A memory that would be changed is not as it was, or two proposals are
                about one that goes.
            ProviderError: The embedder failed. In each case nothing is written.
        """
        mine = of_consolidation(proposals)
        if mine is None:
            given: Any = proposals
            return (yield from propose.apply(self.engine, given, reason=reason))
        if not mine:
            return []
        from memkit.extraction.consolidation.applying import applied

        return (
            yield from applied(self.engine, mine, derived_by=self._summarised_by(), reason=reason)
        )

    def _refused(self, proposals: list[ConsolidationProposal]) -> Effects[list[AddResult]]:
        """Remember of proposals that they are not to be made again."""
        if not proposals:
            return []
        from memkit.extraction.consolidation.applying import rejected

        return (yield from rejected(self.engine, proposals, derived_by=self._summarised_by()))

    def _summarised_by(self) -> str:
        rows = self.engine.journal.derivations()
        return next((row.name for row in rows if row.in_use), DEFAULT)


def of_consolidation(proposals: Any) -> list[ConsolidationProposal] | None:
    """Return proposals of consolidation as a list; None if they are none, or there are none.

    Raises:
        ValidationError: They are among others.
    """
    if isinstance(proposals, ConsolidationProposal):
        return [proposals]
    if isinstance(proposals, Consolidation):
        return list(proposals)
    if isinstance(proposals, str) or not isinstance(proposals, Iterable):
        return None
    items = list(proposals)
    mine = [one for one in items if isinstance(one, ConsolidationProposal)]
    if mine and len(mine) < len(items):
        raise ValidationError(
            "Proposals of a consolidation stand beside others.", fix="Apply them by themselves."
        )
    return mine or None


def _checked_kinds(kinds: object) -> frozenset[Kind]:
    given = [kinds] if isinstance(kinds, str) else kinds
    if isinstance(given, Iterable):
        named = list(given)
        if named and all(isinstance(name, str) and name in get_args(Kind) for name in named):
            return frozenset(named)
    raise ValidationError(
        f"kinds is {shown(kinds)}.", fix=f"Give some of {', '.join(get_args(Kind))}."
    )
