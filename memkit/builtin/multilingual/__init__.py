"""The offline embedder of many languages: the one that new files take."""
