"""A dairy of eleven steps and forty flows, as a trainer would draw it up: curd, yoghurt, cream, whey and losses."""

from __future__ import annotations

from decimal import Decimal

from score_desktop.enums import Place
from score_desktop.services import process_edit, process_steps
from score_desktop.services.context import Context

STEPS = (
    "Recepción de leche",
    "Pasteurización",
    "Descremado",
    "Cuajado",
    "Moldeado y prensado",
    "Salado en salmuera",
    "Maduración en cámara fría",
    "Elaboración de requesón",
    "Incubación de yogur",
    "Envasado de yogur",
    "Empaque y etiquetado",
)
PIGS = "Criador de cerdos"
IN, OUT, AIR, BIN, SEWER = "Proveedores", "Clientes", "Aire", "Basura", "Alcantarillado"
_MILK, _PASTEUR, _CREAM, _CURD, _MOULD, _SALT, _RIPE, _WHEY, _YOGHURT, _CUPS, _PACK = STEPS
FLOWS: tuple[tuple[str, str, str, int, str], ...] = (
    (IN, _MILK, "Leche cruda", 500_000, "raw"),
    (IN, _MILK, "Filtros de leche", 400, "auxiliary"),
    (_MILK, _PASTEUR, "Leche filtrada", 497_000, "raw"),
    (_MILK, BIN, "Filtros usados", 400, "waste"),
    (_MILK, PIGS, "Leche rechazada", 3_000, "waste"),
    (_PASTEUR, _CURD, "Leche para queso", 300_000, "raw"),
    (_PASTEUR, _YOGHURT, "Leche para yogur", 150_000, "raw"),
    (_PASTEUR, _CREAM, "Leche para crema", 40_000, "raw"),
    (_PASTEUR, SEWER, "Leche del primer enjuague", 5_000, "waste"),
    (_PASTEUR, AIR, "Vapor", 2_000, "emission"),
    (IN, _CURD, "Cuajo y cultivos", 300, "auxiliary"),
    (IN, _CURD, "Cloruro de calcio", 120, "auxiliary"),
    (_CURD, _MOULD, "Cuajada", 46_000, "product"),
    (_CURD, PIGS, "Suero para cerdos", 200_000, "by_product"),
    (_CURD, _WHEY, "Suero para requesón", 52_000, "by_product"),
    (_CURD, SEWER, "Suero derramado", 3_000, "waste"),
    (_MOULD, _SALT, "Queso fresco", 36_500, "product"),
    (_MOULD, _WHEY, "Suero de prensado", 8_400, "by_product"),
    (_MOULD, _CURD, "Recortes de queso", 900, "reuse"),
    (IN, _SALT, "Sal", 2_500, "auxiliary"),
    (_SALT, _RIPE, "Queso salado", 36_000, "product"),
    (_SALT, SEWER, "Salmuera gastada", 2_900, "waste"),
    (_RIPE, AIR, "Humedad del queso", 3_300, "emission"),
    (_RIPE, _PACK, "Queso maduro", 32_200, "product"),
    (_RIPE, BIN, "Queso con moho", 450, "waste"),
    (IN, _YOGHURT, "Azúcar", 9_000, "raw"),
    (IN, _YOGHURT, "Pulpa de frutas", 14_000, "raw"),
    (_YOGHURT, _CUPS, "Yogur", 207_500, "product"),
    (_YOGHURT, SEWER, "Yogur del enjuague", 1_500, "waste"),
    (IN, _CUPS, "Vasos y tapas", 6_200, "packaging"),
    (_CUPS, _PACK, "Yogur en vasos", 212_600, "product"),
    (_CUPS, BIN, "Vasos defectuosos", 260, "waste"),
    (_CUPS, BIN, "Yogur derramado", 800, "waste"),
    (_CREAM, _PACK, "Crema", 3_900, "product"),
    (_CREAM, _YOGHURT, "Leche descremada", 36_000, "raw"),
    (_WHEY, _PACK, "Requesón", 5_300, "product"),
    (_WHEY, SEWER, "Suero agotado", 54_900, "waste"),
    (IN, _PACK, "Cajas y film", 5_100, "packaging"),
    (_PACK, OUT, "Productos empacados", 258_500, "product"),
    (_PACK, BIN, "Cartón y film", 520, "waste"),
)


def draw_up(context: Context, audit: str) -> dict[str, str]:
    """Store it; the steps' portable ids by name."""
    places = {PIGS: Place.BUYER, IN: Place.SUPPLIER, OUT: Place.CUSTOMER, AIR: Place.AIR}
    places |= {BIN: Place.LANDFILL, SEWER: Place.SEWER}
    found = {name: str(context.write(process_steps.add_step, audit, name, place)) for name, place in places.items()}
    found |= {name: str(context.write(process_steps.add_step, audit, name)) for name in STEPS}
    rows = [
        {"source": source, "target": target, "name": name, "quantity": Decimal(kg), "unit": "kg", "period": "year",
         "kind": kind}
        for source, target, name, kg, kind in FLOWS
    ]  # fmt: skip
    outcome = context.write(process_edit.add_flows, audit, rows)
    assert not outcome.refused, outcome.refused
    return found
