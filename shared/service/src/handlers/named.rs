//! What sessions name of a catalogue, looked up to come along with them.

use std::collections::HashMap;

use paydesk_model::catalogue::{Kind, Object};
use paydesk_model::session::Session;
use serde_json::Value;

use crate::app::App;
use crate::error::Error;
use crate::store::catalogue::{Owner, StoredObject};
use crate::wire::call::Call;
use crate::wire::expand::Expand;
use crate::wire::kind;
use crate::wire::stripe::catalogue::{self, Beside};

type Shown = HashMap<(Kind, String), Value>;

impl App {
    /// The objects of a catalogue that are to come along with these sessions, as they are shown: all of them read at
    /// once, and the default prices of products after them.
    pub(super) async fn of_catalogue(
        &self,
        call: &Call,
        expand: &Expand,
        sessions: &[Session],
    ) -> Result<Shown, Error> {
        let mut shown = Shown::new();
        let Some(any) = sessions.first() else { return Ok(shown) };
        let owner = Owner { account: &any.account, livemode: any.livemode() };
        let mut wanted: Vec<(Kind, String)> = sessions.iter().flat_map(named).collect();
        wanted.retain(|(kind, _)| expand.wants((*kind).into()));
        for _ in 0..2 {
            let found = self.store.objects(owner, std::mem::take(&mut wanted)).await?;
            for stored in found {
                if let Object::Product(product) = &stored.object
                    && expand.wants(kind::Kind::Price)
                {
                    wanted.extend(product.default_price.clone().map(|price| (Kind::Price, price)));
                }
                let kind = stored.object.kind();
                let mut whole = catalogue::object(&stored.object, self.beside_object(call, &stored));
                expand
                    .parts_of(kind.into())
                    .for_each(|part| catalogue::bring(&mut whole, &stored.object, part));
                shown.insert((kind, stored.object.id().to_owned()), whole);
            }
        }
        Ok(shown)
    }
}

impl App {
    /// What an object is shown with besides itself.
    pub(super) fn beside_object<'c>(&self, call: &'c Call, stored: &StoredObject) -> Beside<'c> {
        let version = &call.envelope.version;
        Beside { now: self.clock.now(), times_redeemed: stored.redeemed, version }
    }
}

/// What a session names.
fn named(session: &Session) -> Vec<(Kind, String)> {
    let terms = &session.terms;
    let products = session.lines.iter().filter_map(|line| line.asked.product.clone());
    let rates = terms.shipping.iter().filter_map(|option| option.shipping_rate.clone());
    let coupon = terms.discount.iter().map(|applied| applied.coupon.id.clone());
    let code = terms.discount.iter().filter_map(|applied| Some(applied.promotion_code.as_ref()?.id.clone()));
    let products = products.map(|id| (Kind::Product, id));
    let rates = rates.map(|id| (Kind::ShippingRate, id));
    let coupon = coupon.map(|id| (Kind::Coupon, id));
    products.chain(rates).chain(coupon).chain(code.map(|id| (Kind::PromotionCode, id))).collect()
}
