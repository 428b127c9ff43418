"""What consolidation proposes, to be looked at, changed, accepted or rejected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b
from typing import Any, Literal, Self, get_args

from memkit.domain.digests import text_digest
from memkit.domain.display import LISTED, Displayable, Listing, headline, listing
from memkit.domain.public import public
from memkit.domain.records import MemoryRecord, Scope, Source, Usage
from memkit.domain.validation import checked_text
from memkit.domain.wording import counted
from memkit.errors import NotFoundError, ValidationError

Kind = Literal["merge", "contradiction", "summary"]
KINDS: tuple[Kind, ...] = get_args(Kind)


def key_of(kind: Kind, records: Iterable[MemoryRecord]) -> str:
    """Return what names a proposal about memories, as eight hex digits: their ids and texts."""
    about = sorted(f"{one.id} {text_digest(one.memory)}" for one in records)
    return blake2b("\n".join([kind, *about]).encode(), digest_size=4).hexdigest()


@public
@dataclass(frozen=True, kw_only=True)
class ConsolidationProposal(Displayable):
    """One thing that `Memory.consolidate` proposes and `Memory.apply` carries out.

    Attributes:
        kind: "merge" several facts that say the same into the first; a "contradiction" of two
            facts, of which the first holds from now on; or the "summary" of an episode.
        memory: What the first fact, or the summary, says then.
        records: The facts, the one that stays first; of a summary, the messages.
        sources: The evidence: where the messages say so.
        reason: Why, in a sentence.
        by: Who found it: "code" or "model".
        usage: What the calls to a model consumed for it; of a call for several, its share of the
            tokens.
        scope: Where it belongs.
        data: Structured fields of a summary: its sentences, each with the messages that say it.
    """

    kind: Kind
    memory: str
    records: tuple[MemoryRecord, ...]
    sources: tuple[Source, ...]
    reason: str
    by: Literal["code", "model"] = "code"
    usage: Usage = field(default_factory=Usage)
    scope: Scope = field(default_factory=Scope)
    data: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def key(self) -> str:
        """Eight hex digits that name it as long as its memories stay as they are."""
        return key_of(self.kind, self.records)

    @property
    def keep(self) -> MemoryRecord | None:
        """The fact that stays; None for a summary."""
        return None if self.kind == "summary" else self.records[0]

    @property
    def others(self) -> tuple[MemoryRecord, ...]:
        """The facts whose place it takes; () for a summary, whose messages stay."""
        return () if self.kind == "summary" else self.records[1:]

    def edited(self, text: str) -> Self:
        """Return the same proposal with another text.

        Raises:
            ValidationError: The text is empty.
        """
        said = checked_text(text, "The memory", blank=False)
        if said == self.memory:
            return self
        # Whose sentences are changed by a person are that person's.
        data = {name: value for name, value in self.data.items() if name != "sentences"}
        return replace(self, memory=said, data=data)

    def keeping(self, id: str) -> Self:
        """Return the same proposal with another fact that stays.

        Raises:
            ValidationError: It is a summary, which takes nobody's place.
            NotFoundError: It is not about a fact of this id.
        """
        if self.kind == "summary":
            raise ValidationError("A summary takes nobody's place.", fix="Edit its text instead.")
        named = [one for one in self.records if id and (one.id == id or one.id.endswith(id))]
        if len(named) != 1:
            raise NotFoundError(
                f"The proposal is not about one memory {id!r}.", fix="Take an id of `records`."
            )
        rest = tuple(one for one in self.records if one is not named[0])
        return replace(self, records=(named[0], *rest), memory=named[0].memory)


@public
class Consolidation(Listing, list[ConsolidationProposal]):
    """What consolidation proposes; nothing is written yet.

    `Memory.apply` carries out the proposals that it is given. One that is left out comes again;
    one that `Memory.reject` was given does not.

    Attributes:
        problems: What could not be asked, or was not used of what a model wrote, each once.
        usage: What the calls to a model consumed.
    """

    def __init__(
        self,
        proposals: Sequence[ConsolidationProposal] = (),
        *,
        problems: Sequence[str] = (),
        usage: Usage | None = None,
    ):
        super().__init__(proposals)
        self.problems = tuple(dict.fromkeys(problems))
        self.usage = Usage() if usage is None else usage

    @property
    def counts(self) -> dict[Kind, int]:
        """How many proposals there are of each kind that there is."""
        found = Counter(one.kind for one in self)
        return {kind: found[kind] for kind in KINDS if found[kind]}

    def only(self, *keys: str) -> Consolidation:
        """Return the proposals with these keys.

        Raises:
            NotFoundError: There is none with one of them.
        """
        known = {one.key: one for one in self}
        for key in keys:
            if key not in known:
                raise NotFoundError(
                    f"There is no proposal {key!r}.",
                    fix="Take a key of what is proposed now: it changes with the memories.",
                )
        return Consolidation([known[key] for key in dict.fromkeys(keys)])

    def __reduce__(self) -> tuple[Any, ...]:
        return _consolidation, (list(self), dict(vars(self)))

    def __repr__(self) -> str:
        lines = [f"{one.kind:13}  {headline(one.memory)}" for one in self[:LISTED]]
        head = f"Consolidation: {counted(len(self), 'proposal')}, nothing is written yet"
        return listing(head, lines, len(self))


def _consolidation(proposals: list[ConsolidationProposal], told: dict[str, Any]) -> Consolidation:
    return Consolidation(proposals, **told)
