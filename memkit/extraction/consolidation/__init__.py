"""Proposals that tidy up what is known: merges, contradictions, summaries of old episodes."""
