"""The verb that bounds what models consume; `usage` tells what they did."""

from __future__ import annotations

from memkit.domain.spending import Budget
from memkit.domain.times import now
from memkit.domain.validation import flag, number, whole_number
from memkit.domain.values import shown
from memkit.engine.verbs import Verbs
from memkit.errors import ValidationError


class CostVerbs(Verbs):
    """The verb of budgets; `memkit.Memory` has it beside the others."""

    def budget(
        self,
        *,
        tokens: int | None = None,
        usd: float | None = None,
        reset: bool = False,
        clear: bool = False,
    ) -> Budget:
        """Bound what language models may consume for this memory, or tell how it stands.

        The budget is kept in the journal: it holds for every process that has the memory open, and
        outlives them. All recorded calls count, those of other processes among them. Before each
        call it is looked at anew, so that what is consumed exceeds it by the calls that are under
        way at most: one a derivation that is being read, and one for each other verb that asks.
        What is not read stays pending, and `Extraction.problems` says why; messages are stored all
        the same.

        Args:
            tokens: The most tokens, those of questions and answers together; None for no bound.
            usd: The most US dollars, where prices are known; None for no bound.
            reset: Whether to count from now on what was set before.
            clear: Whether to take all bounds away.

        Returns:
            What is set, used and left, after the change if there is one.

        Raises:
            ValidationError: One of them is below 0, or they contradict each other.
        """
        most = None if tokens is None else whole_number(tokens, "tokens", least=0)
        cost = None if usd is None else number(usd, "usd")
        if cost is not None and cost < 0:
            raise ValidationError(f"usd is {shown(usd)}.", fix="Give 0 or more US dollars.")
        journal = self.engine.journal
        given = most is not None or cost is not None
        if sum((given, flag(reset, "reset"), flag(clear, "clear"))) > 1:
            raise ValidationError(
                "A budget is set, counted anew or cleared.",
                fix="Give bounds, or reset=True, or clear=True: a new bound counts from now on.",
            )
        if reset:
            there = journal.budget()
            most, cost = there.tokens, there.usd
        if given or reset or clear:
            journal.set_budget(tokens=most, usd=cost, at=now())
        return journal.budget()
