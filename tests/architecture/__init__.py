"""Holds the house together: who imports whom, what the source may not say, that texts and messages are complete."""
