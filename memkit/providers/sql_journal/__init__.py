"""What journals in SQL share, whatever database holds them.

A journal implements `Tables` in its database's own words, and `Transaction` does the rest: what an
addition, an edit, a removal and a restoration mean stands there once. `rows` leads from rows to
records and back.
"""

from memkit.providers.sql_journal.tables import (
    CHANGEABLE_COLUMNS,
    Delete,
    EventRow,
    Found,
    MemoryRow,
    Numbers,
    OpenSpace,
    Past,
    Pending,
    Place,
    Slot,
    Stored,
    Tables,
    TextRow,
    Update,
    VectorRow,
    Wanted,
)
from memkit.providers.sql_journal.transaction import Transaction

__all__ = [
    "CHANGEABLE_COLUMNS",
    "Delete",
    "EventRow",
    "Found",
    "MemoryRow",
    "Numbers",
    "OpenSpace",
    "Past",
    "Pending",
    "Place",
    "Slot",
    "Stored",
    "Tables",
    "TextRow",
    "Transaction",
    "Update",
    "VectorRow",
    "Wanted",
]
