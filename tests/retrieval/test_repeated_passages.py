"""Of passages that say the same, one has the place; what says something else is not pushed out."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from memkit import Memory, Source
from memkit.domain.passages import SAID_BY
from memkit.domain.results import Hit

ASKED = "How many days of leave does everybody have?"
# Of more words than a row of a table has.
LEAVE = """Everybody has thirty days of leave a year, and whoever works less than five days a week
has the share of it that fits. Ask for leave two weeks before it begins; your team may say no to it
only if there is nobody else who can do your work, and has to offer other days then. Days that are
left at the end of the year can be taken until the end of March, and after that they are lost unless
you were ill or the office asked you to stay. Leave for a wedding, a birth or a funeral does not
count, and neither does jury service, for which the office pays you as on any other day of work."""
# As near to the question as that, a little less, and in no three words the same.
OTHERS = [
    " ".join(random.Random(seed).sample(words, len(words)))
    for seed in range(3)
    for words in [f"{LEAVE} About lifts, lamps, keys, doors and bicycles see below.".split()]
]


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory(tmp_path / "memory.db") as made:
        yield made


def passages(memory: Memory, texts: Sequence[str], *, document: str | None = None) -> None:
    """Add passages, of a document each unless one is named."""
    memory.add_many(
        [
            {"memory": text, "user_id": "ana", "said_by": SAID_BY,
             "sources": [Source(document=document or f"file:///{number}-{len(text)}.html",
                                start=0, end=len(text), heading=("Handbook",))]}
            for number, text in enumerate(texts)
        ],
        progress=False,
    )  # fmt: skip


def editions(count: int) -> list[str]:
    """Return a text as several formats have it: in other lines, and with a page's own words."""
    words = LEAVE.split()
    return [
        "\n".join(" ".join(words[at : at + width]) for at in range(0, len(words), width))
        + f"\nPage {width} of the handbook"
        for width in range(5, 5 + count)
    ]


def lowered(hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.reasons.get("repeat", 0.0)]


# The last has more editions than a search looks at in its first pool.
@pytest.mark.parametrize("count", [2, 4, 120])
@pytest.mark.parametrize("mode", ["hybrid", "vector", "text"])
def test_editions_of_one_text_take_one_place(memory: Memory, mode: Any, count: int) -> None:
    passages(memory, [*editions(count), *OTHERS])
    hits = memory.search(ASKED, user_id="ana", k=4, mode=mode)
    assert {hit.memory for hit in hits} > set(OTHERS)
    assert not lowered(hits)


def test_the_others_follow_where_there_is_room(memory: Memory) -> None:
    passages(memory, [*editions(4), *OTHERS])
    hits = memory.search(ASKED, user_id="ana", k=7)
    assert len({hit.id for hit in hits}) == 7
    assert len(lowered(hits)) == 3
    assert all(hit.reasons["repeat"] < 0 for hit in lowered(hits))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.score == pytest.approx(sum(hit.reasons.values())) for hit in hits)


def test_they_are_found_as_always_where_nothing_else_is(memory: Memory) -> None:
    passages(memory, editions(3))
    hits = memory.search(ASKED, user_id="ana", k=3, where={"memory": {"$contains": "Page 6"}})
    assert len(hits) == 1
    assert not lowered(hits)


def test_a_text_without_spaces_is_known_again_in_other_lines(memory: Memory) -> None:
    text = "休暇は年に三十日あり、週に五日より少なく働く人にはその割合だけあります。" * 2
    passages(memory, [text, text[:20] + "\n" + text[20:], "病気の日は休暇ではありません。"])
    hits = memory.search("休暇は何日ありますか", user_id="ana", k=3)
    assert len(lowered(hits)) == 1


def test_rows_of_one_table_are_no_repeats(memory: Memory) -> None:
    rows = [f"Owner: Ana\nState: open\nPriority: high\nBug: {number}" for number in range(30)]
    passages(memory, rows, document="file:///bugs.csv")
    assert not lowered(memory.search("open bugs of Ana", user_id="ana", k=30))


def test_a_row_repeats_only_what_is_word_for_word_the_same(memory: Memory) -> None:
    rows = ["Owner: Ana\nState: open\nPriority: high\nBug: 17"] * 2
    passages(memory, [*rows, rows[0].replace("17", "18")])
    hits = memory.search("open bugs of Ana", user_id="ana", k=3)
    assert len(hits) == 3
    (again,) = lowered(hits)
    assert again.memory == rows[0]


def test_messages_are_left_alone(memory: Memory) -> None:
    said = [{"role": "user", "name": name, "content": LEAVE} for name in ("Ben", "Cleo")]
    memory.add(said, user_id="ana", infer=False)
    passages(memory, [LEAVE])
    hits = memory.search(ASKED, user_id="ana", k=3)
    assert len(hits) == 3
    assert not lowered(hits)
