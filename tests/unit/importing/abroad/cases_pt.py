"""Files in Portuguese: Brazil and Portugal."""

from tests.unit.importing.abroad.case import Case, truth

POWER = "electricity kWh BRL"

CASES = {
    "power_of_every_quarter_of_an_hour": Case(
        "CPE;PT0002000012345678AB;;\nPeríodo;13/05/2024 a 14/05/2024;;\n;;;\n"
        "Data;Hora;Consumo registado (kW), Ativa;Estado\n"
        + "".join(f"13/05/2024;{h:02d}:{m:02d};0,{300 + h};Real\n" for h in range(24) for m in (0, 15, 30, 45)),
        "PT EUR",
        refused="import.power_only",
    ),
    "readings_of_three_registers": Case(
        "Local de consumo;PT0002000012345678AB;;;\nData da Leitura;Origem;Vazio (kWh);Ponta (kWh);Cheias (kWh)\n"
        "31/12/2023;Empresa;21000;20500;21500\n31/01/2024;Empresa;21100;20540;21620\n"
        "29/02/2024;Cliente;21190;20575;21730\n31/03/2024;Empresa;21280;20612;21845\n"
        "30/04/2024;Empresa;21365;20645;21950\n31/05/2024;Empresa;21450;20680;22060\n"
        "30/06/2024;Empresa;21530;20712;22165\n",
        "PT EUR",
        truth(
            "electricity kWh EUR",
            "2024-01 260\n2024-02 235\n2024-03 242\n2024-04 223\n2024-05 230\n2024-06 217",
            "PT0002000012345678AB",
        ),
    ),
    "peak_and_off_peak_with_their_sum": Case(
        "Mês de Referência;Consumo Fora Ponta (kWh);Consumo Ponta (kWh);Consumo Total (kWh);Demanda Fora "
        "Ponta (kW);Demanda Ponta (kW);"
        "Energia Reativa Fora Ponta (kVAr);Energia Reativa Ponta (kVAr)\n"
        "JAN/2024;59.050;6.120;65.170;310;120;1.200;90\nFEV/2024;57.400;6.010;63.410;305;118;1.150;85\n"
        "MAR/2024;60.210;6.300;66.510;315;121;1.220;92\n",
        "BR BRL",
        truth(POWER, "2024-01 65170\n2024-02 63410\n2024-03 66510"),
        asks=dict.fromkeys("BCD", ("decimal", "comma")),
    ),
    "bills_with_flag_and_lighting": Case(
        "Instalação;Referência;Vencimento;Leitura Anterior;Leitura Atual;Dias;Consumo (kWh);Bandeira;"
        "Iluminação Pública (R$);Valor da Fatura (R$)\n"
        "4001234567;01/2024;15/02/2024;12.500;13.050;31;550;Verde;22,40;498,12\n"
        "4001234567;02/2024;15/03/2024;13.050;13.560;29;510;Verde;22,40;465,90\n"
        "4001234567;03/2024;15/04/2024;13.560;14.090;31;530;Amarela;22,40;489,33\n",
        "BR BRL",
        truth(POWER, "2024-01 550 498.12\n2024-02 510 465.90\n2024-03 530 489.33", "4001234567"),
    ),
    "water_and_sewer_charges": Case(
        "RGI;Hidrômetro;Mês/Ano;Data Leitura;Leitura;Consumo m³;Valor Água R$;Valor Esgoto R$;Total R$\n"
        "0123456;Y20S100;01/2024;12/01/2024;1520;25;180,50;180,50;361,00\n"
        "0123456;Y20S100;02/2024;10/02/2024;1543;23;160,20;160,20;320,40\n"
        "0123456;Y20S100;03/2024;12/03/2024;1570;27;200,10;200,10;400,20\n",
        "BR BRL",
        truth("water m3 BRL", "2024-01 25 361\n2024-02 23 320.4\n2024-03 27 400.2", "Y20S100"),
    ),
    "volumes_of_water_and_sewer": Case(
        "MATRICULA;REFERENCIA;VENCIMENTO CONTA;CONSUMO AGUA;CONSUMO ESGOTO;VALOR AGUA;VALOR ESGOTO;VALOR TOTAL\n"
        "88123;01/2024;10/02/2024;40;32;320,00;256,00;576,00\n"
        "88123;02/2024;10/03/2024;38;30;304,00;240,00;544,00\n"
        "88123;03/2024;10/04/2024;45;36;360,00;288,00;648,00\n",
        "BR BRL",
        truth("water m3 BRL", "2024-01 40 320\n2024-02 38 304\n2024-03 45 360", "88123")
        + truth("wastewater m3 BRL", "2024-01 32 256\n2024-02 30 240\n2024-03 36 288", "88123"),
        asks={"D": ("unit", "m3"), "E": ("unit", "m3")},
    ),
    "open_data_of_public_buildings": Case(
        "ANO;MES;ORGAO;UNIDADE CONSUMIDORA;CONSUMO KWH;VALOR TOTAL\n"
        "2024;1;Secretaria de Obras;10/445566-7;1.234;R$ 1.134,56\n"
        "2024;2;Secretaria de Obras;10/445566-7;1.310;R$ 1.201,10\n"
        "2024;1;Biblioteca;10/778899-0;845;R$ 801,32\n2024;2;Biblioteca;10/778899-0;902;R$ 855,00\n",
        "BR BRL",
        truth(POWER, "2024-01 1234 1134.56\n2024-02 1310 1201.1", "10/445566-7")
        + truth(POWER, "2024-01 845 801.32\n2024-02 902 855", "10/778899-0"),
    ),
    "tiers_of_water_in_rows": Case(
        "Matrícula;Referência;Serviço;Faixa de consumo;Volume (m3);Tarifa (R$/m3);Valor (R$)\n"
        "7712;01/2024;Água;0 a 10;10;4,50;45,00\n7712;01/2024;Água;11 a 20;10;6,00;60,00\n"
        "7712;01/2024;Água;21 a 30;5;9,00;45,00\n"
        "7712;02/2024;Água;0 a 10;10;4,50;45,00\n7712;02/2024;Água;11 a 20;8;6,00;48,00\n"
        "7712;03/2024;Água;0 a 10;10;4,50;45,00\n7712;03/2024;Água;11 a 20;10;6,00;60,00\n"
        "7712;03/2024;Água;21 a 30;2;9,00;18,00\n",
        "BR BRL",
        truth("water m3 BRL", "2024-01 25 150\n2024-02 18 93\n2024-03 22 123", "7712"),
    ),
    "refuelling_of_a_fleet": Case(
        "Data;Placa;Motorista;Combustível;Litros;Valor Unitário;Valor Total;Hodômetro;Posto\n"
        "13/02/2024;QWE1A23;João;Diesel S10;120,5;5,99;721,80;120450;Posto Norte\n"
        "15/02/2024;RTY4B56;Ana;Gasolina Comum;40;5,79;231,60;64210;Posto Sul\n"
        "27/02/2024;QWE1A23;João;Diesel S10;118;5,99;706,82;121300;Posto Norte\n",
        "BR BRL",
        truth("diesel l BRL", "2024-02-13 120.5 721.8\n2024-02-27 118 706.82")
        + truth("gasoline l BRL", "2024-02-15 40 231.6"),
    ),
    "waste_with_manifests": Case(
        "Data de coleta;Nº MTR;Resíduo;Classe;Quantidade (kg);Destinação;Custo (R$)\n"
        "13/02/2024;240001;Papelão;IIA;350;Reciclagem;0,00\n"
        "20/02/2024;240002;Lodo de ETE;IIA;1.200;Aterro;480,00\n15/03/2024;240003;Papelão;IIA;410;Reciclagem;0,00\n",
        "BR BRL",
        truth("waste kg BRL", "2024-02 350 0\n2024-03 410 0", "Papelão")
        + truth("waste kg BRL", "2024-02 1200 480", "Lodo de ETE"),
    ),
    "cylinders_of_gas": Case(
        "Data;Fornecedor;Produto;Qtd;Valor Unitário (R$);Valor Total (R$)\n"
        "13/02/2024;Ultra Gás;Botijão GLP P13;4;110,00;440,00\n"
        "15/03/2024;Ultra Gás;Botijão GLP P13;5;112,00;560,00\n"
        "16/04/2024;Ultra Gás;Botijão GLP P13;3;115,00;345,00\n",
        "BR BRL",
        truth("lpg kg BRL", "2024-02-13 4 440\n2024-03-15 5 560\n2024-04-16 3 345"),
        asks={"D": ("unit", "kg")},
    ),
    "inventory_sheet_of_purchased_power": Case(
        {
            "Escopo 2": [
                ("Inventário de emissões - Compra de eletricidade do SIN",),
                ("Ano do inventário:", 2023),
                (),
                (
                    "Registro da fonte",
                    "Descrição da fonte",
                    "Jan",
                    "Fev",
                    "Mar",
                    "Abr",
                    "Mai",
                    "Jun",
                    "Jul",
                    "Ago",
                    "Set",
                    "Out",
                    "Nov",
                    "Dez",
                    "Total (MWh)",
                ),
                ("UC-01", "Fábrica", *(100 + n for n in range(12)), 1266),
                ("UC-02", "Escritório", *(10 + n for n in range(12)), 186),
            ]
        },
        "BR BRL",
        truth("electricity MWh BRL", "\n".join(f"2023-{n + 1:02d} {100 + n}" for n in range(12)), "UC-01")
        + truth("electricity MWh BRL", "\n".join(f"2023-{n + 1:02d} {10 + n}" for n in range(12)), "UC-02"),
    ),
    "municipal_bills_with_and_without_tax": Case(
        "Instalação;CPE;Mês;Ano;Consumo (kWh);Valor s/ IVA (€);IVA (€);Valor c/ IVA (€)\n"
        "Piscina;PT0002000011111111AA;Janeiro;2024;8.120;1.218,00;280,14;1.498,14\n"
        "Piscina;PT0002000011111111AA;Fevereiro;2024;7.900;1.185,00;272,55;1.457,55\n"
        "Mercado;PT0002000022222222BB;Janeiro;2024;2.310;346,50;79,70;426,20\n"
        "Mercado;PT0002000022222222BB;Fevereiro;2024;2.200;330,00;75,90;405,90\n",
        "PT EUR",
        truth("electricity kWh EUR", "2024-01 8120 1498.14\n2024-02 7900 1457.55", "PT0002000011111111AA")
        + truth("electricity kWh EUR", "2024-01 2310 426.2\n2024-02 2200 405.9", "PT0002000022222222BB"),
    ),
    "gas_with_factor_and_periods_in_words": Case(
        "Gás natural - Cantina\nPeríodo de faturação;Consumo (m3);Fator de conversão;Consumo (kWh);Valor total (€)\n"
        "15/01/2024 a 14/02/2024;210;11,9;2499;231,40\n15/02/2024 a 14/03/2024;190;11,9;2261;210,10\n"
        "15/03/2024 a 14/04/2024;150;11,9;1785;166,75\n",
        "PT EUR",
        truth(
            "natural_gas m3 EUR",
            "2024-01-15/2024-02-14 210 231.4\n2024-02-15/2024-03-14 190 210.1\n2024-03-15/2024-04-14 150 166.75",
        ),
    ),
    "solar_compensation_beside": Case(
        "Mês;Energia consumida (kWh);Energia injetada (kWh);Energia compensada (kWh);Saldo de créditos (kWh);"
        "Valor da conta (R$)\n"
        "01/2024;950;400;380;20;540,20\n02/2024;900;420;410;30;498,00\n03/2024;980;390;390;30;560,75\n",
        "BR BRL",
        truth(POWER, "2024-01 950 540.2\n2024-02 900 498\n2024-03 980 560.75"),
    ),
    "consumption_and_tariff_parts": Case(
        {
            "Faturas": [
                ("UNIDADE CONSUMIDORA: 30445566", None, None, "TARIFA VERDE A4"),
                ("Mês/Ano", "Consumo", None, "Demanda", None, "Importes (R$)", None, None),
                (None, "Ponta kWh", "F. Ponta kWh", "Contratada kW", "Medida kW", "TE", "TUSD", "Total"),
                ("jan/24", 4100, 41000, 300, 280, 12000.5, 18000.25, 30000.75),
                ("fev/24", 4000, 40500, 300, 275, 11900, 17800, 29700),
                ("mar/24", 4200, 42200, 300, 290, 12300, 18300, 30600),
            ]
        },
        "BR BRL",
        truth(POWER, "2024-01 45100 30000.75\n2024-02 44500 29700\n2024-03 46400 30600", "30445566"),
    ),
}
