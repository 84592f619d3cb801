"""A run over many notices: the same rows however it goes, nothing lost and nothing twice."""

import gzip
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tarfile
import time
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from typer.testing import CliRunner

from omlopp.cli import notices as command
from omlopp.notices import errors, ledger, run, units, work
from omlopp.notices.pool import Pool
from omlopp.notices.sources import STDIN, labels
from omlopp.notices.tables import TABLES
from omlopp.notices.work import Task, encoded
from tests.notices.test_read import SAMPLES

DAY = date(2026, 11, 21)


def read(source, to, processes=0, **more):
    return run.run([source], to, processes=processes, today=DAY, **more)


def rows(to):
    """Every row of every table, in order."""
    found = {}
    for name in TABLES:
        if (to / name).exists():
            path = f"{to}/{name}/year=*/*.parquet"
            asked = duckdb.sql(f"select * from read_parquet('{path}', hive_partitioning=true) order by all")
            found[name] = asked.fetchall()
    return found


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """Forty files: the samples over and over, some gzipped, one refused, and an archive of each kind."""
    folder = tmp_path_factory.mktemp("källa")
    samples = sorted(SAMPLES.glob("*.xml"))
    for number in range(40):
        path = samples[number % len(samples)]
        name = f"{number:02}-{path.name}"
        if number % 5:
            shutil.copy(path, folder / name)
        else:
            (folder / f"{name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    (folder / "fel.xml").write_text("<invoice/>")
    with zipfile.ZipFile(folder / "zippad.zip", "w") as archive:
        archive.write(samples[0], "dag/1.xml")
    with tarfile.open(folder / "paket.tar.gz", "w:gz") as archive:
        archive.add(samples[1], "2.xml")
    return folder


@pytest.fixture(scope="module", autouse=True)
def small_units():
    """Units of two batches of three files, so that a few files make a long run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(units, "BATCH_FILES", 3)
        patch.setattr(units, "UNIT_BATCHES", 2)
        patch.setattr(ledger, "version", lambda: "1")  # whatever is edited while the tests run
        yield


@pytest.fixture(scope="module")
def whole(source, tmp_path_factory):
    """The rows of a run that nothing stopped."""
    to = tmp_path_factory.mktemp("hel") / "ut"
    read(source, to)
    return rows(to)


@pytest.fixture
def own(source, tmp_path):
    """The same files, for a test that changes them."""
    return shutil.copytree(source, tmp_path / source.name)


def test_every_file_is_a_row_in_a_folder_of_its_year(source, tmp_path):
    report = read(source, tmp_path / "ut")
    assert (report.files, report.read, report.rejected, report.units) == (43, 42, 1, 8)
    found = rows(tmp_path / "ut")
    assert len(found["notices"]) == 42 and {row[-1] for row in found["notices"]} == {2015, 2022, 2026}
    files = duckdb.sql(f"select file from '{tmp_path}/ut/notices/*/*.parquet'").fetchall()
    assert {"01-byggmaterial-planering.xml", "zippad.zip!dag/1.xml", "paket.tar.gz!2.xml"} & {
        file for (file,) in files
    }
    [(file, reason, code, _, _, year)] = found["rejected"]
    assert (file, code, year) == ("fel.xml", "notices.another_xml", 0) and "invoice" in reason
    assert [one["file"] for one in report.reasons()] == ["fel.xml"]
    assert report.counts["format"] == {"eforms": 31, "ted-export": 11}
    assert sum(report.counts["year"].values()) == 42


def test_files_of_the_same_name_in_two_sources_are_told_apart_by_their_source(tmp_path):
    one, two = tmp_path / "2023" / "ted", tmp_path / "2024" / "ted"
    for folder, name in ((one, "mobler-exempelby.xml"), (two, "byggmaterial-planering.xml")):
        folder.mkdir(parents=True)
        shutil.copy(SAMPLES / name, folder / "a.xml")
        (folder / "fel.xml").write_text("<invoice/>")
    run.run([one, two], tmp_path / "ut", processes=0, today=DAY)
    for table in ("notices", "lots", "texts", "rejected"):
        path = f"{tmp_path}/ut/{table}/year=*/*.parquet"
        said = duckdb.sql(f"select distinct source, file from read_parquet('{path}') order by all").fetchall()
        assert said == [
            (f"{year}/ted", "fel.xml" if table == "rejected" else "a.xml") for year in (2023, 2024)
        ]


def test_a_source_is_called_by_the_shortest_name_that_tells_it_from_the_others(tmp_path):
    a, b = tmp_path / "a" / "ted", tmp_path / "b" / "ted"
    assert labels([a]) == ["ted"], "where it lies is nobody's business"
    assert labels([a, b, STDIN]) == ["a/ted", "b/ted", "stdin"]
    assert labels([a, a]) == ["ted", "ted (2)"]
    assert labels([]) == []


def test_every_table_can_be_opened_also_an_empty_one(tmp_path):
    (tmp_path / "tom").mkdir()
    report = read(tmp_path / "tom", tmp_path / "ut")
    assert report.units == 0
    assert all(rows(tmp_path / "ut")[name] == [] for name in TABLES)


def test_many_processes_give_the_rows_of_one(source, tmp_path):
    read(source, tmp_path / "en", processes=0)
    read(source, tmp_path / "två", processes=2)
    assert rows(tmp_path / "två") == rows(tmp_path / "en")


def test_what_is_done_is_not_done_again(source, tmp_path, monkeypatch):
    read(source, tmp_path / "ut")
    monkeypatch.setattr(Pool, "give", lambda *_: pytest.fail("a unit was read again"))
    again = read(source, tmp_path / "ut")
    assert (again.resumed, again.units, again.read) == (8, 8, 42)


class Stop(BaseException):
    """Stands for any end that asks nobody: the process is gone at this very line."""


@pytest.mark.parametrize(
    "when", ["before its files are named", "half through the naming", "before it is recorded"]
)
@pytest.mark.parametrize("unit", [0, 3, 7])
def test_a_run_that_is_cut_off_anywhere_goes_on_to_the_same_rows(
    source, whole, tmp_path, monkeypatch, when, unit
):
    named, recorded, replace = run._Run._commit, ledger.Ledger.record, os.replace

    def commit(self, written):
        if written.unit == unit and when.startswith("before its"):
            raise Stop
        if written.unit == unit and when.startswith("half"):
            seen = []
            monkeypatch.setattr(
                os, "replace", lambda *two: replace(*two) if not seen.append(1) and len(seen) < 3 else cut()
            )
        named(self, written)

    def cut():
        raise Stop

    def record(self, done):
        if done.unit == unit and when.endswith("recorded"):
            raise Stop
        recorded(self, done)

    with monkeypatch.context() as patch:
        patch.setattr(run._Run, "_commit", commit)
        patch.setattr(ledger.Ledger, "record", record)
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)  # nobody tidies up after a kill
        with pytest.raises(Stop):
            read(source, tmp_path / "ut")
    monkeypatch.setattr(os, "replace", replace)
    report = read(source, tmp_path / "ut")
    assert report.resumed == unit
    assert rows(tmp_path / "ut") == whole
    assert not list((tmp_path / "ut" / "_run").glob("tmp-*")), "nothing half done is left lying"


def test_a_ledger_whose_last_line_broke_off_loses_that_unit_only(source, whole, tmp_path):
    read(source, tmp_path / "ut")
    units = tmp_path / "ut" / "_run" / "units.jsonl"
    lines = units.read_text().splitlines(keepends=True)
    units.write_text("".join(lines[:5]) + lines[5][:40])
    assert read(source, tmp_path / "ut").resumed == 5
    assert rows(tmp_path / "ut") == whole


RUN = """
import sys
from datetime import date
from pathlib import Path
from omlopp.notices import ledger, run, units

if __name__ == "__main__":
    units.BATCH_FILES, units.UNIT_BATCHES = 3, 2
    ledger.version = lambda: "1"
    print("begins", flush=True)
    run.run([Path(sys.argv[1])], Path(sys.argv[2]), processes=int(sys.argv[3]), today=date(2026, 11, 21))
"""


def started(tmp_path, source, to, processes=1, limit=None):
    program = tmp_path / "program.py"
    program.write_text(RUN)
    return subprocess.Popen(
        [sys.executable, str(program), str(source), str(to), str(processes)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limit,
    )


def until_units(to, number):
    path = to / "_run" / "units.jsonl"
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if path.exists() and path.read_text().count("\n") >= number:
            return
        time.sleep(0.005)
    pytest.fail("the run did not get so far")


def test_kill_9_and_the_same_command_again_give_the_rows_of_an_unbroken_run(source, whole, tmp_path):
    process = started(tmp_path, source, tmp_path / "ut")
    until_units(tmp_path / "ut", 2)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    report = read(source, tmp_path / "ut")
    assert 2 <= report.resumed <= report.units
    assert rows(tmp_path / "ut") == whole


def children(pid):
    with suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(6))
def test_kill_9_of_the_run_or_of_its_processes_whenever_it_comes(source, whole, tmp_path, seed):
    chance = random.Random(seed)
    for _ in range(3):
        process = started(tmp_path, source, tmp_path / "ut", processes=2)
        process.stdout.readline()
        time.sleep(chance.uniform(0, 3))
        if workers := children(process.pid):
            with suppress(ProcessLookupError):
                os.kill(chance.choice(workers), signal.SIGKILL)
        time.sleep(chance.uniform(0, 2))
        process.send_signal(signal.SIGKILL)
        process.communicate()
    report = read(source, tmp_path / "ut", processes=2)
    assert rows(tmp_path / "ut") == whole
    assert report.files == 43 and not list((tmp_path / "ut" / "_run").glob("tmp-*"))


def test_ctrl_c_ends_with_130_and_says_that_it_can_go_on(source, tmp_path, monkeypatch):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(run._Run, "_commit", stopped)
        result = CliRunner().invoke(command.app, ["read", str(source), "--to", str(tmp_path / "ut")])
    assert result.exit_code == 130 and "fortsätter där det slutade" in result.stderr
    assert CliRunner().invoke(command.app, ["read", str(source), "--to", str(tmp_path / "ut")]).exit_code == 3


def test_a_worker_that_is_killed_loses_nothing(source, whole, tmp_path, monkeypatch):
    killed, give = [], Pool.give

    def kill_once(self, task):
        give(self, task)
        if task.unit == 2 and not killed:
            killed.append(self.pids[0])
            os.kill(self.pids[0], signal.SIGKILL)

    monkeypatch.setattr(Pool, "give", kill_once)
    report = read(source, tmp_path / "ut", processes=1)
    assert killed and report.rejected == 1
    assert rows(tmp_path / "ut") == whole


def names_of(task):
    for data in task.batches:
        with pa.ipc.open_stream(data) as stream:
            for one in stream:
                yield from one.column("file").to_pylist()


def test_the_file_that_kills_its_reader_is_left_out_and_its_neighbours_are_not(source, tmp_path, monkeypatch):
    give = Pool.give

    def deadly(self, task):
        if not any(name.startswith("22-") for name in names_of(task)):
            give(self, task)
            return
        [worker] = self._workers  # held still first, so that it cannot be done before it is killed
        os.kill(worker.process.pid, signal.SIGSTOP)
        give(self, task)
        os.kill(worker.process.pid, signal.SIGKILL)

    with monkeypatch.context() as patch:
        patch.setattr(Pool, "give", deadly)
        report = read(source, tmp_path / "ut", processes=1)
    assert (report.read, report.rejected) == (41, 2)
    [one] = [one for one in report.reasons() if one["code"] == "notices.worker_died"]
    assert one["file"].startswith("22-")
    assert read(source, tmp_path / "ut").resumed == report.units, "the ledger knows it"


def test_a_source_that_has_changed_is_noticed_and_refused(own, tmp_path):
    read(own, tmp_path / "ut")
    (own / "24-extra.xml").write_bytes((SAMPLES / "mobler-exempelby.xml").read_bytes())
    with pytest.raises(errors.SourceChanged):
        read(own, tmp_path / "ut")
    assert read(own, tmp_path / "ut", again=True).read == 43


def test_a_source_that_has_shrunk_is_noticed(own, tmp_path):
    read(own, tmp_path / "ut")
    for path in sorted(own.iterdir())[-8:]:
        path.unlink()
    with pytest.raises(errors.SourceChanged):
        read(own, tmp_path / "ut")


def test_rows_of_another_version_are_not_mixed_with_these(source, tmp_path, monkeypatch):
    read(source, tmp_path / "ut")
    monkeypatch.setattr(ledger, "version", lambda: "another")
    with pytest.raises(errors.AnotherRun):
        read(source, tmp_path / "ut")
    assert read(source, tmp_path / "ut", again=True).resumed == 0


def test_two_runs_do_not_write_to_one_folder(source, tmp_path):
    first = ledger.Ledger.opened(tmp_path / "ut", DAY)
    with pytest.raises(errors.RunBusy):
        read(source, tmp_path / "ut")
    first.close()
    assert read(source, tmp_path / "ut").read == 42


def test_what_somebody_keeps_in_the_folder_is_left_alone(source, tmp_path):
    own = tmp_path / "ut" / "notices" / "2026" / "annons.xml"
    own.parent.mkdir(parents=True)
    own.write_text("<a/>")
    read(source, tmp_path / "ut")
    read(source, tmp_path / "ut", again=True)
    assert own.read_text() == "<a/>"


def test_a_full_disk_is_said_nothing_half_written_is_counted_and_it_can_go_on(source, whole, tmp_path):
    """No file may grow past 2 kB: what a worker writes is cut off there, as on a full disk."""

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, resource.RLIM_INFINITY))

    process = started(tmp_path, source, tmp_path / "ut", limit=limit)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1 and "DiskFull" in said
    assert not list((tmp_path / "ut").glob("*/year=*/*.parquet"))
    read(source, tmp_path / "ut")
    assert rows(tmp_path / "ut") == whole


def test_a_full_disk_is_one_sentence_to_the_person(source, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(work, "_write", full)
    monkeypatch.setattr(run, "Pool", lambda _: Here())
    result = CliRunner().invoke(command.app, ["read", str(source), "--to", str(tmp_path / "ut")])
    assert result.exit_code == 2 and result.stderr.count("\n") == 1
    assert "Gör plats" in result.stderr and "No space left" in result.stderr


class Here(Pool):
    """Works in this process, however many are asked for."""

    def __init__(self):
        super().__init__(0)

    def grow(self, size):
        self.size = 0


def test_a_unit_is_bounded_in_files_and_in_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(units, "BATCH_BYTES", 100)
    for number in range(20):
        (tmp_path / f"{number:02}.xml").write_bytes(b"x" * 60)
    made = list(units.units([tmp_path]))
    sizes = [len(list(names_of(unit))) for unit in made]
    assert sum(sizes) == 20 and max(sizes) <= 4
    assert [len(unit.batches) for unit in made] == sizes, "two files of 60 bytes are more than 100"


def test_progress_tells_speed_and_what_is_left(source, tmp_path):
    seen = []
    read(source, tmp_path / "ut", progress=seen.append)
    assert [one.files for one in seen] == sorted(one.files for one in seen) and seen[-1].files == 43
    assert seen[-1].per_second > 0 and seen[0].left_seconds > 0 and seen[-1].whole > 0


def test_the_command_writes_tables_and_tells_them_as_json(source, tmp_path):
    result = CliRunner().invoke(command.app, ["read", str(source), "--to", str(tmp_path / "ut"), "--json"])
    said = json.loads(result.stdout)
    assert result.exit_code == 3
    assert (said["read"], said["rejected_in_all"], said["rows"]["notices"]) == (42, 1, 42)
    assert said["rejected"][0]["file"] == "fel.xml"
    again = CliRunner().invoke(command.app, ["read", str(source), "--to", str(tmp_path / "ut")])
    assert again.exit_code == 3 and "enheter fanns från en tidigare körning" in again.stdout


def test_again_without_a_folder_is_a_wrong_use(source):
    assert CliRunner().invoke(command.app, ["read", str(source), "--again"]).exit_code == 2


def test_a_dry_task_writes_nothing(tmp_path):
    from omlopp.notices import batch

    files = batch.source([("a.xml", (SAMPLES / "mobler-exempelby.xml").read_bytes())])
    assert work.done(Task(0, (encoded(files),), (), str(tmp_path / "x"), DAY, dry=True)).parts == ()
    assert not (tmp_path / "x").exists()
