"""Use cases: functions ``(session, input) → frozen dataclass``; begin and commit belong to `Context` alone.

Inputs of use cases are re-exported here for the window, which knows neither SQL nor models.
"""
