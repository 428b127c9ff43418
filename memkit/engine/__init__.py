"""One open memory: the paths of its verbs, one step a module."""
