"""What the help panel says of each page, as data: what it is for, how to do the usual things, tips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from score_desktop.msgid import N_


@dataclass(frozen=True, slots=True)
class PageHelp:
    """Help of one page; message ids.

    Attributes:
        purpose: What the page is for, in a sentence or two.
        steps: How to do the usual things.
        tips: What is good to know.
    """

    purpose: str
    steps: tuple[str, ...]
    tips: tuple[str, ...] = ()


HELP: Mapping[str, PageHelp] = {
    "portfolio": PageHelp(
        N_("All your enterprises and their audits. What needs attention stands first."),
        (
            N_("Open an audit: double-click its row, or choose it with the arrows and press Enter."),
            N_("Begin a new audit with Ctrl+N. An enterprise that is known gets a follow-up audit."),
            N_("Take in an audit from another computer: drop its .score file on the window, or press Ctrl+O."),
        ),
        (
            N_("The sample audit lives in a file of its own: try anything in it, your data stay as they are."),
            N_("Nothing has to be saved. Close the program at any time; it opens where you were."),
        ),
    ),
    "overview": PageHelp(
        N_("The audit on one page: what resources cost, what they emit, what is missing and what to do next."),
        (
            N_("Click a figure to see where it comes from, down to the bill."),
            N_("Click a line of what is missing: the program takes you to the place where it is completed."),
            N_("Press Ctrl+P to write the report as PDF."),
        ),
        (N_("A figure with little data behind it says so; it is never invented."),),
    ),
    "enterprise": PageHelp(
        N_(
            "Who the enterprise is, what it makes each month, who works there. The report and "
            "the figures per product need it."
        ),
        (
            N_(
                "Profile: each field is stored when you leave it. A field that cannot be stored "
                "says why and keeps your text."
            ),
            N_("Production: type the months, or copy the block in Excel and paste it here with Ctrl+V."),
            N_("Add a product with “Add column”; its unit (t, kg, unit, L …) is that of the figures."),
            N_("Sites, products, contacts: type into the last row to add another."),
        ),
        (
            N_("An empty cell means “not known”. Type 0 for a month in which nothing was made."),
            N_("Women and men are counted for each month; the report shows the average."),
            N_("A cell with ↕ belongs to a value for several months that came from a workbook."),
        ),
    ),
    "consumption": PageHelp(
        N_("Every bill and meter: how much was consumed, what it cost, month by month, with what looks odd."),
        (
            N_(
                "Import bills with Ctrl+I, or drop the workbooks on the window. You see each "
                "row before anything is stored."
            ),
            N_("Choose a resource by its tile; the chart, what looks odd and the bills follow."),
            N_("Click a month in the chart to see the bills that it is made of."),
            N_("Edit a bill in the table. Dates and numbers are understood as you write them: 5 Mar, 1,234.5, 1234.5."),
            N_("Add a bill by hand with “New bill”; the next month of the meter is proposed."),
        ),
        (
            N_("The same file imported twice adds nothing the second time."),
            N_("A whole import can be taken back in the history of imports, even weeks later."),
            N_("Right click on a chart copies it or saves it as PNG, SVG or data."),
        ),
    ),
    "flows": PageHelp(
        N_("Where money, energy, water and materials enter, where they go, and what is lost on the way."),
        (
            N_("Bought: what the bills say, as bands; change the unit above, point at a band to read its figure."),
            N_(
                "Process: start from a sector, or type flows from step to step. A new name in From or To makes the "
                "step; Suppliers, Customers, Bin, Air, Sewer are places outside."
            ),
            N_("Type quantities as you know them: 30 t/month, 120 kg/day, 12 m³; or paste a block from Excel."),
            N_(
                "Enter on the origin of a flow shows it in detail: let it follow bills or production, be a share of "
                "other flows, or take what is left over."
            ),
            N_(
                "Drag a step of the diagram to where you want it; its menu (…) has “Arrange automatically”. "
                "Alt+Shift with an arrow does the same from the table of steps."
            ),
            N_(
                "Ctrl and a pull from one step to another (or the pencil) draws a flow: give it a name and a quantity. "
                "A double click on a flow edits its quantity."
            ),
            N_("Balances: what is not explained at each step, where it may be, and what to measure next."),
            N_("Costs: what each loss costs; Eco-balance: all inputs and outputs per year and per unit of product."),
        ),
        (
            N_("Alt with ↑ or ↓ moves a row, Ctrl+- deletes rows, Ctrl+Z takes anything back."),
            N_("A hollow mark before a flow means an estimate; it goes when you type what you measured."),
            N_("Up to 5% not explained closes. Grey with a dashed edge is what nobody can explain: never hidden."),
        ),
    ),
    "footprint": PageHelp(
        N_("Greenhouse gas emissions by scope and source, with the factor behind each."),
        (
            N_("Press a figure, or Ctrl+E in the table: formula, bills and factor, with source and year."),
            N_("Choose another factor there if you know a better one; the change can be undone."),
        ),
        (
            N_("Scope 1 is what burns at the enterprise, scope 2 is the electricity it buys."),
            N_("Carbon dioxide from wood and other biomass is told apart and is not in the total."),
        ),
    ),
    "report": PageHelp(
        N_("The report as the client gets it: choose sections, language and brand, see the pages, write the PDF."),
        (
            N_("Take sections out or in at the left; those without content do not appear by themselves."),
            N_("Drop a logo on the page, or choose it; the colour is taken from it if you like."),
            N_("Write the PDF with Ctrl+P. “Export Excel” gives every bill, month and figure."),
        ),
        (N_("The language of the report does not depend on the language of the window."),),
    ),
    "changes": PageHelp(
        N_("Everything that was done, by whom and when; the newest stands first."),
        (
            N_("Choose a change to see each value before and after it."),
            N_("“Undo” takes a single change back, as long as nobody has changed the same records since."),
        ),
        (N_("Imports are taken back as a whole in the history of imports of the page Consumption."),),
    ),
    "settings": PageHelp(
        N_("Language, way of writing numbers, colours, size of letters, and where copies of your data are kept."),
        (
            N_("Changes hold at once, and you stay where you are."),
            N_(
                "Choose a folder for backups, best on another disk or memory stick: it gets a "
                "copy each time you close the program after changes."
            ),
        ),
        (N_("At a projector choose the light theme and 125 or 150%."),),
    ),
}
