"""The neighbourhood of an entity as a drawing: whom and what it is named with, and how."""

from __future__ import annotations

from collections.abc import Iterator

from memkit.domain.display import headline
from memkit.domain.wording import counted
from memkit.extraction.entities.listed import Entity
from memkit.text.clean import clean
from memkit.web import svg
from memkit.web.markup import Html

WIDTH = 760
_MOST = 12
_ROW = 52
_TOP = 40
_NAME, _SAID = 22, 24
_PAD = 12
_HIGH = 28


def drawn(entity: Entity) -> Html:
    """Return the drawing as an image, which turns dark with the page."""
    shown = _neighbours(entity)
    rows = max((len(shown) + 1) // 2, 1)
    height = _TOP + rows * _ROW + 24
    middle = _TOP + rows * _ROW / 2
    said = f"{entity.name}: {counted(len(entity.neighbours), 'neighbour')}"
    return svg.image(
        _parts(entity, shown, middle), width=WIDTH, height=int(height), alt=clean(said)
    )


def _neighbours(entity: Entity) -> list[tuple[str, str, int]]:
    """Return the neighbours that are drawn: name, what is said, and how many memories name both.

    Those of whom facts say something come first.
    """
    said: dict[str, str] = {}
    for relation in entity.relations:
        if relation.subject == entity.name:
            said.setdefault(relation.object, f"{relation.relation} →")
        else:
            said.setdefault(relation.subject, f"← {relation.relation}")
    counts = dict(entity.neighbours)
    names = [*(name for name in said if name in counts),
             *(name for name in counts if name not in said)]  # fmt: skip
    return [(name, said.get(name, ""), counts[name]) for name in names[:_MOST]]


def _parts(entity: Entity, shown: list[tuple[str, str, int]], middle: float) -> Iterator[Html]:
    centre = WIDTH / 2
    boxes = []
    for place, (name, said, number) in enumerate(shown):
        right = place % 2 == 0
        side = shown[0::2] if right else shown[1::2]
        y = middle + (place // 2 - (len(side) - 1) / 2) * _ROW
        name = headline(clean(name), _NAME)
        wide = svg.width_of(name) + 2 * _PAD
        x = WIDTH - 16 - wide if right else 16.0
        edge = x if right else x + wide
        yield svg.line(centre, middle, edge, y)
        boxes.append(_box(x, y, wide, name))
        words = headline(clean(said), _SAID) if said else counted(number)
        # Nearer to the other name than to the middle, where lines meet.
        at = edge + (centre - edge) * 0.34
        level = y + (middle - y) * 0.34
        look = "label" if said else "label muted"
        boxes.append(svg.text(at, level + 4, words, look=look, anchor="middle"))
    name = headline(clean(entity.name), _NAME)
    wide = svg.width_of(name) + 2 * _PAD
    boxes.append(_box(centre - wide / 2, middle, wide, name, look="open", strong=True))
    yield from boxes
    left = len(entity.neighbours) - len(shown)
    if left > 0:
        yield svg.text(16, 22, f"and {left:,} more", look="muted")


def _box(
    x: float, y: float, wide: float, name: str, *, look: str = "box", strong: bool = False
) -> Html:
    ground = Html('<rect x="{0:.1f}" y="{1:.1f}" width="{2:.1f}" height="{3}" rx="6" class="{4}"/>')
    top = y - _HIGH / 2
    return Html("{}{}{}").format(
        ground.format(x, top, wide, _HIGH, "ground"),
        ground.format(x, top, wide, _HIGH, look),
        svg.text(x + wide / 2, y + 4.2, name, look="strong" if strong else "", anchor="middle"),
    )
