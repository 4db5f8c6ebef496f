// Opening sessions: what was sent nested comes back nested, with the sums done.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, test } from 'node:test';
import { Deployment } from './deployment.js';
import { Shop, THANKS, bare, line } from './shop.js';

const EVERYTHING = JSON.parse(readFileSync(new URL('../everything.json', import.meta.url), 'utf8'));

let deployment, shop;
before(async () => { deployment = await Deployment.shared(); });
after(() => deployment.stop());
beforeEach(() => { shop = new Shop(deployment.url); });

test('a session opens and tells where the customer pays', async () => {
  const session = await shop.open();
  assert.match(session.id, /^cs_test_\w{10,58}$/);
  assert.deepEqual(
    [session.object, session.status, session.payment_status, session.mode, session.ui_mode, session.livemode],
    ['checkout.session', 'open', 'unpaid', 'payment', 'hosted_page', false],
  );
  assert.deepEqual([session.amount_subtotal, session.amount_total, session.currency], [1250, 1250, 'eur']);
  assert.equal(session.expires_at, session.created + 86400);
  assert.equal(session.success_url, THANKS);
  assert.deepEqual(session.metadata, {});
});

test('the url of a session is at the deployment that made it', async () => {
  const { url } = await shop.open();
  assert.ok(url.startsWith(`${deployment.url}/`), `${url} is not at ${deployment.url}`);
});

test('everything nested comes back', async () => {
  const session = bare(await shop.sessions.create(EVERYTHING));
  for (const name of [
    'cancel_url',
    'client_reference_id',
    'customer_email',
    'locale',
    'submit_type',
    'billing_address_collection',
    'allow_promotion_codes',
    'metadata',
    'phone_number_collection',
    'shipping_address_collection',
    'consent_collection',
  ]) {
    assert.deepEqual(session[name], EVERYTHING[name], name);
  }
  assert.deepEqual(session.custom_text.submit, { message: 'We pack it today.' });
  assert.equal(session.payment_method_options.card.request_three_d_secure, 'challenge');
  assert.equal(session.payment_method_options.konbini.expires_after_days, 3);
  assert.equal(session.customer_details.email, 'ada@shop.example');
  assert.equal(session.invoice_creation.invoice_data.description, 'Teas');
  assert.deepEqual(session.invoice_creation.invoice_data.custom_fields, [{ name: 'Cost centre', value: '4711' }]);
  assert.deepEqual(session.after_expiration.recovery, {
    enabled: true,
    allow_promotion_codes: true,
    expires_at: null,
    url: null,
  });
});

test('custom fields come back without a value, in their order', async () => {
  const [wrapping, greeting, floor] = (await shop.sessions.create(EVERYTHING)).custom_fields;
  assert.deepEqual([wrapping.key, wrapping.type, wrapping.optional], ['wrapping', 'dropdown', false]);
  assert.deepEqual(wrapping.dropdown.options.map((option) => option.value), ['paper', 'cloth']);
  assert.deepEqual([wrapping.dropdown.default_value, wrapping.dropdown.value], ['paper', null]);
  assert.deepEqual([greeting.optional, greeting.text.maximum_length, greeting.text.value], [true, 80, null]);
  assert.deepEqual([floor.key, floor.type], ['floor', 'numeric']);
});

test('sums are lines, rounded half up, and the first way of shipping', async () => {
  const session = await shop.sessions.create({
    ...EVERYTHING,
    expand: ['line_items', 'shipping_cost.shipping_rate'],
  });
  assert.deepEqual(session.line_items.data.map((each) => each.amount_total), [2500, 299]);
  assert.deepEqual([session.amount_subtotal, session.amount_total], [2799, 3299]);
  assert.equal(session.total_details.amount_shipping, 500);
  assert.deepEqual(session.shipping_options.map((option) => option.shipping_amount), [500, 90]);
  const rate = session.shipping_cost.shipping_rate;
  assert.deepEqual([rate.object, rate.display_name, rate.fixed_amount.amount], ['shipping_rate', 'By bicycle', 500]);
  assert.deepEqual(rate.delivery_estimate.maximum, { unit: 'business_day', value: 3 });
});

test('lines, prices and products are whole', async () => {
  const session = await shop.sessions.create({ ...EVERYTHING, expand: ['line_items.data.price.product'] });
  const [tea, filters] = session.line_items.data;
  assert.deepEqual([tea.object, tea.quantity, tea.description], ['item', 2, 'Gyokuro & Sencha']);
  assert.deepEqual(tea.adjustable_quantity, { enabled: true, minimum: 1, maximum: 5 });
  const { price } = tea;
  assert.deepEqual([price.object, price.type, price.unit_amount, price.recurring], ['price', 'one_time', 1250, null]);
  assert.equal(price.product.name, 'Gyokuro & Sencha');
  assert.deepEqual(price.product.images, ['https://shop.example/1.jpg', 'https://shop.example/2.jpg?size=l&v=2']);
  assert.deepEqual(price.product.metadata, { sku: 'T-1', origin: 'Uji' });
  assert.deepEqual([filters.price.unit_amount, String(filters.price.unit_amount_decimal)], [null, '99.5']);
});

test('a subscription session takes recurring and one-time lines', async () => {
  const session = await shop.open({
    mode: 'subscription',
    line_items: [
      line('Tea of the month', 1900, 1, { recurring: { interval: 'month', interval_count: 2 } }),
      line('Kettle', 4500),
    ],
    subscription_data: { description: 'Tea club', metadata: { club: 'tea' } },
    expand: ['line_items'],
  });
  assert.deepEqual([session.amount_total, session.customer_creation, session.subscription], [6400, 'always', null]);
  const [monthly, kettle] = session.line_items.data;
  assert.deepEqual([monthly.price.type, kettle.price.type], ['recurring', 'one_time']);
  assert.deepEqual([monthly.price.recurring.interval, monthly.price.recurring.interval_count], ['month', 2]);
});

test('a setup session has an intent and no money', async () => {
  const session = await shop.sessions.create({
    mode: 'setup',
    currency: 'eur',
    success_url: THANKS,
    setup_intent_data: { description: 'Card for later' },
    expand: ['setup_intent'],
  });
  assert.deepEqual([session.status, session.payment_status], ['open', 'no_payment_required']);
  assert.deepEqual([session.amount_subtotal, session.amount_total, session.total_details], [null, null, null]);
  assert.deepEqual(
    [session.setup_intent.object, session.setup_intent.description],
    ['setup_intent', 'Card for later'],
  );
});

test('an embedded session has a secret instead of a url', async () => {
  const session = await shop.sessions.create({
    mode: 'payment',
    ui_mode: 'embedded_page',
    return_url: 'https://shop.example/back?session={CHECKOUT_SESSION_ID}',
    line_items: [line()],
  });
  assert.deepEqual([session.ui_mode, session.url, session.success_url], ['embedded_page', null, null]);
  assert.ok(session.client_secret.startsWith(`${session.id}_secret_`));
});

test('the answer carries the headers the SDK reads', async () => {
  const { lastResponse } = await shop.open({}, { idempotencyKey: 'order-7' });
  assert.equal(lastResponse.statusCode, 200);
  assert.match(lastResponse.requestId, /^req_/);
  assert.equal(lastResponse.idempotencyKey, 'order-7');
  assert.equal(lastResponse.apiVersion, '2026-10-28.endive');
});
