"""Alembic's entry: the connection is handed in by migrate.py, which holds the lock."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection)
with context.begin_transaction():
    context.run_migrations()
