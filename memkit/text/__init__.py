"""Texts: words for search by BM25, cleaning, differences, and Python code to show."""
