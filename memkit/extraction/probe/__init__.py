"""Trying a model on a dozen transcripts, to know how it can be used."""
