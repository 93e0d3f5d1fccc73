"""The history of the schema, run by vanban.store.migrate."""
