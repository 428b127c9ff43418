"""Archives of chats, and Slack's folders."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from memkit.contracts.loader import digest_of
from memkit.errors import ProviderError
from memkit.plugins import create, loader_for

USERS = [{"id": "U1", "name": "ana", "profile": {"display_name": "Ana", "real_name": "Ana L."}}]
THREAD = "1714567890.000100"
DAY = [
    {"type": "message", "user": "U1", "ts": THREAD, "thread_ts": THREAD,
     "text": "see <https://x.org|this> &lt;now&gt; <@U1> <@U9|bo> <#C1|boats> <!here> <https://y.org>"},
    {"type": "message", "subtype": "channel_join", "user": "U1", "ts": "1714567891.0001",
     "text": "<@U1> has joined"},
    {"type": "message", "user": "U2", "ts": "1714567892.0001", "text": "something else"},
    {"type": "message", "user": "U3", "user_profile": {"real_name": "Eva"}, "thread_ts": THREAD,
     "ts": "1714567893.0001", "text": "a reply"},
    {"type": "message", "subtype": "bot_message", "username": "CI", "ts": "1714567894.0001",
     "text": "", "attachments": [{"fallback": "green"}]},
    {"type": "message", "user": "U1", "ts": "1714567895.0001", "text": ""},
]  # fmt: skip
SAID = [
    ("user", "Ana", "see this (https://x.org) <now> @Ana @bo #boats @here https://y.org"),
    ("user", "Eva", "a reply"),
    ("user", "U2", "something else"),
    ("assistant", "CI", "green"),
]


def load(path, **options):
    return list(create("loader", loader_for(str(path)), **options).load(str(path)))


def said(document):
    return [(one.role, one.name, one.content) for one in document.messages]


def pack(path: Path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content if isinstance(content, str) else json.dumps(content))
    return path


@pytest.fixture
def slack(tmp_path):
    folder = tmp_path / "slack"
    (folder / "boats").mkdir(parents=True)
    (folder / "users.json").write_text(json.dumps(USERS))
    (folder / "channels.json").write_text(json.dumps([{"id": "C1", "name": "boats"}]))
    (folder / "boats" / "2024-05-01.json").write_text(json.dumps(DAY))
    return folder


def test_a_day_of_slack_is_read_with_the_names_beside_it(slack):
    (document,) = load(slack / "boats" / "2024-05-01.json")
    assert said(document) == SAID
    assert document.metadata == {
        "export": "slack", "title": "#boats, 2024-05-01", "channel": "boats",
    }  # fmt: skip
    created = document.messages[0].created_at
    assert created is not None
    assert created.timestamp() == pytest.approx(float(THREAD), abs=1e-5)
    assert load(slack / "users.json") == load(slack / "channels.json") == []
    (slack / "users.json").write_text("nonsense")
    assert said(load(slack / "boats" / "2024-05-01.json")[0])[0][1] == "U1"


def test_slacks_folder_and_archive_hold_the_same(slack, tmp_path):
    loader = create("loader", "chat-export")
    (document,) = loader.load(str(slack))
    assert said(document) == SAID
    packed = pack(
        tmp_path / "a.zip",
        **{"users.json": USERS, "channels.json": [], "boats/2024-05-01.json": DAY},
    )
    (unpacked,) = load(packed)
    assert said(unpacked) == SAID
    assert unpacked.uri == packed.as_uri() + "#boats/2024-05-01.json"
    assert unpacked.digest == digest_of(packed.read_bytes())
    with pytest.raises(ProviderError, match="no export of Slack"):
        list(loader.load(str(tmp_path)))


def test_archives_of_chatgpt_and_claude_are_read(tmp_path):
    talk = {"uuid": "u1", "chat_messages": [{"sender": "human", "text": "hi"}]}
    path = pack(tmp_path / "data.zip", **{"users.json": [], "conversations.json": [talk]})
    (document,) = load(path)
    assert said(document) == [("user", None, "hi")]
    assert document.uri == path.as_uri() + "#u1"
    several = pack(
        tmp_path / "b.zip",
        **{"x/conversations-000.json": [talk], "x/conversations-001.json": [talk | {"uuid": "u2"}]},
    )
    assert [one.uri.partition("#")[2] for one in load(several)] == ["u1", "u2"]
    assert load(pack(tmp_path / "c.zip", **{"conversations.json": []})) == []


def test_an_archive_of_whatsapp_is_read(tmp_path):
    chat = "[31.12.23, 22:15:03] Ana: hi\n"
    path = pack(tmp_path / "WhatsApp Chat - Ana.zip", **{"_chat.txt": chat, "a.jpg": "x"})
    (document,) = load(path)
    assert said(document) == [("user", "Ana", "hi")]
    assert (document.metadata["title"], document.uri) == ("Ana", path.as_uri())


def test_a_bomb_is_refused_whatever_it_says_of_its_size(tmp_path):
    bomb = pack(tmp_path / "a.zip", **{"conversations.json": " " * 3_000_000})
    lying = bytearray(bomb.read_bytes())
    at = lying.rindex(b"PK\x01\x02") + 24
    lying[at : at + 4] = (100).to_bytes(4, "little")
    (tmp_path / "b.zip").write_bytes(lying)
    for path in (bomb, tmp_path / "b.zip"):
        with pytest.raises(ProviderError):
            load(path, most_unpacked_megabytes=1)
    with pytest.raises(ProviderError, match="more than 1 megabytes") as raised:
        load(bomb, most_unpacked_megabytes=1)
    assert "most_unpacked_megabytes" in raised.value.fix
    with pytest.raises(ProviderError, match="most_megabytes"):
        load(bomb, most_megabytes=0.001)


def test_a_limit_holds_for_all_members_together(tmp_path):
    talk = [{"uuid": "u", "chat_messages": [{"sender": "human", "text": "x" * 600_000}]}]
    members = {f"conversations-{n:03}.json": talk for n in range(2)}
    with pytest.raises(ProviderError, match="unpacks to more"):
        load(pack(tmp_path / "a.zip", **members), most_unpacked_megabytes=1)


def test_what_is_no_export_is_told(tmp_path):
    with pytest.raises(ProviderError, match="no export of chats") as raised:
        load(pack(tmp_path / "a.zip", **{"notes.md": "x"}))
    assert "Unpack it" in raised.value.fix
    with pytest.raises(ProviderError, match="no list of conversations"):
        load(pack(tmp_path / "b.zip", **{"conversations.json": {"a": 1}}))
    with pytest.raises(ProviderError, match="no message of WhatsApp"):
        load(pack(tmp_path / "c.zip", **{"_chat.txt": "words"}))
    with pytest.raises(ProviderError, match="no JSON"):
        load(pack(tmp_path / "d.zip", **{"conversations.json": "nonsense"}))


def test_a_damaged_archive_is_told(tmp_path):
    talk = [{"uuid": "u", "chat_messages": [{"sender": "human", "text": "hi " * 500}]}]
    whole = pack(tmp_path / "a.zip", **{"conversations.json": talk}).read_bytes()
    flipped = bytearray(whole)
    flipped[60:70] = bytes(10)
    encrypted = bytearray(whole)
    encrypted[6] |= 1
    encrypted[whole.rindex(b"PK\x01\x02") + 8] |= 1
    for content in (b"", b"words", whole[:-30], whole[: len(whole) // 2], flipped, encrypted):
        (tmp_path / "b.zip").write_bytes(content)
        with pytest.raises(ProviderError, match=r"is no zip file, or damaged|is encrypted"):
            load(tmp_path / "b.zip")
