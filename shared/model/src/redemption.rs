//! Redemptions: whose use of a coupon and of a promotion code a session holds, and what a change of it does to their counts.
//!
//! A use is held from the moment in which somebody begins to pay, so that nobody is charged and then refused, and kept
//! by a session that is complete. It is given back when nothing comes of the attempt, or of the money.

use crate::catalogue::{Found, Kind};
use crate::session::{Payment, Session, State};
use crate::terms::Applied;
use crate::time::Moment;

/// How the count of a coupon or a promotion code changes together with a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub kind: Kind,
    pub id: String,
    pub change: Change,
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

    /// What has to be counted when this session becomes `next`. Most changes are none.
    pub fn counts(&self, next: &Self) -> Vec<Count> {
        let (before, after) = (uses(self.redeems()), uses(next.redeems()));
        let given = before.iter().filter(|one| after.iter().all(|kept| !kept.is_of(one)));
        let taken = after.iter().filter(|one| before.iter().all(|held| !held.is_of(one)));
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

    /// Whether its discount came by a code that the payer gave, and may take back.
    pub fn has_payers_code(&self) -> bool {
        let code = self.terms.discount.as_ref().and_then(|discount| discount.promotion_code.as_ref());
        code.is_some() && self.settings.allow_promotion_codes == Some(true)
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
struct Use<'s> {
    kind: Kind,
    id: &'s str,
    most: Option<i64>,
}

impl Use<'_> {
    /// Whether both are of the same thing.
    fn is_of(&self, other: &Self) -> bool {
        (self.kind, self.id) == (other.kind, other.id)
    }

    fn count(&self, change: Change) -> Count {
        Count { kind: self.kind, id: self.id.to_owned(), change }
    }
}

/// A code is redeemed together with its coupon.
fn uses(discount: Option<&Applied>) -> Vec<Use<'_>> {
    let Some(Applied { coupon, promotion_code, .. }) = discount else { return Vec::new() };
    let coupon = Use { kind: Kind::Coupon, id: &coupon.id, most: coupon.max_redemptions };
    let code = promotion_code.as_ref();
    let code = code.map(|code| Use { kind: Kind::PromotionCode, id: &code.id, most: code.max_redemptions });
    std::iter::once(coupon).chain(code).collect()
}
