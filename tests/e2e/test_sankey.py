"""Lists of flows of others, from file to picture on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.program import Program


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "none.sqlite")


def test_a_list_becomes_a_picture(program: Program, tmp_path: Path) -> None:
    rows = ("Origen;Destino;Cantidad (kg)", "Harina;Amasado;1.200,5", "Agua;Amasado;600", "Amasado;Pan;1.700,5")
    file = write(tmp_path / "flujos.csv", *rows)
    for ending, start in ((".svg", b"<?xml"), (".png", b"\x89PNG"), (".pdf", b"%PDF")):
        out = tmp_path / f"out{ending}"
        program("sankey", file, "--out", out)
        assert out.read_bytes().startswith(start)
    svg = (tmp_path / "out.svg").read_text(encoding="utf-8")
    assert "Harina" in svg and "Unexplained" in svg
    assert not (tmp_path / "none.sqlite").exists()


def test_json_has_flows_problems_and_notes(program: Program, tmp_path: Path) -> None:
    file = write(tmp_path / "x.csv", "source,target,value,unit", "a,b,2,t", "b,c,500,kg", "c,b,100,kg", "a,b,many,kg")
    told = program("sankey", file, "--json").json
    assert told["unit"] == "kg"
    assert [(flow["source"], flow["target"], flow["value"]) for flow in told["flows"]] == [
        ("a", "b", 2000.0),
        ("b", "c", 500.0),
        ("c", "b", 100.0),
    ]
    assert [(problem["cell"], problem["shown"]) for problem in told["problems"]] == [("C5", "many")]


@pytest.mark.parametrize(
    ("rows", "arguments", "words"),
    [
        ((), (), "is empty"),
        (("a,b", "1,2"), (), "no list of flows"),
        (("source,target,value", "a,b,-3"), (), "no flow that can be drawn"),
        (("source,target,value,unit", "a,b,3,kg", "b,c,4,kWh"), (), "kg, kWh"),
        (("source,target,value,unit", "a,b,3,kg"), ("--unit", "m3"), "has no flows in"),
        (("source,target,value,unit", "a,b,3,kg"), ("--sheet", "Nope"), "no sheet"),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    program: Program, tmp_path: Path, rows: tuple[str, ...], arguments: tuple[str, ...], words: str
) -> None:
    file = tmp_path / "x.csv"
    file.write_text("\n".join(rows), encoding="utf-8")
    out = tmp_path / "x.svg"
    done = program("sankey", file, "--out", out, *arguments, check=False)
    assert done.code == 1
    assert words in done.err
    assert not out.exists()


def test_one_unit_of_several_is_drawn_and_the_others_are_told(program: Program, tmp_path: Path) -> None:
    file = write(tmp_path / "x.csv", "source,target,value,unit", "a,b,3,kg", "b,c,4,kWh", "a,a,5,kg")
    done = program("sankey", file, "--out", tmp_path / "x.svg", "--unit", "kg")
    assert "1 flow in another unit" in done.err
    nothing = program("sankey", file, check=False)
    assert (nothing.code, "needs --out" in nothing.err) == (2, True)
