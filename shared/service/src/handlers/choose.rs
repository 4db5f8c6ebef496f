//! What a payer chooses: read, decide, put over the version that was read. How it is shown is for the page or the JSON
//! to say.

mod asked;
mod wish;

use std::ops::ControlFlow;

use paydesk_model::catalogue::{Found, Kind};
use paydesk_model::choices::{Choice, Offer, Unchosen};
use paydesk_model::payment::place_so_far;
use paydesk_model::session::{Session, Status};
use paydesk_model::shown::Shown;
use paydesk_model::tree::Tree;

pub(super) use self::asked::unknown_fields;
pub(super) use self::wish::Wish;
use super::opening::check_size;
use crate::app::App;
use crate::contention::{TRIES, stand_aside};
use crate::error::Error;
use crate::store::catalogue::{Claim, Owner};
use crate::store::sessions::Put;
use crate::store::stored::{Extent, LARGEST_CHANGED, Stored};

/// More than any code has.
const LONGEST_CODE: usize = 500;

/// What became of the choices in a form.
pub(super) enum Chosen {
    /// There was nothing to choose, or nothing that changes what was shown: the payment goes on.
    GoOn(Stored),
    /// It has ended, or its payment is on its way: nothing can be chosen.
    Stands(Session),
    /// The choices are made, or were so already.
    Made(Session),
    /// They are made, and whoever meant to pay has not seen what it costs now.
    Repriced(Session),
    /// None of them is made.
    Refused(Session, Unchosen),
}

/// A form on its way.
pub(super) struct Sent<'f> {
    pub tree: &'f Tree,
    /// What it wants of the session as it is by now.
    pub wish: for<'s> fn(&'s Session, &'f Tree) -> Wish<'f>,
    /// What its payer saw.
    pub shown: Shown,
    /// The payer is paying: then only what they saw and changed since is looked at, and what changes no amount does not
    /// stop them.
    pub pays: bool,
    /// The request's own name: what it did is not done again.
    pub by: &'f str,
}

/// What became of the choices, or the session as it is by now, to be looked at again.
type Looked = ControlFlow<Chosen, Stored>;

/// Makes the choices of a form.
pub(super) async fn choose(app: &App, read: Stored, sent: &Sent<'_>) -> Result<Chosen, Error> {
    let mut read = read;
    for tried in 0..TRIES {
        read = match Box::pin(look(app, read, sent, tried)).await? {
            ControlFlow::Break(chosen) => return Ok(chosen),
            ControlFlow::Continue(there) => there,
        };
    }
    Err(Error::Contended)
}

async fn look(app: &App, read: Stored, sent: &Sent<'_>, tried: u32) -> Result<Looked, Error> {
    let now = app.clock.now();
    let session = read.session.clone().at(now);
    let wish = (sent.wish)(&session, sent.tree);
    if sent.pays && (wish.is_empty() || !sent.shown.is_of(&session)) {
        return Ok(ControlFlow::Break(Chosen::GoOn(read)));
    }
    if stands(&session) {
        return Ok(ControlFlow::Break(if sent.pays { Chosen::GoOn(read) } else { Chosen::Stands(session) }));
    }
    if wish.is_empty() {
        return Ok(ControlFlow::Break(Chosen::Made(session)));
    }
    if session.attempt().is_some() {
        // It waits for the payer, who is here: it is given up before anything changes.
        return Box::pin(app.resolve(read, sent.by)).await.map(ControlFlow::Continue);
    }
    let chosen = match app.made(&session, wish, sent.tree).await? {
        Ok(choices) => session.clone().choose(&choices, now),
        Err(why) => Err(why),
    };
    match chosen {
        Ok(chosen) if !chosen.sells_as(&session) => {
            keep(app, read.next(chosen, sent.by, None, now), sent, tried).await
        }
        Ok(_) if sent.pays => Ok(ControlFlow::Break(Chosen::GoOn(read))),
        Ok(_) => Ok(ControlFlow::Break(Chosen::Made(session))),
        Err(why) => {
            tracing::info!(?why, "a choice was refused");
            Ok(ControlFlow::Break(Chosen::Refused(session, why)))
        }
    }
}

/// Whether there is nothing to choose any more, or nothing for now.
fn stands(session: &Session) -> bool {
    let in_flight = session.attempt().is_some_and(|attempt| !attempt.waits_for_payer());
    in_flight || session.status() != Status::Open
}

/// Stores what was chosen over the version that was read.
async fn keep(app: &App, changed: Stored, sent: &Sent<'_>, tried: u32) -> Result<Looked, Error> {
    let items = changed.items()?;
    check_size(&items, LARGEST_CHANGED)?;
    match app.store.put_changed(changed.version, items).await? {
        Put::Conflict(there) if there.ledger.by != sent.by => {
            stand_aside(tried).await;
            return Ok(ControlFlow::Continue(app.whole(there, Extent::Whole).await?));
        }
        Put::Done | Put::Conflict(_) => {}
    }
    if sent.pays && sent.shown.is_of(&changed.session) {
        return Ok(ControlFlow::Break(Chosen::GoOn(changed)));
    }
    let session = changed.session.at(app.clock.now());
    Ok(ControlFlow::Break(if sent.pays { Chosen::Repriced(session) } else { Chosen::Made(session) }))
}

impl App {
    /// The choices of a wish, with what has to be looked up for them.
    async fn made(
        &self,
        session: &Session,
        wish: Wish<'_>,
        sent: &Tree,
    ) -> Result<Result<Vec<Choice>, Unchosen>, Error> {
        let mut choices = wish.choices;
        if let Some(code) = wish.code {
            match self.offered(session, code).await? {
                Some(offer) => choices.push(Choice::Code(Box::new(offer))),
                None => return Ok(Err(Unchosen::NoSuchCode)),
            }
        }
        if wish.places {
            let place = self.taxes_at(session, place_so_far(session, sent).as_ref()).await?;
            let other = place.filter(|place| session.terms.located.as_ref() != Some(place));
            choices.extend(other.map(Choice::Place));
        }
        Ok(Ok(choices))
    }

    /// The promotion code that a payer typed, in whatever case, with its coupon.
    async fn offered(&self, session: &Session, typed: &str) -> Result<Option<Offer>, Error> {
        if typed.len() > LONGEST_CODE {
            return Ok(None);
        }
        let owner = Owner { account: &session.account, livemode: session.livemode() };
        let claim = Claim::Code(typed.to_uppercase());
        let Some(id) = self.store.bearer(owner, &claim).await? else { return Ok(None) };
        let mut found = Found::default();
        self.store.find_all(owner, [(Kind::PromotionCode, id.clone())], &mut found).await?;
        let Some(code) = found.promotion_codes.remove(&id) else { return Ok(None) };
        let Some(coupon) = found.coupons.remove(&code.object.coupon) else { return Ok(None) };
        let customer = session.gathered.customer.as_deref();
        let has_paid = match customer.filter(|_| code.object.restrictions.first_time_transaction) {
            Some(customer) => self.has_paid(&session.account, session.livemode(), customer).await?,
            None => false,
        };
        Ok(Some(Offer { code, coupon, has_paid }))
    }
}
