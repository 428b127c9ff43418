"""Images that messages bring along, described by a model that takes images."""
