"""The database file: engine, lock, change recorder, bulk rows, migrations, backups. The only room with dialects."""
