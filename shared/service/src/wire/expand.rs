//! `expand[]`: which ids come back as whole objects, and which parts that are left out by default come along.

use paydesk_model::path::Path;
use paydesk_model::problem::Problem;
use paydesk_model::tree::Tree;

use super::kind::{Edge, Kind};

/// Deepest path accepted, `data` included.
pub const DEEPEST: usize = 4;

/// Everything expandable on a line item.
pub const LINE_ITEM: &[&str] = &["discounts", "price.product", "taxes"];
/// What the object asked about is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Session,
    SessionList,
    LineItemList,
    /// One object of a session at its own path.
    Object(Kind),
    ObjectList(Kind),
}

impl Subject {
    /// What is asked about, or stands in the list that is.
    const fn kind(self) -> Kind {
        match self {
            Self::Session | Self::SessionList => Kind::Session,
            Self::LineItemList => Kind::Part,
            Self::Object(kind) | Self::ObjectList(kind) => kind,
        }
    }

    /// What every path begins with.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Session | Self::Object(_) => "",
            Self::SessionList | Self::LineItemList | Self::ObjectList(_) => "data.",
        }
    }

    /// Every path that can be asked for, down to `levels`.
    pub fn paths(self, levels: usize) -> Vec<String> {
        if self == Self::LineItemList {
            return LINE_ITEM.iter().map(|path| format!("data.{path}")).collect();
        }
        let mut found = Vec::new();
        gather(self.kind(), self.prefix(), levels, &mut found);
        found
    }
}

fn gather(kind: Kind, prefix: &str, levels: usize, found: &mut Vec<String>) {
    for (name, below) in kind.edges() {
        let path = format!("{prefix}{name}");
        if path.split('.').count() <= levels {
            gather(*below, &format!("{path}."), levels, found);
            found.push(path);
        }
    }
}

/// The parts asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expand {
    pub line_items: bool,
    pub line_discounts: bool,
    pub line_taxes: bool,
    pub breakdown: bool,
    pub shipping_taxes: bool,
    /// Parts of the catalogue's objects that are left out unless they are asked for.
    pub parts: Vec<String>,
    /// Objects to put in the place of their ids: each the properties that lead there.
    pub objects: Vec<Vec<Edge>>,
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
        let within = path.strip_prefix(subject.prefix()).ok_or_else(cannot)?;
        if subject == Subject::LineItemList {
            match LINE_ITEM.iter().find(|known| **known == within).ok_or_else(cannot)? {
                &"price.product" => self.objects.push(vec![("price.product", Kind::Product)]),
                part => self.mark(part, within),
            }
            return Ok(());
        }
        let walked = subject.kind().walk(within).ok_or_else(cannot)?;
        match walked.first() {
            Some((_, Kind::Part)) if subject.kind().is_of_the_catalogue() => {
                self.parts.push(within.to_owned());
            }
            Some((_, Kind::Part)) => {
                self.mark(within.strip_prefix("line_items.data.").unwrap_or(within), within);
            }
            Some((_, Kind::Elsewhere)) | None => {}
            Some(_) => {
                self.line_items |= within.starts_with("line_items");
                self.objects.push(walked);
            }
        }
        Ok(())
    }

    /// Whether an object of this kind is among what is asked for.
    pub fn wants(&self, kind: Kind) -> bool {
        self.objects.iter().flatten().any(|(_, wanted)| *wanted == kind)
    }

    /// What is left out of objects of this kind by default and is to come along with those that do.
    pub fn parts_of(&self, kind: Kind) -> impl Iterator<Item = &'static str> {
        let steps = self.objects.iter().flat_map(|path| path.windows(2));
        steps.filter(move |step| step[0].1 == kind && step[1].1 == Kind::Part).map(|step| step[1].0)
    }

    /// The paths that go on from objects of this kind.
    pub fn below(&self, kind: Kind) -> Vec<Vec<Edge>> {
        let beyond = |path: &Vec<Edge>| {
            let at = path.iter().position(|(_, walked)| *walked == kind)?;
            Some(path[at + 1..].to_vec()).filter(|rest| !rest.is_empty())
        };
        self.objects.iter().filter_map(beyond).collect()
    }

    /// Whether rendering what is asked for takes the session's lines.
    pub fn needs_lines(&self) -> bool {
        let lines = |(_, kind): &Edge| kind.needs_lines() || *kind == Kind::Product;
        self.line_items || self.breakdown || self.objects.iter().flatten().any(lines)
    }

    fn mark(&mut self, line_path: &str, path: &str) {
        self.line_items |= path.starts_with("line_items");
        match line_path {
            "discounts" => self.line_discounts = true,
            "taxes" => self.line_taxes = true,
            "total_details.breakdown" => self.breakdown = true,
            "shipping_cost.taxes" => self.shipping_taxes = true,
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
    fn only_what_an_object_is_made_of_has_to_be_read() {
        let intent = expand(&["payment_intent.customer"], Subject::Session).unwrap();
        assert!(intent.wants(Kind::Customer) && !intent.needs_lines());
        let subscription = expand(&["data.subscription"], Subject::SessionList).unwrap();
        assert!(subscription.needs_lines() && !subscription.wants(Kind::Customer));
        let coupon = expand(&["discounts.coupon"], Subject::Session).unwrap();
        assert!(coupon.wants(Kind::Coupon) && !coupon.needs_lines());
    }

    #[test]
    fn every_path_that_is_told_of_can_be_asked_for() {
        for subject in [Subject::Session, Subject::SessionList, Subject::ObjectList(Kind::Invoice)] {
            let paths = subject.paths(DEEPEST);
            assert!(paths.len() > 10);
            for path in paths {
                assert!(expand(&[&path], subject).is_ok(), "{path}");
            }
        }
    }

    #[test]
    fn lists_want_their_data_prefix_and_sessions_do_not() {
        let product = expand(&["line_items.data.price.product"], Subject::Session).unwrap();
        assert!(product.line_items && product.wants(Kind::Product));
        assert!(expand(&["data.line_items"], Subject::SessionList).unwrap().line_items);
        assert!(expand(&["data.price.product"], Subject::LineItemList).unwrap().wants(Kind::Product));
        assert!(expand(&["payment_intent.latest_charge"], Subject::Session).is_ok());
        assert!(
            expand(&["latest_charge"], Subject::Object(Kind::PaymentIntent)).unwrap().wants(Kind::Charge)
        );
        assert!(expand(&["data.payments"], Subject::ObjectList(Kind::Invoice)).is_ok());
        for (path, subject) in [
            ("line_items", Subject::SessionList),
            ("data.line_items", Subject::Session),
            ("amount_total", Subject::Session),
            ("line_items.data.price", Subject::Session),
            ("data.line_items.data.price.product", Subject::SessionList),
            ("", Subject::Session),
            ("payment_intent.amount", Subject::Session),
            ("customer.subscriptions", Subject::Session),
            ("latest_charge", Subject::ObjectList(Kind::PaymentIntent)),
            ("latest_charge.payment_method", Subject::Object(Kind::PaymentIntent)),
        ] {
            let problem = expand(&[path], subject).unwrap_err();
            assert_eq!(problem.param.unwrap().to_string(), "expand[0]", "{path}");
        }
    }
}
