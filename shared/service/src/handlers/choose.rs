//! What a payer chooses on the page: read, decide, put over the version that was read, and the form again with what it
//! costs now.
//!
//! The form says what is wanted, never what it costs.

use std::ops::ControlFlow;

use lambda_http::{Body, Response};
use paydesk_model::catalogue::{Found, Kind};
use paydesk_model::choices::{Choice, Offer, Unchosen};
use paydesk_model::payment::place_so_far;
use paydesk_model::session::Session;
use paydesk_model::shown::Shown;
use paydesk_model::tree::Tree;

use super::opening::check_size;
use super::page::{Again, form_again, standing};
use super::pay::{repriced, shown};
use super::visit::PageCall;
use crate::app::App;
use crate::contention::{TRIES, stand_aside};
use crate::error::Error;
use crate::page::Filled;
use crate::store::catalogue::{Claim, Owner};
use crate::store::sessions::Put;
use crate::store::stored::{Extent, LARGEST_CHANGED, Stored};

/// More than any code has.
const LONGEST_CODE: usize = 500;

/// What became of the choices in a form.
#[expect(clippy::large_enum_variant, reason = "it lives for one match and is never stored")]
pub(super) enum Chosen {
    /// The payer sees the form again, or what stands in its place.
    Shown(Response<Body>),
    /// There was nothing to choose, or nothing that changes what was shown: the payment goes on.
    GoOn(Stored),
}

/// What a form wants changed, as far as the session is not so already.
#[derive(Debug, Default, PartialEq)]
struct Wish<'f> {
    choices: Vec<Choice>,
    code: Option<&'f str>,
    /// Whether taxes are to be looked up for the address as far as it is filled in.
    places: bool,
}

impl<'f> Wish<'f> {
    fn of(session: &Session, sent: &'f Tree) -> Self {
        let mut wish = Self { choices: standing_choices(session, sent), ..Self::default() };
        let code = text(sent, "promotion_code").filter(|code| !code.is_empty() && session.takes_codes());
        match text(sent, "change") {
            Some("lines") => {}
            Some("address") => wish.places = true,
            None | Some("code") => wish.code = code,
            Some("update") => (wish.code, wish.places) = (code, true),
            Some(pressed) => wish.press(pressed),
        }
        wish
    }

    /// What the button that was pressed adds. A button that no page of ours has is for nothing that is on offer.
    fn press(&mut self, pressed: &str) {
        let parts: Vec<&str> = pressed.split('-').collect();
        let choice = match parts.as_slice() {
            ["no", "code"] => Some(Choice::NoCode),
            ["add", index] => index.parse().ok().map(|optional| Choice::Add { optional }),
            ["remove", line] => line.parse().ok().map(|line| Choice::Remove { line }),
            ["quantity", line, quantity] => line
                .parse()
                .ok()
                .zip(quantity.parse().ok())
                .map(|(line, quantity)| Choice::Quantity { line, quantity }),
            _ => None,
        };
        let choice = choice.unwrap_or(Choice::Add { optional: usize::MAX });
        if let Choice::Quantity { line: pressed, .. } | Choice::Remove { line: pressed } = &choice {
            let same = |one: &Choice| matches!(one, Choice::Quantity { line, .. } if line == pressed);
            self.choices.retain(|one| !same(one));
        }
        self.choices.push(choice);
    }

    fn is_empty(&self) -> bool {
        self.choices.is_empty() && self.code.is_none() && !self.places
    }
}

/// What the form's own controls say that the session does not.
fn standing_choices(session: &Session, sent: &Tree) -> Vec<Choice> {
    let mut choices = Vec::new();
    for line in session.lines.iter().filter(|line| session.is_adjustable(line)) {
        let typed = text(sent, &format!("quantity-{}", line.number)).filter(|typed| !typed.is_empty());
        // What is no number is no quantity either.
        let quantity = typed.map(|typed| typed.parse().unwrap_or(-1));
        if let Some(quantity) = quantity.filter(|quantity| *quantity != line.asked.quantity) {
            choices.push(Choice::Quantity { line: line.number, quantity });
        }
    }
    let shipping = text(sent, "shipping_option").map(|index| index.parse().unwrap_or(usize::MAX));
    choices.extend(shipping.filter(|index| *index != session.terms.chosen_shipping).map(Choice::Shipping));
    choices
}

fn text<'f>(sent: &'f Tree, name: &str) -> Option<&'f str> {
    Some(sent.get(name)?.as_text()?.trim())
}

/// A form on its way: what it wants, and what its payer saw.
struct Sent<'f> {
    tree: &'f Tree,
    filled: &'f Filled,
    shown: Shown,
    /// No button of a choice was pressed: the payer is paying.
    pays: bool,
}

/// What became of the choices, or the session as it is by now, to be looked at again.
type Looked = ControlFlow<Chosen, Stored>;

/// Makes the choices of a form. Without a button of theirs pressed the payer is paying: then only what they saw and
/// changed since is looked at, and what changes no amount does not stop them.
pub(super) async fn choose(
    app: &App,
    call: &PageCall,
    read: Stored,
    sent: &Tree,
    filled: &Filled,
) -> Result<Chosen, Error> {
    let sent = Sent { tree: sent, filled, shown: shown(sent), pays: sent.get("change").is_none() };
    let mut read = read;
    for tried in 0..TRIES {
        read = match Box::pin(look(app, call, read, &sent, tried)).await? {
            ControlFlow::Break(chosen) => return Ok(chosen),
            ControlFlow::Continue(there) => there,
        };
    }
    Err(Error::Contended)
}

async fn look(
    app: &App,
    call: &PageCall,
    read: Stored,
    sent: &Sent<'_>,
    tried: u32,
) -> Result<Looked, Error> {
    let now = app.clock.now();
    let session = read.session.clone().at(now);
    let wish = Wish::of(&session, sent.tree);
    if sent.pays && (wish.is_empty() || !sent.shown.is_of(&session)) {
        return Ok(ControlFlow::Break(Chosen::GoOn(read)));
    }
    if let Some(page) = standing(app, call, &session) {
        return Ok(ControlFlow::Break(if sent.pays { Chosen::GoOn(read) } else { Chosen::Shown(page) }));
    }
    if session.attempt().is_some() {
        // It waits for the payer, who is here: it is given up before anything changes.
        return Box::pin(app.resolve(read, &call.request_id)).await.map(ControlFlow::Continue);
    }
    let chosen = match app.made(&session, wish, sent.tree).await? {
        Ok(choices) => session.clone().choose(&choices, now),
        Err(why) => Err(why),
    };
    match chosen {
        Ok(chosen) if chosen == session && sent.pays => Ok(ControlFlow::Break(Chosen::GoOn(read))),
        Ok(chosen) if chosen == session => show(app, call, &session, Again::of(sent.filled)).await,
        Ok(chosen) => keep(app, call, read.next(chosen, &call.request_id, None, now), sent, tried).await,
        Err(why) => {
            tracing::info!(?why, "a choice was refused");
            show(app, call, &session, Again { unchosen: Some(why), ..Again::of(sent.filled) }).await
        }
    }
}

/// Stores what was chosen over the version that was read.
async fn keep(
    app: &App,
    call: &PageCall,
    changed: Stored,
    sent: &Sent<'_>,
    tried: u32,
) -> Result<Looked, Error> {
    let items = changed.items()?;
    check_size(&items, LARGEST_CHANGED)?;
    match app.store.put_changed(changed.version, items).await? {
        Put::Conflict(there) if there.ledger.by != call.request_id => {
            stand_aside(tried).await;
            return Ok(ControlFlow::Continue(app.whole(there, Extent::Whole).await?));
        }
        Put::Done | Put::Conflict(_) => {}
    }
    if sent.pays && sent.shown.is_of(&changed.session) {
        return Ok(ControlFlow::Break(Chosen::GoOn(changed)));
    }
    // Who pressed to pay is told why nothing was paid.
    let decline = sent.pays.then(repriced);
    let again = Again { decline: decline.as_ref(), ..Again::of(sent.filled) };
    show(app, call, &changed.session.at(app.clock.now()), again).await
}

async fn show(app: &App, call: &PageCall, session: &Session, again: Again<'_>) -> Result<Looked, Error> {
    Ok(ControlFlow::Break(Chosen::Shown(form_again(app, call, session, again).await?)))
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
