"""The demonstration: a fixed workspace made from the sample workbooks, with everything that can be made of it.

Firms and people are made up. The workspace is a file of its own inside the folder, never the user's.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from score_desktop import paths
from score_desktop.db.storage import told
from score_desktop.errors import Refused
from score_desktop.i18n import Texts, region_for
from score_desktop.jobs import Progress
from score_desktop.models import BrandIn, ContactIn
from score_desktop.services import audits, change_labels, enterprises, flows, imports, report
from score_desktop.services.context import Context
from score_desktop.services.demo_process import add_bakery_flows
from score_desktop.services.diagram_files import write_diagram

DEMO_DAY = dt.date(2026, 3, 18)
ACTOR = "demo"
"""Who made the sample, in the trail of changes."""
WORKSPACE = "demo.sqlite"
_BAKERY = ("01_electricidad_larga.xlsx", "02_agua_gas_ancho.xlsx", "03_combustibles.xlsx", "05_produccion.xlsx")
_DINER = ("04_utility_bills_en.xlsx",)
_OUTPUTS = ("informe_es.pdf", "report_en.pdf", "auditoria.xlsx", "flujos.svg", "flujos.png")
_TO_REPLACE = (*_OUTPUTS, WORKSPACE, f"{WORKSPACE}-wal", f"{WORKSPACE}-shm", f"{WORKSPACE}-journal")


@dataclass(frozen=True, slots=True)
class DemoMade:
    """What the demonstration left: names relative to `folder`."""

    folder: Path
    files: tuple[str, ...]
    audit: str
    enterprise: str
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """As `demo --json` prints it."""
        return {
            "folder": str(self.folder),
            "workspace": str(self.folder / WORKSPACE),
            "audit": self.audit,
            "enterprise": self.enterprise,
            "files": list(self.files),
            "seconds": round(self.seconds, 2),
        }


def make_demo(folder: Path, progress: Progress) -> DemoMade:
    """Remake the demonstration in a folder; other files in it are left alone.

    Raises:
        Refused: As `fresh_workspace`.
        StorageTrouble: The folder cannot be written.
    """
    started = time.monotonic()
    workspace = fresh_workspace(folder)
    with Context.open(workspace, create=True, actor=ACTOR) as context:
        bakery = _bakery(context, progress)
        progress.report(0.4)
        _diner(context, progress)
        progress.report(0.5)
        files = _documents(context, bakery.audit, folder, progress)
    return DemoMade(folder, (WORKSPACE, *files), bakery.audit, bakery.enterprise, time.monotonic() - started)


def make_sample(folder: Path, progress: Progress) -> Path:
    """Make the workspace of the demonstration alone, to look around in; returns its file.

    Raises:
        Refused: As `fresh_workspace`.
        StorageTrouble: The folder cannot be written.
        Cancelled: Nothing is left of it.
    """
    workspace = fresh_workspace(folder)
    try:
        with Context.open(workspace, create=True, actor=ACTOR) as context:
            _bakery(context, progress)
            progress.report(0.8)
            _diner(context, progress)
    except BaseException:
        for name in _TO_REPLACE:
            (folder / name).unlink(missing_ok=True)
        raise
    progress.report(1.0)
    return workspace


def fresh_workspace(folder: Path) -> Path:
    """An empty place for the demonstration's workspace: what an earlier one left there is removed.

    Files of the same names without a demonstration's workspace beside them are someone's own, and stay.

    Raises:
        Refused: "demo.not_folder", "demo.other_files".
        StorageTrouble: As `db.storage.told`.
    """
    with told(folder):
        if folder.exists() and not folder.is_dir():
            raise Refused("demo.not_folder", file=str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        others = [name for name in _OUTPUTS if (folder / name).exists()]
        if others and not (folder / WORKSPACE).exists():
            raise Refused("demo.other_files", folder=str(folder), files=", ".join(others))
        for name in _TO_REPLACE:
            (folder / name).unlink(missing_ok=True)
    return folder / WORKSPACE


def _bakery(context: Context, progress: Progress) -> audits.AuditMade:
    wanted = audits.NewAudit(
        enterprise="Panadería Illimani S.R.L.",
        country="BO",
        start=dt.date(2025, 1, 1),
        end=dt.date(2026, 1, 1),
        language="es",
    )
    made = context.write(audits.new_audit, wanted, DEMO_DAY, label=("change.audit_added", {"name": wanted.enterprise}))
    context.write(_bakery_details, made, label=("change.enterprise_edited", {"name": wanted.enterprise}))
    _import_all(context, made.audit, _BAKERY, progress)
    context.write(add_bakery_flows, made.audit, label=change_labels.named("change.process_started", "Panadería"))
    return made


def _bakery_details(session: Any, made: audits.AuditMade) -> None:
    samples = paths.resources() / "samples"
    uid = made.enterprise
    enterprises.edit_enterprise(
        session,
        uid,
        {
            "tax_id": "1029384756",
            "address": "Av. Buenos Aires 1520",
            "city": "La Paz",
            "department": "La Paz",
            "sector": "Panadería",
        },
    )
    enterprises.rename_site(session, uid, {"name": "Planta Buenos Aires", "city": "La Paz", "altitude_m": 3650.0})
    client = ContactIn(name="Rosa Quispe Mamani", role="Gerente", kind="client")
    trainer = ContactIn(
        name="Carmen Flores Aliaga", role="Formadora SCORE", organisation="Kantuta Consultores", kind="trainer"
    )
    enterprises.add_contact(session, uid, client)
    enterprises.add_contact(session, uid, trainer)
    brand = BrandIn(
        colour="#0F766E",
        organisation="Kantuta Consultores",
        contact_name="Carmen Flores Aliaga",
        contact_role="Formadora SCORE",
    )
    enterprises.set_brand(
        session,
        uid,
        brand,
        client_logo=_logo(samples / "logo_panaderia_illimani.png"),
        organisation_logo=_logo(samples / "logo_kantuta.png"),
    )


def _logo(path: Path) -> enterprises.Logo:
    return path.name, "image/png", path.read_bytes()


def _diner(context: Context, progress: Progress) -> None:
    wanted = audits.NewAudit(
        enterprise="Maple Street Diner LLC",
        country="US",
        start=dt.date(2025, 1, 1),
        end=dt.date(2026, 1, 1),
        language="en",
    )
    made = context.write(audits.new_audit, wanted, DEMO_DAY, label=("change.audit_added", {"name": wanted.enterprise}))
    _import_all(context, made.audit, _DINER, progress)


def _import_all(context: Context, audit: str, names: tuple[str, ...], progress: Progress) -> None:
    for name in names:
        progress.check_cancelled()
        path = paths.resources() / "samples" / name
        imports.import_file(context, path, audit, imports.ImportOptions(), Progress(), DEMO_DAY)


def _documents(context: Context, audit: str, folder: Path, progress: Progress) -> tuple[str, ...]:
    report.write_report(context, audit, "es", folder / _OUTPUTS[0], progress, DEMO_DAY)
    report.write_report(context, audit, "en", folder / _OUTPUTS[1], progress, DEMO_DAY)
    report.write_export(context, audit, "es", folder / _OUTPUTS[2], progress, DEMO_DAY)
    texts = Texts("es", region_for("es", "BO"))
    graph = context.read(flows.flow_graph, audit, "money", DEMO_DAY, texts)
    for name in _OUTPUTS[3:]:
        write_diagram(graph, folder / name, texts)
    return _OUTPUTS
