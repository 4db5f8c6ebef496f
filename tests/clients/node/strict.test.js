// Keys that were made, on a deployment that takes no others.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import Stripe from 'stripe';
import { Deployment, makeKey } from './deployment.js';
import { Shop, bare, refusal } from './shop.js';

const { StripeAuthenticationError, StripePermissionError } = Stripe.errors;

let directory, deployment, writer, reader, live;
before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'paydesk-'));
  const file = join(directory, 'paydesk.db');
  const { key, account } = makeKey(file);
  const readOnly = makeKey(file, '--read-only', '--account', account);
  const liveKey = makeKey(file, '--live', '--account', account);
  deployment = await Deployment.start('--data', file, '--strict-keys');
  writer = new Shop(deployment.url, { key });
  reader = new Shop(deployment.url, { key: readOnly.key });
  live = new Shop(deployment.url, { key: liveKey.key });
});
after(async () => {
  await deployment?.stop();
  rmSync(directory, { recursive: true });
});

test('a restricted key reads and cannot write', async () => {
  const session = await writer.open();
  for (const call of [
    () => reader.open(),
    () => reader.sessions.update(session.id, { metadata: { a: '1' } }),
    () => reader.sessions.expire(session.id),
  ]) {
    const error = await refusal(call, StripePermissionError);
    assert.deepEqual([error.type, error.statusCode], ['StripePermissionError', 403]);
  }
  assert.deepEqual(bare(await reader.sessions.retrieve(session.id)), bare(session));
  assert.deepEqual(await reader.listed(), [session.id]);
});

test('test and live data never meet', async () => {
  const session = await live.open();
  assert.deepEqual([session.livemode, session.id.startsWith('cs_live_')], [true, true]);
  assert.equal((await refusal(() => writer.sessions.retrieve(session.id))).statusCode, 404);
  assert.equal((await writer.listed()).includes(session.id), false);
});

test('a key that nobody made is refused', async () => {
  await refusal(() => new Shop(deployment.url).open(), StripeAuthenticationError);
});
