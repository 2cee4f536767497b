"""Arithmetic on frozen dataclasses: no SQL, no files, no clock, no logging.

Every public result carries the explanation of how it was made (`score_desktop.calc.figures`).
"""
