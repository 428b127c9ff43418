"""Saving an edit changes what was edited: no other number, no space, nobody else's work."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memkit import Memory
from memkit.errors import NotFoundError, ValidationError
from memkit.explorer import answer
from memkit.text import typed

ODD = {
    "tweet": 9007199254740993,
    "negative": -9223372036854775808,
    "whole": 1.0,
    "one": 1,
    "yes": True,
    "nought": -0.0,
    "large": 1e300,
    "small": 5e-324,
    "nothing": None,
    "text": "9007199254740993",
    "nested": {"ids": [18014398509481985, 2.0, {"deep": -9007199254740995}]},
    "": "no key",
    " spaced ": "  spaced\t",
    "ключ": "שלום",
}


def exact(value: Any) -> str:
    """A value with its types: 1 is neither 1.0 nor true."""
    return json.dumps(value, ensure_ascii=False)


@pytest.fixture
def m() -> Any:
    with Memory(":memory:", embedder="hash") as opened:
        yield opened


def edit(m: Memory, id: str, **given: Any) -> dict[str, Any]:
    """What a browser sends when a box is saved."""
    return answer(m.explore(), "edit", {"id": id, **given})


def shown(m: Memory, id: str) -> Any:
    return m.explore().detail(id, k=0)


def test_one_key_is_edited_and_all_else_stays_exactly(m: Memory) -> None:
    text = "  two\r\nlines \r and spaces  "
    id_ = m.add(
        text, user_id="u", metadata=ODD, occurred_at="2025-03-01T10:20:30.123456Z", pinned=True,
        data={"big": 2**60 + 1, "float": 3.0}, expires_at="2999-01-01T00:00:00.000001Z",
    )[0].id  # fmt: skip
    before = m.get(id_)
    seen = shown(m, id_)
    assert exact(json.loads(seen["metadata_text"])) == exact(ODD)
    box = seen["metadata_text"].replace('"one": 1,', '"one": 9007199254740995,')
    done = edit(m, id_, seen=seen["record"]["seq"], typed=box)["answer"]
    after = m.get(id_)
    assert exact(after.metadata) == exact({**ODD, "one": 9007199254740995})
    same = {"exclude": {"metadata", "updated_at", "seq"}}
    assert after.model_dump(**same) == before.model_dump(**same)
    assert exact(after.data) == exact(before.data)
    assert done["code"] == f"m.tag([{id_!r}], {{'one': 9007199254740995}})"
    assert len(done["seqs"]) == 1


def test_the_text_is_edited_and_the_metadata_stays(m: Memory) -> None:
    id_ = m.add("one", user_id="u", metadata=ODD)[0].id
    done = edit(m, id_, seen=shown(m, id_)["record"]["seq"], text=" two \r\n")["answer"]
    assert m.get(id_).memory == " two \r\n"
    assert exact(m.get(id_).metadata) == exact(ODD)
    assert done["code"] == f"m.update({id_!r}, ' two \\r\\n')"


def test_a_type_alone_is_a_change_and_nothing_is_none(m: Memory) -> None:
    id_ = m.add("one", user_id="u", metadata={"n": 1, "m": 1})[0].id
    seen = shown(m, id_)["record"]["seq"]
    assert edit(m, id_, seen=seen, typed='{"n": 1, "m": 1}')["answer"]["seqs"] == []
    assert m.get(id_).seq == seen
    edit(m, id_, seen=seen, typed='{"n": 1.0, "m": true}')
    assert exact(m.get(id_).metadata) == '{"n": 1.0, "m": true}'
    edit(m, id_, seen=m.get(id_).seq, typed="")
    assert m.get(id_).metadata == {}


@pytest.mark.parametrize(
    ("old", "new"), [(1, True), (1, 1.0), (1.0, 1), (0.0, -0.0), ([1, {"x": 0}], [1, {"x": False}])]
)
def test_a_value_of_another_type_is_a_change_that_can_be_undone(
    m: Memory, old: Any, new: Any
) -> None:
    id_ = m.add("one", user_id="u", metadata={"n": old}, data={"d": old})[0].id
    for field in ("metadata", "data"):
        assert m.update(id_, **{field: {"n": new}}).event == "UPDATE"
        assert m.update(id_, **{field: {"n": new}}).event == "NONE"
        assert exact(getattr(m.get(id_), field)) == exact({"n": new})
    versions = shown(m, id_)["history"]
    assert [one["undoable"] for one in versions] == [True] * 3
    m.undo(versions[-2]["seq"])
    assert exact(m.get(id_).metadata) == exact({"n": old})


@given(
    metadata=st.dictionaries(
        st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers(-(2**63), 2**63 - 1)
            | st.floats(allow_nan=False, allow_infinity=False)
            | st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6),
            lambda inner: st.lists(inner, max_size=3),
            max_leaves=4,
        ),
        max_size=4,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_metadata_survives_a_look_and_an_edit(metadata: dict[str, Any]) -> None:
    with Memory(":memory:", embedder="hash") as m:
        id_ = m.add("one", user_id="u", metadata=metadata)[0].id
        seen = shown(m, id_)
        box = json.loads(seen["metadata_text"])
        assert exact(box) == exact(metadata)
        text = json.dumps({**box, "added": 2**53 + 1})
        edit(m, id_, seen=seen["record"]["seq"], typed=text)
        assert exact(m.get(id_).metadata) == exact({**metadata, "added": 2**53 + 1})


@pytest.mark.parametrize(
    ("theirs", "ours", "left"),
    [
        # Each what the other did not touch.
        ({"metadata": {"a": 1, "b": 3}}, {"text": "two"}, ("two", {"a": 1, "b": 3})),
        ({"text": "two"}, {"typed": '{"a": 5, "b": 2}'}, ("two", {"a": 5, "b": 2})),
        ({"metadata": {"a": 1, "b": 3}}, {"typed": '{"a": 5, "b": 2}'}, ("one", {"a": 5, "b": 3})),
        ({"metadata": {"a": 1, "b": 2, "c": 3}}, {"typed": '{"a": 1}'}, ("one", {"a": 1, "c": 3})),
        # The same.
        ({"text": "two"}, {"text": "three"}, "the text"),
        ({"metadata": {"a": 3, "b": 2}}, {"typed": '{"a": 5, "b": 2}'}, "metadata.a"),
        ({"metadata": {"a": 1.0, "b": 2}}, {"typed": '{"a": 5, "b": 2}'}, "metadata.a"),
        ({"metadata": {"b": 2}}, {"typed": '{"a": 5, "b": 2}'}, "metadata.a"),
        ({"metadata": {"a": 1, "b": 3}}, {"typed": '{"a": 1}'}, "metadata.b"),
        ({"metadata": {"a": 1, "b": 2, "c": 3}}, {"typed": '{"a":1,"b":2,"c":4}'}, "metadata.c"),
    ],
)
def test_what_others_change_meanwhile_is_kept_or_named(
    m: Memory, theirs: dict[str, Any], ours: dict[str, Any], left: Any
) -> None:
    id_ = m.add("one", user_id="u", metadata={"a": 1, "b": 2})[0].id
    seen = m.get(id_).seq
    m.update(id_, **theirs)
    said = edit(m, id_, seen=seen, **ours)
    now = m.get(id_)
    if isinstance(left, str):
        assert left in said["trouble"]
        assert len(m.history(id_)) == 2
    else:
        assert (now.memory, now.metadata) == left


def test_what_is_gone_or_never_was_is_not_written(m: Memory) -> None:
    id_ = m.add("one", user_id="u")[0].id
    seen = m.get(id_).seq
    m.delete(id_)
    with pytest.raises(NotFoundError):
        m.explore().edit(id_, seen=seen, text="two")
    with pytest.raises(NotFoundError):
        m.explore().edit(id_, seen=seen - 1, text="two")
    explorer = m.explore()
    explorer.at = seen
    with pytest.raises(ValidationError, match="can't be changed"):
        explorer.edit(id_, seen=seen, text="two")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("category=food, priority=3\nold=null, sure = true",
         {"category": "food", "priority": 3, "old": None, "sure": True}),
        ("sum=a=b", {"sum": "a=b"}),
        ("  ", {}),
        ('{"tags": ["a", "b"]}', {"tags": ["a", "b"]}),
        ("tweet=9007199254740993, whole=1.0", {"tweet": 9007199254740993, "whole": 1.0}),
        ("name = Mara B. , x= y", {"name": "Mara B.", "x": "y"}),
    ],
)  # fmt: skip
def test_metadata_is_read_as_it_was_typed(text: str, read: dict[str, Any]) -> None:
    assert exact(typed.metadata(text)) == exact(read)


@pytest.mark.parametrize("text", ['{"tags": ', "food", "=x", "a=1, b"])
def test_what_is_no_metadata_says_what_to_write(text: str) -> None:
    with pytest.raises(ValidationError, match="for example"):
        typed.metadata(text)


@pytest.mark.parametrize("text", ["n=1e400", "n=NaN", "n=99999999999999999999"])
@pytest.mark.parametrize("method", ["add", "preview", "tag", "edit"])
def test_a_number_that_can_not_be_kept_is_refused(m: Memory, method: str, text: str) -> None:
    id_ = m.add("one", user_id="u")[0].id
    given = {
        "add": {"text": "two"}, "preview": {"text": "two"}, "tag": {"ids": [id_]},
        "edit": {"id": id_, "seen": m.get(id_).seq},
    }[method]  # fmt: skip
    said = answer(m.explore(user_id="u"), method, {**given, "typed": text})
    assert "n" in said["trouble"]
    assert m.count() == 1
    assert m.get(id_).metadata == {}


def test_what_is_typed_for_many_is_set_and_null_takes_away(m: Memory) -> None:
    ids = [m.add(f"note {n}", user_id="u", metadata={"old": n, "kept": 1.0})[0].id for n in "ab"]
    answer(m.explore(), "tag", {"ids": ids, "typed": "tweet=9007199254740993, old=null"})
    for id_ in ids:
        assert exact(m.get(id_).metadata) == '{"kept": 1.0, "tweet": 9007199254740993}'


def test_a_memory_that_is_newer_says_when_it_came(m: Memory) -> None:
    m.add("one", user_id="u")
    newer = m.add("two", user_id="u")[0].id
    explorer = m.explore()
    explorer.at = 1
    said = answer(explorer, "detail", {"id": newer})["trouble"]
    assert "was not there yet on 20" in said
    assert "it was added on 20" in said
