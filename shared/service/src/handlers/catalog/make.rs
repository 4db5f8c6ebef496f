//! Making an object, once per idempotency key: what it refers to must be there, and its id and names must be free.

use paydesk_model::catalogue::{
    Birth, Coupon, Kind, NewPrice, NewProduct, Object, OfProduct, Price, Product, PromotionCode,
    ShippingRate, TaxRate,
};
use paydesk_model::naming::Name;
use paydesk_model::path::Path;
use paydesk_model::problem::Problem;
use paydesk_model::tree::Tree;

use super::super::change::cause;
use super::change::is_usable;
use super::{owner, reply};
use crate::access::Caller;
use crate::app::App;
use crate::contention::{TRIES, stand_aside};
use crate::digest::derive;
use crate::error::Error;
use crate::random;
use crate::store::catalogue::{Claim, StoredObject};
use crate::store::catalogue_written::{Claiming, Writing, Written};
use crate::store::stored::Ledger;
use crate::wire::call::Call;
use crate::wire::expand::Subject;
use crate::wire::print::fingerprint;
use crate::wire::reply::Reply;

/// Letters and digits of a code that nobody chose.
const CODE_CHARACTERS: usize = 8;

/// What is to be written, and what has to be there for it.
pub(crate) struct Making {
    pub(crate) writing: Writing,
    pub(crate) needs: Vec<Name>,
    /// The customer that a promotion code is for.
    pub(crate) customer: Option<String>,
    transfers_lookup_key: bool,
}

/// The ids of what a call makes: its own object's, and that of one that comes along.
pub(crate) struct Ids {
    pub(crate) own: String,
    pub(crate) other: String,
    pub(crate) code: String,
}

pub async fn make(app: &App, call: &mut Call, caller: &Caller, kind: Kind) -> Result<Reply, Error> {
    let expand = call.expand(Subject::Object(kind.into()))?;
    let print = call.envelope.idempotency_key.as_ref().map(|_| fingerprint(kind.name(), &call.parameters));
    let ids = ids(call, caller, kind);
    if let Some(stored) = made_before(app, call, caller, (kind, &ids.own), print.as_deref()).await? {
        return Ok(Reply { replayed: true, ..reply(app, call, caller, &expand, &stored).await? });
    }
    let birth = Birth { id: ids.own.clone(), livemode: caller.livemode, now: app.clock.now() };
    let ledger = Ledger::of_create(print, &call.envelope.request_id);
    let mut making = making(&call.parameters, &birth, kind, &ids, ledger)?;
    let found = app.look_up_kept(caller, &making.needs).await?;
    making.writing.first_price_of.take_if(|product| found.priced.contains(product));
    if let Object::PromotionCode(code) = &making.writing.objects[0].object
        && let Some(coupon) = found.coupons.get(&code.coupon)
    {
        code.check_within(&coupon.object)?;
    }
    if call.envelope.idempotency_key.is_some() && matches!(kind, Kind::Coupon | Kind::Product) {
        let id = making.writing.objects[0].object.id().to_owned();
        making.bears(Some(Claim::Create(ids.own)), &id);
    }
    if let Some(customer) = &making.customer {
        app.known_customer(&caller.account, caller.livemode, customer).await?;
    }
    let (stored, replayed) = write(app, call, caller, &making).await?;
    Ok(Reply { replayed, ..reply(app, call, caller, &expand, &stored).await? })
}

/// Derived from the key, so that a repeat finds the same object; unguessable otherwise.
pub(super) fn token(call: &Call, caller: &Caller, what: &str) -> String {
    let mode = if caller.livemode { "live" } else { "test" };
    call.envelope.idempotency_key.as_deref().map_or_else(random::token, |key| {
        derive(caller.salt.as_bytes(), &[mode, &call.path, what, key], random::ID_CHARACTERS)
    })
}

fn ids(call: &Call, caller: &Caller, kind: Kind) -> Ids {
    let token = |what: &str| token(call, caller, what);
    let other = if kind == Kind::Product { Kind::Price } else { Kind::Product };
    let code: String = token("code").chars().take(CODE_CHARACTERS).collect();
    Ids {
        own: format!("{}{}", kind.prefix(), token("own")),
        other: format!("{}{}", other.prefix(), token("other")),
        code: code.to_uppercase(),
    }
}

/// What this very call made before, if it has a key.
async fn made_before(
    app: &App,
    call: &Call,
    caller: &Caller,
    (kind, id): (Kind, &str),
    print: Option<&str>,
) -> Result<Option<StoredObject>, Error> {
    let Some(print) = print else { return Ok(None) };
    let chosen = call.parameters.get("id").and_then(|id| id.as_text()).unwrap_or(id);
    let there = app.store.object(owner(caller), kind, chosen).await?;
    match there {
        Some(stored) if stored.ledger.create.as_deref() == Some(print) => Ok(Some(stored)),
        // Somebody chose that id for another object: that is said when it is to be written.
        Some(_) if chosen != id => Ok(None),
        Some(_) => Err(Error::KeyReused { key: call.envelope.idempotency_key.clone().unwrap_or_default() }),
        None => Ok(None),
    }
}

/// What is to be written of an object that is born so, if it is right in itself.
pub(crate) fn making(
    tree: &Tree,
    birth: &Birth,
    kind: Kind,
    ids: &Ids,
    ledger: Ledger,
) -> Result<Making, Problem> {
    let mut making = Making {
        writing: Writing::default(),
        needs: Vec::new(),
        customer: None,
        transfers_lookup_key: false,
    };
    let own: Object = match kind {
        Kind::Product => making.product(tree, birth, &ids.other)?.into(),
        Kind::Price => making.price(tree, birth, &ids.other)?.into(),
        Kind::Coupon => making.coupon(tree, birth)?.into(),
        Kind::PromotionCode => making.promotion_code(tree, birth, &ids.code)?.into(),
        Kind::ShippingRate => ShippingRate::create(tree, birth)?.into(),
        Kind::TaxRate => TaxRate::create(tree, birth)?.into(),
    };
    making.writing.objects.insert(0, StoredObject::first(own, ledger));
    // Two that are made at once are a product and its price.
    let priced = making.writing.objects.len() > 1;
    let products = making.writing.objects.iter_mut().filter(|made| made.object.kind() == Kind::Product);
    products.for_each(|product| product.priced = priced);
    Ok(making)
}

impl Making {
    /// A default price comes along with it.
    fn product(&mut self, tree: &Tree, birth: &Birth, price: &str) -> Result<Product, Problem> {
        let NewProduct { product, default_price } = Product::create(tree, birth, price)?;
        self.also(default_price.map(|price| price.price));
        Ok(product)
    }

    /// Its product comes along, or is there already and may get its first price.
    fn price(&mut self, tree: &Tree, birth: &Birth, product: &str) -> Result<Price, Problem> {
        let NewPrice { price, product, transfers_lookup_key } = NewPrice::check(tree, birth, product)?;
        self.transfers_lookup_key = transfers_lookup_key;
        match product {
            OfProduct::New(product) => self.also(Some(product)),
            OfProduct::Known(id) => {
                self.writing.first_price_of = Some(id.clone());
                self.needs(Kind::Product, id, Path::of("product"));
            }
        }
        self.bears(price.lookup_key.clone().map(Claim::LookupKey), &price.id);
        Ok(price)
    }

    /// The products it is for are there.
    fn coupon(&mut self, tree: &Tree, birth: &Birth) -> Result<Coupon, Problem> {
        let coupon = Coupon::create(tree, birth)?;
        let products = coupon.applies_to.iter().flat_map(|some| &some.products).enumerate();
        let place = Path::of("applies_to").key("products");
        products.for_each(|(index, id)| self.needs(Kind::Product, id.clone(), place.index(index)));
        Ok(coupon)
    }

    /// Its coupon and its customer are there, and nobody else has the code.
    fn promotion_code(&mut self, tree: &Tree, birth: &Birth, code: &str) -> Result<PromotionCode, Problem> {
        let code = PromotionCode::create(tree, birth, code)?;
        let place = if tree.get("promotion").is_some() {
            Path::of("promotion").key("coupon")
        } else {
            Path::of("coupon")
        };
        self.needs(Kind::Coupon, code.coupon.clone(), place);
        self.customer.clone_from(&code.customer);
        self.bears(code.active.then(|| Claim::Code(code.key())), &code.id);
        Ok(code)
    }

    fn also(&mut self, other: Option<impl Into<Object>>) {
        self.writing.objects.extend(other.map(|other| StoredObject::first(other, Ledger::default())));
    }

    fn needs(&mut self, kind: Kind, id: String, place: Path) {
        self.needs.push(Name { kind, id, place });
    }

    fn bears(&mut self, claim: Option<Claim>, id: &str) {
        self.writing.claims.extend(claim.map(|claim| Claiming::Take { claim, id: id.to_owned() }));
    }
}

/// Writes what is made. What is there, and whether this call had made it before.
async fn write(
    app: &App,
    call: &Call,
    caller: &Caller,
    making: &Making,
) -> Result<(StoredObject, bool), Error> {
    let owner = owner(caller);
    let (ours, request) = (&making.writing.objects[0].ledger, cause(call));
    let mut writing = making.writing.clone();
    for tried in 0..TRIES {
        writing.announce(app.clock.now(), &request);
        match app.store.write_objects(owner, &writing).await? {
            Written::Done => return Ok((writing.objects.swap_remove(0), false)),
            Written::There(0, there) if there.ledger.is_of_create(ours) => {
                let replayed = there.ledger.by != ours.by;
                return Ok((*there, replayed));
            }
            Written::There(index, _) if index < making.writing.objects.len() => {
                return Err(exists(&writing.objects[index].object).into());
            }
            Written::Taken(index) if matches!(writing.claims[index], Claiming::Take { .. }) => {
                take_over(app, call, caller, &mut writing, index, making.transfers_lookup_key).await?;
            }
            Written::ProductGone => drop(app.look_up_kept(caller, &making.needs).await?),
            // Nothing was written, or what bore the name changed meanwhile: all of it again.
            Written::There(..) | Written::Taken(_) | Written::Again => {
                writing = making.writing.clone();
                stand_aside(tried).await;
            }
        }
    }
    Err(Error::Contended)
}

/// Has what is written bear a name that something else bears, if that may be: a price may take a lookup key from
/// another, and a code that nobody can use any more is free.
pub(super) async fn take_over(
    app: &App,
    call: &Call,
    caller: &Caller,
    writing: &mut Writing,
    index: usize,
    may: bool,
) -> Result<(), Error> {
    let Claiming::Take { claim, id } = writing.claims[index].clone() else { return Err(Error::Contended) };
    let Some((kind, from)) = bearer(app, call, caller, &claim).await? else {
        writing.claims[index] = Claiming::TakeOver { claim, id, from: None };
        return Ok(());
    };
    let stored = app.store.object(owner(caller), kind, &from).await?;
    let without: Option<Object> = match stored.as_ref().map(|stored| (&stored.object, stored.redeemed)) {
        Some((Object::Price(price), _)) if may => {
            Some(Price { lookup_key: None, ..price.as_ref().clone() }.into())
        }
        Some((Object::PromotionCode(code), times)) if !is_usable(app, caller, code, times).await? => {
            Some(PromotionCode { active: false, ..code.as_ref().clone() }.into())
        }
        _ => return Err(taken(&claim, Some(&from)).into()),
    };
    writing.objects.extend(stored.zip(without).map(|(stored, without)| stored.next(without)));
    writing.claims[index] = Claiming::TakeOver { claim, id, from: Some(from) };
    Ok(())
}

/// What bears a name.
async fn bearer(
    app: &App,
    call: &Call,
    caller: &Caller,
    claim: &Claim,
) -> Result<Option<(Kind, String)>, Error> {
    let kind = match claim {
        Claim::LookupKey(_) => Kind::Price,
        Claim::Code(_) => Kind::PromotionCode,
        Claim::Create(_) => {
            let key = call.envelope.idempotency_key.clone().unwrap_or_default();
            return Err(Error::KeyReused { key });
        }
    };
    let from = app.store.bearer(owner(caller), claim).await?;
    Ok(from.map(|from| (kind, from)))
}

fn exists(object: &Object) -> Problem {
    let kind = object.kind().name().replace('_', " ");
    let mut name = kind;
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    Problem::at(Path::of("id"), format!("{name} already exists.")).code("resource_already_exists")
}

pub(crate) fn taken(claim: &Claim, bearer: Option<&str>) -> Problem {
    match claim {
        Claim::LookupKey(_) => {
            let bearer = bearer.unwrap_or("another price");
            let message = format!(
                "A price ({bearer}) already uses that lookup key. Send `transfer_lookup_key` as true to take it over."
            );
            Problem::at(Path::of("lookup_key"), message)
        }
        Claim::Code(code) => {
            let message = format!("An active promotion code with `code: {code}` already exists.");
            Problem::at(Path::of("code"), message).code("resource_already_exists")
        }
        Claim::Create(_) => Problem::general("This idempotency key is another request's."),
    }
}
