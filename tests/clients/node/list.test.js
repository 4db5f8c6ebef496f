// Listing sessions: newest first, every one once, and only those asked for.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Deployment } from './deployment.js';
import { Shop, line, refusal } from './shop.js';

let deployment, shop;
before(async () => { deployment = await Deployment.shared(); });
after(() => deployment.stop());
beforeEach(() => { shop = new Shop(deployment.url); });

/** Opens sessions a second apart by the deployment's clock, and gives their ids, newest first. */
async function openInTurn(count) {
  const opened = [];
  for (let number = 0; number < count; number += 1) {
    opened.unshift((await shop.open()).id);
    await deployment.step(1);
  }
  return opened;
}

const ids = (page) => page.data.map((session) => session.id);

test('all of 250 sessions turn up once, and newest first', async () => {
  const opened = new Set((await shop.openMany(250)).map((session) => session.id));
  assert.equal(opened.size, 250);
  const listed = await shop.sessions.list({ limit: 40 }).autoPagingToArray({ limit: 1000 });
  assert.equal(listed.length, 250);
  assert.deepEqual(new Set(listed.map((session) => session.id)), opened);
  const created = listed.map((session) => session.created);
  assert.deepEqual(created, [...created].sort((a, b) => b - a));
  const last = listed.at(-1).id;
  const backwards = await shop.listed({ limit: 40, ending_before: last });
  assert.deepEqual(backwards, listed.slice(0, -1).map((session) => session.id).reverse());
});

test('the newest session is the first', async () => {
  const opened = await openInTurn(5);
  assert.deepEqual(await shop.listed({ limit: 2 }), opened);
});

test('cursors stay where they are while sessions are added', async () => {
  const old = await openInTurn(6);
  const page = await shop.sessions.list({ limit: 3 });
  assert.deepEqual(ids(page), old.slice(0, 3));
  const added = await openInTurn(2);
  const next = await shop.sessions.list({ limit: 3, starting_after: old[2] });
  assert.deepEqual([ids(next), next.has_more], [old.slice(3), false]);
  const newer = await shop.sessions.list({ limit: 10, ending_before: old[0] });
  assert.deepEqual([ids(newer), newer.has_more], [added, false]);
});

test('the page before a session is the one right before', async () => {
  const opened = await openInTurn(6);
  const page = await shop.sessions.list({ ending_before: opened[4], limit: 2 });
  assert.deepEqual([ids(page), page.has_more], [opened.slice(2, 4), true]);
  const start = await shop.sessions.list({ ending_before: opened[2], limit: 2 });
  assert.deepEqual([ids(start), start.has_more], [opened.slice(0, 2), false]);
});

test('sessions are found by the time they were opened', async () => {
  const first = await shop.open();
  await deployment.step(50);
  const second = await shop.open();
  await deployment.step(50);
  const third = await shop.open();
  const found = async (created) => shop.listed({ created });
  assert.deepEqual(await found(second.created), [second.id]);
  assert.deepEqual(await found({ gt: second.created }), [third.id]);
  assert.deepEqual(await found({ gte: second.created }), [third.id, second.id]);
  assert.deepEqual(await found({ lt: second.created }), [first.id]);
  assert.deepEqual(await found({ lte: second.created }), [second.id, first.id]);
  assert.deepEqual(await found({ gt: first.created, lt: third.created }), [second.id]);
});

test('sessions are found by what they say of themselves', async () => {
  const ada = (await shop.open({ customer_email: 'ada@shop.example', client_reference_id: 'order-7' })).id;
  const bob = (await shop.open({ customer_email: 'bob@shop.example', client_reference_id: 'order-8' })).id;
  await shop.sessions.expire(bob);
  assert.deepEqual(await shop.listed({ customer_details: { email: 'ada@shop.example' } }), [ada]);
  assert.deepEqual(await shop.listed({ customer_details: { email: 'eve@shop.example' } }), []);
  assert.deepEqual(await shop.listed({ client_reference_id: 'order-8' }), [bob]);
  assert.deepEqual(await shop.listed({ status: 'open' }), [ada]);
  assert.deepEqual(await shop.listed({ status: 'expired' }), [bob]);
  assert.deepEqual(await shop.listed({ status: 'complete' }), []);
  assert.deepEqual(await shop.listed({ status: 'open', client_reference_id: 'order-8' }), []);
});

test('what nothing refers to lists nothing', async () => {
  await shop.open();
  for (const of of [
    { customer: 'cus_nobody' },
    { payment_intent: 'pi_none' },
    { payment_link: 'plink_none' },
    { subscription: 'sub_none' },
  ]) {
    const page = await shop.sessions.list(of);
    assert.deepEqual([page.data, page.has_more], [[], false], JSON.stringify(of));
  }
});

test('lines are in a list only when they are asked for', async () => {
  await shop.open({ line_items: [line('Tea'), line('Filter')] });
  const [plain] = (await shop.sessions.list()).data;
  assert.equal('line_items' in plain, false);
  const [session] = (await shop.sessions.list({ expand: ['data.line_items'] })).data;
  assert.deepEqual(session.line_items.data.map((each) => each.description), ['Tea', 'Filter']);
});

test('a list that cannot be made is refused by name', async () => {
  for (const [params, code, param] of [
    [{ limit: 'many' }, 'parameter_invalid_integer', 'limit'],
    [{ status: 'gone' }, undefined, 'status'],
    [{ colour: 'green' }, 'parameter_unknown', 'colour'],
    [{ starting_after: 'cs_test_none' }, 'resource_missing', 'starting_after'],
    [{ ending_before: 'cs_test_none' }, 'resource_missing', 'ending_before'],
    [{ expand: ['line_items'] }, undefined, 'expand[0]'],
  ]) {
    const error = await refusal(() => shop.sessions.list(params));
    assert.deepEqual([error.statusCode, error.code, error.param], [400, code, param]);
  }
});
