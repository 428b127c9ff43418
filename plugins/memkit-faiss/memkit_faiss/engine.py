"""Faiss, without the types that it brings: they lack classes and arguments that there are."""

from __future__ import annotations

from typing import Any

import faiss as _faiss

faiss: Any = _faiss
