// The page works without this; with it, cards are checked while they are typed, and frames fit.

const root = document.documentElement;
const form = document.querySelector('form:has(#pay)');
const byName = (name) => form?.elements.namedItem(name);

// What a number begins with, how long it is, where it is cut, and how long its code is.
const BRANDS = [
  ['American Express', /^3[47]/, [15], [4, 10], 4],
  ['Visa', /^4/, [13, 16, 19], [4, 8, 12, 16], 3],
  ['Mastercard', /^(5[1-5]|2(22[1-9]|2[3-9]|[3-6]|7[01]|720))/, [16], [4, 8, 12], 3],
  ['Discover', /^(6011|64[4-9]|65)/, [16, 19], [4, 8, 12, 16], 3],
  ['Diners Club', /^3(0[0-5]|[689])/, [14, 16], [4, 10], 3],
  ['JCB', /^35(2[89]|[3-8])/, [16, 19], [4, 8, 12, 16], 3],
  ['UnionPay', /^62/, [16, 17, 18, 19], [4, 8, 12, 16], 3],
];
const OTHER = ['', /^/, [12, 13, 14, 15, 16, 17, 18, 19], [4, 8, 12, 16], 3];
const digits = (text) => text.replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) & 15).replace(/\D/g, '');
const brandOf = (number) => BRANDS.find(([, begins]) => begins.test(number)) ?? OTHER;

function luhn(number) {
  let sum = 0;
  for (let at = number.length - 1, twice = false; at >= 0; at--, twice = !twice) {
    const digit = number[at] * (twice ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

/** Writes `text` into a field and leaves the cursor behind the digit it was behind. */
function rewrite(field, text) {
  if (field.value === text) return;
  const end = field.selectionStart === field.value.length;
  let passed = digits(field.value.slice(0, field.selectionStart)).length;
  field.value = text;
  let at = 0;
  while (passed > 0 && at < text.length) if (/\d/.test(text[at++])) passed--;
  if (end) at = text.length;
  if (document.activeElement === field) field.setSelectionRange(at, at);
}

function grouped(typed) {
  const [, , lengths, groups] = brandOf(typed);
  const number = typed.slice(0, Math.max(...lengths));
  const cuts = [0, ...groups.filter((cut) => cut < number.length), number.length];
  return cuts.slice(1).map((cut, index) => number.slice(cuts[index], cut)).join(' ');
}

function dated(typed, deleting) {
  let date = digits(typed);
  if (/^[2-9]/.test(date) || /^1\s*[/.-]/.test(typed)) date = `0${date}`;
  if (date.length > 4 && date.slice(2, 4) === '20') date = date.slice(0, 2) + date.slice(4);
  date = date.slice(0, 4);
  if (date.length < 2 || (date.length === 2 && deleting)) return date;
  return `${date.slice(0, 2)} / ${date.slice(2)}`;
}

/** What is wrong with a card's field as it stands: the words for it, or nothing. */
const CHECKS = {
  'card[number]': ({ value, dataset }) => {
    const number = digits(value);
    return brandOf(number)[2].includes(number.length) && luhn(number) ? '' : dataset.error;
  },
  'card[expiry]': ({ value, dataset }) => {
    const [month, year] = [digits(value).slice(0, 2), digits(value).slice(2)];
    if (year.length !== 2 || month < 1 || month > 12) return dataset.error;
    const now = new Date();
    return (2000 + +year) * 12 + +month < now.getFullYear() * 12 + now.getMonth() + 1 ? dataset.past : '';
  },
  'card[cvc]': ({ value, dataset }) => {
    const number = digits(byName('card[number]').value);
    const long = brandOf(number)[4];
    return digits(value).length === long || (!number && /^\d{3,4}$/.test(digits(value))) ? '' : dataset.error;
  },
};

/** Says at a field what is wrong with it, or takes that back. */
function tell(field, words) {
  const id = `${field.id}-error`;
  let error = document.getElementById(id);
  if (!words) {
    error?.remove();
    field.removeAttribute('aria-invalid');
    field.removeAttribute('aria-describedby');
  } else {
    if (!error) {
      error = Object.assign(document.createElement('p'), { id, className: 'error' });
      field.closest('.field').append(error);
    }
    if (error.textContent !== words) error.textContent = words;
    field.setAttribute('aria-invalid', 'true');
    field.setAttribute('aria-describedby', id);
  }
}

function watchCard() {
  const number = byName('card[number]');
  const [expiry, cvc] = [byName('card[expiry]'), byName('card[cvc]')];
  const brand = Object.assign(document.createElement('span'), { id: 'card-brand', hidden: true, ariaLive: 'polite' });
  number.closest('.field').append(brand);
  number.addEventListener('input', () => {
    rewrite(number, grouped(digits(number.value)));
    const [name, , , , long] = brandOf(digits(number.value));
    if (brand.textContent !== name) brand.textContent = name;
    brand.hidden = !name;
    cvc.placeholder = '1234'.slice(0, long);
  });
  expiry.addEventListener('input', (event) => {
    rewrite(expiry, dated(expiry.value, event.inputType?.startsWith('delete')));
  });
  cvc.addEventListener('input', () => rewrite(cvc, digits(cvc.value).slice(0, 4)));
  for (const [name, check] of Object.entries(CHECKS)) {
    const field = byName(name);
    field.addEventListener('blur', () => field.value && tell(field, check(field)));
    field.addEventListener('input', () => {
      if (field.ariaInvalid === 'true' && !check(field)) tell(field, '');
    });
  }
}

/** Leaves out what a country's addresses do not have, unless something stands in it. */
function watchCountry(select) {
  const name = (part) => byName(select.name.replace('country', part));
  const fit = () => {
    for (const [field, shown] of [
      [name('state'), form.dataset.states.includes(select.value)],
      [name('postal_code'), !form.dataset.noPostalCodes.includes(select.value)],
    ]) {
      if (field) field.closest('.field').hidden = !!select.value && !shown && !field.value && field.ariaInvalid !== 'true';
    }
  };
  select.addEventListener('change', fit);
  fit();
}

function watchFields(within) {
  if (within.querySelector('[name="card[number]"]')) watchCard();
  within.querySelectorAll('select[name$="[country]"]').forEach(watchCountry);
}

function watchButton() {
  const button = document.getElementById('pay');
  const words = button.querySelector('span');
  let label = words.textContent;
  let sent = false;
  form.addEventListener('submit', (event) => {
    if (sent) return event.preventDefault();
    // What was chosen and not sent yet is seen before it is paid.
    if (unsent?.()) return event.preventDefault();
    const card = byName('card[number]')?.checkVisibility() ? Object.entries(CHECKS) : [];
    const wrong = card.map(([name, check]) => [byName(name), check(byName(name))]);
    for (const [field, said] of wrong) tell(field, said);
    const first = wrong.find(([, said]) => said)?.[0];
    if (first) {
      event.preventDefault();
      return first.focus();
    }
    sent = true;
    label = words.textContent;
    button.setAttribute('aria-busy', 'true');
    words.textContent = button.dataset.busy;
  });
  // Back from elsewhere, with the page as it was left.
  addEventListener('pageshow', () => {
    if (!sent) return;
    sent = false;
    button.removeAttribute('aria-busy');
    words.textContent = label;
  });
}

let unsent;

/** Puts what the server says of the order in the place of what stood there; what was typed stays. */
function show(page) {
  const there = (id) => page.getElementById(id);
  // The order has ended meanwhile: the page says how.
  if (!there('bought') || !there('pay')) return location.reload();
  const bought = document.getElementById('bought');
  const held = document.activeElement.closest('#bought, #shipping_option') && document.activeElement.id;
  const scrolled = document.getElementById('lines')?.scrollTop ?? 0;
  const asks = (root) => root.getElementById('means').dataset.asked;
  const other = asks(page) !== asks(document);
  for (const id of ['bought', 'alert', 'shipping_option', ...(other ? ['means'] : [])]) {
    document.getElementById(id)?.replaceChildren(...(there(id)?.childNodes ?? []));
  }
  for (const name of ['amount', 'renewal']) byName(name).value = there('checkout').elements.namedItem(name).value;
  document.querySelector('#pay span').textContent = there('pay').querySelector('span').textContent;
  if (other) {
    document.getElementById('means').dataset.asked = asks(page);
    watchFields(document.getElementById('means'));
  }
  document.getElementById('lines')?.scrollTo(0, scrolled);
  const wrong = bought.querySelector('.error');
  document.getElementById('told').textContent = wrong?.textContent ?? there('bought').dataset.told;
  if (!held) return;
  const again = document.getElementById(held);
  (again?.disabled ? again.parentElement.querySelector('input') : (again ?? bought)).focus();
}

/** What is chosen is sent without the payment's own fields, and the order is shown as it is then. */
function watchChoices() {
  const bought = document.getElementById('bought');
  let turn = Promise.resolve();
  let waiting;
  let busy = 0;
  async function post(change) {
    const data = new FormData(form);
    for (const control of form.querySelectorAll('.panel [name]')) data.delete(control.name);
    data.set('change', change);
    bought.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(location.pathname, { method: 'POST', body: new URLSearchParams(data) });
      if (answer.status >= 500) throw answer;
      // Its colours are here already, and this page's policy knows no others.
      const page = (await answer.text()).replace(/<style.*?<\/style>/s, '');
      // What was chosen since then still stands in the form, and is shown with its own answer.
      if (!waiting && busy === 1) show(new DOMParser().parseFromString(page, 'text/html'));
    } catch {
      document.getElementById('alert').textContent = form.dataset.failed;
    }
    if (!--busy) bought.removeAttribute('aria-busy');
  }
  const send = (change, after = 0) => {
    clearTimeout(waiting);
    waiting = undefined;
    const go = () => {
      waiting = undefined;
      busy++;
      turn = turn.then(() => post(change));
    };
    if (after) waiting = setTimeout(go, after);
    else go();
  };
  unsent = () => {
    const typed = byName('promotion_code')?.value.trim();
    if (waiting || typed) send(typed ? 'code' : 'lines');
    if (!busy) return false;
    const shown = () => `${byName('amount').value} ${byName('renewal').value}`;
    const seen = shown();
    turn.then(() => {
      const same = seen === shown() && !bought.querySelector('.error') && !document.getElementById('alert').textContent;
      if (same) form.requestSubmit(document.getElementById('pay'));
    });
    return true;
  };
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('button[name=change]');
    if (!button) return;
    event.preventDefault();
    if (!button.dataset.by) return send(button.value);
    const field = button.parentElement.querySelector('input');
    field.value = Math.min(field.max, Math.max(1, field.min, +field.value + +button.dataset.by));
    send('lines', 250);
  });
  const taxed = byName('shipping[country]') ? 'shipping' : 'billing';
  document.addEventListener('change', ({ target: { name } }) => {
    if (/^quantity-|^shipping_option$/.test(name)) send('lines');
    else if ('taxed' in form.dataset && name.startsWith(`${taxed}[`) && /country|state|postal/.test(name)) send('address');
  });
  document.addEventListener('keydown', (event) => {
    const { name } = event.target;
    if (event.key !== 'Enter' || !/^quantity-|^promotion_code$/.test(name)) return;
    event.preventDefault();
    send(name === 'promotion_code' ? 'code' : 'lines');
  });
}

/** Tells the page around the frame its height and its end, once that page has said who it is. */
function watchFrame(parents) {
  let origin;
  const done = document.querySelector('[data-notice=complete][data-session]');
  const say = (message) => origin && parent.postMessage(message, origin);
  const measure = () => say({ kind: 'height', height: Math.ceil(document.body.getBoundingClientRect().height) });
  addEventListener('message', (event) => {
    if (event.source !== parent || event.data?.paydesk !== 'hello' || !parents.includes(event.origin)) return;
    origin = event.origin;
    measure();
    if (done) say({ kind: 'complete', session: done.dataset.session, url: done.dataset.forward ?? null });
  });
  new ResizeObserver(measure).observe(document.body);
  // Framed without our script: the payer still gets back.
  if (done?.dataset.forward) setTimeout(() => origin || location.replace(done.dataset.forward), 1500);
}

if (form) {
  watchFields(form);
  watchButton();
  if (document.getElementById('told')) watchChoices();
}
if (document.querySelector('[data-notice=processing]')) setTimeout(() => location.replace(location.href), 3000);
if (root.dataset.parents !== undefined && parent !== window) watchFrame(root.dataset.parents.split(' '));
