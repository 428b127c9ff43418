from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

import memkit
from memkit.web.markup import Html, json_in_script
from memkit.web.pages import widget_page

EVIL = "<script>alert(1)</script>\"' & \x1b]0;x\x07 \u202eback"
SHOWN = "&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39; &amp; \\x1b]0;x\\x07 \\u202eback"
# Where HTML is made of files of the package, or of what is escaped already.
TRUSTED = {
    "web/markup.py",
    "web/pages.py",
    "web/svg.py: assets.drawing()",
    "notebook/html.py: cells(theme)",
}


def test_a_text_is_escaped_however_it_gets_in() -> None:
    for made in (
        Html("{}").format(EVIL),
        Html("{a}").format(a=EVIL),
        Html("%s") % EVIL,
        Html("") + EVIL,
        EVIL + Html(""),
        Html("").join([EVIL]),
        Html.escape(EVIL),
    ):
        assert type(made) is Html
        assert made == SHOWN


def test_html_goes_in_as_it_is() -> None:
    bold = Html("<b>{}</b>").format("x")
    assert Html("<p>{}</p>").format(bold) == "<p><b>x</b></p>"
    assert Html.escape(bold) == "<b>x</b>"
    # An f-string makes a text of it: it is seen, and never run.
    assert Html("{}").format(f"{bold}") == "&lt;b&gt;x&lt;/b&gt;"


def test_no_text_ends_the_element_that_holds_json() -> None:
    value = {"</script><b>": ["<!--", EVIL]}
    said = json_in_script(value)
    assert "<" not in said
    assert json.loads(said) == value


def test_a_page_escapes_its_title_and_its_state() -> None:
    page = widget_page("compare", {"text": "</script><b>", "bytes": [b"\x00\xff"]}, title=EVIL)
    assert f"<title>{SHOWN}</title>" in page
    assert page.count("</script>") == 2
    assert '"bytes":[{"base64":"AP8="}]' in page
    assert "memkit_page.default.show(memkit_compare.default);" in page
    assert "{" + "title}" not in page


def html_of_other_than_literals(path: Path) -> list[str]:
    """Return calls of `Html(...)` and `Markup(...)` with anything but a literal."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        literal = all(isinstance(item, ast.Constant) for item in node.args)
        if node.func.id in ("Html", "Markup") and not literal:
            found.append(ast.unparse(node.args[0]))
    return found


def test_only_literals_are_taken_for_html() -> None:
    """The constructor escapes nothing: given a text, it would undo all of it."""
    package = Path(memkit.__file__).parent
    for path in package.rglob("*.py"):
        name = path.relative_to(package).as_posix()
        for said in html_of_other_than_literals(path):
            assert name in TRUSTED or f"{name}: {said}" in TRUSTED, f"{name}: Html({said})"


@pytest.mark.parametrize("line", ["Html(text)", "Html(f'<b>{text}</b>')", "Html('<b>' + text)"])
def test_a_text_taken_for_html_is_noticed(tmp_path: Path, line: str) -> None:
    path = tmp_path / "module.py"
    path.write_text(f"{line}\nHtml('<b>')\nHtml()\n", "utf-8")
    assert len(html_of_other_than_literals(path)) == 1
