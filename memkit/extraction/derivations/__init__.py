"""Derivations: models and wishes by which the same messages give facts of their own."""
