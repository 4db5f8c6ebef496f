//! Payment links: a create request that is kept, and asked again by everyone who opens the link.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::catalogue::Found;
use crate::create::{CreateParams, Draft, Limits};
use crate::line::Line;
use crate::naming::Name;
use crate::nested::AfterCompletion;
use crate::params::create_table::CREATE;
use crate::params::subscription_table::SUBSCRIPTION_DATA_OF_LINKS;
use crate::params::{self, page_table, rule};
use crate::path::Path;
use crate::problem::Problem;
use crate::session::{Birth, Session};
use crate::time::Moment;
use crate::tree::Tree;

/// What a payment link's create takes, besides `after_completion`: parameters of a session's create.
const TAKEN: &[&str] = &[
    "allow_promotion_codes",
    "automatic_tax",
    "billing_address_collection",
    "consent_collection",
    "currency",
    "custom_fields",
    "custom_text",
    "customer_creation",
    "invoice_creation",
    "line_items",
    "metadata",
    "name_collection",
    "optional_items",
    "payment_intent_data",
    "payment_method_collection",
    "payment_method_options",
    "payment_method_types",
    "phone_number_collection",
    "shipping_address_collection",
    "shipping_options",
    "submit_type",
    "subscription_data",
    "tax_id_collection",
];
const AFTER_COMPLETION: &[rule::Param] = &[rule::hash("after_completion", page_table::AFTER_COMPLETION)];
/// The parameters of a payment link's create, except `expand`.
pub static LINK: LazyLock<Vec<rule::Param>> = LazyLock::new(|| {
    let taken = CREATE.iter().filter(|param| TAKEN.contains(&param.name)).copied();
    let needed = |param: rule::Param| match param.name {
        "line_items" => param.required(),
        "subscription_data" => SUBSCRIPTION,
        _ => param,
    };
    AFTER_COMPLETION.iter().copied().chain(taken.map(needed)).collect()
});

const SUBSCRIPTION: rule::Param = rule::hash("subscription_data", SUBSCRIPTION_DATA_OF_LINKS);

/// Stands in for the way back that a link may do without.
const NOWHERE: &str = "https://nowhere.invalid";

/// A link that opens a session for everyone who follows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaymentLink {
    /// `plink_…`
    pub id: String,
    pub account: String,
    pub livemode: bool,
    pub created: Moment,
    /// The fingerprint of its create: the same key may make no other link.
    pub print: String,
    pub after_completion: AfterCompletion,
    /// What each session of this link begins as; never a session itself.
    pub template: Session,
    /// The template's.
    pub lines: Vec<Line>,
}

/// A create of a payment link that is right in itself; what it names may still be missing.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkDraft {
    after_completion: AfterCompletion,
    /// Of the session's create, without its mode.
    entries: Vec<(String, Tree)>,
    names: Vec<Name>,
}

/// A checked create of a payment link.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkParams {
    after_completion: AfterCompletion,
    session: CreateParams,
}

impl LinkDraft {
    /// Checks of a create, whose `expand` has been taken out, what needs no catalogue.
    pub fn check(tree: &Tree, limits: &Limits) -> Result<Self, Problem> {
        let mut sent = tree.clone();
        let after = sent.take("after_completion").map(|after| ("after_completion".to_owned(), after));
        let mut checked = params::check(AFTER_COMPLETION, &Tree::Hash(after.into_iter().collect()))?;
        let after_completion = checked.remove("after_completion").map(params::read).transpose()?;
        let Tree::Hash(mut entries) = sent else { return Err(Problem::missing(Path::of("line_items"))) };
        if let Some((name, _)) = entries.iter().find(|(name, _)| !TAKEN.contains(&name.as_str())) {
            return Err(Problem::unknown(Path::of(name.clone())));
        }
        let of_subscription = entries.iter().filter(|(name, _)| name == SUBSCRIPTION.name).cloned();
        params::check(&[SUBSCRIPTION], &Tree::Hash(of_subscription.collect()))?;
        entries.push(("success_url".into(), Tree::Text(NOWHERE.into())));
        let confirmation = AfterCompletion {
            kind: "hosted_confirmation".into(),
            hosted_confirmation: Some(Default::default()),
            redirect: None,
        };
        let after_completion: AfterCompletion = after_completion.unwrap_or(confirmation);
        let names = Draft::check(&in_mode(&entries, "payment"), limits)?.names();
        if after_completion.kind == "redirect" && after_completion.redirect.is_none() {
            let param = Path::of("after_completion").key("redirect");
            return Err(Problem::missing(param));
        }
        Ok(Self { after_completion, entries, names })
    }

    /// What has to be looked up.
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// The create with what it names. What recurs makes it a subscription.
    pub fn settle(self, found: &Found, limits: &Limits) -> Result<LinkParams, Problem> {
        let named = |name: &Name| found.prices.get(&name.id).is_some_and(|price| price.recurring.is_some());
        let recurs = recurs(&self.entries) || self.names.iter().any(named);
        let mode = if recurs { "subscription" } else { "payment" };
        let session = Draft::check(&in_mode(&self.entries, mode), limits)?.settle(found, limits)?;
        Ok(LinkParams { after_completion: self.after_completion, session })
    }
}

fn in_mode(entries: &[(String, Tree)], mode: &str) -> Tree {
    let mut entries = entries.to_vec();
    entries.push(("mode".into(), Tree::Text(mode.into())));
    Tree::Hash(entries)
}

impl LinkParams {
    /// Checks a create that names nothing of a catalogue.
    pub fn check(tree: &Tree, limits: &Limits) -> Result<Self, Problem> {
        LinkDraft::check(tree, limits)?.settle(&Found::default(), limits)
    }
}

fn recurs(entries: &[(String, Tree)]) -> bool {
    let lines = entries.iter().find(|(name, _)| name == "line_items").map(|(_, lines)| lines);
    let Some(Tree::List(lines)) = lines else { return false };
    let recurring = |line: &Tree| line.get("price_data").and_then(|price| price.get("recurring")).is_some();
    lines.iter().any(recurring)
}

impl PaymentLink {
    /// A new link. `birth` is what its template is born with: its id's body is the link's.
    pub fn new(params: LinkParams, birth: Birth, print: String) -> Self {
        let (account, created) = (birth.account.clone(), birth.now);
        let LinkParams { after_completion, session } = params;
        let mut template = Session::open(session, birth);
        template.settings.success_url = after_completion.redirect.as_ref().map(|to| to.url.clone());
        template.settings.after_completion = Some(after_completion.clone());
        Self {
            id: format!("plink_{}", template.id.body()),
            account,
            livemode: template.livemode(),
            created,
            print,
            after_completion,
            lines: std::mem::take(&mut template.lines),
            template,
        }
    }

    /// The session that following the link opens.
    pub fn open(&self, birth: Birth) -> Session {
        let mut session = self.template.clone().born_again(birth);
        session.lines.clone_from(&self.lines);
        session.payment_link = Some(self.id.clone());
        session
    }

    /// The template with its lines, as far as line items are shown of a link.
    pub fn template(&self) -> Session {
        let mut template = self.template.clone();
        template.lines.clone_from(&self.lines);
        template
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::SessionId;
    use crate::params::sample::tree;

    const NOW: Moment = Moment::from_seconds(1_800_000_000);
    const TEA: &str = "line_items[0][quantity]=1&line_items[0][price_data][currency]=eur\
        &line_items[0][price_data][unit_amount]=700&line_items[0][price_data][product_data][name]=Tea";

    fn birth(body: &str, now: Moment) -> Birth {
        let (id, token) = (SessionId::new(false, body), format!("token of {body}"));
        Birth { id, account: "acct_1".into(), token, now, default_life: 86_400 }
    }

    fn checked(more: &str) -> Result<LinkParams, Problem> {
        LinkParams::check(&tree(&format!("{TEA}{more}")), &Limits::standard(NOW, false))
    }

    #[test]
    fn everyone_who_follows_a_link_gets_a_session_of_their_own() {
        let params = checked(
            "&metadata[order]=7&after_completion[type]=redirect\
            &after_completion[redirect][url]=https://shop.example/thanks",
        );
        let link = PaymentLink::new(params.unwrap(), birth("link", NOW), "print".into());
        assert_eq!(link.id, "plink_link");
        let later = NOW.plus_seconds(1_000_000);
        let (ada, bob) = (link.open(birth("ada", later)), link.open(birth("bob", later)));
        assert_ne!((&ada.id, &ada.token), (&bob.id, &bob.token));
        assert_eq!(ada.expires_at, later.seconds() + 86_400);
        assert_eq!((ada.amount_due(), ada.lines.len(), ada.metadata["order"].as_str()), (700, 1, "7"));
        assert_eq!(ada.payment_link.as_deref(), Some("plink_link"));
        assert_eq!(ada.settings.success_url.as_deref(), Some("https://shop.example/thanks"));
    }

    #[test]
    fn a_link_without_a_way_back_confirms_on_the_page() {
        let link = PaymentLink::new(checked("").unwrap(), birth("link", NOW), "print".into());
        assert_eq!(link.after_completion.kind, "hosted_confirmation");
        assert_eq!(link.template.settings.success_url, None);
    }

    #[test]
    fn a_link_takes_nothing_that_only_one_session_can_have() {
        for name in ["success_url=https://x.example", "customer_email=a@b.example", "mode=payment"] {
            let problem = checked(&format!("&{name}")).unwrap_err();
            assert_eq!(problem.code, Some("parameter_unknown"), "{name}");
        }
        let monthly = "&line_items[0][price_data][recurring][interval]=month";
        for name in ["trial_end", "billing_cycle_anchor"] {
            let problem = checked(&format!("{monthly}&subscription_data[{name}]=1900000000")).unwrap_err();
            assert_eq!(problem.param.unwrap().to_string(), format!("subscription_data[{name}]"));
        }
        assert!(checked(&format!("{monthly}&subscription_data[trial_period_days]=7")).is_ok());
        let nothing = LinkParams::check(&tree(""), &Limits::standard(NOW, false)).unwrap_err();
        assert_eq!(nothing.param.unwrap().to_string(), "line_items");
    }
}
