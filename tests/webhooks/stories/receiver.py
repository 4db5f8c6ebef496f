"""A merchant's receiver, in either language: a program of its own, whose words are listened to."""

import json
import subprocess
import threading
from pathlib import Path
from urllib.request import Request, urlopen

RECEIVERS = Path(__file__).resolve().parents[1] / "receivers"
PROGRAMS = {
    "python": [str(RECEIVERS.parent / ".venv/bin/python"), "receiver.py"],
    "node": ["node", "receiver.js"],
}
GREETING = "Listening at "
PATIENCE = 30


class Receiver:
    """What a running receiver has been sent."""

    def __init__(self, language: str):
        self._process = subprocess.Popen(PROGRAMS[language], cwd=RECEIVERS, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        greeting = self._process.stdout.readline()
        assert greeting.startswith(GREETING), f"the receiver said {greeting!r}"
        self.url = greeting.removeprefix(GREETING).strip()
        self._came: "list[dict]" = []
        self._news = threading.Condition()
        self._listener = threading.Thread(target=self._listen, args=(self._process.stdout,))
        self._listener.start()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=PATIENCE)
        self._listener.join()
        self._process.communicate()

    def _listen(self, words) -> None:
        for word in words:
            with self._news:
                self._came.append(json.loads(word))
                self._news.notify_all()

    def address(self, name: str) -> str:
        return f"{self.url}/webhooks/{name}"

    def expects(self, name: str, secret: str, **more) -> None:
        """From now on, what comes to this endpoint is signed with `secret`; `answers` are given to the next ones."""
        data = json.dumps({"secret": secret, **more}).encode()
        with urlopen(Request(f"{self.url}/endpoints/{name}", data, method="PUT"), timeout=PATIENCE) as answer:
            assert answer.status == 204

    def came(self, name: str, type: "str | None" = None) -> "list[dict]":
        """What came to this endpoint, of this type or of any."""
        return [one for one in self._came if one["endpoint"] == name and type in (None, one["event"]["type"])]

    def waits(self, name: str, type: "str | None" = None, times: int = 1) -> "list[dict]":
        """The same, once it came so often."""
        with self._news:
            there = self._news.wait_for(lambda: len(self.came(name, type)) >= times, PATIENCE)
            came = self.came(name, type)
        seen = [one["event"]["type"] for one in self.came(name)]
        assert there, f"{type or 'anything'} came to {name} {len(came)} times, not {times}; there came {seen}"
        return came
