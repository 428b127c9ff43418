"""The words of time of each language: tables that `memkit.text.when.lexicon` reads."""
