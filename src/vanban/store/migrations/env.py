"""What Alembic runs: the migrations, on the connection that vanban.store.migrate hands over."""

from __future__ import annotations

from alembic import context

from vanban.store.schema import SEARCH_INDEX, metadata


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith(SEARCH_INDEX))


context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, include_name=include_name
)
with context.begin_transaction():
    context.run_migrations()
