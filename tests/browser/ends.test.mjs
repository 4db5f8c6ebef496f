// How a session ends under the eyes of a payer: expired, paid in another tab, paid before.

import assert from 'node:assert/strict';
import { isAccessible } from './support/access.mjs';
import { shot } from './support/shots.mjs';
import { story } from './support/story.mjs';

const DETAILS = [/ada@shop\.example/, /4242/, /Ada Lovelace/, /Tea/, /7\.00/];

function isDiscreet(notice) {
  for (const detail of DETAILS) assert.doesNotMatch(notice, detail);
}

story('a session that expires while its page is open says so and charges nothing', {}, async ({ shop, payer }) => {
  const session = await shop.open();
  await payer.opens(session);
  await shop.sessions.expire(session.id);
  await payer.pays();
  isDiscreet(await payer.noticed('expired'));
  await shot(payer, 'expired');
  assert.deepEqual(await shop.state(session), ['expired', 'unpaid']);
  assert.deepEqual(await shop.charged(), []);
});

story('an expired session that can be recovered leads to a new one, which is paid', {}, async ({ shop, payer }) => {
  const session = await shop.open({ after_expiration: { recovery: { enabled: true } } });
  await payer.opens(session);
  await shop.sessions.expire(session.id);
  await payer.pays();
  await payer.noticed('expired');
  await shot(payer, 'expired-with-recovery');
  await isAccessible(payer, 'the notice with a recovery link');
  await payer.see('a[href*="/c/recover/"]').click();
  await payer.atForm();
  await payer.pays();
  const recovered = (await payer.thanked()).searchParams.get('session');
  assert.notEqual(recovered, session.id);
  const copy = await shop.sessions.retrieve(recovered);
  assert.deepEqual([copy.recovered_from, copy.payment_status, copy.amount_total], [session.id, 'paid', 700]);
});

story('of two tabs only one pays; the other says that it is done', {}, async ({ shop, payer }) => {
  const session = await shop.open();
  const late = await payer.another();
  await payer.opens(session);
  await late.opens(session);
  await payer.pays();
  await payer.thanked();
  await late.pays();
  isDiscreet(await late.noticed('complete'));
  await shot(late, 'complete');
  assert.equal((await shop.charged()).length, 1);
});

story('two tabs at the very same time make one charge', {}, async ({ shop, payer }) => {
  const session = await shop.open();
  const other = await payer.another();
  for (const tab of [payer, other]) {
    await tab.opens(session);
    await tab.fills();
  }
  const thanked = Promise.any([payer.thanked(), other.thanked()]);
  await Promise.all([payer.submits(), other.submits()]);
  await thanked;
  assert.deepEqual(await shop.state(session), ['complete', 'paid']);
  assert.equal((await shop.charged()).length, 1);
});

for (const javaScriptEnabled of [true, false]) {
  const where = javaScriptEnabled ? '' : ', also without JavaScript';
  story(`a double click pays once${where}`, { javaScriptEnabled }, async ({ shop, payer }) => {
    const session = await shop.open();
    await payer.opens(session);
    await payer.fills();
    await payer.see('#pay').dblclick();
    await payer.thanked();
    assert.deepEqual(await shop.state(session), ['complete', 'paid']);
    assert.equal((await shop.charged()).length, 1);
  });
}

story('a form that arrives twice at the same time is paid once, and both lead to the thanks', {}, async ({ shop, payer }) => {
  const session = await shop.open();
  await payer.opens(session);
  const twin = payer.sendsTwice();
  await payer.pays();
  const { href } = await payer.thanked();
  const answer = await twin;
  assert.equal(answer.status(), 200);
  const leads = (await answer.text()).match(/<meta http-equiv="refresh" content="0;url=([^"]+)"/);
  assert.equal(leads?.[1].replaceAll('&amp;', '&'), href);
  assert.equal((await shop.charged()).length, 1);
});

story('the payer gets to a success_url that leads on to another site', {}, async ({ shop, payer }) => {
  const session = await shop.open({ success_url: shop.leadingOn() });
  await payer.opens(session);
  await payer.pays();
  assert.equal((await payer.thanked()).hostname, 'shop.localhost');
  assert.deepEqual(await shop.state(session), ['complete', 'paid']);
});

story('the back button after paying shows that it is done, and nothing of the payer', {}, async ({ shop, payer }) => {
  const session = await shop.open();
  await payer.opens(session);
  await payer.pays();
  await payer.thanked();
  await payer.goesBack();
  isDiscreet(await payer.noticed('complete'));
  await payer.reloads();
  isDiscreet(await payer.noticed('complete'));
});

story('the address of a finished session tells nobody who paid what', {}, async ({ shop, payer }) => {
  const session = await shop.open();
  await payer.opens(session);
  await payer.pays();
  await payer.thanked();
  await payer.opens(session);
  isDiscreet(await payer.noticed('complete'));
  isDiscreet(await payer.page.content());
  await isAccessible(payer, 'the notice of a finished session');
});

story('an address that leads nowhere says so', {}, async ({ shop, payer }) => {
  const { url } = await shop.open();
  const guessed = await payer.opens(`${url.slice(0, url.lastIndexOf('/'))}/AAAAAAAAAAAAAAAAAAAAAAAAAAAA`);
  assert.equal(guessed.status(), 404);
  await payer.noticed('unknown');
  await isAccessible(payer, 'the notice of an unknown session');
  await shot(payer, 'unknown');
});
