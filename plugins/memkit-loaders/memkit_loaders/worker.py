"""The process that reads documents: `python -m memkit_loaders.worker`.

It is asked in frames on its standard input, and answers in frames: eight bytes that say how long
what follows is, then that. A question is two frames, the job as JSON and the file's bytes. It ends
with its input.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Any, BinaryIO

from memkit_loaders.limits import Limits, Refusal, bound_this_process, near_the_bound

FORMATS = ("pdf", "docx", "pptx", "xlsx", "html", "epub", "web.page", "web.rules")
_LENGTH = 8
_INSTALL = "Run: pip install --upgrade --force-reinstall memkit-loaders"


def main() -> None:
    """Answer until nobody asks."""
    # What a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while (job := _frame(sys.stdin.buffer)) is not None:
        content = _frame(sys.stdin.buffer)
        answer = json.dumps(_answer(json.loads(job), content or b"")).encode()
        answers.write(len(answer).to_bytes(_LENGTH, "big") + answer)
        answers.flush()


def _frame(stream: BinaryIO) -> bytes | None:
    length = stream.read(_LENGTH)
    if len(length) < _LENGTH:
        return None
    return stream.read(int.from_bytes(length, "big"))


def _answer(job: dict[str, Any], content: bytes) -> dict[str, Any]:
    if job["format"] not in FORMATS:
        raise ValueError(f"no such format: {job['format']!r}")
    limits = Limits(**job["limits"])
    bound_this_process(limits)
    try:
        # Each brings its own libraries, which the others can do without.
        reader = importlib.import_module(f"memkit_loaders.{job['format']}")
        return {"read": reader.read(content, limits, **job["options"])}
    except Refusal as refusal:
        return {"refused": [refusal.problem, refusal.fix]}
    except MemoryError:
        return {"memory": True}
    except ImportError as error:
        # The file is not to blame.
        return {"refused": [f"a library is missing ({error})", _INSTALL]}
    except Exception as error:  # noqa: BLE001 - parsers raise whatever a damaged file leads to
        # Some of them tell of a lack of memory as of damage.
        if near_the_bound(limits):
            return {"memory": True}
        return {"damaged": f"{type(error).__name__}: {error}"[:500]}


if __name__ == "__main__":
    main()
