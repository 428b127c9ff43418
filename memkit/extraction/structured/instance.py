"""From a sheet to an instance of its schema: what the schema refuses is left empty, and said so."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pydantic

from memkit.domain.records import Source
from memkit.extraction.structured.shape import Node, Shape
from memkit.extraction.structured.sheet import Sheet, values_in
from memkit.extraction.structured.values import Value

NOTHING_SAYS_IT = "Nothing says it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A schema that was filled in.

    Attributes:
        value: Its instance.
        data: The fields that are filled, as JSON holds them.
        citations: By path where a value is said.
        missing: By path why there is none.
        problems: What the schema says of the whole.
        sheet: The values at their places.
    """

    value: Any
    data: dict[str, Any]
    citations: dict[str, Source]
    missing: dict[str, str]
    problems: tuple[str, ...]
    sheet: Sheet

    @property
    def values(self) -> tuple[Value, ...]:
        """The values that have evidence."""
        return tuple(values_in(self.sheet))


@dataclass(slots=True)
class _Notes:
    """Why something was left out, by the path of the field."""

    by_path: dict[str, list[str]] = field(default_factory=dict)

    def add(self, path: str, sentence: str) -> None:
        said = self.by_path.setdefault(path, [])
        if sentence not in said:
            said.append(sentence)


def finished(shape: Shape, sheet: Sheet) -> Finished:
    """Return the instance of a sheet, with its citations and with what is missing.

    A value that the schema refuses is left empty. An item of a list, or an optional part, that
    lacks what the schema wants of it is left out. Where something that the schema wants is missing
    elsewhere, the instance is made without validation, with None in its place.
    """
    notes = _Notes()
    kept = _pruned(shape.root, sheet, notes)
    value, problems = _validated(shape, kept, notes)
    citations: dict[str, Source] = {}
    missing: dict[str, str] = {}
    _told(shape.root, kept, "", citations, missing, within_item=False)
    for path, said in notes.by_path.items():
        before = [missing[path]] if missing.get(path, NOTHING_SAYS_IT) != NOTHING_SAYS_IT else []
        missing[path] = " ".join([*before, *said])
    return Finished(
        value=value,
        data=_plain(shape.root, kept),
        citations=citations,
        missing=missing,
        problems=problems,
        sheet=kept,
    )


def _pruned(node: Node, sheet: Sheet, notes: _Notes) -> Sheet:
    """Return a sheet without items of lists that have no evidence."""
    kept: Sheet = {}
    for child in node.children:
        held = sheet.get(child.name)
        if held is None:
            continue
        if child.form is not None and not child.is_list:
            kept[child.name] = held
        elif child.form is not None:
            kept[child.name] = [value for value in held if not value.problem]
            for value in held:
                if value.problem:
                    notes.add(child.path, value.problem)
        elif child.is_list:
            kept[child.name] = [_pruned(child, item, notes) for item in held if values_in(item)]
            for item in held:
                if not values_in(item):
                    notes.add(child.path, _why(item))
        else:
            kept[child.name] = _pruned(child, held, notes)
    return kept


def _why(held: Any) -> str:
    """Return why a part of a sheet holds nothing."""
    if isinstance(held, Value):
        return held.problem
    parts = held.values() if isinstance(held, dict) else held
    return " ".join(dict.fromkeys(filter(None, map(_why, parts))))


# -- validation -----------------------------------------------------------------------------------


def _validated(shape: Shape, sheet: Sheet, notes: _Notes) -> tuple[Any, tuple[str, ...]]:
    """Return the instance, and what could not be helped; the sheet loses what is refused."""
    while True:
        try:
            # As JSON: a strict model takes no text for a day otherwise.
            written = json.dumps(_plain(shape.root, sheet, aliased=True))
            return shape.model.model_validate_json(written), ()
        except pydantic.ValidationError as refused:
            errors = refused.errors(include_url=False, include_input=False)
        # From the end, so that what is taken from a list moves nothing that is still to be found.
        helped = [_left_out(shape.root, sheet, error, notes) for error in reversed(errors)]
        if not any(helped):
            said = tuple(
                error["msg"] for error in errors if error["type"] != "missing" or not error["loc"]
            )
            return _constructed(shape.root, sheet), said


def _left_out(root: Node, sheet: Sheet, error: Mapping[str, Any], notes: _Notes) -> bool:
    """Take what an error is about out of a sheet; return whether something was."""
    trail = _trail(root, sheet, error["loc"])
    if error["type"] == "missing":
        wanted = str(error["loc"][-1]).replace("_", " ")
        return _without_part(trail, f"It was left out, for nothing says its {wanted}.", notes)
    node, held, key = trail[-1]
    said = f"{error['msg']}."
    value = held[key]
    if isinstance(value, Value) and isinstance(held, list):
        held.pop(key)
        notes.add(node.path, f"{value.value!r} was left out: {said}")
        return True
    if isinstance(value, Value) and not value.problem:
        held[key] = replace(value, problem=f"{value.value!r} does not fit: {said}")
        return True
    return False


def _without_part(trail: Sequence[tuple[Node, Any, Any]], why: str, notes: _Notes) -> bool:
    """Take out the item or the optional part in which something is missing."""
    if len(trail) < 2:
        return False
    node, held, key = trail[-1]
    if isinstance(held, list) or (node.form is None and _is_optional(trail)):
        held.pop(key)
        notes.add(node.path, why)
        return True
    return False


def _is_optional(trail: Sequence[tuple[Node, Any, Any]]) -> bool:
    node, above = trail[-1][0], trail[-2][0]
    return above.model is not None and not above.model.model_fields[node.name].is_required()


def _trail(root: Node, sheet: Sheet, loc: Sequence[int | str]) -> list[tuple[Node, Any, Any]]:
    """Return the way to the deepest part that an error names: nodes, what holds each, and where."""
    trail: list[tuple[Node, Any, Any]] = [(root, {"": sheet}, "")]
    for step in loc:
        node, held, key = trail[-1]
        inside = held[key]
        if isinstance(step, int) and isinstance(inside, list) and step < len(inside):
            trail.append((node, inside, step))
            continue
        child = next((one for one in node.children if step in (one.alias, one.name)), None)
        if child is None or not isinstance(inside, dict) or child.name not in inside:
            break
        trail.append((child, inside, child.name))
    return trail


def _constructed(node: Node, sheet: Sheet) -> Any:
    assert node.model is not None
    given: dict[str, Any] = {}
    for child in node.children:
        held = sheet.get(child.name)
        info = node.model.model_fields[child.name]
        if held is not None and values_in(held):
            given[child.name] = _typed(child, held, info.annotation)
        elif info.is_required():
            empty = _constructed(child, {}) if child.model and not child.is_list else None
            given[child.name] = [] if child.is_list else empty
    return node.model.model_construct(**given)


def _typed(node: Node, held: Any, annotation: Any) -> Any:
    if node.form is None and node.is_list:
        return [_constructed(node, item) for item in held]
    if node.form is None:
        return _constructed(node, held)
    plain = _held_plain(node, held, aliased=False)
    try:
        return pydantic.TypeAdapter(annotation).validate_json(json.dumps(plain))
    except pydantic.ValidationError:
        return plain


# -- what is told ---------------------------------------------------------------------------------


def _plain(node: Node, sheet: Sheet, *, aliased: bool = False) -> dict[str, Any]:
    return {
        child.alias if aliased else child.name: _held_plain(
            child, sheet[child.name], aliased=aliased
        )
        for child in node.children
        if child.name in sheet and values_in(sheet[child.name])
    }


def _held_plain(node: Node, held: Any, *, aliased: bool) -> Any:
    if node.form is not None:
        return [value.value for value in held] if node.is_list else held.value
    if node.is_list:
        return [_plain(node, item, aliased=aliased) for item in held]
    return _plain(node, held, aliased=aliased)


def _told(
    node: Node,
    sheet: Sheet,
    above: str,
    citations: dict[str, Source],
    missing: dict[str, str],
    *,
    within_item: bool,
) -> None:
    """Fill in where the values of a sheet are said, and why others are missing."""
    for child in node.children:
        path = f"{above}{child.name}"
        held = sheet.get(child.name)
        if child.form is None and not child.is_list:
            _told(child, held or {}, f"{path}.", citations, missing, within_item=within_item)
        elif not held and not within_item:
            missing[path] = NOTHING_SAYS_IT
        elif isinstance(held, Value) and held.problem:
            missing[path] = held.problem
        elif isinstance(held, Value):
            _cite(path, held, citations)
        for place, item in enumerate(held if child.is_list and held else ()):
            if isinstance(item, Value):
                _cite(f"{path}.{place}", item, citations)
            else:
                below = f"{path}.{place}."
                _told(child, item, below, citations, missing, within_item=True)


def _cite(path: str, value: Value, citations: dict[str, Source]) -> None:
    if value.source is not None:
        citations[path] = value.source
