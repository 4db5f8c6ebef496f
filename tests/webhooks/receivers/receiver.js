// A merchant's webhook handler: the official Stripe SDK and Standard Webhooks' library, as their documents show them.
//
// Around it is a server that knows several endpoints, `/webhooks/NAME`. `PUT /endpoints/NAME` tells it what is to be
// expected there: {"secret", "dialect", "answers": statuses of the next answers}. It says where it is on its first line,
// and then what came, in one line of JSON for each webhook.

import { createServer } from 'node:http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import Stripe from 'stripe';

const PAID = ['paid', 'no_payment_required'];
const STATUS = {
  'checkout.session.completed': 'payment_status',
  'checkout.session.async_payment_succeeded': 'payment_status',
  completed: 'paymentStatus',
  asyncPaymentSucceeded: 'paymentStatus',
  'checkout_session.completed': 'payment_status',
  'checkout_session.async_payment_succeeded': 'payment_status',
};
const stripe = new Stripe('sk_test_that_is_not_needed');

/** What a merchant knows of one endpoint, and what they sent out because of it. */
class Endpoint {
  #sentOut = new Set();

  constructor({ secret, dialect = 'stripe', answers = [] }) {
    Object.assign(this, { secret, dialect, answers });
  }

  /** The handler itself. Throws if the webhook is not what it says. */
  handle(body, headers) {
    const event = stripe.webhooks.constructEvent(body, headers['stripe-signature'], this.secret);
    const plain = new Webhook(this.secret).verify(body, headers);
    return this.fulfil(this.dialect === 'stripe' ? event : plain);
  }

  /** Sends the order out when it is paid for, and never twice. */
  fulfil({ id, type, data: { object: session } }) {
    const due = PAID.includes(session[STATUS[type]]) && !this.#sentOut.has(session.id);
    if (due) this.#sentOut.add(session.id);
    return { id, type, fulfilled: due ? session.id : null };
  }
}

const endpoints = new Map();

/** Handles a webhook, and says what came and how it is answered. */
function receive(name, body, headers) {
  const told = { endpoint: name, headers };
  const endpoint = endpoints.get(name);
  let answered = 200;
  try {
    if (endpoint.answers.length) answered = endpoint.answers.shift();
    else Object.assign(told, endpoint.handle(body, headers));
  } catch (error) {
    const known = [Stripe.errors.StripeSignatureVerificationError, WebhookVerificationError];
    const refused = known.find((kind) => error instanceof kind);
    if (!refused) throw error;
    answered = 400;
    told.refused = refused.name;
  }
  console.log(JSON.stringify({ ...told, answered, event: JSON.parse(body) }));
  return answered;
}

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('utf8');
  const [, room, name] = request.url.split('/');
  let status = 204;
  if (room === 'endpoints') endpoints.set(name, new Endpoint(JSON.parse(body)));
  else status = receive(name, body, request.headers);
  response.writeHead(status).end();
});
server.listen(0, '127.0.0.1', () => console.log(`Listening at http://127.0.0.1:${server.address().port}`));
