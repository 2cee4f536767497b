"""Tests of the window, with a real Qt."""
