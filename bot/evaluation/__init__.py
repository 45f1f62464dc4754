"""The evaluation database: what the company knows of its clients, and of what was said and done, in typed tables."""
