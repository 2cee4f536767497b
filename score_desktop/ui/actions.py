"""What can be done from anywhere, as data: words, keys, and which method of the window does it.

The menu, the search (Ctrl+K) and the list of shortcuts (F1) are made from this one list.
"""

from __future__ import annotations

from dataclasses import dataclass

from score_desktop.msgid import N_


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    Attributes:
        key: Name in `MainWindow.actions`.
        text: Message id.
        keys: Shortcut as Qt writes it; "" for none.
        icon: Name in resources/icons; "" for none.
        does: Method of the window.
        needs_audit: Off while no audit is open.
    """

    key: str
    text: str
    keys: str
    icon: str
    does: str
    needs_audit: bool = False


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("new", N_("New audit"), "Ctrl+N", "clipboard-plus", "new_audit"),
    ActionSpec("open", N_("Open an audit file or workspace"), "Ctrl+O", "folder-input", "open_file"),
    ActionSpec("import", N_("Import bills"), "Ctrl+I", "file-input", "import_bills", needs_audit=True),
    ActionSpec("report", N_("Export the report as PDF"), "Ctrl+P", "file-down", "export_report", needs_audit=True),
    ActionSpec("send", N_("Save the audit as a file"), "Ctrl+Shift+S", "package", "send_audit", needs_audit=True),
    ActionSpec("sample", N_("Open the sample audit"), "", "graduation-cap", "open_sample"),
    ActionSpec("own", N_("Open my audits"), "", "folder-open", "open_own"),
    ActionSpec("backup", N_("Make a backup"), "", "save", "back_up"),
    ActionSpec("restore", N_("Restore a backup"), "", "rotate-ccw", "restore"),
    ActionSpec("search", N_("Search"), "Ctrl+K", "search", "search"),
    ActionSpec("undo", N_("Undo"), "Ctrl+Z", "undo-2", "undo"),
    ActionSpec("redo", N_("Redo"), "Ctrl+Y", "redo-2", "redo"),
    ActionSpec("help", N_("Help for this page"), "F1", "circle-question-mark", "help"),
    ActionSpec("guide", N_("Open the guide"), "", "book-open", "open_guide"),
    ActionSpec("next_area", N_("Next area of the window"), "F6", "", "next_area"),
    ActionSpec("about", N_("About SCORE Desktop"), "", "info", "about"),
)

TABLE_KEYS: tuple[tuple[str, str], ...] = (
    ("Tab, Shift+Tab", N_("next cell, previous cell")),
    ("Enter, Shift+Enter", N_("cell below, cell above")),
    ("F2", N_("edit the cell")),
    ("Delete", N_("empty the cells")),
    ("Ctrl+C, Ctrl+X, Ctrl+V", N_("copy, cut, paste a block, also from and to Excel")),
    ("Ctrl+D", N_("fill down")),
    ("Ctrl+A", N_("select everything")),
    ("Ctrl+-", N_("delete rows")),
    ("Ctrl+← → ↑ ↓", N_("to the edge of the table")),
)
"""Keys of every table, for the list of shortcuts."""
