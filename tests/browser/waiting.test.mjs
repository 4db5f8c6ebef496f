// A provider that takes its time: the payer waits, is told so, and goes on when the outcome is there.

import assert from 'node:assert/strict';
import { isAccessible } from './support/access.mjs';
import { shot } from './support/shots.mjs';
import { ownDeployment, story } from './support/story.mjs';
import { startWithTable } from './support/table.mjs';

const deployment = ownDeployment(startWithTable);

for (const javaScriptEnabled of [true, false]) {
  const where = javaScriptEnabled ? '' : ', also without JavaScript';
  const settings = { deployment, javaScriptEnabled };
  story(`while a payment is under way another form waits, and then goes on by itself${where}`, settings, async ({ shop, payer, deployment }) => {
    const session = await shop.open();
    const other = await payer.another();
    await payer.opens(session);
    await other.opens(session);
    await other.fills();
    await payer.pays({ 'card[number]': '4000002760003184' });
    await payer.atBank();
    const answers = await deployment.table.silenceProvider(session);
    await other.submits();
    assert.match(await other.noticed('processing'), /being processed/i);
    if (javaScriptEnabled) await isAccessible(other, 'the notice of a payment under way');
    await shot(other, 'processing');
    await answers();
    await payer.answersBank('authorise');
    await payer.thanked();
    await other.thanked();
    assert.equal((await shop.charged()).length, 1);
  });
}

story('who opens the page while a payment is under way waits as well, and finds the form if nothing came of it', { deployment }, async ({ shop, payer, deployment }) => {
  const session = await shop.open();
  await payer.opens(session);
  await payer.pays({ 'card[number]': '4000002760003184' });
  await payer.atBank();
  const answers = await deployment.table.silenceProvider(session);
  const other = await payer.another();
  await other.opens(session);
  await other.noticed('processing');
  await answers();
  await payer.answersBank('fail');
  await payer.told();
  await other.atForm();
  assert.deepEqual(await shop.charged(), []);
});
