"""Text search by words: how texts become terms, and how terms are scored."""

from memkit.text.analyzer import query_terms, terms
from memkit.text.bm25 import bm25, inverse_document_frequency

__all__ = ["bm25", "inverse_document_frequency", "query_terms", "terms"]
