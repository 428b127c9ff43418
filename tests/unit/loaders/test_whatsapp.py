"""Chats that WhatsApp exported, of phones of many languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from memkit.plugins import create
from memkit.text.whatsapp import read_whatsapp

EVE = datetime(2023, 12, 31, 22, 15, tzinfo=UTC)
HEADS = {
    "iOS, German": "[31.12.23, 22:15:00] ",
    "iOS, American": "[12/31/23, 10:15:00\u202fPM] ",
    "iOS, British": "[31/12/2023, 22:15:00] ",
    "iOS, Swedish": "[2023-12-31, 22:15:00] ",
    "iOS with a mark": "\u200e[31.12.23, 22:15:00] ",
    "Android, American": "12/31/23, 10:15\u202fPM - ",
    "Android, German": "31.12.23, 22:15 - ",
    "Android, British": "31/12/2023, 22:15 - ",
    "Android, French": "31/12/2023 à 22:15 - ",
    "Android, Spanish": "31/12/23, 10:15 p.\u00a0m. - ",
    "Android, Portuguese": "31/12/2023 22:15 - ",
    "Android, Dutch": "31-12-2023 22:15 - ",
    "Android, Finnish": "31.12.2023 klo 22.15 - ",
    "Android, Hungarian": "2023. 12. 31. 22:15 - ",
    "Android, Chinese": "2023/12/31 下午10:15 - ",
    "Android, Japanese": "2023/12/31 22:15 - ",
    "Android, Bulgarian": "31.12.23 г., 22:15 ч. - ",
    "Android, Arabic": "٣١/١٢/٢٠٢٣، ١٠:١٥ م - ",
    "Android, Hindi": "31/12/23, 10:15 pm - ",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_messages_of_each_language_are_read(head):
    text = f"{head}Ana Ö.: Happy: new year\nto all\n\n{head}+49 170 1234567: You too\n"
    chat = read_whatsapp(text)
    assert chat is not None
    assert [(turn.name, turn.content, turn.at) for turn in chat.turns] == [
        ("Ana Ö.", "Happy: new year\nto all", EVE),
        ("+49 170 1234567", "You too", EVE),
    ]
    assert {turn.role for turn in chat.turns} == {"user"}


def test_korean_lines_have_a_comma():
    text = "2023. 12. 31. 오후 10:15, Ana : hi\n2023. 12. 31. 오후 10:15, Bo : ho\n"
    chat = read_whatsapp(text)
    assert chat is not None
    assert [(turn.name, turn.content, turn.at) for turn in chat.turns] == [
        ("Ana", "hi", EVE),
        ("Bo", "ho", EVE),
    ]


LEFT_OUT = [
    "31.12.23, 22:15 - Messages and calls are end-to-end encrypted.",
    '31.12.23, 22:15 - Ana changed the subject to "Trip: 2024"',
    "31.12.23, 22:15 - Ana: <Media omitted>",
    "31.12.23, 22:15 - Ana: <Médias omis>",
    "31.12.23, 22:15 - Ana: This message was deleted",
    "31.12.23, 22:15 - Ana: null",
    "31.12.23, 22:15 - Ana: IMG-20231231-WA0001.jpg (Datei angehängt)",
    "31.12.23, 22:15 - Ana: ",
    "\u200e[31.12.23, 22:15:03] Ana: \u200eBild weggelassen",
    "[31.12.23, 22:15:03] Ana: \u200e<attached: 00000012-PHOTO.jpg>",
]


@pytest.mark.parametrize("line", LEFT_OUT)
def test_what_nobody_wrote_is_left_out_and_counted(line):
    hi = "31.12.23, 22:15 - Ana: hi\n31.12.23, 22:15 - Bo: ho\n"
    chat = read_whatsapp(hi + line + "\n")
    assert chat is not None
    assert ([turn.content for turn in chat.turns], chat.left_out) == (["hi", "ho"], 1)


def test_a_caption_stays_and_the_note_of_an_edit_goes():
    chat = read_whatsapp(
        "31.12.23, 22:15 - Ana: IMG-1-WA0001.jpg (file attached)\nThe harbour\n"
        "31.12.23, 22:15 - Bo: Ahoy \u200e<This message was edited>\n"
    )
    assert chat is not None
    assert [turn.content for turn in chat.turns] == ["The harbour", "Ahoy"]


@pytest.mark.parametrize(
    ("days", "dates"),
    [
        # 13 decides; then what rises; then how phones write.
        (("1/2/24", "13/2/24"), [(2, 1), (2, 13)]),
        (("1/2/24", "2/13/24"), [(1, 2), (2, 13)]),
        (("5/1/24", "5/2/24", "6/1/24"), [(5, 1), (5, 2), (6, 1)]),
        (("05/01/2024",), [(1, 5)]),
    ],
)
def test_the_whole_file_decides_whether_the_day_or_the_month_is_first(days, dates):
    text = "".join(f"{day}, 22:15 - Ana: hi\n{day}, 22:16 - Bo: ho\n" for day in days)
    chat = read_whatsapp(text)
    assert chat is not None
    found = [turn.at and (turn.at.month, turn.at.day) for turn in chat.turns]
    assert found == [date for date in dates for _ in range(2)]


def test_a_day_that_stays_open_is_no_time():
    chat = read_whatsapp("5/1/24, 22:15 - Ana: hi\n5/1/24, 22:16 - Bo: ho\n")
    assert chat is not None
    assert [turn.at for turn in chat.turns] == [None, None]
    american = read_whatsapp("5/1/24, 10:15 PM - Ana: hi\n5/1/24, 12:16 AM - Bo: ho\n")
    assert american is not None
    assert [turn.at for turn in american.turns] == [
        datetime(2024, 5, 1, 22, 15, tzinfo=UTC),
        datetime(2024, 5, 1, 0, 16, tzinfo=UTC),
    ]


NO_CHATS = {
    "a log": "[2024-05-01 10:00:00] local.INFO: started\n[2024-05-01 10:00:01] local.ERROR: no\n",
    "a log of levels": "[2024-05-01 10:00:00] INFO: up\n[2024-05-01 10:00:01] WARNING: down\n",
    "a system's log": "[2024-05-01 10:00:00] kernel: up\n[2024-05-01 10:00:01] sshd[12]: in\n",
    "notes that quote one": "My notes\n31.12.23, 22:15 - Ana: hi\n31.12.23, 22:15 - Bo: ho\n",
    "notes that begin with one": "31.12.23, 22:15 - Ana: hi\n" + "words\n" * 40,
    "a diary": "31.12.23, 22:15 - went home\n1.1.24, 10:00 - woke up\n",
    "a table": "31.12.23, 22:15, Ana: 3\n31.12.23, 22:16, Bo: 4\n",
    "nothing": "",
    "words": "Ana: hi\nBo: ho\n",
}


@pytest.mark.parametrize("text", NO_CHATS.values(), ids=NO_CHATS)
def test_what_is_no_chat_stays_a_text(text, tmp_path):
    assert read_whatsapp(text) is None
    (tmp_path / "notes.txt").write_text(text)
    (document,) = create("loader", "text").load(str(tmp_path / "notes.txt"))
    assert (document.text, document.messages) == (text, ())


def test_a_chat_is_a_document_of_messages(tmp_path):
    path = tmp_path / "WhatsApp Chat with Bo.txt"
    path.write_text("31.12.23, 22:15 - Ana: hi\n31.12.23, 22:16 - Meta AI: ho\n")
    (document,) = create("loader", "text").load(str(path))
    assert document.text == ""
    assert document.metadata == {"export": "whatsapp", "title": "Bo"}
    assert document.occurred_at == EVE
    assert [(one.role, one.name) for one in document.messages] == [
        ("user", "Ana"),
        ("user", "Meta AI"),
    ]
    (as_text,) = create("loader", "text", chats=False).load(str(path))
    assert as_text.text == path.read_text()


def test_a_file_named_as_an_export_may_hold_one_message(tmp_path):
    for name, number in (("_chat.txt", 1), ("notes.txt", 0)):
        (tmp_path / name).write_text("[31.12.23, 22:15:03] Ana: hi\na\nb\nc\n")
        (document,) = create("loader", "text").load(str(tmp_path / name))
        assert len(document.messages) == number


def test_a_long_chat_is_read():
    line = "31.12.23, 22:15 - Ana: hi\nand more\n"
    chat = read_whatsapp(line * 50_000)
    assert chat is not None
    assert len(chat.turns) == 50_000
