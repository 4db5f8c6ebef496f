// What a payer chooses on the page: quantities, optional items, codes, shipping. With a script nothing that was typed is
// lost; without one every choice is a button of the form.

import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Deployment } from '../clients/node/deployment.js';
import { isAccessible, focused, isTooWide, smallTargets } from './support/access.mjs';
import { line } from './support/shop.mjs';
import { shot } from './support/shots.mjs';
import { ownDeployment, story } from './support/story.mjs';

const PLAIN = { javaScriptEnabled: false };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const adjustable = { enabled: true, minimum: 0, maximum: 9 };
const tea = () => ({ ...line('Tea', 500), quantity: 2, adjustable_quantity: adjustable });

const way = (display_name, amount, least, most) => ({
  shipping_rate_data: {
    type: 'fixed_amount',
    display_name,
    fixed_amount: { amount, currency: 'eur' },
    delivery_estimate: { minimum: { unit: 'business_day', value: least }, maximum: { unit: 'business_day', value: most } },
  },
});

/** What the page says that is due. */
const due = (payer) => payer.reads('.due');

/** Waits until the page says that this is due. */
async function costs(payer, amount) {
  await payer.see('.due', { hasText: amount }).filter({ hasText: amount }).waitFor();
  assert.match(await payer.reads('#pay'), new RegExp(amount.replace('.', '\\.')));
}

async function cup(shop) {
  return shop.stripe.prices.create({ currency: 'eur', unit_amount: 800, product_data: { name: 'Cup' } });
}

/** A code that takes 10 % off, and one that is for large orders. */
async function codes(shop) {
  const coupon = await shop.stripe.coupons.create({ percent_off: 10 });
  const promotion = { type: 'coupon', coupon: coupon.id };
  await shop.stripe.promotionCodes.create({ promotion, code: 'SPRING' });
  const restrictions = { minimum_amount: 5000, minimum_amount_currency: 'eur' };
  await shop.stripe.promotionCodes.create({ promotion, code: 'LARGE', restrictions });
}

async function full(shop) {
  await codes(shop);
  const { id } = await cup(shop);
  return shop.open({
    line_items: [tea(), line('Strainer', 890)],
    optional_items: [{ price: id, quantity: 1 }],
    allow_promotion_codes: true,
    shipping_options: [way('By post', 400, 3, 5), way('By courier', 1200, 1, 1)],
  });
}

story('quantities are chosen while a card is typed, and the card stays', {}, async ({ shop, payer, window }) => {
  const session = await shop.open({ line_items: [tea(), line('Strainer', 890)] });
  await payer.opens(session);
  assert.equal(await due(payer), '€18.90');
  await payer.fills();
  window.requests.length = 0;
  await payer.see('#more-1').click();
  await payer.see('#more-1').click();
  await costs(payer, '€28.90');
  assert.equal(await focused(payer), 'change', 'the keyboard stays where it was');
  assert.equal(await payer.value('card[number]'), '4242 4242 4242 4242');
  const bodies = window.requests.map((request) => request.postData() ?? '').join();
  assert.match(bodies, /change=lines/);
  assert.doesNotMatch(bodies, /4242|card%5B/, 'nothing of the card is sent for it');
  assert.match(await payer.reads('#told'), /€28\.90/, 'the new total is said aloud');
  await payer.field('quantity-1').fill('1');
  await payer.field('quantity-1').press('Enter');
  await costs(payer, '€13.90');
  await payer.submits();
  await payer.thanked();
  const { amount_total, line_items } = await shop.settled(session);
  assert.deepEqual([amount_total, line_items.data[0].quantity], [1390, 1]);
});

story('what is chosen while an answer is under way is not lost', {}, async ({ shop, payer }) => {
  await payer.opens(await shop.open({ line_items: [tea()] }));
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await payer.page.route('**/c/pay/**', (route) => held.then(() => route.continue()));
  const asked = payer.page.waitForRequest('**/c/pay/**');
  await payer.see('#more-1').click();
  await asked;
  await payer.see('#more-1').click();
  release();
  await costs(payer, '€20.00');
});

story('a line is taken out, and the last one stays', {}, async ({ shop, payer }) => {
  await payer.opens(await shop.open({ line_items: [tea(), { ...line('Honey', 600), adjustable_quantity: adjustable }] }));
  await payer.see('#remove-1').click();
  await costs(payer, '€6.00');
  assert.equal(await payer.see('#remove-2').count(), 0);
  assert.doesNotMatch(await payer.reads('#lines'), /Tea/);
});

story('a quantity that is not on offer is refused in plain words', {}, async ({ shop, payer }) => {
  await payer.opens(await shop.open({ line_items: [tea()] }));
  await payer.field('quantity-1').fill('12');
  await payer.field('quantity-1').press('Tab');
  await payer.see('#choice-error').waitFor();
  assert.match(await payer.reads('#choice-error'), /from 1 to 9/);
  assert.match(await payer.reads('#told'), /from 1 to 9/);
  assert.equal(await due(payer), '€10.00');
  await isAccessible(payer, 'a refused quantity');
});

story('an optional item is added and removed', {}, async ({ shop, payer }) => {
  const { id } = await cup(shop);
  const session = await shop.open({ optional_items: [{ price: id, quantity: 1, adjustable_quantity: { enabled: true, maximum: 3 } }] });
  await payer.opens(session);
  await payer.see('#add-0').click();
  await costs(payer, '€15.00');
  assert.equal(await payer.see('#add-0').count(), 0);
  await payer.see('#more-2').click();
  await costs(payer, '€23.00');
  await payer.see('#remove-2').click();
  await costs(payer, '€7.00');
  await payer.see('#add-0').click();
  await costs(payer, '€15.00');
  await payer.pays();
  await payer.thanked();
  const { line_items } = await shop.settled(session);
  assert.deepEqual(line_items.data.map(({ description }) => description), ['Tea', 'Cup']);
});

story('a promotion code is used, taken back and refused', {}, async ({ shop, payer }) => {
  await codes(shop);
  const session = await shop.open({ allow_promotion_codes: true, line_items: [line('Tea', 2000)] });
  await payer.opens(session);
  await payer.fills({ promotion_code: null });
  await payer.field('promotion_code').fill('spring');
  await payer.field('promotion_code').press('Enter');
  await costs(payer, '€18.00');
  assert.equal(await payer.reads('#used-code'), 'SPRING');
  assert.match(await payer.reads('.sum'), /Discount SPRING -€2\.00/);
  await isAccessible(payer, 'a used code');
  await payer.see('#no-code').click();
  await costs(payer, '€20.00');
  await payer.field('promotion_code').fill('SPRING');
  await payer.see('button[value=code]').press('Enter');
  await costs(payer, '€18.00');
  assert.notEqual(await payer.page.evaluate(() => document.activeElement.tagName), 'BODY', 'the keyboard is not lost');
  await payer.see('#no-code').click();
  await costs(payer, '€20.00');
  for (const [code, words] of [['NOBODY', /no such code/i], ['LARGE', /at least €50\.00/]]) {
    await payer.field('promotion_code').fill(code);
    await payer.see('button[value=code]').click();
    await payer.see('#promotion_code-error').filter({ hasText: code }).waitFor();
    assert.match(await payer.toldAt('promotion_code'), words);
  }
  await shot(payer, 'refused-code');
  await isAccessible(payer, 'a refused code');
  await payer.submits();
  await payer.thanked();
  assert.equal((await shop.settled(session)).amount_total, 2000);
});

story('who types a code and pays at once sees the new amount first', {}, async ({ shop, payer }) => {
  await codes(shop);
  const session = await shop.open({ allow_promotion_codes: true, line_items: [line('Tea', 2000)] });
  await payer.opens(session);
  await payer.fills();
  await payer.field('promotion_code').fill('SPRING');
  await payer.submits();
  await costs(payer, '€18.00');
  assert.deepEqual(await shop.state(session), ['open', 'unpaid']);
  assert.equal(await payer.value('card[number]'), '4242 4242 4242 4242');
  await payer.submits();
  await payer.thanked();
  assert.equal((await shop.settled(session)).amount_total, 1800);
});

story('who pays while a choice is under way pays at once only what they saw', {}, async ({ shop, payer }) => {
  const session = await shop.open({ line_items: [tea()], shipping_options: [way('By post', 400, 3, 5), way('By foot', 400, 7, 9)] });
  await payer.opens(session);
  await payer.fills();
  const during = async (choice, look) => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    await payer.page.route('**/c/pay/**', (route) => held.then(() => route.continue()));
    await payer.see(choice).click();
    await payer.submits();
    release();
    await look();
    await payer.page.unroute('**/c/pay/**');
  };
  await during('#more-1', () => costs(payer, '€19.00'));
  assert.deepEqual(await shop.state(session), ['open', 'unpaid']);
  await during('#shipping_option-1', () => payer.thanked());
  const { amount_total, shipping_cost } = await shop.settled(session);
  assert.deepEqual([amount_total, shipping_cost.amount_total], [1900, 400]);
});

story('a code that makes an order free takes the card away, and without it the card is asked for again', {}, async ({ shop, payer }) => {
  const coupon = await shop.stripe.coupons.create({ percent_off: 100 });
  await shop.stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id }, code: 'FREE' });
  const session = await shop.open({ allow_promotion_codes: true });
  await payer.opens(session);
  const code = async () => {
    await payer.field('promotion_code').fill('FREE');
    await payer.see('button[value=code]').click();
    await payer.see('#used-code').waitFor();
  };
  await code();
  assert.equal(await payer.see('[name^="card["]').count(), 0);
  await payer.see('#no-code').click();
  await payer.field('card[number]').fill('378282246310005');
  await payer.seesBrand(/American Express/);
  await code();
  await payer.pays();
  await payer.thanked();
  assert.deepEqual(await shop.state(session), ['complete', 'no_payment_required']);
});

story('a way of shipping is chosen by name, time and price', {}, async ({ shop, payer }) => {
  const session = await shop.open({ shipping_options: [way('By post', 400, 3, 5), way('By courier', 1200, 1, 1)] });
  await payer.opens(session);
  assert.match(await payer.reads('#shipping_option'), /By post 3–5 business days €4\.00 By courier 1 business day €12\.00/);
  await payer.see('#shipping_option-1').check();
  await costs(payer, '€19.00');
  assert.equal(await payer.see('#shipping_option-1').isChecked(), true);
  assert.match(await payer.reads('.sum'), /Shipping By courier · 1 business day €12\.00/);
  await payer.pays();
  await payer.thanked();
  const { amount_total, shipping_cost } = await shop.settled(session);
  assert.deepEqual([amount_total, shipping_cost.amount_total], [1900, 1200]);
});

story('with all there is to choose the page is right for everybody', {}, async ({ shop, payer }) => {
  await payer.opens(await full(shop));
  await isAccessible(payer, 'all choices');
  assert.deepEqual(await smallTargets(payer), []);
  await shot(payer, 'choices');
});

story('on a phone all choices are in reach', PHONE, async ({ shop, payer }) => {
  await payer.opens(await full(shop));
  assert.equal(await isTooWide(payer), false);
  assert.deepEqual(await smallTargets(payer), []);
  await payer.see('#more-1').tap();
  await costs(payer, '€27.90');
  await shot(payer, 'phone-choices');
});

story('in Arabic choices are made from right to left', { locale: 'ar' }, async ({ shop, payer }) => {
  await payer.opens(await full(shop));
  await isAccessible(payer, 'all choices in Arabic');
  const ends = await payer.see('.choice .what > *').evaluateAll((parts) => parts.map((part) => {
    const text = document.createRange();
    text.selectNodeContents(part);
    return Math.round(text.getBoundingClientRect().right);
  }));
  assert.equal(new Set(ends).size, 1, 'names and times begin at the same side');
  await payer.see('#more-1').click();
  await payer.see('#quantity-1').and(payer.see('[value="3"]')).waitFor();
  assert.match(await payer.reads('#told'), /\p{Script=Arabic}/u);
  await shot(payer, 'choices-right-to-left');
});

story('when the shop cannot be reached the payer is told, and nothing that was typed is lost', {}, async ({ shop, payer, window }) => {
  await payer.opens(await shop.open({ line_items: [tea()] }));
  await payer.fills();
  await payer.page.route('**/c/pay/**', (route) => route.abort());
  await payer.see('#more-1').click();
  assert.match(await payer.told(), /try again/i);
  assert.equal(await payer.value('card[number]'), '4242 4242 4242 4242');
  await payer.page.unroute('**/c/pay/**');
  await payer.see('#more-1').click();
  await costs(payer, '€20.00');
  assert.deepEqual(window.complaints, []);
});

story('when the shop has no answer the payer is told, and the card stays', {}, async ({ shop, payer }) => {
  await payer.opens(await shop.open({ line_items: [tea()] }));
  await payer.fills();
  await payer.page.route('**/c/pay/**', (route) => route.fulfill({ status: 503, contentType: 'text/html', body: '<p>Later' }));
  await payer.see('#more-1').click();
  assert.match(await payer.told(), /try again/i);
  assert.equal(await payer.value('card[number]'), '4242 4242 4242 4242');
});

story('a trial says for how long it is free and what is due then', {}, async ({ shop, payer }) => {
  const recurring = { recurring: { interval: 'month' } };
  const club = { ...line('Tea club', 1900, recurring), adjustable_quantity: adjustable };
  await payer.opens(await shop.open({
    mode: 'subscription',
    line_items: [club, line('Tin', 500)],
    subscription_data: { trial_period_days: 14 },
  }));
  assert.equal(await due(payer), '14 days free');
  assert.match(await payer.reads('.then'), /then €19\.00 per month/);
  assert.match(await payer.reads('.total'), /due today €5\.00/);
  await payer.see('#more-1').click();
  await payer.see('.then').filter({ hasText: '€38.00' }).waitFor();
  assert.match(await payer.reads('.total'), /€5\.00/);
  await shot(payer, 'trial');
});

story('what is charged once and what is charged each month are told apart', {}, async ({ shop, payer }) => {
  const club = line('Tea club', 1900, { recurring: { interval: 'month' } });
  await payer.opens(await shop.open({ mode: 'subscription', line_items: [club, line('Tin', 500)] }));
  assert.equal(await due(payer), '€24.00');
  assert.match(await payer.reads('.then'), /then €19\.00 per month/);
});

story('without JavaScript every choice is a button, and what was typed stays', PLAIN, async ({ shop, payer }) => {
  const session = await full(shop);
  await payer.opens(session);
  await payer.fills({ promotion_code: null, 'quantity-1': null });
  for (const [press, amount] of [['#more-1', '€27.90'], ['#add-0', '€35.90'], ['#fewer-1', '€30.90']]) {
    await payer.see(press).click();
    await costs(payer, amount);
  }
  assert.equal(await payer.value('email'), 'ada@shop.example');
  await payer.field('promotion_code').fill('spring');
  await payer.see('button[value=code]').click();
  await costs(payer, '€28.21');
  await payer.see('#no-code').click();
  await payer.field('quantity-1').fill('4');
  await payer.see('#shipping_option-1').check();
  await payer.see('button[value=update]').click();
  await costs(payer, '€48.90');
  await payer.see('#remove-3').click();
  await costs(payer, '€40.90');
  await shot(payer, 'choices-without-javascript');
  await payer.pays({ promotion_code: null, 'quantity-1': null });
  await payer.thanked();
  assert.equal((await shop.settled(session)).amount_total, 4090);
});

story('without JavaScript a refused choice says why', PLAIN, async ({ shop, payer }) => {
  await payer.opens(await full(shop));
  await payer.field('promotion_code').fill('NOBODY');
  await payer.see('button[value=code]').click();
  assert.match(await payer.toldAt('promotion_code'), /NOBODY.*no such code/i);
  await payer.field('quantity-1').fill('12');
  await payer.see('button[value=update]').click();
  assert.match(await payer.reads('#choice-error'), /from 0 to 9/);
});

story('without JavaScript Enter pays, and what was changed before is seen first', PLAIN, async ({ shop, payer }) => {
  const session = await shop.open({ line_items: [tea()] });
  await payer.opens(session);
  await payer.fills({ 'quantity-1': '3' });
  await payer.field('email').press('Enter');
  await costs(payer, '€15.00');
  assert.deepEqual(await shop.state(session), ['open', 'unpaid']);
  await payer.fills({ 'quantity-1': null });
  await payer.field('email').press('Enter');
  await payer.thanked();
  assert.equal((await shop.settled(session)).amount_total, 1500);
});

// Germany's tax is on top here, France has none.
const taxes = join(mkdtempSync(join(tmpdir(), 'paydesk-')), 'taxes.toml');
writeFileSync(taxes, '[[taxes]]\ncountry = "DE"\ndisplay_name = "VAT"\npercentage = 19\ninclusive = false\n');
const deployment = ownDeployment(() => Deployment.start('--tax', taxes));
const taxed = (shop, different = {}) => shop.open({ automatic_tax: { enabled: true }, line_items: [line('Tea', 1000)], ...different });

story('tax is counted as soon as the address is known', { deployment }, async ({ shop, payer }) => {
  const session = await taxed(shop);
  await payer.opens(session);
  assert.match(await payer.reads('.sum'), /Tax Once the address is known/);
  await isAccessible(payer, 'a tax that is not known yet');
  await payer.field('card[number]').fill('4242424242424242');
  await payer.field('billing[country]').selectOption('DE');
  await costs(payer, '€11.90');
  assert.match(await payer.reads('.sum'), /VAT \(19%\) €1\.90/);
  assert.equal(await payer.value('card[number]'), '4242 4242 4242 4242');
  assert.equal(await payer.value('billing[country]'), 'DE');
  await payer.field('billing[country]').selectOption('FR');
  await costs(payer, '€10.00');
  assert.match(await payer.reads('.sum'), /Tax €0\.00/);
  await payer.fills({ 'billing[country]': 'DE' });
  await costs(payer, '€11.90');
  await payer.submits();
  await payer.thanked();
  const { amount_total, automatic_tax, total_details } = await shop.settled(session);
  assert.deepEqual([amount_total, automatic_tax.status, total_details.amount_tax], [1190, 'complete', 190]);
});

story('tax is that of where it ships to', { deployment }, async ({ shop, payer }) => {
  const session = await taxed(shop, { shipping_address_collection: { allowed_countries: ['DE', 'FR'] } });
  await payer.opens(session);
  await payer.fills({ 'shipping[country]': 'DE' });
  await costs(payer, '€11.90');
  await payer.submits();
  await payer.thanked();
  assert.equal((await shop.settled(session)).amount_total, 1190);
});

story('without JavaScript tax is seen before it is paid', { deployment, ...PLAIN }, async ({ shop, payer }) => {
  const session = await taxed(shop);
  await payer.opens(session);
  await payer.pays();
  await costs(payer, '€11.90');
  assert.match(await payer.told(), /amount has changed/i);
  assert.deepEqual(await shop.state(session), ['open', 'unpaid']);
  await payer.pays();
  await payer.thanked();
  const asked = await taxed(shop);
  await payer.opens(asked);
  await payer.field('billing[country]').selectOption('DE');
  await payer.see('button[value=update]').click();
  await costs(payer, '€11.90');
  await payer.pays();
  await payer.thanked();
  assert.equal((await shop.settled(asked)).amount_total, 1190);
});
