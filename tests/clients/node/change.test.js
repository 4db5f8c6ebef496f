// Changing a session, ending it, and doing either only once.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import Stripe from 'stripe';
import { Deployment } from './deployment.js';
import { Shop, bare, line, refusal, replayed } from './shop.js';

const EXPIRED = ['checkout.session.expired'];
const KEY = { idempotencyKey: 'order-7' };

let deployment, shop;
before(async () => { deployment = await Deployment.shared(); });
after(() => deployment.stop());
beforeEach(() => { shop = new Shop(deployment.url); });

test('metadata is merged, unset and cleared', async () => {
  const { id } = await shop.open({ metadata: { order: '7', gift: 'no' } });
  const changed = async (metadata) => (await shop.sessions.update(id, { metadata })).metadata;
  assert.deepEqual(await changed({ gift: 'yes', wrap: 'paper' }), { order: '7', gift: 'yes', wrap: 'paper' });
  assert.deepEqual(await changed({ gift: '', wrap: null }), { order: '7' });
  assert.deepEqual(await changed(''), {});
  assert.deepEqual((await shop.sessions.retrieve(id)).metadata, {});
});

test('metadata can be changed after the end, and nothing else', async () => {
  const { id } = await shop.open({ metadata: { order: '7' } });
  await shop.sessions.expire(id);
  const updated = await shop.sessions.update(id, { metadata: { seen: '1' } });
  assert.deepEqual([updated.status, updated.metadata], ['expired', { order: '7', seen: '1' }]);
  const error = await refusal(() => shop.sessions.update(id, { line_items: [line('Other', 9900)] }));
  assert.equal(error.statusCode, 400);
});

test('lines are sent whole again', async () => {
  const session = await shop.open({ expand: ['line_items'] });
  const [tea] = session.line_items.data;
  const updated = await shop.sessions.update(session.id, {
    line_items: [{ id: tea.id, quantity: 3 }, line('Filter', 300)],
    expand: ['line_items'],
  });
  assert.deepEqual(updated.line_items.data.map((each) => [each.description, each.quantity]), [['Tea', 3], ['Filter', 1]]);
  assert.deepEqual([updated.line_items.data[0].id, updated.amount_total], [tea.id, 4050]);
});

test('what cannot be changed is refused by name', async () => {
  const { id } = await shop.open();
  for (const params of [{ expires_at: 2000000000 }, { success_url: 'https://shop.example' }, { mode: 'setup' }]) {
    const error = await refusal(() => shop.sessions.update(id, params));
    assert.deepEqual([error.code, error.param], ['parameter_unknown', Object.keys(params)[0]]);
  }
});

test('an expired session cannot be paid any more', async () => {
  const session = await shop.open();
  const expired = await shop.sessions.expire(session.id);
  assert.deepEqual([expired.status, expired.url, expired.expires_at], ['expired', null, session.expires_at]);
  assert.deepEqual(bare(await shop.sessions.retrieve(session.id)), bare(expired));
  assert.deepEqual(await deployment.announced(session.id), EXPIRED);
});

test('the second time is refused in the words of the SDK', async () => {
  const { id } = await shop.open();
  await shop.sessions.expire(id);
  const error = await refusal(() => shop.sessions.expire(id));
  assert.ok(error instanceof Stripe.errors.StripeInvalidRequestError);
  assert.deepEqual(
    [error.type, error.rawType, error.statusCode, error.code, error.param],
    ['StripeInvalidRequestError', 'invalid_request_error', 400, undefined, undefined],
  );
  assert.match(error.message, /\["open"\].*expired/);
  assert.match(error.requestId, /^req_/);
  assert.deepEqual(await deployment.announced(id), EXPIRED);
});

test('of ten who expire at the same time one does', async () => {
  const { id } = await shop.open();
  const ended = await Promise.allSettled(Array.from({ length: 10 }, () => shop.sessions.expire(id)));
  const answers = ended.map(({ value, reason }) => value?.status ?? reason.statusCode);
  assert.deepEqual(answers.sort(), [...Array(9).fill(400), 'expired']);
  assert.deepEqual(await deployment.announced(id), EXPIRED);
});

test('a repeat gets the session that is there', async () => {
  const first = await shop.open({}, KEY);
  const again = await shop.open({}, KEY);
  assert.deepEqual(bare(again), bare(first));
  assert.deepEqual([replayed(first), replayed(again)], [false, true]);
  assert.deepEqual(await shop.listed(), [first.id]);
});

test('the same key with other parameters is refused', async () => {
  await shop.open({}, KEY);
  const call = () => shop.open({ line_items: [line('Something else')] }, KEY);
  const error = await refusal(call, Stripe.errors.StripeIdempotencyError);
  assert.deepEqual([error.type, error.statusCode, error.code], ['StripeIdempotencyError', 400, undefined]);
  assert.match(error.message, /order-7/);
});

test('a refused key leaves the lists as they were', async () => {
  const { id } = await shop.open({}, KEY);
  await deployment.step(1);
  await refusal(() => shop.open({ mode: 'payment', metadata: { a: '1' } }, KEY), Stripe.errors.StripeIdempotencyError);
  assert.deepEqual(await shop.listed(), [id]);
});

test('fifty at once with one key open one session', async () => {
  const sessions = await Promise.all(Array.from({ length: 50 }, () => shop.open({}, KEY)));
  assert.equal(new Set(sessions.map((session) => JSON.stringify(bare(session)))).size, 1);
  assert.deepEqual(await shop.listed(), [sessions[0].id]);
});

test('a repeated expire is no second one', async () => {
  const { id } = await shop.open();
  const first = await shop.sessions.expire(id, {}, KEY);
  const again = await shop.sessions.expire(id, {}, KEY);
  assert.deepEqual(bare(again), bare(first));
  assert.deepEqual([replayed(first), replayed(again)], [false, true]);
});

test('a late retry of an old update changes nothing', async () => {
  const { id } = await shop.open();
  const stage = (value, idempotencyKey) => shop.sessions.update(id, { metadata: { stage: value } }, { idempotencyKey });
  await stage('packed', 'one');
  await stage('sent', 'two');
  assert.equal(replayed(await stage('packed', 'one')), true);
  assert.equal((await shop.sessions.retrieve(id)).metadata.stage, 'sent');
});
