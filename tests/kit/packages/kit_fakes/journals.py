"""The default journal, and journals that each do one thing wrong."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager, nullcontext
from dataclasses import replace

import numpy as np

from memkit.builtin.sqlite.journal import SQLiteJournal
from memkit.contracts.journal import Remove
from memkit.engine.word_index import WordIndex
from memkit.testing.journals.tools import select


class GoodJournal(SQLiteJournal):
    pass


class Worded(SQLiteJournal):
    """Has the capability "text", as all that derive from it."""

    def __init__(self, config):
        super().__init__(config)
        self.words = WordIndex(self)

    def search_text(self, query, *, k, selection):
        return self.words.search_text(query, k=k, selection=selection)

    def frequencies(self, words, scope):
        return self.words.frequencies(words, scope)

    def close(self):
        self.words.close()
        super().close()


class ProposesTheOldest(Worded):
    def search_text(self, query, *, k, selection):
        found = super().search_text(query, k=10_000, selection=selection)
        pool = np.isin(found.keys, np.sort(found.keys)[:500])
        return replace(found, keys=found.keys[pool][:k], scores=found.scores[pool][:k])


class FiltersItsPool(Worded):
    def search_text(self, query, *, k, selection):
        found = super().search_text(query, k=500, selection=replace(selection, where=None))
        passed = np.isin(found.keys, self.allowed_keys(selection, among=found.keys))
        return replace(found, keys=found.keys[passed][:k], scores=found.scores[passed][:k])


class TellsNoFurtherScores(Worded):
    def search_text(self, query, *, k, selection):
        return replace(super().search_text(query, k=k, selection=selection), lookup=None)


class ForgetsWho(SQLiteJournal):
    def apply(self, instructions, *, actor=None, **named):
        return super().apply(instructions, **named)


class AppliesOneByOne(SQLiteJournal):
    def apply(self, instructions, *, readings=(), closes=(), **named):
        super().apply([], readings=readings, closes=closes, **named)
        return [super(AppliesOneByOne, self).apply([one], **named)[0] for one in instructions]


class IgnoresConditions(SQLiteJournal):
    def apply(self, instructions, **named):
        def without(one):
            return replace(one, condition=None) if hasattr(one, "condition") else one

        return super().apply([without(one) for one in instructions], **named)


class AsksConditionsTooEarly(SQLiteJournal):
    def apply(self, instructions, **named):
        def decided(one):
            there = self.get([one.id]).get(getattr(one, "id", None))
            if getattr(one, "condition", None) is None or there is None:
                return one
            holds = one.condition(there)
            return replace(one, condition=lambda record: holds)

        return super().apply([decided(one) for one in instructions], **named)


class ForgetsFacts(SQLiteJournal):
    @contextmanager
    def _writing(self):
        with super()._writing() as tables:
            tables.drawn_from = lambda ids: []
            yield tables


class DropsTheDefault(SQLiteJournal):
    def drop_space(self, key):
        super().put_space(replace(self.spaces()[0], key="other", default=True))
        super().drop_space(key)
        self.default_space("other")


class NeverChanges(SQLiteJournal):
    def changed(self):
        return 0


class CountsTheOldest(SQLiteJournal):
    def _oldest(self, scope):
        return [record for _, record in self.page(select(scope=scope), limit=500)]

    def scope_ids(self, name, *, scope, now):
        return Counter(filter(None, (getattr(one, name) for one in self._oldest(scope))))

    def field_names(self, scope):
        return Counter(("metadata", name) for one in self._oldest(scope) for name in one.metadata)

    def event_counts(self, *, until, **named):
        return [*super().event_counts(until=until, **named)[:-1], {}]


class TellsEveryScope(SQLiteJournal):
    def events(self, *, scope=None, **named):
        return super().events(**named)


class ForgetsDeletions(SQLiteJournal):
    def delta(self, since, *, limit):
        return replace(super().delta(since, limit=limit), deleted=np.empty(0, np.int64))


class PagesOverlap(SQLiteJournal):
    def page(self, selection, *, limit, after=0):
        return super().page(
            selection, limit=limit, after=max(after - 1, 0) if limit == 4 else after
        )


class IgnoresAmong(SQLiteJournal):
    def allowed_keys(self, selection, *, among=None):
        return super().allowed_keys(selection)


class KnowsNoPast(SQLiteJournal):
    def state_at(self, seq):
        return super().state_at(self.head().seq)


class ForgetsPositions(SQLiteJournal):
    def follower(self, name):
        return type(super().follower(name))()


class ResetsNothing(SQLiteJournal):
    def reset(self):
        pass


class LosesMicroseconds(SQLiteJournal):
    def apply(self, instructions, *, now, **named):
        return super().apply(instructions, now=now // 10 * 10 + 1, **named)


class KeepsTheFirstRating(SQLiteJournal):
    def rate(self, query, memory_id, relevant, *, at, actor):
        if memory_id not in self.ratings().get(query, {}):
            super().rate(query, memory_id, relevant, at=at, actor=actor)


class LocksNothing(SQLiteJournal):
    def exclusively(self, name):
        return nullcontext()


class ReadsNothingTwice(SQLiteJournal):
    """Takes a message that was edited for one that was read."""

    def unread(self, derivation, **named):
        read = {key for (key,) in self._all("SELECT key FROM readings WHERE outcome = 'read'")}
        return [one for one in super().unread(derivation, **named) if one.key not in read]


class LeavesWindowsOpen(SQLiteJournal):
    def apply(self, instructions, *, closes=(), **named):
        return super().apply(instructions, **named)


class PaysTwice(SQLiteJournal):
    def call(self, key):
        return None


class DeletesForPurging(SQLiteJournal):
    def purge(self, ids, *, now, batch_id, **told):
        instructions = [Remove(id=id_, missing_ok=True) for id_ in ids]
        self.apply(instructions, vectors={}, now=now, batch_id=batch_id, **told)
        return list(ids)


class CutsContents(SQLiteJournal):
    def contents(self, digests):
        found = super().contents(digests)
        return {digest: content[: 1 << 20] for digest, content in found.items()}


class ListsAllMemories(SQLiteJournal):
    def attached(self, selection, *, limit, after=0):
        return self.page(selection, limit=limit, after=after)
