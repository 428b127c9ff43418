"""A derivation as it works: its row in the journal, its model, and what is asked of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from memkit.contracts.journal import DerivationRow
from memkit.contracts.llm import LLM
from memkit.domain.facts import FactChoice
from memkit.domain.records import STATUSES
from memkit.domain.times import now
from memkit.domain.values import shown
from memkit.errors import ValidationError
from memkit.extraction.asking.profiles import Profile, ProfileName, is_local, profile
from memkit.extraction.tasks.prompts import prompt
from memkit.extraction.tasks.wishes import AS_WRITTEN, Wishes

DEFAULT = "default"
SERVED = "served"

Review = Literal["none", "changes", "all"]
"""What waits for a person: nothing, what changes or corrects an old fact, or every fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """Who draws facts from messages.

    Attributes:
        row: As the journal has it.
        llm: The model.
        profile: How much it reads at once, and what it is asked for.
        wishes: What the user wants of the facts.
        review: What waits for a person.
    """

    row: DerivationRow
    llm: LLM
    profile: Profile
    wishes: Wishes
    review: Review = "none"

    @property
    def name(self) -> str:
        """What `derived_by` of its facts says."""
        return self.row.name

    @property
    def language(self) -> str | None:
        """The language of the facts as a code of ISO 639-1; None for that of what was said."""
        return language_of(self.row)

    def asks_first(self, choice: FactChoice) -> bool:
        """Tell whether a person is asked before a decision is carried out."""
        return self.review == "all" or (
            self.review == "changes" and choice in ("changes", "corrects")
        )


def language_of(row: DerivationRow) -> str | None:
    """Return the language of a derivation's facts; None for that of what was said."""
    wanted = row.instructions.get("language", AS_WRITTEN)
    return None if wanted in (AS_WRITTEN, "") else str(wanted)


def profile_of(row: DerivationRow, llm: LLM | None = None) -> Profile:
    """Return how much a derivation reads at once; without its model as if it were a hosted one."""
    local = llm is not None and is_local(llm)
    return profile(_profile_name(row.profile), local=local, llm=llm)


def derivation_of(row: DerivationRow, llm: LLM) -> Derivation:
    """Return the derivation of a row, with the model that it names."""
    said = dict(row.instructions)
    review: Review = said.pop("review", "none")
    return Derivation(
        row=row,
        llm=llm,
        profile=profile_of(row, llm),
        wishes=wishes_of(said),
        review=review,
    )


def row_of(
    name: str,
    llm: LLM,
    *,
    provider: str,
    config: Mapping[str, Any],
    instructions: Mapping[str, Any],
    profile_name: ProfileName | None = None,
) -> DerivationRow:
    """Return the row of a new derivation.

    Args:
        name: Its name.
        llm: The model.
        provider, config: How the model is made, without secrets.
        instructions: What the user wants, as `wishes_of` and `review` take it.
        profile_name: What the model can do; by default "extract" for one on a server of one's own,
            "full" for others.
    """
    chosen = profile_name or ("extract" if is_local(llm) else "full")
    prompts = [prompt("extract", full=chosen == "full").version, prompt("decide").version]
    if chosen == "select":
        prompts = [prompt("select").version]
    return DerivationRow(
        name=name,
        provider=provider,
        config=config,
        model=llm.model,
        prompts=", ".join(prompts),
        profile=chosen,
        instructions=instructions,
        created_at=now(),
    )


def wishes_of(said: Mapping[str, Any]) -> Wishes:
    """Return wishes as they are kept as JSON."""
    lists = {name: tuple(said.get(name, ())) for name in ("includes", "excludes", "categories")}
    return Wishes(
        instructions=said.get("instructions", ""),
        language=said.get("language", AS_WRITTEN),
        **lists,
    )


def wishes_json(wishes: Wishes) -> dict[str, Any]:
    """Return wishes as JSON keeps them: what is not the default."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(wishes).items()
        if value != getattr(Wishes(), name)
    }


def checked_texts(value: object, name: str) -> tuple[str, ...]:
    """Return a list of texts, if it is one.

    Raises:
        ValidationError: It is something else.
    """
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        found = tuple(item for item in value if isinstance(item, str) and item.strip())
        if len(found) == len(value):
            return found
    raise ValidationError(
        f"{name} is {shown(value)}.", fix=f"Give a list of texts, e.g. {name}=['travel']."
    )


def checked_review(value: object) -> Review:
    """Return what waits for a person, if it is that.

    Raises:
        ValidationError: It is something else.
    """
    for known in get_args(Review):
        if isinstance(value, str) and value == known:
            found: Review = known
            return found
    raise ValidationError(
        f"review is {shown(value)}.", fix=f"Use one of {', '.join(get_args(Review))}."
    )


def checked_wanted(status: object) -> str | None:
    """Return the status of facts that are listed; None for those that are served.

    Raises:
        ValidationError: There is no such status.
    """
    if isinstance(status, str):
        if status == SERVED:
            return None
        if status in STATUSES:
            return status
    raise ValidationError(
        f"status is {shown(status)}.", fix=f"Use one of {', '.join((SERVED, *STATUSES))}."
    )


def _profile_name(name: str) -> ProfileName:
    return next((known for known in get_args(ProfileName) if known == name), "extract")
