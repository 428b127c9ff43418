"""Colours and layout of what a cell shows, for JupyterLab, VS Code, Colab and plain HTML.

Text and surfaces come from the notebook's own variables; where it has none, and for the colours of
categories, there is a light and a dark set, chosen by the notebook's theme or else the system's.
"""

from __future__ import annotations

# Each pair has a contrast of at least 4.5 : 1 on its surface when it is used for text.
_LIGHT = {
    "text": "#1f2328",
    "muted": "#59636e",
    "surface": "#ffffff",
    "raised": "#f6f8fa",
    "line": "#d8dee4",
    "accent": "#0b62b5",
    "add": "#116329",
    "add-back": "#d2f4d9",
    "update": "#0b57a8",
    "update-back": "#d9eaff",
    "delete": "#a40e26",
    "delete-back": "#ffe1e0",
    "none": "#59636e",
    "none-back": "#e9ecef",
    "warning": "#7d4e00",
    "warning-back": "#fff1c9",
    "semantic": "#0072b2",
    "bm25": "#e69f00",
    "recency": "#009e73",
    "rerank": "#cc79a7",
    "other": "#8a929a",
}
_DARK = {
    "text": "#e2e6ea",
    "muted": "#a2abb5",
    "surface": "#111418",
    "raised": "#1c2127",
    "line": "#3a424b",
    "accent": "#6cb6ff",
    "add": "#6fdd8b",
    "add-back": "#123d20",
    "update": "#86bfff",
    "update-back": "#12345c",
    "delete": "#ff9d97",
    "delete-back": "#55191c",
    "none": "#a2abb5",
    "none-back": "#2c333b",
    "warning": "#f0c14b",
    "warning-back": "#40300a",
    "semantic": "#4ba6e0",
    "bm25": "#f0b62e",
    "recency": "#2fc79a",
    "rerank": "#e29cc4",
    "other": "#8a929a",
}
# Where the notebook names a colour of its own; a theme that was set by hand has the last word.
_FROM_THEME = {
    "text": ("--jp-ui-font-color1", "--vscode-editor-foreground", "--colab-primary-text-color"),
    "surface": (
        "--jp-layout-color1",
        "--vscode-editor-background",
        "--colab-primary-surface-color",
    ),
    "raised": ("--jp-layout-color2", "--vscode-editorWidget-background"),
    "line": ("--jp-border-color2", "--vscode-panel-border", "--colab-border-color"),
}
_FONT = (
    "var(--jp-ui-font-family, var(--vscode-font-family, system-ui, -apple-system, 'Segoe UI', "
    "Roboto, 'Helvetica Neue', Arial, sans-serif))"
)
_MONO = (
    "var(--jp-code-font-family, var(--vscode-editor-font-family, ui-monospace, 'SF Mono', Menlo, "
    "Consolas, 'DejaVu Sans Mono', monospace))"
)
# Selectors of the notebooks' themes, light and dark.
_LIGHT_THEMES = (
    "body[data-jp-theme-light='true']",
    "body.vscode-light",
    "html[theme='light']",
    "html[data-theme='light']",
)
_DARK_THEMES = (
    "body[data-jp-theme-light='false']",
    "body.vscode-dark",
    "body.vscode-high-contrast",
    "html[theme='dark']",
    "html[data-theme='dark']",
)

# A class that is named twice outweighs the rules of JupyterLab for code.
_LAYOUT = """
.memkit{font:13px/1.5 FONT;color:var(--mk-text);max-width:1200px;margin:4px 0 8px;text-align:left;
 container-type:inline-size}
.memkit *{box-sizing:border-box}
.memkit .mk-head{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 16px;margin:0 0 8px;
 color:var(--mk-muted);font-size:12px}
.memkit .mk-head b{font-size:15px;font-weight:600;color:var(--mk-text);overflow-wrap:anywhere}
.memkit .mk-foot{margin:8px 0 0;color:var(--mk-muted);font-size:12px}
.memkit .mk-note{margin:0;padding:0;overflow-wrap:anywhere}
.memkit .mk-warning{padding:8px 12px;border-radius:4px;color:var(--mk-warning);
 background:var(--mk-warning-back);max-width:fit-content}
.memkit .mk-title{margin:16px 0 4px;font-size:12px;font-weight:600;color:var(--mk-muted)}
.memkit table.mk-table{width:100%;border-collapse:collapse;border:0;margin:0;font-size:13px;
 table-layout:auto;color:inherit;background:transparent}
.memkit table.mk-table.mk-narrow{width:auto;min-width:50%}
.memkit table.mk-table>thead{border:0;background:transparent}
.memkit table.mk-table>thead>tr>th{font-size:12px;font-weight:600;color:var(--mk-muted);
 text-align:left;padding:4px 16px 4px 0;border:0;border-bottom:1px solid var(--mk-line);
 white-space:nowrap;vertical-align:bottom;background:transparent;max-width:none}
.memkit table.mk-table>tbody>tr,.memkit table.mk-table>tbody>tr:nth-child(odd),
.memkit table.mk-table>tbody>tr:hover{background:transparent;color:inherit}
.memkit table.mk-table>tbody>tr>td{text-align:left;vertical-align:top;padding:8px 16px 8px 0;
 border:0;border-bottom:1px solid var(--mk-line);white-space:normal;max-width:none;line-height:1.45;
 overflow-wrap:break-word;background:transparent}
.memkit table.mk-table>tbody>tr:last-child>td{border-bottom:0}
.memkit table.mk-table>*>tr>*:last-child{padding-right:0}
.memkit table.mk-table>*>tr>.mk-number{text-align:right;font-variant-numeric:tabular-nums;
 white-space:nowrap}
.memkit table.mk-table>*>tr>.mk-fixed{white-space:nowrap;font-variant-numeric:tabular-nums}
.memkit table.mk-table>*>tr>.mk-wide{width:100%;overflow-wrap:anywhere}
.memkit table.mk-table>*>tr>.mk-half{width:50%;overflow-wrap:anywhere}
.memkit .mk-text{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext;
 text-align:start;display:block}
.memkit .mk-muted{color:var(--mk-muted)}
.memkit .mk-small{font-size:12px}
.memkit .mk-about{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 16px;margin-top:2px;
 font-size:12px;color:var(--mk-muted)}
.memkit .mk-pair{overflow-wrap:anywhere;color:var(--mk-text)}
.memkit .mk-pair b{font-weight:400;color:var(--mk-muted)}
.memkit .mk-first{font-variant-numeric:tabular-nums}
.memkit .mk-apart{display:block;margin-top:8px}
.memkit mark{color:inherit;background:var(--mk-warning-back);border-radius:2px;padding:0 1px}
.memkit .mk-gone{color:var(--mk-muted);text-decoration:line-through}
.memkit code.mk-id.mk-id{font-family:MONO;font-size:12px;color:var(--mk-muted);
 background:transparent;padding:0;border:0;white-space:nowrap;cursor:help}
.memkit .mk-badge{display:inline-block;font-size:12px;font-weight:600;line-height:18px;
 padding:0 6px;border-radius:4px;white-space:nowrap;text-align:center}
.memkit .mk-change{min-width:64px}
.memkit .mk-badge-add{color:var(--mk-add);background:var(--mk-add-back)}
.memkit .mk-badge-update{color:var(--mk-update);background:var(--mk-update-back)}
.memkit .mk-badge-delete{color:var(--mk-delete);background:var(--mk-delete-back)}
.memkit .mk-badge-none{color:var(--mk-none);background:var(--mk-none-back)}
.memkit .mk-badge-warning{color:var(--mk-warning);background:var(--mk-warning-back)}
.memkit .mk-score{min-width:208px}
.memkit .mk-filled{min-width:112px}
.memkit .mk-card{max-width:360px;margin-top:8px}
.memkit .mk-bar{display:flex;height:8px;border-radius:4px;overflow:hidden;
 background:var(--mk-raised);width:100%;margin:6px 0 4px}
.memkit .mk-bar>span{display:block;height:8px;flex:none}
.memkit .mk-lost{opacity:.35}
.memkit .mk-legend{display:flex;flex-wrap:wrap;gap:0 12px;font-size:12px;color:var(--mk-muted);
 font-variant-numeric:tabular-nums}
.memkit .mk-legend span{white-space:nowrap}
.memkit .mk-key{display:inline-block;width:8px;height:8px;border-radius:2px;margin-right:4px}
.memkit .mk-taken{background:transparent;box-shadow:inset 0 0 0 1px var(--mk-muted)}
.memkit .mk-semantic{background:var(--mk-semantic)}
.memkit .mk-bm25{background:var(--mk-bm25)}
.memkit .mk-recency{background:var(--mk-recency)}
.memkit .mk-rerank{background:var(--mk-rerank)}
.memkit .mk-other{background:var(--mk-other)}
.memkit .mk-fill{background:var(--mk-accent)}
.memkit ins,.memkit del{border-radius:2px;padding:0 2px;margin:0}
.memkit ins{color:var(--mk-add);background:var(--mk-add-back);text-decoration:none}
.memkit del{color:var(--mk-delete);background:var(--mk-delete-back);text-decoration:line-through}
.memkit del+ins{margin-left:3px}
.memkit details{margin:0}
.memkit summary{cursor:pointer;list-style:none;display:block}
.memkit summary::-webkit-details-marker{display:none}
.memkit summary::after{content:"show all";color:var(--mk-accent);font-size:12px;margin-left:8px}
.memkit details[open]>summary::after{content:"show less";margin-left:0}
.memkit details[open]>summary>.mk-cut{display:none}
.memkit summary .mk-text{display:inline}
.memkit summary:focus-visible{outline:2px solid var(--mk-accent);outline-offset:2px;
 border-radius:2px}
.memkit pre.mk-code{font:12px/1.5 MONO;color:var(--mk-text);background:var(--mk-raised);
 border:0;border-radius:4px;margin:0;padding:8px 12px;white-space:pre-wrap;overflow-wrap:anywhere}
.memkit .mk-facts{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:8px 0 0;
 font-size:13px}
.memkit .mk-facts>dt{color:var(--mk-muted);font-weight:400;margin:0;padding:0;float:none;width:auto}
.memkit .mk-facts>dd{margin:0;padding:0;overflow-wrap:anywhere}
@container (max-width:800px){
 .memkit .mk-drop{display:none}
 .memkit .mk-score{min-width:152px}
}
"""


def css(theme: str = "auto") -> str:
    """Return the style sheet.

    Args:
        theme: "auto" to follow the notebook, else "light" or "dark".
    """
    layout = _LAYOUT.strip().replace("FONT", _FONT).replace("MONO", _MONO)
    if theme != "auto":
        colours = _LIGHT if theme == "light" else _DARK
        own = f"{_rules(f'.memkit.mk-{theme}', colours, by_hand=True)}\n"
        return (
            f"{own}.memkit.mk-{theme}{{background:var(--mk-surface);padding:8px 12px;"
            f"border-radius:4px}}\n{layout}"
        )
    light, dark = (
        ",".join(f"{selector} .memkit" for selector in themes)
        for themes in (_LIGHT_THEMES, _DARK_THEMES)
    )
    return "\n".join(
        [
            f".memkit{{{_from_theme()}}}",
            _rules(".memkit", _LIGHT),
            f"@media (prefers-color-scheme:dark){{{_rules('.memkit', _DARK)}}}",
            _rules(light, _LIGHT),
            _rules(dark, _DARK),
            layout,
        ]
    )


def _rules(selector: str, colours: dict[str, str], *, by_hand: bool = False) -> str:
    said = [
        f"--mk-{name}{'-own' if name in _FROM_THEME and not by_hand else ''}:{colour}"
        for name, colour in colours.items()
    ]
    return f"{selector}{{{';'.join(said)}}}"


def _from_theme() -> str:
    said = []
    for name, variables in _FROM_THEME.items():
        value = f"var(--mk-{name}-own)"
        for variable in reversed(variables):
            value = f"var({variable},{value})"
        said.append(f"--mk-{name}:{value}")
    return ";".join(said)
