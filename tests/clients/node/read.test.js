// Reading a session and its lines.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Deployment } from './deployment.js';
import { Shop, bare, line, refusal } from './shop.js';

let deployment, shop;
before(async () => { deployment = await Deployment.shared(); });
after(() => deployment.stop());
beforeEach(() => { shop = new Shop(deployment.url); });

test('what was answered at creation is what is read', async () => {
  const session = await shop.open({ metadata: { order: '7' } });
  assert.deepEqual(bare(await shop.sessions.retrieve(session.id)), bare(session));
});

test('expanded lines have prices, and on wish products', async () => {
  const session = await shop.open({ line_items: [line('Tea', 1250, 2), line('Filter', 300)] });
  assert.equal('line_items' in session, false);
  const withLines = await shop.sessions.retrieve(session.id, { expand: ['line_items'] });
  assert.deepEqual(withLines.line_items.data.map((each) => each.amount_subtotal), [2500, 300]);
  assert.equal(withLines.line_items.url, `/v1/checkout/sessions/${session.id}/line_items`);
  const withProducts = await shop.sessions.retrieve(session.id, { expand: ['line_items.data.price.product'] });
  const products = withProducts.line_items.data.map((each) => each.price.product);
  assert.deepEqual(products.map((product) => product.name), ['Tea', 'Filter']);
  assert.deepEqual(
    products.map((product) => product.id),
    withLines.line_items.data.map((each) => each.price.product),
  );
});

test('all of twenty-seven lines turn up page by page', async () => {
  const names = Array.from({ length: 27 }, (_, number) => `Tea number ${number}`);
  const session = await shop.open({ line_items: names.map((name) => line(name)), expand: ['line_items'] });
  assert.deepEqual([session.line_items.data.length, session.line_items.has_more], [10, true]);
  for (const params of [{}, { limit: 7 }, { limit: 100 }]) {
    const listed = await shop.sessions.listLineItems(session.id, params).autoPagingToArray({ limit: 100 });
    assert.deepEqual(listed.map((each) => each.description), names);
  }
});

test('lines can be read backwards', async () => {
  const names = Array.from({ length: 12 }, (_, number) => `${number}`);
  const session = await shop.open({ line_items: names.map((name) => line(name)) });
  const every = await shop.sessions.listLineItems(session.id, { limit: 100 });
  const page = await shop.sessions.listLineItems(session.id, { ending_before: every.data[8].id, limit: 3 });
  assert.deepEqual(page.data.map((each) => each.description), ['5', '6', '7']);
  assert.equal(page.has_more, true);
});

test('what cannot be expanded is refused by its place', async () => {
  const { id } = await shop.open();
  for (const path of ['amount_total', 'line_items.data.price', 'customer.a.b.c.d', 'data.line_items']) {
    const error = await refusal(() => shop.sessions.retrieve(id, { expand: ['line_items', path] }));
    assert.deepEqual([error.statusCode, error.param], [400, 'expand[1]'], path);
  }
});
