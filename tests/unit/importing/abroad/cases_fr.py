"""Files in French: networks and suppliers in France, Quebec, Senegal; lists of communes, cards, deliveries."""

from tests.unit.importing.abroad.case import Case, truth

POWER = "electricity kWh EUR"

CASES = {
    "day_values_with_index_and_not_told": Case(
        ";;FR Base FR Base;FR Base FR Base;;\nDate;Nature relève;Consommation (kWh);Index;;\n"
        "28-08-2025;evt réelle;7;20 000;;\n29-08-2025;estimée;9;20 007;;\n30-08-2025;evt réelle;NC;20 016;;\n"
        "31-08-2025;evt réelle;8;20 030;;\n01-09-2025;evt réelle;;20 038;;\n",
        "FR EUR",
        truth(POWER, "2025-08-28 7\n2025-08-29 9\n2025-08-31 8"),
    ),
    "day_values_of_two_registers_with_index": Case(
        ";;H PLEINE-CREUSE Heures Creuses;H PLEINE-CREUSE Heures Creuses;H PLEINE-CREUSE Heures Pleines;H "
        "PLEINE-CREUSE Heures Pleines\n"
        "Date;Nature relève;Consommation (kWh);Index;Consommation (kWh);Index\n"
        "29-08-2025;evt réelle;15;25924;10;29543\n30-08-2025;evt réelle;14;25939;12;29553\n"
        "31-08-2025;evt réelle;16;25953;9;29565\n",
        "FR EUR",
        truth(POWER, "2025-08-29 25\n2025-08-30 26\n2025-08-31 25"),
    ),
    "day_values_with_money_and_zones_beside": Case(
        "Période de consommation;Consommation (kWh);Consommation (euros);Nature de la donnée "
        "(Réelle/estimée);Option tarifaire;"
        "Consommation HP (kWh);Consommation HC (kWh);Consommation HP (euros);Consommation HC (euros)\n"
        "13/07/2025;4,749;0,62;Réelle;Heures pleines / heures creuses;3,249;1,500;0,45;0,17\n"
        "14/07/2025;5,100;0,66;Réelle;Heures pleines / heures creuses;3,600;1,500;0,49;0,17\n"
        "15/07/2025;4,000;0,52;Réelle;Heures pleines / heures creuses;2,500;1,500;0,35;0,17\n",
        "FR EUR",
        truth(POWER, "2025-07-13 4.749 0.62\n2025-07-14 5.1 0.66\n2025-07-15 4 0.52"),
    ),
    "litres_of_a_day_with_index": Case(
        "Date de relevé;Index relevé (litres);Consommation du jour (litres);Index Mesuré/Estimé\n"
        "13/05/2025 12:00;2043608;71;Mesuré\n14/05/2025 12:00;2043698;90;Mesuré\n"
        "15/05/2025 12:00;2043780;82;Estimé\n",
        "FR EUR",
        truth("water l EUR", "2025-05-12 71\n2025-05-13 90\n2025-05-14 82"),
        asks={"C": ("resource", "water")},
    ),
    "gas_day_of_a_network": Case(
        {
            "Export": [
                ("Mes consommations de gaz",),
                ("N° PCE :", "21546987412365"),
                (),
                (
                    "Journée gazière",
                    "Index de début (m3)",
                    "Index de fin (m3)",
                    "Volume consommé (m3)",
                    "Energie consommée (kWh)",
                    "Coefficient de conversion",
                    "Température locale (°C)",
                    "Qualification",
                ),
                ("13/01/2025", 1000, 1010, 10, 112, 11.2, 4.5, "Mesuré"),
                ("14/01/2025", 1010, 1018, 8, 90, 11.25, 5.5, "Mesuré"),
                ("15/01/2025", 1018, 1030, 12, 134, 11.17, 2.0, "Estimé"),
            ]
        },
        "FR EUR",
        truth("natural_gas m3 EUR", "2025-01-13 10\n2025-01-14 8\n2025-01-15 12", "21546987412365"),
    ),
    "gas_recap_of_a_supplier": Case(
        "Récapitulatif de ma consommation de gaz\n\nDate de consommation;Consommation (kWh);Nature de la donnée\n"
        "13/01/2024;112,34;Mesurée\n14/01/2024;111,56;Estimée\n15/01/2024;98,10;Mesurée\n",
        "FR EUR",
        truth("natural_gas kWh EUR", "2024-01-13 112.34\n2024-01-14 111.56\n2024-01-15 98.1"),
        encoding="cp1252",
    ),
    "registers_in_rows": Case(
        "PRM;Date de début;Date de fin;Cadran;Consommation (kWh)\n"
        "19125759625988;01/01/2024;31/01/2024;HP;620\n19125759625988;01/01/2024;31/01/2024;HC;310\n"
        "19125759625988;01/02/2024;29/02/2024;HP;600\n19125759625988;01/02/2024;29/02/2024;HC;290\n"
        "19125759625988;01/03/2024;31/03/2024;HP;580\n19125759625988;01/03/2024;31/03/2024;HC;300\n",
        "FR EUR",
        truth(POWER, "2024-01 930\n2024-02 890\n2024-03 880", "19125759625988"),
    ),
    "declaration_of_energies_by_year": Case(
        "Identifiant EFA;Année;Type d'énergie;Consommation;Unité;Coût TTC (€)\n"
        "EFA-77;2022;Electricité;120500;kWh;21050,20\nEFA-77;2022;Gaz naturel;84000;kWh;9100\n"
        "EFA-77;2022;Fioul domestique;3200;litres;4100,50\n"
        "EFA-77;2023;Electricité;118300;kWh;24010\nEFA-77;2023;Gaz naturel;80100;kWh;9900,80\n"
        "EFA-77;2023;Fioul domestique;2900;litres;3700\n",
        "FR EUR",
        truth(POWER, "2022 120500 21050.20\n2023 118300 24010")
        + truth("natural_gas kWh EUR", "2022 84000 9100\n2023 80100 9900.80")
        + truth("diesel l EUR", "2022 3200 4100.50\n2023 2900 3700"),
    ),
    "sites_with_years_across": Case(
        "Nom du site;Adresse;Energie;2021 (kWh);2022 (kWh);2023 (kWh)\n"
        "École Jules Verne;2 rue du Port;Electricité;45120;44010;43800\n"
        "Mairie annexe;1 place Neuve;Electricité;23110;22800;21950\n"
        "École Jules Verne;2 rue du Port;Gaz;140200;131000;128400\n",
        "FR EUR",
        truth(POWER, "2021 45120\n2022 44010\n2023 43800", "École Jules Verne")
        + truth(POWER, "2021 23110\n2022 22800\n2023 21950", "Mairie annexe")
        + truth("natural_gas kWh EUR", "2021 140200\n2022 131000\n2023 128400", "École Jules Verne"),
    ),
    "water_bills_of_a_commune": Case(
        {
            "Eau 2024": [
                ("SUIVI DES FACTURES D'EAU",),
                (),
                (
                    "Bâtiment",
                    "N° compteur",
                    "Du",
                    "Au",
                    "Ancien index",
                    "Nouvel index",
                    "Conso (m3)",
                    "Montant HT",
                    "TVA 5,5 %",
                    "Montant TTC",
                ),
                ("Gymnase", "D07FA123", "01/01/2024", "30/06/2024", 1200, 1320, 120, 400, 22, 422),
                ("Gymnase", "D07FA123", "01/07/2024", "31/12/2024", 1320, 1450, 130, 440, 24.2, 464.2),
                ("Crèche", "C15BB900", "01/01/2024", "30/06/2024", 300, 345, 45, 160, 8.8, 168.8),
                ("Crèche", "C15BB900", "01/07/2024", "31/12/2024", 345, 385, 40, 140, 7.7, 147.7),
                ("Total", None, None, None, None, None, 335, 1140, 62.7, 1202.7),
            ]
        },
        "FR EUR",
        truth("water m3 EUR", "2024-01/2024-06 120 422\n2024-07/2024-12 130 464.2", "D07FA123")
        + truth("water m3 EUR", "2024-01/2024-06 45 168.8\n2024-07/2024-12 40 147.7", "C15BB900"),
    ),
    "bills_of_quebec": Case(
        "Contrat;Date de début;Date de fin;Jours;Consommation (kWh);Montant facturé ($);Moyenne quotidienne "
        "(kWh);Température moyenne (°C)\n"
        "300112233;2024-01-11;2024-03-10;60;3900;301,45;65;-6\n300112233;2024-03-11;2024-05-09;60;2400;190,10;40;4\n"
        "300112233;2024-05-10;2024-07-08;60;1500;118,75;25;18\n",
        "CA CAD",
        truth(
            "electricity kWh CAD",
            "2024-01-11/2024-03-10 3900 301.45\n2024-03-11/2024-05-09 2400 190.10\n2024-05-10/2024-07-08 1500 118.75",
            "300112233",
        ),
    ),
    "load_curve_in_watts": Case(
        "Identifiant PRM;Date de début;Date de fin;Grandeur physique;Grandeur métier;Etape métier;Unité;"
        "Horodate;Valeur;Nature;Pas\n"
        + "".join(
            f"19125759625988;2025-03-13 00:00:00;2025-03-14 00:00:00;PA;CONS;BRUT;W;2025-03-13 {h:02d}:{m:02d}:00;"
            f"{500 + h};B;PT30M\n"
            for h in range(24)
            for m in (0, 30)
        ),
        "FR EUR",
        refused="import.power_only",
    ),
    "water_in_cfa_francs": Case(
        "Date;Période;Locataire;Ancien index;Nouvel index;Consommation (m3);Montant (FCFA)\n"
        "05/02/2024;Janvier 2024;Boutique A;120;132;12;9 600\n05/03/2024;Février 2024;Boutique A;132;147;15;12 000\n"
        "05/04/2024;Mars 2024;Boutique A;147;160;13;10 400\n",
        "SN XOF",
        truth("water m3 XOF", "2024-01 12 9600\n2024-02 15 12000\n2024-03 13 10400"),
        file="eau.csv",
    ),
    "deliveries_of_heating_oil": Case(
        "Date de livraison;Fournisseur;Produit;Quantité (L);Prix unitaire HT (€/L);Total HT (€);Total TTC (€)\n"
        "13/01/2024;Fiouls du Nord;Fioul domestique;1500;0,95;1425,00;1710,00\n"
        "22/03/2024;Fiouls du Nord;Fioul domestique;1000;0,90;900,00;1080,00\n"
        "17/11/2024;Fiouls du Nord;Fioul domestique;2000;0,92;1840,00;2208,00\n",
        "FR EUR",
        truth("diesel l EUR", "2024-01-13 1500 1710\n2024-03-22 1000 1080\n2024-11-17 2000 2208"),
    ),
    "fuel_cards": Case(
        "N° carte;Immatriculation;Date transaction;Heure;Station;Produit;Quantité (litres);Prix unitaire TTC;"
        "Montant TTC;Kilométrage\n"
        "7077 0001;AB-123-CD;13/02/2024;08:14;Lyon Est;Gazole;45,20;1,789;80,86;120450\n"
        "7077 0002;EF-456-GH;15/02/2024;17:40;Dijon;SP95-E10;38,00;1,829;69,50;64210\n"
        "7077 0001;AB-123-CD;27/02/2024;07:55;Lyon Est;Gazole;50,00;1,799;89,95;121300\n",
        "FR EUR",
        truth("diesel l EUR", "2024-02-13 45.2 80.86\n2024-02-27 50 89.95")
        + truth("gasoline l EUR", "2024-02-15 38 69.5"),
    ),
    "waste_collections": Case(
        "Date enlèvement;Type de déchet;N° BSD;Tonnage (t);Coût HT (€);TVA (€);Coût TTC (€);Exutoire\n"
        "14/01/2024;Carton;B-101;1,25;40,00;4,00;44,00;Recyclage\n"
        "14/01/2024;DIB;B-102;2,40;300,00;30,00;330,00;Enfouissement\n"
        "18/02/2024;Carton;B-140;1,10;36,00;3,60;39,60;Recyclage\n",
        "FR EUR",
        truth("waste t EUR", "2024-01 1.25 44\n2024-02 1.1 39.6", "Carton")
        + truth("waste t EUR", "2024-01 2.4 330", "DIB"),
    ),
    "months_in_a_pivot_with_years_across": Case(
        {
            "Conso": [
                ("Consommation d'électricité (kWh) - Piscine municipale",),
                ("Mois", 2022, 2023, 2024),
                ("janvier", 8000, 7800, 7600),
                ("février", 7500, 7400, 7300),
                ("mars", 7000, 6900, 6800),
                ("Total", 22500, 22100, 21700),
            ]
        },
        "FR EUR",
        truth(
            POWER,
            "2022-01 8000\n2022-02 7500\n2022-03 7000\n2023-01 7800\n2023-02 7400\n2023-03 6900\n"
            "2024-01 7600\n2024-02 7300\n2024-03 6800",
        ),
    ),
}
