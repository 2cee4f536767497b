"""A workspace of an older program becomes one of this program: on a copy, all or nothing. Imports Alembic."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from sqlalchemy import create_engine, event
from sqlalchemy.pool import StaticPool

from score_desktop.db import schema
from score_desktop.db.backup import copy_into, keep, put_in_place, release_journal
from score_desktop.db.engine import connect
from score_desktop.db.schema import stored_revision
from score_desktop.db.storage import drafted, told
from score_desktop.errors import StorageTrouble

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(path: Path, scripts: Path | None = None, head: str | None = None) -> Path:
    """Upgrade a file; the original is kept among its backups, and returned. The caller holds the lock.

    The copy is upgraded in one transaction with foreign keys off (batch mode with foreign keys on deletes the
    children of a table that it rebuilds), then foreign keys, numbers of rows and structure are checked, and only then
    does it take the original's place. A migration never changes how many rows a table has; one that must do so
    moves them into a table of another name.

    Args:
        scripts: Folder of the Alembic environment; None: the program's own.
        head: Revision to reach; None: the newest.

    Raises:
        StorageTrouble: "migrate.failed" when the copy is not whole afterwards; and those of `storage.told`.
        Refused: "workspace.in_use" while another program reads the file.
        UnreadableFile: "workspace.damaged".
    """
    scripts, head = scripts or SCRIPTS, head or schema.REVISIONS[-1]
    with drafted(path) as draft:
        copy_into(path, draft)
        before = _row_counts(draft)
        upgrade(draft, scripts, head)
        _require_whole(draft, path, before, head)
        kept = keep(path, f"before-{head}")
        release_journal(path)
        put_in_place(draft, path)
    return kept


def upgrade(file: Path, scripts: Path, head: str) -> None:
    """Run the migrations on a file that nobody else sees, in one transaction."""
    from alembic import command
    from alembic.config import Config

    engine = create_engine("sqlite://", creator=lambda: _plain(file), poolclass=StaticPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, head)
    finally:
        engine.dispose()


def _plain(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA foreign_keys=OFF")
    return connection


def _row_counts(file: Path) -> dict[str, int]:
    with told(file), contextlib.closing(connect(file, read_only=True)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        tables = [name for name in names if name != "alembic_version" and not name.startswith("sqlite_")]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}


def _require_whole(draft: Path, path: Path, before: dict[str, int], head: str) -> None:
    def refuse(reason: str) -> StorageTrouble:
        return StorageTrouble("migrate.failed", file=str(path), reason=reason)

    with contextlib.closing(connect(draft, read_only=True)) as connection:
        orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
        structure = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        revision = stored_revision(connection, path)
    after = _row_counts(draft)
    lost = [f"{name} {count}→{after[name]}" for name, count in before.items() if after.get(name, count) != count]
    if orphan is not None:
        raise refuse(f"foreign_key_check {orphan[0]} → {orphan[2]}")
    if structure != "ok":
        raise refuse(f"integrity_check {structure}")
    if lost:
        raise refuse(", ".join(lost))
    if revision != head:
        raise refuse(f"{revision} ≠ {head}")
