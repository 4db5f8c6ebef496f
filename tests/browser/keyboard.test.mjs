// A payer without a mouse.

import assert from 'node:assert/strict';
import { focused, focusIsVisible } from './support/access.mjs';
import { idOf } from './support/payer.mjs';
import { story } from './support/story.mjs';

const FAR = 60;

/** Goes on with Tab until the keyboard is at a control, and is seen to be wherever it stops on the way. */
async function tabsTo(payer, name) {
  const passed = [];
  while (passed.length < FAR) {
    await payer.page.keyboard.press('Tab');
    passed.push(await focused(payer));
    assert.ok(await focusIsVisible(payer), `the focus at "${passed.at(-1)}" can be seen`);
    if (passed.at(-1) === name) return;
  }
  assert.fail(`Tab never reaches ${name}, but ${passed.join(', ')}`);
}

async function types(payer, answers) {
  for (const [name, answer] of answers) {
    await tabsTo(payer, name);
    await payer.page.keyboard.type(answer);
  }
}

const CARD = [
  ['card[number]', '4242424242424242'],
  ['card[expiry]', '1234'],
  ['card[cvc]', '123'],
  ['card[name]', 'Ada Lovelace'],
  ['billing[country]', 'Germany'],
  ['billing[postal_code]', '10115'],
];

story('with the keyboard alone, from the first field to the button, it pays', {}, async ({ shop, payer }) => {
  const session = await shop.open({ consent_collection: { terms_of_service: 'required' } });
  await payer.opens(session);
  await types(payer, [['email', 'ada@shop.example'], ...CARD]);
  await tabsTo(payer, 'terms_of_service');
  await payer.page.keyboard.press('Space');
  await tabsTo(payer, 'pay');
  await payer.page.keyboard.press('Space');
  await payer.thanked();
  assert.deepEqual(await shop.state(session), ['complete', 'paid']);
});

story('Enter in a field pays as well', {}, async ({ shop, payer }) => {
  const session = await shop.open();
  await payer.opens(session);
  await payer.fills();
  await payer.field('card[cvc]').press('Enter');
  await payer.thanked();
  assert.deepEqual(await shop.state(session), ['complete', 'paid']);
});

story('a way to pay is chosen with the arrow keys', {}, async ({ shop, payer }) => {
  await payer.opens(await shop.open({ allowed_payment_method_types: ['card', 'ideal'] }));
  await tabsTo(payer, 'payment_method');
  await payer.page.keyboard.press('ArrowDown');
  assert.equal(await payer.see('[name=payment_method]:checked').getAttribute('value'), 'ideal');
  await tabsTo(payer, 'pay');
});

/** Whether the keyboard is where the payer must go on, or one step from it. */
async function isLedTo(payer, name) {
  const place = await focused(payer);
  const link = payer.see(`#alert a[href="#${idOf(name)}"]`);
  if (place === name || (await link.count()) === 1) return;
  assert.equal(await payer.see('#alert:focus, #alert :focus').count(), 1, `the keyboard is at "${place}"`);
}

for (const javaScriptEnabled of [true, false]) {
  const where = javaScriptEnabled ? '' : ', also without JavaScript';
  story(`an error leads the keyboard to its field${where}`, { javaScriptEnabled }, async ({ shop, payer }) => {
    await payer.opens(await shop.open());
    await payer.pays({ 'card[number]': '4242424242424241' });
    await payer.toldAt('card[number]');
    await isLedTo(payer, 'card[number]');
  });
}

story('a decline is said aloud, and leads back to the card', {}, async ({ shop, payer }) => {
  await payer.opens(await shop.open());
  await payer.pays({ 'card[number]': '4000000000000002' });
  await payer.told();
  assert.equal(await payer.see('#alert').getAttribute('role'), 'alert');
  await isLedTo(payer, 'card[number]');
});
