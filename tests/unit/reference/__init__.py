"""Tests of score_desktop.reference."""
