// A story: a shop and a payer who have never met, in a browser that is watched. However it ends, nothing of the page may
// have been stopped by its policy, failed, or asked anything of a host that it has no business with.

import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { basename } from 'node:path';
import { after, test } from 'node:test';
import { Deployment } from '../../clients/node/deployment.js';
import { launch, Window } from './browser.mjs';
import { Payer } from './payer.mjs';
import { openWeb, Shop } from './shop.mjs';

/** Started when somebody first asks for it, stopped after the last story of the file. */
function once(start, stop) {
  let started;
  after(async () => started && stop(await started));
  return () => (started ??= start());
}

const browser = once(launch, (running) => running.close());
const web = once(openWeb, (server) => server.close());
const shared = once(() => Deployment.shared(), (deployment) => deployment.stop());

/** A deployment of a file's own: its clock may be moved, its settings be others. */
export function ownDeployment(start = () => Deployment.start()) {
  return once(start, (deployment) => deployment.stop());
}

const WANTED = new RegExp(process.env.STORIES ?? '', 'i');
const FILE = basename(process.argv[1] ?? '', '.test.mjs');

/** Whether this run is to tell that story; whoever runs it learns that one was. */
function isWanted(name) {
  if (!WANTED.test(`${FILE}: ${name}`)) return false;
  if (process.env.STORIES_TOLD) appendFileSync(process.env.STORIES_TOLD, `${name}\n`);
  return true;
}

/**
 * Tells a story. `deployment` is where, the shared one unless another is given; `key` makes the merchant's key there;
 * all else are settings of the browser window, such as `locale` or `javaScriptEnabled`.
 */
export function story(name, { deployment = shared, key = () => undefined, ...settings }, tell) {
  if (!isWanted(name)) return;
  test(name, async (t) => {
    const where = await deployment();
    const window = await Window.open(await browser(), settings);
    t.after(() => window.close());
    const shop = new Shop(where, await web(), await key(where));
    const payer = new Payer(await window.context.newPage());
    await tell({ shop, payer, window, deployment: where });
    assert.deepEqual(window.complaints, [], 'the browser had nothing to complain of');
    assert.deepEqual(window.hosts.filter((host) => !isExpected(host, where)), [], 'nobody else was asked for anything');
  });
}

/** The runner, and where merchants of these stories have their pictures. */
function isExpected(host, deployment) {
  return host === new URL(deployment.url).host || host === 'pictures.example';
}
