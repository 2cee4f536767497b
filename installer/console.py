"""Entry of the built command line; `python -m score_desktop.cli` in a checkout."""

import multiprocessing
import sys

from score_desktop.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
