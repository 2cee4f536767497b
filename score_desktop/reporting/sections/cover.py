"""The cover: whose report, about whom, when, and up to three figures."""

from __future__ import annotations

from score_desktop.i18n import Texts
from score_desktop.reporting import phrasing
from score_desktop.reporting.content import ReportContent
from score_desktop.reporting.document import Cover, CoverColumn, KeyFigure


def build(content: ReportContent, texts: Texts) -> Cover:
    """The cover page."""
    brand = content.brand
    organisation = (brand.organisation,) if brand.organisation else ()
    return Cover(
        client=content.enterprise.name,
        organisation=(*organisation, texts.t("SCORE programme")),
        kicker=kicker(content, texts),
        title=title(content, texts),
        subtitle=_subtitle(content, texts),
        figures=_figures(content, texts),
        columns=(_enterprise(content, texts), _period(content, texts), _trainer(content, texts)),
        client_logo=brand.client_logo,
        organisation_logo=brand.organisation_logo,
    )


def title(content: ReportContent, texts: Texts) -> str:
    """The report's title: what it is about, as summary and overview call it."""
    about = phrasing.subject(texts, content.resources)
    if not about:
        return texts.t("Environmental audit of {enterprise}", enterprise=content.enterprise.name)
    return texts.t("{kinds} at {enterprise}", kinds=phrasing.capitalised(about), enterprise=content.enterprise.name)


def kicker(content: ReportContent, texts: Texts) -> str:
    """What kind of report this is: "Environmental audit · Baseline 2025"."""
    kind = texts.t("Environmental audit")
    if content.audit_name:
        return f"{kind} · {content.audit_name}"
    place = texts.t("Baseline") if content.is_baseline else texts.t("Follow-up")
    return f"{kind} · {place}"


def _subtitle(content: ReportContent, texts: Texts) -> str:
    if content.flows is not None and content.kg_co2e_total is not None:
        return texts.t("What is spent, where it goes and what it does to the climate, with the source of every figure.")
    if content.kg_co2e_total is not None:
        return texts.t("What is spent and what it does to the climate, with the source of every figure.")
    return texts.t("What is used and what it costs, with the source of every figure.")


def _figures(content: ReportContent, texts: Texts) -> tuple[KeyFigure, ...]:
    when = phrasing.in_period(texts, *content.period)
    paid = texts.t("{kinds} {when}", kinds=phrasing.subject(texts, content.resources), when=when)
    figures = [
        KeyFigure(phrasing.rounded_money(texts, amount, currency), paid) for currency, amount in content.cost_total
    ]
    if content.kg_co2e_total is not None:
        figures.append(KeyFigure(phrasing.tonnes(texts, content.kg_co2e_total), texts.t("scopes 1 and 2")))
    product = content.main_product
    if content.kg_co2e_per_product is not None and product is not None:
        value = f"{texts.significant(content.kg_co2e_per_product)} kg/{phrasing.unit(texts, product.unit, one=True)}"
        figures.append(KeyFigure(value, texts.t("CO₂e per {unit}", unit=phrasing.product_unit(texts, product))))
    elif product is not None:
        figures.append(KeyFigure(phrasing.product_quantity(texts, product), texts.t("produced {when}", when=when)))
    return tuple(figures[:3])


def _enterprise(content: ReportContent, texts: Texts) -> CoverColumn:
    party = content.enterprise
    # A tax number is called by its local name; "NIT" is Bolivia's.
    tax = texts.t("NIT {number}", number=party.tax_id) if party.country == "BO" else party.tax_id
    place = ", ".join(part for part in (party.address, party.city) if part)
    lines = (party.name, tax if party.tax_id else "", place)
    return CoverColumn(texts.t("Enterprise"), tuple(line for line in lines if line))


def _period(content: ReportContent, texts: Texts) -> CoverColumn:
    start, end = content.period
    lines = [texts.period(start, end)]
    compared = content.cost_previous is not None or any(row.previous is not None for row in content.resources)
    if compared and phrasing.is_calendar_year(start, end):
        lines.append(texts.t("compared with {year}", year=start.year - 1))
    elif compared:
        lines.append(texts.t("compared with the year before"))
    lines.append(texts.t("Baseline") if content.is_baseline else texts.t("Follow-up"))
    return CoverColumn(texts.t("Period"), tuple(lines))


def _trainer(content: ReportContent, texts: Texts) -> CoverColumn:
    brand = content.brand
    day = texts.long_date(content.report_date)
    place = texts.t("{city}, {day}", city=content.enterprise.city, day=day) if content.enterprise.city else day
    lines = (brand.contact_name, brand.organisation, brand.contact_email, place)
    nobody = not (brand.contact_name or brand.organisation or brand.contact_email)
    head = texts.t("Date of the report") if nobody else brand.contact_role or texts.t("SCORE trainer")
    return CoverColumn(head[:1].upper() + head[1:], tuple(line for line in lines if line))
