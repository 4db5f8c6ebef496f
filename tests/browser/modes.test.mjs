// What is not just one payment: subscriptions, cards for later, orders that cost nothing, and sessions for real money.

import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Deployment, makeKey } from '../clients/node/deployment.js';
import { isAccessible } from './support/access.mjs';
import { line } from './support/shop.mjs';
import { shot } from './support/shots.mjs';
import { ownDeployment, story } from './support/story.mjs';

const monthly = line('Tea club', 1900, { recurring: { interval: 'month' } });

story('a subscription is subscribed to, and its first month is paid', {}, async ({ shop, payer }) => {
  const session = await shop.open({ mode: 'subscription', line_items: [monthly] });
  await payer.opens(session);
  assert.match(await payer.reads('#pay'), /subscribe/i);
  assert.match(await payer.reads('#lines'), /month/i);
  await shot(payer, 'subscription');
  await payer.pays();
  await payer.thanked();
  const { status, payment_status, subscription, customer, invoice } = await shop.settled(session);
  assert.deepEqual([status, payment_status, subscription.status], ['complete', 'paid', 'active']);
  assert.match(`${customer} ${invoice}`, /^cus_\w+ in_\w+$/);
});

story('a trial starts with nothing paid', {}, async ({ shop, payer }) => {
  const session = await shop.open({
    mode: 'subscription',
    line_items: [monthly],
    subscription_data: { trial_period_days: 14 },
  });
  await payer.opens(session);
  assert.match(await payer.reads('#pay'), /trial/i);
  await payer.pays();
  await payer.thanked();
  const { status, payment_status, subscription } = await shop.settled(session);
  assert.deepEqual([status, payment_status, subscription.status], ['complete', 'no_payment_required', 'trialing']);
  assert.deepEqual(await shop.charged(), []);
});

story('a card is set up for later without being charged', {}, async ({ shop, payer }) => {
  const session = await shop.open({ mode: 'setup', currency: 'eur', line_items: undefined });
  await payer.opens(session);
  assert.equal(await payer.see('#total').count(), 0);
  await shot(payer, 'setup');
  await payer.pays();
  await payer.thanked();
  const { status, payment_status, setup_intent } = await shop.settled(session);
  assert.deepEqual([status, payment_status], ['complete', 'no_payment_required']);
  assert.deepEqual([setup_intent.status, setup_intent.payment_method.startsWith('pm_')], ['succeeded', true]);
  assert.deepEqual(await shop.charged(), []);
});

for (const saved of [true, false]) {
  story(`a card is kept for the customer ${saved ? 'who ticks that' : 'only if they tick that'}`, {}, async ({ shop, payer }) => {
    const session = await shop.open({ saved_payment_method_options: { payment_method_save: 'enabled' }, customer_creation: 'always' });
    await payer.opens(session);
    await payer.pays({ save_payment_method: saved });
    await payer.thanked();
    const { customer: kept, payment_status } = await shop.settled(session);
    assert.equal(payment_status, 'paid');
    const { data } = await shop.stripe.customers.listPaymentMethods(kept);
    assert.deepEqual(data.map(({ card }) => card.last4), saved ? ['4242'] : []);
  });
}

story('an order that costs nothing asks for no card', {}, async ({ shop, payer }) => {
  const session = await shop.open({ line_items: [line('Sample', 0)] });
  await payer.opens(session);
  assert.equal(await payer.see('[name^="card["]').count(), 0);
  await shot(payer, 'free');
  await payer.pays();
  await payer.thanked();
  const { status, payment_status, payment_intent } = await shop.settled(session);
  assert.deepEqual([status, payment_status, payment_intent], ['complete', 'no_payment_required', null]);
});

// A key for real money is made in a file, and that file is served.
const file = join(mkdtempSync(join(tmpdir(), 'paydesk-')), 'live.db');
let made;
const deployment = ownDeployment(() => {
  made = makeKey(file, '--live');
  return Deployment.start('--data', file);
});
const live = { deployment, key: () => made.key };

story('for real money no card is ever asked for', live, async ({ shop, payer }) => {
  const session = await shop.open();
  assert.equal(session.livemode, true);
  await payer.opens(session);
  const asked = await payer.page.content();
  for (const secret of [/name="(card|sepa_debit|us_bank_account|bacs_debit)\[/, /autocomplete="cc-/]) {
    assert.doesNotMatch(asked, secret);
  }
  await isAccessible(payer, 'the page for real money');
  await shot(payer, 'live');
});

story('for real money a card that is sent all the same pays nothing', live, async ({ shop, payer }) => {
  const session = await shop.open();
  const form = { email: 'ada@shop.example', payment_method: 'card', 'card[number]': '4242424242424242' };
  const answer = await payer.page.request.post(session.url, { form, maxRedirects: 0 });
  assert.ok(answer.status() < 300 || answer.status() >= 400, `${answer.status()} is no redirect`);
  assert.deepEqual(await shop.state(session), ['open', 'unpaid']);
  assert.ok(!(await answer.text()).includes('4242424242424242'));
});
