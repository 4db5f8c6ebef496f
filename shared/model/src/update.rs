//! The parameters of an update: an `UpdateParams` that exists is valid in itself; whether the session at
//! hand allows it is the session's to say.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::catalogue::{Found, Price, TaxRate};
use crate::currency::Currency;
use crate::line::{AdjustableQuantity, Metadata, NewLine, PriceData, ShippingOption};
use crate::naming::Name;
use crate::nested::{Address, ShippingDetails};
use crate::params::{self, update_table};
use crate::path::Path;
use crate::problem::Problem;
use crate::rules;
use crate::terms::Located;
use crate::tree::Tree;

/// A change to a map of metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MetadataChange {
    Clear,
    /// Sets each key, or removes it where there is no value.
    Merge(BTreeMap<String, Option<String>>),
}

impl MetadataChange {
    /// The change that `Null` or a map of text and `Null` stands for.
    pub(crate) fn of(value: Value) -> Result<Self, Problem> {
        match value {
            Value::Null => Ok(Self::Clear),
            value => params::read(value).map(Self::Merge),
        }
    }

    pub fn apply(self, metadata: &mut Metadata) {
        match self {
            Self::Clear => metadata.clear(),
            Self::Merge(entries) => {
                for (key, value) in entries {
                    match value {
                        Some(value) => drop(metadata.insert(key, value)),
                        None => drop(metadata.remove(&key)),
                    }
                }
            }
        }
    }
}

/// One line of the whole array that an update sends again; lines it leaves out are removed.
#[derive(Clone, Debug, PartialEq)]
pub enum LineChange {
    Existing(ExistingLine),
    New(Box<NewLine>),
}

/// A line that is there already, and what changes about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExistingLine {
    pub id: String,
    pub quantity: Option<i64>,
    pub adjustable_quantity: Option<AdjustableQuantity>,
    pub metadata: Option<MetadataChange>,
    pub sold: Option<Box<Sold>>,
    pub tax_rates: Option<Vec<TaxRate>>,
}

/// Something else that a line sells from now on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Sold {
    pub price_data: PriceData,
    #[serde(default)]
    pub price: Option<Box<Price>>,
    #[serde(default)]
    pub product: Option<String>,
}

/// An update that is right in itself; what it names may still be missing.
#[derive(Clone, Debug, PartialEq)]
pub struct UpdateDraft(Map<String, Value>);

/// A checked update.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateParams {
    pub metadata: Option<MetadataChange>,
    pub collected_information: Option<ShippingDetails>,
    pub payment_intent_data: Option<Value>,
    pub line_items: Option<Vec<LineChange>>,
    /// An empty list clears them.
    pub shipping_options: Option<Vec<ShippingOption>>,
    /// What is due where it is shipped to, in a session that taxes automatically.
    pub located: Option<Located>,
}

impl UpdateDraft {
    /// Checks of an update, whose `expand` has been taken out, what needs no catalogue.
    pub fn check(tree: &Tree) -> Result<Self, Problem> {
        let sent = params::check(update_table::UPDATE, tree)?;
        rules::update_shapes(&sent)?;
        Ok(Self(sent))
    }

    /// What has to be looked up.
    pub fn names(&self) -> Vec<Name> {
        rules::names(&self.0)
    }

    /// Whether it changes what the session costs.
    pub fn reprices(&self) -> bool {
        self.0.contains_key("line_items") || self.0.contains_key("shipping_options")
    }

    /// Where it is shipped to from now on.
    pub fn address(&self) -> Option<Address> {
        let details = self.0.get("collected_information")?.get("shipping_details")?;
        serde_json::from_value(details.get("address")?.clone()).ok()
    }

    /// The update of a session in this currency, with what it names.
    pub fn settle(self, found: &Found, currency: Option<Currency>) -> Result<UpdateParams, Problem> {
        let mut sent = self.0;
        rules::fill_update(&mut sent, found, currency)?;
        Ok(UpdateParams {
            metadata: sent.remove("metadata").map(MetadataChange::of).transpose()?,
            collected_information: shipping_details(&mut sent)?,
            payment_intent_data: sent.remove("payment_intent_data"),
            line_items: rules::line_changes(&mut sent)?,
            shipping_options: rules::shipping_change(&mut sent)?,
            located: None,
        })
    }
}

impl UpdateParams {
    /// Checks an update that names nothing of a catalogue.
    pub fn check(tree: &Tree) -> Result<Self, Problem> {
        UpdateDraft::check(tree)?.settle(&Found::default(), None)
    }
}

fn shipping_details(sent: &mut Map<String, Value>) -> Result<Option<ShippingDetails>, Problem> {
    let Some(Value::Object(mut collected)) = sent.remove("collected_information") else { return Ok(None) };
    let details = collected.remove("shipping_details").map(params::read::<ShippingDetails>).transpose()?;
    let at = Path::of("collected_information").key("shipping_details").key("address");
    details.iter().try_for_each(|details| details.address.check_country(&at))?;
    Ok(details)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::sample::tree;

    fn refused(form: &str) -> (Option<&'static str>, String) {
        let problem = UpdateParams::check(&tree(form)).expect_err(form);
        (problem.code, problem.param.unwrap().to_string())
    }

    #[test]
    fn metadata_is_merged_key_by_key_and_cleared_as_a_whole() {
        let mut metadata =
            Metadata::from([("a".to_owned(), "1".to_owned()), ("b".to_owned(), "2".to_owned())]);
        let change = |form: &str| UpdateParams::check(&tree(form)).unwrap().metadata.unwrap();
        change("metadata[a]=&metadata[c]=3").apply(&mut metadata);
        assert_eq!(
            metadata,
            Metadata::from([("b".to_owned(), "2".to_owned()), ("c".to_owned(), "3".to_owned())])
        );
        change("metadata=").apply(&mut metadata);
        assert_eq!(metadata, Metadata::new());
    }

    #[test]
    fn an_update_names_lines_that_are_there_and_brings_those_that_are_not() {
        let form = "line_items[0][id]=li_1&line_items[0][quantity]=3&line_items[0][metadata][a]=\
            &line_items[1][quantity]=1&line_items[1][price_data][currency]=usd&line_items[1][metadata][a]=\
            &line_items[1][price_data][unit_amount]=500&line_items[1][price_data][product_data][name]=Tea";
        let lines = UpdateParams::check(&tree(form)).unwrap().line_items.unwrap();
        let LineChange::Existing(line) = &lines[0] else { panic!("{lines:?}") };
        assert_eq!((line.id.as_str(), line.quantity, line.sold.is_some()), ("li_1", Some(3), false));
        let unset = BTreeMap::from([("a".to_owned(), None)]);
        assert_eq!(line.metadata, Some(MetadataChange::Merge(unset)));
        let LineChange::New(line) = &lines[1] else { panic!("{lines:?}") };
        assert_eq!((line.quantity, line.metadata.len()), (1, 0));
    }

    #[test]
    fn an_update_is_refused_like_a_create() {
        assert_eq!(refused("mode=payment"), (Some("parameter_unknown"), "mode".to_owned()));
        assert_eq!(
            refused("line_items[0][quantity]=1"),
            (Some("parameter_missing"), "line_items[0]".to_owned())
        );
        let unknown = (Some("resource_missing"), "line_items[0][price]".to_owned());
        assert_eq!(refused("line_items[0][price]=price_1&line_items[0][quantity]=1"), unknown);
        let missing =
            (Some("parameter_missing"), "collected_information[shipping_details][address]".to_owned());
        assert_eq!(refused("collected_information[shipping_details][name]=Ada"), missing);
    }

    #[test]
    fn shipping_is_replaced_cleared_or_left_alone() {
        let shipping = |form: &str| UpdateParams::check(&tree(form)).unwrap().shipping_options;
        assert_eq!(shipping("metadata[a]=1"), None);
        assert_eq!(shipping("shipping_options="), Some(Vec::new()));
        let form = "shipping_options[0][shipping_rate_data][display_name]=Post\
            &shipping_options[0][shipping_rate_data][fixed_amount][amount]=500\
            &shipping_options[0][shipping_rate_data][fixed_amount][currency]=usd";
        assert_eq!(shipping(form).unwrap()[0].amount, 500);
    }

    #[test]
    fn collected_shipping_has_a_name_and_an_address() {
        let form = "collected_information[shipping_details][name]=Ada\
            &collected_information[shipping_details][address][country]=DE\
            &collected_information[shipping_details][address][line1]=Weg 1";
        let details = UpdateParams::check(&tree(form)).unwrap().collected_information.unwrap();
        assert_eq!((details.name.as_str(), details.address.country.as_deref()), ("Ada", Some("DE")));
    }
}
