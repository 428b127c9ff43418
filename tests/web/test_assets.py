from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

import memkit.web
from memkit.web import assets

WEB = Path(memkit.web.__file__).parent
BUNDLES: tuple[assets.Bundle, ...] = (
    "chat",
    "compare",
    "explorer",
    "timeline",
    "page",
)
COLOURS = re.compile(r"--mk-([\w-]+?)(?:-own)?:(#[0-9a-f]{6});")


def test_bundles_were_made_of_the_sources_that_are_here() -> None:
    """Needs no node; scripts/web.py builds them anew and compares every byte."""
    lines = (WEB / "bundles" / "sources.sha256").read_text("utf-8").splitlines()
    recorded = {path: digest for digest, path in (line.split("  ") for line in lines)}
    here = {
        path.relative_to(WEB).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in WEB.glob("js/**/*.js")
    }
    changed = [path for path in {*recorded, *here} if recorded.get(path) != here.get(path)]
    assert not changed, f"Run: make web. Changed: {', '.join(sorted(changed))}"


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_is_a_module_and_fits_into_a_script_element(name: assets.Bundle) -> None:
    module = assets.module(name)
    export = f"\nexport default memkit_{name}.default;\n"
    assert module.endswith(export)
    inline = assets.script(name)
    assert inline == module.removesuffix(export)
    assert f"var memkit_{name}=" in inline
    # What would end the element, or turn the rest of the page into a comment.
    assert not re.search(r"</script|<!--", module, re.IGNORECASE)


@pytest.mark.parametrize("name", ["common", "chat", "compare", "explorer", "timeline", "page"])
def test_a_style_sheet_has_its_own_rules_and_the_colours(name: assets.Sheet) -> None:
    said = assets.sheet(name)
    assert said.startswith(assets.cells())
    own = (WEB / "css" / f"{name}.css").read_text("utf-8").rstrip().splitlines()[-1]
    assert own in said
    assert "/*" not in said
    assert said.count("{") == said.count("}")
    assert "</" not in said


def test_a_theme_that_was_set_by_hand_outweighs_the_notebooks() -> None:
    dark = assets.cells("dark")
    assert "prefers-color-scheme" not in dark
    assert "data-jp-theme-light" not in dark
    # As specific as `body[data-jp-theme-light] .memkit`, and one class more.
    assert ".memkit.memkit.mk-dark{" in dark
    assert "--mk-text:var(--mk-text-own)" in dark
    assert colours("dark")["muted"] in dark
    assert colours("light")["muted"] not in dark


def test_all_parts_of_a_theme_are_there_and_readable() -> None:
    light, dark = colours("light"), colours("dark")
    assert set(light) == set(dark)
    every = "".join(path.read_text("utf-8") for path in (WEB / "css").glob("*.css"))
    used = set(re.findall(r"var\(--mk-([\w-]+?)(?:-own)?[),]", every)) - {"font", "mono"}
    assert used
    assert used <= set(light)
    for theme in (light, dark):
        for name in ("text", "muted", "accent"):
            assert contrast(theme[name], theme["surface"]) >= 4.5, name
        for name in ("add", "update", "delete", "none", "warning"):
            assert contrast(theme[name], theme[f"{name}-back"]) >= 4.5, name


def colours(theme: str) -> dict[str, str]:
    return dict(COLOURS.findall((WEB / "css" / f"{theme}.css").read_text("utf-8")))


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
