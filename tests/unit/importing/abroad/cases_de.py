"""Files in German: networks of Austria, suppliers, service firms for meters, cards; Switzerland."""

from tests.unit.importing.abroad.case import Case, truth

POWER = "electricity kWh EUR"


def quarters(day: str, form: str, value: str = "0,25") -> str:
    """Lines of quarter hours of a day; `form` takes {day} {h} {m} {value} and {h2} {m2} of the end."""
    lines = []
    for at in range(96):
        h, m = divmod(at * 15, 60)
        h2, m2 = divmod((at + 1) * 15 % 1440, 60)
        lines.append(form.format(day=day, h=f"{h:02d}", m=f"{m:02d}", h2=f"{h2:02d}", m2=f"{m2:02d}", value=value))
    return "\n".join(lines) + "\n"


CASES = {
    "months_with_instalments": Case(
        "Monat;Tage;Verbrauch (kWh);Kosten (EUR);Abschlag (EUR);Monatssaldo (EUR);Saldo kumuliert (EUR);Ø "
        "Temp (°C);HGT;CO2 (kg)\n"
        "2025-01;31;310,5;93,15;80;13,15;13,15;0,6;28,9;106,8\n2025-02;28;280;84;80;4;17,15;2,6;24,9;96,3\n"
        "2025-03;31;250,5;75,15;80;-4,85;12,3;6,6;18,9;86,2\n",
        "DE EUR",
        truth(POWER, "2025-01 310.5 93.15\n2025-02 280 84\n2025-03 250.5 75.15"),
        file="strom_monate.csv",
    ),
    "quarter_hours_below_particulars": Case(
        "Kundennummer;12345678;;\nKundenname;Musterbetrieb;;\nZP-Nummer;AT0070000123410000000000000012345;;\n"
        "Beginn;27.03.2024;;\nEnde;29.03.2024;;\n"
        "Energierichtung;Verbrauch gemessen;;\n;;;\n;;;\nDatum;Zeit;kWh;Status\n"
        + quarters("27.03.2024", "{day};{h}:{m}:00;{value};gemessen")
        + quarters("28.03.2024", "{day};{h}:{m}:00;{value};gemessen", "0,5"),
        "AT EUR",
        truth(POWER, "2024-03-27 24\n2024-03-28 48", "AT0070000123410000000000000012345"),
    ),
    "start_and_end_with_times_in_columns": Case(
        "Zählpunktbezeichnung;Kennzahl;Zählernummer;Exportiere ab;Exportiere bis;Exportiere ab;Exportiere bis\n"
        "AT0090000000000000000000000049656;1-1:1.9.0 P.01;;13.08.2023;14.08.2023;00:00;00:00\n"
        "Startdatum;Startuhrzeit;Enddatum;Enduhrzeit;Verbrauch (in kWh);Status\n"
        + quarters("13.08.2023", "{day};{h}:{m};{day};{h2}:{m2};{value};gültig"),
        "AT EUR",
        truth(POWER, "2023-08-13 24", "AT0090000000000000000000000049656"),
    ),
    "readings_and_use_of_tariffs_per_day": Case(
        "Lieferrichtung: Bezug;;;;;;;\n"
        "Ablesezeitpunkt;Zaehlerstand Gesamt - 1.8.0;Zaehlerstand Hochtarif - 1.8.1;Zaehlerstand Niedertarif - 1.8.2;"
        "Verbrauch Gesamt - 1.8.0;Verbrauch Hochtarif - 1.8.1;Verbrauch Niedertarif - 1.8.2\n"
        "2024-01-13T00:00:00;5000;3000;2000;10;6;4\n2024-01-14T00:00:00;5010;3006;2004;12;7;5\n"
        "2024-01-15T00:00:00;5022;3013;2009;11;6;5\n",
        "AT EUR",
        truth(POWER, "2024-01-13 10\n2024-01-14 12\n2024-01-15 11"),
        file="strom.csv",
        asks={"E": ("unit", "kWh")},
    ),
    "days_with_quality_in_the_header": Case(
        "Anlagennummer;Tarif;Verbrauchszeitraum Beginn;Verbrauchszeitraum Ende;Verbrauch;Einheit;Messwert: "
        "VAL...gemessen, EST...rechnerisch ermittelt\n"
        "51000123;Einfachtarif;13.02.2024 00:00;14.02.2024 00:00;8,125;kWh;VAL\n"
        "51000123;Einfachtarif;14.02.2024 00:00;15.02.2024 00:00;9,5;kWh;VAL\n"
        "51000123;Einfachtarif;15.02.2024 00:00;16.02.2024 00:00;7,75;kWh;EST\n",
        "AT EUR",
        truth(POWER, "2024-02-13 8.125\n2024-02-14 9.5\n2024-02-15 7.75", "51000123"),
    ),
    "series_of_values_in_utf_16": Case(
        "Vertragskonto;220012345\nZählpunkt;AT0080000000000000000000000012345\n\n"
        "Beginn der Messreihe;Ende der Messreihe;Messwert in kWh\n"
        + quarters("13.05.2024", "{day} {h}:{m};{day} {h2}:{m2};{value}"),
        "AT EUR",
        truth(POWER, "2024-05-13 24", "AT0080000000000000000000000012345"),
        encoding="utf-16",
    ),
    "quarters_and_days_side_by_side": Case(
        "6020 Ort, Gasse 1 [AT005];;;6020 Ort, Gasse 1 [AT005];;\n"
        "AT00500000000000000000000000001;;;AT00500000000000000000000000001;;\n"
        "Strom - Wirkenergie (kWh);;;Strom - Wirkenergie (kWh);;\nkWh;;;kWh;;\n"
        "DATE_FROM;DATE_TO;VALUE;DATE_FROM;DATE_TO;VALUE\n"
        "13.05.2024 00:00:00;14.05.2024 00:00:00;24;13.05.2024 00:00:00;13.05.2024 00:15:00;0,25\n"
        "14.05.2024 00:00:00;15.05.2024 00:00:00;24;13.05.2024 00:15:00;13.05.2024 00:30:00;0,25\n"
        + quarters("13.05.2024", ";;;{day} {h}:{m}:00;{day} {h2}:{m2}:00;{value}").split("\n", 2)[2]
        + quarters("14.05.2024", ";;;{day} {h}:{m}:00;{day} {h2}:{m2}:00;{value}"),
        "AT EUR",
        truth(POWER, "2024-05-13 24\n2024-05-14 24"),
    ),
    "kwh_beside_kw": Case(
        "Datum;kWh;kW;Status\n"
        + quarters("13.05.2024", "{day} {h}:{m};{value};1;gültig")
        + quarters("14.05.2024", "{day} {h}:{m};{value};1;gültig"),
        "AT EUR",
        truth(POWER, "2024-05-13 24\n2024-05-14 24"),
    ),
    "time_columns_and_point_in_the_header": Case(
        "Datum;Zeit von;Zeit bis;AT0010000000000000001000004392265 - Verbrauch [kWh]\n"
        + quarters("13.05.2024", "{day};{h}:{m}:00;{h2}:{m2}:00;{value}"),
        "AT EUR",
        truth(POWER, "2024-05-13 24"),
    ),
    "readings_of_a_service_firm": Case(
        "Zählernummer;Ablesedatum;Zählerstand;Einheit\n7781;31.12.2023;10.234,5;kWh\n"
        "7781;31.01.2024;10.534,5;kWh\n7781;29.02.2024;10.800,0;kWh\n",
        "DE EUR",
        truth(POWER, "2024-01 300\n2024-02 265.5", "7781"),
    ),
    "kinds_of_costs_with_periods": Case(
        {
            "Nebenkosten": [
                ("Nebenkostenübersicht Werkstatt Ost",),
                (),
                (
                    "Kostenart",
                    "Lieferant",
                    "Abrechnungszeitraum",
                    "Verbrauch",
                    "Einheit",
                    "Netto (€)",
                    "MwSt (€)",
                    "Brutto (€)",
                ),
                ("Strom", "Stadtwerke", "01.01.2023 - 31.12.2023", 42000, "kWh", 12000, 2280, 14280),
                ("Erdgas", "Stadtwerke", "01.01.2023 - 31.12.2023", 61000, "kWh", 6000, 1140, 7140),
                ("Wasser", "Wasserverband", "01.01.2023 - 31.12.2023", 320, "m³", 700, 49, 749),
                ("Strom", "Stadtwerke", "01.01.2024 - 31.12.2024", 40000, "kWh", 11000, 2090, 13090),
            ]
        },
        "DE EUR",
        truth(POWER, "2023 42000 14280\n2024 40000 13090")
        + truth("natural_gas kWh EUR", "2023 61000 7140")
        + truth("water m3 EUR", "2023 320 749"),
    ),
    "carriers_with_years_across": Case(
        {
            "Energiebilanz": [
                ("Energiebilanz nach ISO 50001 - Muster GmbH",),
                ("Energieträger", "Einheit", 2021, 2022, 2023),
                ("Strom", "kWh", 812000, 798500, 765400),
                ("Erdgas", "kWh", 1210000, 1100400, 990300),
                ("Heizöl", "Liter", 5200, 4100, 3900),
                ("Fernwärme", "MWh", 210, 205, 198),
            ]
        },
        "DE EUR",
        truth(POWER, "2021 812000\n2022 798500\n2023 765400")
        + truth("natural_gas kWh EUR", "2021 1210000\n2022 1100400\n2023 990300")
        + truth("diesel l EUR", "2021 5200\n2022 4100\n2023 3900")
        + truth("steam MWh EUR", "2021 210\n2022 205\n2023 198"),
    ),
    "gas_with_heat_value": Case(
        "Zählernummer;von;bis;Zählerstand alt;Zählerstand neu;Verbrauch m³;Zustandszahl;Brennwert;Verbrauch "
        "kWh;Arbeitspreis ct/kWh;Betrag netto;MwSt;Betrag brutto\n"
        "G4-100;01.01.2024;31.01.2024;1000;1200;200;0,9626;11,3;2175;9,5;206,63;39,26;245,89\n"
        "G4-100;01.02.2024;29.02.2024;1200;1370;170;0,9626;11,3;1849;9,5;175,66;33,38;209,04\n"
        "G4-100;01.03.2024;31.03.2024;1370;1500;130;0,9626;11,3;1414;9,5;134,33;25,52;159,85\n",
        "DE EUR",
        truth("natural_gas m3 EUR", "2024-01 200 245.89\n2024-02 170 209.04\n2024-03 130 159.85", "G4-100"),
    ),
    "fuel_cards": Case(
        "Lieferdatum;Uhrzeit;Kennzeichen;Kartennummer;Ort;Warenart;Menge;Einheit;Preis pro Einheit;"
        "Nettobetrag;MwSt-Betrag;Bruttobetrag;Währung\n"
        "13.02.2024;08:14;B-AB 123;7034;Berlin;Diesel;45,20;Liter;1,50;67,80;12,88;80,68;EUR\n"
        "15.02.2024;17:40;B-CD 456;7035;Potsdam;Super E10;38,00;Liter;1,60;60,80;11,55;72,35;EUR\n"
        "27.02.2024;07:55;B-AB 123;7034;Berlin;Diesel;50,00;Liter;1,50;75,00;14,25;89,25;EUR\n",
        "DE EUR",
        truth("diesel l EUR", "2024-02-13 45.2 80.68\n2024-02-27 50 89.25")
        + truth("gasoline l EUR", "2024-02-15 38 72.35"),
    ),
    "austrian_months_across": Case(
        {
            "Wasser": [
                ("Wasserverbrauch der Gebäude 2024 in m³",),
                ("Gebäude", "Jän", "Feb", "Mär", "Apr", "Mai", "Jun", "Summe"),
                ("Volksschule", 31, 28, 33, 30, 29, 34, 185),
                ("Bauhof", 11, 12, 10, 13, 12, 11, 69),
                ("Summe", 42, 40, 43, 43, 41, 45, 254),
            ]
        },
        "AT EUR",
        truth("water m3 EUR", "2024-01 31\n2024-02 28\n2024-03 33\n2024-04 30\n2024-05 29\n2024-06 34", "Volksschule")
        + truth("water m3 EUR", "2024-01 11\n2024-02 12\n2024-03 10\n2024-04 13\n2024-05 12\n2024-06 11", "Bauhof"),
    ),
    "open_data_of_a_city": Case(
        "jahr;monat;liegenschaft;energietraeger;verbrauch_kwh;kosten_eur\n2023;1;Rathaus;Strom;8100;2430,00\n"
        "2023;1;Rathaus;Gas;31000;3100,50\n"
        "2023;2;Rathaus;Strom;7900;2370,00\n2023;2;Rathaus;Gas;28000;2800,50\n"
        "2023;1;Bibliothek;Strom;3100;930,00\n2023;2;Bibliothek;Strom;3000;900,00\n",
        "DE EUR",
        truth(POWER, "2023-01 8100 2430\n2023-02 7900 2370", "Rathaus")
        + truth(POWER, "2023-01 3100 930\n2023-02 3000 900", "Bibliothek")
        + truth("natural_gas kWh EUR", "2023-01 31000 3100.5\n2023-02 28000 2800.5", "Rathaus"),
    ),
    "swiss_high_and_low_tariff": Case(
        "Zähler;Periode von;Periode bis;Hochtarif kWh;Niedertarif kWh;Energie CHF;Netz CHF;Total CHF inkl. MWST\n"
        "CH-55;01.01.2024;31.03.2024;12'340;8'120;3'100.50;1'900.20;5'405.75\n"
        "CH-55;01.04.2024;30.06.2024;11'100;7'400;2'800.10;1'720.40;4'886.70\n"
        "CH-55;01.07.2024;30.09.2024;10'900;7'150;2'750.00;1'690.00;4'799.65\n",
        "CH CHF",
        truth(
            "electricity kWh CHF",
            "2024-01/2024-03 20460 5405.75\n2024-04/2024-06 18500 4886.70\n2024-07/2024-09 18050 4799.65",
            "CH-55",
        ),
    ),
    "days_among_their_quarters": Case(
        "BeginDate;EndDate;Netztarif AT0030 [1-1:1.9.0];Unit;Status\n"
        + quarters("2024-05-13", "{day} {h}:{m}:00;{day} {h2}:{m2}:00;{value};kWh;W").replace(
            "2024-05-13 00:00:00;0,25", "2024-05-14 00:00:00;0,25"
        )
        + "2024-05-13 00:00:00;2024-05-14 00:00:00;24;kWh;W\n"
        + quarters("2024-05-14", "{day} {h}:{m}:00;{day} {h2}:{m2}:00;{value};kWh;W").replace(
            "2024-05-14 00:00:00;0,25", "2024-05-15 00:00:00;0,25"
        )
        + "2024-05-14 00:00:00;2024-05-15 00:00:00;24;kWh;W\n",
        "AT EUR",
        truth(POWER, "2024-05-13 24\n2024-05-14 24"),
    ),
    "list_of_bills_by_number": Case(
        "Rechnungsnr.;Rechnungsdatum;Leistungszeitraum;Zählpunkt;Arbeit HT kWh;Arbeit NT kWh;Leistung kW;"
        "Rechnungsbetrag netto;USt;Rechnungsbetrag brutto\n"
        "R-1001;05.02.2024;01.01.2024-31.01.2024;DE0001112223334;9.120;4.310;61;3.100,40;589,08;3.689,48\n"
        "R-1042;05.03.2024;01.02.2024-29.02.2024;DE0001112223334;8.900;4.100;60;3.000,00;570,00;3.570,00\n"
        "R-1077;05.04.2024;01.03.2024-31.03.2024;DE0001112223334;8.700;4.050;58;2.950,00;560,50;3.510,50\n",
        "DE EUR",
        truth(POWER, "2024-01 13430 3689.48\n2024-02 13000 3570\n2024-03 12750 3510.5", "DE0001112223334"),
    ),
}
