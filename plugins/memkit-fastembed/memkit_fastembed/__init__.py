"""Local embedding models and rerankers for memkit, through FastEmbed."""
