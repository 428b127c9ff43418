"""Secrets taken out of what is added, before the journal, an embedder or an LLM sees them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from memkit.contracts.journal import Add, Applied, Edit, Instruction
from memkit.domain.attachments import Attachment
from memkit.domain.records import Source
from memkit.domain.states import State
from memkit.engine.settings import Settings

Kinds = list[str]


def redacted_text(settings: Settings, text: str) -> str:
    """Return a text as it may be kept: without its secrets, if the settings say so."""
    return _taken_out(text, []) if settings.redact_secrets else text


def redacted_state(settings: Settings, state: State) -> State:
    """Return a state as it may be kept: without its secrets, if the settings say so."""
    return _without_secrets(state, []) if settings.redact_secrets else state


class Redaction:
    """Secrets of one call: taken out of its instructions, told of with what became of them."""

    def __init__(self) -> None:
        self._kinds: dict[int, Kinds] = {}

    def text(self, text: str) -> str:
        """Return a text that is embedded, or a reason, as it may be kept."""
        return _taken_out(text, [])

    def instructions(self, given: Sequence[Instruction]) -> list[Instruction]:
        """Return instructions that bring in what may be kept."""
        return [self._one(place, one) for place, one in enumerate(given)]

    def told(self, applied: Sequence[Applied]) -> list[Applied]:
        """Return what became of the instructions, with the kinds of secrets that each had."""
        return [
            replace(one, redacted=tuple(dict.fromkeys(self._kinds[place])))
            if self._kinds.get(place)
            else one
            for place, one in enumerate(applied)
        ]

    def _one(self, place: int, one: Instruction) -> Instruction:
        kinds = self._kinds[place] = []
        if isinstance(one, Add):
            return replace(one, state=_without_secrets(one.state, kinds))
        if isinstance(one, Edit):
            change = one.change

            def redacting(state: State) -> State:
                # It may be asked again.
                kinds.clear()
                return _without_secrets(change(state), kinds, before=state)

            return replace(one, change=redacting)
        return one


def _without_secrets(state: State, kinds: Kinds, *, before: State | None = None) -> State:
    """Return a state without its secrets, whose kinds are added to `kinds`.

    What is the same as `before` stays as it is.
    """

    def text(said: str) -> str:
        return _taken_out(said, kinds)

    readers: dict[str, Callable[[Any], Any]] = {
        "text": text,
        "name": lambda name: None if name is None else text(name),
        "metadata": lambda values: _values(values, kinds),
        "data": lambda values: _values(values, kinds),
        "sources": lambda sources: tuple(_source(one, text) for one in sources),
        "attachments": lambda held: tuple(_attachment(one, text) for one in held),
    }
    changed = {}
    for field, read in readers.items():
        value = getattr(state, field)
        if value and (before is None or value != getattr(before, field)):
            changed[field] = read(value)
    return replace(state, **changed)


def _values(value: Any, kinds: Kinds, *, name: str = "") -> Any:
    """Return what JSON can hold without its secrets, and without those that a name tells of."""
    if isinstance(value, Mapping):
        return {_taken_out(key, kinds): _values(one, kinds, name=key) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_values(one, kinds, name=name) for one in value]
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return value
    said = str(value)
    found = _under(name, said, kinds)
    return value if found == said else found


def _under(name: str, said: str, kinds: Kinds) -> str:
    """Return a value without its secrets; one whose name says that it is a secret goes whole."""
    from memkit.text.secrets import names_secret, placeholder

    rest = _taken_out(said, kinds)
    if rest != said or not said or said == placeholder("password"):
        return rest
    if not name or not names_secret(name, said):
        return said
    kinds.append("password")
    return placeholder("password")


def _taken_out(text: str, kinds: Kinds) -> str:
    # The detector is most of what there is to load here, and few ask for it.
    from memkit.text.secrets import taken_out

    said, found = taken_out(text)
    kinds += found
    return said


def _attachment(one: Attachment, text: Callable[[str], str]) -> Attachment:
    said = {name: getattr(one, name) for name in ("name", "uri", "description")}
    changed: dict[str, Any] = {name: text(value) for name, value in said.items() if value}
    return replace(one, **changed)


def _source(source: Source, text: Callable[[str], str]) -> Source:
    said = {name: getattr(source, name) for name in ("quote", "document")}
    changed = {name: text(value) for name, value in said.items() if value is not None}
    return source.model_copy(update=changed) if changed else source
