//! Redemptions: whose use of a coupon and of a promotion code a session holds, and what a change of it does to their counts.
//!
//! A use is held from the moment in which somebody begins to pay, so that nobody is charged and then refused, and kept
//! by a session that is complete. It is given back when nothing comes of the attempt, or of the money.

use crate::catalogue::{Found, Kind};
use crate::mode::Mode;
use crate::session::{Payment, Session, State};
use crate::terms::Applied;
use crate::time::Moment;

/// How a count changes together with a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub of: Counted,
    pub change: Change,
}

/// What is used, and as often as it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted {
    /// A coupon or a promotion code, by its id.
    Object(Kind, String),
    /// The first payment of a customer: there is one.
    FirstPayment(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// One use more, if fewer than `most` are held.
    Take {
        most: Option<i64>,
    },
    GiveBack,
}

/// Why a discount that a session has cannot be redeemed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unredeemable {
    /// As often as it can be redeemed, it is.
    UsedUp,
    Expired,
    /// The merchant deleted the coupon, or made the code inactive.
    Withdrawn,
    /// It is for the first payment of a customer, who has paid since.
    NotTheFirst,
}

impl Unredeemable {
    /// In the words of errors: nothing was charged, and why.
    pub const fn message(self) -> &'static str {
        match self {
            Self::UsedUp => {
                "The session's discount has been redeemed as often as it can be, and nothing was charged."
            }
            Self::Expired => "The session's discount has expired, and nothing was charged.",
            Self::Withdrawn => "The session's discount is no longer offered, and nothing was charged.",
            Self::NotTheFirst => {
                "The session's discount is for a customer's first payment, and nothing was charged."
            }
        }
    }
}

impl Session {
    /// The discount of which this session holds a use.
    pub fn redeems(&self) -> Option<&Applied> {
        let holds = match &self.state {
            State::Open(open) => open.attempt.is_some(),
            State::Complete(complete) => complete.payment != Payment::Failed,
            State::Expired(_) => false,
        };
        self.terms.discount.as_ref().filter(|_| holds)
    }

    /// The customer whose first payment this session holds, because its code is only for that.
    fn first_payment(&self) -> Option<&str> {
        let code = self.redeems()?.promotion_code.as_ref()?;
        let given = self.settings.customer.as_deref().filter(|_| code.restrictions.first_time_transaction);
        given.filter(|_| self.attempt().is_some() || self.is_a_payment())
    }

    /// What has to be counted when this session becomes `next`. Most changes are none.
    pub fn counts(&self, next: &Self) -> Vec<Count> {
        let (before, after) = (uses(self), uses(next));
        let given = before.iter().filter(|one| after.iter().all(|kept| kept.of != one.of));
        let taken = after.iter().filter(|one| before.iter().all(|held| held.of != one.of));
        let given = given.map(|one| one.count(Change::GiveBack));
        given.chain(taken.map(|one| one.count(Change::Take { most: one.most }))).collect()
    }

    /// Why it is known without asking that this session's discount cannot be redeemed at `now`.
    pub fn unredeemable(&self, now: Moment) -> Option<Unredeemable> {
        let discount = self.terms.discount.as_ref().filter(|_| self.redeems().is_none())?;
        let code = discount.promotion_code.as_ref();
        let ends = [discount.coupon.redeem_by, code.and_then(|code| code.expires_at)];
        let expired = ends.into_iter().flatten().any(|end| now.seconds() > end);
        expired.then_some(Unredeemable::Expired)
    }

    /// The customer who must not have paid before if its discount is to be redeemed.
    pub fn newcomer(&self) -> Option<&str> {
        let discount = self.terms.discount.as_ref().filter(|_| self.redeems().is_none())?;
        let code = discount.promotion_code.as_ref()?;
        self.gathered.customer.as_deref().filter(|_| code.restrictions.first_time_transaction)
    }

    /// Whether its discount came by a code that the payer gave, and may take back.
    pub fn has_payers_code(&self) -> bool {
        let code = self.terms.discount.as_ref().and_then(|discount| discount.promotion_code.as_ref());
        code.is_some() && self.settings.allow_promotion_codes == Some(true)
    }

    /// Whether the subscription that completion made is there to be used, or may still come to be.
    pub fn is_subscribed(&self) -> bool {
        let failed = |payment| matches!(payment, Payment::Failed | Payment::Canceled);
        self.mode == Mode::Subscription && self.complete().is_some_and(|complete| !failed(complete.payment))
    }

    /// Whether with it its customer has paid: money came or is on its way, or an invoice was made.
    pub fn is_a_payment(&self) -> bool {
        self.complete().is_some_and(|complete| match complete.payment {
            Payment::Paid | Payment::Processing | Payment::Authorized => true,
            Payment::NotRequired => self.invoice().is_some(),
            Payment::Failed | Payment::Canceled => false,
        })
    }
}

impl Found {
    /// Whether it matters if the customer has paid before.
    pub fn asks_for_a_first_payment(&self) -> bool {
        self.promotion_codes.values().any(|code| code.object.restrictions.first_time_transaction)
    }
}

/// One use of something.
struct Use {
    of: Counted,
    most: Option<i64>,
}

impl Use {
    fn count(&self, change: Change) -> Count {
        Count { of: self.of.clone(), change }
    }
}

/// A code is redeemed together with its coupon.
fn uses(session: &Session) -> Vec<Use> {
    let discount = session.redeems();
    let coupon = discount.map(|discount| &discount.coupon);
    let coupon = coupon.map(|coupon| (Kind::Coupon, &coupon.id, coupon.max_redemptions));
    let code = discount.and_then(|discount| discount.promotion_code.as_deref());
    let code = code.map(|code| (Kind::PromotionCode, &code.id, code.max_redemptions));
    let objects = coupon.into_iter().chain(code);
    let objects = objects.map(|(kind, id, most)| Use { of: Counted::Object(kind, id.clone()), most });
    let first = session.first_payment().map(|customer| Counted::FirstPayment(customer.to_owned()));
    objects.chain(first.map(|of| Use { of, most: Some(1) })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Birth, Coupon, PromotionCode};
    use crate::create::{CreateParams, Limits};
    use crate::ids::SessionId;
    use crate::lifecycle::Settlement;
    use crate::params::sample::tree;
    use crate::payment::{Action, Approval, Attempt, Instrument, Submission};
    use crate::session::Birth as OfSession;

    const NOON: Moment = Moment::from_seconds(1_800_000_000);
    const SOON: Moment = NOON.plus_seconds(60);
    const TEA: &str = "mode=payment&success_url=https://shop.example&line_items[0][quantity]=1\
        &line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=700\
        &line_items[0][price_data][product_data][name]=Tea";

    fn discount(coupon: &str, code: Option<&str>) -> Applied {
        let birth = |id: &str| Birth { id: id.into(), livemode: false, now: NOON };
        let form = format!("percent_off=10&max_redemptions=5&redeem_by={}", SOON.seconds());
        let code = code.map(|code| {
            let form = tree(&format!("coupon={coupon}&expires_at={}", SOON.seconds() + 60));
            Box::new(PromotionCode::create(&form, &birth(code), "HERE").unwrap())
        });
        let coupon = Coupon::create(&tree(&form), &birth(coupon)).unwrap();
        Applied { coupon, promotion_code: code, at: NOON.seconds() }
    }

    fn open(discount: Option<Applied>) -> Session {
        let params = CreateParams::check(&tree(TEA), &Limits::standard(NOON, false)).unwrap();
        let id = SessionId::new(false, "abc");
        let birth =
            OfSession { id, account: "acct_1".into(), token: "t".into(), now: NOON, default_life: 86_400 };
        let mut session = Session::open(params, birth);
        session.terms.discount = discount;
        session
    }

    fn begun(session: &Session) -> Session {
        let instrument = Instrument { token: "pm_x".into(), kind: "card".into(), card: None, bank: None };
        let attempt = Attempt {
            id: "att_1".into(),
            number: 1,
            provider: "test".into(),
            started: NOON,
            deadline: SOON,
            action: Some(Action::Redirect),
            amount: 700,
            instrument,
            submission: Submission::default(),
            print: "form".into(),
            settle_after: None,
        };
        session.clone().begin_attempt(attempt, NOON).unwrap()
    }

    fn complete(session: &Session, payment: Payment) -> Session {
        let approval = Approval { payment, settles_at: Some(SOON), authenticated: false };
        session.clone().complete_attempt("att_1", approval, None, NOON).unwrap()
    }

    /// Each count in a word.
    fn told(before: &Session, after: &Session) -> Vec<String> {
        let counts = before.counts(after).into_iter();
        counts
            .map(|count| {
                let (Counted::Object(_, id) | Counted::FirstPayment(id)) = count.of;
                match count.change {
                    Change::Take { most } => format!("takes {id} of {most:?}"),
                    Change::GiveBack => format!("gives {id}"),
                }
            })
            .collect()
    }

    #[test]
    fn an_attempt_takes_a_use_of_coupon_and_code_and_a_completion_keeps_them() {
        let open = open(Some(discount("FIVE", Some("promo_1"))));
        let begun = begun(&open);
        assert_eq!(told(&open, &begun), ["takes FIVE of Some(5)", "takes promo_1 of None"]);
        let answered = begun.clone().payer_answered("att_1", SOON).unwrap();
        assert_eq!(told(&begun, &answered), [""; 0]);
        for payment in [Payment::Paid, Payment::Processing, Payment::Authorized] {
            assert_eq!(told(&answered, &complete(&answered, payment)), [""; 0], "{payment:?}");
        }
        let held = complete(&begun, Payment::Authorized);
        assert_eq!(told(&held, &held.clone().release(SOON).unwrap()), [""; 0]);
    }

    #[test]
    fn what_comes_to_nothing_gives_back() {
        let begun = begun(&open(Some(discount("FIVE", Some("promo_1")))));
        let both = ["gives FIVE", "gives promo_1"];
        assert_eq!(told(&begun, &begun.clone().fail_attempt("att_1", None, SOON).unwrap()), both);
        assert_eq!(told(&begun, &begun.clone().expire(SOON, None).unwrap()), both);
        let coming = complete(&begun, Payment::Processing);
        assert_eq!(told(&coming, &coming.clone().settle(Settlement::Succeeded, SOON).unwrap()), [""; 0]);
        let bounced = coming.clone().settle(Settlement::Failed(None), SOON).unwrap();
        assert_eq!(told(&coming, &bounced), both);
        assert_eq!(told(&bounced, &bounced.clone().settle(Settlement::Failed(None), SOON).unwrap()), [""; 0]);
    }

    #[test]
    fn a_first_payment_is_held_as_long_as_it_may_be_one() {
        let mut open = open(Some(discount("FIVE", Some("promo_1"))));
        open.settings.customer = Some("cus_1".into());
        assert_eq!(told(&open, &begun(&open)).len(), 2, "its code is for every payment");
        let code = open.terms.discount.as_mut().and_then(|discount| discount.promotion_code.as_mut());
        code.unwrap().restrictions.first_time_transaction = true;
        let begun = begun(&open);
        assert_eq!(told(&open, &begun)[2], "takes cus_1 of Some(1)");
        let failed = begun.clone().fail_attempt("att_1", None, SOON).unwrap();
        assert_eq!(told(&begun, &failed), ["gives FIVE", "gives promo_1", "gives cus_1"]);
        let held = complete(&begun, Payment::Authorized);
        assert_eq!(told(&begun, &held), [""; 0]);
        assert_eq!(told(&held, &held.clone().release(SOON).unwrap()), ["gives cus_1"]);
        let coming = complete(&begun, Payment::Processing);
        let bounced = coming.clone().settle(Settlement::Failed(None), SOON).unwrap();
        assert_eq!(told(&coming, &bounced), ["gives FIVE", "gives promo_1", "gives cus_1"]);
    }

    #[test]
    fn another_discount_is_another_use_and_without_one_nothing_is_counted() {
        let plain = open(None);
        assert_eq!(told(&plain, &begun(&plain)), [""; 0]);
        let one = begun(&open(Some(discount("FIVE", Some("promo_1")))));
        let other = begun(&open(Some(discount("FIVE", Some("promo_2")))));
        assert_eq!(told(&one, &other), ["gives promo_1", "takes promo_2 of None"]);
    }

    #[test]
    fn what_has_expired_is_not_taken_and_what_is_held_is_kept() {
        let session = open(Some(discount("FIVE", None)));
        assert_eq!(session.unredeemable(SOON), None);
        let late = SOON.plus_seconds(1);
        assert_eq!(session.unredeemable(late), Some(Unredeemable::Expired));
        assert_eq!(begun(&session).unredeemable(late), None);
        let mut coded = open(Some(discount("FIVE", Some("promo_1"))));
        assert_eq!(coded.unredeemable(late), Some(Unredeemable::Expired));
        if let Some(discount) = &mut coded.terms.discount {
            discount.coupon.redeem_by = None;
        }
        assert_eq!(coded.unredeemable(late), None);
        assert_eq!(coded.unredeemable(late.plus_seconds(60)), Some(Unredeemable::Expired));
    }
}
