// A browser in which no script runs: the page does all it has to do.

import assert from 'node:assert/strict';
import { ADDRESS } from './support/everything.mjs';
import { shot } from './support/shots.mjs';
import { story } from './support/story.mjs';

const PLAIN = { javaScriptEnabled: false };

story('without JavaScript a card pays', PLAIN, async ({ shop, payer }) => {
  const session = await shop.open();
  await payer.opens(session);
  await shot(payer, 'without-javascript');
  await payer.pays();
  await payer.thanked();
  assert.deepEqual(await shop.state(session), ['complete', 'paid']);
});

story('without JavaScript a declined card is told, and another one pays', PLAIN, async ({ shop, payer }) => {
  const session = await shop.open();
  await payer.opens(session);
  await payer.pays({ 'card[number]': '4000000000000002' });
  assert.match(await payer.told(), /declined/i);
  await payer.pays({ email: null });
  await payer.thanked();
  assert.equal((await shop.charged()).length, 1);
});

story('without JavaScript 3-D Secure passes, and fails', PLAIN, async ({ shop, payer }) => {
  const session = await shop.open();
  await payer.opens(session);
  await payer.pays({ 'card[number]': '4000002760003184' });
  await payer.answersBank('fail');
  assert.match(await payer.told(), /\w/);
  await payer.pays({ 'card[number]': '4000002760003184' });
  await payer.answersBank('authorise');
  await payer.thanked();
  assert.deepEqual(await shop.state(session), ['complete', 'paid']);
});

story('without JavaScript the server says at each field what is wrong with it', PLAIN, async ({ shop, payer }) => {
  const session = await shop.open();
  await payer.opens(session);
  await payer.pays({ 'card[number]': '4242424242424241', 'card[expiry]': '01 / 20', 'card[cvc]': '12' });
  for (const name of ['card[number]', 'card[expiry]', 'card[cvc]']) {
    assert.match(await payer.toldAt(name), /\w/, name);
  }
  assert.match(await payer.told(), /\w/);
  await shot(payer, 'errors-without-javascript');
  assert.deepEqual(await shop.state(session), ['open', 'unpaid']);
});

story('without JavaScript one way to pay of several is chosen', PLAIN, async ({ shop, payer }) => {
  const session = await shop.open({ allowed_payment_method_types: ['card', 'sepa_debit', 'ideal'] });
  await payer.opens(session);
  await payer.pays({ payment_method: 'sepa_debit' });
  await payer.thanked();
  const { payment_intent } = await shop.settled(session);
  assert.equal(payment_intent.latest_charge.payment_method_details.type, 'sepa_debit');
});

story('without JavaScript one address is enough for both', PLAIN, async ({ shop, payer }) => {
  const session = await shop.open({
    billing_address_collection: 'required',
    shipping_address_collection: { allowed_countries: ['FR'] },
  });
  await payer.opens(session);
  const told = Object.fromEntries(Object.entries(ADDRESS).map(([name, value]) => [`shipping[${name}]`, value]));
  await payer.pays({ ...told, same_address: true });
  await payer.thanked();
  const { customer_details, collected_information } = await shop.settled(session);
  assert.deepEqual(customer_details.address, { ...ADDRESS, state: null });
  assert.deepEqual(collected_information.shipping_details.address, { ...ADDRESS, state: null });
});
