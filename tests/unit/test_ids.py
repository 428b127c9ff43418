from __future__ import annotations

import threading
import time
import uuid
from typing import Any

import pytest

from memkit.domain.ids import is_whole
from memkit.domain.times import new_id


def test_ids_are_uuids_of_version_7_and_of_now() -> None:
    before = time.time_ns() // 1_000_000
    value = uuid.UUID(new_id())
    after = time.time_ns() // 1_000_000
    assert (value.version, value.variant) == (7, uuid.RFC_4122)
    assert before <= value.int >> 80 <= after + 1


def test_ids_rise_in_one_process_even_if_the_clock_stands_or_goes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ids = [new_id() for _ in range(10_000)]
    monkeypatch.setattr(time, "time_ns", lambda: 1_000_000_000_000_000_000)
    ids += [new_id() for _ in range(10_000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 20_000


def test_threads_never_share_an_id() -> None:
    parts: list[list[str]] = []

    def work() -> None:
        parts.append([new_id() for _ in range(3000)])

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id_ for part in parts for id_ in part}) == 18_000
    assert all(part == sorted(part) for part in parts)


def test_two_processes_never_share_an_id(snippet: Any) -> None:
    done = snippet(
        """
        import os
        from memkit.domain.times import new_id
        new_id()
        read, write = os.pipe()
        if os.fork() == 0:
            os.write(write, "\\n".join(new_id() for _ in range(500)).encode())
            os._exit(0)
        mine = {new_id() for _ in range(500)}
        os.wait()
        os.close(write)
        theirs = set(os.fdopen(read).read().split())
        print(len(mine | theirs))
        """
    )
    assert done.stdout.strip() == "1000"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01939b3c-0000-7000-8000-000000000000", True),
        ("01939B3C-0000-7000-8000-00000000000A", True),
        ("01939b3c000070008000000000000000", False),
        ("{01939b3c-0000-7000-8000-000000000000}", False),
        ("urn:uuid:01939b3c-0000-7000-8000-000000000000", False),
        ("", False),
        ("x", False),
    ],
)
def test_what_is_a_uuid(text: str, expected: bool) -> None:
    assert is_whole(text) is expected
