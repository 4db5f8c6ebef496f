"""As much of Lambda's own API as replaces one function: it keeps what it is told, and says so when asked."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class LambdaApi:
    """A function that is deployed, with its environment, and what has been asked about it."""

    def __init__(self, name: str, environment: "dict[str, str]"):
        self.configuration = {
            "FunctionName": name,
            "FunctionArn": f"arn:aws:lambda:eu-central-1:123456789012:function:{name}",
            "Role": "arn:aws:iam::123456789012:role/paydesk",
            "Runtime": "provided.al2023",
            "Handler": "bootstrap",
            "Architectures": ["x86_64"],
            "MemorySize": 128,
            "Timeout": 3,
            "TracingConfig": {"Mode": "PassThrough"},
            "Environment": {"Variables": environment},
            "PackageType": "Zip",
            "State": "Active",
            "LastUpdateStatus": "Successful",
            "Version": "$LATEST",
            "RevisionId": "1",
        }
        self.code = None
        self.asked = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "LambdaApi":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method: str, path: str, told: dict) -> "tuple[int, dict]":
        function = f"/2015-03-31/functions/{self.configuration['FunctionName']}"
        self.asked.append(f"{method} {path}")
        if (method, path) == ("GET", function):
            return 200, {"Configuration": self.configuration, "Code": {}, "Tags": {}}
        if (method, path) == ("GET", f"{function}/configuration"):
            return 200, self.configuration
        if (method, path) == ("PUT", f"{function}/configuration"):
            self.configuration.update(told)
            return 200, self.configuration
        if (method, path) == ("PUT", f"{function}/code"):
            self.code = told
            return 200, self.configuration
        return 404, {"Type": "User", "Message": f"There is no {method} {path} here."}

    def _handler(api):
        class Handler(BaseHTTPRequestHandler):
            def _answer(self):
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                status, answer = api.answer(self.command, self.path.split("?")[0], json.loads(body or b"{}"))
                text = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_PUT = do_POST = do_DELETE = _answer

            def log_message(self, *_):
                """Nobody reads it."""

        return Handler
