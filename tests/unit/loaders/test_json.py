"""JSON of any shape, and the chats in it."""

from __future__ import annotations

import json

import pytest

from memkit.errors import ProviderError
from memkit.plugins import create, loader_for


@pytest.fixture
def load(tmp_path):
    def load(value, name="a.json", **options):
        path = tmp_path / name
        text = value if isinstance(value, str) else json.dumps(value)
        path.write_bytes(text.encode())
        return list(create("loader", loader_for(str(path)), **options).load(str(path)))

    return load


def parts(document):
    return [(span.heading, document.text[span.start : span.end]) for span in document.spans]


def test_a_list_of_objects_is_read_as_rows_are(load):
    (document,) = load(
        [{"name": "Ana", "address": {"city": "Berlin"}, "tags": ["a", "b"], "x": None}, {"n": 1.5}]
    )
    assert parts(document) == [
        ((), "name: Ana\naddress.city: Berlin\ntags: a, b"),
        ((), "n: 1.5"),
    ]
    assert document.metadata == {"items": 2}


def test_keys_with_objects_are_headings(load):
    (document,) = load(
        {
            "title": "Harbour",
            "server": {"host": "db1", "on": True},
            "boats": [{"name": "Ferry"}, {"name": "Tug", "crew": [{"n": "Bo"}]}],
        }
    )
    assert parts(document) == [
        ((), "title: Harbour"),
        (("server",), "server.host: db1\nserver.on: true"),
        (("boats",), "name: Ferry"),
        (("boats",), "name: Tug\ncrew[0].n: Bo"),
    ]
    assert document.metadata == {"title": "Harbour"}


def test_what_is_large_is_a_part_a_key(load):
    long = {"about": "words " * 200, "more": {"deep": "words " * 200}}
    (document,) = load({"boat": long})
    assert [heading for heading, _ in parts(document)] == [("boat",), ("boat", "more")]


def test_lists_of_texts_and_numbers_and_single_values(load):
    (texts,) = load(["one", "two"])
    assert [text for _, text in parts(texts)] == ["one", "two"]
    (numbers,) = load({"vector": [0.5] * 300})
    assert numbers.text == "vector: 0.5, 0.5, 0.5, 0.5, 0.5, ... (300 numbers)"
    assert [load(value)[0].text for value in ("7", '"x"', "null", "[]", "{}")] == [
        "7", "x", "", "", "",
    ]  # fmt: skip


def test_each_line_is_an_item_and_bad_ones_are_told(load):
    (document,) = load('{"a": 1}\nnonsense\n\n{"b": "x\u2028y"}\n', "a.jsonl")
    assert [text for _, text in parts(document)] == ["a: 1", "b: x\u2028y"]
    assert document.metadata["unread"] == ["line 2: Expecting value, column 1"]
    assert document.media_type == "application/x-ndjson"
    assert load('{"a": 1}\n{"b": 2}\n')[0].text == "a: 1\n\nb: 2"


@pytest.mark.parametrize(
    "text",
    ["", "  ", "{", '{"a": 1,}', "nonsense", "[" * 100_000, "[" * 200 + "]" * 200,
     '{"a":' * 5_000 + "1" + "}" * 5_000],
    ids=["empty", "blank", "cut", "comma", "words", "open", "deep", "deep objects"],
)  # fmt: skip
def test_what_is_no_json_is_told(load, text):
    for name in ("a.json", "a.jsonl", "a.ipynb"):
        with pytest.raises(ProviderError, match=r"is empty|no JSON|no line of JSON"):
            load(text, name)


def test_what_no_type_holds_is_text(load):
    (document,) = load('{"n": ' + "9" * 5_000 + ', "f": 1e999, "nan": NaN}')
    assert document.text.split("\n") == [f"n: {'9' * 5_000}", "f: 1e999", "nan: NaN"]


def test_half_characters_are_replaced(load):
    (document,) = load(
        r'{"a\udc00": "x\ud800y", "pair": "\ud83d\ude00", "nul": "\u0000", "b": "\\ud800"}'
    )
    assert document.text == "a\ufffd: x\ufffdy\npair: 😀\nnul: \ufffd\nb: \\ud800"


def tree(*said, **fields):
    """A conversation of ChatGPT's, whose messages follow each other."""
    nodes = {"n0": {"id": "n0", "message": None, "parent": None, "children": ["n1"]}}
    for at, (role, text) in enumerate(said, 1):
        nodes[f"n{at}"] = {
            "id": f"n{at}",
            "parent": f"n{at - 1}",
            "children": [f"n{at + 1}"] if at < len(said) else [],
            "message": {
                "author": {"role": role},
                "create_time": 1714567890.5 + at,
                "content": {"content_type": "text", "parts": [text]},
            },
        }
    return {"mapping": nodes, "current_node": f"n{len(said)}", **fields}


def test_an_export_of_chatgpt_is_a_document_a_conversation(load):
    tea = tree(
        ("system", ""),
        ("user", "I like tea \ud83d"),
        ("assistant", "Noted"),
        title="Tea",
        create_time=1714567890.5,
        conversation_id="c 1",
    )
    # A branch that was regenerated was not said.
    tea["mapping"]["old"] = {"id": "old", "parent": "n2", "children": [], "message": {
        "author": {"role": "assistant"}, "content": {"content_type": "text", "parts": ["Old"]},
    }}  # fmt: skip
    empty, twin = tree(("system", "x")), tree(("user", "hi"), conversation_id="c 1")
    first, second = load([tea, empty, twin])
    assert [(one.role, one.content) for one in first.messages] == [
        ("user", "I like tea \ufffd"),
        ("assistant", "Noted"),
    ]
    assert first.uri.endswith("a.json#c%201")
    assert second.uri != first.uri
    assert first.metadata == {"export": "openai", "title": "Tea", "conversation": "c 1"}
    assert first.occurred_at is not None
    assert first.occurred_at.timestamp() == 1714567890.5
    assert first.messages[0].created_at is not None


def test_an_export_of_claude_is_read(load):
    talk = {
        "uuid": "u1",
        "name": "Trip",
        "created_at": "2024-05-01T10:00:00.000Z",
        "chat_messages": [
            {"sender": "human", "text": "hi", "content": [{"type": "text", "text": "hi"}],
             "created_at": "2024-05-01T10:00:00Z"},
            {"sender": "assistant", "text": "ho", "content": [{"type": "text", "text": "ho"}]},
            {"sender": "human", "content": 3},
        ],
    }  # fmt: skip
    (document,) = load([talk])
    assert [(one.role, one.content) for one in document.messages] == [
        ("user", "hi"),
        ("assistant", "ho"),
    ]
    assert document.metadata == {
        "export": "claude", "title": "Trip", "conversation": "u1", "unread": 1,
    }  # fmt: skip
    (as_data,) = load([talk], chats=False)
    assert as_data.messages == ()


def test_other_messages_are_conversations_too(load):
    said = [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "ho"}]
    assert len(load(said)[0].messages) == 2
    assert len(load({"messages": said})[0].messages) == 2
    lines = "".join(json.dumps({"messages": said}) + "\n" for _ in range(3))
    assert [len(one.messages) for one in load(lines, "a.jsonl")] == [2, 2, 2]


@pytest.mark.parametrize(
    "value",
    [
        [{"author": "Ana", "content": "A post"}, {"author": "Bo", "content": "Another"}],
        {"mapping": {"properties": {"a": 1}}},
        {"mapping": {}},
        {"messages": ["one", "two"]},
        {"messages": {"hello": "Hallo"}},
        [{"role": "admin", "content": "x"}],
        [{"type": "message", "text": "x"}],
    ],
)
def test_other_data_is_no_conversation(load, value):
    (document,) = load(value)
    assert document.messages == ()
