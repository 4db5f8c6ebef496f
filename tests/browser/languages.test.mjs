// Languages: the session's or the browser's, with words and amounts as people there write them.

import assert from 'node:assert/strict';
import { line } from './support/shop.mjs';
import { shot } from './support/shots.mjs';
import { story } from './support/story.mjs';

const yen = (amount) => ({ line_items: [line('茶', amount, { currency: 'jpy' })] });

/** The words a payer reads at the fields and on the button. */
async function words(payer) {
  const labels = await payer.see('form:has(#pay) label').allInnerTexts();
  return [...labels.map((label) => label.trim()), (await payer.reads('#pay')).replace(/[\d.,\s€\u00A5\uFFE5]+/g, ' ').trim()];
}

story('a German session has German words and German amounts', {}, async ({ shop, payer }) => {
  const session = await shop.open({ locale: 'de' });
  await payer.opens(session);
  assert.equal(await payer.see('html').getAttribute('lang'), 'de');
  assert.match(await payer.reads('#total'), /7,00 €/);
  assert.match(await payer.reads('#pay'), /zahlen/i);
  assert.match(await payer.reads('label[for=card-number]'), /Karte/);
  await shot(payer, 'german');
  await payer.pays({ 'card[number]': '4000000000000002' });
  assert.match(await payer.told(), /abgelehnt/i);
  await payer.pays();
  await payer.thanked();
});

for (const locale of ['ja', 'en']) {
  story(`yen have no decimals, in ${locale}`, {}, async ({ shop, payer }) => {
    await payer.opens(await shop.open({ locale, ...yen(700) }));
    assert.equal(await payer.see('html').getAttribute('lang'), locale);
    for (const place of ['#total', '#lines']) {
      const amount = await payer.reads(place);
      assert.match(amount, /[\u00A5\uFFE5]\s?700(?!\d)/, place);
      assert.doesNotMatch(amount, /\$|7[.,]00|700[.,]/, place);
    }
  });
}

story('every language has words of its own', {}, async ({ shop, payer }) => {
  await payer.opens(await shop.open({ locale: 'en' }));
  const english = await words(payer);
  assert.ok(english.length > 3);
  for (const locale of ['de', 'fr', 'es', 'it', 'pt-BR', 'nl', 'pl', 'ja', 'zh']) {
    await payer.opens(await shop.open({ locale }));
    assert.equal(await payer.see('html').getAttribute('lang'), locale);
    const translated = await words(payer);
    assert.equal(translated.length, english.length, locale);
    const same = translated.filter((word, index) => word === english[index]);
    // "IBAN", "CVC" and "PayPal" are words everywhere.
    assert.ok(same.length <= 2, `${locale} has English words: ${same.join(', ')}`);
    assert.notEqual(translated.at(-1), english.at(-1), `the button in ${locale}`);
  }
});

story("where the session leaves it open, the browser's language decides", { locale: 'fr-FR' }, async ({ shop, payer }) => {
  await payer.opens(await shop.open());
  assert.equal(await payer.see('html').getAttribute('lang'), 'fr');
  assert.match(await payer.reads('#total'), /7,00 €/);
});

story("the session's language is stronger than the browser's", { locale: 'fr-FR' }, async ({ shop, payer }) => {
  await payer.opens(await shop.open({ locale: 'it' }));
  assert.equal(await payer.see('html').getAttribute('lang'), 'it');
});

story('a notice speaks the language, too', {}, async ({ shop, payer }) => {
  const session = await shop.open({ locale: 'de' });
  await shop.sessions.expire(session.id);
  await payer.opens(session);
  assert.match(await payer.noticed('expired'), /abgelaufen/i);
  await shot(payer, 'expired-in-german');
});
