"""What journals in SQL share, whatever database holds them.

A journal implements `Tables` in its database's own words, and `Transaction` does the rest: what an
addition, an edit, a removal and a restoration mean stands there once. `rows` leads from rows to
records and back. A text search of its own takes words and the weights of BM25 from here: journals
rank alike.
"""

from memkit.providers.sql_journal.tables import (
    CHANGEABLE_COLUMNS,
    EventRow,
    MemoryRow,
    Numbers,
    OpenSpace,
    Past,
    Pending,
    Slot,
    Stored,
    Tables,
    TextRow,
)
from memkit.providers.sql_journal.transaction import Transaction
from memkit.text.bm25 import K1, B, inverse_document_frequency, query_terms, terms

__all__ = [
    "CHANGEABLE_COLUMNS",
    "K1",
    "B",
    "EventRow",
    "MemoryRow",
    "Numbers",
    "OpenSpace",
    "Past",
    "Pending",
    "Slot",
    "Stored",
    "Tables",
    "TextRow",
    "Transaction",
    "inverse_document_frequency",
    "query_terms",
    "terms",
]
