"""Notebooks of Jupyter: each cell a part below the headings above it."""

from __future__ import annotations

import json

import pytest

from memkit.errors import ProviderError
from memkit.plugins import create, loader_for


@pytest.fixture
def load(tmp_path):
    def load(value, **options):
        path = tmp_path / "a.ipynb"
        path.write_text(value if isinstance(value, str) else json.dumps(value))
        (document,) = create("loader", loader_for(str(path)), **options).load(str(path))
        return document

    return load


def parts(document):
    return [(span.heading, document.text[span.start : span.end]) for span in document.spans]


def markdown(source):
    return {"cell_type": "markdown", "source": source}


def code(source, *outputs):
    return {"cell_type": "code", "source": source, "outputs": list(outputs)}


PYTHON = {"language_info": {"name": "python"}}


def test_cells_stand_under_headings(load):
    document = load(
        {
            "nbformat": 4,
            "metadata": PYTHON,
            "cells": [
                markdown(["# Boats\n", "Some.\n", "## Tugs\n"]),
                code(["a = 1\n", "print(a)"], {"output_type": "stream", "text": ["1\n"]}),
                markdown("# Trains"),
                code("import x"),
                {"cell_type": "raw", "source": "as it is"},
                code(""),
            ],
        }
    )
    assert parts(document) == [
        (("Boats",), "# Boats\nSome.\n"),
        (("Boats", "Tugs"), "## Tugs"),
        (
            ("Boats", "Tugs"),
            "```python\na = 1\nprint(a)\n```\n\nOutput:\n\n```\n1\n```",
        ),
        (("Trains",), "# Trains"),
        (("Trains",), "```python\nimport x\n```"),
        (("Trains",), "as it is"),
    ]
    assert document.metadata == {"cells": 6, "language": "python", "title": "Boats"}


def test_only_text_of_outputs_is_kept_and_no_more_than_is_asked_for(load):
    outputs = [
        {"output_type": "stream", "text": "50%\r100%\n\x1b[31mred\x1b[0m\n"},
        {
            "output_type": "display_data",
            "data": {"text/plain": "<Figure size 9>", "image/png": "A"},
        },
        {"output_type": "execute_result", "data": {"text/plain": ["42"], "text/html": "<b>42</b>"}},
        {"output_type": "error", "ename": "KeyError", "evalue": "'x'", "traceback": ["long"]},
    ]
    cells = [code("x", *outputs)]
    document = load({"cells": cells})
    assert document.text == "```\nx\n```\n\nOutput:\n\n```\n100%\nred\n42\nKeyError: 'x'\n```"
    many = {"output_type": "stream", "text": "word\n" * 100_000}
    assert len(load({"cells": [code("x", many)]}).text) < 1100
    assert load({"cells": [code("x", many)]}, most_output=0).text == "```\nx\n```"


def test_pictures_within_a_text_are_no_text(load):
    document = load({"cells": [markdown(f"![a](data:image/png;base64,{'A' * 9_000})")]})
    assert document.text == "![a](picture)"


def test_a_fence_is_longer_than_those_within(load):
    assert load({"cells": [code("'''\n```\n'''")]}).text == "````\n'''\n```\n'''\n````"


def test_the_old_format_is_read(load):
    document = load(
        {
            "nbformat": 3,
            "worksheets": [
                {
                    "cells": [
                        {"cell_type": "heading", "level": 2, "source": ["Boats"]},
                        {
                            "cell_type": "code",
                            "input": ["1 + 1"],
                            "language": "python",
                            "outputs": [{"output_type": "pyout", "text": ["2"]}],
                        },
                    ]
                }
            ],
        }
    )
    assert parts(document) == [
        (("Boats",), "## Boats"),
        (("Boats",), "```python\n1 + 1\n```\n\nOutput:\n\n```\n2\n```"),
    ]


@pytest.mark.parametrize("value", ["[]", "{}", '{"cells": 3}', '{"worksheets": [1]}', '"x"'])
def test_what_is_no_notebook_is_told_or_empty(load, value):
    if "worksheets" in value:
        assert load(value).text == ""
    else:
        with pytest.raises(ProviderError, match="no notebook"):
            load(value)


@pytest.mark.parametrize(
    "cell",
    [None, 3, {}, {"cell_type": 3, "source": 4}, {"cell_type": "code", "source": [1, None]},
     {"cell_type": "code", "outputs": {"a": 1}}, {"cell_type": "code", "outputs": [None, {}]},
     {"cell_type": "heading", "level": "x", "source": "y"}],
)  # fmt: skip
def test_cells_of_no_known_shape_are_passed_over(load, cell):
    assert "kept" in load({"cells": [cell, markdown("kept")], "metadata": [1]}).text
