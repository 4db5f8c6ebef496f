// A merchant's catalogue and customers: made, found, changed, listed and deleted.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import Stripe from 'stripe';
import { Deployment } from './deployment.js';
import { Shop, bare, line, refusal, replayed } from './shop.js';

const KEY = { idempotencyKey: 'catalogue-7' };
const POST = { display_name: 'Post', type: 'fixed_amount', fixed_amount: { amount: 400, currency: 'eur' } };
const TEA = { currency: 'eur', unit_amount: 500, product_data: { name: 'Tea' } };
const KINDS = {
  products: { made: { name: 'Tea' }, change: { name: 'Green tea' }, deletes: true },
  prices: { made: TEA, change: { nickname: 'Old' } },
  coupons: { made: { percent_off: 12.5 }, change: { name: 'Spring' }, deletes: true },
  promotionCodes: { made: { promotion: { type: 'coupon', coupon: 'EVERYBODY' } }, change: { active: false } },
  taxRates: { made: { display_name: 'VAT', percentage: 19.6, inclusive: true }, change: { active: false } },
  shippingRates: { made: POST, change: { active: false } },
  customers: { made: { name: 'Ada', email: 'ada@example.com' }, change: { phone: '+491' }, deletes: true },
};

let deployment, shop;
before(async () => { deployment = await Deployment.shared(); });
after(() => deployment.stop());
beforeEach(async () => { shop = new Shop(deployment.url); });

async function all(list) {
  const ids = [];
  for await (const { id } of list) ids.push(id);
  return ids;
}

for (const [kind, { made: params, change, deletes }] of Object.entries(KINDS)) {
  const ready = async () => {
    if (kind === 'promotionCodes') await shop.stripe.coupons.create({ id: 'EVERYBODY', percent_off: 10 });
    return shop.stripe[kind];
  };

  test(`${kind} are made, found and changed`, async () => {
    const objects = await ready();
    const made = await objects.create({ ...params, metadata: { a: '1' } });
    assert.deepEqual(bare(await objects.retrieve(made.id)), bare(made));
    const changed = await objects.update(made.id, { ...change, metadata: { b: '2' } });
    assert.deepEqual(changed.metadata, { a: '1', b: '2' });
    for (const [name, value] of Object.entries(change)) assert.equal(changed[name], value);
    const error = await refusal(() => objects.update(made.id, { colour: 'green' }));
    assert.deepEqual([error.statusCode, error.code, error.param], [400, 'parameter_unknown', 'colour']);
  });

  test(`${kind} are listed page by page`, async () => {
    const objects = await ready();
    const made = [];
    for (let number = 0; number < 5; number += 1) made.push((await objects.create(params)).id);
    const listed = await all(objects.list({ limit: 2 }));
    assert.deepEqual([...listed].sort(), [...made].sort());
    assert.deepEqual(await all(objects.list({ limit: 2, ending_before: listed[4] })), listed.slice(0, 4).reverse());
    const error = await refusal(() => objects.list({ starting_after: 'nothing' }));
    assert.deepEqual([error.code, error.param], ['resource_missing', 'starting_after']);
  });

  test(`${kind} are made once for a key`, async () => {
    const objects = await ready();
    const [first, again] = [await objects.create(params, KEY), await objects.create(params, KEY)];
    assert.deepEqual(bare(again), bare(first));
    assert.deepEqual([replayed(first), replayed(again)], [false, true]);
    await refusal(() => objects.create({ ...params, metadata: { c: '3' } }, KEY), Stripe.errors.StripeIdempotencyError);
  });

  test(`${kind} can be deleted where Stripe deletes`, async () => {
    const objects = await ready();
    const { id } = await objects.create(params);
    if (!deletes) return assert.equal(objects.del, undefined);
    const { deleted } = await objects.del(id);
    assert.equal(deleted, true);
    assert.deepEqual(await all(objects.list()), []);
    const error = await refusal(() => objects.update(id, change));
    assert.deepEqual([error.statusCode, error.code], [404, 'resource_missing']);
  });
}

test('a lookup key is handed on', async () => {
  const { prices } = shop.stripe;
  const first = await prices.create({ ...TEA, lookup_key: 'tea' });
  const error = await refusal(() => prices.create({ ...TEA, lookup_key: 'tea' }));
  assert.equal(error.param, 'lookup_key');
  const second = await prices.create({ ...TEA, lookup_key: 'tea', transfer_lookup_key: true });
  assert.deepEqual(await all(prices.list({ lookup_keys: ['tea'] })), [second.id]);
  assert.equal((await prices.retrieve(first.id)).lookup_key, null);
});

test('a code is found whatever its case', async () => {
  await shop.stripe.coupons.create({ id: 'SPRING', percent_off: 10 });
  const promotion = { type: 'coupon', coupon: 'SPRING' };
  const { id } = await shop.stripe.promotionCodes.create({ promotion, code: 'Spring26' });
  const { data } = await shop.stripe.promotionCodes.list({ code: 'spring26', expand: ['data.promotion.coupon'] });
  assert.deepEqual(data.map((code) => [code.id, code.promotion.coupon.percent_off]), [[id, 10]]);
});

test('a deleted customer answers by its id, and buys nothing', async () => {
  const { customers } = shop.stripe;
  const { id } = await customers.create({ name: 'Ada' });
  await customers.del(id);
  assert.deepEqual(bare(await customers.retrieve(id)), { id, object: 'customer', deleted: true });
  const error = await refusal(() => shop.open({ customer: id }));
  assert.deepEqual([error.code, error.param], ['resource_missing', 'customer']);
});

test('what a session made inline is its own', async () => {
  const session = await shop.open({ line_items: [line('Scones')], expand: ['line_items.data.price.product'] });
  const [{ price }] = session.line_items.data;
  const found = await shop.stripe.prices.retrieve(price.id, { expand: ['product'] });
  assert.deepEqual(bare(found), bare(price));
  const error = await refusal(() => shop.open({ line_items: [{ price: price.id, quantity: 1 }] }));
  assert.equal(error.param, 'line_items[0][price]');
});

test('a cart of the catalogue comes along whole', async () => {
  const [price, rate] = [await shop.stripe.prices.create(TEA), await shop.stripe.shippingRates.create(POST)];
  const coupon = await shop.stripe.coupons.create({ percent_off: 10 });
  const session = await shop.open({
    line_items: [{ price: price.id, quantity: 2 }],
    shipping_options: [{ shipping_rate: rate.id }],
    discounts: [{ coupon: coupon.id }],
    expand: ['line_items.data.price.product', 'shipping_cost.shipping_rate', 'discounts.coupon'],
  });
  assert.equal(session.line_items.data[0].price.product.name, 'Tea');
  assert.deepEqual(session.shipping_cost.shipping_rate, bare(rate));
  assert.deepEqual([session.discounts[0].coupon.percent_off, session.amount_total], [10, 1300]);
});
