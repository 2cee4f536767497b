"""Files in Spanish: Spain, Mexico, Colombia, Ecuador, Peru, Chile, Argentina, Bolivia."""

from tests.unit.importing.abroad.case import Case, truth

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
MONTHS = ("Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio")

CASES = {
    "hours_with_self_consumption": Case(
        "CUPS;Fecha;Hora;AE_kWh;AS_kWh;AE_AUTOCONS_kWh;REAL/ESTIMADO\n"
        + "".join(
            f"ES0021000001234567AB0F;{day}/02/2024;{h};0,500;0,000;0,000;R\n" for day in (13, 14) for h in range(1, 25)
        ),
        "ES EUR",
        truth("electricity kWh EUR", "2024-02-13 12\n2024-02-14 12", "ES0021000001234567AB0F"),
    ),
    "bills_with_periods_of_the_tariff": Case(
        "Nº factura;Fecha emisión;Periodo de facturación;CUPS;Consumo P1 (kWh);Consumo P2 (kWh);Consumo P3 "
        "(kWh);Potencia P1 (kW);Término potencia (€);Término energía (€);Impuestos (€);Importe total (€)\n"
        "F24-001;05/02/2024;01/01/2024 - 31/01/2024;ES0031000000000001JN0F;210;180;260;5,5;18,20;97,50;28,10;143,80\n"
        "F24-019;05/03/2024;01/02/2024 - 29/02/2024;ES0031000000000001JN0F;200;170;240;5,5;17,00;91,50;26,20;134,70\n"
        "F24-033;05/04/2024;01/03/2024 - 31/03/2024;ES0031000000000001JN0F;190;160;230;5,5;18,20;87,00;25,40;"
        "130,60\n",
        "ES EUR",
        truth(
            "electricity kWh EUR", "2024-01 650 143.8\n2024-02 610 134.7\n2024-03 580 130.6", "ES0031000000000001JN0F"
        ),
    ),
    "mexican_periods_with_short_months": Case(
        {
            "CFE": [
                ("No. de servicio: 123456789012", None, "Tarifa: GDMTH"),
                (
                    "Periodo",
                    "kWh base",
                    "kWh intermedia",
                    "kWh punta",
                    "kW base",
                    "kW intermedia",
                    "kW punta",
                    "kVArh",
                    "FP (%)",
                    "Subtotal",
                    "IVA",
                    "Total",
                ),
                ("31 DIC 23 - 31 ENE 24", 12000, 30000, 5000, 80, 120, 110, 9000, 98.2, 100000, 16000, 116000),
                ("31 ENE 24 - 29 FEB 24", 11500, 29000, 4800, 79, 118, 108, 8800, 98.3, 96000, 15360, 111360),
                ("29 FEB 24 - 31 MAR 24", 11800, 29500, 4900, 80, 119, 109, 8900, 98.1, 98000, 15680, 113680),
            ]
        },
        "MX MXN",
        truth(
            "electricity kWh MXN",
            "2023-12-31/2024-01-30 47000 116000\n2024-01-31/2024-02-28 45300 111360\n"
            "2024-02-29/2024-03-30 46200 113680",
            "123456789012",
        ),
    ),
    "bills_in_whole_pesos": Case(
        "Mes;Consumo (kWh);Energía ($);Transporte ($);Neto ($);IVA ($);Total ($)\n"
        "Ene 2024;12.450;1.450.300;120.500;1.570.800;298.452;1.869.252\n"
        "Feb 2024;11.980;1.395.500;118.200;1.513.700;287.603;1.801.303\n"
        "Mar 2024;12.100;1.409.500;119.000;1.528.500;290.415;1.818.915\n",
        "CL CLP",
        truth("electricity kWh CLP", "2024-01 12450 1869252\n2024-02 11980 1801303\n2024-03 12100 1818915"),
    ),
    "water_with_collection_and_treatment": Case(
        "N° cliente;Fecha emisión;Lectura anterior;Lectura actual;m3 facturados;Cargo fijo;Agua potable;"
        "Recolección;Tratamiento;Total a pagar;Vencimiento\n"
        "1002003-4;15-01-2024;1520;1560;40;1.200;22.400;11.200;9.600;44.400;05-02-2024\n"
        "1002003-4;14-02-2024;1560;1597;37;1.200;20.720;10.360;8.880;41.160;04-03-2024\n"
        "1002003-4;15-03-2024;1597;1640;43;1.200;24.080;12.040;10.320;47.640;05-04-2024\n",
        "CL CLP",
        truth("water m3 CLP", "2024-01 40 44400\n2024-02 37 41160\n2024-03 43 47640", "1002003-4"),
    ),
    "services_of_one_bill_in_rows": Case(
        "Mes;Servicio;Consumo;Unidad;Valor consumo;Cargo fijo;Contribución;Total\n"
        "ene-24;Energía;4200;kWh;3.360.000;0;672.000;4.032.000\n"
        "ene-24;Acueducto;120;m3;420.000;18.000;210.000;648.000\n"
        "ene-24;Alcantarillado;120;m3;300.000;12.000;150.000;462.000\n"
        "ene-24;Gas natural;310;m3;700.000;0;62.000;762.000\n"
        "feb-24;Energía;4100;kWh;3.280.000;0;656.000;3.936.000\n"
        "feb-24;Acueducto;115;m3;402.500;18.000;201.250;621.750\n"
        "feb-24;Alcantarillado;115;m3;287.500;12.000;143.750;443.250\n"
        "feb-24;Gas natural;300;m3;677.000;0;60.000;737.000\n",
        "CO COP",
        truth("electricity kWh COP", "2024-01 4200 4032000\n2024-02 4100 3936000")
        + truth("water m3 COP", "2024-01 120 648000\n2024-02 115 621750")
        + truth("wastewater m3 COP", "2024-01 120 462000\n2024-02 115 443250")
        + truth("natural_gas m3 COP", "2024-01 310 762000\n2024-02 300 737000"),
    ),
    "peak_hours_in_soles": Case(
        "Suministro N° 1234567\n"
        "Mes;Energía HP (kWh);Energía HFP (kWh);Potencia HP (kW);Potencia HFP (kW);Energía reactiva (kVARh);"
        "Total (S/)\n"
        "Ene-24;1.200,50;6.100,00;45;60;800;5.420,30\nFeb-24;1.150,00;5.900,25;44;59;790;5.230,10\n"
        "Mar-24;1.210,00;6.050,00;45;60;810;5.401,95\n",
        "PE PEN",
        truth("electricity kWh PEN", "2024-01 7300.5 5420.3\n2024-02 7050.25 5230.1\n2024-03 7260 5401.95", "1234567"),
    ),
    "water_with_tax_in_soles": Case(
        "Suministro;Fecha lectura anterior;Fecha lectura actual;Lectura anterior;Lectura actual;Volumen (m3);"
        "Agua (S/);Alcantarillado (S/);Cargo fijo (S/);IGV (S/);Total (S/)\n"
        "5553322-1;15/12/2023;15/01/2024;820;865;45;210,00;95,00;6,00;55,98;366,98\n"
        "5553322-1;15/01/2024;14/02/2024;865;905;40;186,00;84,00;6,00;49,68;325,68\n"
        "5553322-1;14/02/2024;15/03/2024;905;952;47;220,00;99,00;6,00;58,50;383,50\n",
        "PE PEN",
        truth(
            "water m3 PEN",
            "2023-12-15/2024-01-14 45 366.98\n2024-01-15/2024-02-13 40 325.68\n2024-02-14/2024-03-14 47 383.5",
            "5553322-1",
        ),
    ),
    "two_months_with_numbers_of_periods": Case(
        "Cuenta;Bimestre;Consumo kWh;Importe\n0001234567;1/2024;5.200;$ 412.456,78\n"
        "0001234567;2/2024;4.980;$ 398.120,00\n0001234567;3/2024;5.310;$ 455.990,10\n",
        "AR ARS",
        truth(
            "electricity kWh ARS",
            "2024-01/2024-02 5200 412456.78\n2024-03/2024-04 4980 398120\n2024-05/2024-06 5310 455990.1",
            "0001234567",
        ),
    ),
    "units_that_are_flats": Case(
        "Edificio;Unidad;Periodo;Consumo kWh;Monto CLP\nTorre A;101;2024-01;210;31500\n"
        "Torre A;102;2024-01;180;27000\nTorre A;101;2024-02;200;30000\nTorre A;102;2024-02;175;26250\n",
        "CL CLP",
        truth("electricity kWh CLP", "2024-01 210 31500\n2024-02 200 30000", "101")
        + truth("electricity kWh CLP", "2024-01 180 27000\n2024-02 175 26250", "102"),
    ),
    "months_without_separators": Case(
        "idCliente;periodo;consumoKwh;valorPagar\n778812;202401;410;82.300\n778812;202402;395;79.100\n"
        "778812;202403;402;80.700\n",
        "CO COP",
        truth("electricity kWh COP", "2024-01 410 82300\n2024-02 395 79100\n2024-03 402 80700", "778812"),
        asks={"D": ("decimal", "comma")},
    ),
    "open_data_of_municipal_buildings": Case(
        "DISTRITO;EDIFICIO;TIPO_SUMINISTRO;AÑO;MES;CONSUMO;UNIDAD;IMPORTE_EUROS\n"
        "CENTRO;POLIDEPORTIVO;ELECTRICIDAD;2023;1;15200;kWh;3040,50\n"
        "CENTRO;POLIDEPORTIVO;GAS;2023;1;42000;kWh;2940,00\n"
        "CENTRO;POLIDEPORTIVO;AGUA;2023;1;310;m3;620,00\n"
        "CENTRO;POLIDEPORTIVO;ELECTRICIDAD;2023;2;14900;kWh;2980,00\n"
        "CENTRO;POLIDEPORTIVO;GAS;2023;2;39000;kWh;2730,00\nCENTRO;POLIDEPORTIVO;AGUA;2023;2;295;m3;590,00\n",
        "ES EUR",
        truth("electricity kWh EUR", "2023-01 15200 3040.5\n2023-02 14900 2980", "POLIDEPORTIVO")
        + truth("natural_gas kWh EUR", "2023-01 42000 2940\n2023-02 39000 2730", "POLIDEPORTIVO")
        + truth("water m3 EUR", "2023-01 310 620\n2023-02 295 590", "POLIDEPORTIVO"),
    ),
    "baseline_beside_use": Case(
        {
            "LBEn": [
                ("Línea base energética - Planta Norte",),
                (
                    "Mes",
                    "Producción (t)",
                    "Electricidad (kWh)",
                    "Consumo esperado (kWh)",
                    "IDEn (kWh/t)",
                    "CUSUM (kWh)",
                ),
                *(
                    (f"{month} 2024", 100 + n, 52000 + 100 * n, 51500 + 90 * n, 510.5 - n, 500 * n)
                    for n, month in enumerate(MONTHS)
                ),
            ]
        },
        "CO COP",
        truth("electricity kWh COP", "\n".join(f"2024-{n + 1:02d} {52000 + 100 * n}" for n in range(6))),
        activity={"": {f"2024-{n + 1:02d}": 100 + n for n in range(6)}},
    ),
    "two_years_side_by_side_untitled": Case(
        {
            "Luz": [
                ("Mes", "kWh", "Bs", None, "Mes", "kWh", "Bs"),
                *(
                    (f"{month} 2023", 500 + n, 400 + n, None, f"{month} 2024", 600 + n, 480 + n)
                    for n, month in enumerate(MONTHS)
                ),
            ]
        },
        "BO BOB",
        truth("electricity kWh BOB", "\n".join(f"2023-{n + 1:02d} {500 + n} {400 + n}" for n in range(6)))
        + truth("electricity kWh BOB", "\n".join(f"2024-{n + 1:02d} {600 + n} {480 + n}" for n in range(6))),
    ),
    "roman_months_with_years_across": Case(
        {
            "Hoja1": [
                ("Consumo de agua potable (m3)",),
                ("Mes", 2022, 2023),
                *((roman, 100 + n, 110 + n) for n, roman in enumerate(ROMAN)),
            ]
        },
        "BO BOB",
        truth(
            "water m3 BOB",
            "\n".join(
                f"{year}-{n + 1:02d} {first + n}" for year, first in ((2022, 100), (2023, 110)) for n in range(12)
            ),
        ),
    ),
    "cylinders_of_two_sizes": Case(
        "Fecha;Proveedor;Garrafas 10 kg;Garrafas 45 kg;Importe (Bs)\n13/01/2024;Engarrafadora;6;1;236,00\n"
        "27/01/2024;Engarrafadora;4;0;90,00\n14/02/2024;Engarrafadora;5;1;213,50\n",
        "BO BOB",
        truth("lpg garrafa BOB", "2024-01-13 6\n2024-01-27 4\n2024-02-14 5")
        + [
            (*bill[:5], "garrafa 45", *bill[6:])
            for bill in truth("lpg garrafa45 BOB", "2024-01-13 1 236\n2024-01-27 0 90\n2024-02-14 1 213.5")
        ],
    ),
    "bills_of_a_cooperative": Case(
        {
            "Historial": [
                ("COOPERATIVA DE AGUA",),
                ("Código asociado: 445-221", None, None, "Categoría: Industrial"),
                (),
                (
                    "Nro.",
                    "Factura",
                    "Mes cobrado",
                    "F. Lectura",
                    "L. Ant.",
                    "L. Act.",
                    "Cons. m3",
                    "Imp. Agua",
                    "Imp. Alcant.",
                    "Otros",
                    "Total Bs",
                    "F. Pago",
                ),
                (1, 90012, "01/2024", "28/01/2024", 1500, 1560, 60, 300, 120, 5, 425, "10/02/2024"),
                (2, 91377, "02/2024", "27/02/2024", 1560, 1615, 55, 275, 110, 5, 390, "11/03/2024"),
                (3, 92801, "03/2024", "28/03/2024", 1615, 1680, 65, 325, 130, 5, 460, "09/04/2024"),
                (None, None, None, None, None, None, 180, 900, 360, 15, 1275, None),
            ]
        },
        "BO BOB",
        truth("water m3 BOB", "2024-01 60 425\n2024-02 55 390\n2024-03 65 460", "445-221"),
    ),
    "bills_with_subsidy_in_dollars": Case(
        "Cuenta contrato;Medidor;Fecha desde;Fecha hasta;Consumo kWh;Demanda kW;Valor energía;"
        "Comercialización;Subsidio;Alumbrado público;Bomberos;Total a pagar USD\n"
        "200012345;MT-7788;14/12/2023;13/01/2024;3.200;18;288,00;1,41;-12,00;15,20;6,75;299,36\n"
        "200012345;MT-7788;14/01/2024;12/02/2024;3.050;17;274,50;1,41;-12,00;14,80;6,75;285,46\n"
        "200012345;MT-7788;13/02/2024;13/03/2024;3.310;18;297,90;1,41;-12,00;15,60;6,75;309,66\n",
        "EC USD",
        truth(
            "electricity kWh USD",
            "2023-12-14/2024-01-13 3200 299.36\n2024-01-14/2024-02-12 3050 285.46\n2024-02-13/2024-03-13 3310 309.66",
            "MT-7788",
        ),
    ),
    "tariff_periods_in_rows": Case(
        "CUPS;Fecha inicio;Fecha fin;Periodo;Energía activa (kWh);Importe (€)\n"
        + "".join(
            f"ES0031000000000002AB0F;01/{m:02d}/2024;{e}/{m:02d}/2024;P{p};{100 * p + m};{10 * p},50\n"
            for m, e in ((1, 31), (2, 29), (3, 31))
            for p in (1, 2, 3)
        ),
        "ES EUR",
        truth("electricity kWh EUR", "2024-01 603 61.5\n2024-02 606 61.5\n2024-03 609 61.5", "ES0031000000000002AB0F"),
    ),
    "products_without_a_word_for_production": Case(
        {
            "Hoja1": [
                ("Mes", "Queso (kg)", "Yogurt (l)", "Mantequilla (kg)"),
                *((f"{month} 2024", 500 + n, 800 + n, 90 + n) for n, month in enumerate(MONTHS)),
            ]
        },
        "BO BOB",
        truth("other kg BOB", "\n".join(f"2024-{n + 1:02d} {500 + n}" for n in range(6)), "Queso")
        + truth("other l BOB", "\n".join(f"2024-{n + 1:02d} {800 + n}" for n in range(6)), "Yogurt")
        + truth("other kg BOB", "\n".join(f"2024-{n + 1:02d} {90 + n}" for n in range(6)), "Mantequilla"),
        asks=dict.fromkeys("BCD", ("resource", "other")),
    ),
    "monthly_board_of_a_hotel": Case(
        {
            "2024": [
                ("TABLERO DE CONSUMOS - HOTEL", None, None, None, None, None, None, None),
                ("Mes", "Huéspedes noche", "Electricidad", None, "Agua", None, "GLP", None),
                (None, None, "kWh", "Bs", "m³", "Bs", "kg", "Bs"),
                ("Enero", 900, 8200, 8100, 310, 1240, 450, 1012.5),
                ("Febrero", 850, 7900, 7800, 290, 1160, 405, 911.25),
                ("Marzo", 870, 8000, 7900, 300, 1200, 405, 911.25),
                ("Promedio", 873, 8033, 7933, 300, 1200, 420, 945),
            ]
        },
        "BO BOB",
        truth("electricity kWh BOB", "2024-01 8200 8100\n2024-02 7900 7800\n2024-03 8000 7900")
        + truth("water m3 BOB", "2024-01 310 1240\n2024-02 290 1160\n2024-03 300 1200")
        + truth("lpg kg BOB", "2024-01 450 1012.5\n2024-02 405 911.25\n2024-03 405 911.25"),
    ),
}
