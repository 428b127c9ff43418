"""Values as people have them: of NumPy and pandas, missing ones, of every type that Python has."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import ipaddress
import json
import pathlib
import uuid
from collections import ChainMap, OrderedDict, deque, namedtuple
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import attrs
import numpy as np
import pandas as pd
import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memkit import Memory
from memkit.domain.validation import checked_metadata
from memkit.domain.values import is_missing
from memkit.errors import FilterError, MemkitError, ScopeError, ValidationError
from memkit.filters import parse


class Colour(enum.Enum):
    RED = "red"
    TWO = 2


class Name(enum.StrEnum):
    ANA = "ana"


class Bits(enum.IntFlag):
    ONE = 1


@dataclasses.dataclass
class Point:
    x: int
    at: Any


@attrs.define
class Attributes:
    q: int = 1


class Model(pydantic.BaseModel, extra="allow"):
    a: int
    when: dt.date


Pair = namedtuple("Pair", "p q")
ID = uuid.UUID(int=1)

CONVERTED = [
    (np.bool_(True), True),
    (np.int8(3), 3),
    (np.uint64(2**63 - 1), 2**63 - 1),
    (np.float32(0.5), 0.5),
    (np.longdouble(1.5), 1.5),
    (np.str_("x"), "x"),
    (np.datetime64("2024-01-02T03:04:05.123456789"), "2024-01-02T03:04:05.123456789"),
    (np.datetime64("2024-01-02T03:04:05", "ns"), "2024-01-02T03:04:05"),
    (np.datetime64("2024-01-02T03", "h"), "2024-01-02T03:00:00"),
    (np.datetime64("2024-01"), "2024-01-01"),
    (np.datetime64("NaT"), None),
    (np.timedelta64(5, "m"), 300.0),
    (np.timedelta64("NaT"), None),
    (np.arange(3), [0, 1, 2]),
    (np.ones((2, 1)), [[1.0], [1.0]]),
    (np.array(5), 5),
    (np.array(["2024-01-01"], "M8[ns]"), ["2024-01-01T00:00:00"]),
    (np.array(["a", None], object), ["a", None]),
    (np.ma.array([1, 2], mask=[0, 1]), [1, None]),
    (np.array([(1, 2.5)], dtype=[("a", "i4"), ("b", "f8")])[0], {"a": 1, "b": 2.5}),
    (pd.NaT, None),
    (pd.NA, None),
    (pd.Timestamp("2024-01-02T03:04:05.123456789"), "2024-01-02T03:04:05.123456789"),
    (pd.Timestamp("2024-01-02", tz="Europe/Berlin"), "2024-01-02T00:00:00+01:00"),
    (pd.Timedelta("1D"), 86400.0),
    (pd.Interval(0, 1), "(0, 1]"),
    (pd.Period("2024-01"), "2024-01"),
    (pd.Categorical(["a", None]), ["a", None]),
    (pd.Series([1.5, None]), [1.5, None]),
    (pd.array([1, None], dtype="Int64"), [1, None]),
    (pd.Index(["a"]), ["a"]),
    (Decimal("19.99"), 19.99),
    (Decimal("3"), 3),
    (Decimal("1E+3"), 1000.0),
    (Fraction(1, 2), 0.5),
    (ID, str(ID)),
    (dt.time(1, 2), "01:02:00"),
    (dt.timedelta(minutes=5), 300.0),
    (dt.datetime(2024, 1, 2, tzinfo=dt.UTC), "2024-01-02T00:00:00+00:00"),
    (Colour.RED, "red"),
    (Colour.TWO, 2),
    (Name.ANA, "ana"),
    (Bits.ONE, 1),
    (Point(1, [dt.date(2024, 1, 1)]), {"x": 1, "at": ["2024-01-01"]}),
    (Attributes(), {"q": 1}),
    (Model(a=1, when="2024-01-01", more=2), {"a": 1, "when": "2024-01-01", "more": 2}),
    (Pair(1, (2,)), {"p": 1, "q": [2]}),
    (pathlib.PurePosixPath("/x"), "/x"),
    (ipaddress.ip_address("10.0.0.1"), "10.0.0.1"),
    (pydantic.AnyUrl("https://example.org/"), "https://example.org/"),
    ({3, 1}, [1, 3]),
    (frozenset("ba"), ["a", "b"]),
    (range(2), [0, 1]),
    (deque([1]), [1]),
    ({"a": 1}.keys(), ["a"]),
    (OrderedDict(a=1), {"a": 1}),
    (ChainMap({"a": 1}), {"a": 1}),
    (MappingProxyType({Name.ANA: 1}), {"ana": 1}),
]
BAD = [
    (b"x", "bytes"),
    (np.bytes_(b"x"), "bytes"),
    (bytearray(b"x"), "bytearray"),
    (1j, "complex"),
    (np.complex64(1), "complex"),
    (object(), "object"),
    (print, "builtin"),
    (int, "type"),
    ((x for x in "a"), "generator"),
    (pd.DataFrame({"a": [1]}), "DataFrame"),
    (pydantic.SecretStr("hidden"), "SecretStr"),
    (float("nan"), "nan"),
    (np.float64("nan"), "nan"),
    (Decimal("NaN"), "nan"),
    (Decimal("sNaN"), "nan"),
    (Decimal("Infinity"), "inf"),
    (np.array([1, np.nan]), r"\[1\] is nan"),
    (2**63, "64 bits"),
    (-(10**400), "64 bits"),
    (Decimal("0.1234567890123456789012"), "64 bits"),
    (Decimal("1e400"), "64 bits"),
    (Fraction(1, 3), "64 bits"),
    (np.datetime64("12024-01-01"), "9999"),
    (np.timedelta64(1, "Y"), "length"),
    ({1: 2}, "key 1"),
    ({"b c": [object()]}, r"\['b c'\]\[0\]"),
]


@pytest.fixture
def memory() -> Any:
    with Memory(":memory:") as opened:
        yield opened


@pytest.mark.parametrize(("value", "stored"), CONVERTED, ids=lambda value: type(value).__name__)
def test_a_value_is_stored_as_what_it_stands_for(value: Any, stored: Any) -> None:
    held = checked_metadata({"k": value, "deep": [{"k": (value,)}]})
    assert held == {"k": stored, "deep": [{"k": [stored]}]}
    assert type(held["k"]) is type(stored)
    assert json.loads(json.dumps(held, allow_nan=False)) == held


@pytest.mark.parametrize("verb", ["add", "data", "update", "add_many", "tag", "preview"])
@pytest.mark.parametrize(("value", "problem"), BAD, ids=lambda value: type(value).__name__)
def test_what_json_cannot_hold_is_refused_whole(
    memory: Memory, verb: str, value: Any, problem: str
) -> None:
    if verb == "add_many" and is_missing(value):
        return  # A cell that is empty.
    [kept] = memory.add("kept", user_id="u", metadata={"a": 1})
    verbs: dict[str, Any] = {
        "add": lambda held: memory.add("new", user_id="u", metadata=held),
        "data": lambda held: memory.add("new", user_id="u", data=held),
        "preview": lambda held: memory.preview("new", user_id="u", metadata=held),
        "update": lambda held: memory.update(kept.id, metadata=held),
        "tag": lambda held: memory.tag([kept.id], held),
        "add_many": lambda held: memory.add_many(
            [{"memory": "new", "user_id": "u", **held}], progress=False
        ),
    }
    place = "data" if verb == "data" else "metadata"
    with pytest.raises(ValidationError, match=rf"(?s)\b{place}\.k\b.*{problem}"):
        verbs[verb]({"k": value})
    assert memory.count() == 1
    assert memory.get(kept.id).metadata == {"a": 1}


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (Decimal("19.99"), 19.99),
        (np.float32(0.5), 0.5),
        (ID, str(ID)),
        (Colour.RED, "red"),
        (Name.ANA, "ana"),
        (np.str_("x"), "x"),
        (np.datetime64("2024-01-02T03:04:05.123456789"), "2024-01-02T03:04:05.123456789"),
        (np.datetime64("2024-01-02"), dt.date(2024, 1, 2)),
        (pd.Timestamp("2024-01-02", tz="Asia/Tokyo"), "2024-01-01T15:00:00Z"),
        (dt.timedelta(minutes=1), pd.Timedelta("1min")),
        (dt.time(1, 2), "01:02:00"),
        (pathlib.PurePosixPath("/x"), "/x"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_filter_finds_what_was_stored_of_the_same_value(
    memory: Memory, value: Any, stored: Any
) -> None:
    memory.add("one", user_id="u", metadata={"k": stored})
    memory.add("other", user_id="u", metadata={"k": "other"})
    for where in ({"k": value}, {"k": {"$in": [value]}}, {"k": {"$in": pd.Series([value])}}):
        assert [record.memory for record in memory.get_all(where=where)] == ["one"]


@pytest.mark.parametrize("value", [pd.NaT, pd.NA, np.datetime64("NaT"), np.nan, Decimal("NaN"), 1j])
def test_a_filter_refuses_what_nothing_compares_with(value: Any) -> None:
    with pytest.raises(FilterError):
        parse({"k": value})


@pytest.mark.parametrize("name", ["occurred_at", "expires_at", "valid_from", "valid_to"])
@pytest.mark.parametrize(
    "value", [np.datetime64("2035-01-02"), pd.Timestamp("2035-01-02"), Decimal(2051308800)]
)
def test_a_time_may_be_of_any_library(memory: Memory, name: str, value: Any) -> None:
    [added] = memory.add("x", user_id="u", **{name: value})
    assert getattr(memory.get(added.id), name) == dt.datetime(2035, 1, 2, tzinfo=dt.UTC)
    memory.update(added.id, **{name: value})
    memory.add_many([{"memory": "y", name: value}], user_id="u", progress=False)
    assert memory.count(where={name: "2035-01-02"}) == 2
    if not isinstance(value, Decimal):
        assert memory.count(where={name: value}) == 2


def test_ids_may_be_uuids_and_enums(memory: Memory) -> None:
    memory.add_many([{"id": ID, "memory": "x", "user_id": Name.ANA}], progress=False)
    record = memory.get(ID)  # type: ignore[arg-type]
    assert (record.id, record.user_id) == (str(ID), "ana")
    assert memory.search("x", user_id=Name.ANA)[0].id == str(ID)
    memory.update(ID, "y")  # type: ignore[arg-type]
    assert memory.delete(ID).memory == "y"  # type: ignore[arg-type]


@pytest.mark.parametrize("k", [np.int64(1), np.uint8(1)])
def test_numbers_may_be_numpys(memory: Memory, k: Any) -> None:
    memory.add_many(["a b", "a c"], user_id="u", progress=False)
    assert len(memory.search("a", k=k, threshold=np.float32(0), context=np.float64(0))) == 1
    assert len(memory.get_all(limit=k)) == 1


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "memory": ["one", None, "three"],
            "user_id": ["ana", "bo", None],
            "priority": [1, 2, None],
            "when": [pd.NaT, pd.NaT, pd.Timestamp("2024-05-05")],
            "kind": pd.Categorical(["x", "y", None]),
            "occurred_at": pd.to_datetime(["2024-01-02", None, None]),
        }
    )


def tables() -> dict[str, Any]:
    made: dict[str, Any] = {"pandas": frame(), "convert_dtypes": frame().convert_dtypes()}
    try:
        import polars
        import pyarrow
    except ImportError:
        return made
    return made | {
        "polars": polars.from_pandas(frame()),
        "lazy": polars.from_pandas(frame()).lazy(),
        "pyarrow": pyarrow.Table.from_pandas(frame()),
    }


@pytest.mark.parametrize("name", tables())
def test_an_empty_cell_is_no_value(memory: Memory, name: str) -> None:
    report = memory.add_many(tables()[name], user_id="fallback", progress=False)
    assert (report.added, [error.line for error in report.errors]) == (2, [1])
    assert "Row 1 has no text" in report.errors[0].problem
    one, three = memory.get_all()
    assert (one.memory, one.user_id, one.metadata) == ("one", "ana", {"priority": 1, "kind": "x"})
    assert one.occurred_at == dt.datetime(2024, 1, 2, tzinfo=dt.UTC)
    assert (three.memory, three.user_id, three.occurred_at) == ("three", "fallback", None)
    assert three.metadata == {"when": "2024-05-05T00:00:00"}


def test_rows_of_a_frame_as_dicts_or_tuples_are_read_alike(memory: Memory) -> None:
    rows = frame().iloc[[0, 2]]
    for items in (rows.to_dict("records"), (row for row in rows.itertuples(index=False))):
        memory.reset(confirm=True)
        memory.add_many(items, user_id="fallback", progress=False)
        assert [record.user_id for record in memory.get_all()] == ["ana", "fallback"]
        assert memory.get_all()[0].metadata == {"priority": 1, "kind": "x"}


def test_an_index_with_a_name_is_a_column(memory: Memory) -> None:
    memory.add_many(frame().iloc[[0]].set_index("user_id"), progress=False)
    assert memory.get_all()[0].user_id == "ana"


@pytest.mark.parametrize(
    ("columns", "problem"), [([0, 1], "column 0"), (["memory", "memory"], "two columns 'memory'")]
)
def test_columns_that_cannot_be_told_apart_are_refused(
    memory: Memory, columns: list[Any], problem: str
) -> None:
    with pytest.raises(ValidationError, match=problem):
        memory.add_many(pd.DataFrame([["x", "y"]], columns=columns), user_id="u", progress=False)


@pytest.mark.parametrize(
    "given", [pd.Series(["a", "b"]), np.array(["a", "b"]), deque(["a", "b"]), iter(["a", "b"])]
)
def test_texts_may_come_in_any_collection(memory: Memory, given: Any) -> None:
    assert memory.add_many(given, user_id="u", progress=False).added == 2
    assert [record.memory for record in memory.get_all()] == ["a", "b"]


@pytest.mark.parametrize("name", ["user_id", "agent_id", "app_id", "run_id"])
@pytest.mark.parametrize("bad", [0, False, "", "  ", [], {}, 0.0, 7, np.int64(0), b"", (), 1.5])
def test_only_a_missing_id_falls_back(memory: Memory, name: str, bad: Any) -> None:
    items = [{"memory": "fine", "user_id": "u"}, {"memory": "x", name: bad}]
    with pytest.raises(ScopeError, match=rf"^items\[1\]: {name} is .*not empty was expected"):
        memory.add_many(items, user_id="fallback", progress=False)
    assert memory.count() == 0
    with pytest.raises(ScopeError, match=f"^{name} is"):
        memory.add("x", **{name: bad})
    with pytest.raises(ScopeError, match=f"^{name} is"):
        memory.search("x", **{name: bad})


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, pd.NaT, Decimal("NaN")])
def test_a_missing_id_falls_back_and_leaves_no_scope_open(memory: Memory, missing: Any) -> None:
    memory.add_many([{"memory": "x", "user_id": missing}], user_id="fallback", progress=False)
    assert memory.get_all()[0].user_id == "fallback"
    if missing is not None:
        with pytest.raises(ScopeError, match="user_id is"):
            memory.search("x", user_id=missing)


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.binary()
    | st.decimals()
    | st.fractions()
    | st.datetimes(timezones=st.none() | st.timezones())
    | st.timedeltas()
    | st.uuids()
    | st.sampled_from([value for value, _ in CONVERTED] + [value for value, _ in BAD]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
        | st.tuples(inner, inner)
        | st.builds(Point, st.integers(), inner)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.text(max_size=3), anything, max_size=3))
def test_any_value_is_json_or_a_clear_error(metadata: dict[str, Any]) -> None:
    try:
        held = checked_metadata(metadata)
    except MemkitError:
        return
    assert json.loads(json.dumps(held, allow_nan=False)) == held


CSV = """memory,user_id,priority,code,version,metadata,pinned
"Tea, green",7,3,007,1.10,"{""a"": 1}",true
Coffee,,,008,2.0,,

,ana,1,,,,
too,many,1,2,3,4,5,6
"""


@pytest.mark.parametrize(("ending", "separator"), [(".csv", ","), (".TSV", "\t")])
def test_a_csv_loses_nothing_of_its_cells(
    memory: Memory, tmp_path: pathlib.Path, ending: str, separator: str
) -> None:
    """Numbers are read as such only where all of a column are spelled as numbers are."""
    text = CSV if separator == "," else CSV.replace(",", "\t").replace("Tea\t", "Tea,")
    file = tmp_path / f"notes{ending}"
    file.write_text("\ufeff" + text)
    report = memory.import_(file, user_id="fallback", progress=False)
    assert [error.line for error in report.errors] == [5, 6]
    tea, coffee = memory.get_all()
    assert (tea.memory, tea.user_id, tea.pinned) == ("Tea, green", "7", True)
    assert tea.metadata == {"priority": 3, "code": "007", "version": "1.10", "a": 1}
    assert (coffee.user_id, coffee.metadata) == ("fallback", {"code": "008", "version": "2.0"})


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.csv", b"memory,memory\nx,y\n", "names no columns"),
        ("a.parquet", b"PAR1 torn", "a.parquet"),
        ("a.json", b"\xff\xfe", "not JSON"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    memory: Memory, tmp_path: pathlib.Path, name: str, content: bytes, problem: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValidationError, match=problem):
        memory.import_(tmp_path / name, user_id="u", progress=False)
    assert memory.count() == 0
