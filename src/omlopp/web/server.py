"""Making a workspace ready and serving the workbench on this computer."""

import logging
import os
import secrets
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir

import django

HOUR, FIRST = 3600, 60  # seconds: between runs of the clock, and before its first


def set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "omlopp.web.settings")
    django.setup()


def ready_workspace() -> None:
    """Tables as this version wants them; a workspace of an earlier version is migrated."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("clearsessions")  # those that have ended, with what they held


def sign_in(home: Path) -> tuple[str, str]:
    """The workspace's first account, made anew for each workspace; kept where only its owner can read it."""
    from django.contrib.auth.models import User

    from omlopp.web.records.actions.people import add_person

    path, name = home / "sign-in.txt", "upphandlare"
    if path.exists() and User.objects.filter(username=name).exists():
        given, password = path.read_text("utf-8").split()
        return given, password
    password = secrets.token_urlsafe(12)
    if User.objects.filter(username=name).exists():
        user = User.objects.get(username=name)
        user.set_password(password)
        user.save()
    else:
        add_person(by="omlopp", username=name, password=password)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(f"{name} {password}\n")
    return name, password


def own_password(home: Path, name: str) -> None:
    """The person has chosen a password: what stands in sign-in.txt is no longer one, and is taken out."""
    path = home / "sign-in.txt"
    if path.exists() and path.read_text("utf-8").split()[:1] == [name]:
        path.write_text(f"{name} –\n", "utf-8")


@contextmanager
def port_from(first: int, tries: int = 50) -> Iterator[int]:
    """The first port from `first` on that nobody has, held until the server is done with it.

    The server binds seconds later, and shares ports: without the hold, two workspaces started at once would
    answer each other's readers. One process at a time looks; the held socket never listens.
    """
    from fcntl import LOCK_EX, LOCK_UN, flock  # not on Windows, where nothing else here needs it

    with (Path(gettempdir()) / "omlopp-ports.lock").open("a") as lock:
        flock(lock, LOCK_EX)
        for port in range(first, first + tries):
            if _nobody_has(port):
                held = socket.socket()
                held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                held.bind(("127.0.0.1", port))
                break
        else:
            raise OSError(f"no free port from {first} to {first + tries - 1}")
        flock(lock, LOCK_UN)
    try:
        yield port
    finally:
        held.close()


def _nobody_has(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def every_hour() -> threading.Thread:
    """For `serve`: a thread that starts a run in a process of its own each hour, and ends with the server."""

    def run() -> None:
        stop = threading.Event()
        stop.wait(FIRST)
        while True:
            done = subprocess.run(
                [sys.executable, "-m", "omlopp.web.tick"],
                stdin=subprocess.DEVNULL,
                env=os.environ.copy(),
                check=False,
            )
            if done.returncode not in (0, 3):
                logging.getLogger(__name__).warning("the run of the clock ended with %s", done.returncode)
            stop.wait(HOUR)

    thread = threading.Thread(target=run, name="omlopp-tick", daemon=True)
    thread.start()
    return thread


def serve(port: int) -> None:
    """Serve until stopped. One process: SQLite has one writer at a time anyway."""
    from granian.constants import Interfaces
    from granian.server import Server

    every_hour()
    Server(
        "omlopp.web.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_enabled=False,
        websockets=False,
    ).serve()
