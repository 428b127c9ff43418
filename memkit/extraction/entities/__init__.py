"""Names of people, places and organisations in what is stored: a view, computed without a model."""
