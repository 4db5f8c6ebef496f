// The bank's page: 3-D Secure, and methods that send the payer away.

import assert from 'node:assert/strict';
import { isAccessible } from './support/access.mjs';
import { shot } from './support/shots.mjs';
import { story } from './support/story.mjs';

const CHALLENGED = { 'card[number]': '4000002760003184' };
const PASSES_THEN_DECLINED = { 'card[number]': '4000008260003178' };

story('3-D Secure: authorised at the bank, the card pays', {}, async ({ shop, payer }) => {
  const session = await shop.open();
  await payer.opens(session);
  await payer.pays(CHALLENGED);
  await payer.atBank();
  await shot(payer, 'bank');
  assert.deepEqual(await shop.state(session), ['open', 'unpaid']);
  await payer.answersBank('authorise');
  await payer.thanked();
  const { payment_status, payment_intent } = await shop.settled(session);
  assert.deepEqual([payment_status, payment_intent.latest_charge.payment_method_details.card.last4], ['paid', '3184']);
});

story('3-D Secure: failed at the bank, the page says so, and another card pays', {}, async ({ shop, payer }) => {
  const session = await shop.open();
  await payer.opens(session);
  await payer.pays(CHALLENGED);
  await payer.answersBank('fail');
  assert.match(await payer.told(), /authenticat|authoris|bank/i);
  assert.deepEqual(await shop.state(session), ['open', 'unpaid']);
  await payer.pays();
  await payer.thanked();
  assert.deepEqual(await shop.state(session), ['complete', 'paid']);
});

story('3-D Secure: authorised, but declined all the same', {}, async ({ shop, payer }) => {
  const session = await shop.open();
  await payer.opens(session);
  await payer.pays(PASSES_THEN_DECLINED);
  await payer.answersBank('authorise');
  assert.match(await payer.told(), /insufficient|funds|declined/i);
  assert.deepEqual(await shop.charged(), []);
});

for (const method of ['ideal', 'paypal']) {
  story(`${method}: authorised there, it pays`, {}, async ({ shop, payer }) => {
    const session = await shop.open({ allowed_payment_method_types: ['card', method] });
    await payer.opens(session);
    await payer.pays({ payment_method: method });
    await payer.answersBank('authorise');
    await payer.thanked();
    const { payment_status, payment_intent } = await shop.settled(session);
    assert.deepEqual([payment_status, payment_intent.latest_charge.payment_method_details.type], ['paid', method]);
  });
}

story('a way to pay that fails leads back to the page, which says so', {}, async ({ shop, payer }) => {
  const session = await shop.open({ allowed_payment_method_types: ['card', 'ideal'] });
  await payer.opens(session);
  await payer.pays({ payment_method: 'ideal' });
  await payer.answersBank('fail');
  assert.match(await payer.told(), /\w/);
  await payer.pays({ payment_method: 'card' });
  await payer.thanked();
  assert.deepEqual(await shop.state(session), ['complete', 'paid']);
});

story('a payer who turns back at the bank pays otherwise, and only once', {}, async ({ shop, payer }) => {
  const session = await shop.open();
  await payer.opens(session);
  await payer.pays(CHALLENGED);
  await payer.atBank();
  const bank = await payer.another();
  await bank.opens(payer.page.url());
  await bank.atBank();
  await payer.opens(session);
  await payer.pays();
  await payer.thanked();
  await bank.answersBank('authorise');
  await bank.noticed('complete');
  assert.equal((await shop.charged()).length, 1);
});

story('what is authorised after the payer gave it up is not charged, and the page says so', {}, async ({ shop, payer }) => {
  const session = await shop.open();
  await payer.opens(session);
  await payer.pays(CHALLENGED);
  await payer.atBank();
  const bank = await payer.another();
  await bank.opens(payer.page.url());
  await bank.atBank();
  await payer.opens(session);
  await payer.pays(CHALLENGED);
  await payer.answersBank('fail');
  await payer.told();
  await bank.answersBank('authorise');
  assert.match(await bank.told(), /not been charged/i);
  assert.deepEqual(await shop.charged(), []);
  await bank.pays();
  await bank.thanked();
  assert.equal((await shop.charged()).length, 1);
});

story('a session that expires while its payer is at the bank charges nothing', {}, async ({ shop, payer }) => {
  const session = await shop.open();
  await payer.opens(session);
  await payer.pays(CHALLENGED);
  await payer.atBank();
  await shop.sessions.expire(session.id);
  await payer.answersBank('authorise');
  await payer.noticed('expired');
  assert.deepEqual(await shop.charged(), []);
});

story('everybody can use the page of the bank', {}, async ({ shop, payer }) => {
  await payer.opens(await shop.open());
  await payer.pays(CHALLENGED);
  await payer.atBank();
  await isAccessible(payer, 'the page of the bank');
});
