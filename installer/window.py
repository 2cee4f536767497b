"""Entry of the built windowed program; `python -m score_desktop` in a checkout."""

import multiprocessing
import sys

from score_desktop.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
