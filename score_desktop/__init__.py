"""SCORE Desktop: environmental audits of small and medium enterprises."""

__version__ = "0.1.0"
