"""Loaders of documents for memkit."""
