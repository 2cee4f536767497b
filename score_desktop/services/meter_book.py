"""Meters at hand while many rows are edited: by id, by portable id, by name within an enterprise."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.enums import Resource
from score_desktop.errors import InvalidInput, Refused
from score_desktop.models import Enterprise, Meter, Site, search_key


class MeterBook:
    """All meters of the enterprises that some edits touch."""

    def __init__(self, session: Session, enterprises: Iterable[Enterprise]) -> None:
        self._session = session
        self._by_id: dict[int, tuple[Meter, Enterprise]] = {}
        self._by_uid: dict[str, Meter] = {}
        self._by_name: dict[tuple[int, str], list[Meter]] = {}
        for enterprise in enterprises:
            query = select(Meter).join(Site, col(Site.id) == col(Meter.site_id))
            query = query.where(col(Site.enterprise_id) == enterprise.key).order_by(col(Meter.id))
            for meter in session.scalars(query):
                self.add(meter, enterprise)

    @classmethod
    def of_enterprise(cls, session: Session, enterprise: Enterprise) -> MeterBook:
        """The meters of one enterprise."""
        return cls(session, (enterprise,))

    @classmethod
    def of_meters(cls, session: Session, meter_ids: Collection[int]) -> MeterBook:
        """The meters of the enterprises that some meters belong to."""
        query = (
            select(Enterprise)
            .join(Site, col(Site.enterprise_id) == col(Enterprise.id))
            .join(Meter, col(Meter.site_id) == col(Site.id))
            .where(col(Meter.id).in_(sorted(meter_ids)))
            .distinct()
        )
        return cls(session, session.scalars(query).all())

    def add(self, meter: Meter, enterprise: Enterprise) -> None:
        """Take in a meter that was just stored."""
        self._by_id[meter.key] = meter, enterprise
        self._by_uid[meter.uid] = meter
        self._by_name.setdefault((enterprise.key, meter.name_key), []).append(meter)

    def by_id(self, meter_id: int) -> Meter:
        """A meter that is known to be there."""
        return self._by_id[meter_id][0]

    def enterprise_of(self, meter: Meter) -> Enterprise:
        """Whose meter it is."""
        return self._by_id[meter.key][1]

    def by_uid(self, uid: str) -> Meter:
        """A meter by portable id.

        Raises:
            Refused: "meter.unknown".
        """
        if uid not in self._by_uid:
            raise Refused("meter.unknown")
        return self._by_uid[uid]

    def find(self, name: str, enterprise: Enterprise, resource: Resource | None) -> Meter | None:
        """The meter of a name; of several the one of the resource.

        Raises:
            InvalidInput: "bill.meter_ambiguous".
        """
        named = self._by_name.get((enterprise.key, search_key(name)), [])
        fitting = [meter for meter in named if resource is None or meter.resource is resource]
        if len(fitting) > 1:
            raise InvalidInput("bill.meter_ambiguous", field="meter", name=name)
        return fitting[0] if fitting else None

    def named(self, name: str, enterprise: Enterprise, resource: Resource) -> Meter:
        """The meter of a name: of the same resource if there is one, else the only one of that name.

        Raises:
            InvalidInput: "bill.meter_unknown", "bill.meter_ambiguous".
        """
        meter = self.find(name, enterprise, resource) or self.find(name, enterprise, None)
        if meter is None:
            raise InvalidInput("bill.meter_unknown", field="meter", name=name)
        return meter

    def first_site(self, enterprise: Enterprise) -> int:
        """Where new meters go.

        Raises:
            Refused: "enterprise.no_site".
        """
        query = select(col(Site.id)).where(col(Site.enterprise_id) == enterprise.key).order_by(col(Site.id))
        site = self._session.scalars(query).first()
        if site is None:
            raise Refused("enterprise.no_site", enterprise=enterprise.uid)
        return site
