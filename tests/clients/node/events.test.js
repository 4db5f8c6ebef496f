// Webhook endpoints and events: who is told of what, and everything that happened.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import Stripe from 'stripe';
import { Deployment } from './deployment.js';
import { Shop, bare, refusal, replayed } from './shop.js';

const HOOK = { url: 'https://shop.example/webhooks', enabled_events: ['checkout.session.completed'] };

let deployment, shop, endpoints, events;
before(async () => { deployment = await Deployment.shared(); });
after(() => deployment.stop());
beforeEach(() => {
  shop = new Shop(deployment.url);
  endpoints = shop.stripe.webhookEndpoints;
  events = shop.stripe.events;
});

/** What the SDK has no method for. */
const roll = (id, params, options) =>
  shop.stripe.rawRequest('POST', `/v1/webhook_endpoints/${id}/roll_secret`, params, options);

async function all(list) {
  return (await list.autoPagingToArray({ limit: 1000 })).map(bare);
}

test('an endpoint is registered, changed, listed and deleted', async () => {
  const { secret, ...made } = bare(await endpoints.create({ ...HOOK, metadata: { shop: 'berlin' } }));
  assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  assert.deepEqual(bare(await endpoints.retrieve(made.id)), made);
  const change = { disabled: true, enabled_events: ['*'], metadata: { shop: '', till: 7 }, url: 'https://other.example' };
  const changed = bare(await endpoints.update(made.id, change));
  const expected = { status: 'disabled', enabled_events: ['*'], metadata: { till: '7' }, url: 'https://other.example' };
  assert.deepEqual(changed, { ...made, ...expected });
  const second = await endpoints.create(HOOK);
  const ids = (await all(endpoints.list({ limit: 1 }))).map((each) => each.id);
  assert.deepEqual(new Set(ids), new Set([made.id, second.id]));
  assert.deepEqual(bare(await endpoints.del(made.id)), { id: made.id, object: 'webhook_endpoint', deleted: true });
  const gone = await refusal(() => endpoints.retrieve(made.id));
  assert.deepEqual([gone.statusCode, gone.code], [404, 'resource_missing']);
  assert.deepEqual((await all(endpoints.list())).map((each) => each.id), [second.id]);
});

test('the secret is told once, to whoever repeats the create, and after it is rolled', async () => {
  const key = { idempotencyKey: 'till' };
  const [first, again] = [await endpoints.create(HOOK, key), await endpoints.create(HOOK, key)];
  assert.deepEqual([bare(again), replayed(again)], [bare(first), true]);
  assert.equal('secret' in (await endpoints.retrieve(first.id)), false);
  const rolled = await roll(first.id, { expires_in: 60 }, { idempotencyKey: 'roll' });
  assert.notEqual(rolled.secret, first.secret);
  const rolledAgain = await roll(first.id, { expires_in: 60 }, { idempotencyKey: 'roll' });
  assert.equal(rolledAgain.secret, rolled.secret);
  await refusal(() => endpoints.create({ ...HOOK, description: 'Till' }, key), Stripe.errors.StripeIdempotencyError);
});

test('an endpoint that cannot be is refused by name', async () => {
  for (const [params, code, param] of [
    [{ enabled_events: ['*'] }, 'parameter_missing', 'url'],
    [{ ...HOOK, url: 'ftp://shop.example' }, 'url_invalid', 'url'],
    [{ ...HOOK, enabled_events: ['completed'] }, undefined, 'enabled_events[0]'],
    [{ ...HOOK, dialect: 'klingon' }, undefined, 'dialect'],
  ]) {
    const error = await refusal(() => endpoints.create(params));
    assert.deepEqual([error.statusCode, error.code, error.param], [400, code, param]);
  }
});

test('what happened to a session is told in order and found by type', async () => {
  const paid = await shop.sold();
  await deployment.step(1);
  const { id } = await shop.open();
  await shop.sessions.expire(id);
  await deployment.step(1);
  const sessions = await all(events.list({ type: 'checkout.session.*', limit: 1 }));
  assert.deepEqual(sessions.map((event) => event.type), ['checkout.session.expired', 'checkout.session.completed']);
  assert.deepEqual(sessions[1].data.object, bare(paid));
  assert.equal(sessions[0].data.object.id, id);
  const [completed] = (await events.list({ types: ['checkout.session.completed', 'payout.paid'] })).data;
  assert.deepEqual(bare(await events.retrieve(completed.id)), sessions[1]);
  const listed = (await all(events.list({ limit: 2 }))).map((event) => event.id);
  assert.equal(new Set(listed).size, listed.length);
  const newer = await all(events.list({ limit: 2, ending_before: listed.at(-1) }));
  assert.deepEqual(newer.map((event) => event.id), listed.slice(0, -1).reverse());
});

test('nobody else finds an endpoint or an event', async () => {
  const endpoint = await endpoints.create(HOOK);
  await shop.sold();
  await deployment.step(1);
  const [event] = (await events.list()).data;
  const { stripe } = shop.another();
  for (const call of [() => stripe.webhookEndpoints.retrieve(endpoint.id), () => stripe.events.retrieve(event.id)]) {
    const error = await refusal(call);
    assert.deepEqual([error.statusCode, error.code], [404, 'resource_missing']);
  }
  assert.deepEqual([(await stripe.webhookEndpoints.list()).data, (await stripe.events.list()).data], [[], []]);
});
