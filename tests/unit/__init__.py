"""Tests without Qt."""
