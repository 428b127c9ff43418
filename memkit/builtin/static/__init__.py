"""The offline embedder of the core: a table of word pieces, summed."""
