"""The import wizard: from a file to bills that were looked at."""
