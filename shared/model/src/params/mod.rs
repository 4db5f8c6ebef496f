//! Parameters as data: tables of paths, types and limits, and the one evaluator that reads them.

pub mod catalogue_table;
pub mod check;
pub mod check_map;
pub mod choices;
pub mod create_table;
pub mod customers_table;
pub mod date;
pub mod endpoints_table;
pub mod event_names;
pub mod events_table;
pub mod intent_table;
pub mod lines_table;
pub mod list_table;
pub mod objects_table;
pub mod page_table;
pub mod payment_method_options;
pub mod payment_table;
pub mod rule;
#[cfg(test)]
pub(crate) mod sample;
pub mod subscription_table;
pub mod taxes_table;
pub mod text;
pub mod update_table;

use serde::de::DeserializeOwned;
use serde_json::Value;

pub use check::check;

use crate::problem::Problem;

/// Reads what a table has checked into its type. The two agree (a test sends every parameter); should they
/// ever not, the caller hears which field it was.
pub(crate) fn read<T: DeserializeOwned>(checked: Value) -> Result<T, Problem> {
    serde_json::from_value(checked).map_err(|error| Problem::general(format!("Invalid request: {error}.")))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::rule::{Param, Rule};
    use super::{check, create_table, list_table, read, update_table};
    use crate::line::{Metadata, NewLine};
    use crate::settings::Settings;
    use crate::tree::Tree;

    /// Every path of a table, written as create.md writes it.
    fn paths(params: &[Param], prefix: &str, found: &mut BTreeSet<String>) {
        for param in params {
            let path = format!("{prefix}{}", param.name);
            inner(&param.rule, &path, found);
            found.insert(path);
        }
    }

    fn inner(rule: &Rule, path: &str, found: &mut BTreeSet<String>) {
        match rule {
            Rule::Hash(params) => paths(params, &format!("{path}."), found),
            Rule::List { of, .. } => inner(of, &format!("{path}[]"), found),
            Rule::Or(_, params) => paths(params, &format!("{path}."), found),
            _ => {}
        }
    }

    #[test]
    fn the_create_table_has_every_documented_parameter_and_no_other() {
        let listed = include_str!("../../tests/parameters.txt").lines().filter(|line| !line.starts_with('#'));
        let listed: BTreeSet<String> = listed.map(str::to_owned).collect();
        let mut found = BTreeSet::new();
        paths(create_table::CREATE, "", &mut found);
        let missing: Vec<_> = listed.difference(&found).collect();
        let extra: Vec<_> = found.difference(&listed).collect();
        assert_eq!((missing, extra), (Vec::new(), Vec::new()));
    }

    #[test]
    fn a_name_stands_once_in_its_table() {
        fn once(params: &[Param]) {
            let names: BTreeSet<_> = params.iter().map(|param| param.name).collect();
            assert_eq!(names.len(), params.len(), "{names:?}");
            for param in params {
                match &param.rule {
                    Rule::Hash(params) | Rule::List { of: Rule::Hash(params), .. } | Rule::Or(_, params) => {
                        once(params);
                    }
                    _ => {}
                }
            }
        }
        for table in
            [&create_table::WITH_EXTRAS[..], update_table::UPDATE, list_table::LIST, list_table::PAGE]
        {
            once(table);
        }
    }

    /// A value that a rule accepts, with everything inside it that there can be.
    fn example(rule: &Rule) -> Tree {
        let text = match rule {
            Rule::Hash(params) | Rule::Or(_, params) => return everything(params),
            Rule::List { of, .. } => return Tree::List(vec![example(of)]),
            Rule::ByCurrency(params) => return Tree::Hash(vec![("eur".to_owned(), everything(params))]),
            Rule::Metadata | Rule::MetadataChange => {
                return Tree::Hash(vec![("key".to_owned(), Tree::Text("value".to_owned()))]);
            }
            Rule::Choice(values) => values[0],
            Rule::Flag => "true",
            Rule::Integer { least, .. } => &least.to_string(),
            Rule::Currency => "usd",
            Rule::Url => "https://shop.example",
            Rule::Email => "ada@example.com",
            Rule::Color => "#0074d4",
            Rule::Date => "2026-11-22",
            Rule::Decimal | Rule::Number { .. } => "12.5",
            Rule::Text { .. } | Rule::Alphanumeric { .. } | Rule::Name { .. } => "x",
        };
        Tree::Text(text.to_owned())
    }

    fn everything(params: &[Param]) -> Tree {
        Tree::Hash(params.iter().map(|param| (param.name.to_owned(), example(&param.rule))).collect())
    }

    #[test]
    fn every_parameter_is_kept_by_its_type_and_stored_without_loss() {
        let mut sent = check(&create_table::WITH_EXTRAS, &everything(&create_table::WITH_EXTRAS)).unwrap();
        for known in ["mode", "ui_mode", "expires_at", "currency", "shipping_options"] {
            assert!(sent.remove(known).is_some(), "{known}");
        }
        let mut lines = sent.remove("line_items").unwrap();
        lines[0]["price_data"]["unit_amount"] = "1".into();
        // Ids are replaced by what they name.
        lines[0].as_object_mut().unwrap().retain(|name, _| name != "price" && name != "tax_rates");
        assert_eq!(read::<Vec<NewLine>>(lines).unwrap().len(), 1);
        assert_eq!(read::<Metadata>(sent.remove("metadata").unwrap()).unwrap().len(), 1);
        let names: BTreeSet<_> = sent.keys().cloned().collect();
        let settings: Settings = read(sent.into()).unwrap();
        let stored = serde_json::to_value(&settings).unwrap();
        let kept: BTreeSet<_> = stored.as_object().unwrap().keys().cloned().collect();
        assert_eq!(names, kept);
        assert_eq!(read::<Settings>(stored).unwrap(), settings);
    }

    #[test]
    fn what_can_be_unset_is_kept_as_unset() {
        for param in create_table::CREATE {
            let Rule::Hash(params) = param.rule else { continue };
            let Tree::Hash(mut entries) = everything(params) else { continue };
            for (name, tree) in &mut entries {
                if params.iter().any(|param| param.name == name && param.clearable) {
                    *tree = Tree::Text(String::new());
                }
            }
            let request = Tree::Hash(vec![
                ("mode".to_owned(), Tree::Text("payment".to_owned())),
                (param.name.to_owned(), Tree::Hash(entries)),
            ]);
            let sent = check(create_table::CREATE, &request).unwrap();
            assert!(read::<Settings>(sent.into()).is_ok(), "{}", param.name);
        }
    }
}
