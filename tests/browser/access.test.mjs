// Whoever cannot see well, or at all: axe finds nothing on any page there is.

import { isAccessible } from './support/access.mjs';
import { ANSWERED, EVERYTHING } from './support/everything.mjs';
import { shot } from './support/shots.mjs';
import { story } from './support/story.mjs';

const SCREENS = [
  ['in the light', {}],
  ['in the dark', { colorScheme: 'dark' }],
  ['from right to left', { locale: 'ar' }],
  ['on a phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
  ['with strong contrast', { forcedColors: 'active' }],
];

for (const [where, settings] of SCREENS) {
  story(`everybody can use the page that asks for everything, ${where}`, settings, async ({ shop, payer }) => {
    const methods = { allowed_payment_method_types: ['card', 'sepa_debit', 'ideal'] };
    await payer.opens(await shop.open({ ...EVERYTHING, ...methods, cancel_url: shop.at('/cancel') }));
    await payer.atForm();
    await isAccessible(payer, 'as it is opened');
    await shot(payer, `everything-${where.replaceAll(' ', '-')}`);
    await payer.chooses('sepa_debit');
    await isAccessible(payer, 'with another way to pay');
  });

  story(`everybody can use the page with its errors, ${where}`, settings, async ({ shop, payer }) => {
    await payer.opens(await shop.open(EVERYTHING));
    await payer.pays({ ...ANSWERED, 'custom_fields[floor]': '', 'card[number]': '4242424242424241' });
    await payer.toldAt('card[number]');
    await isAccessible(payer, 'with errors');
    await shot(payer, `errors-${where.replaceAll(' ', '-')}`);
  });

  story(`everybody can use the page after a decline, ${where}`, settings, async ({ shop, payer }) => {
    await payer.opens(await shop.open());
    await payer.pays({ 'card[number]': '4000000000000002' });
    await payer.told();
    await isAccessible(payer, 'after a decline');
  });

  story(`everybody can use the bank and the notices, ${where}`, settings, async ({ shop, payer }) => {
    const session = await shop.open();
    await payer.opens(session);
    await payer.pays({ 'card[number]': '4000002760003184' });
    await payer.atBank();
    await isAccessible(payer, 'the bank');
    await payer.answersBank('authorise');
    await payer.thanked();
    await payer.opens(session);
    await payer.noticed('complete');
    await isAccessible(payer, 'complete');
    const other = await shop.open({ after_expiration: { recovery: { enabled: true } } });
    await shop.sessions.expire(other.id);
    await payer.opens(other);
    await payer.noticed('expired');
    await isAccessible(payer, 'expired');
  });
}
