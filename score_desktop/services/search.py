"""Finding an enterprise, an audit or a meter by a few letters of its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session, col

from score_desktop.enums import Resource
from score_desktop.models import Audit, Enterprise, Meter, Site, search_key

MOST_METERS = 400


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found.

    Attributes:
        kind: "enterprise", "audit" or "meter".
        audit: Which audit to open for it, the newest of the enterprise; "" if it has none.
        title, detail: Its name, and where it belongs.
        resource: Of a meter.
    """

    kind: str
    uid: str
    audit: str
    enterprise: str
    title: str
    detail: str
    resource: Resource | None = None


def search(
    session: Session, text: str, limit: int = 20, *, resources: Mapping[Resource, str] = MappingProxyType({})
) -> tuple[Hit, ...]:
    """Best matches first: names that begin with the words, then words that do, then any place; nothing for "".

    Each word must be found in the name or in what it belongs to; capitals and accents do not matter.

    Args:
        resources: Their names in the person's language: "agua" finds all meters of water.
    """
    words = fold(text).split()
    if not words:
        return ()
    audits = _audits(session)
    newest: dict[str, str] = {}
    for _, uid, enterprise, _ in audits:
        newest.setdefault(enterprise, uid)
    ranked: list[tuple[tuple[int, int, str], Hit]] = []
    for uid, name, city, sector in session.execute(_enterprise_columns()):
        hit = Hit(
            "enterprise", uid, newest.get(uid, ""), uid, name, " · ".join(part for part in (city, sector) if part)
        )
        _keep(ranked, words, hit, 0)
    for name, uid, enterprise, owner in audits:
        _keep(ranked, words, Hit("audit", uid, uid, enterprise, name, owner), 1)
    known = {resource: fold(name) for resource, name in resources.items()}
    for hit in _meters(session, words, newest, known):
        _keep(ranked, words, hit, 2, known.get(hit.resource, "") if hit.resource is not None else "")
    ranked.sort(key=lambda pair: pair[0])
    return tuple(hit for _, hit in ranked[:limit])


_TILDE = "\x7f"
"""What `search_key` makes of the tilde of ñ: who types n means ñ too."""


def fold(text: str) -> str:
    """A text as the search compares it: without capitals and accents, ñ as n."""
    return search_key(text).replace(_TILDE, "")


def _keep(
    ranked: list[tuple[tuple[int, int, str], Hit]], words: Sequence[str], hit: Hit, kind: int, also: str = ""
) -> None:
    """Rank a hit if the words are in it; `also` is as good as its name."""
    title, detail = fold(hit.title), fold(hit.detail)
    own = f"{title} {also}"
    if not all(word in own or word in detail for word in words) or not any(word in own for word in words):
        return
    whole = " ".join(words)
    if title.startswith(whole):
        rank = 0
    elif all(any(part.startswith(word) for part in title.replace("-", " ").split()) for word in words):
        rank = 1
    else:
        rank = 2
    ranked.append(((rank, kind, title), hit))


def _enterprise_columns() -> Select[tuple[str, str, str, str]]:
    columns = (Enterprise.uid, Enterprise.name, Enterprise.city, Enterprise.sector)
    return select(*(col(column) for column in columns)).order_by(col(Enterprise.name_key))


def _audits(session: Session) -> list[tuple[str, str, str, str]]:
    """Name, portable id, and the enterprise's portable id and name; newest first."""
    rows = session.execute(
        select(col(Audit.name), col(Audit.uid), col(Enterprise.uid), col(Enterprise.name))
        .join(Enterprise, col(Enterprise.id) == col(Audit.enterprise_id))
        .order_by(col(Audit.period_start).desc(), col(Audit.id).desc())
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _meters(session: Session, words: Sequence[str], newest: dict[str, str], names: Mapping[Resource, str]) -> list[Hit]:
    """Meters that have a word of the text in their name or resource; ranked by the caller with their enterprise's."""
    of_resource = [resource for resource, name in names.items() if any(word in name for word in words)]
    key = func.replace(col(Meter.name_key), _TILDE, "")
    columns = (Meter.uid, Meter.name, Meter.use, Meter.resource)
    found = session.execute(
        select(*(col(column) for column in columns), col(Enterprise.uid), col(Enterprise.name))
        .join(Site, col(Site.id) == col(Meter.site_id))
        .join(Enterprise, col(Enterprise.id) == col(Site.enterprise_id))
        .where(or_(*(key.contains(word, autoescape=True) for word in words), col(Meter.resource).in_(of_resource)))
        .order_by(col(Meter.name_key), col(Meter.id))
        .limit(MOST_METERS)
    )
    return [
        Hit(
            "meter", uid, newest.get(enterprise, ""), enterprise, name, " · ".join(filter(None, (owner, use))), resource
        )
        for uid, name, use, resource, enterprise, owner in found
    ]
