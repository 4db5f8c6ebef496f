//! A customer: made by a merchant or by a session's completion, and what either changes about one that is there.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::catalogue::{Birth, changed};
use crate::line::Metadata;
use crate::nested::{Address, ShippingDetails, TaxId};
use crate::params::customers_table::{CUSTOMER, CUSTOMER_CHANGE};
use crate::params::{self};
use crate::path::Path;
use crate::problem::Problem;
use crate::session::Session;
use crate::time::Moment;
use crate::tree::Tree;

use super::Submission;

const SHORTEST_PREFIX: usize = 3;

/// Somebody who paid, and may pay again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// `cus_…`
    pub id: String,
    pub account: String,
    pub livemode: bool,
    pub created: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub individual_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<ShippingDetails>,
    /// Of whoever takes what is shipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(default, skip_serializing_if = "Metadata::is_empty")]
    pub metadata: Metadata,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tax_ids: Vec<TaxId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preferred_locales: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_exempt: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice_prefix: Option<String>,
}

impl Customer {
    /// Checks a create whose `expand` has been taken out.
    pub fn create(tree: &Tree, birth: &Birth, account: &str) -> Result<Self, Problem> {
        let mut sent = as_kept(params::check(CUSTOMER, tree)?)?;
        sent.insert("id".into(), birth.id.clone().into());
        sent.insert("account".into(), account.into());
        sent.insert("livemode".into(), birth.livemode.into());
        sent.insert("created".into(), birth.now.millis().into());
        params::read::<Self>(Value::Object(sent))?.somewhere()
    }

    /// The customer after an update whose `expand` has been taken out.
    pub fn change(&self, tree: &Tree) -> Result<Self, Problem> {
        changed(self, as_kept(params::check(CUSTOMER_CHANGE, tree)?)?)?.somewhere()
    }

    fn somewhere(self) -> Result<Self, Problem> {
        let shipped =
            self.shipping.as_ref().map(|shipping| (&shipping.address, Path::of("shipping").key("address")));
        let billed = self.address.as_ref().map(|address| (address, Path::of("address")));
        billed.into_iter().chain(shipped).try_for_each(|(address, at)| address.check_country(&at))?;
        Ok(self)
    }

    /// What stays of one that was deleted, so that its id is given to nobody else: nothing of the person.
    #[must_use]
    pub fn deleted(&self) -> Self {
        Self {
            id: self.id.clone(),
            account: self.account.clone(),
            livemode: self.livemode,
            created: self.created,
            email: None,
            name: None,
            business_name: None,
            individual_name: None,
            phone: None,
            address: None,
            shipping: None,
            shipping_phone: None,
            description: None,
            metadata: Metadata::new(),
            tax_ids: Vec::new(),
            preferred_locales: Vec::new(),
            tax_exempt: None,
            invoice_prefix: None,
        }
    }

    /// `exempt`, `none` or `reverse`.
    pub fn tax_exemption(&self) -> &str {
        self.tax_exempt.as_deref().unwrap_or("none")
    }

    /// The customer that the completion of `session` makes, from what the payer said.
    pub fn made_by(session: &Session, said: &Submission, now: Moment) -> Self {
        let details = &said.customer_details;
        Self {
            id: session.id.customer(),
            account: session.account.clone(),
            livemode: session.livemode(),
            created: now,
            email: details.email.clone(),
            name: details.name.clone(),
            business_name: details.business_name.clone(),
            individual_name: details.individual_name.clone(),
            phone: details.phone.clone(),
            address: details.address.clone(),
            shipping: said.shipping().cloned(),
            shipping_phone: said.shipping().and(details.phone.clone()),
            description: None,
            metadata: Metadata::new(),
            tax_ids: details.tax_ids.clone().unwrap_or_default(),
            preferred_locales: Vec::new(),
            tax_exempt: None,
            invoice_prefix: None,
        }
    }

    /// Where they are taxed, as far as it is known: shipping goes before billing.
    pub fn taxed_address(&self) -> Option<&Address> {
        let shipping = self.shipping.as_ref().map(|shipping| &shipping.address);
        shipping.into_iter().chain(&self.address).find(|address| address.country.is_some())
    }

    /// This customer with what `customer_update` takes over from the payer; none if that changes nothing.
    pub fn updated_by(&self, session: &Session, said: &Submission) -> Option<Self> {
        let takes = |part: &str| {
            let update = session.settings.customer_update.as_ref();
            update.and_then(|update| update.get(part)).is_some_and(|how| how == "auto")
        };
        let (mut changed, details) = (self.clone(), &said.customer_details);
        if takes("address") {
            changed.address = details.address.clone().or(changed.address);
        }
        if takes("name") {
            changed.name = details.name.clone().or(changed.name);
            changed.business_name = details.business_name.clone().or(changed.business_name);
            changed.individual_name = details.individual_name.clone().or(changed.individual_name);
        }
        if let Some(shipping) = said.shipping().filter(|_| takes("shipping")) {
            changed.shipping = Some(shipping.clone());
            changed.shipping_phone = details.phone.clone().or(changed.shipping_phone);
        }
        (changed != *self).then_some(changed)
    }
}

/// Checked parameters in the fields of a customer.
fn as_kept(mut sent: Map<String, Value>) -> Result<Map<String, Value>, Problem> {
    if let Some(shipping) = sent.get_mut("shipping") {
        let phone = shipping.as_object_mut().and_then(|shipping| shipping.remove("phone"));
        sent.insert("shipping_phone".into(), phone.unwrap_or_default());
    }
    if let Some(ids) = sent.remove("tax_id_data") {
        sent.insert("tax_ids".into(), ids);
    }
    if let Some(Value::String(prefix)) = sent.get_mut("invoice_prefix") {
        if prefix.len() < SHORTEST_PREFIX {
            let message = format!("`invoice_prefix` must have at least {SHORTEST_PREFIX} letters or digits.");
            return Err(Problem::at(Path::of("invoice_prefix"), message));
        }
        prefix.make_ascii_uppercase();
    }
    Ok(sent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::sample::tree;

    const NOON: Moment = Moment(1_795_305_600_500);

    fn made(query: &str) -> Result<Customer, Problem> {
        let birth = Birth { id: "cus_abc".into(), livemode: false, now: NOON };
        Customer::create(&tree(query), &birth, "acct_1")
    }

    #[test]
    fn a_customer_has_what_is_said_of_it() {
        let query = "email=ada@example.com&name=Ada&shipping[name]=Ada&shipping[address][line1]=Weg 1\
            &shipping[phone]=+491&tax_id_data[0][type]=eu_vat&tax_id_data[0][value]=DE1\
            &preferred_locales[0]=de&tax_exempt=reverse&invoice_prefix=tea&address[country]=DE";
        let ada = made(query).unwrap();
        assert_eq!(
            (ada.email.as_deref(), ada.shipping_phone.as_deref()),
            (Some("ada@example.com"), Some("+491"))
        );
        assert_eq!((ada.tax_ids.len(), ada.invoice_prefix.as_deref()), (1, Some("TEA")));
        assert_eq!((ada.created, ada.account.as_str()), (NOON, "acct_1"));
        assert_eq!(ada.address.and_then(|address| address.country).as_deref(), Some("DE"));
    }

    #[test]
    fn a_change_unsets_what_is_sent_empty_and_leaves_the_rest() {
        let ada = made("email=ada@example.com&name=Ada&metadata[a]=1&metadata[b]=2").unwrap();
        let changed = ada.change(&tree("email=&metadata[a]=&phone=123")).unwrap();
        assert_eq!((changed.email, changed.name.as_deref()), (None, Some("Ada")));
        assert_eq!(changed.metadata.keys().collect::<Vec<_>>(), ["b"]);
        assert_eq!(changed.phone.as_deref(), Some("123"));
    }

    #[test]
    fn what_a_customer_here_has_not_is_refused_by_name() {
        for (query, param) in [
            ("balance=5", "balance"),
            ("source=tok_visa", "source"),
            ("email=ada", "email"),
            ("invoice_prefix=ab", "invoice_prefix"),
            ("shipping[name]=Ada", "shipping[address]"),
            ("tax_id_data[0][type]=moon_vat&tax_id_data[0][value]=1", "tax_id_data[0][type]"),
        ] {
            let refused = made(query).unwrap_err();
            assert_eq!(refused.param.map(|path| path.to_string()).as_deref(), Some(param), "{query}");
        }
    }

    #[test]
    fn nothing_of_the_person_stays_of_a_deleted_customer() {
        let gone = made("email=ada@example.com&name=Ada&metadata[a]=1").unwrap().deleted();
        assert_eq!(gone, made("").unwrap());
    }
}
