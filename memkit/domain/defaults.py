"""What a memory takes where nobody says what."""

from __future__ import annotations

EMBEDDER = "static-2"
"""The provider of a new file's space; a file that has a space keeps it."""
