// How large the page is, and how soon a payer can use it: the median of twenty first visits, as JSON.

import { brotliCompressSync, gzipSync } from 'node:zlib';
import { Deployment } from '../clients/node/deployment.js';
import { launch, Window } from './support/browser.mjs';
import { openWeb, Shop } from './support/shop.mjs';

const VISITS = 20;

/** Runs before the page: notes when the button can be pressed. */
function noteReadiness() {
  const look = () => {
    const button = document.querySelector('#pay');
    if (button && !button.disabled) window.payable ??= performance.now();
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
}

/** All that one visit fetches, and when it was ready, in milliseconds after it began. */
async function visit(browser, url) {
  const window = await Window.open(browser);
  await window.context.addInitScript(noteReadiness);
  const page = await window.context.newPage();
  await page.goto(url, { waitUntil: 'load' });
  const times = await page.evaluate(() => {
    const [loading] = performance.getEntriesByType('navigation');
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    return {
      first_byte: loading.responseStart,
      content_loaded: loading.domContentLoadedEventEnd,
      first_paint: paint?.startTime ?? null,
      interactive: Math.max(window.payable, loading.domContentLoadedEventEnd),
    };
  });
  if (!Number.isFinite(times.interactive)) throw new Error(`${url} has no button that can be pressed`);
  const fetched = await Promise.all(window.requests.map(sizes));
  await window.close();
  return { times, fetched };
}

/** A response as it was sent, as it is, and as it would be compressed. */
async function sizes(request) {
  const response = await request.response();
  const [body, sent] = [await response.body(), await request.sizes()];
  return {
    kind: request.resourceType(),
    name: new URL(request.url()).pathname.split('/').at(-1),
    encoding: response.headers()['content-encoding'] ?? 'none',
    sent: sent.responseBodySize,
    headers: sent.responseHeadersSize,
    plain: body.length,
    gzip: gzipSync(body, { level: 9 }).length,
    brotli: brotliCompressSync(body).length,
  };
}

function median(numbers) {
  const sorted = numbers.filter((number) => number !== null).sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const sum = (rows, column) => rows.reduce((total, row) => total + row[column], 0);

const deployment = await Deployment.shared();
const web = await openWeb();
const browser = await launch();
const { url } = await new Shop(deployment, web).open();
const visits = [];
// The first one warms the runner, and is not counted.
for (let count = 0; count <= VISITS; count += 1) visits.push(await visit(browser, url));
visits.shift();
const [{ fetched }] = visits;
const milliseconds = Object.keys(visits[0].times).map((time) => {
  return [time, Math.round(median(visits.map(({ times }) => times[time])) * 10) / 10];
});
const columns = ['sent', 'headers', 'plain', 'gzip', 'brotli'];
const bytes = Object.fromEntries(columns.map((column) => [column, sum(fetched, column)]));
console.log(JSON.stringify({ visits: VISITS, milliseconds: Object.fromEntries(milliseconds), bytes, fetched }, null, 2));
await browser.close();
web.close();
await deployment.stop();
