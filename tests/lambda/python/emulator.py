"""A release binary under Lambda's runtime emulator, without a container."""

import json
import os
import socket
import subprocess
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


class Emulated:
    """A function that waits for invocations."""

    def __init__(self, binary: Path, variables: "dict[str, str]"):
        self._port, api = free_port(), free_port()
        command = [EMULATOR, "--runtime-interface-emulator-address", f"127.0.0.1:{self._port}"]
        command += ["--runtime-api-address", f"127.0.0.1:{api}", binary]
        # Not the caller's environment: a function on Lambda does not have it either.
        environment = {"PATH": os.environ["PATH"], **variables}
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def __enter__(self) -> "Emulated":
        reachable(self._port, self._process)
        return self

    def __exit__(self, *_) -> None:
        self._process.terminate()
        self._process.communicate(timeout=60)

    def invoke(self, event: dict):
        request = urllib.request.Request(f"http://127.0.0.1:{self._port}{INVOCATIONS}", json.dumps(event).encode())
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
