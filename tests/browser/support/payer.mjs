// A payer at the page: what they see, fill in and press. Works in a tab and in a frame alike.

import assert from 'node:assert/strict';

/** What a payer answers, where the page asks it and the story says nothing else. */
const ANSWERS = {
  email: 'ada@shop.example',
  'card[number]': '4242424242424242',
  'card[expiry]': '12 / 34',
  'card[cvc]': '123',
  'card[name]': 'Ada Lovelace',
  'sepa_debit[iban]': 'DE89370400440532013000',
  'sepa_debit[name]': 'Ada Lovelace',
  'us_bank_account[routing_number]': '110000000',
  'us_bank_account[account_number]': '000123456789',
  'us_bank_account[name]': 'Ada Lovelace',
  'bacs_debit[sort_code]': '108800',
  'bacs_debit[account_number]': '00012345',
  'bacs_debit[name]': 'Ada Lovelace',
  'billing[name]': 'Ada Lovelace',
  'billing[country]': 'DE',
  'billing[line1]': '1 Leaf Lane',
  'billing[city]': 'Berlin',
  'billing[postal_code]': '10115',
  'shipping[name]': 'Ada Lovelace',
  'shipping[country]': 'DE',
  'shipping[line1]': '1 Leaf Lane',
  'shipping[city]': 'Berlin',
  'shipping[postal_code]': '10115',
  terms_of_service: true,
};

/** The id of the control with that name, as the page makes them. */
export const idOf = (name) => name.replace(/[[\]]/g, '-').replace(/^-+|-+$/g, '');

/** The controls of the form that can be filled in now. Runs in the page. */
function listControls(form) {
  return [...form.elements]
    .filter((control) => control.name && !control.disabled && !control.readOnly && control.type !== 'hidden')
    .filter((control) => control.type === 'radio' || control.checkVisibility({ visibilityProperty: true }))
    .map(({ name, type }) => ({ name, type }));
}

export class Payer {
  constructor(page, root = page) {
    this.page = page;
    this.root = root;
  }

  /** Opens a session's page, or any address. */
  async opens(place) {
    this.response = await this.page.goto(place.url ?? place);
    return this.response;
  }

  /** The same person in another tab. */
  async another() {
    return new Payer(await this.page.context().newPage());
  }

  /** The page in the frame of the page that is open. */
  async inFrame() {
    const frame = await (await this.page.waitForSelector('iframe')).contentFrame();
    return new Payer(this.page, frame);
  }

  see(selector) {
    return this.root.locator(selector);
  }

  field(name) {
    return this.see(`[name="${name}"]:not([type=hidden])`);
  }

  /** The text of a part of the page, as one line; spaces of any width are spaces. */
  async reads(selector) {
    return (await this.see(selector).innerText()).replace(/\s+/g, ' ').trim();
  }

  /** What stands in a field. */
  value(name) {
    return this.field(name).inputValue();
  }

  async controls() {
    return this.see('form:has(#pay)').evaluate(listControls);
  }

  /** Fills in all that is asked: as the story says, else as anybody would; null leaves a field as it is. */
  async fills(different = {}) {
    const { payment_method, ...told } = different;
    if (payment_method) await this.chooses(payment_method);
    // What is ticked may decide what else is asked.
    for (const { name, type } of await this.controls()) {
      const answer = { ...ANSWERS, ...told }[name];
      if (type === 'checkbox' && typeof answer === 'boolean') await this.field(name).setChecked(answer);
    }
    const asked = await this.controls();
    const names = asked.map(({ name }) => name);
    const missing = Object.keys(told).filter((name) => told[name] !== null && !names.includes(name));
    assert.deepEqual(missing, [], `the page does not ask for these, but for ${names.join(', ')}`);
    for (const { name, type } of asked) {
      const answer = { ...ANSWERS, ...told }[name];
      if (typeof answer === 'string') await this.#answers(this.field(name), type, answer);
    }
  }

  async #answers(field, type, answer) {
    // What an earlier answer has made superfluous: the state of a country that has none, say.
    if (!(await field.isVisible())) return;
    await (type === 'select-one' ? field.selectOption(answer) : field.fill(answer));
  }

  /** Chooses a way to pay; where there is only one there may be nothing to choose. */
  async chooses(method) {
    const choice = this.see(`[name=payment_method][value=${method}]`);
    if ((await choice.getAttribute('type')) === 'radio') await choice.check();
  }

  submits() {
    return this.see('#pay').click();
  }

  /** Fills in what is asked, and pays. */
  async pays(different) {
    await this.fills(different);
    await this.submits();
  }

  /** Sends the next form twice, as an impatient hand does on a slow line: the answer to the one nobody sees. */
  sendsTwice() {
    const { origin } = new URL(this.page.url());
    return new Promise((answered, failed) => {
      this.page.route('**', async (route, request) => {
        if (request.method() !== 'POST') return route.fallback();
        await this.page.unroute('**');
        const headers = { ...request.headers(), origin, 'sec-fetch-site': 'same-origin' };
        route.fetch({ headers, maxRedirects: 0 }).then(answered, failed);
        return route.fallback();
      });
    });
  }

  /** The shop's page with thanks, in the tab or in the frame: its address. */
  async thanked() {
    return this.#arrives('/thanks');
  }

  async #arrives(path) {
    const there = (frame) => new URL(frame.url()).pathname === path;
    const frame = this.page.frames().find(there) ?? (await this.page.waitForEvent('framenavigated', there));
    await frame.waitForLoadState();
    return new URL(frame.url());
  }

  /** What the page has to say above the button. */
  async told() {
    await this.see('#alert').filter({ hasText: /\S/ }).waitFor();
    return this.reads('#alert');
  }

  /** What the page has to say at a field. */
  async toldAt(name) {
    const message = this.see(`#${idOf(name)}-error`).filter({ hasText: /\S/ });
    await message.waitFor();
    const field = this.field(name);
    assert.equal(await field.getAttribute('aria-invalid'), 'true', `${name} is marked as wrong`);
    const described = (await field.getAttribute('aria-describedby')) ?? '';
    assert.ok(described.split(/\s+/).includes(`${idOf(name)}-error`), `${name} leads to its error`);
    return message.innerText();
  }

  /** The brand of the card being typed, as a word or as a picture with a name. */
  async seesBrand(brand) {
    const shown = this.see('#card-brand');
    await shown.and(this.see(':visible')).waitFor();
    await this.page.waitForFunction(
      ([source, flags]) => {
        const shown = document.querySelector('#card-brand');
        const words = [shown, ...shown.querySelectorAll('*')].flatMap((element) => [
          element.getAttribute('aria-label'),
          element.getAttribute('alt'),
          element.getAttribute('title'),
        ]);
        return new RegExp(source, flags).test([shown.textContent, ...words].join(' '));
      },
      [brand.source, brand.flags],
    );
  }

  /** A notice in place of the form: its text. */
  async noticed(kind) {
    await this.see(`main[data-notice="${kind}"]`).waitFor();
    return this.reads('main');
  }

  /** The bank's page, from which the payer answers or goes away. */
  async atBank() {
    await this.see('button[name=answer][value=authorise]').waitFor();
    assert.match(this.root.url(), /\/c\/pay\/[^/]+\/[^/]+\/bank/);
  }

  /** Authorises or fails at the bank. */
  async answersBank(answer) {
    await this.atBank();
    await this.see(`button[name=answer][value=${answer}]`).click();
  }

  /** The form is there, to pay with it. */
  async atForm() {
    await this.see('#pay').waitFor();
  }

  async goesBack() {
    await this.page.goBack();
  }

  async reloads() {
    await this.page.reload();
  }
}
