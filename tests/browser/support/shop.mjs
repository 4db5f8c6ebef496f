// A merchant with an account of their own: the official SDK at the runner, and a web server that payers come back to.

import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import Stripe from 'stripe';

/** A line item whose price is made inline. */
export function line(name = 'Tea', amount = 700, price = {}, product = {}) {
  return { quantity: 1, price_data: { currency: 'eur', unit_amount: amount, product_data: { name, ...product }, ...price } };
}

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The merchant's own pages. What they show is what their address says. */
const PAGES = {
  '/thanks': () => '<h1>Thank you</h1>',
  '/cancel': () => '<h1>Your basket</h1>',
  '/embed': (query) => `<h1>Checkout</h1><iframe src="${escaped(query.get('frame'))}" width="100%" height="1200"></iframe>`,
  '/forged': (query) => {
    const { action, fields } = JSON.parse(query.get('form'));
    const inputs = Object.entries(fields).map(([name, value]) => `<input name="${escaped(name)}" value="${escaped(value)}">`);
    return `<form method="post" action="${escaped(action)}">${inputs.join('')}<button>Win</button></form>`;
  },
};

/** The web server of all shops of a file of stories. Every name below localhost leads to it, each a site of its own. */
export async function openWeb() {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://shop.localhost');
    const content = PAGES[pathname];
    response.writeHead(content ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Shop</title>${content?.(searchParams) ?? ''}`);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  server.unref();
  return server;
}

export class Shop {
  constructor(deployment, web, key = `sk_test_${randomBytes(16).toString('hex')}`) {
    const { hostname, port, protocol } = new URL(deployment.url);
    this.deployment = deployment;
    this.web = web;
    this.stripe = new Stripe(key, { host: hostname, port, protocol: protocol.slice(0, -1) });
    this.sessions = this.stripe.checkout.sessions;
  }

  /** Where a page of the shop is; under another name it is somebody else's. */
  at(path, query = {}, name = 'shop') {
    const search = new URLSearchParams(query).toString();
    return `http://${name}.localhost:${this.web.address().port}${path}${search && `?${search}`}`;
  }

  get thanks() {
    return `${this.at('/thanks')}?session={CHECKOUT_SESSION_ID}`;
  }

  /** Opens a session: one tin of tea, and what is to be different about it. */
  open(different = {}) {
    return this.sessions.create({
      mode: 'payment',
      success_url: this.thanks,
      line_items: [line()],
      branding_settings: { display_name: 'Leaf & Kettle' },
      ...different,
    });
  }

  /** A session to be framed, which comes back to this shop. */
  openEmbedded(different = {}) {
    return this.open({ success_url: undefined, ui_mode: 'embedded_page', return_url: this.thanks, ...different });
  }

  /** The shop's own page with the session's page in a frame. */
  embedding(session, name = 'shop') {
    const [id, token] = session.client_secret.split('_secret_');
    return this.at('/embed', { frame: `${this.deployment.url}/c/pay/${id}/${token}` }, name);
  }

  /** What became of a session, with its payment as far as there is one. */
  settled(session) {
    return this.sessions.retrieve(session.id, {
      expand: ['payment_intent.latest_charge', 'setup_intent', 'subscription', 'line_items'],
    });
  }

  /** A session in few words: status, payment status. */
  async state(session) {
    const { status, payment_status } = await this.sessions.retrieve(session.id);
    return [status, payment_status];
  }

  /** The charges that got money, of all sessions of this shop. */
  async charged() {
    const { data } = await this.stripe.charges.list();
    return data.filter((charge) => charge.status === 'succeeded');
  }
}
