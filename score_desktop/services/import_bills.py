"""Bills of one import: matched to meters, known or new, stored in bulk, replaced where the person says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.calc.meter_bills import BillColumns, columns_by_meter, picker
from score_desktop.db.bulk import insert_bills, insert_inputs
from score_desktop.db.images import read_images, update_image
from score_desktop.db.recorder import note_bulk
from score_desktop.enums import FuelUse, OnConflict
from score_desktop.errors import InvalidInput
from score_desktop.importing.identity import Decision, classify_columns
from score_desktop.importing.result import FoundMeter, Problem, Understanding
from score_desktop.models import BillIn, Meter, MeterIn, Site, utc_now
from score_desktop.models.bulk import check_bill_columns
from score_desktop.models.rules import BILL_AMOUNTS
from score_desktop.models.text import search_key
from score_desktop.models.types import from_micro
from score_desktop.services.import_known import NONE_KNOWN, KnownBills, columns_for_findings, joined, known_bills
from score_desktop.services.import_outcome import ConflictRow, ImportOptions, MeterSums, RecordKey, plain
from score_desktop.services.import_records import Columns, ImportTarget, Sorted, raw, sort_records


def _never() -> None:
    """Nobody asks for Cancel."""


def bill_key(columns: Columns, meters: Sequence[FoundMeter], position: int) -> RecordKey:
    """What names a bill of a file."""
    meter = meters[columns["meter"][position]]
    sheet, row, column = (columns[name][position] for name in ("source_sheet", "source_row", "source_column"))
    return RecordKey(sheet, row, column, meter.name, str(meter.resource))


_AT_ONCE = 2_500
_METERS_AT_ONCE = 200
"""Bills between two looks at Cancel."""


class BillStore:
    """Bills of one import. Plain state of one call of `store`."""

    def __init__(
        self, session: Session, target: ImportTarget, found: Understanding, options: ImportOptions, batch_id: int
    ) -> None:
        self.session, self.target, self.found, self.options, self.batch_id = session, target, found, options, batch_id
        self.columns: Columns = found.bills
        self.problems: list[Problem] = []
        self.made: list[list[str]] = []
        self.replaced: list[dict[str, Any]] = []
        self.meter_ids: list[int | None] = [None] * len(found.meters)
        self.meter_uids: list[str | None] = [None] * len(found.meters)
        self.new_meters: dict[int, str] = {}
        self.stamps: set[str] = set()
        self.sorted = Sorted([], [], [], 0)
        self.sound: Sequence[int] = ()
        self.decisions: Sequence[Decision] = ()
        self.known: KnownBills = NONE_KNOWN

    @property
    def both(self) -> int:
        """Conflicts that were stored beside the known record: they count as conflicts, not as imported."""
        return len(self.sorted.beside)

    def decide(self, check: Callable[[], None], *, whole: bool = False, ahead: KnownBills | None = None) -> None:
        """Find what becomes of each record; only reads, so that a preview takes the very same decisions.

        Args:
            whole: Read of stored bills also what `for_findings` needs.
            ahead: The stored bills of the enterprise, whole, where they were read already.
        """
        size = self.found.bill_count
        if not size:
            return
        self._known_meters()
        check()
        self.sound = self._sound(size, check)
        check()
        ids = {row: index for index, row in enumerate(self.meter_ids) if row is not None}
        self.known = known_bills(self.session, list(ids), check, whole=whole) if ahead is None else ahead.of(ids)
        purchases = {row for row, index in ids.items() if str(self.found.meters[index].kind) == "purchase"}
        self.decisions = classify_columns(self._keys(self.sound), self.known.keys(purchases), check)
        check()
        decided = sort_records(self.decisions, self.sound, self._chosen_of, self.options.on_conflict)
        self.sorted = decided.with_ids(self.known.ids)

    def write(self, check: Callable[[], None]) -> None:
        """Store what was decided."""
        self._insert(check)
        self._replace()

    def key_of(self, position: int) -> RecordKey:
        """What names a record of the file."""
        return bill_key(self.columns, self.found.meters, position)

    def _chosen_of(self, position: int) -> OnConflict | None:
        return self.options.decisions.get(self.key_of(position)) if self.options.decisions else None

    def _known_meters(self) -> None:
        """Find the stored meter of each meter of the file: same resource, kind, base unit and name, at any site."""
        rows = self.session.execute(
            select(
                *(col(c) for c in (Meter.id, Meter.uid, Meter.resource, Meter.kind, Meter.unit_base, Meter.name_key))
            )
            .join(Site, col(Site.id) == col(Meter.site_id))
            .where(col(Site.enterprise_id) == self.target.enterprise_id)
            .order_by(col(Meter.id).desc())
        )
        known = {(resource, kind, base, key): (row, uid) for row, uid, resource, kind, base, key in rows}
        for index, meter in enumerate(self.found.meters):
            words = (meter.resource, meter.kind, meter.unit_base, search_key(meter.name))
            self.meter_ids[index], self.meter_uids[index] = known.get(words, (None, None))

    def _sound(self, size: int, check: Callable[[], None]) -> list[int]:
        """Positions of the records that may be stored; the others become problems."""
        complaints = check_bill_columns(
            {name: values for name, values in self.columns.items() if name != "meter"}, check
        )
        if not complaints:
            return list(range(size))
        for position, field, message_id in complaints:
            self.problems.append(self._problem(position, field, message_id))
        broken = {position for position, _, _ in complaints}
        return [position for position in range(size) if position not in broken]

    def _problem(self, position: int, field: str, message_id: str) -> Problem:
        """The complaint of one record, with the parameters that the same rule gives for a typed bill."""
        params: Mapping[str, object] = {"field": field}
        values = {name: column[position] for name, column in self.columns.items() if name != "meter"}
        try:
            BillIn(**{name: _typed(name, value) for name, value in values.items()})
        except InvalidInput as error:
            message_id, params = error.message_id, error.params
        sheet, row = values["source_sheet"], values["source_row"]
        return Problem(sheet, row, values.get("source_column", ""), str(values.get(field, "")), message_id, params)

    def _keys(self, positions: Sequence[int]) -> list[Sequence[Any]]:
        """Columns of `BillKey`."""
        purchase = [str(meter.kind) == "purchase" for meter in self.found.meters]
        meters = [known if known is not None else -1 - index for index, known in enumerate(self.meter_ids)]
        column = self._column
        numbers = column("meter")
        columns = (
            [meters[number] for number in numbers],
            column("invoice_number", ""),
            column("cuf", ""),
            column("period_start"),
            column("period_end"),
            column("quantity_base"),
            column("cost"),
            [purchase[number] for number in numbers],
        )
        if len(positions) == self.found.bill_count:
            return list(columns)
        return [[values[position] for position in positions] for values in columns]

    def _column(self, name: str, missing: object = None) -> Sequence[Any]:
        values = self.columns.get(name)
        return values if values is not None else [missing] * self.found.bill_count

    # -- writing -------------------------------------------------------------------------------------------------

    def _insert(self, check: Callable[[], None]) -> None:
        take = self.sorted.take
        if not take:
            return
        self._make_meters(check)
        chosen = self._chosen(take)
        check()
        chosen["meter_id"] = [self.meter_ids[meter] for meter in chosen.pop("meter")]
        stamp = utc_now()
        self.stamps.add(stamp)
        general = {"batch_id": self.batch_id, "source_file": self.found.file, "updated_at": stamp}
        for start in range(0, len(take), _AT_ONCE):
            check()
            part = {name: values[start : start + _AT_ONCE] for name, values in chosen.items()}
            insert_bills(self.session, {**part, **general})

    def _chosen(self, positions: list[int]) -> dict[str, Any]:
        if len(positions) == self.found.bill_count:
            return dict(self.columns)
        return {name: [values[position] for position in positions] for name, values in self.columns.items()}

    def _make_meters(self, check: Callable[[], None]) -> None:
        """Store the meters that are new, many at once."""
        wanted = {self.columns["meter"][position] for position in self.sorted.take}
        missing = [index for index in sorted(wanted) if self.meter_ids[index] is None]
        for start in range(0, len(missing), _METERS_AT_ONCE):
            check()
            some = missing[start : start + _METERS_AT_ONCE]
            inputs = [_meter_input(self.found.meters[index]) for index in some]
            rows = insert_inputs(self.session, "meter", inputs, site_id=self.target.site_id)
            for index, (row, uid) in zip(some, rows, strict=True):
                self.meter_ids[index] = row
                self.new_meters[index] = uid
                self.made.append(["meter", uid])

    def _replace(self) -> None:
        connection = self.session.connection()
        before = read_images(connection, "bill", [bill for _, bill in self.sorted.replace])
        for position, bill in self.sorted.replace:
            values = {name: raw(column[position]) for name, column in self.columns.items() if name != "meter"}
            update_image(connection, "bill", bill, {**values, "source_file": self.found.file, "updated_at": utc_now()})
        after = read_images(connection, "bill", list(before))
        self.replaced = [{"table": "bill", "before": before[row], "after": after[row]} for row in before]
        if before:
            note_bulk(self.session, "bill", len(before))

    # -- for findings --------------------------------------------------------------------------------------------

    def touched(self) -> dict[int, str]:
        """Meters of the file that are stored by now: id → portable id."""
        known = zip(self.meter_ids, self.meter_uids, strict=True)
        made = [(self.meter_ids[index], uid) for index, uid in self.new_meters.items()]
        return {row: uid for row, uid in (*known, *made) if row is not None and uid is not None}

    def for_findings(self) -> Mapping[str, BillColumns]:
        """All bills of the touched meters as they will stand: those stored before, and those of the file.

        By portable id of the meter. Not for an import that replaces stored bills: what these say then is only there
        once that is done.
        """
        uids = self.touched()
        names = {index: uids[row] for index, row in enumerate(self.meter_ids) if row is not None}
        meters = list(map(uids.__getitem__, self.known.columns["meter_id"]))
        meters += map(names.__getitem__, self._taken("meter"))
        taken, more = {name: self._taken(name) for name in self.columns}, len(self.sorted.take)
        known, size = self.known.for_findings(), len(self.known.ids)
        file = columns_for_findings(taken, more)
        return columns_by_meter(meters, joined(known, size, file, more) if size else file)

    def _taken(self, name: str, missing: object = None) -> Sequence[Any]:
        """Values of a column for the bills that were taken."""
        values = self._column(name, missing)
        take = self.sorted.take
        return values if len(take) == len(values) else [values[position] for position in take]

    # -- telling -------------------------------------------------------------------------------------------------

    def sums(self, check: Callable[[], None] = _never) -> tuple[MeterSums, ...]:
        """Per meter what was imported, in the order of the file; conflicts stored beside are left out."""
        return tuple(self.sums_by_meter(check).values())

    def sums_by_meter(self, check: Callable[[], None] = _never) -> dict[int, MeterSums]:
        """The same by number of the meter in the file."""
        both = self.sorted.beside
        by_meter: dict[int, list[int]] = {}
        for position in self.sorted.take:
            if position not in both:
                by_meter.setdefault(self.columns["meter"][position], []).append(position)
        sums = {}
        for index in sorted(by_meter):
            check()
            sums[index] = self._meter_sums(index, by_meter[index])
        return sums

    def _meter_sums(self, index: int, positions: list[int]) -> MeterSums:
        meter, at = self.found.meters[index], picker(positions)
        units, costs = self._column("unit", meter.unit), self._column("cost")
        currencies = self._column("currency", meter.currency)
        paid = set(at(currencies))
        if len(paid) > 1:
            paid = {currencies[position] for position in positions if costs[position] is not None}
        one_unit = set(at(units)) == {meter.unit}
        return MeterSums(
            name=meter.name,
            resource=str(meter.resource),
            unit=meter.unit,
            unit_entered=meter.unit_entered,
            records=len(positions),
            quantity=_sum(at(self._column("quantity"))) if one_unit else None,
            quantity_base=_sum(at(self._column("quantity_base"))),
            unit_base=meter.unit_base,
            cost=_sum(at(costs)) if len(paid) < 2 else None,
            currency=meter.currency if len(paid) < 2 else "",
            costs=self._costs(positions) if len(paid) > 1 else {},
            first=min(at(self.columns["period_start"])),
            end=max(at(self.columns["period_end"])),
        )

    def _costs(self, positions: Sequence[int]) -> dict[str, int]:
        """Sums by currency: amounts in two currencies are never added."""
        sums: dict[str, int] = {}
        costs, currencies = self._column("cost"), self._column("currency", "")
        for position in positions:
            value = costs[position]
            if value is not None:
                sums[currencies[position]] = sums.get(currencies[position], 0) + value
        return sums

    def conflict_rows(self) -> tuple[ConflictRow, ...]:
        """Both sides of each conflict."""
        ids = [stored for _, stored, _ in self.sorted.conflicts if stored is not None]
        images = {image["before"]["id"]: image["before"] for image in self.replaced}
        images |= read_images(self.session.connection(), "bill", [row for row in ids if row not in images])
        return tuple(
            self._conflict(position, stored, other, images) for position, stored, other in self.sorted.conflicts
        )

    def _conflict(
        self, position: int, stored: int | None, other: int | None, images: Mapping[int, Mapping[str, Any]]
    ) -> ConflictRow:
        known = self._side(other) if stored is None and other is not None else _image_side(images[stored or 0])
        meter = self.found.meters[self.columns["meter"][position]]
        return ConflictRow(
            self.columns["source_sheet"][position],
            self.columns["source_row"][position],
            meter.name,
            known,
            self._side(position),
            self._chosen_of(position) or self.options.on_conflict,
        )

    def _side(self, position: int) -> dict[str, Any]:
        names = (*_SIDE, "source_sheet", "source_row")
        image = {name: raw(self.columns[name][position]) for name in names if name in self.columns}
        return _image_side({**image, "source_file": self.found.file})


_SIDE = ("invoice_number", "period_start", "period_end", "quantity", "unit", "cost", "currency")


def _image_side(image: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "invoice_number": image.get("invoice_number", ""),
        "period": [image.get("period_start"), image.get("period_end")],
        "quantity": plain(image.get("quantity")),
        "unit": image.get("unit", ""),
        "cost": plain(image.get("cost")),
        "currency": image.get("currency", ""),
        "file": image.get("source_file", ""),
        "sheet": image.get("source_sheet", ""),
        "row": image.get("source_row"),
    }


def _meter_input(meter: FoundMeter) -> MeterIn:
    return MeterIn(
        name=meter.name,
        resource=meter.resource,
        kind=meter.kind,
        unit=meter.unit,
        unit_base=meter.unit_base,
        supplier=meter.supplier,
        account=meter.account,
        product=meter.product,
        use=meter.use,
        fuel_use=FuelUse(meter.fuel_use),
    )


def _sum(values: Sequence[int | None]) -> int | None:
    known: Sequence[Any] = [value for value in values if value is not None] if None in values else values
    return sum(known) if known else None


def _typed(name: str, value: Any) -> Any:
    """A value as a person's input has it: amounts as numbers instead of millionths."""
    return from_micro(value) if name in BILL_AMOUNTS and value is not None else value
