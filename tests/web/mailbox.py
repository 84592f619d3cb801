"""A mail server for tests: a real one, on this computer, that keeps what it is handed. It can be away, slow or refuse."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any


class Mailbox(socketserver.ThreadingTCPServer):
    """Speaks SMTP (RFC 5321) as far as smtplib asks. `refuses`: address → reply; `drops`: hang up after the data."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.kept: list[tuple[list[str], EmailMessage]] = []
        self.refuses: dict[str, str] = {}
        self.drops = False
        self.lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Session(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        to: list[str] = []
        self.say("220 provserver")
        for raw in self.rfile:
            line = raw.decode("utf-8", "replace").strip()
            verb = line.upper()
            if verb.startswith(("EHLO", "HELO")):
                self.say("250 provserver")
            elif verb.startswith("MAIL"):
                to = []
                self.say("250 ok")
            elif verb.startswith("RCPT"):
                found = line.partition("<")[2].partition(">")[0]
                reply = self.server.refuses.get(found, "250 ok")
                to += [found] if reply.startswith("250") else []
                self.say(reply)
            elif verb == "DATA":
                self.say("354 go on")
                content = self.data()
                if self.server.drops:
                    return
                with self.server.lock:
                    self.server.kept.append((to, message_from_bytes(content, policy=policy.default)))  # type: ignore[arg-type]
                self.say("250 kept")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def data(self) -> bytes:
        lines: list[bytes] = []
        for raw in self.rfile:
            if raw == b".\r\n":
                break
            lines.append(raw[1:] if raw.startswith(b"..") else raw)
        return b"".join(lines)

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    with Mailbox() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()


def texts(server: Any) -> list[str]:
    return [letter.get_content() for _, letter in server.kept]
