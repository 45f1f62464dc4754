"""Names in a message: the known ones, and what looks like a name and is not known."""
