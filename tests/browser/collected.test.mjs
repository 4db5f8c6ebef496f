// All that a session can ask for: what the payer answers is what the merchant reads.

import assert from 'node:assert/strict';
import { ADDRESS, ANSWERED, EVERYTHING } from './support/everything.mjs';
import { shot } from './support/shots.mjs';
import { story } from './support/story.mjs';

const stored = (different) => ({ ...ADDRESS, state: null, ...different });

story('all that is collected is on the session', {}, async ({ shop, payer }) => {
  const session = await shop.open(EVERYTHING);
  await payer.opens(session);
  const page = await payer.reads('main');
  for (const words of ['We pack it today.', 'No post boxes.', 'Wrapping', 'Greeting', 'Floor']) {
    assert.ok(page.includes(words), words);
  }
  await payer.fills(ANSWERED);
  await shot(payer, 'everything-collected');
  await payer.submits();
  await payer.thanked();
  const { customer_details, collected_information, custom_fields, consent } = await shop.settled(session);
  assert.deepEqual(
    [customer_details.email, customer_details.phone, customer_details.address],
    ['ada@shop.example', '+33388123456', stored({ line1: '8 Rue du Thé' })],
  );
  assert.deepEqual(customer_details.tax_ids, [{ type: 'eu_vat', value: 'FR12345678901' }]);
  assert.deepEqual(collected_information.shipping_details, { name: 'Charles Babbage', address: stored() });
  assert.deepEqual(
    [collected_information.individual_name, collected_information.business_name],
    ['Ada Lovelace', 'Analytical Engines'],
  );
  const [wrapping, greeting, floor] = custom_fields;
  assert.deepEqual(
    [wrapping.dropdown.value, greeting.text.value, floor.numeric.value],
    ['cloth', 'Happy birthday', '3'],
  );
  assert.deepEqual(consent, { promotions: 'opt_in', terms_of_service: 'accepted' });
});

story('what is optional may stay empty, and no is an answer', {}, async ({ shop, payer }) => {
  const session = await shop.open(EVERYTHING);
  await payer.opens(session);
  const left = { business_name: '', 'tax_id[type]': null, 'tax_id[value]': '', 'custom_fields[greeting]': '', promotions: false };
  await payer.pays({ ...ANSWERED, 'shipping[line2]': '', 'billing[line2]': '', ...left });
  await payer.thanked();
  const { customer_details, collected_information, custom_fields, consent } = await shop.settled(session);
  assert.deepEqual(customer_details.tax_ids, []);
  assert.equal(collected_information.business_name, null);
  assert.equal(collected_information.shipping_details.address.line2, null);
  assert.equal(custom_fields[1].text.value, null);
  assert.deepEqual(consent, { promotions: 'opt_out', terms_of_service: 'accepted' });
});

story('what must be answered and is not is said at its place, and nothing else is lost', {}, async ({ shop, payer }) => {
  const session = await shop.open(EVERYTHING);
  await payer.opens(session);
  const forgotten = { phone: '', 'shipping[city]': '', 'custom_fields[floor]': '', terms_of_service: false };
  await payer.pays({ ...ANSWERED, ...forgotten });
  for (const name of Object.keys(forgotten)) assert.match(await payer.toldAt(name), /\w/, name);
  await shot(payer, 'errors');
  assert.equal(await payer.value('shipping[line1]'), ADDRESS.line1);
  assert.equal(await payer.value('custom_fields[wrapping]'), 'cloth');
  assert.deepEqual(await shop.state(session), ['open', 'unpaid']);
  await payer.pays(ANSWERED);
  await payer.thanked();
  assert.deepEqual(await shop.state(session), ['complete', 'paid']);
});

story('what a merchant limits is limited on the page', { javaScriptEnabled: false }, async ({ shop, payer }) => {
  await payer.opens(await shop.open(EVERYTHING));
  await payer.pays({ ...ANSWERED, 'custom_fields[greeting]': 'x', 'custom_fields[floor]': 'third' });
  assert.match(await payer.toldAt('custom_fields[greeting]'), /2/);
  assert.match(await payer.toldAt('custom_fields[floor]'), /number|digit/i);
  const countries = await payer.field('shipping[country]').locator('option').evaluateAll((options) => options.map(({ value }) => value));
  assert.deepEqual(countries.filter(Boolean).sort(), ['DE', 'FR', 'US']);
});
