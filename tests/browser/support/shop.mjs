// A merchant with an account of their own: the official SDK at the runner, and a web server that payers come back to.

import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import Stripe from 'stripe';

/** A line item whose price is made inline. */
export function line(name = 'Tea', amount = 700, price = {}, product = {}) {
  return { quantity: 1, price_data: { currency: 'eur', unit_amount: amount, product_data: { name, ...product }, ...price } };
}

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Words inside a script are no markup. */
const scripted = (value) => JSON.stringify(value).replaceAll('<', '\\u003c');

/** A page that frames a session by the deployment's own script, and is told how it ends if it wants to know. */
function mounting(query) {
  const told = query.has('told') && 'onComplete: ({ session }) => { document.querySelector("h1").textContent = `Thanks, ${session}`; },';
  return `<h1>Checkout</h1><div id="checkout"></div><script src="${escaped(query.get('script'))}"></script>
    <script>Paydesk.mount({ ${told || ''} clientSecret: ${scripted(query.get('secret'))}, element: '#checkout' });</script>`;
}

/** A page that asks for a card itself. */
function paying(query) {
  const fields = ['email', 'card[number]', 'card[expiry]', 'card[cvc]', 'card[name]', 'billing[country]', 'billing[postal_code]'];
  return `<h1>Checkout</h1><p id="total"></p><p id="said"></p>
    <form>${fields.map((name) => `<input name="${name}" aria-label="${name}">`).join('')}<button id="pay">Pay</button></form>
    <script type="module">${payItself.toString()} payItself(${scripted(query.get('api'))});</script>`;
}

/** Runs in the merchant's page. */
async function payItself(api) {
  const say = (words) => (document.querySelector('#said').textContent = words);
  const form = document.querySelector('form');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      const body = new URLSearchParams(new FormData(form));
      const { error, next_action, return_url } = await (await fetch(`${api}/confirm`, { method: 'POST', body })).json();
      const fields = (error?.fields ?? []).map(({ param, reason }) => `${param} ${reason}`);
      if (error) say([error.decline_code ?? error.message, ...fields].join(', '));
      else location.assign(next_action?.url ?? return_url);
    } catch (refused) {
      say(`confirm: ${refused.name}`);
    }
  });
  try {
    const { totals } = await (await fetch(api)).json();
    document.querySelector('#total').textContent = totals.total.text;
  } catch (refused) {
    say(`show: ${refused.name}`);
  }
}

/** The merchant's own pages. What they show is what their address says. */
const PAGES = {
  '/mount': mounting,
  '/elements': paying,
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
    if (pathname === '/on') return response.writeHead(302, { location: searchParams.get('to') }).end();
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

  /** The shop's own page, in which the deployment's script frames the session. */
  mounting(session, different = {}) {
    return this.at('/mount', { script: `${this.deployment.url}/c/assets/embed.js`, secret: session.client_secret, ...different });
  }

  /** A session that a page of the shop's own shows. */
  openElements(different = {}) {
    return this.openEmbedded({ ui_mode: 'elements', branding_settings: undefined, ...different });
  }

  /** The shop's own page for it, or a stranger's. */
  paying(session, name = 'shop') {
    const [id, token] = session.client_secret.split('_secret_');
    return this.at('/elements', { api: `${this.deployment.url}/c/api/${id}/${token}` }, name);
  }

  /** An address of the shop that leads on to one of another site, as those do that count who comes from where. */
  leadingOn(name = 'counter') {
    return this.at('/on', { to: this.at('/on', { to: this.thanks }, name) }).replace('%7BCHECKOUT_SESSION_ID%7D', '{CHECKOUT_SESSION_ID}');
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
