"""Workbooks of bills with their answers, made apart from the importer."""
