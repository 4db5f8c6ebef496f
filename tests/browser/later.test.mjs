// Money that comes later: debits that take days, captures that the merchant makes, on a deployment whose clock is moved.

import assert from 'node:assert/strict';
import { line } from './support/shop.mjs';
import { shot } from './support/shots.mjs';
import { ownDeployment, story } from './support/story.mjs';

const FAILING = 'DE62370400440532013001';
const AN_HOUR = 3600;
const A_FORTNIGHT = 14 * 86400;

const deployment = ownDeployment();
const debit = { allowed_payment_method_types: ['card', 'sepa_debit'] };

story('a SEPA debit is complete at once and paid when the money has come', { deployment }, async ({ shop, payer, deployment }) => {
  const session = await shop.open(debit);
  await payer.opens(session);
  await payer.chooses('sepa_debit');
  await shot(payer, 'sepa');
  await payer.pays({ payment_method: 'sepa_debit' });
  await payer.thanked();
  assert.deepEqual(await shop.state(session), ['complete', 'unpaid']);
  await deployment.moveTo((await deployment.now()) + A_FORTNIGHT);
  assert.deepEqual(await shop.state(session), ['complete', 'paid']);
  assert.deepEqual(await deployment.announced(session.id), [
    'checkout.session.async_payment_succeeded',
    'checkout.session.completed',
  ]);
  const { payment_intent } = await shop.settled(session);
  assert.equal(payment_intent.latest_charge.payment_method_details.sepa_debit.last4, '3000');
});

story('a SEPA debit that is returned is never paid, and that is announced', { deployment }, async ({ shop, payer, deployment }) => {
  const session = await shop.open(debit);
  await payer.opens(session);
  await payer.pays({ payment_method: 'sepa_debit', 'sepa_debit[iban]': FAILING });
  await payer.thanked();
  await deployment.moveTo((await deployment.now()) + A_FORTNIGHT);
  assert.deepEqual(await shop.state(session), ['complete', 'unpaid']);
  assert.deepEqual(await deployment.announced(session.id), [
    'checkout.session.async_payment_failed',
    'checkout.session.completed',
  ]);
  assert.equal((await shop.settled(session)).payment_intent.status, 'requires_payment_method');
});

for (const [method, currency] of [['us_bank_account', 'usd'], ['bacs_debit', 'gbp']]) {
  story(`${method}: complete at once, paid when the money has come`, { deployment }, async ({ shop, payer, deployment }) => {
    const session = await shop.open({
      allowed_payment_method_types: ['card', method],
      line_items: [line('Tea', 700, { currency })],
    });
    await payer.opens(session);
    await payer.pays({ payment_method: method });
    await payer.thanked();
    assert.deepEqual(await shop.state(session), ['complete', 'unpaid']);
    await deployment.moveTo((await deployment.now()) + A_FORTNIGHT);
    assert.deepEqual(await shop.state(session), ['complete', 'paid']);
  });
}

story('an IBAN that cannot be one is told at its field', { deployment }, async ({ shop, payer }) => {
  const session = await shop.open(debit);
  await payer.opens(session);
  await payer.pays({ payment_method: 'sepa_debit', 'sepa_debit[iban]': 'DE00370400440532013000' });
  assert.match(await payer.toldAt('sepa_debit[iban]'), /IBAN/);
  assert.deepEqual(await shop.state(session), ['open', 'unpaid']);
});

story('what is captured by hand is paid when the merchant has captured it', { deployment }, async ({ shop, payer }) => {
  const session = await shop.open({ payment_intent_data: { capture_method: 'manual' } });
  await payer.opens(session);
  await payer.pays();
  await payer.thanked();
  const { status, payment_status, payment_intent } = await shop.settled(session);
  assert.deepEqual([status, payment_status, payment_intent.status], ['complete', 'unpaid', 'requires_capture']);
  const captured = await shop.stripe.paymentIntents.capture(payment_intent.id);
  assert.deepEqual([captured.status, captured.amount_received], ['succeeded', 700]);
  assert.deepEqual(await shop.state(session), ['complete', 'paid']);
});

story('who stays at the bank for too long has paid nothing, is told so, and pays anew', { deployment }, async ({ shop, payer, deployment }) => {
  const session = await shop.open();
  await payer.opens(session);
  await payer.pays({ 'card[number]': '4000002760003184' });
  await payer.atBank();
  await deployment.moveTo((await deployment.now()) + AN_HOUR);
  await payer.answersBank('authorise');
  assert.match(await payer.told(), /not been charged/i);
  assert.deepEqual(await shop.charged(), []);
  await payer.pays();
  await payer.thanked();
  assert.deepEqual(await shop.state(session), ['complete', 'paid']);
});

story('a day later the page says that the session has expired', { deployment }, async ({ shop, payer, deployment }) => {
  const session = await shop.open();
  await payer.opens(session);
  await deployment.moveTo(session.expires_at);
  await payer.pays();
  await payer.noticed('expired');
  assert.deepEqual(await shop.charged(), []);
});
