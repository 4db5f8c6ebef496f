//! What the payer said on the page besides how to pay: checked against what the session asks.

use serde::{Deserialize, Serialize};

use super::address::{self, Extent, Place};
use super::contact;
use super::form::{Form, field, within};
use super::{Customer, FieldError, FieldProblem, answers, methods};
use crate::line::Metadata;
use crate::nested::{Address, CollectedInformation, Consent, CustomerDetails, ShippingDetails};
use crate::session::Session;
use crate::tree::Tree;

/// A submission that exists answers everything its session asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Submission {
    pub customer_details: CustomerDetails,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collected_information: Option<CollectedInformation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// Answers to custom fields, by key.
    #[serde(skip_serializing_if = "Metadata::is_empty")]
    pub custom_field_values: Metadata,
    /// The payer wants the method kept for the next time.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub save_payment_method: bool,
}

impl Submission {
    pub fn shipping(&self) -> Option<&ShippingDetails> {
        self.collected_information.as_ref()?.shipping_details.as_ref()
    }

    /// The address whose taxes are due: where it ships to goes before where it is billed.
    pub fn taxed_address(&self) -> Option<&Address> {
        let shipped = self.shipping().map(|shipping| &shipping.address);
        shipped.or(self.customer_details.address.as_ref()).filter(|address| address.country.is_some())
    }

    /// Reads what the payer sent against what `session` asks; `customer` is the one given at create, if any. Says
    /// everything that is wrong, from the top of the page to its bottom. What nobody asked for is left out, and so
    /// is how to pay, which the provider reads.
    pub fn check(
        session: &Session,
        customer: Option<&Customer>,
        sent: &Tree,
    ) -> Result<Self, Vec<FieldProblem>> {
        let mut form = Form::new(sent);
        let settings = &session.settings;
        let email = contact::email(&mut form, known_email(session, customer));
        let phone = contact::phone(&mut form, settings);
        let shipping = shipping(&mut form, session);
        let (individual_name, business_name) = contact::names(&mut form, settings);
        let country = country(&form, shipping.as_ref());
        let tax_ids = contact::tax_ids(&mut form, settings, business_name.as_deref(), country);
        let questions = settings.custom_fields.as_deref().unwrap_or_default();
        let custom_field_values = answers::read(&mut form, questions);
        let holder = holder(&form, session);
        let billing = billing(&mut form, session, shipping.as_ref());
        let consent = consent(&mut form, session);
        let name = billing
            .name
            .or(holder)
            .or_else(|| individual_name.clone())
            .or_else(|| shipping.as_ref().map(|shipping| shipping.name.clone()))
            .or_else(|| customer.and_then(|customer| customer.name.clone()));
        let submission = Self {
            customer_details: CustomerDetails {
                address: billing.address,
                business_name: business_name.clone(),
                email,
                individual_name: individual_name.clone(),
                name,
                phone: phone.or_else(|| customer.and_then(|customer| customer.phone.clone())),
                tax_exempt: Some(customer.map_or("none", Customer::tax_exemption).to_owned()),
                tax_ids: Some(tax_ids),
            },
            collected_information: collected(session, shipping, business_name, individual_name),
            consent,
            custom_field_values,
            save_payment_method: offers_saving(session) && form.ticked(field("save_payment_method")),
        };
        form.finish(submission)
    }
}

/// The e-mail address that the page need not ask for: the merchant's word, or the customer's own.
pub fn known_email<'a>(session: &'a Session, customer: Option<&'a Customer>) -> Option<&'a str> {
    let given = session.settings.customer_email.as_deref();
    given.or_else(|| customer?.email.as_deref())
}

/// Whether the payer may ask to have the method kept.
pub fn offers_saving(session: &Session) -> bool {
    let options = session.settings.saved_payment_method_options(session.mode);
    options.and_then(|options| options.payment_method_save).as_deref() == Some("enabled")
}

/// Whether the whole billing address has to be given: the merchant wants it, or taxes hang on it.
pub fn bills_whole(session: &Session) -> bool {
    let settings = &session.settings;
    let gathered = session.gathered.collected_information.as_ref();
    let ships = settings.shipping_address_collection.is_some()
        || gathered.is_some_and(|collected| collected.shipping_details.is_some());
    settings.billing_address_collection.as_deref() == Some("required")
        || (settings.taxes_automatically() && !ships)
}

/// The address whose taxes would be due by what the payer filled in so far, however little that is.
pub fn place_so_far(session: &Session, sent: &Tree) -> Option<Address> {
    let mut form = Form::new(sent);
    let gathered = session.gathered.collected_information.as_ref();
    let given = gathered.and_then(|collected| collected.shipping_details.as_ref());
    let asked = session.settings.shipping_address_collection.as_ref();
    let address = match (asked, given) {
        (None, Some(given)) => Some(given.address.clone()),
        (Some(_), Some(given)) if sent.get("shipping").is_none() => Some(given.address.clone()),
        (Some(asked), _) => {
            address::read(&mut form, "shipping", Extent::Optional, Some(&asked.allowed_countries)).address
        }
        (None, None) => address::read(&mut form, "billing", Extent::Optional, None).address,
    };
    address.filter(|address| address.country.is_some())
}

/// Where to ship: what the merchant said in the payer's stead, unless the payer may say otherwise and does.
fn shipping(form: &mut Form<'_>, session: &Session) -> Option<ShippingDetails> {
    let gathered = session.gathered.collected_information.as_ref();
    let given = gathered.and_then(|collected| collected.shipping_details.clone());
    let Some(asked) = &session.settings.shipping_address_collection else { return given };
    let permissions = session.settings.permissions.as_ref();
    let merchants = permissions.and_then(|permissions| permissions.update_shipping_details.as_deref());
    if given.is_some() && (merchants == Some("server_only") || form.sent("shipping").is_none()) {
        return given;
    }
    let place = address::read(form, "shipping", Extent::Whole, Some(&asked.allowed_countries));
    Some(ShippingDetails { address: place.address?, name: place.name? })
}

/// The country that the payer's taxes are paid in, as far as it was said: the billing address stands below.
fn country<'a>(form: &Form<'a>, shipping: Option<&'a ShippingDetails>) -> Option<&'a str> {
    let shipped = shipping.and_then(|shipping| shipping.address.country.as_deref());
    let billed = || form.sent("billing")?.get("country")?.as_text().filter(|country| !country.is_empty());
    if form.ticked(field("same_address")) { shipped.or_else(billed) } else { billed().or(shipped) }
}

fn billing(form: &mut Form<'_>, session: &Session, shipping: Option<&ShippingDetails>) -> Place {
    let whole = bills_whole(session);
    let same = form.ticked(field("same_address"));
    if same && session.settings.shipping_address_collection.is_some() {
        let name = shipping.filter(|_| whole).map(|shipping| shipping.name.clone());
        return Place { name, address: shipping.map(|shipping| shipping.address.clone()) };
    }
    let extent = match session.chosen_method(form.tree()) {
        _ if whole => Extent::Whole,
        Ok(method) if session.needs_method() && method.flow == methods::Flow::Card => Extent::Card,
        _ => Extent::Optional,
    };
    address::read(form, "billing", extent, None)
}

/// The name on the card or the account that is paid with; the provider says what is wrong with it.
fn holder(form: &Form<'_>, session: &Session) -> Option<String> {
    let method = session.chosen_method(form.tree()).ok()?;
    if method.flow == methods::Flow::Redirect {
        return None;
    }
    form.peek(within(method.kind, "name"), address::LINE).map(str::to_owned)
}

fn collected(
    session: &Session,
    shipping_details: Option<ShippingDetails>,
    business_name: Option<String>,
    individual_name: Option<String>,
) -> Option<CollectedInformation> {
    let asked = session.settings.shipping_address_collection.is_some()
        || session.settings.name_collection.is_some()
        || session.gathered.collected_information.is_some();
    asked.then_some(CollectedInformation { business_name, individual_name, shipping_details })
}

fn consent(form: &mut Form<'_>, session: &Session) -> Option<Consent> {
    let asked = session.settings.consent_collection.as_ref()?;
    let terms = asked.terms_of_service.as_deref() == Some("required");
    let promotions = asked.promotions.as_deref() == Some("auto");
    if !terms && !promotions {
        return None;
    }
    Some(Consent {
        terms_of_service: terms.then(|| accepted(form)).flatten(),
        promotions: promotions.then(|| opted(form)).flatten(),
    })
}

fn accepted(form: &mut Form<'_>) -> Option<String> {
    const ACCEPTED: &str = "accepted";
    let answer = form.sent("terms_of_service").and_then(Tree::as_text);
    if answer.is_some_and(|answer| answer.trim() == ACCEPTED) {
        return Some(ACCEPTED.to_owned());
    }
    form.note(field("terms_of_service"), FieldError::NotAccepted);
    None
}

/// A box that is not ticked says nothing, which is a no.
fn opted(form: &mut Form<'_>) -> Option<String> {
    let promotions = field("promotions");
    match form.text(promotions, address::LINE) {
        None | Some("opt_out") => Some("opt_out".to_owned()),
        Some("opt_in") => Some("opt_in".to_owned()),
        Some(_) => {
            form.note(promotions, FieldError::NotOffered);
            None
        }
    }
}
