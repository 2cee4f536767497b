"""A third set, without four of its files that are not read rightly yet: boards, portals and ledgers."""

from tests.unit.importing.abroad.case import Case, truth

POWER = "electricity kWh EUR"
CASES = {
    "fr_index_day_night_book": Case(
        "Date relevé;Compteur;Index jour;Index nuit;Conso jour kWh;Conso nuit kWh\n"
        "31/12/2023;E-9;10000;5000;;\n31/01/2024;E-9;10800;5400;800;400\n29/02/2024;E-9;11550;5760;750;360\n"
        "31/03/2024;E-9;12300;6130;750;370\n",
        "FR EUR",
        truth(POWER, "2024-01 1200\n2024-02 1110\n2024-03 1120", "E-9"),
    ),
    "de_heating_oil": Case(
        "Lieferdatum;Lieferant;Produkt;Liter;Preis €/100 l;Nettobetrag;Bruttobetrag\n"
        "13.01.2024;Öl Meier;Heizöl EL;2.500;98,50;2.462,50;2.930,38\n"
        "20.03.2024;Öl Meier;Heizöl EL;2.000;95,00;1.900,00;2.261,00\n",
        "DE EUR",
        truth("diesel l EUR", "2024-01-13 2500 2930.38\n2024-03-20 2000 2261"),
    ),
    "de_ht_nt_readings_across": Case(
        {
            "Ablesung": [
                ("Stromzähler 556677",),
                ("Datum", "HT Stand (kWh)", "NT Stand (kWh)"),
                ("31.12.2023", 10000, 4000),
                ("31.01.2024", 10900, 4350),
                ("29.02.2024", 11700, 4690),
                ("31.03.2024", 12450, 5010),
            ]
        },
        "DE EUR",
        truth(POWER, "2024-01 1250\n2024-02 1140\n2024-03 1070", "556677"),
    ),
    "de_bill_with_abatement": Case(
        "Abrechnungsmonat;Verbrauch in kWh;Arbeitspreis in €;Grundpreis in €;Stromsteuer in €;"
        "Rechnungsbetrag in € (brutto);Abschlag in €;Nachzahlung in €\n"
        "Januar 2024;1.520,5;395,33;12,50;31,17;522,41;500,00;22,41\n"
        "Februar 2024;1.410,0;366,60;12,50;28,91;485,54;500,00;-14,46\n",
        "DE EUR",
        truth(POWER, "2024-01 1520.5 522.41\n2024-02 1410 485.54"),
    ),
    "pt_br_energy_by_tariff_post_rows": Case(
        "UC;Mês;Posto tarifário;Consumo (kWh);Valor (R$)\n10/1234-5;01/2024;Ponta;410;820,00\n"
        "10/1234-5;01/2024;Fora Ponta;5100;2550,00\n10/1234-5;02/2024;Ponta;398;796,00\n"
        "10/1234-5;02/2024;Fora Ponta;4980;2490,00\n",
        "BR BRL",
        truth("electricity kWh BRL", "2024-01 5510 3370\n2024-02 5378 3286", "10/1234-5"),
    ),
    "pt_monthly_sheet_three_supplies": Case(
        {
            "2023": [
                ("Consumos da escola - 2023",),
                ("Mês", "Eletricidade (kWh)", "Custo (€)", "Água (m3)", "Custo (€)", "Gás propano (kg)", "Custo (€)"),
                ("Janeiro", 3200, 640, 45, 90, 135, 270),
                ("Fevereiro", 3100, 620, 44, 88, 90, 180),
                ("Março", 3000, 600, 47, 94, 90, 180),
            ]
        },
        "PT EUR",
        truth(POWER, "2023-01 3200 640\n2023-02 3100 620\n2023-03 3000 600")
        + truth("water m3 EUR", "2023-01 45 90\n2023-02 44 88\n2023-03 47 94")
        + truth("lpg kg EUR", "2023-01 135 270\n2023-02 90 180\n2023-03 90 180"),
    ),
    "en_generator_log": Case(
        "Date,Generator,Start hrs,Stop hrs,Run hours,Fuel added (L),Fuel cost,Operator\n"
        "13/01/2024,GEN-1,1200.5,1204.0,3.5,40,3600,Ali\n15/01/2024,GEN-1,1204.0,1210.0,6.0,75,6750,Ali\n"
        "20/01/2024,GEN-2,880.0,884.0,4.0,50,4500,Joe\n",
        "KE KES",
        truth("diesel l KES", "2024-01-13 40 3600\n2024-01-15 75 6750\n2024-01-20 50 4500"),
        asks={"F": ("resource", "diesel")},
    ),
    "en_prepaid_tokens": Case(
        "Date,Meter No,Token,Amount (KES),Units (kWh)\n03/01/2024,37191234567,1234-5678,2000,85.5\n"
        "17/01/2024,37191234567,2345-6789,2500,106.2\n05/02/2024,37191234567,3456-7890,2000,84.9\n",
        "KE KES",
        truth(
            "electricity kWh KES", "2024-01-03 85.5 2000\n2024-01-17 106.2 2500\n2024-02-05 84.9 2000", "37191234567"
        ),
    ),
    "en_yearly_by_meter_down": Case(
        {
            "Usage": [
                ("Meter", "Utility", "Units", "2021", "2022", "2023"),
                ("E1", "Electricity", "kWh", 120000, 118000, 121000),
                ("G1", "Gas", "kWh", 300000, 280000, 260000),
                ("W1", "Water", "m3", 900, 880, 870),
            ]
        },
        "GB GBP",
        truth("electricity kWh GBP", "2021 120000\n2022 118000\n2023 121000", "E1")
        + truth("natural_gas kWh GBP", "2021 300000\n2022 280000\n2023 260000", "G1")
        + truth("water m3 GBP", "2021 900\n2022 880\n2023 870", "W1"),
    ),
    "es_tanker_water": Case(
        "Fecha;Placa cisterna;Capacidad (m3);N° viajes;Volumen (m3);Costo (Bs)\n"
        "13/01/2024;123-ABC;10;2;20;500\n27/01/2024;123-ABC;10;1;10;250\n10/02/2024;456-DEF;8;2;16;400\n",
        "BO BOB",
        truth("water m3 BOB", "2024-01-13 20 500\n2024-01-27 10 250\n2024-02-10 16 400"),
        file="agua cisterna.csv",
    ),
    "es_six_months_by_service_blocks": Case(
        {
            "Servicios": [
                ("ENERGÍA ELÉCTRICA",),
                ("Mes", "Consumo (kWh)", "Importe (Bs)"),
                ("ene-24", 500, 450),
                ("feb-24", 510, 459),
                (),
                ("AGUA POTABLE",),
                ("Mes", "Consumo (m3)", "Importe (Bs)"),
                ("ene-24", 40, 160),
                ("feb-24", 42, 168),
                (),
                ("GAS NATURAL",),
                ("Mes", "Consumo (m3)", "Importe (Bs)"),
                ("ene-24", 300, 510),
                ("feb-24", 310, 527),
            ]
        },
        "BO BOB",
        truth("electricity kWh BOB", "2024-01 500 450\n2024-02 510 459")
        + truth("water m3 BOB", "2024-01 40 160\n2024-02 42 168")
        + truth("natural_gas m3 BOB", "2024-01 300 510\n2024-02 310 527"),
    ),
}
