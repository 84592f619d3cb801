"""A ledger of 5,000,000 invented rows read, cleaned, categorised and footprinted, beside a plain group-by of the
same file.

The file is the shipped made ledger a thousand times over, with other vouchers, sums and suppliers; it is kept in
a temporary folder and used for nothing else. OMLOPP_BENCH_ROWS sets another number of rows.
"""

import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

ROWS = 5_000_000
SUPPLIERS = 40  # other suppliers made of each


def rows() -> list[dict[str, Any]]:
    """name, n (rows of the ledger), seconds, beside (the plain group-by), against; memory as its own row, in MB."""
    wanted = int(os.environ.get("OMLOPP_BENCH_ROWS", ROWS))
    with tempfile.TemporaryDirectory(prefix="omlopp-bench-") as folder:
        path = Path(folder) / "reskontra.csv"
        invent(path, wanted)
        floor = min(_timed(plain, path)[0] for _ in range(2))
        seconds, peak, read, placed = min(_timed(screened, path) for _ in range(2))
    return [
        {
            "name": f"spend: read, categorise, footprint ({read} rows, {placed:.0%} of value placed)",
            "n": wanted,
            "seconds": seconds,
            "beside": floor,
            "against": "plain group-by of account in DuckDB",
        },
        {
            "name": "spend: memory at its highest, in MB (the limit is 3 000)",
            "n": round(peak),
            "seconds": seconds,
        },
    ]


def invent(path: Path, wanted: int) -> None:
    """The made ledger times over, written by DuckDB."""
    from omlopp.spend.made import FOLDER

    source = FOLDER / "ovningsreskontra.csv"
    times = -(-wanted // 5_000)
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    connection.execute(
        f"""COPY (
        SELECT kopare_id, verifikationsnummer || '-' || i AS verifikationsnummer,
          CASE WHEN leverantor = '*' THEN '*' ELSE leverantor || ' ' || (i % {SUPPLIERS}) END AS leverantor,
          CASE WHEN leverantor_id = '*' OR leverantor_id LIKE '000%' THEN leverantor_id
            ELSE (leverantor_id::BIGINT + 1000000 * (i % {SUPPLIERS}))::VARCHAR END AS leverantor_id,
          konto_nr, konto_text, bokforingsdatum,
          CASE WHEN nettobelopp LIKE '%bilaga%' OR nettobelopp LIKE 'EUR%' THEN
            CASE WHEN i % 1000 = 0 THEN nettobelopp ELSE '1,00' END
            WHEN nettobelopp LIKE '% %' THEN nettobelopp
            ELSE ((i * 7919) % 90 + 1)::VARCHAR || nettobelopp END AS nettobelopp
        FROM read_csv('{source}', delim = ';', header = true, all_varchar = true), range({times}) t(i)
        LIMIT {wanted}) TO '{path}' (HEADER, DELIMITER ';')"""
    )
    connection.close()


def plain(path: Path) -> tuple[int, float]:
    """What anybody would write: the sum of each account."""
    connection = duckdb.connect(config={"threads": 2})
    connection.execute("SET enable_progress_bar = false")
    found = connection.execute(
        f"""SELECT konto_nr, count(*), sum(try_cast(replace(replace(nettobelopp, ' ', ''), ',', '.') AS DECIMAL(18, 2)))
        FROM read_csv('{path}', delim = ';', header = true, all_varchar = true) GROUP BY 1"""
    ).fetchall()
    connection.close()
    return sum(row[1] for row in found), 0.0


def screened(path: Path) -> tuple[int, float]:
    from omlopp.library.factors import factor_set
    from omlopp.spend import footing, reading, screening
    from omlopp.spend.categorise import Desk

    read = reading.read(path)
    found = screening.screen(read.cube, Desk())
    footing.footprints(found.bought, factor_set("epa_v1_3"))
    return read.lines, float(found.share_of_value or 0)


def _timed(work: Callable[[Path], tuple[int, float]], path: Path) -> tuple[float, float, int, float]:
    """Seconds, peak memory in MB and what the work gave, in a process of its own: memory of one does not count
    for the other.
    """
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_measured, (work, path))


def _measured(work: Callable[[Path], tuple[int, float]], path: Path) -> tuple[float, float, int, float]:
    begun = time.perf_counter()
    read, placed = work(path)
    seconds = time.perf_counter() - begun
    try:
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    except ImportError:  # not on Windows
        peak = 0.0
    return seconds, peak, read, placed
