// A merchant with an account of their own: the official SDK, set to another host, and nothing else.

import { randomBytes } from 'node:crypto';
import Stripe from 'stripe';

export const THANKS = 'https://shop.example/thanks?session={CHECKOUT_SESSION_ID}';

/** A line item whose price is made inline. */
export function line(name = 'Tea', amount = 1250, quantity = 1, price = {}) {
  return {
    quantity,
    price_data: { currency: 'eur', unit_amount: amount, product_data: { name }, ...price },
  };
}

export class Shop {
  constructor(url, { key = `sk_test_${randomBytes(16).toString('hex')}`, ...options } = {}) {
    const { hostname, port, protocol } = new URL(url);
    this.url = url;
    this.key = key;
    this.stripe = new Stripe(key, { host: hostname, port, protocol: protocol.slice(0, -1), ...options });
    this.sessions = this.stripe.checkout.sessions;
  }

  /** Another shop at the same address. */
  another(options) {
    return new Shop(this.url, options);
  }

  /** The least that opens a session, and what is to be different about it. */
  basket(different = {}) {
    return { mode: 'payment', success_url: THANKS, line_items: [line()], ...different };
  }

  /** Opens a session. */
  open(different, options) {
    return this.sessions.create(this.basket(different), options);
  }

  /** Has a test helper play what the SDK has no method for: `complete`, `fail` or `settle`. */
  simulate(step, id, params, options) {
    return this.stripe.rawRequest('POST', `/v1/test_helpers/checkout/sessions/${id}/${step}`, params, options);
  }

  /** A session that was opened and completed. */
  async sold(different, paid) {
    const { id } = await this.open(different);
    return this.simulate('complete', id, paid);
  }

  /** Opens sessions at the same time, sixteen at once. */
  async openMany(count, different) {
    const opened = [];
    const next = async () => {
      while (opened.length < count) {
        const at = opened.push(null) - 1;
        opened[at] = await this.open(different);
      }
    };
    await Promise.all(Array.from({ length: 16 }, next));
    return opened;
  }

  /** The ids of all pages of a list. */
  async listed(params = {}) {
    const ids = [];
    for await (const session of this.sessions.list(params)) ids.push(session.id);
    return ids;
  }
}

/** What the SDK gives besides what was answered. */
export function bare({ lastResponse, ...answered }) {
  return JSON.parse(JSON.stringify(answered));
}

export function replayed(answer) {
  return answer.lastResponse.headers['idempotent-replayed'] === 'true';
}

/** The error a call ends with; it must be of that class of the SDK. */
export async function refusal(call, expected = Stripe.errors.StripeInvalidRequestError) {
  try {
    await call();
  } catch (error) {
    if (Object.getPrototypeOf(error) !== expected.prototype) throw error;
    return error;
  }
  throw new Error('this was not refused');
}
