"""Entry of the built command line; `python -m score_desktop.cli` in a checkout."""

import multiprocessing
import sys

from score_desktop import paths
from score_desktop.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    # What reads files and what tells the version draws nothing, and has to start fast.
    if sys.argv[1:2] not in (["--import-child"], ["--version"]):
        paths.keep_caches()
    sys.exit(main())
