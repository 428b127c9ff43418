"""What all widgets derive from."""

from __future__ import annotations

from typing import Any

import anywidget

# anywidget has types in one environment and not in the next.
AnyWidget: Any = anywidget.AnyWidget
