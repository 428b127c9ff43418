"""Messages of an assistant count less: its long answers name whatever a question is about.

What a user told an assistant is what most questions ask for, and what the assistant answered then
repeats it at length. So a message of an assistant scores a share of what its text scores. It is
least where the question speaks of who asks ("When is my train?"), and all of it where it asks for
what the assistant said ("What did you recommend?"). `benchmarks/beam.py` and
`benchmarks/assistant.py` measure it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

import numpy as np

from memkit.domain.records import ROLES, Role
from memkit.domain.validation import number
from memkit.domain.values import shown
from memkit.engine.retrieval.candidates import Candidates
from memkit.errors import ValidationError, Wording
from memkit.text.addressed import asks_the_assistant, speaks_of_the_asker

RoleWeights = Mapping[Role, float]

# What counts less by default, and how much where the question tells nothing of whom it means.
DEFAULT: RoleWeights = MappingProxyType({"assistant": 0.8})
OF_THE_ASKER: RoleWeights = MappingProxyType({"assistant": 0.6})
_TYPED = "Give a share of 0 to 1, e.g. assistant=0.5; assistant=1 lets all count alike."
_FIX = Wording(
    'Give shares of 0 to 1 by role, e.g. {"assistant": 0.5}; {} lets all count alike.',
    magic=_TYPED,
    command=_TYPED,
)


def fitting(query: str) -> RoleWeights:
    """Return the weights that fit a question, as far as its words tell."""
    if asks_the_assistant(query):
        return {}
    return OF_THE_ASKER if speaks_of_the_asker(query) else DEFAULT


def checked(weights: object) -> RoleWeights:
    """Return the weights that a caller gives, without those that change nothing.

    Raises:
        ValidationError: They are no shares by role.
    """
    if not isinstance(weights, Mapping):
        raise ValidationError(f"role_weights is {shown(weights)}.", fix=_FIX)
    found: dict[Role, float] = {}
    for role, weight in weights.items():
        if role not in get_args(Role):
            raise ValidationError(
                f"role_weights names the role {shown(role)}.", fix=f"Use {', '.join(ROLES)}."
            )
        share = number(weight, f"The weight of the role {role!r}")
        if not 0 <= share <= 1:
            raise ValidationError(f"The weight of the role {role!r} is {share!r}.", fix=_FIX)
        if share < 1:
            found[role] = share
    return found


def weighted(
    candidates: Candidates, role_of: Mapping[int, Role | None], weights: RoleWeights
) -> Candidates:
    """Return the candidates with the signal "role", which is what a weight takes away, if any.

    Args:
        candidates: What to weigh.
        role_of: Who said each of them, by key. What nobody said counts as the user's.
        weights: The share that a role's messages count, 0 to 1.
    """
    said = (role_of.get(key) or "user" for key in candidates.keys.tolist())
    shares = np.array([weights.get(role, 1.0) for role in said], np.float64)
    # A score below zero must not rise.
    lost = np.maximum(candidates.scores, 0) * (shares - 1)
    return candidates.adjusted("role", lost.astype(np.float32)) if lost.any() else candidates
