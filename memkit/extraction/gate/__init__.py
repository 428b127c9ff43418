"""The gate: code that believes no model. No evidence, no fact."""

from memkit.extraction.gate.check import check, moved, quote_as_fact
from memkit.extraction.gate.verdicts import Code, Problem, Verdict

__all__ = ["Code", "Problem", "Verdict", "check", "moved", "quote_as_fact"]
