"""The default memory finds what it found when its table was made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks import locomo
from memkit import Memory, samples

DEV = Path(__file__).resolve().parents[3] / "shared" / "locomo" / "dev.json"


def test_the_sample_questions_are_answered_among_the_first_five() -> None:
    questions = samples.questions()
    with Memory(":memory:") as memory:
        memory.add_many(samples.messages(), progress=False)

        def found(mode: str) -> int:
            return sum(
                any(
                    hit.memory in item["answers"]
                    for hit in memory.search(
                        item["question"], user_id=item["user_id"], k=5, mode=mode
                    )
                )
                for item in questions
            )

        together, vectors, words = found("hybrid"), found("vector"), found("text")
    assert together >= 29
    assert together > max(vectors, words)


@pytest.mark.skipif(not DEV.is_file(), reason="the LoCoMo conversations are not beside the project")
@pytest.mark.parametrize(
    ("context", "least"), [(0.0, {"R@5": 0.58, "R@10": 0.66}), (0.85, {"R@5": 0.61, "R@10": 0.69})]
)
def test_evidence_is_found_in_long_conversations(context: float, least: dict[str, float]) -> None:
    answers, _ = locomo.measure(DEV, embedder=None, mode="hybrid", k=10, context=context)
    assert len(answers) == 760
    for name, value in least.items():
        assert np.mean([answer.measures[name] for answer in answers]) >= value
