//! Paths: which dialect, which object, which action.

use paydesk_model::catalogue;

use super::Dialect;
use super::kind::{AT_PATHS, Kind};
use crate::error::Error;

/// What a path asks for, without its method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'p> {
    /// `/v1/checkout/sessions`
    Sessions,
    /// `/v1/checkout/sessions/{id}`
    Session(&'p str),
    /// `/v1/checkout/sessions/{id}/expire`
    Expire(&'p str),
    /// `/v1/checkout/sessions/{id}/line_items`
    LineItems(&'p str),
    /// `/v1/payment_intents`, `/v1/charges`, …
    Objects(Kind),
    /// `/v1/payment_intents/{id}`, `/v1/charges/{id}`, …
    Object(Kind, &'p str),
    /// `/v1/customers/{id}/payment_methods`
    SavedMethods(&'p str),
    /// `/v1/payment_intents/{id}/capture`
    Capture(&'p str),
    /// `/v1/payment_intents/{id}/cancel`
    Cancel(&'p str),
    /// `/v1/payment_links`
    PaymentLinks,
    /// `/v1/payment_links/{id}`
    PaymentLink(&'p str),
    /// `/v1/payment_links/{id}/line_items`
    PaymentLinkLines(&'p str),
    /// `/v1/test_helpers/checkout/sessions/{id}/complete`, `/fail` and `/settle`
    Simulate(Outcome, &'p str),
    /// `/v1/products`, `/v1/prices`, …
    Catalogue(catalogue::Kind),
    /// `/v1/products/{id}`, `/v1/prices/{id}`, …
    CatalogueObject(catalogue::Kind, &'p str),
    /// `/v1/webhook_endpoints`
    WebhookEndpoints,
    /// `/v1/webhook_endpoints/{id}`
    WebhookEndpoint(&'p str),
    /// `/v1/webhook_endpoints/{id}/roll_secret`
    RollSecret(&'p str),
    /// `/v1/events`
    Events,
    /// `/v1/events/{id}`
    Event(&'p str),
    /// `/v1/events/{id}/delivery_attempts`
    DeliveryAttempts(&'p str),
    /// `/v1/events/{id}/retry`
    Retry(&'p str),
}

/// What a test has happen to a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Complete,
    Fail,
    Settle,
}

impl<'p> Place<'p> {
    /// Finds the place in a path that may begin with one step more, a stage or a domain's base path.
    pub fn find(path: &'p str) -> Option<(Dialect, Self)> {
        let after_a_step = path.get(1..).and_then(|path| Some(&path[path.find('/')?..])).unwrap_or_default();
        [path, after_a_step].into_iter().find_map(|path| {
            let of = |dialect: Dialect| {
                let rest = path.strip_prefix(dialect.sessions_path())?;
                Some((dialect, Self::of_sessions(dialect, rest)?))
            };
            let stripe =
                |path: &'p str| Some((Dialect::Stripe, Self::of_objects(path.strip_prefix("/v1/")?)?));
            of(Dialect::Stripe).or_else(|| of(Dialect::Camel)).or_else(|| stripe(path))
        })
    }

    fn of_sessions(dialect: Dialect, rest: &'p str) -> Option<Self> {
        if rest.is_empty() {
            return Some(Self::Sessions);
        }
        let mut steps = rest.strip_prefix('/')?.split('/');
        let id = steps.next().filter(|id| !id.is_empty())?;
        match (steps.next(), steps.next()) {
            (None, _) => Some(Self::Session(id)),
            (Some("expire"), None) => Some(Self::Expire(id)),
            (Some(step), None) if step == dialect.line_items_step() => Some(Self::LineItems(id)),
            _ => None,
        }
    }

    fn of_objects(rest: &'p str) -> Option<Self> {
        if let Some(rest) = rest.strip_prefix("test_helpers/checkout/sessions/") {
            let (id, step) = rest.split_once('/')?;
            let outcome = Outcome::parse(step)?;
            return (!id.is_empty()).then_some(Self::Simulate(outcome, id));
        }
        let mut steps = rest.split('/');
        let (first, id, last) = (steps.next()?, steps.next(), steps.next());
        // Nothing can be searched for here, and no id of Stripe's is that.
        if steps.next().is_some() || matches!(id, Some("" | "search")) {
            return None;
        }
        let kind = AT_PATHS.iter().copied().find(|kind| kind.step() == first);
        match (first, kind, id, last) {
            (_, Some(kind), None, _) => Some(Self::Objects(kind)),
            (_, Some(kind), Some(id), None) => Some(Self::Object(kind, id)),
            ("customers", _, Some(id), Some("payment_methods")) => Some(Self::SavedMethods(id)),
            ("payment_intents", _, Some(id), Some("capture")) => Some(Self::Capture(id)),
            ("payment_intents", _, Some(id), Some("cancel")) => Some(Self::Cancel(id)),
            ("payment_links", None, None, _) => Some(Self::PaymentLinks),
            ("payment_links", None, Some(id), None) => Some(Self::PaymentLink(id)),
            ("payment_links", None, Some(id), Some("line_items")) => Some(Self::PaymentLinkLines(id)),
            ("webhook_endpoints" | "events", ..) => Self::of_events(first, id, last),
            (.., id, None) => Self::of_catalogue(first, id),
            _ => None,
        }
    }

    fn of_catalogue(first: &str, id: Option<&'p str>) -> Option<Self> {
        let kind = catalogue::Kind::ALL.into_iter().find(|kind| kind.step() == first)?;
        Some(id.map_or(Self::Catalogue(kind), |id| Self::CatalogueObject(kind, id)))
    }

    fn of_events(first: &str, id: Option<&'p str>, last: Option<&str>) -> Option<Self> {
        match (first, id, last) {
            ("webhook_endpoints", None, _) => Some(Self::WebhookEndpoints),
            ("webhook_endpoints", Some(id), None) => Some(Self::WebhookEndpoint(id)),
            ("webhook_endpoints", Some(id), Some("roll_secret")) => Some(Self::RollSecret(id)),
            ("events", None, _) => Some(Self::Events),
            ("events", Some(id), None) => Some(Self::Event(id)),
            ("events", Some(id), Some("delivery_attempts")) => Some(Self::DeliveryAttempts(id)),
            ("events", Some(id), Some("retry")) => Some(Self::Retry(id)),
            _ => None,
        }
    }

    pub const fn id(self) -> Option<&'p str> {
        match self {
            Self::Sessions | Self::Objects(_) | Self::PaymentLinks => None,
            Self::WebhookEndpoints | Self::Events | Self::Catalogue(_) => None,
            Self::CatalogueObject(_, id) => Some(id),
            Self::WebhookEndpoint(id) | Self::RollSecret(id) => Some(id),
            Self::Event(id) | Self::DeliveryAttempts(id) | Self::Retry(id) => Some(id),
            Self::Session(id) | Self::Expire(id) | Self::LineItems(id) => Some(id),
            Self::Object(_, id) | Self::SavedMethods(id) | Self::Capture(id) | Self::Cancel(id) => Some(id),
            Self::PaymentLink(id) | Self::PaymentLinkLines(id) | Self::Simulate(_, id) => Some(id),
        }
    }

    /// What logs call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sessions => "sessions",
            Self::Session(_) => "session",
            Self::Expire(_) => "expire",
            Self::LineItems(_) => "line_items",
            Self::Objects(kind) => kind.step(),
            Self::Object(kind, _) => kind.name(),
            Self::SavedMethods(_) => "saved_methods",
            Self::Capture(_) => "capture",
            Self::Cancel(_) => "cancel",
            Self::PaymentLinks => "payment_links",
            Self::PaymentLink(_) => "payment_link",
            Self::PaymentLinkLines(_) => "payment_link_line_items",
            Self::Simulate(outcome, _) => outcome.name(),
            Self::Catalogue(kind) => kind.step(),
            Self::CatalogueObject(kind, _) => kind.name(),
            Self::WebhookEndpoints => "webhook_endpoints",
            Self::WebhookEndpoint(_) => "webhook_endpoint",
            Self::RollSecret(_) => "roll_secret",
            Self::Events => "events",
            Self::Event(_) => "event",
            Self::DeliveryAttempts(_) => "delivery_attempts",
            Self::Retry(_) => "retry",
        }
    }

    /// The methods this place takes, as an `Allow` header says them.
    pub const fn methods(self) -> &'static str {
        match self {
            Self::Sessions | Self::Session(_) | Self::PaymentLinks => "GET, POST",
            Self::Expire(_) | Self::Capture(_) | Self::Cancel(_) | Self::Simulate(..) => "POST",
            Self::Objects(Kind::Customer) => "GET, POST",
            Self::Object(Kind::Customer, _) => "GET, POST, DELETE",
            Self::LineItems(_) | Self::Objects(_) | Self::Object(..) | Self::SavedMethods(_) => "GET",
            Self::PaymentLink(_) | Self::PaymentLinkLines(_) => "GET",
            Self::WebhookEndpoints | Self::Catalogue(_) => "GET, POST",
            Self::CatalogueObject(kind, _) if kind.can_be_deleted() => "GET, POST, DELETE",
            Self::CatalogueObject(..) => "GET, POST",
            Self::WebhookEndpoint(_) => "GET, POST, DELETE",
            Self::RollSecret(_) | Self::Retry(_) => "POST",
            Self::Events | Self::Event(_) | Self::DeliveryAttempts(_) => "GET",
        }
    }
}

impl Outcome {
    fn parse(step: &str) -> Option<Self> {
        match step {
            "complete" => Some(Self::Complete),
            "fail" => Some(Self::Fail),
            "settle" => Some(Self::Settle),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Complete => "simulate_complete",
            Self::Fail => "simulate_fail",
            Self::Settle => "simulate_settle",
        }
    }
}

/// The error for a call that no route takes: a wrong method where the path is known, else an unknown route.
pub fn unrouted(method: &str, path: &str) -> Error {
    // A place that takes this method, and yet got here, is one that this deployment has not.
    let found = Place::find(path).map(|(_, place)| place.methods());
    let allowed = found.filter(|allowed| !allowed.split(", ").any(|taken| taken == method));
    let (method, path) = (method.to_owned(), path.to_owned());
    match allowed {
        Some(allowed) => Error::WrongMethod { allowed, method, path },
        None => Error::UnknownRoute { method, path },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_found_behind_a_stage_too() {
        assert_eq!(Place::find("/v1/checkout/sessions"), Some((Dialect::Stripe, Place::Sessions)));
        assert_eq!(
            Place::find("/prod/v1/checkout/sessions/cs_1"),
            Some((Dialect::Stripe, Place::Session("cs_1")))
        );
        assert_eq!(
            Place::find("/checkout-sessions/cs_1/expire"),
            Some((Dialect::Camel, Place::Expire("cs_1")))
        );
        assert_eq!(
            Place::find("/checkout-sessions/cs_1/line-items"),
            Some((Dialect::Camel, Place::LineItems("cs_1")))
        );
        assert_eq!(Place::find("/v1/checkout/sessions/cs_1/line-items"), None);
        assert_eq!(Place::find("/v1/checkout/sessions/"), None);
        assert_eq!(Place::find("/v1/mandates"), None);
        assert_eq!(Place::find("/a/b/v1/checkout/sessions"), None);
        assert_eq!(Place::find(""), None);
    }

    #[test]
    fn objects_have_paths_of_their_own_in_stripes_words_only() {
        for (path, place) in [
            ("/v1/payment_intents", Place::Objects(Kind::PaymentIntent)),
            ("/prod/v1/charges/ch_1", Place::Object(Kind::Charge, "ch_1")),
            ("/v1/customers/cus_1/payment_methods", Place::SavedMethods("cus_1")),
            ("/v1/payment_intents/pi_1/capture", Place::Capture("pi_1")),
            ("/v1/payment_intents/pi_1/cancel", Place::Cancel("pi_1")),
            ("/v1/payment_links", Place::PaymentLinks),
            ("/v1/payment_links/plink_1", Place::PaymentLink("plink_1")),
            ("/v1/payment_links/plink_1/line_items", Place::PaymentLinkLines("plink_1")),
            ("/v1/test_helpers/checkout/sessions/cs_1/settle", Place::Simulate(Outcome::Settle, "cs_1")),
        ] {
            assert_eq!(Place::find(path), Some((Dialect::Stripe, place)), "{path}");
        }
        for path in [
            "/v1/payment_intents/",
            "/v1/charges/ch_1/capture",
            "/v1/customers/cus_1/payment_methods/pm_1",
            "/v1/payment_links/plink_1/expire",
            "/v1/test_helpers/checkout/sessions/cs_1",
            "/v1/test_helpers/checkout/sessions/cs_1/refund",
            "/payment-intents",
        ] {
            assert_eq!(Place::find(path), None, "{path}");
        }
    }

    #[test]
    fn each_kind_of_a_catalogue_has_paths_of_its_own() {
        for kind in catalogue::Kind::ALL {
            let listed = format!("/v1/{}", kind.step());
            assert_eq!(Place::find(&listed), Some((Dialect::Stripe, Place::Catalogue(kind))));
            let one = format!("/prod{listed}/x-1");
            assert_eq!(Place::find(&one), Some((Dialect::Stripe, Place::CatalogueObject(kind, "x-1"))));
            assert_eq!(Place::find(&format!("{listed}/x-1/expire")), None);
            let deleted = Place::CatalogueObject(kind, "x-1").methods().contains("DELETE");
            assert_eq!(deleted, kind.can_be_deleted(), "{listed}");
        }
    }

    #[test]
    fn events_and_who_is_told_of_them_have_paths_of_their_own() {
        for (path, place) in [
            ("/v1/webhook_endpoints", Place::WebhookEndpoints),
            ("/prod/v1/webhook_endpoints/we_1", Place::WebhookEndpoint("we_1")),
            ("/v1/webhook_endpoints/we_1/roll_secret", Place::RollSecret("we_1")),
            ("/prod/v1/events", Place::Events),
            ("/v1/events/evt_1", Place::Event("evt_1")),
            ("/v1/events/evt_1/delivery_attempts", Place::DeliveryAttempts("evt_1")),
            ("/v1/events/evt_1/retry", Place::Retry("evt_1")),
        ] {
            assert_eq!(Place::find(path), Some((Dialect::Stripe, place)), "{path}");
            assert_eq!(place.id().is_some(), path.contains("_1"), "{path}");
        }
        for path in ["/v1/events/", "/v1/events/evt_1/roll_secret", "/v1/webhook_endpoints/we_1/retry"] {
            assert_eq!(Place::find(path), None, "{path}");
        }
    }

    #[test]
    fn a_known_path_says_which_methods_it_takes() {
        for (method, path, allowed) in [
            ("POST", "/v1/charges/ch_1", "GET"),
            ("GET", "/v1/payment_intents/pi_1/capture", "POST"),
            ("DELETE", "/v1/payment_links", "GET, POST"),
            ("PUT", "/v1/webhook_endpoints/we_1", "GET, POST, DELETE"),
            ("DELETE", "/v1/events/evt_1", "GET"),
            ("GET", "/v1/events/evt_1/retry", "POST"),
        ] {
            let Error::WrongMethod { allowed: said, .. } = unrouted(method, path) else { panic!("{path}") };
            assert_eq!(said, allowed, "{path}");
        }
        let simulated = unrouted("POST", "/v1/test_helpers/checkout/sessions/cs_1/fail");
        assert!(matches!(simulated, Error::UnknownRoute { .. }), "{simulated:?}");
    }
}
