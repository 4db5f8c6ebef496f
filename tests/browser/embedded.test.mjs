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

story('framed by our script the page is as high as it has to be, and the shop goes on to its thanks', {}, async ({ shop, payer }) => {
  const session = await shop.openEmbedded();
  await payer.opens(shop.mounting(session));
  const framed = await payer.inFrame();
  await framed.atForm();
  await payer.page.waitForFunction(() => document.querySelector('iframe').offsetHeight !== 600);
  const [inside, frame] = [await framed.see('body').boundingBox(), await payer.see('iframe').boundingBox()];
  assert.ok(Math.abs(inside.height - frame.height) <= 1, `${inside.height} px in a frame of ${frame.height}`);
  await shot(payer, 'mounted');
  await framed.pays();
  const thanks = await payer.thanked();
  assert.equal(payer.page.url(), thanks.href, 'the page around goes on, not the frame');
  assert.equal(thanks.searchParams.get('session'), session.id);
  assert.deepEqual(await shop.state(session), ['complete', 'paid']);
});

story('a shop that wants to be told stays where it is, and is told which session is complete', {}, async ({ shop, payer }) => {
  const session = await shop.openEmbedded();
  await payer.opens(shop.mounting(session, { told: 1 }));
  const framed = await payer.inFrame();
  await framed.pays({ 'card[number]': '4000002760003184' });
  await framed.answersBank('authorise');
  await payer.see('h1').filter({ hasText: `Thanks, ${session.id}` }).waitFor();
  await framed.noticed('complete');
  assert.equal(new URL(payer.page.url()).pathname, '/mount');
  assert.deepEqual(await shop.state(session), ['complete', 'paid']);
});
