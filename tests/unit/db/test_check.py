"""`check` notices each kind of damage; a whole workspace is found whole."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from score_desktop.i18n import Texts
from score_desktop.services.workspace import check
from tests.unit.db.build import workspace

DAMAGE = [
    ("UPDATE site SET enterprise_id = 77", "check.reference"),
    ("UPDATE bill SET quantity = 1.5", "check.values"),
    ("UPDATE bill SET quantity = NULL, cost = NULL", "check.values"),
    ("UPDATE bill SET period_end = period_start", "check.values"),
    ("UPDATE bill SET period_start = '2024-13-01'", "check.values"),
    ("UPDATE bill SET currency = ''", "check.values"),
    ("UPDATE bill SET estimated = 'no'", "check.values"),
    ("UPDATE bill SET uid = 'X'", "check.values"),
    ("UPDATE bill SET note = x'00'", "check.values"),
    ("UPDATE meter SET resource = 'plutonium'", "check.values"),
    ("UPDATE import_batch SET report = '{'", "check.values"),
    ("UPDATE enterprise SET name = 'Otro'", "check.names"),
    ("UPDATE attachment_content SET content = x'00'", "check.content"),
    ("DELETE FROM attachment_content", "check.content"),
    ("DROP INDEX ix_bill_batch_id", "check.schema"),
    ("ALTER TABLE bill DROP COLUMN note", "check.schema"),
    ("DROP TABLE brand", "check.schema"),
    ("UPDATE alembic_version SET version_num = '9999'", "workspace.newer"),
    ("PRAGMA application_id = 0", "workspace.foreign"),
]


def test_a_whole_workspace(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path, bills=50)
    result = check(path)
    assert result.ok and result.problems == () and result.rows["bill"] == 51
    assert result.as_json(Texts("en"))["ok"] is True
    assert "whole" in result.sentences(Texts("en"))[-1]


@pytest.mark.parametrize(("statement", "message_id"), DAMAGE)
def test_damage_is_noticed(tmp_path: Path, statement: str, message_id: str) -> None:
    path, _ = workspace(tmp_path)
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()
    result = check(path)
    assert not result.ok
    assert [name for name, _ in result.problems] == [message_id]
    assert result.sentences(Texts("en"))


@pytest.mark.parametrize("place", [0, 4096 * 3 + 5, 4096 * 40])
def test_flipped_and_missing_bytes(tmp_path: Path, place: int) -> None:
    path, _ = workspace(tmp_path, bills=200)
    data = bytearray(path.read_bytes())
    data[place : place + 64] = b"\xa5" * 64
    path.write_bytes(bytes(data))
    assert not check(path).ok
    path.write_bytes(bytes(data[: len(data) // 2]))
    assert not check(path).ok
