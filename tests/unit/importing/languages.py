"""Words of headers as people write them, by language, for tables that tests make."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """Words of headers in one language; `energy` and `water` are what stands before a unit in brackets."""

    meter: str
    month: str
    start: str
    end: str
    period: str
    cost: str
    invoice: str
    concept: str
    unit: str
    service: str
    total: str
    quantity: str
    days: str
    note: str
    due: str
    remark: str
    issued: str
    readings: tuple[str, str]
    price: str
    demand: str
    parts: tuple[str, str]
    year: str
    date: str
    fuels: dict[str, str]
    supplies: dict[str, str]
    months: tuple[str, ...]
    short: tuple[str, ...]
    until: str


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LANGUAGES = {
    "es": Language(
        meter="Medidor",
        month="Mes",
        start="Desde",
        end="Hasta",
        period="Periodo",
        cost="Importe (Bs)",
        invoice="Nº factura",
        concept="Concepto",
        unit="Unidad",
        service="Servicio",
        total="Total",
        quantity="Cantidad",
        days="Días",
        note="Observaciones",
        due="Fecha de vencimiento",
        remark="Se cambió el medidor de lugar",
        issued="Fecha de emisión",
        readings=("Lectura anterior", "Lectura actual"),
        price="Precio unitario",
        demand="Demanda máxima (kW)",
        parts=("Cargo fijo (Bs)", "Aseo urbano (Bs)"),
        year="Gestión",
        date="Fecha",
        fuels={"diesel": "Diésel oil", "gasoline": "Gasolina especial"},
        supplies={"electricity": "Energía eléctrica", "water": "Consumo de agua", "natural_gas": "Gas natural"},
        months=_words("Enero Febrero Marzo Abril Mayo Junio Julio Agosto Septiembre Octubre Noviembre Diciembre"),
        short=_words("ene feb mar abr may jun jul ago sep oct nov dic"),
        until="al",
    ),
    "en": Language(
        meter="Meter",
        month="Month",
        start="Start date",
        end="End date",
        period="Billing period",
        cost="Amount (Bs)",
        invoice="Invoice no.",
        concept="Concept",
        unit="Unit",
        service="Service",
        total="Total",
        quantity="Quantity",
        days="Days",
        note="Notes",
        due="Due date",
        remark="The meter was moved to the hall",
        issued="Invoice date",
        readings=("Previous reading", "Current reading"),
        price="Unit price",
        demand="Peak demand (kW)",
        parts=("Fixed charge (Bs)", "Street lighting (Bs)"),
        year="Year",
        date="Date",
        fuels={"diesel": "Diesel", "gasoline": "Gasoline"},
        supplies={"electricity": "Electricity", "water": "Water usage", "natural_gas": "Natural gas"},
        months=_words("January February March April May June July August September October November December"),
        short=_words("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
        until="to",
    ),
    "pt": Language(
        meter="Medidor",
        month="Mês",
        start="De",
        end="Até",
        period="Período",
        cost="Valor total (Bs)",
        invoice="Nota fiscal",
        concept="Conceito",
        unit="Unidade",
        service="Serviço",
        total="Total",
        quantity="Quantidade",
        days="Dias",
        note="Observações",
        due="Vencimento",
        remark="O medidor foi trocado de lugar",
        issued="Data de emissão",
        readings=("Leitura anterior", "Leitura atual"),
        price="Preço unitário",
        demand="Demanda máxima (kW)",
        parts=("Tarifa fixa (Bs)", "Iluminação pública (Bs)"),
        year="Ano",
        date="Data",
        fuels={"diesel": "Óleo diesel", "gasoline": "Gasolina"},
        supplies={"electricity": "Energia elétrica", "water": "Consumo de água", "natural_gas": "Gás natural"},
        months=_words("Janeiro Fevereiro Março Abril Maio Junho Julho Agosto Setembro Outubro Novembro Dezembro"),
        short=_words("jan fev mar abr mai jun jul ago set out nov dez"),
        until="até",
    ),
    "fr": Language(
        meter="Compteur",
        month="Mois",
        start="Du",
        end="Au",
        period="Période",
        cost="Montant TTC (Bs)",
        invoice="N° de facture",
        concept="Concept",
        unit="Unité",
        service="Service",
        total="Total",
        quantity="Quantité",
        days="Jours",
        note="Remarque",
        due="Échéance",
        remark="Le compteur a été déplacé",
        issued="Date de facture",
        readings=("Ancien index", "Nouvel index"),
        price="Prix unitaire",
        demand="Puissance (kW)",
        parts=("Abonnement (Bs)", "Éclairage public (Bs)"),
        year="Année",
        date="Date",
        fuels={"diesel": "Gazole", "gasoline": "Essence"},
        supplies={"electricity": "Électricité", "water": "Consommation d'eau", "natural_gas": "Gaz naturel"},
        months=_words("Janvier Février Mars Avril Mai Juin Juillet Août Septembre Octobre Novembre Décembre"),
        short=_words("janv févr mars avr mai juin juil août sept oct nov déc"),
        until="au",
    ),
    "de": Language(
        meter="Zählernummer",
        month="Monat",
        start="Von",
        end="Bis",
        period="Zeitraum",
        cost="Rechnungsbetrag (Bs)",
        invoice="Rechnungsnummer",
        concept="Konzept",
        unit="Einheit",
        service="Energieart",
        total="Gesamt",
        quantity="Menge",
        days="Tage",
        note="Bemerkung",
        due="Fälligkeit",
        remark="Der Zähler wurde versetzt",
        issued="Rechnungsdatum",
        readings=("Zählerstand alt", "Zählerstand neu"),
        price="Einzelpreis",
        demand="Leistung (kW)",
        parts=("Grundpreis (Bs)", "Straßenbeleuchtung (Bs)"),
        year="Jahr",
        date="Datum",
        fuels={"diesel": "Diesel", "gasoline": "Benzin"},
        supplies={"electricity": "Stromverbrauch", "water": "Wasserverbrauch", "natural_gas": "Erdgasverbrauch"},
        months=_words("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
        short=_words("Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez"),
        until="bis",
    ),
}
