"""One entity: what names it, what facts say of it, and what is named beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from memkit.domain.evidence import Evidence
from memkit.domain.records import MemoryRecord
from memkit.engine import provenance
from memkit.engine.verbs import Verbs
from memkit.extraction.entities.forms import key_of
from memkit.extraction.entities.index import Listed, Mention
from memkit.extraction.entities.listed import Entity, Relation
from memkit.extraction.gate.words import language_of

_AT_ONCE = 2_000
_LONGEST_RELATION = 60
# A subject's possessive ending, and what joins two names without saying anything.
_ENDINGS = ("'s", "’s", "'", "’")
_EMPTY = frozenset("and or und oder y e et en i и та ve 和 と , ; & - – ، /".split())


def found_in(listed: Listed, name: str) -> str | None:
    """Return the key of the entity that a name means, in any of its forms; None if there is none.

    A form that is written just so goes before one that only has the same stem.
    """
    for key, found in listed.found.items():
        if name in found.forms:
            return key
    folded = name.casefold()
    for key, found in listed.found.items():
        if any(form.casefold() == folded for form in found.forms):
            return key
    key = key_of(name, language_of(name))
    return key if key in listed.found else None


def entity(memory: Verbs, listed: Listed, key: str) -> Entity:
    """Return an entity of a listing with what is known of it."""
    found = listed.found[key]
    records = _records(memory, found.ids)
    facts = [record for record in records if record.derived_by is not None]
    beside: Counter[str] = Counter()
    for id_ in found.ids:
        beside.update({one.key for one in listed.mentions[id_]} - {key})
    names = {other: listed.found[other].info().name for other in beside}
    names[key] = found.info().name
    relations = [
        relation
        for fact in facts
        if fact.superseded_by is None
        for relation in _relations(fact, listed, key, names)
    ]
    ordered = sorted(beside.items(), key=lambda one: (-one[1], names[one[0]]))
    return Entity(
        info=found.info(),
        memories=tuple(records),
        facts=tuple(_evidence(memory, fact) for fact in facts),
        relations=tuple(relations),
        neighbours=tuple((names[other], number) for other, number in ordered),
    )


def _records(memory: Verbs, ids: Sequence[str]) -> list[MemoryRecord]:
    journal = memory.engine.journal
    there: dict[str, MemoryRecord] = {}
    for start in range(0, len(ids), _AT_ONCE):
        there |= journal.get(ids[start : start + _AT_ONCE])
    return [there[id_] for id_ in ids if id_ in there]


def _evidence(memory: Verbs, fact: MemoryRecord) -> Evidence:
    return provenance.evidence(memory.engine.journal, fact)


def _relations(
    fact: MemoryRecord, listed: Listed, key: str, names: dict[str, str]
) -> Iterator[Relation]:
    """Yield what a fact says of an entity and others: as its fields say it, else by its words."""
    told = [fact.data.get(name) for name in ("subject", "relation", "object")]
    if all(isinstance(part, str) and part for part in told):
        who, relation, whom = map(str, told)
        if key in (key_of(who), key_of(whom)):
            yield Relation(subject=who, relation=relation, object=whom, fact=fact)
        return
    mentions = sorted(listed.mentions.get(fact.id, ()), key=lambda one: one.start)
    standing = [one for one in mentions if one.start >= 0]
    subject_of = _subject(fact, mentions)
    if subject_of is None:
        return
    for other in standing:
        if other.key == subject_of.key or key not in (subject_of.key, other.key):
            continue
        said = _between(fact.memory, subject_of, other, standing)
        if said:
            yield Relation(
                subject=names.get(subject_of.key, subject_of.name),
                relation=said,
                object=names.get(other.key, other.name),
                fact=fact,
            )


def _subject(fact: MemoryRecord, mentions: Sequence[Mention]) -> Mention | None:
    """Return whom a fact is about, where it stands in the text if it does."""
    about = fact.data.get("about")
    if not isinstance(about, str) or not about:
        return next((one for one in mentions if one.start >= 0), None)
    key = key_of(about, language_of(fact.memory))
    own = [one for one in mentions if one.key == key]
    return max(own, key=lambda one: one.start >= 0, default=None)


def _between(text: str, subject: Mention, other: Mention, standing: Sequence[Mention]) -> str:
    """Return the words that stand between a subject and another name; "" where they say nothing."""
    if other.start < subject.end:
        return ""
    said = text[max(subject.end, 0) : other.start].strip()
    for ending in _ENDINGS:
        said = said.removeprefix(ending).strip()
    words = said.split()
    if not words or len(said) > _LONGEST_RELATION or all(word in _EMPTY for word in words):
        return ""
    return " ".join(words)
