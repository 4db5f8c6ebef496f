// The page in a frame of the merchant's own page, and of nobody else's.

import assert from 'node:assert/strict';
import { shot } from './support/shots.mjs';
import { story } from './support/story.mjs';

/** A page that has a session's page in a frame it may not have. */
async function isRefused(payer, embedding) {
  const complaint = payer.page.waitForEvent('console', (message) => /frame-ancestors/.test(message.text()));
  await payer.opens(embedding);
  await complaint;
  assert.equal(await (await payer.inFrame()).see('#pay').count(), 0);
}

story('the shop that a session comes back to may frame it, and it is paid in the frame', {}, async ({ shop, payer }) => {
  const session = await shop.openEmbedded();
  await payer.opens(shop.embedding(session));
  const framed = await payer.inFrame();
  await framed.fills();
  await shot(payer, 'embedded');
  await framed.submits();
  assert.equal((await payer.thanked()).searchParams.get('session'), session.id);
  assert.deepEqual(await shop.state(session), ['complete', 'paid']);
});

story('declines and the bank happen in the frame, too', {}, async ({ shop, payer }) => {
  const session = await shop.openEmbedded();
  await payer.opens(shop.embedding(session));
  const framed = await payer.inFrame();
  await framed.pays({ 'card[number]': '4000000000000002' });
  assert.match(await framed.told(), /declined/i);
  await framed.pays({ 'card[number]': '4000002760003184' });
  await framed.answersBank('authorise');
  await payer.thanked();
  assert.equal((await shop.charged()).length, 1);
});

story('a stranger cannot frame an embedded session', {}, async ({ shop, payer }) => {
  await isRefused(payer, shop.embedding(await shop.openEmbedded(), 'stranger'));
});

story('nobody can frame a hosted session, not even its own shop', {}, async ({ shop, payer }) => {
  const { url } = await shop.open();
  await isRefused(payer, shop.at('/embed', { frame: url }));
});
