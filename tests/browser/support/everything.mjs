// A session that asks for all a session can ask for, and what a payer answers to that.

const custom = (key, type, label, different) => ({ key, type, label: { type: 'custom', custom: label }, ...different });

export const EVERYTHING = {
  billing_address_collection: 'required',
  shipping_address_collection: { allowed_countries: ['DE', 'FR', 'US'] },
  phone_number_collection: { enabled: true },
  tax_id_collection: { enabled: true },
  name_collection: { individual: { enabled: true }, business: { enabled: true, optional: true } },
  consent_collection: { terms_of_service: 'required', promotions: 'auto' },
  custom_fields: [
    custom('wrapping', 'dropdown', 'Wrapping', {
      dropdown: { options: [{ label: 'Paper', value: 'paper' }, { label: 'Cloth', value: 'cloth' }] },
    }),
    custom('greeting', 'text', 'Greeting', { optional: true, text: { minimum_length: 2, maximum_length: 80 } }),
    custom('floor', 'numeric', 'Floor'),
  ],
  custom_text: { submit: { message: 'We pack it today.' }, shipping_address: { message: 'No post boxes.' } },
};

export const ADDRESS = { line1: '7 Rue du Thé', line2: 'Hof', city: 'Strasbourg', postal_code: '67000', country: 'FR' };

const named = (group, values) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${group}[${name}]`, value]));

/** The billing address comes after the shipping address, because one box says that they are the same. */
export const ANSWERED = {
  phone: '+33388123456',
  individual_name: 'Ada Lovelace',
  business_name: 'Analytical Engines',
  ...named('shipping', { name: 'Charles Babbage', ...ADDRESS }),
  same_address: false,
  ...named('billing', { name: 'Ada Lovelace', ...ADDRESS, line1: '8 Rue du Thé' }),
  'tax_id[type]': 'eu_vat',
  'tax_id[value]': 'FR12345678901',
  ...named('custom_fields', { wrapping: 'cloth', greeting: 'Happy birthday', floor: '3' }),
  terms_of_service: true,
  promotions: true,
};
