// Ways to the page and away from it: payment links, and the link back to the shop.

import assert from 'node:assert/strict';
import { line } from './support/shop.mjs';
import { shot } from './support/shots.mjs';
import { story } from './support/story.mjs';

story('a payment link opens a session of its own for whoever follows it, and is paid', {}, async ({ shop, payer }) => {
  const link = await shop.stripe.paymentLinks.create({
    line_items: [line()],
    after_completion: { type: 'redirect', redirect: { url: shop.thanks } },
  });
  await payer.opens(link);
  const other = await payer.another();
  await other.opens(link);
  assert.notEqual(payer.page.url(), other.page.url());
  await payer.pays();
  const id = (await payer.thanked()).searchParams.get('session');
  const session = await shop.sessions.retrieve(id);
  assert.deepEqual([session.payment_link, session.payment_status, session.amount_total], [link.id, 'paid', 700]);
  const { data } = await shop.sessions.list({ payment_link: link.id });
  assert.deepEqual(data.map(({ status }) => status).sort(), ['complete', 'open']);
});

story('a payment link without a page to go to thanks the payer itself', {}, async ({ shop, payer }) => {
  const link = await shop.stripe.paymentLinks.create({
    line_items: [line()],
    after_completion: { type: 'hosted_confirmation', hosted_confirmation: { custom_message: 'We pack it today.' } },
  });
  await payer.opens(link);
  await payer.pays();
  assert.match(await payer.noticed('complete'), /We pack it today\./);
  await shot(payer, 'confirmation');
  assert.equal((await shop.charged()).length, 1);
});

story('the link back leads to the shop, and the session can still be paid', {}, async ({ shop, payer }) => {
  const session = await shop.open({ cancel_url: shop.at('/cancel') });
  await payer.opens(session);
  await payer.see('a#back').click();
  await payer.see('text=Your basket').waitFor();
  assert.equal(payer.page.url(), shop.at('/cancel'));
  assert.deepEqual(await shop.state(session), ['open', 'unpaid']);
  await payer.goesBack();
  await payer.pays();
  await payer.thanked();
});

story('without a cancel_url there is no link back', {}, async ({ shop, payer }) => {
  await payer.opens(await shop.open());
  await payer.atForm();
  assert.equal(await payer.see('a#back').count(), 0);
});
