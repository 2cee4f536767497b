"""English templates of every message that is told by id (errors, problems in files, findings).

A test holds that each id that is used stands here, that each template here is used, and that Spanish has it.
What happened, where, what to do; no exclamation marks. Keys are sorted by room.
"""

from __future__ import annotations

from score_desktop.msgid import N_

MESSAGES: dict[str, str] = {
    # language
    "language.unknown": N_("The language “{language}” is not known. Choose es or en."),
    # charts
    "chart.format": N_("Charts are written as svg, png or pdf, not as “{format}”. Choose one of these."),
    # end charts
    # units
    "unit.unknown": N_("The unit “{unit}” is not known. Use a unit such as kWh, m³, kg, l or garrafa."),
    "unit.dimension": N_("“{unit}” cannot be converted to “{other}”: they measure different things."),
    # models
    "input.required": N_("Fill in “{field}”: it is empty."),
    "input.text_long": N_("The text in “{field}” is longer than {limit} characters. Shorten it."),
    "input.choice": N_("“{value}” is not one of the choices for “{field}”."),
    "input.number": N_("“{value}” in “{field}” is not a number that can be stored."),
    "input.type": N_("“{value}” does not fit into “{field}”."),
    "input.country": N_("“{value}” is not a country code. Use two capitals, such as BO."),
    "input.currency": N_("“{value}” is not a currency code. Use three capitals, such as BOB."),
    "input.colour": N_("“{value}” is not a colour. Write it as # and six digits, such as #1F6F5C."),
    "input.email": N_("“{value}” is not an e-mail address."),
    "audit.period_order": N_("The audit's period ends on {end}, but it starts on {start}. The end must come later."),
    "audit.period_long": N_("The audit's period is longer than {years} years. Choose a shorter one."),
    "bill.date_range": N_("The date in “{field}” is not between {low} and {high}. Check the year."),
    "bill.period_order": N_("The billing period ends on {end}, but it starts on {start}. The end must come later."),
    "bill.period_long": N_("The billing period is longer than {days} days. Check its dates."),
    "bill.amount_range": N_("The amount in “{field}” is too large to be true. Check it."),
    "bill.source_row": N_("Rows of a sheet are counted from 1."),
    "bill.empty": N_("The bill has neither a quantity nor a cost. Give at least one of them."),
    "bill.unit_unknown": N_("“{value}” is not a known unit. Use a unit such as kWh, m³, kg, l or garrafa."),
    "bill.unit_missing": N_("The bill has a quantity without a unit. Give its unit."),
    "bill.currency_missing": N_("The bill has a cost without a currency. Give its currency."),
    "flow.unit_missing": N_("There is a quantity without a unit. Give its unit, such as kg or m³."),
    "flow.currency_missing": N_("There is a price or a cost without a currency. Give its currency."),
    "flow.negative": N_("“{field}” is less than nothing. Turn the flow round, or enter what it costs as a cost."),
    "flow.shares": N_("A share is a number from 0 to 1 of a substance that is followed."),
    "flow.followed": N_("The list of substances to follow cannot be stored. Give each a name of its own, at most 20."),
    "flow.origin": N_("It is not said completely where the quantity comes from. Choose again."),
    # db
    "storage.full": N_(
        "There is no room left on the disk for {file}. Nothing was changed. Free some space and try again."
    ),
    "storage.readonly": N_(
        "{file} cannot be written: the file or its folder is read-only. Choose another folder or ask for the "
        "right to write."
    ),
    "storage.missing": N_(
        "{file}: its folder does not exist or is not accessible. Check the path and whether the drive is connected."
    ),
    "storage.folder": N_("{file} is a folder. Name a file."),
    "storage.failed": N_(
        "Reading or writing {file} failed ({reason}). Nothing was changed. The disk may be full, over its quota, "
        "or disconnected; check it and try again."
    ),
    "workspace.missing": N_("There is no workspace at {file}. Begin an audit, or open an audit file, to make one."),
    "workspace.damaged": N_(
        "{file} is damaged or is not a database ({reason}). Restore a backup from the folder beside it."
    ),
    "workspace.foreign": N_("{file} is not a workspace of SCORE Desktop. Choose another file."),
    "workspace.newer": N_(
        "{file} was written by a newer version of SCORE Desktop (schema {revision}). Update the program to open it."
    ),
    "workspace.busy": N_("{file} is busy: another program is writing to it. Wait a moment and try again."),
    "workspace.held": N_("{file} is open for writing in another program ({holder}). Close it there and try again."),
    "workspace.held_notice": N_("{file} is open in another program ({holder}): here it can only be read."),
    "workspace.in_use": N_("{file} is being read by another program. Close it there and try again."),
    "workspace.closed": N_("{file} was closed meanwhile. Nothing was changed. Open it again and repeat the last step."),
    "workspace.read_only": N_(
        "{file} is in a read-only place: it was opened as a temporary copy and cannot be changed. Copy it to "
        "another folder to work on it."
    ),
    "workspace.read_only_copy": N_("{file} is in a read-only place: a temporary copy is open, which can only be read."),
    "workspace.no_wal": N_(
        "The folder of {file} does not support the faster journal (network or synchronised folder). Everything "
        "works, a little slower."
    ),
    "workspace.migrated": N_("{file} was brought up to date for this version. The former file was kept in {folder}."),
    "migrate.failed": N_(
        "{file} could not be brought up to date ({reason}). The file is unchanged. Please send a report."
    ),
    "restore.missing": N_("The backup {file} does not exist."),
    "restore.damaged": N_("The backup {file} is damaged. Nothing was changed. Choose another backup."),
    "restore.held": N_("{file} is open in another program ({holder}). Close it there, then restore."),
    "restore.same": N_("{file} is the workspace itself. Choose a backup."),
    "backup.same": N_("{file} is the workspace itself. Choose another name for the backup."),
    # services
    "undo.nothing": N_("There is nothing left to undo or redo."),
    "undo.unknown": N_("The change “{change}” is not in the history."),
    "undo.already": N_("This change was undone already."),
    "undo.not_undone": N_("This change was not undone, so it cannot be done again."),
    "undo.bulk": N_("This change wrote many records at once. Take it back in the history of imports."),
    "undo.changed_since": N_("This cannot be undone: its records were changed since. Undo the later change first."),
    "undo.in_use": N_("This cannot be undone: other records refer to what would vanish. Undo the later change first."),
    "check.structure": N_("The structure of the database is broken: {detail}"),
    "check.reference": N_("{count} records in “{table}” refer to records of “{parent}” that do not exist."),
    "check.schema": N_("The tables are not those of this version: {detail}"),
    "check.behind": N_(
        "The file is of an older version (schema {revision}); it is brought up to date when it is opened."
    ),
    "check.values": N_("{count} records in “{table}” hold a value in “{field}” that is not allowed."),
    "check.names": N_("{count} records in “{table}” are sorted under another name than their own."),
    "check.content": N_("{count} attachments do not have the content that was stored."),
    "change.unpacked": N_("Audit file {file} taken in"),
    "pack.audit_unknown": N_("There is no audit with the id {audit}."),
    "pack.not_ours": N_("{file} is not an audit file of SCORE Desktop."),
    "pack.missing": N_("The audit file {file} does not exist."),
    "pack.damaged": N_("The audit file {file} is damaged ({detail}). Nothing was stored. Ask for a new copy."),
    "pack.newer": N_(
        "{file} was written by a newer version of SCORE Desktop ({version}). Nothing was stored. Update the "
        "program to open it."
    ),
    "pack.too_large": N_("{file} unpacks to more than {limit} MB. Nothing was stored."),
    "pack.newer_record": N_(
        "{file} holds {count} records that are newer than the stored ones, the first in “{table}” (“{name}”). "
        "Nothing was stored. Choose --on-newer replace to take them or keep to leave them."
    ),
    "process.quality": N_("“{value}” is no quality. Write A, B, C or D, or how far it may be off, such as ± 10%."),
    "process.share": N_("“{value}” is no share. Write how much of the flow's mass it is, from 0 to 100%."),
    "process.closes": N_("“{value}” names no balances. Write some of these, with commas between: {known}."),
    "process.pack_unknown": N_("There is no sector called “{pack}”."),
    "process.pack_quantity": N_("Say how much is made in a year: a number above zero."),
    "process.not_empty": N_("This audit has a flow chart already. Delete it first to begin from a sector."),
    "process.empty": N_("This audit has no flow chart yet. Draw up its steps and flows, or begin from a sector."),
    "process.no_unit": N_("“{flow}” has a quantity without a unit. Give its unit, such as kg or m³."),
    "process.no_mass": N_(
        "“{flow}” is counted in {unit}: say what one weighs (kg per unit), so that it can be balanced."
    ),
    "process.no_heat": N_("“{flow}” is energy in {unit}: say which fuel it is, so that it can be counted in kWh."),
    "process.density_assumed": N_("“{flow}” is a volume: it counts as 1,000 kg per m³ until you say what a m³ weighs."),
    "process.no_batches": N_("“{flow}” is given per batch: say how many batches are made in a year."),
    "process.no_bills": N_("“{flow}” follows bills that give no quantity in the period of the audit."),
    "process.no_series": N_("“{flow}” follows monthly values that the period of the audit does not have."),
    "process.series_short": N_("“{flow}”: months of “{name}” are missing in the period, so it is at least so much."),
    "process.other_dimension": N_("“{flow}” follows “{name}”, which is counted in {unit}: these cannot be converted."),
    "process.bills_dimension": N_("“{flow}” follows bills that are counted in {unit}: these cannot be converted."),
    "process.volume_incomplete": N_(
        "“{flow}”: a volume × density needs the volume of a container, how many there are, and what a m³ weighs."
    ),
    "process.other_currency": N_("“{name}” has a price in {currency}: costs are counted in {own}, so it is left out."),
    "process.price_unit": N_(
        "“{flow}”: its price is per {unit}, which cannot be converted to the unit of its quantity."
    ),
    "process.stock_unit": N_("“{step}”: its stock is in a unit that is neither mass, volume nor energy."),
    # calc
    "calc.no_data": N_("This audit has no bills and no production yet. Import bills first."),
    "calc.no_bills": N_("No bill of “{meter}” falls in the period of the audit."),
    "calc.no_values": N_("No value of “{name}” falls in the period of the audit."),
    "calc.months_missing": N_("Find the data of “{name}” for {months}: they are missing and count as not known."),
    "calc.days_missing": N_(
        "“{name}”: {days} day(s) of the period without data, the first on {first}. Nothing was added."
    ),
    "calc.quantity_missing": N_("“{meter}”: {n} bills of the period give no quantity and are not in the use."),
    "calc.quantity_missing.one": N_("“{meter}”: one bill of the period gives no quantity and is not in the use."),
    "calc.cost_missing": N_("“{meter}”: {n} bills of the period give no cost and are not in the cost."),
    "calc.cost_missing.one": N_("“{meter}”: one bill of the period gives no cost and is not in the cost."),
    "calc.currency_missing": N_("“{meter}”: {n} bills name no currency and are not in the cost."),
    "calc.currency_missing.one": N_("“{meter}”: one bill names no currency and is not in the cost."),
    "calc.no_costs": N_("No bill of the period gives a cost."),
    "calc.units_differ": N_("These meters are billed in units that cannot be added; see each one: {meters}."),
    "calc.units_differ_meter": N_("“{meter}”: its bills are in units that cannot be added."),
    "calc.no_factor": N_(
        "“{meter}”: no emission factor fits its bills in {unit}. Choose one; it is not in the totals."
    ),
    "calc.factor_unknown": N_("“{meter}”: the chosen factor “{factor}” is not in the reference data. Choose another."),
    "calc.factor_unit": N_("“{meter}”: the chosen factor “{factor}” cannot be used with {unit}. Choose another."),
    "calc.no_fuels": N_("No fuel has a bill in the period: scope 1 is not known."),
    "calc.no_electricity": N_("No electricity has a bill in the period: scope 2 is not known."),
    "calc.no_emissions": N_("Neither fuels nor electricity have bills in the period: emissions are not known."),
    "calc.no_production": N_("No production in the period: intensities cannot be given. Enter or import production."),
    "calc.production_partly": N_(
        "The production of “{name}” is not known for the whole period: nothing can be said per unit of it."
    ),
    "calc.production_zero": N_("The production of “{name}” in the period is zero: no intensity can be given."),
    "finding.gap": N_("No bill from {first} to {last} ({days} days)."),
    "finding.overlap": N_("Bills {other} and {number} both cover {first} to {last} ({days} days)."),
    "finding.estimated": N_("Bill {number} from {day}: the reading is estimated."),
    "finding.period_length": N_("Bill {number} from {first} to {last} covers {days} days; usual are {usual}."),
    "finding.unit_price": N_("Bill {number} from {day}: {price} {currency} per {unit}; usual are {usual}."),
    "finding.consumption": N_("Bill {number} from {day}: {amount} {unit}; usual at that time are {usual}."),
    "finding.equal_purchases": N_(
        "{count} equal purchases on {day}: {quantity} {unit}. One bill twice, or two purchases?"
    ),
    "finding.second_invoice": N_("Bill {number} is a second one for the period of bill {other} (from {day})."),
    "finding.duplicate": N_(
        "Bill {number} says the same as bill {other} for the same period (from {day}). One bill under two numbers?"
    ),
    "finding.parts": N_("Bill {number} from {day}: the parts add up to {sum} {currency}, the total says {total}."),
    "finding.readings": N_("Bill {number} from {day}: the readings give {read} {unit}, billed are {billed}."),
    "finding.rolled_over": N_(
        "Bill {number} from {day}: the reading goes from {previous} to {current}. The meter began again at zero."
    ),
    "finding.future": N_("Bill {number} begins on {day}, which is in the future."),
    # reporting
    "document.ended": N_("Writing {file} ended before it was done. Nothing of it is left. Try again."),
    "report.cannot_write": N_(
        "{file} could not be written ({reason}). Nothing was left half written. If it is open in another program, "
        "close it there, or choose another name or folder."
    ),
    "report.factors_full": N_(
        "The document was not written. The emission factors that it uses are first kept with your data in {file}, and "
        "that failed ({reason}). Free some space on the disk of your data, then export again."
    ),
    "report.logo_left_out": N_(
        "The {logo} cannot be used: it is damaged, too large, or neither PNG nor JPEG. The document was made "
        "without it."
    ),
    "report.too_many_rows": N_(
        "The sheet “{sheet}” would have {rows} rows, a workbook holds {most} at most. Choose a shorter period."
    ),
    # end reporting
    # use cases
    "audit.country_unknown": N_("“{value}” is not a known country code. Use two letters, such as BO."),
    "audit.dates_both": N_("Give both the first day of the audit and the first day after it, or neither."),
    "audit.unknown": N_("There is no audit with the id {audit} in this workspace. “audit list” shows those there are."),
    "enterprise.unknown": N_("There is no enterprise with the id {enterprise} in this workspace."),
    "enterprise.no_site": N_("{enterprise} has no site. Add one first."),
    "import.open_questions": N_(
        "{file} leaves something open, so nothing was stored. Repeat the import with an answer to each question, one "
        "of its choices instead of “…”: {answers}"
    ),
    "import.batch_unknown": N_("There is no import with the id {batch} in this workspace."),
    "import.already_undone": N_("The import of {file} was already taken back."),
    "import.edited_since": N_(
        "The import of {file} was not taken back: {count} of its records were changed later or have photos or PDFs. "
        "Say in the history of imports what becomes of them."
    ),
    "import.edited_choose": N_(
        "The import of {file} was not taken back: {count} of its records were changed later or have photos or PDFs. "
        "Those taken back lose their photos and PDFs for good, also if the import is done again. "
        "Choose what becomes of them: --on-edited keep or --on-edited remove."
    ),
    "bill_file.format": N_("{file} is neither a PDF nor a photo (JPEG, PNG). Save it as one of these, then attach it."),
    "bill_file.large": N_("{file} is larger than {limit} MB. Make it smaller, then attach it."),
    "bill_file.heic": N_(
        "{file} is a HEIC photo, which many programs cannot show. Open it with Photos, save it as JPEG, attach that. "
        "An iPhone takes JPEG at once after Settings → Camera → Formats → Most Compatible."
    ),
    "bill_file.empty": N_("{file} is empty. Perhaps it was not copied to its end."),
    "bill_file.pixels": N_(
        "{file} has more than {limit} million pixels. Take the photo with a lower resolution, or save it smaller."
    ),
    "bill_file.pages": N_("{file} has more than {limit} pages. Attach only the pages of the bill."),
    "bill_file.many": N_("A bill can have {limit} files at most."),
    "bill_file.password": N_("{file} is protected by a password. Save it without one, then attach it."),
    "bill_file.damaged": N_("{file} cannot be shown: it is damaged."),
    "pack.photos_left": N_(
        "{n} photos or PDFs of bills stay here, the oldest: an audit file holds {limit} MB. A backup holds everything."
    ),
    "bill_file.gone": N_("This file is not at its bill any more."),
    "source.typed": N_("This bill was typed in this program, not read from a file."),
    "source.not_kept": N_("“{file}”, sheet “{sheet}”, row {row}. The file was not kept and is not where it was."),
    "source.changed": N_(
        "“{file}”, sheet “{sheet}”, row {row}. The file was not kept, and the one in its place was changed since."
    ),
    "import.open": N_("{file} leaves something open. Answer the questions above the table, then import."),
    "import.changed_meanwhile": N_("{file} was changed while it was read. Save it, close it and choose it again."),
    "import.redo_missing": N_(
        "The file {file} is not there any more, so its import cannot be repeated. Put it back, or import another one."
    ),
    "import.redo_changed": N_(
        "{file} is not the same as when it was imported, so the import cannot be repeated. Import it as a new file."
    ),
    "import.note_not_imported": N_("Sheet “{sheet}” says that it is not to be imported, and was left out."),
    "import.note_profile": N_("Read as last time: {name}."),
    "profile.unknown": N_("No way of reading is called “{name}”. There are: {names}."),
    "profile.does_not_fit": N_("“{name}” was kept for other columns than those of {file}. Import without it."),
    "profile.name_taken": N_("Another way of reading is called “{name}” already."),
    "profile.bad_file": N_("{file} holds no way of reading that this program knows. Ask for it to be saved again."),
    "change.profile_renamed": N_("Way of reading {name} renamed"),
    "change.profile_deleted": N_("Way of reading {name} deleted"),
    "change.profile_taken": N_("Way of reading {name} taken from a file"),
    "flows.nothing": N_(
        "Nothing in this audit is known in {unit}, so there is no diagram to draw. Choose another unit."
    ),
    "flows.negative": N_(
        "The credit notes of “{meter}” exceed its bills in the period; a diagram cannot show less than zero. "
        "Check them or choose another unit."
    ),
    "flows.compare_units": N_(
        "The two diagrams are in different currencies ({one}, {other}) and cannot be compared. Choose another unit."
    ),
    "flows.compare_order": N_(
        "The period to compare with ends on {end}, but it starts on {start}. The end must come later."
    ),
    "flows.compare_same": N_("Both sides are the same: choose another period or another audit to compare with."),
    "process.compare_typed": N_(
        "No flow of this process follows bills, monthly values or production: it is the same in every period."
    ),
    "process.compare_nothing": N_(
        "In {period} there are no bills or values for these flows, so the process of that period is not known: {flows}."
    ),
    "flows.compare_alone": N_("Say with --compare or --compare-from and --compare-to what to compare with."),
    "edges.no_table": N_(
        "{file} has no list of flows. It needs a row of headings with source, target and value (and unit, if you like)."
    ),
    "edges.nothing": N_("{file} has headings of a list of flows, but no flow that can be drawn."),
    "edges.nothing_but": N_("{file} has no flow that can be drawn. Sheet “{sheet}”, {cell}: {why}"),
    "edges.several_units": N_(
        "{file} has flows in units that cannot be converted into each other: {units}. Choose one with --unit."
    ),
    "edges.no_unit": N_("{file} has no flows in “{unit}”. It has: {units}."),
    "edges.no_process_unit": N_("“{unit}” is no unit of what flows in a process: the row was left out."),
    "edges.too_many": N_("{file} has {n} flows; {most} can be brought in at once."),
    "edges.no_end": N_("The flow has no source or no target."),
    "edges.no_value": N_("The flow has no value."),
    "edges.negative": N_("The flow is less than zero. Swap source and target."),
    "edges.note_sum": N_("Sheet “{sheet}”, {cell}: “{name}” sums up other rows and was left out."),
    "edges.note_zero": N_("Sheet “{sheet}”, {cell}: a flow of zero is not drawn."),
    "edges.note_decimal_comma": N_("Sheet “{sheet}”: numbers such as “{value}” were read with a decimal comma."),
    "edges.note_decimal_point": N_("Sheet “{sheet}”: numbers such as “{value}” were read with a decimal point."),
    "edges.note_more_sheets": N_("Drawn from sheet “{sheet}”. There are lists of flows in others too: {others}."),
    "flows.rule_cycle": N_("“{flow}” refers to itself, by way of {others}. Give one of them as a number."),
    "flows.rule_no_flow": N_("“{flow}” is a share of a flow that is not there any more. Choose another."),
    "flows.rule_unknown": N_("“{flow}” follows from “{other}”, whose quantity is not known yet."),
    "flows.rule_dimension": N_("“{flow}” cannot be a share of “{other}”: they have no unit in common."),
    "flows.rule_no_production": N_("“{flow}” goes by the production of “{product}”, which is not known."),
    "flows.rule_negative": N_("Nothing is left over for “{flow}”: more leaves “{step}” than comes in."),
    "flows.rule_no_balance": N_("“{flow}” is to take what is left over, but has no step whose balance could say it."),
    "flows.unknowable": N_(
        "“{flow}” cannot be known from what was entered. Measure it, or what hangs together with it."
    ),
    "flows.wrong_way": N_("“{flow}” comes out below zero: by the other flows it would run the other way round."),
    "flows.contradiction": N_("What is known exactly at “{name}” contradicts itself. One of the values must be wrong."),
    "flows.cost_unassigned": N_("Money is spent at “{step}”, but nothing that leaves it can carry the cost."),
    "cli.bad_date": N_("“{value}” after {field} is not a date. Write year-month-day, such as 2025-01-31."),
    "cli.bad_ending": N_("{file} cannot be written: its name must end in {endings}."),
    "cli.bad_choice": N_("“{value}” is not one of the choices for {place}. Choose one of: {choices}."),
    "cli.bad_answer": N_("“{value}” is not an answer. Write SHEET!COLUMN=CHOICE, such as Sheet1!D=dmy."),
    "change.audit_added": N_("Audit of {name} added"),
    "change.enterprise_edited": N_("Profile of {name} edited"),
    "change.imported": N_("Import of {file}"),
    "change.import_undone": N_("Import of {file} taken back"),
    "change.factors_kept": N_("Emission factors kept with the audit"),
    "demo.not_folder": N_("{file} is a file. Name a folder, which may be new."),
    "demo.other_files": N_(
        "{folder} holds files that the demonstration would write over ({files}) and did not make. Name another folder."
    ),
    # end use cases
    # pages of an audit
    "explain.unknown": N_("The figure “{figure}” is not among those of this audit and period."),
    "factor.unknown": N_("The factor “{factor}” is not in the reference data. Choose another."),
    "factor.subject": N_("There is no meter or resource “{subject}” in this audit."),
    "change.factor_chosen": N_("Another emission factor chosen for {name}"),
    "change.factor_proposed": N_("Proposed emission factor taken again for {name}"),
    "change.report_options": N_("What the report of {name} prints changed"),
    "brand.logo_format": N_("{file} is neither a PNG nor a JPEG picture that can be read. Choose another picture."),
    "brand.logo_large": N_("{file} has more than {limit} MB. Choose a smaller picture."),
    "change.brand_edited": N_("Looks of the documents of {name} changed"),
    "history.unknown": N_("The change “{change}” is not in the history."),
    "attention.no_audit": N_("No audit yet"),
    "attention.not_begun": N_("Not begun"),
    "attention.no_bills_in_period": N_("No bill falls in the period of the audit"),
    "attention.meter_without_bills": N_("No bills of {meter} in the period"),
    "attention.meters_without_bills": N_("{count} meters have no bills in the period"),
    "attention.bills_end": N_("Bills of {meter} end on {last}"),
    "attention.no_production": N_("Production is missing"),
    "attention.no_factor": N_("{meter}: no emission factor fits"),
    "attention.month_missing": N_("{name}: {months} is missing"),
    "attention.months_missing": N_("{count} months are missing, most of {name}"),
    "attention.not_counted": N_("Figures not calculated yet"),
    "attention.ready": N_("Ready for the report"),
    "attention.reported": N_("Report made"),
    # end pages of an audit
    # importing
    "import.is_folder": N_("{file} is a folder without XML invoices. Choose the workbook inside it."),
    "import.folder_too_many": N_(
        "The folder {file} holds too many files; at most {limit} invoices are read at once. Choose a folder inside it."
    ),
    "import.missing": N_("There is no file {file}. Check its name and folder; it may have been moved or renamed."),
    "import.not_allowed": N_(
        "{file} cannot be opened: {detail}. Check that you may read it and that the disk is connected."
    ),
    "import.empty": N_("{file} is empty: there is nothing to import."),
    "import.too_large": N_(
        "{file} has {megabytes} MB; at most {limit} MB are read. Remove pictures and other sheets, or split it."
    ),
    "import.password": N_(
        "{file} is protected with a password. Open it in your spreadsheet program, save a copy without "
        "password, and import that."
    ),
    "import.picture": N_(
        "{file} is a picture, whatever its name says. Import the workbook that the bills were written in."
    ),
    "import.pdf": N_("{file} is a PDF document. Import a workbook, a CSV table or the XML of the electronic invoice."),
    "import.web_page": N_(
        "{file} is a web page saved under the name of a workbook. Open it in your spreadsheet program and "
        "save it as .xlsx."
    ),
    "import.not_workbook": N_(
        "{file} is neither a workbook (xlsx, xls, xlsb, ods), nor a CSV table, nor an invoice XML."
    ),
    "import.damaged": N_(
        "{file} is damaged and cannot be read. Open it in your spreadsheet program, save it again as .xlsx, "
        "and import that."
    ),
    "import.crashed": N_(
        "{file} is damaged: reading it broke off. Open it in your spreadsheet program, save it again as "
        ".xlsx, and import that."
    ),
    "import.zip_bomb": N_(
        "{file} would unpack to {megabytes} MB; at most {limit} MB are read. It may be damaged or made to do harm."
    ),
    "import.zip_too_many": N_("{file} holds {count} files; at most {limit} are read. Split it into smaller archives."),
    "import.zip_unsafe": N_(
        "{file} holds “{entry}”, which leads out of the archive. It was not read, for safety: make a new archive "
        "of the invoices alone."
    ),
    "import.too_many_cells": N_(
        "{file}, sheet “{sheet}”: its cells span {rows} rows and {columns} columns, too many to read. Delete "
        "cells far away from the table, or split the sheet."
    ),
    "import.entities": N_(
        "{file} declares entities inside of its XML, which workbooks and invoices never need. It was not "
        "read, for safety."
    ),
    "import.too_much_memory": N_(
        "{file} needs more memory than reading may take. Copy the table of bills into a new workbook and import that."
    ),
    "import.timeout": N_(
        "{file} was not read after {seconds} seconds. Copy the table of bills into a new workbook and import that."
    ),
    "import.no_worksheet": N_("{file} holds only charts ({sheets}), no sheet with cells."),
    "import.xml_broken": N_("{file} is not complete XML ({detail}). Download the invoice again."),
    "import.xml_unknown": N_(
        "{file} is XML, but neither an electronic invoice for basic services nor Green Button data (it begins with "
        "“{root}”)."
    ),
    "import.espi_empty": N_("{file} is Green Button data, but holds no readings and no bills of consumption."),
    "import.no_bills": N_(
        "{file}: no table of bills was found. Seen were: {seen}. A table needs a row of headers with a date "
        "or period, and a quantity or an amount."
    ),
    "import.power_only": N_(
        "{file} holds power from moment to moment (a load curve in W or kW), not the energy of a period. "
        "Ask the supplier for the consumption in kWh, or for the bills."
    ),
    "import.no_such_sheet": N_("{file} has no sheet “{sheet}”. It has: {sheets}."),
    "import.not_a_number": N_("This cannot be read as a number."),
    "import.number_too_large": N_("This number is too large for an amount."),
    "import.date_for_number": N_(
        "A date stands where a number belongs. The spreadsheet program may have changed a typed number."
    ),
    "import.not_a_date": N_("This cannot be read as a date."),
    "import.not_a_period": N_("This cannot be read as a month or period."),
    "import.no_year": N_("The month has no year: write it beside the month, in the title or in the name of the sheet."),
    "import.error_cell": N_("The cell shows an error instead of a value. Mend the formula and import again."),
    "import.no_period": N_("The row has no date or period."),
    "import.period_backwards": N_("The period ends before it begins."),
    "import.hours_missing": N_("Some times of this day have no value, so its sum would be wrong."),
    "import.reading_falls": N_("The reading is lower than the one before it."),
    "import.note_text_file": N_("Text file: encoding {encoding}, separator “{separator}”."),
    "import.note_siat_signature": N_("Electronic invoice: the digital signature was not verified."),
    "import.note_zip_left_out": N_("{count} files of the archive are no invoices and were left out: {names}."),
    "import.note_espi_left_out": N_(
        "Green Button: {count} series of other kinds (demand, energy fed in, the same readings again) were left out."
    ),
    "import.note_siat_sum": N_("Invoice {invoice}: {field} says {total}, its parts add up to {parts}."),
    "import.note_scaled": N_("Sheet “{sheet}”, column {column}: values were multiplied by {factor}, as written above."),
    "import.note_numbers_unread": N_(
        "Sheet “{sheet}”: column {column} (“{title}”) holds numbers, but its header does not say of what. "
        "The bills have no quantity: if it is the consumption, say so for that column."
    ),
    "import.note_summary": N_("Sheet “{sheet}”: “{name}” repeats or sums up other tables and was left out."),
    "import.note_formats_unseen": N_(
        "In {kind} files, hidden rows and the number formats of cells cannot be seen; units and currencies "
        "come from words."
    ),
    "import.note_decimal_point": N_(
        "Sheet “{sheet}”, column {column}: numbers were read with a decimal point (1,234.56)."
    ),
    "import.note_hidden_sheet": N_("The hidden sheet “{sheet}” was read too."),
    "import.note_hidden_rows": N_("Sheet “{sheet}”: {count} hidden rows were read too."),
    "import.note_hidden_columns": N_("Sheet “{sheet}”: {count} hidden columns were read too."),
    "import.note_no_value": N_(
        "Sheet “{sheet}”: formulas without a stored value count as empty ({cells}). Open the workbook, save "
        "it, and import it again."
    ),
    # end importing
    # tables
    "typed.number": N_("“{value}” is not a number. Write it like {example}."),
    "typed.number_with_unit": N_(
        "“{value}” has “{unit}” beside the number. Write the number alone; the unit has a cell of its own."
    ),
    "typed.date": N_("“{value}” is not a date. Write it like {example}."),
    "typed.flag": N_("“{value}” is neither yes nor no."),
    "record.gone": N_("This record was deleted meanwhile."),
    "bill.gone": N_("This bill was deleted meanwhile."),
    "bill.meter_unknown": N_("There is no meter “{name}”. Choose one of the list, or add it first."),
    "bill.meter_ambiguous": N_("Several meters are called “{name}”. Give them different names first."),
    "meter.unknown": N_("This meter was deleted meanwhile."),
    "meter.has_bills": N_("“{name}” has {count} bills. Delete them or move them to another meter first."),
    "site.unknown": N_("This site was deleted meanwhile."),
    "site.in_use": N_("“{name}” has meters, products or monthly data. Move or delete them first."),
    "site.last": N_("An enterprise needs a site. Add another one before you delete the last."),
    "product.in_use": N_("“{name}” has monthly production. Empty its column first."),
    "activity.covered": N_("One value stands for {start} to {end} already. This month would count twice."),
    "activity.series_known": N_("There is a column “{name}” already."),
    "change.flows_edited": N_("{n} flows edited"),
    "change.flows_edited.one": N_("One flow edited"),
    "change.flows_pasted": N_("{n} flows pasted"),
    "change.flows_pasted.one": N_("One flow pasted"),
    "change.flows_brought": N_("{n} flows brought in from {file}"),
    "change.flows_brought.one": N_("One flow brought in from {file}"),
    "change.flows_added": N_("{n} flows added"),
    "change.flows_added.one": N_("One flow added"),
    "change.flows_deleted": N_("{n} flows deleted"),
    "change.flows_deleted.one": N_("One flow deleted"),
    "change.flows_moved": N_("Order of the flows changed"),
    "change.flows_origin": N_("Origin of the quantity of {name} changed"),
    "change.flows_shares": N_("Shares of what is followed in {name} changed"),
    "change.flows_connected": N_("Ends of {name} changed"),
    "change.steps_edited": N_("{n} steps edited"),
    "change.steps_edited.one": N_("One step edited"),
    "change.steps_added": N_("{n} steps added"),
    "change.steps_added.one": N_("One step added"),
    "change.steps_deleted": N_("{n} steps deleted with their flows"),
    "change.steps_deleted.one": N_("One step deleted with its flows"),
    "change.steps_moved": N_("Order of the steps changed"),
    "change.step_closes": N_("Balances that must close at {name} changed"),
    "change.step_dragged": N_("Step {name} moved in the diagram"),
    "change.steps_arranged": N_("Steps arranged automatically in the diagram"),
    "change.process_settings": N_("How the flows are counted changed"),
    "change.process_followed": N_("Substances that are followed changed"),
    "change.process_started": N_("Flows begun from the sector {name}"),
    "change.process_cleared": N_("All steps and flows deleted"),
    "change.bills_edited": N_("{n} bills edited"),
    "change.bills_edited.one": N_("One bill edited"),
    "change.bills_pasted": N_("{n} bills pasted"),
    "change.bills_pasted.one": N_("One bill pasted"),
    "change.bills_filled": N_("{n} bills filled down"),
    "change.bills_filled.one": N_("One bill filled down"),
    "change.bills_cleared": N_("Cells of {n} bills emptied"),
    "change.bills_cleared.one": N_("Cells of one bill emptied"),
    "change.bills_added": N_("{n} bills added"),
    "change.bills_added.one": N_("One bill added"),
    "change.cells_refused": N_("{n} cells that were not stored"),
    "change.cells_refused.one": N_("One cell that was not stored"),
    "change.bills_deleted": N_("{n} bills deleted"),
    "change.bills_deleted.one": N_("One bill deleted"),
    "change.files_attached": N_("{n} files attached to a bill"),
    "change.files_attached.one": N_("One file attached to a bill"),
    "change.file_detached": N_("File {name} taken off its bill"),
    "change.file_turned": N_("Photo of a bill turned"),
    "change.findings_accepted": N_("{n} findings accepted"),
    "change.findings_accepted.one": N_("One finding accepted"),
    "change.findings_reopened": N_("{n} findings opened again"),
    "change.findings_reopened.one": N_("One finding opened again"),
    "change.findings_noted": N_("Note on {n} findings"),
    "change.findings_noted.one": N_("Note on a finding"),
    "change.meter_added": N_("Meter {name} added"),
    "change.meters_added": N_("{n} meters added"),
    "change.meters_added.one": N_("One meter added"),
    "change.meters_edited": N_("{n} meters edited"),
    "change.meters_edited.one": N_("One meter edited"),
    "change.meters_deleted": N_("{n} meters deleted"),
    "change.meters_deleted.one": N_("One meter deleted"),
    "change.site_added": N_("Site {name} added"),
    "change.sites_added": N_("{n} sites added"),
    "change.sites_added.one": N_("One site added"),
    "change.contacts_added": N_("{n} contacts added"),
    "change.contacts_added.one": N_("One contact added"),
    "change.products_added": N_("{n} products added"),
    "change.products_added.one": N_("One product added"),
    "change.sites_edited": N_("{n} sites edited"),
    "change.sites_edited.one": N_("One site edited"),
    "change.sites_deleted": N_("{n} sites deleted"),
    "change.sites_deleted.one": N_("One site deleted"),
    "change.contact_added": N_("Contact {name} added"),
    "change.contacts_edited": N_("{n} contacts edited"),
    "change.contacts_edited.one": N_("One contact edited"),
    "change.contacts_deleted": N_("{n} contacts deleted"),
    "change.contacts_deleted.one": N_("One contact deleted"),
    "change.product_added": N_("Product {name} added"),
    "change.products_edited": N_("{n} products edited"),
    "change.products_edited.one": N_("One product edited"),
    "change.products_deleted": N_("{n} products deleted"),
    "change.products_deleted.one": N_("One product deleted"),
    "change.activity_edited": N_("{n} monthly values edited"),
    "change.activity_edited.one": N_("One monthly value edited"),
    "change.activity_pasted": N_("{n} monthly values pasted"),
    "change.activity_pasted.one": N_("One monthly value pasted"),
    "change.series_added": N_("Column {name} added"),
    "change.series_edited": N_("Column {name} edited"),
    "change.series_deleted": N_("Column {name} deleted"),
    "change.audit_edited": N_("Audit {name} edited"),
    "change.audit_deleted": N_("Audit {name} deleted"),
    "change.enterprise_deleted": N_("{name} deleted with all its audits"),
    # end tables
}
