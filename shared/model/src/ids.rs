//! Ids: a session's own, and those of everything it refers to, derived from it.
//!
//! A session's id is its mode and a body of base-62 digits; what belongs to the session carries the same
//! body, so that any of those ids leads back to the session without a lookup. No id is a capability.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::time::Moment;

/// Longest session id accepted in a path (Stripe's own limit).
pub const LONGEST: usize = 66;
/// Longest event id that is looked at.
const LONGEST_EVENT: usize = 200;

/// `cs_test_…` or `cs_live_…`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(String);

impl SessionId {
    /// The id with this body; `body` is base-62 digits.
    pub fn new(livemode: bool, body: &str) -> Self {
        Self(format!("{}{body}", prefix(livemode)))
    }

    /// Reads an id; `None` for what no session can have.
    pub fn parse(text: &str) -> Option<Self> {
        let body = text.strip_prefix(prefix(true)).or_else(|| text.strip_prefix(prefix(false)))?;
        (text.len() <= LONGEST && is_body(body)).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn livemode(&self) -> bool {
        self.0.starts_with(prefix(true))
    }

    pub fn body(&self) -> &str {
        &self.0[prefix(true).len()..]
    }

    pub fn line(&self, number: u32) -> String {
        self.derived("li", number)
    }

    pub fn price(&self, number: u32) -> String {
        self.derived("price", number)
    }

    pub fn product(&self, number: u32) -> String {
        self.derived("prod", number)
    }

    pub fn shipping_rate(&self, number: u32) -> String {
        self.derived("shr", number)
    }

    pub fn payment_intent(&self) -> String {
        format!("pi_{}", self.body())
    }

    pub fn setup_intent(&self) -> String {
        format!("seti_{}", self.body())
    }

    /// The customer that completion makes.
    pub fn customer(&self) -> String {
        format!("cus_{}", self.body())
    }

    /// The discount that it has.
    pub fn discount(&self) -> String {
        format!("di_{}", self.body())
    }

    pub fn invoice(&self) -> String {
        format!("in_{}", self.body())
    }

    pub fn subscription(&self) -> String {
        format!("sub_{}", self.body())
    }

    /// The item of a subscription that a recurring line became.
    pub fn subscription_item(&self, number: u32) -> String {
        self.derived("si", number)
    }

    /// The charge of the n-th attempt.
    pub fn charge(&self, number: u32) -> String {
        self.derived("ch", number)
    }

    /// The payment method of the n-th attempt.
    pub fn payment_method(&self, number: u32) -> String {
        self.derived("pm", number)
    }

    /// What a provider knows the n-th attempt by.
    pub fn attempt(&self, number: u32) -> String {
        format!("{}_{number}", self.0)
    }

    /// The session and the number of a derived id with this prefix, such as `ch_{body}_{number}`.
    pub fn of_numbered(derived_prefix: &str, id: &str, livemode: bool) -> Option<(Self, u32)> {
        let (body, number) = id.strip_prefix(derived_prefix)?.strip_prefix('_')?.rsplit_once('_')?;
        let found = is_body(body).then(|| Self::new(livemode, body))?;
        Some((found, number.parse().ok()?)).filter(|(found, _)| found.0.len() <= LONGEST)
    }

    /// The session that an id with this prefix (`pi_`, `sub_`, …) and no number belongs to.
    pub fn of_derived(derived_prefix: &str, id: &str, livemode: bool) -> Option<Self> {
        let body = id.strip_prefix(derived_prefix)?;
        is_body(body).then(|| Self::new(livemode, body)).filter(|found| found.0.len() <= LONGEST)
    }

    /// The number of a derived id such as `li_{body}_{number}`, if it is this session's.
    pub fn number_of(&self, derived_prefix: &str, id: &str) -> Option<u32> {
        let digits = id.strip_prefix(derived_prefix)?.strip_prefix('_')?;
        let digits = digits.strip_prefix(self.body())?.strip_prefix('_')?;
        digits.parse().ok()
    }

    fn derived(&self, derived_prefix: &str, number: u32) -> String {
        format!("{derived_prefix}_{}_{number}", self.body())
    }
}

/// The id of an announcement: `evt_{body}_{milliseconds}_{number}`, so that it leads to where its events are kept.
pub fn event_id(body: &str, at: Moment, what: &str, number: u32) -> String {
    format!("evt_{body}_{:013}_{what}{number}", at.millis())
}

/// The part of an object's id that its events' ids carry: all behind the prefix.
pub fn event_body(id: &str) -> &str {
    id.split_once('_').map_or(id, |(_, body)| body)
}

/// What the id of an event says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventId<'i> {
    /// Of the announcement that it is made of.
    pub announcement: &'i str,
    /// Of the id of the session or customer that it is about; of an object of a catalogue, what stands for it.
    pub body: &'i str,
    pub at: Moment,
}

impl<'i> EventId<'i> {
    /// Takes an event's id apart; `None` for what no event can have.
    pub fn parse(id: &'i str) -> Option<Self> {
        let mut parts = id.strip_prefix("evt_")?.splitn(4, '_');
        let (body, millis, number) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let known =
            is_body(body) && digits(millis) && digits(number.strip_prefix(['c', 'k']).unwrap_or(number));
        let length = "evt_".len() + body.len() + 1 + millis.len() + 1 + number.len();
        (known && id.len() <= LONGEST_EVENT).then_some(())?;
        Some(Self { announcement: &id[..length], body, at: Moment(millis.parse().ok()?) })
    }
}

const fn prefix(livemode: bool) -> &'static str {
    if livemode { "cs_live_" } else { "cs_test_" }
}

fn is_body(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for SessionId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for SessionId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a session id"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_a_session_leads_back_to_it() {
        let id = SessionId::new(false, "a1B2c3");
        assert_eq!(id.as_str(), "cs_test_a1B2c3");
        assert_eq!(SessionId::parse(id.as_str()), Some(id.clone()));
        assert_eq!(SessionId::of_derived("pi_", &id.payment_intent(), false), Some(id.clone()));
        assert_eq!(id.number_of("li", &id.line(7)), Some(7));
        assert_eq!(id.number_of("li", "li_other_7"), None);
    }

    #[test]
    fn an_events_id_leads_to_its_announcement() {
        let id = event_id("a1B2c3", Moment(1_795_305_600_123), "", 2);
        assert_eq!(id, "evt_a1B2c3_1795305600123_2");
        for whole in [id.clone(), format!("{id}_charge_succeeded")] {
            let parsed = EventId::parse(&whole).unwrap();
            assert_eq!((parsed.announcement, parsed.body), (id.as_str(), "a1B2c3"));
            assert_eq!(parsed.at, Moment(1_795_305_600_123));
        }
        assert_eq!(EventId::parse("evt_a1_1_c7").unwrap().announcement, "evt_a1_1_c7");
        for text in
            ["", "evt_", "evt_a", "evt_a_1", "evt_a_x_1", "evt_a_1_", "evt_ä_1_1", "evt_a_1_x", "cs_a_1_1"]
        {
            assert_eq!(EventId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_no_session_can_have_is_no_id() {
        for text in ["", "cs_test_", "cs_prod_abc", "cs_test_a b", "cs_test_ä", "pi_abc", "cs_live_a/b"] {
            assert_eq!(SessionId::parse(text), None, "{text}");
        }
        assert_eq!(SessionId::parse(&format!("cs_test_{}", "a".repeat(59))), None);
    }
}
