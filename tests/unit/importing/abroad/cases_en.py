"""Files in English: the United States, the United Kingdom, India."""

from tests.unit.importing.abroad.case import Case, truth


def halves(day: str, line: str) -> str:
    """Lines of half hours of a day; `line` takes {a} and {b}, the times."""
    return "".join(
        line.format(day=day, a=f"{n // 2:02d}:{n % 2 * 30:02d}", b=f"{(n + 1) // 2:02d}:{(n + 1) % 2 * 30:02d}")
        for n in range(47)
    ) + (line.format(day=day, a="23:30", b="23:59"))


CASES = {
    "city_housing_bills": Case(
        "Development Name,Borough,Account Name,Location,Meter AMR,TDS #,EDP,RC Code,Funding Source,Vendor "
        "Name,UMIS BILL ID,Revenue Month,"
        "Service Start Date,Service End Date,# days,Meter Number,Estimated,Current Charges,Rate Class,Bill "
        "Analyzed,Consumption (KWH),KWH Charges,"
        "Consumption (KW),KW Charges,Other charges\n"
        "ELM PARK,BRONX,ELM PARK,BLD 05,NONE,118,248,B011800,FEDERAL,EAST POWER,1698257,2023-01,12/24/2022,"
        "01/26/2023,33,7223256,N,15396.82,GOV,Yes,128800,7387.97,216,2808,5200.85\n"
        "ELM PARK,BRONX,ELM PARK,BLD 05,NONE,118,248,B011800,FEDERAL,EAST POWER,1738184,2023-02,01/26/2023,"
        "02/24/2023,29,7223256,N,14556.34,GOV,Yes,115200,6607.87,224,2912,5036.47\n"
        "ELM PARK,BRONX,ELM PARK,BLD 05,NONE,118,248,B011800,FEDERAL,EAST POWER,1739204,2023-03,02/24/2023,"
        "03/27/2023,31,7223256,N,13904.98,GOV,Yes,103200,5919.55,216,2808,5177.43\n",
        "US USD",
        truth(
            "electricity kWh USD",
            "2022-12-24/2023-01-25 128800 15396.82\n2023-01-26/2023-02-23 115200 14556.34\n"
            "2023-02-24/2023-03-26 103200 13904.98",
            "7223256",
        ),
    ),
    "half_hours_with_pence": Case(
        "Consumption (kwh), Estimated Cost Inc. Tax (p), Standing Charge Inc. Tax (p), Start, End\n"
        + halves("2024-11-13", "0.250000, 6.10, 0.9, {day}T{a}:00+00:00, {day}T{b}:00+00:00\n"),
        "GB GBP",
        truth("electricity kWh GBP", "2024-11-13 12"),
    ),
    "timestamps_in_utc": Case(
        "timestamp (UTC),energyConsumption (kWh)\n"
        + halves("2024-01-13", "{day} {a},0.25\n")
        + halves("2024-01-14", "{day} {a},0.5\n"),
        "GB GBP",
        truth("electricity kWh GBP", "2024-01-13 12\n2024-01-14 24"),
    ),
    "time_periods_in_one_text": Case(
        'Energy Usage Information\n"For location: 100 Main St, Springfield"\n\n'
        "Energy consumption time period,Usage(Real energy in kilowatt-hours),Reading quality\n"
        + "".join(
            f"2024-01-13 {h:02d}:00:00 to 2024-01-{13 + (h == 23)} {(h + 1) % 24:02d}:00:00,0.5,VALID\n"
            for h in range(24)
        ),
        "US USD",
        truth("electricity kWh USD", "2024-01-13 12"),
    ),
    "billing_export_below_particulars": Case(
        'Name,SAMPLE SHOP\nAddress,"1 MAIN ST, SPRINGFIELD CA 90000"\nAccount Number,1234567890\nService,Service 1\n\n'
        "TYPE,START DATE,END DATE,USAGE (kWh),COST,NOTES\nElectric billing,2024-01-11,2024-02-08,500.00,$150.10,\n"
        "Electric billing,2024-02-09,2024-03-11,520.00,$156.30,\n"
        "Electric billing,2024-03-12,2024-04-09,480.00,$144.25,\n",
        "US USD",
        truth(
            "electricity kWh USD",
            "2024-01-11/2024-02-08 500 150.1\n2024-02-09/2024-03-11 520 156.3\n2024-03-12/2024-04-09 480 144.25",
            "1234567890",
        ),
    ),
    "two_supplies_in_a_row": Case(
        "billing_start,billing_end,days,kwh,kw_demand,therms,cost_elec,cost_gas\n"
        "2024-01-01,2024-01-31,31,5200,22,310,1040.00,465.00\n"
        "2024-02-01,2024-02-29,29,5000,21,290,1000.00,435.00\n2024-03-01,2024-03-31,31,4900,21,240,980.00,360.00\n",
        "US USD",
        truth("electricity kWh USD", "2024-01 5200 1040\n2024-02 5000 1000\n2024-03 4900 980")
        + truth("natural_gas thm USD", "2024-01 310 465\n2024-02 290 435\n2024-03 240 360"),
    ),
    "dates_without_separators_and_rupees": Case(
        "METER_ID,FACILITY,BILLING_START,BILLING_END,CONSUMPTION,UNIT,TARIFF,AMOUNT,CURRENCY\n"
        "MTR-001,Head office,20240101,20240131,185420,kWh,HT-Industrial,1558528,INR\n"
        "MTR-002,Factory,20240101,20240131,342800,kWh,HT-Industrial,2879520,INR\n"
        "MTR-001,Head office,20240201,20240229,180100,kWh,HT-Industrial,1512840,INR\n",
        "IN INR",
        truth("electricity kWh INR", "2024-01 185420 1558528\n2024-02 180100 1512840", "MTR-001")
        + truth("electricity kWh INR", "2024-01 342800 2879520", "MTR-002"),
    ),
    "postings_of_an_erp": Case(
        "Material Document;Posting Date;Plant;Material;Material Description;Quantity;Unit of Entry;Amount in "
        "LC;Currency\n5000000014;20240420;P003;HSD001;HIGH SPEED DIESEL;11300;L;565000;INR\n"
        "5000000015;20240501;P004;MS002;PETROL;4500;L;306000;INR\n"
        "5000000016;20240518;P003;HSD001;HIGH SPEED DIESEL;10900;L;545000;INR\n",
        "IN INR",
        truth("diesel l INR", "2024-04-20 11300 565000\n2024-05-18 10900 545000")
        + truth("gasoline l INR", "2024-05-01 4500 306000"),
    ),
    "bills_with_a_factor_of_the_grid": Case(
        "invoice_id,bill_number,billing_start,billing_end,usage_kwh,total_amount,currency,utility_provider,"
        "site_name,tariff_code,grid_factor_kg_per_kwh\n"
        "UT-10091,EB-4432,2024-04-14,2024-05-14,18240,164820,INR,East Power,HQ,LT-2,0.69\n"
        "UT-10092,EB-4433,2024-05-15,2024-06-13,17488,158220,INR,East Power,HQ,LT-2,0.69\n"
        "UT-10093,EB-4434,2024-06-14,2024-07-13,17900,161900,INR,East Power,HQ,LT-2,0.69\n",
        "IN INR",
        truth(
            "electricity kWh INR",
            "2024-04-14/2024-05-14 18240 164820\n2024-05-15/2024-06-13 17488 158220\n"
            "2024-06-14/2024-07-13 17900 161900",
            "HQ",
        ),
    ),
    "county_bills_by_commodity": Case(
        "Facility,Account,Vendor,Commodity,Bill Month,Use,Use Unit,Cost\n"
        "Library,A-1,East Power,Electric,01/2024,12000,kWh,1800.50\n"
        "Library,G-9,City Gas,Natural Gas,01/2024,900,therms,810.25\n"
        "Library,W-5,City Water,Water,01/2024,40,kgal,310.00\n"
        "Library,A-1,East Power,Electric,02/2024,11500,kWh,1725.00\n"
        "Library,G-9,City Gas,Natural Gas,02/2024,850,therms,765.00\n"
        "Library,W-5,City Water,Water,02/2024,38,kgal,295.00\n",
        "US USD",
        truth("electricity kWh USD", "2024-01 12000 1800.5\n2024-02 11500 1725", "A-1")
        + truth("natural_gas thm USD", "2024-01 900 810.25\n2024-02 850 765", "G-9")
        + truth("water kgal USD", "2024-01 40 310\n2024-02 38 295", "W-5"),
    ),
    "day_and_night_with_levy": Case(
        "MPAN,Invoice Number,Invoice Date,From,To,Day kWh,Night kWh,Total kWh,Net (£),CCL (£),VAT (£),Gross (£)\n"
        "1200012345678,88001,05/02/2024,01/01/2024,31/01/2024,5200,1900,7100,1775.00,55.03,366.01,2196.04\n"
        "1200012345678,88047,05/03/2024,01/02/2024,29/02/2024,5000,1800,6800,1700.00,52.70,350.54,2103.24\n"
        "1200012345678,88090,05/04/2024,01/03/2024,31/03/2024,5100,1850,6950,1737.50,53.86,358.27,2149.63\n",
        "GB GBP",
        truth(
            "electricity kWh GBP", "2024-01 7100 2196.04\n2024-02 6800 2103.24\n2024-03 6950 2149.63", "1200012345678"
        ),
    ),
    "purchased_power_of_a_year": Case(
        {
            "Electricity": [
                ("Purchased electricity - market-based and location-based",),
                ("Inventory reporting period:", "January 2023 - December 2023"),
                (),
                (
                    "Source ID",
                    "Source Description",
                    "Source Area (sq ft)",
                    "Electricity Purchased (kWh)",
                    "CO2 Emissions (lb)",
                ),
                ("Bldg-012", "East power plant", 12517, 200000, 152200),
                ("Bldg-013", "Warehouse", 8000, 91000, 69251),
            ]
        },
        "US USD",
        truth("electricity kWh USD", "2023 200000", "Bldg-012")
        + truth("electricity kWh USD", "2023 91000", "Bldg-013"),
    ),
    "fuel_cards": Case(
        "Transaction Date,Transaction Time,Card Number,Vehicle,Merchant,Product,Units,Unit Cost,Net Cost,"
        "Odometer\n02/13/2024,08:14,0042,Van 7,QuickStop,Unleaded Regular,12.50,3.20,40.00,50210\n"
        "02/15/2024,17:40,0051,Truck 3,QuickStop,Diesel,30.00,4.00,120.00,88100\n"
        "02/27/2024,07:55,0042,Van 7,QuickStop,Unleaded Regular,11.00,3.30,36.30,50590\n",
        "US USD",
        truth("gasoline gal USD", "2024-02-13 12.5 40\n2024-02-27 11 36.3")
        + truth("diesel gal USD", "2024-02-15 30 120"),
        asks={"G": ("unit", "gal")},
    ),
    "water_by_hundred_cubic_feet": Case(
        "Account #,Service Address,Read Date,Prior Read,Current Read,Usage (CCF),Water Charge,Sewer Charge,"
        "Storm Water,Total Due\n20-1234-00,1 Main St,01/15/2024,1200,1225,25,110.00,95.00,12.00,217.00\n"
        "20-1234-00,1 Main St,02/14/2024,1225,1248,23,101.20,87.40,12.00,200.60\n"
        "20-1234-00,1 Main St,03/15/2024,1248,1275,27,118.80,102.60,12.00,233.40\n",
        "US USD",
        truth(
            "water CCF USD",
            "2023-12-15/2024-01-14 25 217\n2024-01-15/2024-02-13 23 200.6\n2024-02-14/2024-03-14 27 233.4",
            "20-1234-00",
        ),
    ),
    "waste_by_stream": Case(
        "Month,Waste stream,EWC code,Disposal route,Weight (tonnes),Cost (£)\n"
        "Jan-24,General waste,20 03 01,Landfill,2.45,310.00\n"
        "Jan-24,Mixed recycling,20 01 01,Recycled,1.10,85.00\n"
        "Feb-24,General waste,20 03 01,Landfill,2.30,295.00\nFeb-24,Mixed recycling,20 01 01,Recycled,1.25,90.00\n",
        "GB GBP",
        truth("waste t GBP", "2024-01 2.45 310\n2024-02 2.3 295", "General waste")
        + truth("waste t GBP", "2024-01 1.1 85\n2024-02 1.25 90", "Mixed recycling"),
    ),
    "monthly_sheet_with_degree_days": Case(
        {
            "FY24": [
                ("Energy monitoring - Unit 4",),
                ("Month", "Electricity", None, "Gas", None, "HDD"),
                (None, "kWh", "£", "kWh", "£", None),
                ("Apr-23", 5100, 1275, 8200, 574, 180),
                ("May-23", 4900, 1225, 5100, 357, 110),
                ("Jun-23", 4800, 1200, 2100, 147, 45),
                ("Q1 total", 14800, 3700, 15400, 1078, 335),
                ("Jul-23", 4700, 1175, 1500, 105, 20),
                ("Aug-23", 4750, 1187.5, 1450, 101.5, 22),
                ("Sep-23", 4850, 1212.5, 2300, 161, 60),
                ("Q2 total", 14300, 3575, 5250, 367.5, 102),
            ]
        },
        "GB GBP",
        truth(
            "electricity kWh GBP",
            "2023-04 5100 1275\n2023-05 4900 1225\n2023-06 4800 1200\n2023-07 4700 1175\n2023-08 4750 1187.5\n"
            "2023-09 4850 1212.5",
        )
        + truth(
            "natural_gas kWh GBP",
            "2023-04 8200 574\n2023-05 5100 357\n2023-06 2100 147\n2023-07 1500 105\n2023-08 1450 101.5\n"
            "2023-09 2300 161",
        ),
    ),
    "propane_deliveries": Case(
        "Delivery Date,Ticket #,Product,Gallons Delivered,Price/Gal,Hazmat Fee,Tax,Total\n"
        "01/18/2024,T-501,Propane,250.0,2.10,9.95,0.00,534.95\n"
        "02/20/2024,T-544,Propane,230.0,2.15,9.95,0.00,504.45\n"
        "03/22/2024,T-590,Propane,180.0,2.05,9.95,0.00,378.95\n",
        "US USD",
        truth("lpg gal USD", "2024-01-18 250 534.95\n2024-02-20 230 504.45\n2024-03-22 180 378.95"),
    ),
}
