"""How things are said to people, in plain values: cleaned texts, word-level differences, code."""
