"""Windows, and a model to ask for them."""

from __future__ import annotations

import pytest

from memkit.concurrency.effects import run
from memkit.extraction.asking.call import Asker
from memkit.extraction.asking.ladder import climb
from memkit.extraction.asking.profiles import profile
from memkit.extraction.tasks.extracting import Extracting
from tests.extraction.scripted import SAID, ScriptedLLM, window_of


@pytest.fixture
def window():
    return window_of(*SAID)


@pytest.fixture
def extract():
    """Return a function that extracts a window with a scripted model."""

    def extract(window, *answers, llm=None, check=None, calls=None, local=False, **options):
        llm = llm or ScriptedLLM(*answers)
        task = Extracting(profile=profile("extract", local=local), check=check)
        asker = Asker(llm=llm, calls=calls, provider="scripted")
        outcome = run(climb(task, window, asker=asker, **options))
        assert not llm.answers, f"{len(llm.answers)} answers were not asked for"
        return outcome, llm

    return extract


@pytest.fixture
def unslept(monkeypatch):
    """Let nobody wait for a provider; return for how many seconds each would have waited."""
    slept = []
    monkeypatch.setattr("memkit.concurrency.effects.time.sleep", slept.append)
    return slept
