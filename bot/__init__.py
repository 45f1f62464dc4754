"""The coach: it reads a message, decides what to answer and what to record, and keeps the evaluation database."""
