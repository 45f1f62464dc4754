"""A fictional company to try everything with."""
