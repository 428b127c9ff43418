"""What journals in SQL share, whatever database holds them.

A journal is a `SQLJournal` with the `Dialect` of its database, and `SQLTables` in the database's
own words; `Transaction` does the rest: what an addition, an edit, a removal and a restoration mean
stands there once. `rows` leads from rows to records and back. A text search of its own takes words
and the weights of BM25 from here: journals rank alike.
"""

from memkit.providers.sql_journal.sql import SQLJournal
from memkit.providers.sql_journal.statements import Dialect, Listed, Query, SQLTables
from memkit.providers.sql_journal.tables import (
    CHANGEABLE_COLUMNS,
    BlobRow,
    Delete,
    EventRow,
    LookupResult,
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
from memkit.text.bm25 import K1, B, inverse_document_frequency
from memkit.text.terms import ANALYSER, QueryTerm, document, first_term, plain_terms, query_terms

__all__ = [
    "ANALYSER",
    "CHANGEABLE_COLUMNS",
    "K1",
    "B",
    "BlobRow",
    "Delete",
    "Dialect",
    "EventRow",
    "Listed",
    "LookupResult",
    "MemoryRow",
    "Numbers",
    "OpenSpace",
    "Past",
    "Pending",
    "Place",
    "Query",
    "QueryTerm",
    "SQLJournal",
    "SQLTables",
    "Slot",
    "Stored",
    "Tables",
    "TextRow",
    "Transaction",
    "Update",
    "VectorRow",
    "Wanted",
    "document",
    "first_term",
    "inverse_document_frequency",
    "plain_terms",
    "query_terms",
]
