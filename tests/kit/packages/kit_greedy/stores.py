from kit_fakes.stores import GoodStore


class GreedyStore(GoodStore):
    pass
