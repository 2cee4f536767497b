from tests.unit.importing.abroad.case import Case, truth

POWER = "electricity kWh EUR"
MONTHS_PT = (
    "Janeiro",
    "Fevereiro",
    "Março",
    "Abril",
    "Maio",
    "Junho",
    "Julho",
    "Agosto",
    "Setembro",
    "Outubro",
    "Novembro",
    "Dezembro",
)
MONTHS_FR = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
MONTHS_DE = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)

CASES = {
    # -- French
    "water_list_with_arrears_and_month_in_title": Case(
        {
            "Relevé": [
                ("Facturation d'eau - mois de mars 2024",),
                (
                    "Client",
                    "N° Compteur",
                    "Zone",
                    "Ancien Index",
                    "Nouvel Index",
                    "Conso (m3)",
                    "Montant Mois (CFA)",
                    "Arriérés (CFA)",
                    "Avance (CFA)",
                    "Total dû (CFA)",
                    "Statut",
                ),
                ("Boulangerie", "C-101", "Nord", 120, 150, 30, 15000, 4000, 0, 19000, "Impayé"),
                ("Atelier", "C-102", "Nord", 300, 345, 45, 22500, 0, 2500, 20000, "Payé"),
                ("Dépôt", "C-103", "Sud", 80, 92, 12, 6000, 0, 0, 6000, "Payé"),
            ]
        },
        "SN XOF",
        truth("water m3 XOF", "2024-03 30 15000", "C-101")
        + truth("water m3 XOF", "2024-03 45 22500", "C-102")
        + truth("water m3 XOF", "2024-03 12 6000", "C-103"),
    ),
    "readings_of_all_meters_across": Case(
        {
            "Relevés 2024": [
                ("Relevé des compteurs de gaz (index en m3)",),
                ("Bâtiment", "Compteur", "31/12/2023", "31/01/2024", "29/02/2024", "31/03/2024"),
                ("Atelier", "G-1", 1000, 1120, 1230, 1310),
                ("Bureaux", "G-2", 500, 560, 610, 640),
            ]
        },
        "FR EUR",
        truth("natural_gas m3 EUR", "2024-01 120\n2024-02 110\n2024-03 80", "G-1")
        + truth("natural_gas m3 EUR", "2024-01 60\n2024-02 50\n2024-03 30", "G-2"),
    ),
    "board_of_an_energy_manager": Case(
        {
            "Suivi": [
                ("TABLEAU DE SUIVI DES CONSOMMATIONS - 2023", *[None] * 7),
                (None, "Electricité", None, "Gaz", None, "Eau", None, "DJU"),
                ("Mois", "kWh", "€ TTC", "kWh PCS", "€ TTC", "m³", "€ TTC", None),
                *(
                    (name, 5000 + n, 1000 + n, 9000 - 10 * n, 800 - n, 40 + n, 160 + n, 300 - 10 * n)
                    for n, name in enumerate(MONTHS_FR)
                ),
                ("TOTAL", 60066, 12066, 107340, 9534, 546, 1986, None),
            ]
        },
        "FR EUR",
        truth(POWER, "\n".join(f"2023-{n + 1:02d} {5000 + n} {1000 + n}" for n in range(12)))
        + truth("natural_gas kWh EUR", "\n".join(f"2023-{n + 1:02d} {9000 - 10 * n} {800 - n}" for n in range(12)))
        + truth("water m3 EUR", "\n".join(f"2023-{n + 1:02d} {40 + n} {160 + n}" for n in range(12))),
    ),
    "bills_with_subscription_and_taxes": Case(
        "N° facture;Date facture;Date début conso;Date fin conso;PDL;Conso HPH (kWh);Conso HCH (kWh);Conso "
        "HPB (kWh);Conso HCB (kWh);Abonnement HT;Consommation HT;Acheminement HT;Taxes et contributions;"
        "Total HT;TVA;Total TTC\n"
        "F1001;05/02/2024;01/01/2024;31/01/2024;30001234567890;4200;1900;0;0;120,00;610,00;210,00;95,00;1035,"
        "00;207,00;1242,00\n"
        "F1077;05/03/2024;01/02/2024;29/02/2024;30001234567890;4000;1800;0;0;120,00;580,00;205,00;92,00;997,"
        "00;199,40;1196,40\n"
        "F1140;05/04/2024;01/03/2024;31/03/2024;30001234567890;3100;1400;600;300;120,00;560,00;200,00;90,00;"
        "970,00;194,00;1164,00\n",
        "FR EUR",
        truth(POWER, "2024-01 6100 1242\n2024-02 5800 1196.4\n2024-03 5400 1164", "30001234567890"),
    ),
    "pellets_and_wood": Case(
        "Date;Fournisseur;Combustible;Quantité;Unité;Montant TTC\n"
        "12/01/2024;Bois Énergie;Granulés de bois;3,5;tonnes;1 225,00\n"
        "14/03/2024;Bois Énergie;Granulés de bois;2,8;tonnes;980,00\n",
        "FR EUR",
        truth("firewood t EUR", "2024-01-12 3.5 1225\n2024-03-14 2.8 980"),
    ),
    "annual_consumption_of_municipal_buildings": Case(
        "annee;code_site;nom_site;energie;conso_kwh;depense_eur_ttc;emissions_kgco2\n"
        "2022;S01;Groupe scolaire;électricité;45000;8100,50;2700\n"
        "2022;S01;Groupe scolaire;gaz;120000;9600;27240\n"
        "2023;S01;Groupe scolaire;électricité;43500;9135;2610\n"
        "2023;S01;Groupe scolaire;gaz;111000;11100;25197\n2022;S02;Stade;électricité;15000;2850;900\n"
        "2023;S02;Stade;électricité;14800;3108;888\n",
        "FR EUR",
        truth(POWER, "2022 45000 8100.5\n2023 43500 9135", "Groupe scolaire")
        + truth("natural_gas kWh EUR", "2022 120000 9600\n2023 111000 11100", "Groupe scolaire")
        + truth(POWER, "2022 15000 2850\n2023 14800 3108", "Stade"),
    ),
    # -- German
    "log_of_a_vehicle": Case(
        "Datum;Kilometerstand;Liter;Preis/L;Gesamtkosten;Kraftstoff;Tankstelle;Notiz\n"
        "2024-02-13;84000;42,50;1,76;74,80;Diesel;Nord;\n2024-02-21;84620;40,10;1,78;71,38;Diesel;Nord;voll\n"
        "2024-03-04;85230;41,00;1,75;71,75;Diesel;Süd;\n",
        "DE EUR",
        truth("diesel l EUR", "2024-02-13 42.5 74.8\n2024-02-21 40.1 71.38\n2024-03-04 41 71.75"),
    ),
    "solar_house_with_grid_purchase": Case(
        "Zeit;Erzeugung (kWh);Verbrauch (kWh);Netzbezug (kWh);Einspeisung (kWh);Speicher geladen (kWh);"
        "Speicher entladen (kWh)\n01.2024;120,5;610,0;520,5;20,0;80,0;70,0\n"
        "02.2024;180,0;580,0;440,0;30,0;90,0;80,0\n03.2024;320,0;540,0;310,0;80,0;110,0;100,0\n",
        "DE EUR",
        truth(POWER, "2024-01 520.5\n2024-02 440\n2024-03 310"),
    ),
    "quarters_told_by_their_ends": Case(
        "Messzeitpunkt;Gemessener Verbrauch (kWh);Ersatzwert;\n"
        + "".join(
            f"{13 + (n + 1) // 96}.05.2024 {(n + 1) % 96 // 4:02d}:{(n + 1) % 4 * 15:02d};0,250000;;\n"
            for n in range(192)
        ),
        "AT EUR",
        truth(POWER, "2024-05-13 24\n2024-05-14 24"),
    ),
    "readings_in_a_book": Case(
        {
            "Zählerstände": [
                ("Ablesebuch Wasserzähler Nr. 4711",),
                ("Datum", "Stand m³", "Differenz", "Abgelesen von"),
                ("02.01.2024", 1520.5, None, "Huber"),
                ("01.02.2024", 1551.0, 30.5, "Huber"),
                ("01.03.2024", 1580.25, 29.25, "Maier"),
                ("02.04.2024", 1612.0, 31.75, "Huber"),
            ]
        },
        "DE EUR",
        truth(
            "water m3 EUR",
            "2024-01-02/2024-01-31 30.5\n2024-02-01/2024-02-29 29.25\n2024-03-01/2024-04-01 31.75",
            "4711",
        ),
    ),
    "board_with_years_below_each_other": Case(
        {
            "Strom": [
                ("Stromverbrauch Halle 2",),
                ("Monat", "Verbrauch [kWh]", "Kosten netto [€]", "MwSt. 19 % [€]", "Kosten brutto [€]"),
                ("2023",),
                *((name, 4000 + n, 1000, 190, 1190) for n, name in enumerate(MONTHS_DE)),
                ("Summe 2023", 48066, 12000, 2280, 14280),
                ("2024",),
                *((name, 3900 + n, 1100, 209, 1309) for n, name in enumerate(MONTHS_DE[:6])),
                ("Summe 2024", 23415, 6600, 1254, 7854),
            ]
        },
        "DE EUR",
        truth(POWER, "\n".join(f"2023-{n + 1:02d} {4000 + n} 1190" for n in range(12)))
        + truth(POWER, "\n".join(f"2024-{n + 1:02d} {3900 + n} 1309" for n in range(6))),
    ),
    "district_heat_in_megawatt_hours": Case(
        "Vertragskonto;Abnahmestelle;Abrechnungszeitraum;Verbrauch MWh;Arbeitspreis EUR/MWh;Grundpreis EUR;"
        "Messpreis EUR;Rechnungsbetrag EUR brutto\n"
        "5001;Schule Fernwärme;01.01.2024-31.01.2024;32,5;95,00;410,00;12,50;4.176,00\n"
        "5001;Schule Fernwärme;01.02.2024-29.02.2024;28,1;95,00;410,00;12,50;3.678,60\n"
        "5001;Schule Fernwärme;01.03.2024-31.03.2024;22,0;95,00;410,00;12,50;2.989,90\n",
        "DE EUR",
        truth("steam MWh EUR", "2024-01 32.5 4176\n2024-02 28.1 3678.6\n2024-03 22 2989.9", "5001"),
    ),
    "waste_by_code_and_quarter": Case(
        {
            "Abfall": [
                ("Abfallbilanz 2023",),
                ("Abfallschlüssel", "Abfallart", "Einheit", "Q1", "Q2", "Q3", "Q4", "Summe"),
                ("15 01 01", "Papier und Pappe", "t", 1.2, 1.1, 1.3, 1.4, 5.0),
                ("20 03 01", "Restmüll", "t", 2.5, 2.4, 2.2, 2.6, 9.7),
            ]
        },
        "DE EUR",
        truth(
            "waste t EUR",
            "2023-01/2023-03 1.2\n2023-04/2023-06 1.1\n2023-07/2023-09 1.3\n2023-10/2023-12 1.4",
            "Papier und Pappe",
        )
        + truth(
            "waste t EUR",
            "2023-01/2023-03 2.5\n2023-04/2023-06 2.4\n2023-07/2023-09 2.2\n2023-10/2023-12 2.6",
            "Restmüll",
        ),
    ),
    "swiss_water_with_apostrophes_and_francs": Case(
        "Objekt;Zähler-Nr.;Ablesung von;Ablesung bis;Verbrauch m3;Grundgebühr Fr.;Mengengebühr Fr.;Total "
        "Fr.\nLager;W-12;01.10.2023;31.03.2024;1'240;150.00;2'480.00;2'630.00\n"
        "Lager;W-12;01.04.2024;30.09.2024;1'310;150.00;2'620.00;2'770.00\n",
        "CH CHF",
        truth("water m3 CHF", "2023-10/2024-03 1240 2630\n2024-04/2024-09 1310 2770", "W-12"),
        asks={"E": ("resource", "water")},
    ),
    # -- Portuguese
    "list_of_an_institution_with_month_above": Case(
        {
            "Janeiro": [
                ("RELATÓRIO DE FATURAMENTO - Referência: 01/2024",),
                (),
                (
                    "Matrícula",
                    "Localização",
                    "Leitura Anterior",
                    "Leitura Atual",
                    "Consumo (m³)",
                    "Valor Água",
                    "Valor Esgoto",
                    "Valor Serviço",
                    "Valor Total",
                ),
                (112233, "Escola Norte", 1500, 1560, 60, 300, 240, 0, 540),
                (112244, "Posto de Saúde", 800, 820, 20, 90, 72, 10, 172),
                ("TOTAL", None, None, None, 80, 390, 312, 10, 712),
            ],
            "Fevereiro": [
                ("RELATÓRIO DE FATURAMENTO - Referência: 02/2024",),
                (),
                (
                    "Matrícula",
                    "Localização",
                    "Leitura Anterior",
                    "Leitura Atual",
                    "Consumo (m³)",
                    "Valor Água",
                    "Valor Esgoto",
                    "Valor Serviço",
                    "Valor Total",
                ),
                (112233, "Escola Norte", 1560, 1615, 55, 275, 220, 0, 495),
                (112244, "Posto de Saúde", 820, 842, 22, 99, 79.2, 0, 178.2),
                ("TOTAL", None, None, None, 77, 374, 299.2, 0, 673.2),
            ],
        },
        "BR BRL",
        truth("water m3 BRL", "2024-01 60 540\n2024-02 55 495", "112233")
        + truth("water m3 BRL", "2024-01 20 172\n2024-02 22 178.2", "112244"),
    ),
    "months_across_with_units_and_money": Case(
        {
            "Energia": [
                ("Acompanhamento de energia elétrica 2023",),
                ("Unidade", "Grandeza", *MONTHS_PT, "Total"),
                ("Sede", "Consumo (kWh)", *(900 + n for n in range(12)), 10866),
                ("Sede", "Valor (R$)", *(810 + n for n in range(12)), 9786),
                ("Filial", "Consumo (kWh)", *(400 + n for n in range(12)), 4866),
                ("Filial", "Valor (R$)", *(380 + n for n in range(12)), 4626),
            ]
        },
        "BR BRL",
        truth("electricity kWh BRL", "\n".join(f"2023-{n + 1:02d} {900 + n} {810 + n}" for n in range(12)), "Sede")
        + truth("electricity kWh BRL", "\n".join(f"2023-{n + 1:02d} {400 + n} {380 + n}" for n in range(12)), "Filial"),
    ),
    "fuel_of_a_fleet_by_month": Case(
        "Mês;Frota;Combustível;Litros abastecidos;Valor gasto (R$);Km rodados;Km/l\n"
        "01/2024;Caminhões;Diesel S10;1.250,5;7.490,50;5.100;4,08\n"
        "01/2024;Carros;Gasolina C;420,0;2.430,00;4.600;10,95\n"
        "02/2024;Caminhões;Diesel S10;1.190,0;7.128,10;4.900;4,12\n"
        "02/2024;Carros;Gasolina C;405,2;2.344,10;4.420;10,91\n",
        "BR BRL",
        truth("diesel l BRL", "2024-01 1250.5 7490.5\n2024-02 1190 7128.1")
        + truth("gasoline l BRL", "2024-01 420 2430\n2024-02 405.2 2344.1"),
    ),
    "bills_of_portugal_with_period_and_number": Case(
        "N.º fatura;Data emissão;Período de consumo;CPE;Consumo ativo (kWh);Potência contratada (kVA);Termo "
        "fixo (€);Energia (€);Taxas e impostos (€);Total (€)\n"
        "FT 24/101;08/02/2024;08/01/2024 - 07/02/2024;PT0002000099998888CC;612;10,35;14,20;98,30;29,10;141,"
        "60\n"
        "FT 24/190;08/03/2024;08/02/2024 - 07/03/2024;PT0002000099998888CC;580;10,35;13,30;93,10;27,70;134,"
        "10\n"
        "FT 24/277;08/04/2024;08/03/2024 - 07/04/2024;PT0002000099998888CC;601;10,35;14,20;96,50;28,60;139,30\n",
        "PT EUR",
        truth(
            POWER,
            "2024-01-08/2024-02-07 612 141.6\n2024-02-08/2024-03-07 580 134.1\n2024-03-08/2024-04-07 601 139.3",
            "PT0002000099998888CC",
        ),
    ),
    "gas_in_cylinders_and_bulk": Case(
        "Data;Nota Fiscal;Fornecedor;Produto;Quantidade (kg);Preço (R$/kg);Valor Total (R$)\n"
        "15/01/2024;8812;Liqui;GLP granel;480;6,20;2.976,00\n"
        "14/02/2024;8977;Liqui;GLP granel;455;6,25;2.843,75\n"
        "15/03/2024;9121;Liqui;GLP granel;470;6,25;2.937,50\n",
        "BR BRL",
        truth("lpg kg BRL", "2024-01-15 480 2976\n2024-02-14 455 2843.75\n2024-03-15 470 2937.5"),
    ),
    # -- English
    "readings_of_tenants": Case(
        "electricity_bill_code,tenant_id,space_id,reading_date,billing_period_month,previous_reading,"
        "current_reading,kwh_consumed,rate_per_kwh,total_charge,status\n"
        "EB-1,T-9,S-101,2024-01-31,2024-01,1200,1410,210,0.25,52.50,paid\n"
        "EB-2,T-9,S-101,2024-02-29,2024-02,1410,1605,195,0.25,48.75,paid\n"
        "EB-3,T-9,S-101,2024-03-31,2024-03,1605,1810,205,0.25,51.25,open\n",
        "US USD",
        truth("electricity kWh USD", "2024-01 210 52.5\n2024-02 195 48.75\n2024-03 205 51.25"),
    ),
    "days_with_what_was_made": Case(
        "reading_id,meter_id,household_id,reading_date,kwh_consumed,kwh_produced,peak_demand_kw,reading_source\n"
        + "".join(f"R{n},M-7,H-1,2024-01-{13 + n},{20 + n}.5,{n}.0,4.2,AMI\n" for n in range(5)),
        "US USD",
        truth("electricity kWh USD", "\n".join(f"2024-01-{13 + n} {20 + n}.5" for n in range(5)), "M-7"),
    ),
    "carbon_sheet_by_activity": Case(
        {
            "Scope 1-2": [
                ("Greenhouse gas inventory - activity data", None, None, None, None, None),
                ("Reporting year: 2023",),
                (),
                ("Scope", "Activity", "Quantity", "Unit", "Emission factor (kgCO2e/unit)", "Emissions (tCO2e)"),
                ("Scope 1", "Natural gas", 152000, "kWh", 0.183, 27.8),
                ("Scope 1", "Diesel - generator", 1200, "litres", 2.51, 3.0),
                ("Scope 2", "Purchased electricity", 98000, "kWh", 0.207, 20.3),
                ("Scope 3", "Water supply", 640, "m3", 0.149, 0.1),
            ]
        },
        "GB GBP",
        truth("natural_gas kWh GBP", "2023 152000")
        + truth("diesel l GBP", "2023 1200")
        + truth("electricity kWh GBP", "2023 98000")
        + truth("water m3 GBP", "2023 640"),
    ),
    "ledger_of_utilities_without_quantities": Case(
        "Date,Vendor,GL Account,Description,Debit,Credit,Balance\n"
        "01/31/2024,City Power,6100,Electricity January,1250.40,,1250.40\n"
        "02/29/2024,City Power,6100,Electricity February,1190.10,,2440.50\n"
        "03/31/2024,City Power,6100,Electricity March,1215.75,,3656.25\n",
        "US USD",
        truth("electricity - USD", "2024-01 - 1250.40\n2024-02 - 1190.10\n2024-03 - 1215.75"),
    ),
    "fiscal_years_with_quarters": Case(
        {
            "Gas": [
                ("Natural gas usage (therms)",),
                ("Building", "FY23 Q1", "FY23 Q2", "FY23 Q3", "FY23 Q4"),
                ("Main", 120, 900, 1500, 400),
            ]
        },
        "US USD",
        refused="import.no_bills",
    ),
    "trash_hauling": Case(
        "Service Date,Container,Size (yd3),Material,Tons,Haul Fee,Disposal Fee,Total\n"
        "01/13/2024,C-1,30,Trash,4.20,180.00,231.00,411.00\n"
        "01/27/2024,C-1,30,Trash,3.90,180.00,214.50,394.50\n"
        "02/10/2024,C-2,20,Cardboard,1.10,150.00,0.00,150.00\n",
        "US USD",
        truth("waste t USD", "2024-01-13 4.2 411\n2024-01-27 3.9 394.5\n2024-02-10 1.1 150"),
        asks={"D": ("resource", "waste")},
    ),
    "two_meters_of_water_in_gallons": Case(
        "Bill Date,Account,Meter,From,To,Days,Usage (1000 gal),Water,Sewer,Total Amount\n"
        "02/01/2024,77-1,W1,12/28/2023,01/29/2024,32,45,180.00,220.00,400.00\n"
        "03/01/2024,77-1,W1,01/29/2024,02/27/2024,29,42,168.00,205.00,373.00\n"
        "02/01/2024,77-1,W2,12/28/2023,01/29/2024,32,12,60.00,70.00,130.00\n"
        "03/01/2024,77-1,W2,01/29/2024,02/27/2024,29,11,56.00,66.00,122.00\n",
        "US USD",
        truth("water gal USD", "2023-12-28/2024-01-28 45000 400\n2024-01-29/2024-02-26 42000 373", "W1")
        + truth("water gal USD", "2023-12-28/2024-01-28 12000 130\n2024-01-29/2024-02-26 11000 122", "W2"),
    ),
    # -- Spanish
    "expenses_with_tax_and_retention": Case(
        "Fecha;Proveedor;Concepto;Categoría;Cuantía;IVA;Total factura;Comentario\n"
        "05/01/2024;Luz Norte;Electricidad diciembre;Suministros;210,00;44,10;254,10;\n"
        "05/02/2024;Luz Norte;Electricidad enero;Suministros;205,00;43,05;248,05;\n"
        "05/03/2024;Luz Norte;Electricidad febrero;Suministros;198,00;41,58;239,58;\n",
        "ES EUR",
        truth("electricity - EUR", "2024-01 - 254.10\n2024-02 - 248.05\n2024-03 - 239.58"),
    ),
    "readings_of_subscribers": Case(
        "Numero Abonado,Nombre,Periodo,Fecha Lectura,Lectura Anterior,Lectura Actual,Consumo m3,Monto Estimado\n"
        '00123,Taller Sur,2024-01,2024-01-28,500,530,30,"15,000.00"\n'
        '00123,Taller Sur,2024-02,2024-02-27,530,558,28,"14,000.00"\n'
        '00123,Taller Sur,2024-03,2024-03-28,558,590,32,"16,000.00"\n',
        "CR CRC",
        truth("water m3 CRC", "2024-01 30 15000\n2024-02 28 14000\n2024-03 32 16000", "00123"),
        file="agua.csv",
    ),
    "bimonthly_water_of_buenos_aires": Case(
        "CUENTA;PERIODO;VENCIMIENTO;CONSUMO M3;CARGO FIJO;CARGO VARIABLE;IMPUESTOS;TOTAL\n"
        "1122;2024-B1;15/03/2024;62;1.200,00;5.580,00;1.423,80;8.203,80\n"
        "1122;2024-B2;15/05/2024;58;1.200,00;5.220,00;1.348,20;7.768,20\n"
        "1122;2024-B3;15/07/2024;65;1.200,00;5.850,00;1.480,50;8.530,50\n",
        "AR ARS",
        truth(
            "water m3 ARS", "2024-01/2024-02 62 8203.8\n2024-03/2024-04 58 7768.2\n2024-05/2024-06 65 8530.5", "1122"
        ),
        file="agua.csv",
    ),
    "history_on_the_back_of_a_bill": Case(
        {
            "Hoja1": [
                ("Cliente: Panadería El Sol", None, "NIC: 3344556"),
                ("Historial de consumos",),
                ("Mes", "Días", "kWh", "Valor"),
                ("DIC-23", 31, 1210, "$ 968.000"),
                ("NOV-23", 30, 1180, "$ 944.000"),
                ("OCT-23", 31, 1225, "$ 980.000"),
                ("SEP-23", 30, 1190, "$ 952.000"),
            ]
        },
        "CO COP",
        truth(
            "electricity kWh COP",
            "2023-12 1210 968000\n2023-11 1180 944000\n2023-10 1225 980000\n2023-09 1190 952000",
            "3344556",
        ),
        asks={"D": ("decimal", "comma")},
    ),
    "sub_meters_beside_the_whole": Case(
        {
            "Submedidores": [
                ("Mes", "Medidor general (kWh)", "Horno (kWh)", "Refrigeración (kWh)", "Oficinas (kWh)"),
                *((f"{n:02d}/2024", 1000 + n, 500 + n, 300, 200) for n in range(1, 7)),
            ]
        },
        "BO BOB",
        truth("electricity kWh BOB", "\n".join(f"2024-{n:02d} {500 + n}" for n in range(1, 7)), "Horno")
        + truth("electricity kWh BOB", "\n".join(f"2024-{n:02d} 300" for n in range(1, 7)), "Refrigeración")
        + truth("electricity kWh BOB", "\n".join(f"2024-{n:02d} 200" for n in range(1, 7)), "Oficinas"),
    ),
    "mexican_water_by_bimester": Case(
        "Cuenta,Bimestre,Lectura anterior,Lectura actual,Consumo m3,Agua,Drenaje,IVA,Total\n"
        '55-1,1er Bim 2024,1200,1262,62,"1,240.00",310.00,248.00,"1,798.00"\n'
        '55-1,2do Bim 2024,1262,1320,58,"1,160.00",290.00,232.00,"1,682.00"\n'
        '55-1,3er Bim 2024,1320,1386,66,"1,320.00",330.00,264.00,"1,914.00"\n',
        "MX MXN",
        truth("water m3 MXN", "2024-01/2024-02 62 1798\n2024-03/2024-04 58 1682\n2024-05/2024-06 66 1914", "55-1"),
    ),
    "lpg_tank_by_percentage": Case(
        "Fecha;Remisión;Litros;Precio por litro;Importe;% antes;% después\n"
        "13/02/2024;R-88;1.250;9,80;12.250,00;20;85\n16/03/2024;R-97;1.180;9,75;11.505,00;22;83\n"
        "18/04/2024;R-110;1.210;9,90;11.979,00;21;84\n",
        "MX MXN",
        truth("lpg l MXN", "2024-02-13 1250 12250\n2024-03-16 1180 11505\n2024-04-18 1210 11979"),
        file="gas lp.csv",
    ),
    "list_of_meters_with_last_bill": Case(
        "Sede;NIS;Servicio;Último periodo;Consumo;Unidad;Importe (S/)\n"
        "Planta;100200;Energía eléctrica;03/2024;12.400;kWh;8.680,00\n"
        "Planta;300400;Agua potable;03/2024;310;m3;1.860,00\n"
        "Oficina;100300;Energía eléctrica;03/2024;2.100;kWh;1.470,00\n",
        "PE PEN",
        truth("electricity kWh PEN", "2024-03 12400 8680", "100200")
        + truth("water m3 PEN", "2024-03 310 1860", "300400")
        + truth("electricity kWh PEN", "2024-03 2100 1470", "100300"),
    ),
}
