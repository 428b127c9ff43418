"""Local embedding models for memkit, through Sentence Transformers."""
