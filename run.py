#!/usr/bin/env python3
"""Set up Omlopp beside this file and run it. Needs Python 3.11 or newer, nothing else.

python3 run.py                  the main job: workspace, notices, portfolio, documents, workbench
python3 run.py --no-serve       the same, but stop after the summary
python3 run.py test [long]      every test, as CI runs them (further arguments go to pytest)
python3 run.py bench [NAME]     measured speeds, side by side
python3 run.py COMMAND ...      any command of omlopp, for example: notices explain FILE
"""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "omlopp-setup"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# Each holds all of the one before.
LOCKS = {
    "core": "requirements.lock",
    "test": "requirements-test.lock",
    "bench": "requirements-bench.lock",
}


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):
        print(f"Omlopp needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 2
    first = arguments[0] if arguments else "demo"
    set_up(first if first in ("test", "bench") else "core")
    os.environ.setdefault("OMLOPP_HOME", str(ROOT / "omlopp-data"))
    if first == "test":
        os.chdir(ROOT)
        return run([str(PYTHON), "-m", "tests", *arguments[1:]])
    if first == "bench":
        os.chdir(ROOT)
        return run([str(PYTHON), "-m", "bench", *arguments[1:]])
    if first.startswith("--") or not arguments:
        arguments = ["demo", *arguments]
    return run([str(PYTHON), "-m", "omlopp", *arguments])


def set_up(kind: str) -> None:
    """Make the virtual environment hold what the lock names. A repeat costs one small read."""
    wanted = {name: fingerprint(lock) for name, lock in LOCKS.items()}
    had, made_from = stamp()
    most = max(kind, had or kind, key=list(LOCKS).index)
    if had == most and made_from == wanted[had]:
        return
    require_venv()
    kind = most
    print(f"Setting up Omlopp in {VENV} (once; about a minute, most of it download) …", flush=True)
    began = time.monotonic()
    if not PYTHON.exists():
        step([sys.executable, "-m", "venv", str(VENV)])
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    step([*pip, "--require-hashes", "-r", str(ROOT / LOCKS[kind])])
    step([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    STAMP.write_text(f"{kind} {wanted[kind]}\n")
    size_mb = sum(f.stat().st_size for f in VENV.rglob("*") if f.is_file()) / 1e6
    print(f"Set up in {time.monotonic() - began:.0f} s, {size_mb:.0f} MB.", flush=True)


def stamp() -> tuple[str, str]:
    """What was set up last, and from what; empty when nothing was, or the stamp was left half-written."""
    words = STAMP.read_text().split() if STAMP.exists() else []
    return (words[0], words[1]) if len(words) == 2 and words[0] in LOCKS else ("", "")


def fingerprint(lock: str) -> str:
    """What the environment was made from: the lock, the project's own metadata, this Python and place."""
    parts = [(ROOT / lock).read_bytes(), (ROOT / "pyproject.toml").read_bytes()]
    parts += [sys.version.encode(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def require_venv() -> None:
    try:
        import ensurepip  # noqa: F401  Debian leaves it out of the plain python3 package
        import venv  # noqa: F401
    except ImportError:
        sys.exit(
            "This Python cannot make virtual environments: the package python3-venv is missing.\n"
            "Install it once, then run the same command again:\n"
            "    sudo apt-get install python3-venv"
        )


def step(command: list[str]) -> None:
    done = subprocess.run(command)
    if done.returncode:
        sys.exit(
            f"The set-up stopped: {' '.join(command)} ended with {done.returncode} (its message stands above).\n"
            "Nothing else was changed. Mend the cause (often the network) and run the same command again."
        )


def run(command: list[str]) -> int:
    if os.name != "nt":
        sys.stdout.flush()
        os.execv(command[0], command)
    return subprocess.run(command).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
