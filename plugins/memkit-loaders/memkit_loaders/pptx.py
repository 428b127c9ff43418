"""PowerPoint: a span for each slide, under its title."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from memkit_loaders import archive, office
from memkit_loaders.limits import Limits
from memkit_loaders.passages import Passages, on_one_line
from memkit_loaders.tables import lines_of


def read(content: bytes, limits: Limits) -> dict[str, Any]:
    """Return the text of a PowerPoint file; a slide is a page.

    Raises:
        Refusal: It is no PowerPoint file, is damaged or encrypted, or asks for too much.
    """
    archive.opened(content, limits, kind="PowerPoint file").close()
    # Brings lxml and its schemas' classes.
    import pptx

    presentation = pptx.Presentation(io.BytesIO(content))
    slides = presentation.slides
    if len(slides) > limits.most_pages:
        raise limits.refusal("most_pages", f"it has {len(slides)} slides")
    passages = Passages(limits)
    for number, slide in enumerate(slides, 1):
        title = slide.shapes.title
        named = on_one_line(title.text_frame.text) if title is not None else ""
        heading = (named,) if named else ()
        passages.add(named, page=number, heading=heading)
        for text in _texts(slide, title):
            passages.add(text, page=number, heading=heading)
    told = office.properties(presentation.core_properties)
    return passages.result({**told, "pages": len(slides)})


def _texts(slide: Any, title: Any) -> Iterator[str]:
    taken = None if title is None else title.shape_id
    for shape in _in_order(slide.shapes):
        if shape.shape_id != taken:
            yield _text(shape)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield slide.notes_slide.notes_text_frame.text


def _in_order(shapes: Any) -> Iterator[Any]:
    """Yield the shapes, from the top down and then from the left, groups opened."""
    waiting = [iter(_sorted(shapes))]
    while waiting:
        shape = next(waiting[-1], None)
        if shape is None:
            waiting.pop()
        elif hasattr(shape, "shapes"):
            waiting.append(iter(_sorted(shape.shapes)))
        else:
            yield shape


def _sorted(shapes: Any) -> list[Any]:
    return sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0))


def _text(shape: Any) -> str:
    if getattr(shape, "has_table", False):
        table = shape.table
        rows = ([cell.text for cell in row.cells] for row in table.rows)
        return "\n".join(lines_of(rows, header=bool(table.first_row) or None))
    if getattr(shape, "has_chart", False):
        return "\n".join(_chart(shape.chart))
    return shape.text_frame.text if shape.has_text_frame else ""


def _chart(chart: Any) -> Iterator[str]:
    """Yield a chart's title, and its values by category.

    They are read from the chart itself: the library knows the kinds of chart that it can write.
    """
    if chart.has_title and chart.chart_title.has_text_frame:
        yield chart.chart_title.text_frame.text
    series = list(chart.element.iter("{*}ser"))
    names = [" ".join(_points(one, "tx").values()) for one in series]
    values = [_points(one, "val", "yVal") for one in series]
    categories: dict[int, str] = {}
    for one in series:
        categories = categories or _points(one, "cat", "xVal")
    places = sorted({at for points in values for at in points})
    rows = [[categories.get(at, ""), *(points.get(at, "") for points in values)] for at in places]
    yield from list(lines_of([["", *names], *rows], header=True))[1:]


def _points(series: Any, *names: str) -> dict[int, str]:
    """Return the values that a chart keeps of its source, by their place."""
    for name in names:
        for source in series.iterchildren(f"{{*}}{name}"):
            points = list(source.iter("{*}pt")) or [source]
            return {
                int(point.get("idx", "0")): value.text or ""
                for point in points
                for value in point.iter("{*}v")
            }
    return {}
