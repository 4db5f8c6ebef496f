//! `expand[]`: which ids come back as whole objects, and which parts that are left out by default come along.

use paydesk_model::path::Path;
use paydesk_model::problem::Problem;
use paydesk_model::tree::Tree;

/// Deepest path accepted, `data` included.
pub const DEEPEST: usize = 4;

/// Everything expandable on a session. What has no object of its own yet stays null, and null expands to null.
pub const SESSION: &[&str] = &[
    "automatic_tax.liability.account",
    "customer",
    "discounts.coupon",
    "discounts.promotion_code",
    "invoice",
    "invoice_creation.invoice_data.account_tax_ids",
    "line_items",
    "line_items.data.discounts",
    "line_items.data.price.product",
    "line_items.data.taxes",
    "payment_intent",
    "payment_link",
    "setup_intent",
    "shipping_cost.shipping_rate",
    "shipping_cost.taxes",
    "shipping_options.shipping_rate",
    "subscription",
    "total_details.breakdown",
];
/// Everything expandable on a line item.
pub const LINE_ITEM: &[&str] = &["discounts", "price.product", "taxes"];
/// Objects that a null may one day become: what stands below them cannot be judged yet.
pub const OPAQUE: &[&str] = &[
    "customer",
    "invoice",
    "payment_intent",
    "payment_link",
    "setup_intent",
    "subscription",
    "discounts.coupon",
    "discounts.promotion_code",
    "shipping_options.shipping_rate",
    "shipping_cost.shipping_rate",
];

/// What the object asked about is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Session,
    SessionList,
    LineItemList,
}

/// The parts asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expand {
    pub line_items: bool,
    pub products: bool,
    pub line_discounts: bool,
    pub line_taxes: bool,
    pub breakdown: bool,
    pub shipping_taxes: bool,
    pub setup_intent: bool,
    pub shipping_rates: bool,
    pub chosen_shipping_rate: bool,
}

impl Expand {
    /// Takes `expand` out of a call's parameters and reads it; paths that do not exist are refused by name.
    pub fn take(tree: &mut Tree, subject: Subject, camel: bool) -> Result<Self, Problem> {
        let mut expand = Self::default();
        let paths = match tree.take("expand") {
            None => return Ok(expand),
            Some(Tree::List(paths)) => paths,
            Some(Tree::Text(text)) if text.is_empty() => return Err(empty()),
            // A query string in the camel dialect may name a single path without brackets.
            Some(text @ Tree::Text(_)) if camel => vec![text],
            Some(_) => {
                return Err(Problem::at(
                    Path::of("expand"),
                    "Invalid array: `expand` must be sent as expand[]=…",
                ));
            }
        };
        for (index, path) in paths.iter().enumerate() {
            let place = Path::of("expand").index(index);
            let Some(path) = path.as_text() else {
                return Err(Problem::at(
                    place,
                    "Invalid string: each `expand` must be a path such as line_items.",
                ));
            };
            let snake = if camel { super::json::to_snake(path) } else { path.to_owned() };
            expand.add(&snake, subject).map_err(|problem| Problem::at(place, problem))?;
        }
        Ok(expand)
    }

    fn add(&mut self, path: &str, subject: Subject) -> Result<(), String> {
        if path.split('.').count() > DEEPEST {
            return Err(format!(
                "You cannot expand more than {DEEPEST} levels of a property. Property: {path}"
            ));
        }
        let cannot = || format!("This property cannot be expanded ({path}).");
        let within = match subject {
            Subject::Session => path,
            Subject::SessionList | Subject::LineItemList => path.strip_prefix("data.").ok_or_else(cannot)?,
        };
        let known = if subject == Subject::LineItemList { LINE_ITEM } else { SESSION };
        let below = |whole: &str| within.strip_prefix(whole).is_some_and(|rest| rest.starts_with('.'));
        let may_become_known = subject != Subject::LineItemList && OPAQUE.iter().any(|whole| below(whole));
        if !(known.contains(&within) || may_become_known) {
            return Err(cannot());
        }
        self.mark(within.strip_prefix("line_items.data.").unwrap_or(within), within);
        Ok(())
    }

    fn mark(&mut self, line_path: &str, path: &str) {
        self.line_items |= path.starts_with("line_items");
        match line_path {
            "price.product" => self.products = true,
            "discounts" => self.line_discounts = true,
            "taxes" => self.line_taxes = true,
            "total_details.breakdown" => self.breakdown = true,
            "shipping_cost.taxes" => self.shipping_taxes = true,
            "setup_intent" => self.setup_intent = true,
            "shipping_options.shipping_rate" => self.shipping_rates = true,
            "shipping_cost.shipping_rate" => self.chosen_shipping_rate = true,
            _ => {}
        }
    }
}

fn empty() -> Problem {
    let message = "You passed an empty string for `expand`. We assume empty values are an attempt to unset a parameter; however `expand` cannot be unset. You should remove `expand` from your request or supply a non-empty value.";
    Problem::at(Path::of("expand"), message).code("parameter_invalid_empty")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expand(paths: &[&str], subject: Subject) -> Result<Expand, Problem> {
        let paths = paths.iter().map(|path| Tree::Text((*path).to_owned())).collect();
        Expand::take(&mut Tree::Hash(vec![("expand".into(), Tree::List(paths))]), subject, false)
    }

    #[test]
    fn lists_want_their_data_prefix_and_sessions_do_not() {
        assert!(expand(&["line_items.data.price.product"], Subject::Session).unwrap().products);
        assert!(expand(&["data.line_items"], Subject::SessionList).unwrap().line_items);
        assert!(expand(&["data.price.product"], Subject::LineItemList).unwrap().products);
        assert!(expand(&["payment_intent.latest_charge"], Subject::Session).is_ok());
        for (path, subject) in [
            ("line_items", Subject::SessionList),
            ("data.line_items", Subject::Session),
            ("amount_total", Subject::Session),
            ("line_items.data.price", Subject::Session),
            ("data.line_items.data.price.product", Subject::SessionList),
            ("", Subject::Session),
        ] {
            let problem = expand(&[path], subject).unwrap_err();
            assert_eq!(problem.param.unwrap().to_string(), "expand[0]", "{path}");
        }
    }
}
