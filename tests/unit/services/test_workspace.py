from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from score_desktop.errors import Refused, ScoreError, StorageTrouble
from score_desktop.services import workspace as use
from score_desktop.services.context import Context
from tests.unit.db.build import firm, workspace


def count(path: Path) -> int:
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT count(*) FROM enterprise").fetchone()[0]
    connection.close()
    return int(found)


def test_made_and_opened(tmp_path: Path) -> None:
    with use.create_workspace(tmp_path / "w.sqlite") as context:
        context.write(firm)
    with use.open_workspace(tmp_path / "w.sqlite", read_only=True) as context:
        assert context.read_only
    with pytest.raises(Refused):
        use.open_workspace(tmp_path / "other.sqlite")


def test_backup_and_check_while_the_window_is_open(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    with Context.open(path, actor="window") as window:
        window.write(firm, "Segunda")
        use.backup(path, tmp_path / "b.sqlite")
        assert use.check(path).ok and use.check(path).rows["enterprise"] == 2
        window.write(firm, "Tercera")
        with pytest.raises(Refused) as held:
            use.restore(path, tmp_path / "b.sqlite")
        assert held.value.message_id == "restore.held"
    assert use.check(tmp_path / "b.sqlite").ok
    kept = use.restore(path, tmp_path / "b.sqlite")
    assert kept is not None and (count(kept), count(path)) == (3, 2)


def test_a_backup_is_a_workspace(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    use.backup(path, tmp_path / "b.sqlite")
    with Context.open(tmp_path / "b.sqlite") as context:
        context.write(firm, "Segunda")
    assert (count(path), count(tmp_path / "b.sqlite")) == (1, 2)


@pytest.mark.parametrize(
    ("out", "kind", "message_id"),
    [
        ("firma ñ.sqlite", Refused, "backup.same"),
        ("no/such/b.sqlite", StorageTrouble, "storage.missing"),
        ("", StorageTrouble, "storage.folder"),
    ],
)
def test_where_a_backup_cannot_go(tmp_path: Path, out: str, kind: type[ScoreError], message_id: str) -> None:
    path, _ = workspace(tmp_path)
    before = path.read_bytes()
    with pytest.raises(kind) as refused:
        use.backup(path, tmp_path / out)
    assert refused.value.message_id == message_id
    assert path.read_bytes() == before


def test_what_is_broken_is_not_backed_up_as_if_it_were_whole(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE site SET enterprise_id = 99")
    connection.commit()
    connection.close()
    with pytest.raises(ScoreError) as refused:
        use.backup(path, tmp_path / "b.sqlite")
    assert refused.value.message_id == "restore.damaged" and not (tmp_path / "b.sqlite").exists()


def test_a_name_that_no_disk_takes_is_told(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    long = tmp_path / f"{'n' * 300}.sqlite"
    for work in (
        lambda: use.open_workspace(long),
        lambda: use.create_workspace(long),
        lambda: use.check(long),
        lambda: use.backup(long, path),
        lambda: use.backup(path, long),
        lambda: use.restore(path, long),
        lambda: use.restore(long, path),
    ):
        with pytest.raises(StorageTrouble):
            work()


def test_nothing_there(tmp_path: Path) -> None:
    for call in (lambda: use.check(tmp_path / "w"), lambda: use.backup(tmp_path / "w", tmp_path / "b")):
        with pytest.raises(Refused) as missing:
            call()
        assert missing.value.message_id == "workspace.missing"


def test_one_that_cannot_be_opened_is_put_aside(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    spoilt = b"no database" + path.read_bytes()[11:]
    path.write_bytes(spoilt)
    kept = use.put_aside(path)
    assert kept.read_bytes() == spoilt and not path.exists()
    with use.create_workspace(path) as context:
        context.write(firm)
    with Context.open(path, actor="window"), pytest.raises(Refused) as held:
        use.put_aside(path)
    assert held.value.message_id == "restore.held" and count(path) == 1


def test_newest_copy_is_none_of_those_that_were_done_away_with(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    assert use.newest_copy(path) is None
    with Context.open(path, actor="window") as context:
        context.write(firm, "Segunda")
    use.backup(path, tmp_path / "b.sqlite")
    found = use.newest_copy(path)
    assert found is not None and count(found[0]) == 2
    use.restore(path, tmp_path / "b.sqlite")
    assert len(list(use.folder_of_copies(path).glob("*.sqlite"))) == 2
    assert use.newest_copy(path) == found
