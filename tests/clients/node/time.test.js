// What time does to a session, on a deployment whose clock these stories move.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Deployment } from './deployment.js';
import { Shop, refusal } from './shop.js';

const HALF_AN_HOUR = 1800;
const EXPIRED = ['checkout.session.expired'];

let deployment, shop;
before(async () => { deployment = await Deployment.start(); });
after(() => deployment.stop());
beforeEach(() => { shop = new Shop(deployment.url); });

test('a day later a session has expired, and that was announced', async () => {
  const session = await shop.open();
  assert.deepEqual(await deployment.announced(session.id), []);
  await deployment.moveTo(session.expires_at);
  const expired = await shop.sessions.retrieve(session.id);
  assert.deepEqual([expired.status, expired.payment_status, expired.url], ['expired', 'unpaid', null]);
  assert.deepEqual(await shop.listed({ status: 'expired' }), [session.id]);
  assert.deepEqual(await shop.listed({ status: 'open' }), []);
  assert.deepEqual(await deployment.announced(session.id), EXPIRED);
});

test('a session lives as long as it was told', async () => {
  const now = await deployment.now();
  const short = await shop.open({ expires_at: now + HALF_AN_HOUR + 10 });
  const longer = await shop.open({ expires_at: now + 7200 });
  await deployment.moveTo(short.expires_at);
  assert.deepEqual(await shop.listed({ status: 'expired' }), [short.id]);
  assert.deepEqual(await shop.listed({ status: 'open' }), [longer.id]);
  assert.deepEqual(await deployment.announced(longer.id), []);
  assert.equal((await refusal(() => shop.sessions.expire(short.id))).statusCode, 400);
  assert.deepEqual(await deployment.announced(short.id), EXPIRED);
});

test('less than half an hour and more than a day are refused', async () => {
  for (const seconds of [HALF_AN_HOUR - 60, 86400 + 3600]) {
    const expires_at = (await deployment.now()) + seconds;
    const error = await refusal(() => shop.open({ expires_at }));
    assert.deepEqual([error.statusCode, error.param], [400, 'expires_at']);
  }
});

test('an expired session can be recovered for thirty days', async () => {
  const soon = (await deployment.now()) + HALF_AN_HOUR + 10;
  const session = await shop.open({ expires_at: soon, after_expiration: { recovery: { enabled: true } } });
  await deployment.moveTo(soon);
  const { recovery } = (await shop.sessions.retrieve(session.id)).after_expiration;
  assert.equal(recovery.expires_at, soon + 30 * 86400);
  assert.match(recovery.url, /^http/);
});
