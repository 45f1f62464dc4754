"""From a message to what it wants."""
