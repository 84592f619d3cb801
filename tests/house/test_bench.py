"""`python -m bench`: rows in, an aligned table or JSON out."""

import json

from bench import __main__ as bench


def test_the_ratio_is_seconds_against_what_stands_beside():
    assert bench.with_ratio({"name": "a", "n": 1, "seconds": 3.0, "beside": 1.5})["ratio"] == 2
    assert bench.with_ratio({"name": "a", "n": 1, "seconds": 3.0})["ratio"] is None


def test_the_table_lines_up_numbers_to_the_right():
    rows = [
        bench.with_ratio({"name": "short", "n": 5, "seconds": 1.0, "beside": 0.5, "against": "bare"}),
        bench.with_ratio({"name": "a longer name", "n": 12000, "seconds": 10.25}),
    ]
    assert bench.table(rows).splitlines() == [
        "name               n  seconds  beside  ratio  against",
        "short              5    1.000   0.500  2.000  bare",
        "a longer name  12000   10.250       –      –",
    ]


def test_a_named_benchmark_runs_alone_and_writes_json(capsys, monkeypatch):
    import bench.startup

    monkeypatch.setattr(bench.startup, "wall", lambda *arguments: 2.0 if "-c" in arguments else 3.0)
    from bench.__main__ import main

    assert main(["startup", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows[0]["name"] == "omlopp --help" and {row["ratio"] for row in rows} == {1.5}
