"""Facts: what a model finds in messages, what code checks of it, and what becomes of old facts."""
