// A page of the merchant's own, which asks for the card itself and tells the deployment in JSON.

import assert from 'node:assert/strict';
import { story } from './support/story.mjs';

const CHALLENGED = { 'card[number]': '4000002760003184' };

/** What the merchant's page says when the answer is not what it hoped for. */
async function said(payer, words) {
  await payer.see('#said').filter({ hasText: words }).waitFor();
}

story("a merchant's own page shows the session, and a card pays", {}, async ({ shop, payer }) => {
  const session = await shop.openElements();
  await payer.opens(shop.paying(session));
  await payer.see('#total').filter({ hasText: '€7.00' }).waitFor();
  await payer.pays();
  assert.equal((await payer.thanked()).searchParams.get('session'), session.id);
  assert.deepEqual(await shop.state(session), ['complete', 'paid']);
  assert.equal((await shop.charged()).length, 1);
});

story("a merchant's own page is told what has to be mended, and why a card was declined", {}, async ({ shop, payer }) => {
  const session = await shop.openElements();
  await payer.opens(shop.paying(session));
  await payer.pays({ 'card[number]': '4242424242424241' });
  await said(payer, /card\[number\] invalid/);
  await payer.pays({ 'card[number]': '4000000000009995' });
  await said(payer, 'insufficient_funds');
  assert.deepEqual(await shop.state(session), ['open', 'unpaid']);
  await payer.pays();
  await payer.thanked();
  assert.deepEqual(await shop.state(session), ['complete', 'paid']);
});

story("a stranger's page is told nothing, and pays nothing", {}, async ({ shop, payer }) => {
  const session = await shop.openElements();
  await payer.opens(shop.paying(session, 'stranger'));
  await said(payer, 'show: TypeError');
  const refused = payer.page.waitForEvent('requestfailed', (request) => request.method() === 'POST');
  await payer.pays();
  await said(payer, 'confirm: TypeError');
  assert.match((await refused).url(), /\/confirm$/);
  assert.deepEqual(await shop.state(session), ['open', 'unpaid']);
  assert.deepEqual(await shop.charged(), []);
});

story("3-D Secure leads from the merchant's page to the bank, and on to where the merchant wants", {}, async ({ shop, payer }) => {
  const session = await shop.openElements();
  await payer.opens(shop.paying(session));
  await payer.pays(CHALLENGED);
  await payer.answersBank('authorise');
  assert.equal((await payer.thanked()).searchParams.get('session'), session.id);
  assert.deepEqual(await shop.state(session), ['complete', 'paid']);
});

story('a payer who fails at the bank comes back to the merchant, who reads that nothing was paid', {}, async ({ shop, payer }) => {
  const session = await shop.openElements();
  await payer.opens(shop.paying(session));
  await payer.pays(CHALLENGED);
  await payer.answersBank('fail');
  assert.equal((await payer.thanked()).searchParams.get('session'), session.id);
  assert.deepEqual(await shop.state(session), ['open', 'unpaid']);
  assert.deepEqual(await shop.charged(), []);
});

for (const answer of ['authorise', 'fail']) {
  story(`from the bank the payer gets to a return_url that leads on to another site: ${answer}`, {}, async ({ shop, payer }) => {
    const session = await shop.openElements({ return_url: shop.leadingOn() });
    await payer.opens(shop.paying(session));
    await payer.pays(CHALLENGED);
    await payer.answersBank(answer);
    await payer.thanked();
    assert.equal((await shop.charged()).length, answer === 'authorise' ? 1 : 0);
  });
}
