// What is wrong is refused: which parameter, which code, and as the SDK's own error.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, test } from 'node:test';
import Stripe from 'stripe';
import { Deployment } from './deployment.js';
import { Shop, line, refusal } from './shop.js';

const REFUSALS = JSON.parse(readFileSync(new URL('../refusals.json', import.meta.url), 'utf8'));
const { StripeAPIError, StripeAuthenticationError, StripePermissionError } = Stripe.errors;

let deployment, shop;
before(async () => { deployment = await Deployment.shared(); });
after(() => deployment.stop());
beforeEach(() => { shop = new Shop(deployment.url); });

for (const { with: wrong, different, code, param } of REFUSALS) {
  test(`a session with ${wrong} is refused by name`, async () => {
    const error = await refusal(() => shop.open(different));
    assert.deepEqual([error.statusCode, error.code ?? null, error.param ?? null], [400, code, param]);
    assert.ok(error.message);
    assert.match(error.requestId, /^req_/);
    assert.deepEqual(await shop.listed(), [], 'nothing half-written remains');
  });
}

test('what is missing is named', async () => {
  for (const missing of ['mode', 'success_url', 'line_items']) {
    const error = await refusal(() => shop.open({ [missing]: undefined }));
    assert.deepEqual([error.code, error.param], ['parameter_missing', missing]);
    assert.equal(error.doc_url, 'https://stripe.com/docs/error-codes/parameter-missing');
  }
});

test('an id that is none of ours is not found', async () => {
  for (const id of ['cs_test_none', 'cs_live_a1b2c3']) {
    for (const call of [
      () => shop.sessions.retrieve(id),
      () => shop.sessions.expire(id),
      () => shop.sessions.update(id, { metadata: { a: '1' } }),
      () => shop.sessions.listLineItems(id),
    ]) {
      const error = await refusal(call);
      assert.deepEqual([error.statusCode, error.code], [404, 'resource_missing']);
      assert.ok(error.message.includes(id));
    }
  }
});

test('a path that does not exist says so', async () => {
  const error = await refusal(() => shop.stripe.rawRequest('GET', '/v1/checkout/nowhere'));
  assert.equal(error.statusCode, 404);
  assert.match(error.message, /GET.*\/v1\/checkout\/nowhere/);
});

test('an unfit method says so', async () => {
  const { id } = await shop.open();
  const call = () => shop.stripe.rawRequest('DELETE', `/v1/checkout/sessions/${id}`);
  assert.equal((await refusal(call, StripeAPIError)).statusCode, 405);
});

test('a wrong key is refused as such', async () => {
  for (const key of ['sk_test_short', `sk_live_${'a'.repeat(24)}`, 'nonsense']) {
    const stranger = shop.another({ key });
    for (const call of [() => stranger.open(), () => stranger.sessions.list()]) {
      const error = await refusal(call, StripeAuthenticationError);
      assert.deepEqual([error.type, error.statusCode], ['StripeAuthenticationError', 401]);
      assert.match(error.requestId, /^req_/);
      assert.equal(error.message.includes(key), false);
    }
  }
});

test('a publishable key may not open sessions', async () => {
  const error = await refusal(() => shop.another({ key: `pk_test_${'a'.repeat(24)}` }).open(), StripePermissionError);
  assert.equal(error.statusCode, 403);
});

test('two keys are two accounts that never see each other', async () => {
  const mine = (await shop.open({ client_reference_id: 'order-7' })).id;
  const other = shop.another();
  assert.deepEqual(await other.listed(), []);
  assert.deepEqual(await other.listed({ client_reference_id: 'order-7' }), []);
  for (const call of [
    () => other.sessions.retrieve(mine),
    () => other.sessions.expire(mine),
    () => other.sessions.update(mine, { metadata: { mine: 'no' } }),
    () => other.sessions.listLineItems(mine),
  ]) {
    assert.equal((await refusal(call)).statusCode, 404);
  }
  assert.equal((await refusal(() => other.sessions.list({ starting_after: mine }))).param, 'starting_after');
  assert.deepEqual(await shop.listed({ status: 'open' }), [mine]);
});

test('an old version gets the old shapes', async () => {
  const old = shop.another({ key: shop.key, apiVersion: '2024-06-20' });
  const session = await old.open();
  assert.deepEqual([session.ui_mode, session.shipping_details], ['hosted', null]);
  assert.equal(session.lastResponse.apiVersion, '2024-06-20');
  const now = await shop.sessions.retrieve(session.id);
  assert.equal(now.ui_mode, 'hosted_page');
  assert.equal('shipping_details' in now, false);
  const embedded = await old.sessions.create({
    mode: 'payment',
    ui_mode: 'embedded',
    return_url: 'https://shop.example/back',
    line_items: [line()],
  });
  assert.equal((await shop.sessions.retrieve(embedded.id)).ui_mode, 'embedded_page');
});
