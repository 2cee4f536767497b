"""Which revision of the schema a file has, and new files of the newest one, without importing Alembic (0.3 s)."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from score_desktop.db.storage import appears_whole, clear_logs, told
from score_desktop.errors import Refused, UnreadableFile
from score_desktop.models import METADATA

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
"""All revisions that this program knows, oldest first; the last is what it works with. A test holds that the
migrations agree."""

APPLICATION_ID = 0x53434F52
"""Marks the file as ours (SQLite's application_id, "SCOR")."""


def create_file(path: Path) -> None:
    """A new, empty workspace of the newest schema; whole or absent. The caller holds the lock.

    Raises:
        StorageTrouble: As `storage.told`.
    """
    with appears_whole(path) as draft:
        clear_logs(path)
        engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(draft), poolclass=StaticPool)
        try:
            with engine.begin() as connection:
                METADATA.create_all(connection)
                connection.exec_driver_sql(VERSION_TABLE)
                connection.exec_driver_sql(f"INSERT INTO alembic_version (version_num) VALUES ('{REVISIONS[-1]}')")
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        finally:
            engine.dispose()


VERSION_TABLE = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)


def stored_revision(connection: sqlite3.Connection, path: Path) -> str:
    """The revision written in a file.

    Raises:
        UnreadableFile: "workspace.foreign" when the file is a database of another program (or empty),
            "workspace.damaged" when it is none.
    """
    with told(path):
        marked = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        named = connection.execute(
            "SELECT 1 FROM sqlite_master WHERE type='table' AND name='alembic_version'"
        ).fetchone()
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if named else None
    if not marked or row is None:
        raise UnreadableFile("workspace.foreign", file=str(path))
    return str(row[0])


def require_known(revision: str, path: Path) -> bool:
    """True if the file must be migrated, False if it is up to date.

    Raises:
        Refused: "workspace.newer" when a newer program has written it.
    """
    if revision not in REVISIONS:
        raise Refused("workspace.newer", file=str(path), revision=revision)
    return revision != REVISIONS[-1]
