"""Green Button data: bills as they are, readings by local day, and what is no consumption left out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from score_desktop.errors import UnreadableFile
from score_desktop.importing import ImportContext, read_file, understand
from tests.unit.importing.test_archives import box
from tests.unit.importing.test_layouts import by_meter

D = dt.date
US = ImportContext("US", "USD")
NEW_YORK = ZoneInfo("America/New_York")
TIME = """<LocalTimeParameters xmlns="http://naesb.org/espi"><dstEndRule>B40E2000</dstEndRule><dstOffset>3600</dstOffset>
<dstStartRule>360E2000</dstStartRule><tzOffset>-18000</tzOffset></LocalTimeParameters>"""
BASE = "/espi/1_1/resource/UsagePoint/1"


def entry(address: str, content: str, *related: str, title: str = "") -> str:
    links = "".join(f'<link rel="related" href="{one}"/>' for one in related)
    head = f'<link rel="self" href="{address}"/>{links}<title>{title}</title>'
    return f"<entry>{head}<content>{content}</content></entry>"


def espi(kind: str, **fields: object) -> str:
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    return f'<{kind} xmlns="http://naesb.org/espi">{inner}</{kind}>'


def point(service: int = 0, address: str = BASE, title: str = "Main house") -> str:
    return entry(address, espi("UsagePoint", ServiceCategory=f"<kind>{service}</kind>"), title=title)


def reading_type(address: str, uom: int = 72, flow: int = 1, power: int = 0) -> str:
    told = {"accumulationBehaviour": 4, "currency": 840, "flowDirection": flow, "powerOfTenMultiplier": power}
    return entry(address, espi("ReadingType", **told, uom=uom))


def block(address: str, readings: list[tuple[int, int, int]], quality: str = "") -> str:
    told = f"<ReadingQuality><quality>{quality}</quality></ReadingQuality>" if quality else ""
    rows = "".join(
        f"<IntervalReading><timePeriod><duration>{seconds}</duration><start>{start}</start></timePeriod>"
        f"<value>{value}</value>{told}</IntervalReading>"
        for start, seconds, value in readings
    )
    return entry(address, f'<IntervalBlock xmlns="http://naesb.org/espi">{rows}</IntervalBlock>')


def meter(number: int, readings: list[tuple[int, int, int]], **kind: int) -> str:
    own = f"{BASE}/MeterReading/{number}"
    quality = kind.pop("quality", "")
    parts = [entry(own, espi("MeterReading"), f"/ReadingType/{number}"), reading_type(f"/ReadingType/{number}", **kind)]
    return "".join([*parts, block(f"{own}/IntervalBlock/1", readings, str(quality))])


def summary(start: int, days: int, *, used: int | None, bill: int | None, currency: object = 840) -> str:
    fields: dict[str, object] = {"billingPeriod": f"<duration>{days * 86400}</duration><start>{start}</start>"}
    if bill is not None:
        fields |= {"billLastPeriod": bill, "currency": currency}
    if used is not None:
        power = "<powerOfTenMultiplier>0</powerOfTenMultiplier>"
        fields["overallConsumptionLastPeriod"] = f"{power}<uom>72</uom><value>{used}</value>"
    return entry(f"{BASE}/UsageSummary/{start}", espi("UsageSummary", **fields))


def feed(*entries: str, clock: str = TIME) -> str:
    time = entry("/LocalTimeParameters/1", clock) if clock else ""
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{time}{"".join(entries)}</feed>'


def seconds(*when: int) -> int:
    return int(dt.datetime(*when, tzinfo=NEW_YORK).timestamp())


def understood(path: Path, text: str):
    path.write_text(text, encoding="utf-8")
    found = understand(read_file(path), US)
    assert not found.questions
    assert not found.problems
    return found


def test_bills_keep_their_period_quantity_and_amount(tmp_path):
    bills = [
        summary(seconds(2014, 2, 1), 28, used=625_716, bill=6_752_000),
        summary(seconds(2014, 4, 1), 30, used=700_000, bill=7_000_000, currency="USD"),
    ]
    found = understood(tmp_path / "usage.xml", feed(point(), *bills))
    assert by_meter(found) == {
        "Main house": [(D(2014, 2, 1), D(2014, 3, 1), 625.716, 67.52), (D(2014, 4, 1), D(2014, 5, 1), 700.0, 70.0)]
    }
    assert [(one.resource.value, one.unit, one.currency) for one in found.meters] == [("electricity", "kWh", "USD")]


def test_one_bill_alone_ends_where_it_ends(tmp_path):
    found = understood(tmp_path / "usage.xml", feed(point(), summary(seconds(2024, 1, 5), 31, used=1_000, bill=None)))
    assert (found.bills["period_start"], found.bills["period_end"]) == ([D(2024, 1, 5)], [D(2024, 2, 5)])


@pytest.mark.parametrize("first", [(2024, 3, 9), (2024, 11, 2), (2024, 7, 1)])
def test_hours_add_up_to_days_of_the_place_also_when_clocks_change(tmp_path, first):
    start = seconds(*first)
    readings = [(start + 3_600 * n, 3_600, 100 + n) for n in range(72)]
    expected: dict[D, float] = {}
    for at, _, value in readings:
        day = dt.datetime.fromtimestamp(at, NEW_YORK).date()
        expected[day] = expected.get(day, 0) + value / 1_000
    found = understood(tmp_path / "usage.xml", feed(point(), meter(1, readings)))
    got = {row[0]: row[2] for row in by_meter(found)["Main house"]}
    assert got == pytest.approx(expected)


def test_a_bill_without_quantity_takes_that_of_its_readings_and_they_do_not_count_twice(tmp_path):
    start = seconds(2024, 1, 1)
    readings = [(start + 86_400 * n, 86_400, 1_000) for n in range(33)]
    bill = summary(start, 31, used=None, bill=5_000_000)
    found = understood(tmp_path / "usage.xml", feed(point(), meter(1, readings), bill))
    rows = by_meter(found)["Main house"]
    assert rows[0] == (D(2024, 1, 1), D(2024, 2, 1), 31.0, 50.0)
    assert [row[0] for row in rows[1:]] == [D(2024, 2, 1), D(2024, 2, 2)]


def test_demand_and_what_was_fed_in_are_no_consumption(tmp_path):
    start = seconds(2024, 1, 1)
    days = [(start + 86_400 * n, 86_400, 2) for n in range(3)]
    series = [meter(1, days, power=3), meter(2, days, uom=38), meter(3, days, flow=19)]
    found = understood(tmp_path / "usage.xml", feed(point(), *series))
    assert found.bills["quantity"] == [2_000_000] * 3
    assert dict(found.notes)["import.note_espi_left_out"] == {"count": 2}


def test_gas_in_therms_estimated_and_months_as_they_are(tmp_path):
    months = [(seconds(2024, 1, 1), 31 * 86_400, 5), (seconds(2024, 2, 1), 29 * 86_400, 6)]
    found = understood(tmp_path / "usage.xml", feed(point(1), meter(1, months, uom=169, quality=8)))
    assert [(one.resource.value, one.unit) for one in found.meters] == [("natural_gas", "thm")]
    assert list(found.bills["period_end"]) == [D(2024, 2, 1), D(2024, 3, 1)]
    assert found.bills["estimated"] == [True, True]


def test_without_a_clock_days_begin_where_the_blocks_begin(tmp_path):
    days = [(seconds(2024, 1, 1) + 86_400 * n, 86_400, 1_000) for n in range(4)]
    span = f"<duration>86400</duration><start>{days[0][0]}</start>"
    text = feed(point(), meter(1, days), clock="").replace(
        '<IntervalBlock xmlns="http://naesb.org/espi">',
        f'<IntervalBlock xmlns="http://naesb.org/espi"><interval>{span}</interval>',
    )
    found = understood(tmp_path / "usage.xml", text)
    assert list(found.bills["period_start"]) == [D(2024, 1, 1 + n) for n in range(4)]


def test_two_points_of_one_name_stay_two(tmp_path):
    start = seconds(2024, 1, 1)
    other = f"{BASE.rpartition('/')[0]}/2"
    second = summary(start, 31, used=9_000, bill=None).replace(f"{BASE}/", f"{other}/")
    text = feed(point(), point(address=other), summary(start, 31, used=1_000, bill=None), second)
    assert sorted(by_meter(understood(tmp_path / "usage.xml", text))) == ["Main house 1", "Main house 2"]


def test_feeds_in_an_archive(tmp_path):
    bills = [feed(point(), summary(seconds(2024, n, 1), 30, used=1_000 * n, bill=None)) for n in (4, 6)]
    found = understand(read_file(box(tmp_path / "g.zip", {"a.xml": bills[0], "b.xml": bills[1]})), US)
    assert list(found.bills["quantity"]) == [4_000_000, 6_000_000]


def test_a_feed_without_readings_is_told(tmp_path):
    path = tmp_path / "empty.xml"
    path.write_text(feed(point()), encoding="utf-8")
    with pytest.raises(UnreadableFile) as caught:
        read_file(path)
    assert caught.value.message_id == "import.espi_empty"
