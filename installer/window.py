"""Entry of the built windowed program; `python -m score_desktop` in a checkout."""

import multiprocessing
import sys

from score_desktop import paths
from score_desktop.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    # What reads files and what tells the version draws nothing, and has to start fast.
    if sys.argv[1:2] not in (["--import-child"], ["--version"]):
        paths.keep_caches()
    sys.exit(main())
