"""A store that does everything right, by brute force, and stores that each do one thing wrong."""

from __future__ import annotations

import functools
import logging
import math
import pickle
import re
import threading
import time
from collections import Counter
from dataclasses import replace

import numpy as np

from memkit.contracts.store import Approximation, Matches, Position, Store
from memkit.errors import SpaceError
from memkit.filters import compile_predicate

passes = functools.lru_cache(compile_predicate)


class GoodStore(Store):
    """Keeps everything in dicts, and in a file if its config names one.

    Has the capabilities "filter", "text" and "persistent".
    """

    def __init__(self, config, context):
        super().__init__(context)
        self.config = config
        self.lock = threading.RLock()
        self.spaces = {}
        self.rows = {}
        self.at, self.token = Position(), None
        self.journal_id = context.journal_id
        if self.place is not None and self.place.exists():
            self.spaces, self.rows, self.at, self.token = pickle.loads(self.place.read_bytes())

    @property
    def place(self):
        if self.config.path is None:
            return None
        return self.config.path / f"{self.journal_id}.pickle"

    def open_space(self, space):
        with self.lock:
            known = self.spaces.get(space.key)
            if known is not None and known.dim != space.dim:
                raise SpaceError(f"{known.dim} is not {space.dim}.", fix="Drop the space.")
            if known is not None and known.id != space.id:
                self.drop_space(space.key)
            self.spaces[space.key] = space

    def drop_space(self, key):
        with self.lock:
            self.spaces.pop(key, None)
            for _, _, _, vectors in self.rows.values():
                vectors.pop(key, None)

    def upsert(self, batch):
        with self.lock:
            columns = zip(
                batch.keys.tolist(), batch.records, batch.scopes, batch.expires_at, strict=True
            )
            for index, (key, record, scope, expires_at) in enumerate(columns):
                vectors = dict(self.rows[key][3]) if key in self.rows else {}
                for space, matrix in batch.vectors.items():
                    self.checked(space, matrix.shape[1])
                    vectors[space] = matrix[index].copy()
                self.put(key, (record, scope, expires_at, vectors))

    def put(self, key, row):
        self.rows[key] = row

    def delete(self, keys):
        with self.lock:
            for key in keys.tolist():
                self.rows.pop(key, None)

    def selected(self, key, selection):
        record, scope, expires_at, _ = self.rows[key]
        return (
            selection.scope.covers(scope)
            and (expires_at is None or expires_at > selection.now)
            and (selection.where is None or passes(selection.where)(record))
        )

    def candidates(self, selection):
        return [key for key in sorted(self.rows) if self.selected(key, selection)]

    def checked(self, space, dim):
        if space not in self.spaces or self.spaces[space].dim != dim:
            raise SpaceError(f"There is no space {space!r} of {dim}.", fix="Open it.")

    def score(self, vector, query):
        length = float(np.linalg.norm(vector)) * float(np.linalg.norm(query))
        return float(vector @ query) / length if length else 0.0

    def scored(self, space, query, keys):
        found = []
        for key in keys:
            vector = self.rows[key][3].get(space)
            if vector is not None and vector.any():
                found.append((key, self.score(vector, query)))
        return found

    def cut(self, found, k):
        found = sorted(found, key=lambda pair: (-pair[1], pair[0]))[:k]
        return Matches(
            np.array([key for key, _ in found], np.int64),
            np.array([score for _, score in found], np.float32),
        )

    def search(self, space, vector, *, k, selection):
        with self.lock:
            self.checked(space, len(vector))
            found = self.scored(space, vector, self.candidates(selection))
            return replace(
                self.cut(found, k),
                lookup=lambda keys: np.array(
                    [score for _, score in self.scored(space, vector, keys.tolist())], np.float32
                ),
            )

    def search_text(self, query, *, k, selection):
        with self.lock:
            words = re.findall(r"\w+", query.casefold())
            found = []
            held = [re.findall(r"\w+", row[0].memory.casefold()) for row in self.rows.values()]
            df = [sum(word in text for text in held) for word in words]
            ceiling = sum(math.log(1 + len(held) / (1 + each)) for each in df)
            for key in self.candidates(selection):
                text = re.findall(r"\w+", self.rows[key][0].memory.casefold())
                count = Counter(text)
                score = sum(count[word] for word in words) / math.sqrt(1 + len(text))
                if score:
                    found.append((key, score))
            return replace(self.cut(found, k), ceiling=ceiling)

    def count(self, space=None):
        with self.lock:
            return sum(
                space is None or (space in vectors and bool(vectors[space].any()))
                for _, _, _, vectors in self.rows.values()
            )

    def clear(self):
        with self.lock:
            self.rows, self.spaces, self.at, self.token = {}, {}, Position(), None
            if self.place is not None:
                self.place.unlink(missing_ok=True)
            self.journal_id = self.context.journal_id

    def position(self):
        return self.at if self.token == self.context.event_token(self.at.seq) else Position()

    def moved(self, position):
        self.at, self.token = position, self.context.event_token(position.seq)

    def close(self):
        if self.place is not None:
            self.place.parent.mkdir(exist_ok=True)
            self.place.write_bytes(pickle.dumps((self.spaces, self.rows, self.at, self.token)))


class JournalFilteredStore(GoodStore):
    """Asks the journal which memories a search may return. Has no capability."""

    search_text = Store.search_text

    def candidates(self, selection):
        return [k for k in self.context.allowed_keys(selection).tolist() if k in self.rows]

    def position(self):
        return None


class LowerIsBetter(GoodStore):
    def cut(self, found, k):
        best = super().cut(found, k)
        return replace(best, scores=1 - best.scores)


class WorstFirst(GoodStore):
    def cut(self, found, k):
        best = super().cut(found, k)
        return replace(best, keys=best.keys[::-1], scores=best.scores[::-1])


class DotProduct(GoodStore):
    def score(self, vector, query):
        return float(vector @ query)


class Approximate(GoodStore):
    """Overlooks every third of many memories."""

    def scored(self, space, query, keys):
        found = super().scored(space, query, keys)
        return [pair for pair in found if pair[0] % 3] if len(found) >= 180 else found


class FiltersAfterTheCut(GoodStore):
    def search(self, space, vector, *, k, selection):
        everything = super().search(
            space, vector, k=max(k, 70), selection=replace(selection, where=None)
        )
        keep = [
            i for i, key in enumerate(everything.keys.tolist()) if self.selected(key, selection)
        ]
        return Matches(everything.keys[keep][:k], everything.scores[keep][:k])


class IgnoresTheScope(GoodStore):
    def selected(self, key, selection):
        return super().selected(key, replace(selection, scope=self.rows[key][1]))


class IgnoresTheExpiry(GoodStore):
    def selected(self, key, selection):
        return super().selected(key, replace(selection, now=0))


class ExpiresASecondLate(GoodStore):
    def selected(self, key, selection):
        return super().selected(key, replace(selection, now=selection.now - 1_000_000))


class IgnoresNot(GoodStore):
    def selected(self, key, selection):
        from memkit.filters import Not

        if isinstance(selection.where, Not):
            selection = replace(selection, where=selection.where.part)
        return super().selected(key, selection)


class RoundsKeys(GoodStore):
    def cut(self, found, k):
        best = super().cut(found, k)
        return replace(best, keys=best.keys.astype(np.float64).astype(np.int64))


class CountsUpsertsTwice(GoodStore):
    extra = 0

    def put(self, key, row):
        if self.rows.get(key, (None,))[0] == row[0]:
            self.extra += 1
        super().put(key, row)

    def count(self, space=None):
        return super().count(space) + self.extra


class KeepsTheOldScope(GoodStore):
    def put(self, key, row):
        if key in self.rows:
            row = (row[0], self.rows[key][1], *row[2:])
        super().put(key, row)


class DoesNotDelete(GoodStore):
    def delete(self, keys):
        pass


class RefusesUnknownKeys(GoodStore):
    def delete(self, keys):
        with self.lock:
            for key in keys.tolist():
                del self.rows[key]


class MixesSpaces(GoodStore):
    """Holds one vector a memory, whatever the space."""

    def scored(self, space, query, keys):
        found = []
        for key in keys:
            held = [v for v in self.rows[key][3].values() if v.any() and len(v) == len(query)]
            if held:
                found.append((key, self.score(held[-1], query)))
        return found


class ForgetsOtherSpaces(GoodStore):
    def upsert(self, batch):
        with self.lock:
            for key in batch.keys.tolist():
                self.rows.pop(key, None)
            super().upsert(batch)


class TakesAnyDimension(GoodStore):
    def checked(self, space, dim):
        super().checked(space, self.spaces[space].dim if space in self.spaces else dim)

    def score(self, vector, query):
        n = min(len(vector), len(query))
        return super().score(vector[:n], query[:n])


class ReopensAnyDimension(GoodStore):
    def open_space(self, space):
        if space.key in self.spaces and self.spaces[space.key].dim != space.dim:
            return
        super().open_space(space)


class OpensUnknownSpaces(GoodStore):
    def search(self, space, vector, *, k, selection):
        if space == "unknown":
            return self.cut([], k)
        return super().search(space, vector, k=k, selection=selection)


class KeepsDroppedSpaces(GoodStore):
    def drop_space(self, key):
        pass


class MatchesZeros(GoodStore):
    def scored(self, space, query, keys):
        return [
            (key, self.score(self.rows[key][3][space], query))
            for key in keys
            if space in self.rows[key][3]
        ]


class ChangesTheQuery(GoodStore):
    def search(self, space, vector, *, k, selection):
        found = super().search(space, vector.copy(), k=k, selection=selection)
        vector /= max(float(np.linalg.norm(vector)), 1e-9) * 2
        return found


class SortsTheKeys(GoodStore):
    def upsert(self, batch):
        super().upsert(batch)
        batch.keys.sort()


class ShowsItsKey(GoodStore):
    def __repr__(self):
        key = self.config.api_key
        return f"ShowsItsKey({key and key.get_secret_value()})"


class LogsItsKey(GoodStore):
    def search(self, space, vector, *, k, selection):
        key = self.config.api_key
        logging.getLogger("fake").debug("key %s", key and key.get_secret_value())
        return super().search(space, vector, k=k, selection=selection)


class PicklesItsKey(GoodStore):
    def __reduce__(self):
        key = self.config.api_key
        return str, (key and key.get_secret_value(),)


class LosesRows(GoodStore):
    def close(self):
        self.rows = {}
        super().close()


class SharesRowsAmongJournals(GoodStore):
    def __init__(self, config, context):
        class Same:
            journal_id = "same"

            def __getattr__(self, name):
                return getattr(context, name)

        super().__init__(config, Same())


class NotSafeForThreads(GoodStore):
    def upsert(self, batch):
        before = dict(self.rows)
        super().upsert(batch)
        new = {key: self.rows[key] for key in batch.keys.tolist()}
        time.sleep(0.0005)
        self.rows = before | new


class CutsLongTexts(GoodStore):
    def upsert(self, batch):
        if any(len(text) > 50_000 for text in batch.texts):
            raise ValueError("too long")
        super().upsert(batch)


class IgnoresK(GoodStore):
    def cut(self, found, k):
        return super().cut(found, max(k, 3))


class DoesNotClear(GoodStore):
    def clear(self):
        self.at, self.token = Position(), None


class IgnoresTheToken(GoodStore):
    """Keeps its position, and not the token of that event."""

    def position(self):
        return self.at


class TrustsAnyBackup(GoodStore):
    """Keeps the token, and takes a journal that has come further for the one it knows."""

    def position(self):
        return self.at if self.context.event_token(self.at.seq) is not None else Position()


class ClearKeepsThePosition(GoodStore):
    def clear(self):
        at, token = self.at, self.token
        super().clear()
        self.at, self.token = at, token


class ClearKeepsTheFile(GoodStore):
    """Is empty for as long as the process lives."""

    closing = True

    def clear(self):
        place, kept = self.place, None
        if place is not None and place.exists():
            kept = place.read_bytes()
        super().clear()
        if kept is not None:
            place.write_bytes(kept)
            self.closing = False

    def moved(self, position):
        self.closing = True
        super().moved(position)

    def close(self):
        if self.closing:
            super().close()


class RemembersTheOldJournal(GoodStore):
    """Goes on under the id that the journal had when it was opened."""

    def __init__(self, config, context):
        self.first = context.journal_id
        super().__init__(config, context)

    @property
    def place(self):
        return self.config.path / f"{self.first}.pickle"


class NamesItsFileAtTheEnd(GoodStore):
    """Writes what it holds down as the journal's that is there when it is closed."""

    def close(self):
        self.journal_id = self.context.journal_id
        super().close()


class ReopensAnySpace(GoodStore):
    """Knows a space by its key and dimension once it is written down."""

    def close(self):
        self.spaces = {key: replace(space, id=-1) for key, space in self.spaces.items()}
        super().close()

    def open_space(self, space):
        known = self.spaces.get(space.key)
        if known is not None and known.id == -1 and known.dim == space.dim:
            self.spaces[space.key] = space
        super().open_space(space)


class DeletesAThousand(GoodStore):
    """Has a limit for keys in a request, and keeps to it by cutting them off."""

    def delete(self, keys):
        super().delete(keys[:1000])


class LastComesFirst(GoodStore):
    """Ranks equals by when they were written."""

    def cut(self, found, k):
        written = list(self.rows)
        found = sorted(found, key=lambda pair: (-pair[1], -written.index(pair[0])))[:k]
        return Matches(
            np.array([key for key, _ in found], np.int64),
            np.array([score for _, score in found], np.float32),
        )


class CountsFrom1970(GoodStore):
    """Takes an instant before 1970 for 1970."""

    def selected(self, key, selection):
        return super().selected(key, replace(selection, now=max(selection.now, 0)))


class HasNoCeiling(GoodStore):
    def search_text(self, query, *, k, selection):
        return replace(super().search_text(query, k=k, selection=selection), ceiling=0.0)


class BreaksOnQuotes(GoodStore):
    def search_text(self, query, *, k, selection):
        re.compile(query)
        return super().search_text(query, k=k, selection=selection)


class TextIgnoresTheScope(GoodStore):
    def search_text(self, query, *, k, selection):
        from memkit.domain.records import Scope

        return super().search_text(query, k=k, selection=replace(selection, scope=Scope()))


class SelfPositioned(GoodStore):
    def position(self):
        return Position(7, 7)


class ForgetsExpiredSpaces(GoodStore):
    """Ignores that a space was dropped and added again."""

    def open_space(self, space):
        known = self.spaces.get(space.key)
        super().open_space(space if known is None else replace(space, id=known.id))


class LooksUpNonsense(GoodStore):
    def search(self, space, vector, *, k, selection):
        found = super().search(space, vector, k=k, selection=selection)
        return replace(found, lookup=lambda keys: np.ones(len(keys), np.float32) / 2)


class CountsEveryScope(GoodStore):
    def frequencies(self, words, scope):
        from memkit.domain.records import Scope

        return super().frequencies(words, Scope())


class IndexesFirstOfBatch(GoodStore):
    """Gives a batch the metadata of its first memory, as a careless loop does."""

    def upsert(self, batch):
        super().upsert(
            replace(batch, records=[batch.records[0]] * len(batch)) if len(batch) else batch
        )


class TrustsTheJournal(GoodStore):
    """Takes what the journal allows for what it holds."""

    def candidates(self, selection):
        return self.context.allowed_keys(selection).tolist()


class DividesByTheLength(GoodStore):
    def score(self, vector, query):
        return float(vector @ query) / float(np.linalg.norm(vector)) / float(np.linalg.norm(query))


class WantsSomethingToDo(GoodStore):
    def upsert(self, batch):
        batch.keys[0]
        super().upsert(batch)


class NeedsARow(GoodStore):
    def cut(self, found, k):
        if not self.rows:
            raise ValueError("nothing here")
        return super().cut(found, k)


class ApproximateStore(GoodStore):
    """Says that it may miss some of the nearest, and how broadly it searches."""

    def approximation(self, space):
        if space not in self.spaces:
            raise SpaceError(f"There is no space {space!r}.", fix="Open it.")
        return Approximation(breadth=self.breadths.get(space, self.config.ef_search))


class ForgetsTheBreadth(ApproximateStore):
    """Searches as broadly as ever."""

    def set_breadth(self, space, breadth):
        pass
