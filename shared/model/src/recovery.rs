//! Copies: an expired session opens again, and a payment link's template opens anew for everyone.

use crate::payment::Attempts;
use crate::session::{Birth, Gathered, Open, Session, State, Status};
use crate::time::Moment;

const THIRTY_DAYS: i64 = 30 * 24 * 60 * 60;

impl Session {
    /// When the recovery link of an expired session stops working: 30 days after it expired, or as soon as what is free
    /// up to a day could be bought after it.
    pub fn recovery_expires_at(&self) -> Option<i64> {
        let State::Expired(expired) = &self.state else { return None };
        let expired = expired.at.seconds();
        let last = self.settings.free_until().map(|day| day - self.life());
        let end = last.unwrap_or(i64::MAX).min(expired + THIRTY_DAYS);
        (self.settings.recovery_enabled() && end > expired).then_some(end)
    }

    /// For how many seconds it was to be open.
    fn life(&self) -> i64 {
        self.expires_at - self.created.seconds()
    }

    /// Whether the recovery link of this session, as it reads at `now`, still opens a copy.
    pub fn can_be_recovered(&self, now: Moment) -> bool {
        self.status() == Status::Expired && self.recovery_expires_at().is_some_and(|end| now.seconds() < end)
    }

    /// A new open session that asks what this one asked. The customer comes along; a code that the payer gave does not,
    /// because the copy says for itself whether it takes any.
    #[must_use]
    pub fn recovered(&self, birth: Birth) -> Self {
        let mut copy = self.clone().born_again(birth);
        let recovery = copy.settings.after_expiration.as_ref().and_then(|after| after.recovery.as_ref());
        let promotions = recovery.is_some_and(|recovery| recovery.allow_promotion_codes);
        copy.settings.allow_promotion_codes = Some(promotions);
        copy.recovered_from = Some(self.id.clone());
        copy.gathered.customer.clone_from(&self.gathered.customer);
        copy.gathered.customer_details.clone_from(&self.gathered.customer_details);
        if self.has_payers_code() { copy.without_discount() } else { copy }
    }

    /// What costs too much without its discount is not sold without it.
    fn without_discount(self) -> Self {
        let mut plain = self.clone();
        plain.terms.discount = None;
        plain.priced_anew().unwrap_or(self)
    }

    /// The same wishes in a session that begins now, for as long as this one was to live; what the payer said or
    /// tried stays behind.
    #[must_use]
    pub(crate) fn born_again(self, birth: Birth) -> Self {
        let life = self.life();
        Self {
            id: birth.id,
            account: birth.account,
            token: birth.token,
            created: birth.now,
            expires_at: birth.now.seconds() + life,
            gathered: Gathered::default(),
            attempts: Attempts::default(),
            state: State::Open(Open::default()),
            outbox: Vec::new(),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::create::{CreateParams, Limits};
    use crate::ids::SessionId;
    use crate::params::sample::tree;

    const NOON: Moment = Moment::from_seconds(1_800_000_000);

    fn birth(body: &str, now: Moment) -> Birth {
        let id = SessionId::new(false, body);
        Birth { id, account: "acct_1".into(), token: body.into(), now, default_life: 86_400 }
    }

    fn open(recovery: &str) -> Session {
        let form = format!(
            "mode=payment&success_url=https://shop.example/thanks&metadata[order]=7&customer_email=ada@b.example\
             &allow_promotion_codes=true&line_items[0][quantity]=1&line_items[0][price_data][currency]=eur\
             &line_items[0][price_data][unit_amount]=700&line_items[0][price_data][product_data][name]=Tea{recovery}"
        );
        let params = CreateParams::check(&tree(&form), &Limits::standard(NOON, false)).unwrap();
        Session::open(params, birth("old", NOON))
    }

    #[test]
    fn an_expired_session_opens_again_as_a_copy_for_thirty_days() {
        let expired = open("&after_expiration[recovery][enabled]=true").expire(NOON, None).unwrap();
        let late = NOON.plus_seconds(30 * 24 * 60 * 60);
        assert!(expired.can_be_recovered(Moment(late.millis() - 1)) && !expired.can_be_recovered(late));
        let copy = expired.recovered(birth("new", NOON.plus_seconds(60)));
        assert_eq!((copy.status(), copy.id.body()), (Status::Open, "new"));
        assert_eq!(copy.recovered_from, Some(expired.id.clone()));
        assert_eq!((&copy.lines, &copy.metadata), (&expired.lines, &expired.metadata));
        assert_eq!(copy.gathered.customer_details, expired.gathered.customer_details);
        assert_eq!(copy.expires_at, NOON.seconds() + 60 + 86_400);
        assert_eq!(copy.settings.allow_promotion_codes, Some(false));
        assert!(copy.outbox.is_empty() && copy.token != expired.token);
    }

    #[test]
    fn nothing_can_be_recovered_that_would_be_free_after_it_begins_to_cost() {
        const DAY: i64 = 86_400;
        let expired = |day: &str| {
            let form = format!(
                "mode=subscription&success_url=https://shop.example/thanks&after_expiration[recovery][enabled]=true\
                 &line_items[0][quantity]=1&line_items[0][price_data][currency]=eur\
                 &line_items[0][price_data][recurring][interval]=month&line_items[0][price_data][unit_amount]=700\
                 &line_items[0][price_data][product_data][name]=Tea{day}"
            );
            let params = CreateParams::check(&tree(&form), &Limits::standard(NOON, false)).unwrap();
            Session::open(params, birth("old", NOON)).at(NOON.plus_seconds(DAY))
        };
        let day = |days: i64| NOON.seconds() + days * DAY;
        let trial = |days: i64| format!("&subscription_data[trial_end]={}", day(days));
        let anchor = format!(
            "&subscription_data[billing_cycle_anchor]={}&subscription_data[proration_behavior]=none",
            day(4)
        );
        assert_eq!(expired(&trial(3)).recovery_expires_at(), Some(day(2)));
        assert_eq!(expired(&anchor).recovery_expires_at(), Some(day(3)));
        assert_eq!(expired(&trial(2)).recovery_expires_at(), None);
        assert_eq!(expired(&trial(40)).recovery_expires_at(), Some(day(31)));
        assert_eq!(expired("&subscription_data[trial_period_days]=2").recovery_expires_at(), Some(day(31)));
    }

    #[test]
    fn neither_an_open_session_nor_one_that_did_not_ask_can_be_recovered() {
        assert!(!open("&after_expiration[recovery][enabled]=true").can_be_recovered(NOON));
        assert!(!open("").expire(NOON, None).unwrap().can_be_recovered(NOON));
    }
}
