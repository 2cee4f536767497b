"""A folder that was dropped or chosen: its invoices are read as one, its workbooks one after another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from score_desktop.db.storage import told
from score_desktop.errors import UnreadableFile
from score_desktop.importing.archive import folder_files
from score_desktop.importing.wire import Told

MOST_WORKBOOKS = 200


def spread(chosen: Sequence[Path], endings: Sequence[str]) -> list[Path]:
    """What is to be read of files and folders, in their order.

    Args:
        endings: Of workbooks, in lower case.

    Returns:
        Files as they are; of a folder itself if it holds XML files, then its workbooks, also those below it.

    Raises:
        UnreadableFile: "import.folder_too_many". StorageTrouble: as `db.storage.told`.
    """
    found: list[Path] = []
    for path in chosen:
        with told(path):
            found += _inside(path, frozenset(endings)) if path.is_dir() else [path]
    return found


def _inside(folder: Path, endings: frozenset[str]) -> list[Path]:
    try:
        names, others = folder_files(folder)
    except Told as error:
        raise UnreadableFile(error.message_id, file=folder.name, **error.params) from None
    books = [folder / name for name in others if Path(name).suffix.lower() in endings - {".xml"}]
    books = [book for book in books if not book.name.startswith(("~$", ".")) and not book.is_symlink()]
    return [*([folder] if names else []), *books[:MOST_WORKBOOKS]]
