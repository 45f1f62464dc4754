"""Alembic's entry: it is always given an open connection, by `Database.upgrade` or by a test."""

from alembic import context

from bot.evaluation.tables import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
