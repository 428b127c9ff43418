"""Embedding spaces: opening, filling, checking, embedding."""
