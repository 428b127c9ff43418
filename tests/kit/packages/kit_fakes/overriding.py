from __future__ import annotations

from kit_fakes.stores import GoodStore


class NeverKeepsK(GoodStore):
    def cut(self, found, k):
        return super().cut(found, 0)


class NeverFindsOne(GoodStore):
    def cut(self, found, k):
        return super().cut(found, 0 if k == 1 else k)
