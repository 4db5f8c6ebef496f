// Carts of what a catalogue has: prices by id, discounts, taxes and shipping, added up and changed.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Deployment } from './deployment.js';
import { Shop, THANKS, refusal } from './shop.js';

const EVERYTHING = ['line_items.data.discounts', 'line_items.data.taxes', 'total_details.breakdown', 'shipping_cost.taxes'];

let deployment, shop, catalogue;
before(async () => { deployment = await Deployment.shared(); });
after(() => deployment.stop());
beforeEach(async () => {
  shop = new Shop(deployment.url);
  catalogue = await stocked(shop.stripe);
});

/** Tea at 5.00 € or 6.00 $, scones at 3.33 €, a club at 20.00 € a month; taxes on top and within; the post; coupons. */
async function stocked(stripe) {
  const id = async (made) => (await made).id;
  const price = (name, unit_amount, more) =>
    id(stripe.prices.create({ product_data: { name }, currency: 'eur', unit_amount, ...more }));
  const rate = (display_name, percentage, inclusive) =>
    id(stripe.taxRates.create({ display_name, percentage, inclusive }));
  const fixed_amount = { amount: 400, currency: 'eur' };
  const euro = await id(stripe.coupons.create({ amount_off: 100, currency: 'eur' }));
  return {
    tea: await price('Tea', 500, { currency_options: { usd: { unit_amount: 600 } } }),
    scones: await price('Scones', 333),
    club: await price('Club', 2000, { recurring: { interval: 'month' } }),
    vat: await rate('VAT', 19, false),
    food: await rate('Food', 7, true),
    post: await id(stripe.shippingRates.create({ display_name: 'Post', type: 'fixed_amount', fixed_amount })),
    ten: await id(stripe.coupons.create({ percent_off: 10 })),
    code: await id(stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: euro }, code: 'HELLO' })),
  };
}

/** Two teas and three scones with their taxes, 10 % off, shipped. */
function cart(different) {
  const { tea, scones, vat, food, ten, post } = catalogue;
  return {
    mode: 'payment',
    success_url: THANKS,
    line_items: [
      { price: tea, quantity: 2, tax_rates: [vat] },
      { price: scones, quantity: 3, tax_rates: [food] },
    ],
    discounts: [{ coupon: ten }],
    shipping_options: [{ shipping_rate: post }],
    ...different,
  };
}

const amounts = (line) => [line.amount_subtotal, line.amount_discount, line.amount_tax, line.amount_total];

test('every figure adds up', async () => {
  const session = await shop.sessions.create(cart({ expand: EVERYTHING }));
  assert.deepEqual(session.line_items.data.map(amounts), [[1000, 100, 171, 1071], [999, 100, 59, 899]]);
  assert.deepEqual([session.amount_subtotal, session.amount_total], [1999, 2370]);
  const { amount_discount, amount_shipping, amount_tax, breakdown } = session.total_details;
  assert.deepEqual([amount_discount, amount_shipping, amount_tax], [200, 400, 230]);
  assert.deepEqual(
    breakdown.taxes.map((tax) => [tax.rate.id, tax.amount, tax.taxable_amount]),
    [[catalogue.vat, 171, 900], [catalogue.food, 59, 840]],
  );
  assert.deepEqual(breakdown.discounts.map((each) => [each.amount, each.discount.source.coupon]), [[200, catalogue.ten]]);
  assert.deepEqual(session.shipping_cost.taxes, []);
  assert.equal(session.shipping_cost.shipping_rate, catalogue.post);
});

test('a promotion code takes an amount off and no cent is lost', async () => {
  const session = await shop.sessions.create(cart({ discounts: [{ promotion_code: catalogue.code }], expand: EVERYTHING }));
  assert.deepEqual(session.line_items.data.map((each) => each.amount_discount), [50, 50]);
  assert.equal(session.discounts[0].promotion_code, catalogue.code);
});

test('a price is sold in the currency of the session', async () => {
  const basket = { mode: 'payment', success_url: THANKS, line_items: [{ price: catalogue.tea, quantity: 2 }] };
  const dollars = await shop.sessions.create({ ...basket, currency: 'usd' });
  assert.deepEqual([dollars.currency, dollars.amount_total], ['usd', 1200]);
  const error = await refusal(() => shop.sessions.create({ ...basket, currency: 'jpy' }));
  assert.equal(error.param, 'line_items[0][price]');
});

test('an update is priced with the discount and the taxes', async () => {
  const session = await shop.sessions.create(cart({ expand: ['line_items'] }));
  const [tea] = session.line_items.data;
  const line_items = [{ id: tea.id, quantity: 1 }, { price: catalogue.scones, quantity: 1 }];
  const updated = await shop.sessions.update(session.id, { line_items });
  assert.deepEqual([updated.amount_subtotal, updated.amount_total], [833, 833 - 83 + 86 + 400]);
  assert.deepEqual([updated.total_details.amount_discount, updated.total_details.amount_tax], [83, 86]);
  const untaxed = await shop.sessions.update(session.id, { line_items: [{ id: tea.id, tax_rates: '' }] });
  assert.equal(untaxed.total_details.amount_tax, 0);
});

test('a paid cart has its figures on its invoice', async () => {
  const session = await shop.sold(cart({ invoice_creation: { enabled: true } }));
  const invoice = await shop.stripe.invoices.retrieve(session.invoice);
  assert.deepEqual([invoice.subtotal, invoice.total, invoice.amount_paid], [1999, 2370, 2370]);
  assert.deepEqual(invoice.total_taxes.map((tax) => tax.amount), [171, 59]);
});

test('on trial only what is sold once is due', async () => {
  const line_items = [{ price: catalogue.club, quantity: 1 }, { price: catalogue.tea, quantity: 1 }];
  const subscription_data = { trial_period_days: 7 };
  const session = await shop.sold({ mode: 'subscription', line_items, subscription_data });
  assert.deepEqual([session.amount_subtotal, session.amount_total], [500, 500]);
  assert.equal((await shop.stripe.subscriptions.retrieve(session.subscription)).status, 'trialing');
});
