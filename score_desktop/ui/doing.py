"""What is being done, told in the language of the moment: also at the next start, of what the close stopped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from score_desktop.i18n import Texts


@dataclass(frozen=True, slots=True)
class Doing:
    """Long work, for the person ("Writing report.pdf").

    Attributes:
        message: Message id of the sentence.
        plural: Its plural; "": it counts nothing.
        n: How many, shown as {n}.
        params: Names in the sentence, as they are shown.
        label: Message id of the change that {what} names, with its own params; "": none.
    """

    message: str
    plural: str = ""
    n: int | None = None
    params: Mapping[str, object] = field(default_factory=dict)
    label: str = ""
    label_params: Mapping[str, object] = field(default_factory=dict)

    def words(self, texts: Texts) -> str:
        """The sentence."""
        params = dict(self.params)
        if self.label:
            from score_desktop.services.change_labels import change_text

            params["what"] = change_text(texts, self.label, self.label_params)
        if self.plural and self.n is not None:
            return texts.tn(self.message, self.plural, self.n, **params)
        if self.n is not None:
            params["n"] = texts.number(self.n)
        return texts.t(self.message, **params)

    def as_json(self) -> dict[str, Any]:
        """For the settings."""
        kept: dict[str, Any] = json.loads(json.dumps(asdict(self), ensure_ascii=False, default=str))
        return kept


def doing(message: str, **params: object) -> Doing:
    """`doing(N_("Writing {file}"), file="report.pdf")`."""
    return Doing(message, params=params)


def counted(singular: str, plural: str, n: int) -> Doing:
    """Like `Texts.tn`; the words are taken into the catalogue as there."""
    return Doing(singular, plural, n)


def told_again(kept: object, texts: Texts) -> str:
    """The sentence of `Doing.as_json`; "" if another version wrote what cannot be told."""
    try:
        return Doing(**kept).words(texts) if isinstance(kept, dict) else ""
    except (TypeError, ValueError, KeyError, AttributeError):
        return ""
