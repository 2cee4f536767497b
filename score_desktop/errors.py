"""Known trouble, told to people.

An error carries a message id and parameters, never a finished sentence: the text is made in the reader's language by
`score_desktop.i18n.Texts.error`. The English templates stand in `score_desktop.messages`.
"""

from __future__ import annotations


class ScoreError(Exception):
    """Trouble that was foreseen; ends in a message, never in a traceback.

    Args:
        message_id: Key in `score_desktop.messages.MESSAGES`.
        params: What the template names; user text is taken as it is.
    """

    def __init__(self, message_id: str, **params: object) -> None:
        super().__init__(message_id, params)
        self.message_id = message_id
        self.params = params

    def __str__(self) -> str:
        named = ", ".join(f"{key}={value!r}" for key, value in self.params.items())
        return f"{self.message_id}({named})"

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.message_id, self.params)


def _rebuild(kind: type[ScoreError], message_id: str, params: dict[str, object]) -> ScoreError:
    return kind(message_id, **params)


class InvalidInput(ScoreError):
    """A value that cannot be stored; `field` in the parameters names where it was typed."""


class Refused(ScoreError):
    """The request is understood and not carried out (already open elsewhere, newer record, open question)."""


class UnreadableFile(ScoreError):
    """A file that cannot be read: damaged, protected, too large, not what its name says."""


class StorageTrouble(ScoreError):
    """The disk or the folder does not let us: full, read only, vanished."""


class Cancelled(Exception):
    """The person pressed Cancel; everything was rolled back. No error."""
