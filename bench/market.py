"""The market page from 1,000,000 invented notices: what one view of it costs, beside the floor of one count in DuckDB.

"Whole page" is all the page asks before it is rendered: every table and matrix, bids, sources, the first sentences and
the four pictures, with nothing kept from the view before. "Seen again" is the same view a second time.

The store is made up (seeded, no notice in it exists), kept in a temporary folder and used for nothing else.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

NOTICES = 1_000_000
YEARS = (2019, 2020, 2021, 2022, 2023, 2024, 2025)


def rows(notices: int = NOTICES) -> list[dict[str, Any]]:
    """name, n (notices in the store), seconds (median of five), beside (the floor), against (what the floor is)."""
    from omlopp.flows import market
    from omlopp.library.load import library
    from omlopp.notices.filters import Filters
    from omlopp.statistics.store import open_store

    def page(filters: Filters) -> None:
        view = market.overview(store, filters)
        market.sentences(store, filters, 3)
        market.pictures(view, "sv")

    with tempfile.TemporaryDirectory(prefix="omlopp-bench-") as folder:
        path = Path(folder)
        made = _once(lambda: invent(path, notices))
        prepared = _once(lambda: market.prepare(path))
        opened, first = _in_a_new_process(path)
        store = open_store(path)
        floor = _median(lambda: store.rows("SELECT county, count(*) FROM facts GROUP BY 1"))
        criterion = library().criteria["reused_furniture_share"]
        questions: dict[str, Callable[[], Any]] = {
            "whole page": lambda: page(Filters()),
            "page of a county": lambda: page(Filters(nuts="SE322")),
            "page of a CPV group and year": lambda: page(Filters(cpv="391", year=2024)),
            "page of an R-step": lambda: page(Filters(r="R5")),
            "of it the figures (overview)": lambda: market.overview(store, Filters()),
            "sentences, first page of 25": lambda: market.sentences(store, Filters(), 25, 0),
            "market standard of a criterion": lambda: market.market_standard(store, criterion),
        }
        measured = {name: _median(question, market) for name, question in questions.items()}
        begun = time.process_time()
        market.forget()
        market.overview(store, Filters())
        measured["of it the figures, processor time of both cores"] = time.process_time() - begun
        measured["the figures seen again"] = _median(lambda: market.overview(store, Filters()))
    return [
        {"name": "market: inventing the store (not part of use)", "n": notices, "seconds": made},
        {"name": "market: made ready after reading (once per change)", "n": notices, "seconds": prepared},
        {"name": "market: opened by a new process", "n": notices, "seconds": opened},
        {"name": "market: first figures of a new process", "n": notices, "seconds": first},
        *(
            {
                "name": f"market: {name}",
                "n": notices,
                "seconds": seconds,
                "beside": floor,
                "against": "one count by county in DuckDB",
            }
            for name, seconds in measured.items()
        ),
    ]


def _in_a_new_process(path: Path) -> tuple[float, float]:
    """Seconds to open the store and to make the first view, with nothing of Omlopp in memory but its imports."""
    said = subprocess.run(
        [sys.executable, "-c", _COLD, str(path)], capture_output=True, text=True, check=True
    )
    opened, first = said.stdout.split()
    return float(opened), float(first)


_COLD = """
import sys, time
from pathlib import Path
from omlopp.flows import market
from omlopp.notices.filters import Filters
begun = time.perf_counter()
store = market.open_store(Path(sys.argv[1]))
opened = time.perf_counter()
market.overview(store, Filters())
print(opened - begun, time.perf_counter() - opened)
"""


def _once(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _median(work: Callable[[], Any], forget: Any = None) -> float:
    """Seconds, the median of five; nothing that a view keeps for the next one is kept between them."""
    work()
    times = []
    for _ in range(5):
        if forget:
            forget.forget()
        times.append(_once(work))
    return sorted(times)[2]


def invent(path: Path, notices: int) -> None:
    """A store of invented notices in the form that `omlopp notices read --to` writes."""
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    connection.execute(f"SELECT setseed(0.42); CREATE TABLE n AS {_NOTICES.format(n=notices)}")
    for table, sql in {
        "notices": "SELECT * EXCLUDE (u) FROM n",
        "lots": _LOTS,
        "evidence": _EVIDENCE,
        "texts": _TEXTS,
        "winners": _WINNERS,
    }.items():
        for year in YEARS:
            folder = path / table / f"year={year}"
            folder.mkdir(parents=True)
            connection.execute(
                f"COPY (SELECT * EXCLUDE (year) FROM ({sql}) WHERE year = {year}) "
                f"TO '{folder}/part-00000.parquet' (FORMAT parquet, COMPRESSION zstd)"
            )
    connection.close()


# Invented rows in SQL: long lines read better than broken ones here.
# ruff: noqa: E501
_COUNTRIES = "['SE','SE','SE','SE','SE','DE','FR','NO','DK','FI','NL','PL']"
_LANGUAGES = "['sv','sv','sv','sv','sv','de','fr','no','da','fi','nl','pl']"
_COUNTIES = (
    "['SE110','SE121','SE122','SE123','SE124','SE125','SE211','SE212','SE213','SE214','SE221','SE224','SE231',"
    "'SE232','SE311','SE312','SE313','SE321','SE322','SE331','SE332']"
)
_DIVISIONS = "['03','09','14','15','18','22','24','30','31','32','33','34','37','38','39','42','44','45','48','50','55','60','64','71','72','73','75','77','79','80','85','90','98']"
_NOTICES = f"""
WITH r AS (SELECT i, random() AS u, (random()*12)::INTEGER % 12 + 1 AS c, (random()*21)::INTEGER % 21 + 1 AS k,
  {YEARS[0]} + (random()*{len(YEARS)})::INTEGER % {len(YEARS)} AS y, (random()*33)::INTEGER % 33 + 1 AS d,
  (random()*3000)::INTEGER AS b, random() AS v FROM range({{n}}) t(i))
SELECT 'INVENTED-' || i AS notice_id, 'INVENTED-' || (CASE WHEN i % 10 = 0 THEN i - 1 ELSE i END) AS procedure_id,
  'invented.jsonl!' || i AS file, CASE WHEN i % 3 = 0 THEN 'eforms' ELSE 'ted-export' END AS format, 'F02' AS form,
  CASE WHEN i % 10 = 0 THEN 'result' ELSE 'competition' END AS kind, {_COUNTRIES}[c] AS country,
  {_LANGUAGES}[c] AS language, make_date(y, (i % 12 + 1)::INTEGER, (i % 28 + 1)::INTEGER) AS published_on,
  'Övningskommun ' || b AS buyer_name, lpad((b + 2120000000)::VARCHAR, 10, '0') AS buyer_id,
  CASE WHEN c <= 5 THEN [{_COUNTIES}[k]] ELSE [{_COUNTRIES}[c] || (k % 9 + 1)::VARCHAR || (k % 3)::VARCHAR] END AS nuts,
  [{_DIVISIONS}[d] || lpad((i % 40)::VARCHAR, 2, '1') || '0000'] AS cpv, 100000.0 AS value_amount, 'SEK' AS currency,
  NULL::INTEGER AS bids_received, CASE WHEN v < 0.2 THEN ['env-imp'] WHEN v < 0.4 THEN ['none'] ELSE [] END AS declared,
  CASE WHEN v < 0.4 THEN [{{{{'field': 'BT-06', 'code': CASE WHEN v < 0.2 THEN 'env-imp' ELSE 'none' END, 'lot_id': NULL::VARCHAR}}}}] ELSE [] END AS declared_codes,
  CASE WHEN u < 0.015 THEN 'yes' WHEN u < 0.05 THEN 'weak' ELSE 'no' END AS circular, u AS circular_score,
  u > 0.95 AS waste_service, u > 0.995 AS barrier, CASE WHEN u < 0.012 THEN 'explicit' WHEN u < 0.05 THEN 'incidental' ELSE '' END AS intent,
  'Påhittad upphandling ' || i AS title, 'Påhittad beskrivning av möbler, datorer och tjänster.' AS description,
  ['a','b','c','d','e'][b % 5 + 1] AS buyer_kind, ['A-annons','B-annons','C-annons',''][b % 4 + 1] AS platform,
  'notice' AS text_read, []::VARCHAR[] AS repeats, CASE WHEN c = 12 THEN 'unreviewed' ELSE 'draft' END AS lexicon_state,
  y AS year, u
FROM r
"""
_KEYS = "notice_id, file, year"
_LOTS = f"""SELECT {_KEYS}, 'LOT-' || l AS lot_id, 'Påhittad del' AS title,
  ((hash(notice_id, l) % 9) + CASE WHEN kind = 'result' THEN 1 ELSE 0 END)::INTEGER AS bids_received
  FROM n, (VALUES (1), (2)) lots(l) WHERE kind = 'result' OR hash(notice_id) % 2 = 0"""
_TEXT = "'Vi köper. Påhittad annons nr ' || notice_id || '. Leverantören ska lämna renoverade möbler som har använts tidigare. ' || repeat('Vanlig text om leverans och pris. ', 30)"
_EVIDENCE = f"""SELECT {_KEYS}, 'LOT-1' AS lot_id, 'BT-24-Lot' AS field, language,
  ['refurbished','reuse','recycled_content','warranty'][i] AS concept, ['R5','R3','R8','R4'][i] AS r_strategy,
  ['D','D','B','C'][i] AS goal, ['technical','award','subject','performance'][i] AS requirement, 'must' AS strength,
  intent, 'renoverade möbler' AS quote, strpos(t, 'renoverade möbler') - 1 AS start,
  strpos(t, 'renoverade möbler') + 16 AS "end", 'invented' AS rule_id, 0.8 AS confidence, circular = 'weak' AS weak
  FROM (SELECT *, {_TEXT} AS t, (hash(notice_id) % 4 + 1)::INTEGER AS i FROM n WHERE circular <> 'no')"""
_TEXTS = f"SELECT {_KEYS}, 'LOT-1' AS lot_id, 'BT-24-Lot' AS field, language, {_TEXT} AS text, 'subject' AS about FROM n"
_WINNERS = f"""SELECT {_KEYS}, 'LOT-1' AS lot_id, 'Övningsföretag' AS name,
  ['micro','small','medium','large',''][(hash(notice_id) % 5 + 1)::INTEGER] AS size FROM n WHERE kind = 'result'"""
