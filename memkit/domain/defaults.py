"""What a memory takes where nobody says what."""

from __future__ import annotations

EMBEDDER = "static-2"
"""The provider of a new file's space; a file that has a space keeps it."""

BATCH = 2000
"""How many of many memories are embedded and stored at a time."""

READY_SCHEMAS = ("Meeting", "Person", "Preference")
"""The schemas that names alone mean; they stand in `memkit.schemas`."""

SCHEMA_KEY = "_schema"
"""Where `data` of a structured memory says which schema it fills, and what its fields cite."""
