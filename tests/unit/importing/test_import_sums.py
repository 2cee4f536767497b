"""Through the command line: sums are per currency, the same file adds nothing, undo leaves nothing."""

from __future__ import annotations

import json

from score_desktop import cli
from tests.unit.importing.books import xlsx


def test_two_currencies_are_never_added(tmp_path, capsys):
    def run(*arguments):
        assert cli.main(["--data", str(tmp_path / "w.sqlite"), "--lang", "en", *arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    header = ["Medidor", "Mes", "kWh", "Importe", "Moneda"]
    path = xlsx(tmp_path / "a.xlsx", [header, ["M1", "Enero 2024", 1, 90, "Bs"], ["M1", "Febrero 2024", 2, 15, "USD"]])
    audit = run("audit", "new", "--enterprise", "E", "--country", "BO")["audit"]
    first = run("import", str(path), "--audit", audit)
    (meter,) = first["meters"]
    assert (meter["quantity"], meter["cost"], meter["costs"]) == (3, None, {"BOB": 90, "USD": 15})
    again = run("import", str(path), "--audit", audit)["records"]
    assert (again["imported"], again["duplicates"]) == (0, 2)
    run("import", "--undo", first["batch"])
    assert run("import", str(path), "--audit", audit)["records"]["imported"] == 2
