"""Who somebody is: what is known of a scope, gathered into one instance of a schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Journal, Restrictions
from memkit.contracts.store import Selection
from memkit.domain import fixes
from memkit.domain.records import MemoryRecord, Role, Scope, Source
from memkit.domain.structured import Structured, told_of
from memkit.domain.times import now
from memkit.domain.wording import counted
from memkit.engine.retrieval.served import not_in_use, served
from memkit.errors import ProviderError
from memkit.extraction.structured.filling import result
from memkit.extraction.structured.instance import finished
from memkit.extraction.structured.reading import Reader, Reading, read
from memkit.extraction.structured.shape import Node, Shape
from memkit.extraction.structured.sheet import Conflict, Sheet, merged
from memkit.extraction.structured.values import Value
from memkit.extraction.tasks.choices import Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known of a scope, in the order in which it was stored.

    Attributes:
        filled: Structured memories of the schema.
        facts: What else was drawn from messages.
    """

    filled: list[MemoryRecord] = field(default_factory=list)
    facts: list[MemoryRecord] = field(default_factory=list)


def gathered(
    journal: Journal, shape: Shape, reader: Reader | None, *, scope: Scope, limit: int
) -> Effects[Structured]:
    """Fill in a schema from the facts and the structured memories of a scope that hold now.

    Of two values the one that was said last stands; lists are joined. Structured memories of the
    schema need no model.

    Args:
        journal: The memory.
        shape: The schema.
        reader: Who reads facts; None for nobody.
        scope: Whose.
        limit: How many facts are read at most, the newest ones.

    Raises:
        ProviderError: The model could not be had. Answers that came are recorded.
    """
    known = _known(journal, shape, scope, limit)
    done = Reading()
    if reader is not None and known.facts:
        done = yield from read(reader, [_said(fact) for fact in known.facts], choose=_newest)
    elif known.facts:
        done.problems.append(f"{counted(len(known.facts), 'fact')} not read: there is no LLM.")
    if done.error is not None:
        raise ProviderError(
            f"The profile could not be filled in: {done.error.problem}", fix=fixes.PROFILE_AGAIN
        ) from done.error
    sheet: Sheet = {}
    for record in known.filled:
        sheet = merged(shape.root, sheet, _sheet_of(shape.root, record), _newest)
    sheet = merged(shape.root, sheet, done.sheet, _newest)
    if reader is not None and _is_unread(journal, reader.derivation.name, scope):
        done.problems.append("There are messages whose facts are still to be drawn.")
    return result(shape, done, finished(shape, sheet))


def _known(journal: Journal, shape: Shape, scope: Scope, limit: int) -> _Known:
    selection = served(
        Selection(scope=scope, where=None, now=now()),
        kind="facts",
        valid_at="now",
        restrictions=Restrictions(),
        unused=not_in_use(journal),
    )
    known = _Known()
    for record in journal.read(journal.allowed_keys(selection)).values():
        if record.superseded_by is None:
            own = record.derived_by == shape.derived_by
            (known.filled if own else known.facts).append(record)
    return _Known(filled=known.filled, facts=known.facts[-limit:])


def _is_unread(journal: Journal, derivation: str, scope: Scope) -> bool:
    return bool(journal.unread(derivation, now=now(), limit=1, scope=scope, failed=True))


def _said(fact: MemoryRecord) -> MemoryRecord:
    """Return a fact as what somebody said: by whoever vouches for it."""
    role: Role = "user"
    if fact.said_by in ("assistant", "tool"):
        role = fact.said_by  # type: ignore[assignment]  # one of the roles, as was just seen
    return fact.model_copy(update={"derived_by": None, "role": role})


def _newest(conflict: Conflict) -> Choice:
    if conflict.old_at is None or conflict.new_at is None:
        return "changes"
    return "changes" if conflict.new_at >= conflict.old_at else "same"


# -- structured memories as sheets ----------------------------------------------------------------


def _sheet_of(root: Node, record: MemoryRecord) -> Sheet:
    cited: Mapping[str, int] = told_of(record).get("citations", {})
    sources = {
        path: record.sources[place] for path, place in cited.items() if place < len(record.sources)
    }
    return _sheet(root, record.data, "", sources, record.occurred_at or record.created_at)


def _sheet(
    node: Node, data: Mapping[str, Any], above: str, sources: Mapping[str, Source], at: datetime
) -> Sheet:
    sheet: Sheet = {}
    for child in node.children:
        held = data.get(child.name)
        path = f"{above}{child.name}"
        if held is None:
            continue
        if child.is_list:
            items = held if isinstance(held, Sequence) and not isinstance(held, str) else []
            sheet[child.name] = [
                _held(child, item, f"{path}.{place}", sources, at)
                for place, item in enumerate(items)
            ]
        else:
            sheet[child.name] = _held(child, held, path, sources, at)
    return sheet


def _held(
    node: Node, held: Any, path: str, sources: Mapping[str, Source], at: datetime
) -> Value | Sheet:
    if node.form is None:
        inside = held if isinstance(held, Mapping) else {}
        return _sheet(node, inside, f"{path}.", sources, at)
    return Value(path=node.path, value=held, source=sources.get(path), at=at)
