"""Documents cut into passages: pure functions from a document to the places of its parts."""
