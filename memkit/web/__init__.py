"""What browsers show: scripts, style sheets and pages, and the type by which texts are escaped.

`js/` holds the widgets as modules, `bundles/` what `make web` makes of them, `css/` the style
sheets, `templates/` whole pages. Notebooks, HTML exports and servers use the same ones; nothing
here knows any of them.
"""
