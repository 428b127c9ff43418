"""Schemas as forms: the fields of a pydantic model as a flat list that can be asked for."""

from __future__ import annotations

import enum
import importlib
import sys
import types
from collections.abc import Iterator, Mapping
from collections.abc import Sequence as AnySequence
from collections.abc import Set as AnySet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import pydantic
from pydantic.fields import FieldInfo

from memkit.domain.defaults import READY_SCHEMAS
from memkit.domain.values import shown
from memkit.errors import NotFoundError, ValidationError
from memkit.extraction.tasks.items import KINDS, Kind

Form = Literal[
    "text", "number", "whole number", "yes or no", "choice", "date", "date and time",
    "date, with a time if said", "time", "duration",
]  # fmt: skip
"""What a field holds, in the words in which a model is told of it."""

_FORMS: dict[Any, Form] = {
    str: "text", int: "whole number", float: "number", Decimal: "number", bool: "yes or no",
    date: "date", datetime: "date and time", time: "time", timedelta: "duration",
}  # fmt: skip
_LISTS = (list, tuple, set, frozenset, AnySequence, AnySet)
_JSON_FORMS: dict[str, Form] = {
    "string": "text", "integer": "whole number", "number": "number", "boolean": "yes or no",
}  # fmt: skip
_MOST_FIELDS = 200
_ASKABLE = (
    "Use texts, numbers, booleans, dates, times, durations, enums, Literal, and lists and models "
    "of these; Field(exclude=True) leaves out a field that has a default."
)
_EXAMPLE = "Give a pydantic model, e.g. schema=memkit.schemas.Meeting, or class Trip(BaseModel)."


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A field of a schema.

    Attributes:
        name: As the class calls it; "" for the schema itself.
        alias: What its data is called where an instance is made of it.
        path: Its name after those of the fields that it stands in: "action_items.owner".
        is_list: Whether it holds several.
        form: What it holds; None for a model, which has `children`.
        choices: Of a choice, what is written for each value.
        kind: What sort of thing it is, as of a fact: of a plan, questions are evidence, too.
        description: What it is, as the class says.
        model: The class of a model.
        depth: How many lists of models it stands in, its own among them.
    """

    name: str
    path: str
    alias: str = ""
    is_list: bool = False
    form: Form | None = None
    choices: Mapping[str, Any] | None = None
    kind: Kind = "other"
    description: str = ""
    model: type[pydantic.BaseModel] | None = None
    children: tuple[Node, ...] = ()
    depth: int = 0

    @property
    def leaves(self) -> Iterator[Node]:
        """The fields that hold values, in their order."""
        if self.form is not None:
            yield self
        for child in self.children:
            yield from child.leaves


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A schema as it is asked for.

    Attributes:
        name: The name of its class; `model`: the class.
        root: Its fields.
    """

    name: str
    model: type[pydantic.BaseModel]
    root: Node

    @property
    def derived_by(self) -> str:
        """What `derived_by` of its memories says."""
        return f"schema {self.name}"

    @property
    def fields(self) -> dict[str, Node]:
        """The fields that hold values, by path."""
        return {leaf.path: leaf for leaf in self.root.leaves}


def shape_of(schema: object) -> Shape:
    """Return the shape of a schema.

    Args:
        schema: A pydantic model, the name of a ready one ("Meeting"), or "module:Class".

    Raises:
        ValidationError: It is none, or a field of it can't be asked for.
        NotFoundError: There is no such schema.
    """
    if isinstance(schema, str):
        schema = named(schema)
    if not (isinstance(schema, type) and issubclass(schema, pydantic.BaseModel)):
        raise ValidationError(f"schema is {shown(schema)}, no pydantic model.", fix=_EXAMPLE)
    if issubclass(schema, pydantic.RootModel):
        raise ValidationError(
            f"{schema.__name__} has no fields: it is a RootModel.",
            fix="Give a BaseModel that has it as a field.",
        )
    root = Node(name="", path="", model=schema, children=_children(schema, "", 0, "other", ()))
    count = sum(1 for _ in root.leaves)
    if not 0 < count <= _MOST_FIELDS:
        raise ValidationError(
            f"{schema.__name__} has {count} fields; 1 to {_MOST_FIELDS} can be asked for.",
            fix="Give a smaller model." if count else _EXAMPLE,
        )
    return Shape(name=schema.__name__, model=schema, root=root)


def named(name: str) -> object:
    """Return the schema of a name: a ready one, or "module:Class" of what can be imported here.

    Raises:
        NotFoundError: There is none.
    """
    from memkit import schemas

    ready = next((one for one in READY_SCHEMAS if one.casefold() == name.strip().casefold()), None)
    if ready is not None:
        return getattr(schemas, ready)
    module, colon, path = name.strip().partition(":")
    if not (colon and module and path):
        raise NotFoundError(
            f"There is no schema {name!r}.",
            fix=f"Use one of {', '.join(READY_SCHEMAS)}, or module:Class of your own.",
        )
    return _imported(module, path)


def _imported(module: str, path: str) -> object:
    # A command's own folder is none that Python looks in by itself.
    here = str(Path.cwd())
    sys.path.insert(0, here)
    try:
        found: Any = importlib.import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError, ValueError, TypeError) as error:
        raise NotFoundError(
            f"The schema {module}:{path} can't be imported: {error}.",
            fix="Check the name; the module must be installed, or stand in this folder.",
        ) from error
    finally:
        sys.path.remove(here)
    return found


def _children(
    model: type[pydantic.BaseModel],
    path: str,
    depth: int,
    kind: Kind,
    above: tuple[type, ...],
) -> tuple[Node, ...]:
    if model in above:
        raise _not_askable(above[0], path, "holds itself")
    kind = _kind(model.model_config.get("json_schema_extra"), kind)
    within = (*above, model)
    return tuple(
        _field(model, name, info, f"{path}.{name}" if path else name, depth, kind, within)
        for name, info in model.model_fields.items()
        if not info.exclude
    )


def _field(
    model: type[pydantic.BaseModel],
    name: str,
    info: FieldInfo,
    path: str,
    depth: int,
    kind: Kind,
    within: tuple[type, ...],
) -> Node:
    is_list, held = _held(info.annotation, within[0], path)
    inner = isinstance(held, type) and issubclass(held, pydantic.BaseModel)
    form, choices = (None, None) if inner else _form(held, within[0], path)
    kind = _kind(info.json_schema_extra, kind)
    below = depth + (is_list and inner)
    return Node(
        name=name,
        alias=_alias(model, name, info),
        path=path,
        is_list=is_list,
        form=form,
        choices=choices,
        kind=kind,
        description=" ".join((info.description or "").split()),
        model=held if inner else None,
        children=_children(held, path, below, kind, within) if inner else (),
        depth=below,
    )


def _alias(model: type[pydantic.BaseModel], name: str, info: FieldInfo) -> str:
    said = info.validation_alias if info.validation_alias is not None else info.alias
    if said is None or model.model_config.get("populate_by_name"):
        return name
    if model.model_config.get("validate_by_name"):
        return name
    if isinstance(said, pydantic.AliasChoices):
        said = next((one for one in said.choices if isinstance(one, str)), None)
    return said if isinstance(said, str) else name


def _kind(extra: Any, inherited: Kind) -> Kind:
    said = extra.get("kind") if isinstance(extra, dict) else None
    return next((kind for kind in KINDS if kind == said), inherited)


def _held(annotation: Any, model: type, path: str) -> tuple[bool, Any]:
    """Return whether a field is a list, and what it holds."""
    held = _bare(annotation)
    origin = get_origin(held)
    if held in _LISTS or origin in _LISTS:
        inside = [one for one in get_args(held) if one is not Ellipsis]
        if len(inside) > 1:
            raise _not_askable(model, path, f"is {_worded(annotation)}")
        item = _bare(inside[0]) if inside else str
        if item in _LISTS or get_origin(item) in _LISTS:
            raise _not_askable(model, path, "is a list of lists")
        return True, item
    return False, held


def _bare(annotation: Any) -> Any:
    """Return what an annotation means without what is around it: Annotated, None, a new name."""
    while True:
        value = getattr(annotation, "__value__", None) or getattr(annotation, "__supertype__", None)
        if value is not None:
            annotation = value
        elif get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, types.UnionType):
            rest = [one for one in get_args(annotation) if one is not type(None)]
            if len(rest) != 1:
                return Union[tuple(map(_bare, rest))]  # noqa: UP007 - of types found at run time
            annotation = rest[0]
        else:
            return annotation


def _form(held: Any, model: type, path: str) -> tuple[Form, Mapping[str, Any] | None]:
    if held in _FORMS:
        return _FORMS[held], None
    origin = get_origin(held)
    if origin is Literal:
        return "choice", {str(one): one for one in get_args(held) if one is not None}
    if isinstance(held, type) and issubclass(held, enum.Enum):
        # Names mean something where values are numbers.
        return "choice", {
            one.value if isinstance(one.value, str) else one.name: one.value for one in held
        }
    if origin is Union:
        return _of_several([_form(one, model, path)[0] for one in get_args(held)], model, path)
    form = None if isinstance(held, TypeVar) else _by_json(held)
    if form is None:
        raise _not_askable(model, path, f"is {_worded(held)}")
    return form, None


def _of_several(forms: list[Form], model: type, path: str) -> tuple[Form, None]:
    wanted = set(forms)
    if wanted == {"date", "date and time"}:
        return "date, with a time if said", None
    if wanted == {"number", "whole number"}:
        return "number", None
    if wanted <= {"text", "number", "whole number"}:
        return "text", None
    raise _not_askable(model, path, f"may be {' or '.join(sorted(wanted))}")


def _by_json(held: Any) -> Form | None:
    """Return the form of a type that pydantic writes as a plain value, such as an address."""
    try:
        schema = pydantic.TypeAdapter(held).json_schema()
    except (pydantic.errors.PydanticUserError, TypeError, AttributeError):
        return None
    return (
        _JSON_FORMS.get(schema.get("type", ""))
        if "format" not in schema or (schema["format"] not in ("binary", "base64url"))
        else None
    )


def _worded(annotation: Any) -> str:
    return annotation.__name__ if isinstance(annotation, type) else str(annotation)


def _not_askable(model: type, path: str, what: str) -> ValidationError:
    return ValidationError(
        f"A model can't be asked for {model.__name__}.{path}: it {what}.", fix=_ASKABLE
    )
