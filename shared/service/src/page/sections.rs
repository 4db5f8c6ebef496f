//! What the page asks besides how to pay, section by section, in the order of the page.

use paydesk_model::nested::{CustomField, NameToCollect, ShippingDetails};
use paydesk_model::payment::methods::Flow;
use paydesk_model::payment::{bills_whole, known_email, offers_saving};
use paydesk_model::session::Session;

use super::address;
use super::control::{Asking, Control, Section, Tick};
use super::locale::Locale;
use super::tax_ids;

/// What is known already, and so neither asked for nor changed: its name, and what it is.
pub(super) fn known(asking: &Asking<'_>) -> Vec<(String, String)> {
    let session = asking.show.session;
    let email =
        known_email(session, asking.show.customer).map(|email| (asking.say("email"), email.to_owned()));
    let place =
        fixed_shipping(session).map(|place| (asking.say("shipping-address"), address::written(place)));
    email.into_iter().chain(place).collect()
}

/// Where to ship, as the merchant gave it.
fn given_shipping(session: &Session) -> Option<&ShippingDetails> {
    session.gathered.collected_information.as_ref()?.shipping_details.as_ref()
}

/// Where to ship, where only the merchant may change that.
fn fixed_shipping(session: &Session) -> Option<&ShippingDetails> {
    let permissions = session.settings.permissions.as_ref()?.update_shipping_details.as_deref();
    given_shipping(session).filter(|_| permissions == Some("server_only"))
}

/// How to reach the payer.
pub(super) fn contact(asking: &Asking<'_>) -> Section {
    let settings = &asking.show.session.settings;
    let gathered = asking.show.session.gathered.customer_details.as_ref();
    let mut controls = Vec::new();
    if known_email(asking.show.session, asking.show.customer).is_none() {
        let said = gathered.and_then(|details| details.email.as_deref());
        let email = asking.text("email", asking.say("email"), said);
        controls.push(email.typed("email", "email").stored_as("email").at_most(800).required());
    }
    if settings.phone_number_collection.is_some_and(|collection| collection.enabled) {
        let known = asking.show.customer.and_then(|customer| customer.phone.as_deref());
        let phone = asking.text("phone", asking.say("phone"), known);
        controls.push(phone.typed("tel", "tel").stored_as("tel").at_most(40).required());
    }
    Section { id: "contact", title: asking.say("contact"), controls, ..Section::default() }
}

/// Where to ship.
pub(super) fn shipping(asking: &Asking<'_>, locale: &Locale) -> Option<Section> {
    let settings = &asking.show.session.settings;
    let allowed = &settings.shipping_address_collection.as_ref()?.allowed_countries;
    if fixed_shipping(asking.show.session).is_some() {
        return None;
    }
    let countries: Vec<&str> = allowed.iter().map(String::as_str).collect();
    let customers = || asking.show.customer.and_then(|customer| customer.shipping.as_ref());
    let known = given_shipping(asking.show.session).or_else(customers);
    let known = (known.map(|details| details.name.as_str()), known.map(|details| &details.address));
    let text = settings.custom_text.as_ref().and_then(|text| text.shipping_address.as_ref());
    Some(Section {
        id: "shipping",
        title: asking.say("shipping-address"),
        note: text.map(|text| text.message.clone()),
        controls: address::whole(asking, locale, "shipping", known, &countries),
        tick: None,
    })
}

/// Names, tax numbers, and the merchant's own questions.
pub(super) fn details(asking: &Asking<'_>) -> Section {
    let settings = &asking.show.session.settings;
    let customer = asking.show.customer;
    let mut controls = Vec::new();
    if let Some(names) = &settings.name_collection {
        let individual = customer.and_then(|customer| customer.individual_name.as_deref());
        let business = customer.and_then(|customer| customer.business_name.as_deref());
        let fields = [
            (names.individual, "individual_name", "individual-name", "name", individual),
            (names.business, "business_name", "business-name", "organization", business),
        ];
        let asked = fields.into_iter().filter_map(|(asked, name, key, stored, known)| {
            let control = asking.text(name, asking.say(key), known).stored_as(stored).at_most(255);
            named(asked?, control)
        });
        controls.extend(asked);
    }
    if settings.tax_id_collection.as_ref().is_some_and(|collection| collection.enabled) {
        controls.extend(tax_ids::controls(asking));
    }
    controls.extend(settings.custom_fields.iter().flatten().map(|field| custom(asking, field)));
    Section { id: "details", title: asking.say("details"), controls, ..Section::default() }
}

fn named(asked: NameToCollect, control: Control) -> Option<Control> {
    asked.enabled.then(|| if asked.optional { control.optional() } else { control.required() })
}

/// A question of the merchant's own.
fn custom(asking: &Asking<'_>, field: &CustomField) -> Control {
    let name = format!("custom_fields[{}]", field.key);
    let label = field.label.custom.clone().unwrap_or_else(|| field.key.clone());
    let control = match (&field.dropdown, field.numeric.as_ref().or(field.text.as_ref())) {
        (Some(dropdown), _) => {
            let options = dropdown.options.iter().map(|option| (option.value.clone(), option.label.clone()));
            asking.list(&name, label, dropdown.default_value.as_deref(), options)
        }
        (None, typed) => {
            let known = typed.and_then(|typed| typed.default_value.as_deref());
            let mut control = asking.text(&name, label, known);
            control.most = typed.and_then(|typed| typed.maximum_length).or(Some(255));
            if field.kind == "numeric" { control.typed("text", "numeric") } else { control }
        }
    };
    if field.optional { control.optional() } else { control.required() }
}

/// Whom to bill. With all ways to pay where the merchant requires it; else what a card or a method elsewhere needs.
pub(super) fn billing(asking: &Asking<'_>, locale: &Locale) -> Section {
    let session = asking.show.session;
    let customer = asking.show.customer;
    let name = customer.and_then(|customer| customer.name.as_deref());
    let address = customer.and_then(|customer| customer.address.as_ref());
    let controls = if bills_whole(session) {
        let countries = address::everywhere();
        address::whole(asking, locale, "billing", (name, address), &countries)
    } else {
        let label = asking.say("address-name");
        let holder = asking.text("billing[name]", label, name).stored_as("billing name").at_most(255);
        let offered = |flow| session.offered_methods().iter().any(|method| method.flow == flow);
        let mut controls = Vec::new();
        controls.extend(offered(Flow::Redirect).then(|| holder.of_class("for-redirect")));
        if offered(Flow::Card) {
            controls.extend(address::short(asking, locale, address));
        }
        controls
    };
    let shipped = session.settings.shipping_address_collection.is_some();
    let same = (shipped && !controls.is_empty())
        .then(|| asking.tick("same_address", "true", asking.say("same-address"), true));
    Section { id: "billing", title: asking.say("billing-address"), note: None, controls, tick: same }
}

/// What the payer agrees to, or may.
pub(super) fn ticks(asking: &Asking<'_>, merchant: Option<&str>) -> Vec<Tick> {
    let settings = &asking.show.session.settings;
    let merchant = merchant.map_or_else(|| asking.say("this-shop"), str::to_owned);
    let about = |key: &str| asking.words.say_with(key, &[("merchant", (&merchant).into())]);
    let mut ticks = Vec::new();
    let saves = offers_saving(asking.show.session) && asking.show.session.needs_method();
    if saves && asking.show.payable {
        ticks.push(asking.tick("save_payment_method", "true", about("save-payment-method"), false));
    }
    let consent = settings.consent_collection.clone().unwrap_or_default();
    if consent.promotions.as_deref() == Some("auto") {
        ticks.push(asking.tick("promotions", "opt_in", about("promotions"), false));
    }
    if consent.terms_of_service.as_deref() == Some("required") {
        let own = settings.custom_text.as_ref().and_then(|text| text.terms_of_service_acceptance.clone());
        let words = own.map_or_else(|| about("terms-of-service"), |own| own.message);
        let mut tick = asking.tick("terms_of_service", "accepted", words, false);
        tick.required = true;
        ticks.push(tick);
    }
    ticks
}
