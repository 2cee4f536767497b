"""Small programs for `python -c` that use a built program as our own code and Python's would: natively and in Wine."""

from __future__ import annotations

READ = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from score_desktop.importing.read import read_file
sys.frozen, sys.executable = True, sys.argv[2]
print(sum(len(sheet.rows) for sheet in read_file(Path(sys.argv[3])).sheets))
"""
"""Checkout, program, workbook: the rows that our reader gets from the program as its child."""

SPAWN = """
import multiprocessing, os, sys
sys.frozen = True
context = multiprocessing.get_context("spawn")
context.set_executable(sys.argv[1])
process = context.Process(target=os.mkdir, args=(sys.argv[2],))
process.start()
process.join(60)
sys.exit(process.exitcode)
"""
"""Program, folder: Python's own way to a second process, which makes the folder."""

ALONE = """
import subprocess, sys
sys.exit(subprocess.call(sys.argv[1:], creationflags=subprocess.DETACHED_PROCESS, close_fds=True, timeout=400))
"""
"""A command line: run as Explorer does, with no console and no pipes (Windows)."""

NEWER = """
import sys
sys.path.insert(0, sys.argv[1])
from score_desktop.services import newer
print(newer.find(newer.usual_folders()))
"""
"""Checkout: what our search for a newer installer finds."""
