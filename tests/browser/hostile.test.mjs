// Merchants' words that are no words: they are shown as they are, and nothing of them runs.

import assert from 'node:assert/strict';
import { line } from './support/shop.mjs';
import { shot } from './support/shots.mjs';
import { story } from './support/story.mjs';

const SCRIPT = '<script>window.robbed = 1</script>';
const BREAKOUT = `"'><img src=x onerror="window.robbed = 1">`;
const BACKWARDS = 'Tea \u202Egnp.exe';
const WIDE = '🍵𝒯𝑒𝒶 👩🏽‍🚀';
const TEMPLATE = '{{7*7}}${7*7}{% raw %}</textarea></title>';

const hostile = {
  line_items: [SCRIPT, BREAKOUT, BACKWARDS, WIDE, TEMPLATE].map((words) =>
    line(words, 700, {}, { description: `${BREAKOUT} ${words}`, metadata: { note: words }, images: ['https://pictures.example/a.svg?"><script>'] }),
  ),
  branding_settings: { display_name: `${SCRIPT}${BREAKOUT}${WIDE}` },
  metadata: { note: SCRIPT },
  custom_fields: [
    { key: 'one', type: 'text', label: { type: 'custom', custom: BREAKOUT }, text: { default_value: BREAKOUT } },
    { key: 'two', type: 'dropdown', label: { type: 'custom', custom: 'Two' }, dropdown: { options: [{ label: SCRIPT, value: 'a' }] } },
  ],
  custom_text: { submit: { message: `${SCRIPT}${TEMPLATE}` } },
};

async function isUnharmed(payer) {
  assert.equal(await payer.page.evaluate(() => window.robbed), undefined);
  assert.equal(await payer.see('img[src=x], script:not([src])').count(), 0);
}

story("a merchant's hostile words are shown as text", {}, async ({ shop, payer }) => {
  await payer.opens(await shop.open({ ...hostile, cancel_url: `${shop.at('/cancel')}?"><script>window.robbed=1</script>` }));
  const lines = await payer.see('#lines').textContent();
  for (const words of [SCRIPT, BREAKOUT, BACKWARDS, WIDE, TEMPLATE]) assert.ok(lines.includes(words), words);
  assert.ok((await payer.see('#merchant').textContent()).includes(`${SCRIPT}${BREAKOUT}${WIDE}`));
  assert.ok((await payer.see('body').textContent()).includes(`${SCRIPT}${TEMPLATE}`));
  assert.equal(await payer.value('custom_fields[one]'), BREAKOUT);
  await isUnharmed(payer);
  await shot(payer, 'hostile-words');
});

story("a payer's hostile answers come back as text, too", {}, async ({ shop, payer }) => {
  const session = await shop.open(hostile);
  await payer.opens(session);
  const answers = { 'card[name]': SCRIPT, 'custom_fields[one]': BREAKOUT, 'custom_fields[two]': 'a' };
  await payer.pays({ ...answers, 'card[number]': '4000000000000002' });
  await payer.told();
  assert.equal(await payer.value('custom_fields[one]'), BREAKOUT);
  await isUnharmed(payer);
  await payer.pays({ ...answers, 'card[number]': '4000002760003184' });
  await payer.atBank();
  await isUnharmed(payer);
  await payer.answersBank('authorise');
  await payer.thanked();
  assert.equal((await shop.settled(session)).custom_fields[0].text.value, BREAKOUT);
});

story('names that run from right to left do not turn the amounts around', {}, async ({ shop, payer }) => {
  await payer.opens(await shop.open({ line_items: [line('שלום \u202E123', 700)], branding_settings: { display_name: '\u202Eshop' } }));
  // An override that is not closed reaches to the end of what isolates it, and no further.
  const reaches = await payer.see('body').evaluate((body) => {
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT, (node) => node.data.includes('\u202E') ? 1 : 2);
    const open = [];
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (!/isolate|plaintext/.test(getComputedStyle(parent).unicodeBidi)) open.push(parent.outerHTML);
    }
    return open;
  });
  assert.deepEqual(reaches, []);
  assert.match(await payer.reads('#total'), /€7\.00/);
});
