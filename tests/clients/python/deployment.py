"""A running Paydesk: one that is there already, or one of a story's own whose clock it may move."""

import json
import os
import re
import secrets
import subprocess
from pathlib import Path
from urllib.request import Request, urlopen

REPOSITORY = Path(__file__).resolve().parents[3]
GREETING = "Paydesk is at "


def program() -> str:
    """The runner's file: PAYDESK_RUNNER, or where cargo builds it."""
    return os.environ.get("PAYDESK_RUNNER") or str(REPOSITORY / "target/debug/paydesk")


def keys(*arguments: str) -> str:
    """What the `keys` command prints."""
    return subprocess.run([program(), "keys", *arguments], capture_output=True, check=True, text=True).stdout


def make_key(file: str, *arguments: str) -> "tuple[str, str]":
    """Makes a key in a deployment's file: the key, and the account it opens."""
    made = keys("create", "--data", file, *arguments)
    opened = re.search(r"acct_\w+", made)
    assert opened, made
    return made.split()[0], opened[0]


def new_key() -> str:
    """A key of an account that nobody else has: the runner takes any, functions of their own only what was made."""
    table = os.environ.get("PAYDESK_TABLE")
    if table:
        return keys("create", "--table", table).split()[0]
    return f"sk_test_{secrets.token_hex(16)}"


class Deployment:
    """Where Paydesk answers, and what only the local runner has."""

    def __init__(self, url: str, process: "subprocess.Popen[str] | None" = None, runner: "str | None" = None):
        self.url = url
        self._runner = runner or url
        self._process = process

    @classmethod
    def start(cls, *arguments: str) -> "Deployment":
        """Starts a deployment on a port of its own, in memory unless a file is named."""
        where = () if "--data" in arguments else ("--memory",)
        command = [program(), "--port", "0", *where, *arguments]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(GREETING):
                return cls(line.removeprefix(GREETING).strip(), process)
        raise RuntimeError(f"{' '.join(command)} ended with {process.wait()} before it said where it is")

    def stop(self) -> None:
        """As Ctrl-C does. What does not stop within a minute is killed, and fails the story."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            assert self._process.wait(timeout=60) == 0
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise
        finally:
            self._process.communicate()

    def now(self) -> int:
        return self._local("clock")["now"]

    def step(self, seconds: int) -> None:
        """Moves the clock so little that nothing falls due: also the shared one may be moved so."""
        assert seconds <= 100, "the shared clock is everybody's"
        self.advance(seconds)

    def advance(self, seconds: int) -> int:
        """Moves the clock on; what falls due has happened when this returns."""
        return self._local("clock", {"advance": seconds})["now"]

    def move_to(self, second: int) -> int:
        """Moves the clock to a Unix second."""
        return self._local("clock", {"set": second})["now"]

    def announced(self, session_id: str) -> list[str]:
        """The types of what was announced of a session, last first."""
        return [each["type"] for each in self.announcements() if each["session"] == session_id]

    def announcements(self) -> "list[dict[str, str]]":
        """Everything that was announced, newest first."""
        return self._local("announcements")["data"]

    def _local(self, what: str, body: "dict[str, int] | None" = None):
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self._runner}/_local/{what}", data, {"Content-Type": "application/json"})
        with urlopen(request, timeout=120) as response:
            return json.load(response)
