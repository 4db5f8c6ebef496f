// Paying by card: what a payer types, and what the merchant reads afterwards.

import assert from 'node:assert/strict';
import { shot } from './support/shots.mjs';
import { story } from './support/story.mjs';

const DECLINED = '4000000000000002';
const NO_FUNDS = '4000000000009995';

story('a card pays, and every placeholder in success_url becomes the session', {}, async ({ shop, payer }) => {
  const back = `${shop.at('/thanks')}?a={CHECKOUT_SESSION_ID}&b={CHECKOUT_SESSION_ID}`;
  const session = await shop.open({ success_url: back });
  await payer.opens(session);
  await shot(payer, 'checkout');
  await payer.pays();
  const { searchParams } = await payer.thanked();
  assert.deepEqual([searchParams.get('a'), searchParams.get('b')], [session.id, session.id]);
  const paid = await shop.settled(session);
  assert.deepEqual([paid.status, paid.payment_status, paid.success_url, paid.url], ['complete', 'paid', back, null]);
  assert.equal(paid.customer_details.email, 'ada@shop.example');
  const { amount, currency, payment_method_details } = paid.payment_intent.latest_charge;
  assert.deepEqual([amount, currency], [700, 'eur']);
  assert.deepEqual([payment_method_details.card.brand, payment_method_details.card.last4], ['visa', '4242']);
});

story('the page shows whose it is, what is bought, and for how much', {}, async ({ shop, payer }) => {
  await payer.opens(await shop.open({ submit_type: 'donate' }));
  assert.match(await payer.reads('#merchant'), /Leaf & Kettle/);
  assert.match(await payer.reads('#lines'), /Tea.*€7\.00/);
  assert.match(await payer.reads('#total'), /€7\.00/);
  assert.match(await payer.reads('#pay'), /donate/i);
});

story('an e-mail address that the merchant knows is not asked for again', {}, async ({ shop, payer }) => {
  const session = await shop.open({ customer_email: 'grace@shop.example' });
  await payer.opens(session);
  assert.ok((await payer.see('body').innerText()).includes('grace@shop.example'));
  assert.ok(!(await payer.controls()).some(({ name }) => name === 'email'));
  await payer.pays();
  await payer.thanked();
  assert.equal((await shop.settled(session)).customer_details.email, 'grace@shop.example');
});

for (const [number, what, words] of [[DECLINED, 'a declined card', /declined/i], [NO_FUNDS, 'a card without funds', /insufficient|funds/i]]) {
  story(`${what} is told clearly, only the card is asked again, and another one pays`, {}, async ({ shop, payer }) => {
    const session = await shop.open({
      billing_address_collection: 'required',
      custom_fields: [{ key: 'gift', type: 'text', label: { type: 'custom', custom: 'A gift for' } }],
    });
    await payer.opens(session);
    await payer.pays({ 'card[number]': number, 'custom_fields[gift]': 'Charles' });
    assert.match(await payer.told(), words);
    await shot(payer, number === DECLINED ? 'declined' : 'without-funds');
    for (const [name, value] of [
      ['email', 'ada@shop.example'],
      ['billing[line1]', '1 Leaf Lane'],
      ['billing[country]', 'DE'],
      ['custom_fields[gift]', 'Charles'],
      ['card[number]', ''],
      ['card[cvc]', ''],
    ]) {
      assert.equal(await payer.value(name), value, name);
    }
    assert.ok(!(await payer.page.content()).includes(number), 'the number is not sent back');
    assert.deepEqual(await shop.state(session), ['open', 'unpaid']);
    await payer.pays({ 'custom_fields[gift]': null });
    await payer.thanked();
    assert.deepEqual(await shop.state(session), ['complete', 'paid']);
    assert.equal((await shop.charged()).length, 1);
  });
}

story('a number is grouped and its brand is shown while it is typed', {}, async ({ shop, payer }) => {
  await payer.opens(await shop.open());
  const number = payer.field('card[number]');
  for (const [typed, grouped, brand] of [
    ['4242424242424242', '4242 4242 4242 4242', /visa/i],
    ['5555555555554444', '5555 5555 5555 4444', /mastercard/i],
    ['378282246310005', '3782 822463 10005', /amex|american express/i],
  ]) {
    await number.clear();
    await number.pressSequentially(typed);
    assert.equal(await number.inputValue(), grouped);
    await payer.seesBrand(brand);
  }
  await payer.field('card[expiry]').pressSequentially('1234');
  assert.equal(await payer.value('card[expiry]'), '12 / 34');
});

story('a digit is taken back and put in without the cursor jumping', {}, async ({ shop, payer }) => {
  await payer.opens(await shop.open());
  const number = payer.field('card[number]');
  await number.pressSequentially('42424');
  await number.press('Backspace');
  await number.press('Backspace');
  assert.equal((await number.inputValue()).trim(), '424');
  await number.pressSequentially('2');
  await number.press('Home');
  await number.pressSequentially('55');
  assert.equal((await number.inputValue()).trim(), '5542 42');
});

story('what cannot be right about a card is said before anything is sent', {}, async ({ shop, payer, window }) => {
  await payer.opens(await shop.open());
  await payer.fills({ 'card[number]': '4242424242424241', 'card[expiry]': '01 / 20', 'card[cvc]': '12' });
  await payer.submits();
  for (const name of ['card[number]', 'card[expiry]', 'card[cvc]']) {
    assert.match(await payer.toldAt(name), /\w/, name);
  }
  await shot(payer, 'card-errors');
  assert.deepEqual(window.requests.filter((request) => request.method() === 'POST'), []);
});

story('leaving a wrong number says so at once, and putting it right takes that back', {}, async ({ shop, payer }) => {
  await payer.opens(await shop.open());
  const number = payer.field('card[number]');
  await number.fill('4242424242424241');
  await number.press('Tab');
  assert.match(await payer.toldAt('card[number]'), /number/i);
  await number.fill('4242424242424242');
  await number.press('Tab');
  await payer.see('#card-number-error').filter({ hasText: /\S/ }).waitFor({ state: 'hidden' });
  assert.notEqual(await number.getAttribute('aria-invalid'), 'true');
});
