"""A release binary under Lambda's runtime emulator, without a container."""

import json
import os
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import samcli

EMULATOR = Path(samcli.__file__).parent / "local/rapid/aws-lambda-rie-x86_64"
INVOCATIONS = "/2015-03-31/functions/function/invocations"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def reachable(port: int, process: subprocess.Popen, seconds: float = 30) -> None:
    """Returns as soon as somebody listens there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, f"{process.args} ended with {process.returncode}"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(f"nobody listens on port {port} after {seconds} s")


def tail(log: str) -> str:
    return "\n".join(log.splitlines()[-40:])


class Emulated:
    """A function that waits for invocations."""

    def __init__(self, binary: Path, variables: "dict[str, str]"):
        self._port, api = free_port(), free_port()
        command = [EMULATOR, "--runtime-interface-emulator-address", f"127.0.0.1:{self._port}"]
        command += ["--runtime-api-address", f"127.0.0.1:{api}", binary]
        # Not the caller's environment: a function on Lambda does not have it either.
        environment = {"PATH": os.environ["PATH"], **variables}
        self._log = tempfile.NamedTemporaryFile()
        self._process = subprocess.Popen(command, env=environment, stdout=self._log, stderr=self._log)

    def __enter__(self) -> "Emulated":
        try:
            reachable(self._port, self._process)
        except BaseException as problem:
            self.__exit__(type(problem))
            raise
        return self

    def __exit__(self, problem, *_) -> None:
        self._process.terminate()
        self._process.wait(timeout=60)
        if problem:
            print(tail(self.log()))
        self._log.close()

    def log(self) -> str:
        """What the function and the emulator have said so far."""
        return Path(self._log.name).read_text(errors="replace")

    def logged(self, message: str, seconds: float = 30) -> str:
        """The log, as soon as it has this."""
        end = time.monotonic() + seconds
        while message not in self.log():
            assert time.monotonic() < end, f"{message} was not logged within {seconds} s"
            time.sleep(0.02)
        return self.log()

    def invoke(self, event: dict):
        request = urllib.request.Request(f"http://127.0.0.1:{self._port}{INVOCATIONS}", json.dumps(event).encode())
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
