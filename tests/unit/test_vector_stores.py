"""What plug-ins for stores share: options of an index that is there, and long answers in parts."""

import warnings

import numpy as np
import pytest
from pydantic import BaseModel

from memkit.contracts import Matches, Selection
from memkit.domain.records import Scope
from memkit.errors import MemkitWarning
from memkit.filters import Bounds, parse
from memkit.providers.vector_stores import Plan, best, tell_what_stands
from memkit.providers.vector_stores.options import fit
from memkit.testing import DictContext, SampleMemory


class Options(BaseModel):
    m: int = 16
    ef: int = 100


STANDING = {"m": 48, "ef": 200}


def fitted(config, *, taken=(), error=None):
    """Return what an index was asked to change."""
    asked = []

    def change(wanted):
        asked.append(dict(wanted))
        if error is not None:
            raise error
        return taken

    fit(
        config,
        STANDING,
        change,
        may_not=lambda error: isinstance(error, PermissionError),
        where="An index",
    )
    return asked


def test_only_what_was_given_is_changed():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert fitted(Options()) == []
        assert fitted(Options(ef=200)) == []
        assert fitted(Options(ef=512), taken=["ef"]) == [{"ef": 512}]
        # A default that was given is asked for.
        assert fitted(Options(m=16), taken=["m"]) == [{"m": 16}]


def test_what_an_index_keeps_is_told_with_what_to_do():
    with pytest.warns(MemkitWarning, match=r"An index goes by m=48 \(not 8\).*m\.reindex\(\)"):
        fitted(Options(m=8, ef=512), taken=["ef"])
    with pytest.warns(MemkitWarning, match=r"ef=200 \(not 9\), for this key may not"):
        fitted(Options(ef=9), error=PermissionError())
    with pytest.raises(OSError, match="down"):
        fitted(Options(ef=9), error=OSError("down"))


def test_a_fix_of_its_own_ends_the_warning():
    with pytest.warns(MemkitWarning, match="which is all there is. Ask for less.$"):
        tell_what_stands(
            "It", {"ef": 1}, {"ef": 2}, because="which is all there is", fix="Ask for less."
        )


class Engine:
    """Ranks keys from 1 to n, the first one first, and gives so many at once."""

    def __init__(self, n, most):
        self.keys = np.arange(1, n + 1)
        self.most = most
        self.asked = []

    def ask(self, native, limit, exact):
        assert limit <= self.most
        self.asked.append(limit)
        kept = self.keys if native is True else self.keys[native(self.keys)]
        return Matches(kept[:limit], (1000 - kept[:limit]).astype(np.float32))

    def plan(self):
        return Plan(
            among=lambda keys: lambda held: np.isin(held, keys),
            keys_in_filter=1000,
            looks=(64,),
            most=self.most,
            without=lambda native, keys: (
                lambda held: (native is True or native(held)) & ~np.isin(held, keys)
            ),
        )


@pytest.mark.parametrize(
    ("k", "asked"), [(5, [5]), (10, [10]), (11, [10, 1]), (35, [10] * 3 + [5]), (60, [10] * 5)]
)
def test_answers_longer_than_an_engine_gives_are_put_together(k, asked):
    engine = Engine(45, 10)
    everything = Selection(scope=Scope(), where=None, now=0)
    found = best(
        engine.ask, Bounds(True, True), engine.plan(), k=k, selection=everything, context=None
    )
    assert found.keys.tolist() == list(range(1, min(k, 45) + 1))
    assert engine.asked == asked


def test_what_the_journal_checks_is_looked_for_deep_enough():
    """The only one that passes comes last, after many more than are given at once."""
    context = DictContext()
    context.open_space("a", 2)
    texts = ["a note"] * 60 + ["the funicular"]
    context.add([SampleMemory(text=text) for text in texts])
    engine = Engine(61, 7)
    selection = Selection(scope=Scope(), where=parse("memory icontains 'funicular'"), now=0)
    for bounds in (Bounds(False, True), Bounds(False, lambda held: held > 0)):
        found = best(engine.ask, bounds, engine.plan(), k=3, selection=selection, context=context)
        assert found.keys.tolist() == [61]
