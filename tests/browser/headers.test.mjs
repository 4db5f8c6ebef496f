// What the page tells the browser to refuse, and what it refuses itself.

import assert from 'node:assert/strict';
import { line } from './support/shop.mjs';
import { story } from './support/story.mjs';

/** A policy as a map from directive to its sources. */
function policyOf(response) {
  const policy = response.headers()['content-security-policy'] ?? '';
  return new Map(policy.split(';').map((each) => each.trim().split(/\s+/)).map(([directive, ...sources]) => [directive, sources]));
}

/** What holds for each page with a form or a notice. */
function isGuarded(response, what) {
  const headers = response.headers();
  const policy = policyOf(response);
  assert.deepEqual(policy.get('default-src'), ["'none'"], what);
  for (const [directive, sources] of policy) {
    for (const source of ["'unsafe-inline'", "'unsafe-eval'", 'data:', '*', 'https:', 'http:']) {
      assert.ok(directive === 'img-src' || !sources.includes(source), `${what}: ${directive} has ${source}`);
    }
  }
  assert.deepEqual(policy.get('base-uri'), ["'none'"], what);
  assert.ok(policy.has('form-action') && policy.has('frame-ancestors'), what);
  assert.equal(headers['x-content-type-options'], 'nosniff', what);
  assert.match(headers['referrer-policy'], /^(no-referrer|same-origin|strict-origin)$/, what);
  assert.match(headers['cache-control'], /no-store/, what);
  assert.match(headers['content-type'], /^text\/html; charset=utf-8$/i, what);
}

story('every page has a strict policy, is never stored, and is told to nobody', {}, async ({ shop, payer }) => {
  const session = await shop.open();
  isGuarded(await payer.opens(session), 'the page');
  assert.deepEqual(policyOf(payer.response).get('frame-ancestors'), ["'none'"]);
  const unknown = session.url.replace(/[^/]+$/, 'AAAAAAAAAAAAAAAAAAAAAAAAAAAA');
  isGuarded(await payer.opens(unknown), 'the notice of an unknown session');
  await payer.opens(session);
  const answered = payer.page.waitForResponse((response) => response.request().method() === 'POST');
  await payer.pays({ 'card[number]': '4000000000000002' });
  isGuarded(await answered, 'the page after a decline');
  await payer.pays({ 'card[number]': '4000002760003184' });
  await payer.atBank();
  isGuarded(await payer.opens(payer.page.url()), 'the bank');
  await payer.answersBank('authorise');
  await payer.thanked();
  isGuarded(await payer.opens(session), 'the notice of a finished session');
});

story('an embedded page may be framed by the origin it comes back to, and by no other', {}, async ({ shop, payer }) => {
  const session = await shop.openEmbedded();
  const frame = new URL(shop.embedding(session)).searchParams.get('frame');
  const response = await payer.opens(frame);
  isGuarded(response, 'the framed page');
  assert.deepEqual(policyOf(response).get('frame-ancestors'), [new URL(shop.thanks).origin]);
});

story('nobody but the runner is asked for anything', {}, async ({ shop, payer, window, deployment }) => {
  await payer.opens(await shop.open());
  await payer.pays();
  await payer.thanked();
  assert.deepEqual(window.hosts, [new URL(deployment.url).host]);
});

story("a merchant's pictures are shown, from where the merchant says", {}, async ({ shop, payer, window }) => {
  const image = 'https://pictures.example/tea.svg';
  await payer.opens(await shop.open({ line_items: [line('Tea', 700, {}, { images: [image] })] }));
  const picture = payer.see('#lines img');
  await picture.evaluate((image) => image.decode());
  assert.equal(await picture.getAttribute('alt'), '');
  const asked = window.requests.find((request) => request.url() === image);
  assert.equal((await asked.allHeaders()).referer, undefined, 'the address of the session is not told');
});

story('styles and scripts are kept for good, under a name that changes with them', {}, async ({ shop, payer, window }) => {
  await payer.opens(await shop.open());
  const assets = window.requests.filter((request) => request.url().includes('/c/assets/'));
  assert.ok(assets.length >= 2, 'a style and a script');
  for (const asset of assets) {
    const headers = (await asset.response()).headers();
    assert.match(headers['cache-control'], /max-age=31536000.*immutable/, asset.url());
    assert.equal(headers['x-content-type-options'], 'nosniff', asset.url());
    assert.match(asset.url(), /[0-9a-f]{8,}|[\w-]{10,}/i);
  }
});

story("another site's form is refused and changes nothing", {}, async ({ shop, payer, window }) => {
  const session = await shop.open();
  await payer.opens(session);
  const nonce = await payer.see('[name=form]').inputValue();
  const fields = {
    form: nonce,
    email: 'mallory@shop.example',
    payment_method: 'card',
    'card[number]': '4242424242424242',
    'card[expiry]': '12 / 34',
    'card[cvc]': '123',
    'card[name]': 'Mallory',
  };
  const forged = { form: JSON.stringify({ action: session.url, fields }) };
  for (const name of ['shop', 'stranger']) {
    await payer.opens(shop.at('/forged', forged, name));
    const answered = payer.page.waitForResponse((response) => response.request().method() === 'POST');
    await payer.see('button').click();
    assert.equal((await answered).status(), 403, name);
    assert.deepEqual(await shop.state(session), ['open', 'unpaid']);
  }
  assert.deepEqual(await shop.charged(), []);
  // The very same fields are paid when they come from the page.
  assert.equal(window.requests.filter((request) => request.method() === 'POST').length, 2);
  await payer.opens(session);
  await payer.pays({ email: 'ada@shop.example' });
  await payer.thanked();
});

story('a sandbox without an origin is another site, too', {}, async ({ shop, payer }) => {
  const session = await shop.open();
  await payer.opens(session);
  const form = { form: await payer.see('[name=form]').inputValue(), email: 'a@shop.example', payment_method: 'card' };
  const headers = { origin: 'null', 'sec-fetch-site': 'cross-site' };
  const answer = await payer.page.request.post(session.url, { form, headers, maxRedirects: 0 });
  assert.equal(answer.status(), 403);
  assert.deepEqual(await shop.state(session), ['open', 'unpaid']);
});
