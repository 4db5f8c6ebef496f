// Paying by the test helpers, and what a paid session refers to.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import Stripe from 'stripe';
import { Deployment } from './deployment.js';
import { Shop, bare, line, refusal, replayed } from './shop.js';

const { StripeCardError, StripeIdempotencyError, StripeInvalidRequestError } = Stripe.errors;
const MONTHLY = { mode: 'subscription', line_items: [line('Club', 900, 1, { recurring: { interval: 'month' } })] };
const HELD = { payment_intent_data: { capture_method: 'manual' } };

let deployment, shop;
before(async () => { deployment = await Deployment.shared(); });
after(() => deployment.stop());
beforeEach(() => { shop = new Shop(deployment.url); });

const ids = (page) => page.data.map((each) => each.id);

test('a session is completed as its payer would', async () => {
  const { id } = await shop.open();
  const paid = await shop.simulate('complete', id, { customer_details: { name: 'Ada', email: 'ada@shop.example' } });
  assert.deepEqual([paid.id, paid.status, paid.payment_status, paid.url], [id, 'complete', 'paid', null]);
  assert.equal(paid.customer_details.email, 'ada@shop.example');
  assert.deepEqual(bare(await shop.sessions.retrieve(id)), bare(paid));
  assert.deepEqual(await deployment.announced(id), ['checkout.session.completed']);
});

test('a declined card is a card error, and the session stays open', async () => {
  const { id } = await shop.open();
  for (const [method, code, declineCode] of [
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', ''],
  ]) {
    const error = await refusal(() => shop.simulate('complete', id, { payment_method: method }), StripeCardError);
    assert.deepEqual([error.statusCode, error.code, error.decline_code], [402, code, declineCode]);
    assert.equal((await shop.sessions.retrieve(id)).status, 'open');
  }
  assert.equal((await shop.simulate('complete', id)).payment_status, 'paid');
});

test('money that is on its way arrives', async () => {
  const { id } = await shop.open({ payment_method_types: ['sepa_debit'] });
  const session = await shop.simulate('complete', id, { payment_method: 'sepa_debit' });
  assert.deepEqual([session.status, session.payment_status], ['complete', 'unpaid']);
  const settled = await shop.simulate('settle', id, { outcome: 'succeeded' });
  assert.equal(settled.payment_status, 'paid');
  assert.deepEqual(await deployment.announced(id), [
    'checkout.session.async_payment_succeeded',
    'checkout.session.completed',
  ]);
});

test('a repeated completion is no second one', async () => {
  const { id } = await shop.open();
  const once = { idempotencyKey: 'pays' };
  const first = await shop.simulate('complete', id, { payment_method: 'pm_card_visa' }, once);
  const again = await shop.simulate('complete', id, { payment_method: 'pm_card_visa' }, once);
  assert.deepEqual(bare(again), bare(first));
  assert.deepEqual([replayed(first), replayed(again)], [false, true]);
  assert.equal((await shop.stripe.charges.list({ payment_intent: first.payment_intent })).data.length, 1);
  const other = () => shop.simulate('complete', id, { payment_method: 'pm_card_amex' }, once);
  assert.equal((await refusal(other, StripeIdempotencyError)).statusCode, 400);
});

test('what is paid is found from every side', async () => {
  const { stripe } = shop;
  await shop.sold(MONTHLY);
  const member = await shop.sold(MONTHLY, { customer_details: { email: 'ada@shop.example' } });
  const { customer } = member;
  assert.deepEqual(ids(await stripe.subscriptions.list({ customer })), [member.subscription]);
  assert.deepEqual(ids(await stripe.invoices.list({ customer })), [member.invoice]);
  assert.deepEqual(ids(await stripe.customers.list({ email: 'ada@shop.example' })), [customer]);
  const methods = ids(await stripe.paymentMethods.list({ customer }));
  assert.equal(methods.length, 1);
  assert.deepEqual(ids(await stripe.customers.listPaymentMethods(customer)), methods);
  assert.equal((await stripe.paymentMethods.retrieve(methods[0])).card.last4, '4242');
  for (const of of [
    { customer },
    { subscription: member.subscription },
    { customer_details: { email: 'ada@shop.example' } },
  ]) {
    assert.deepEqual(await shop.listed(of), [member.id], JSON.stringify(of));
  }
});

test('ids come back as objects', async () => {
  const { id, payment_intent: intent } = await shop.sold();
  const session = await shop.sessions.retrieve(id, { expand: ['payment_intent.latest_charge'] });
  assert.deepEqual(
    [session.payment_intent.id, session.payment_intent.latest_charge.object, session.payment_intent.latest_charge.amount],
    [intent, 'charge', 1250],
  );
  const [listed] = (await shop.sessions.list({ expand: ['data.payment_intent'] })).data;
  assert.deepEqual(listed.payment_intent, bare(await shop.stripe.paymentIntents.retrieve(intent)));
  assert.deepEqual(await shop.listed({ payment_intent: intent }), [id]);
});

test('every payment turns up once on all pages', async () => {
  const paid = [];
  for (let number = 0; number < 5; number += 1) paid.push((await shop.sold()).payment_intent);
  const listed = await shop.stripe.paymentIntents.list({ limit: 2 }).autoPagingToArray({ limit: 100 });
  assert.deepEqual(listed.map((each) => each.id).sort(), paid.sort());
});

test('a held payment is captured or released', async () => {
  const { paymentIntents } = shop.stripe;
  const { payment_intent: held } = await shop.sold(HELD);
  const taken = await paymentIntents.capture(held, { amount_to_capture: 1000 });
  assert.deepEqual([taken.status, taken.amount_received], ['succeeded', 1000]);
  const { payment_intent: other } = await shop.sold(HELD);
  const released = await paymentIntents.cancel(other, { cancellation_reason: 'abandoned' });
  assert.deepEqual([released.status, released.cancellation_reason], ['canceled', 'abandoned']);
  const error = await refusal(() => paymentIntents.capture(other));
  assert.equal(error.code, 'payment_intent_unexpected_state');
});

test('a payment link opens sessions', async () => {
  const { paymentLinks } = shop.stripe;
  const link = await paymentLinks.create({ line_items: [line('Tea', 1250, 2)] });
  assert.deepEqual(bare(await paymentLinks.retrieve(link.id)), bare(link));
  assert.deepEqual(ids(await paymentLinks.list({ active: true })), [link.id]);
  assert.equal((await paymentLinks.listLineItems(link.id)).data[0].amount_total, 2500);
  const followed = await fetch(link.url, { redirect: 'manual' });
  assert.equal(followed.status, 303);
  const [session] = (await shop.sessions.list({ payment_link: link.id })).data;
  assert.ok(followed.headers.get('location').includes(session.id));
});

test('what cannot be played is refused', async () => {
  const { id } = await shop.open();
  const error = await refusal(() => shop.simulate('complete', id, { colour: 'green' }), StripeInvalidRequestError);
  assert.deepEqual([error.statusCode, error.code, error.param], [400, 'parameter_unknown', 'colour']);
  const missing = await refusal(() => shop.another().simulate('complete', id));
  assert.deepEqual([missing.statusCode, missing.code], [404, 'resource_missing']);
});
