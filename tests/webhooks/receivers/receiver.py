"""A merchant's webhook handler: the official Stripe SDK and Standard Webhooks' library, as their documents show them.

Around it is a server that knows several endpoints, `/webhooks/NAME`. `PUT /endpoints/NAME` tells it what is to be
expected there: {"secret", "dialect", "answers": statuses of the next answers}. It says where it is on its first line,
and then what came, in one line of JSON for each webhook.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import standardwebhooks
import stripe

PAID = ("paid", "no_payment_required")


class Endpoint:
    """What a merchant knows of one endpoint, and what they sent out because of it."""

    def __init__(self, secret, dialect="stripe", answers=()):
        self.secret = secret
        self.dialect = dialect
        self.answers = list(answers)
        self.sent_out = set()

    def handle(self, body: bytes, headers) -> dict:
        """The handler itself. Raises if the webhook is not what it says."""
        event = stripe.Webhook.construct_event(body, headers["Stripe-Signature"], self.secret)
        plain = standardwebhooks.Webhook(self.secret).verify(body, dict(headers.items()))
        if self.dialect == "stripe":
            return self.fulfil(event.id, event.type, event.data.object)
        return self.fulfil(plain["id"], plain["type"], plain["data"]["object"])

    def fulfil(self, id, type, session) -> dict:
        """Sends the order out when it is paid for, and never twice."""
        done = {"id": id, "type": type, "fulfilled": None}
        status = {
            "checkout.session.completed": "payment_status",
            "checkout.session.async_payment_succeeded": "payment_status",
            "completed": "paymentStatus",
            "asyncPaymentSucceeded": "paymentStatus",
            "checkout_session.completed": "payment_status",
            "checkout_session.async_payment_succeeded": "payment_status",
        }.get(type)
        if status and session[status] in PAID and session["id"] not in self.sent_out:
            self.sent_out.add(session["id"])
            done["fulfilled"] = session["id"]
        return done


ENDPOINTS = {}
ONE_AT_A_TIME = threading.Lock()


class Server(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """What came is told on standard output, as a story needs it."""

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def answer(self, status: int):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_PUT(self):
        name = self.path.removeprefix("/endpoints/")
        with ONE_AT_A_TIME:
            ENDPOINTS[name] = Endpoint(**json.loads(self.body()))
        self.answer(204)

    def do_POST(self):
        name, body = self.path.removeprefix("/webhooks/"), self.body()
        told = {"endpoint": name, "headers": {key.lower(): value for key, value in self.headers.items()}}
        with ONE_AT_A_TIME:
            endpoint = ENDPOINTS[name]
            try:
                if endpoint.answers:
                    status = endpoint.answers.pop(0)
                else:
                    told |= endpoint.handle(body, self.headers)
                    status = 200
            except (stripe.SignatureVerificationError, standardwebhooks.WebhookVerificationError) as error:
                status, told["refused"] = 400, type(error).__name__
            print(json.dumps(told | {"answered": status, "event": json.loads(body)}), flush=True)
        self.answer(status)


server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
print(f"Listening at http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
