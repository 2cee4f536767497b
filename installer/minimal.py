"""The libraries of the program and nothing of ours; built with SCORE_MINIMAL=1 to measure against (installer/tests)."""

import multiprocessing
import sys

import alembic.command
import babel.dates
import babel.numbers
import defusedxml.ElementTree
import matplotlib.backends.backend_agg
import matplotlib.backends.backend_pdf
import matplotlib.backends.backend_svg
import matplotlib.figure
import numpy as np
import openpyxl
import pint
import platformdirs
import pypdf
import pypdfium2
import python_calamine
import reportlab.lib.pagesizes
import reportlab.pdfgen.canvas
import reportlab.platypus
import sqlmodel
from PySide6 import QtCore, QtGui, QtSvg, QtWidgets

USED = (
    alembic.command,
    babel.dates,
    babel.numbers,
    defusedxml.ElementTree,
    matplotlib.backends.backend_agg,
    matplotlib.backends.backend_pdf,
    matplotlib.backends.backend_svg,
    matplotlib.figure,
    np,
    openpyxl,
    pint,
    platformdirs,
    pypdf,
    pypdfium2,
    python_calamine,
    reportlab.lib.pagesizes,
    reportlab.pdfgen.canvas,
    reportlab.platypus,
    sqlmodel,
    QtCore,
    QtGui,
    QtSvg,
    QtWidgets,
)

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(len(USED) == 0)
