// Screens: a phone, the dark, and one that is read from right to left.

import assert from 'node:assert/strict';
import { isTooWide, smallTargets } from './support/access.mjs';
import { EVERYTHING } from './support/everything.mjs';
import { line } from './support/shop.mjs';
import { shot } from './support/shots.mjs';
import { story } from './support/story.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

story('on a phone nothing is cut off, a thumb hits everything, and it pays', PHONE, async ({ shop, payer }) => {
  const session = await shop.open({ ...EVERYTHING, cancel_url: shop.at('/cancel') });
  await payer.opens(session);
  assert.equal(await isTooWide(payer), false);
  assert.deepEqual(await smallTargets(payer), []);
  await shot(payer, 'phone-everything');
  await payer.opens(await shop.open());
  await shot(payer, 'phone');
  await payer.fills();
  await payer.see('#pay').tap();
  await payer.thanked();
});

story('on a phone numbers are typed on a keypad, and what it has stored is offered', PHONE, async ({ shop, payer }) => {
  await payer.opens(await shop.open());
  for (const [name, keypad, stored] of [
    ['email', 'email', 'email'],
    ['card[number]', 'numeric', 'cc-number'],
    ['card[expiry]', 'numeric', 'cc-exp'],
    ['card[cvc]', 'numeric', 'cc-csc'],
    ['card[name]', null, 'cc-name'],
  ]) {
    const field = payer.field(name);
    const mode = (await field.getAttribute('inputmode')) ?? (name === 'email' ? await field.getAttribute('type') : null);
    if (keypad) assert.equal(mode, keypad, name);
    assert.equal(await field.getAttribute('autocomplete'), stored, name);
  }
});

story('a very small screen scrolls nothing sideways', { viewport: { width: 320, height: 568 } }, async ({ shop, payer }) => {
  await payer.opens(await shop.open(EVERYTHING));
  await payer.atForm();
  assert.equal(await isTooWide(payer), false);
});

story('who likes it dark gets it dark', { colorScheme: 'dark' }, async ({ shop, payer }) => {
  await payer.opens(await shop.open());
  await payer.atForm();
  const brightness = await payer.page.evaluate(() => {
    // What shows where nothing is painted is the browser's own canvas, in the scheme that the page has declared.
    const canvas = document.body.appendChild(document.createElement('i'));
    canvas.style.backgroundColor = 'Canvas';
    const painted = [document.body, document.documentElement, canvas].map((one) => getComputedStyle(one).backgroundColor);
    const [red, green, blue] = painted.find((colour) => !/, 0\)$/.test(colour)).match(/[\d.]+/g).map(Number);
    return (red + green + blue) / 3;
  });
  assert.ok(brightness < 100, `${brightness} of 255 is not dark`);
  await shot(payer, 'dark');
});

story("in Arabic a merchant's Latin words begin where all lines do", { locale: 'ar' }, async ({ shop, payer }) => {
  const tea = line('Tea', 700, {}, { description: 'Tin of 100 g' });
  await payer.opens(await shop.open({ line_items: [tea], custom_text: { submit: { message: 'We pack it today.' } } }));
  const begins = (place) =>
    payer.see(place).evaluate((element) => {
      const words = document.createRange();
      words.selectNodeContents(element);
      return Math.round(words.getBoundingClientRect().right);
    });
  assert.equal(await begins('#lines .what .lines'), await begins('#lines .what .name'));
  assert.equal(await begins('form > .lines'), await begins('#payment_method legend'));
});

story('in Arabic the page is read from right to left, and pays', { locale: 'ar' }, async ({ shop, payer }) => {
  const session = await shop.open({ locale: 'auto' });
  await payer.opens(session);
  const html = payer.see('html');
  assert.deepEqual([await html.getAttribute('dir'), await html.getAttribute('lang')], ['rtl', 'ar']);
  for (const place of ['#pay', 'label[for=email]', 'label[for=card-number]']) {
    assert.match(await payer.reads(place), /\p{Script=Arabic}/u, place);
  }
  const direction = await payer.field('card[number]').evaluate((field) => getComputedStyle(field).direction);
  assert.equal(direction, 'ltr', 'digits of a card are read from left to right everywhere');
  assert.equal(await isTooWide(payer), false);
  await shot(payer, 'right-to-left');
  await payer.pays({ 'card[number]': '4000000000000002' });
  assert.match(await payer.told(), /\p{Script=Arabic}/u);
  await payer.pays();
  await payer.thanked();
  assert.deepEqual(await shop.state(session), ['complete', 'paid']);
});
