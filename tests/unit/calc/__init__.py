"""Tests of score_desktop.calc."""
