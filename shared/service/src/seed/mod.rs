//! A catalogue with ids that somebody chose, loaded as it is described: what the local runner does with a seed file.

mod customers;

use std::collections::BTreeSet;

use paydesk_model::announcement::Cause;
use paydesk_model::catalogue::{Birth, Kind, Object, seeded};
use paydesk_model::naming::Name;
use paydesk_model::path::Path;
use paydesk_model::problem::Problem;
use paydesk_model::time::Moment;
use paydesk_model::tree::Tree;

use crate::app::App;
use crate::digest::derive;
use crate::error::Error;
use crate::handlers::catalog::change::claims;
use crate::handlers::catalog::make::{Ids, Making, making, taken};
use crate::random;
use crate::store::catalogue::{Claim, Owner, StoredObject};
use crate::store::catalogue_written::{Claiming, Writing, Written};
use crate::store::stored::Ledger;

const LONGEST_ID: usize = 200;
/// Letters and digits of a code that nobody chose.
const CODE_CHARACTERS: usize = 8;

/// What is described.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sown {
    Object(Kind),
    Customer,
}

/// An object or a customer as it is described: what its create takes, and its id.
#[derive(Clone, Debug)]
pub struct Seed {
    pub what: Sown,
    pub tree: Tree,
    /// Where the description stands.
    pub place: String,
}

/// What became of what a seed describes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seeded {
    pub made: usize,
    pub changed: usize,
    pub unchanged: usize,
}

impl Seeded {
    /// One that is to be written because it is new or not, or not to be written.
    const fn count(&mut self, is_new: Option<bool>) {
        match is_new {
            Some(true) => self.made += 1,
            Some(false) => self.changed += 1,
            None => self.unchanged += 1,
        }
    }
}

/// Why a seed was not loaded: which description is wrong, and how.
#[derive(Debug)]
pub struct Unseeded {
    pub place: String,
    pub error: Error,
}

/// A seed that is right in itself.
struct Checked<'s> {
    seed: &'s Seed,
    making: Making,
}

impl App {
    /// Loads objects into a catalogue, and customers beside it. What is there already stays, or is changed as an update may
    /// change it; if anything is wrong with any of them, none is written.
    pub async fn seed(&self, owner: Owner<'_>, seeds: &[Seed]) -> Result<Seeded, Unseeded> {
        let cause = Cause { id: format!("req_{}", &random::token()[..16]), idempotency_key: None };
        let (mut done, mut customers) = (Seeded::default(), Vec::new());
        for seed in seeds.iter().filter(|seed| seed.what == Sown::Customer) {
            let write = self.customer_to_write(owner, seed, &cause).await;
            let write = write.map_err(|error| unseeded(seed, error))?;
            done.count(write.as_ref().map(|write| write.over.is_none()));
            customers.extend(write.map(|write| (seed, write)));
        }
        let writings = self.writings(owner, seeds, &mut done).await?;
        for (seed, write) in &customers {
            self.write_customer(write).await.map_err(|error| unseeded(seed, error))?;
        }
        for (seed, mut writing) in writings.into_iter().filter(|(_, writing)| !writing.objects.is_empty()) {
            writing.announce(self.clock.now(), &cause);
            self.write_seed(owner, &writing).await.map_err(|error| unseeded(seed, error))?;
        }
        Ok(done)
    }

    /// What is to be written of the objects.
    async fn writings<'s>(
        &self,
        owner: Owner<'_>,
        seeds: &'s [Seed],
        done: &mut Seeded,
    ) -> Result<Vec<(&'s Seed, Writing)>, Unseeded> {
        let (mut checked, mut customers) = (Vec::new(), BTreeSet::new());
        for seed in seeds {
            match seed.what {
                Sown::Customer => {
                    let id = id_of(&seed.tree, Some(customers::PREFIX)).map_err(|why| unseeded(seed, why))?;
                    if !customers.insert(id.clone()) {
                        return Err(unseeded(seed, twice(&id)));
                    }
                }
                Sown::Object(kind) => {
                    let making = self.checked(owner, seed, kind).await;
                    let making = making.map_err(|error| unseeded(seed, error))?;
                    checked.push(Checked { seed, making });
                }
            }
        }
        self.check_names(owner, &checked, &customers).await?;
        let mut writings = Vec::new();
        for Checked { seed, making } in checked {
            let writing = self.writing(owner, making, done).await;
            writings.push((seed, writing.map_err(|error| unseeded(seed, error))?));
        }
        Ok(writings)
    }

    async fn checked(&self, owner: Owner<'_>, seed: &Seed, kind: Kind) -> Result<Making, Error> {
        let chosen = has_chosen_id(kind);
        let own = id_of(&seed.tree, Some(kind.prefix()).filter(|_| !chosen))?;
        let mut tree = seed.tree.clone();
        if !chosen {
            tree.take("id");
        }
        // The same each time, so that a seed that is loaded again finds what it made.
        let derived = |what: &str| derive(own.as_bytes(), &["seed", what], random::ID_CHARACTERS);
        let other = if kind == Kind::Product { Kind::Price } else { Kind::Product };
        let code: String = derived("code").chars().take(CODE_CHARACTERS).collect();
        let other = format!("{}{}", other.prefix(), derived("other"));
        let ids = Ids { own: own.clone(), other, code: code.to_uppercase() };
        // What had to be in the future when it was made may be in the past by now.
        let there = self.store.object(owner, kind, &own).await?.filter(|there| !there.deleted);
        let made = there.map(|there| Moment::from_seconds(there.object.created()));
        let birth =
            Birth { id: own, livemode: owner.livemode, now: made.unwrap_or_else(|| self.clock.now()) };
        Ok(making(&tree, &birth, kind, &ids, Ledger::default())?)
    }

    /// No two descriptions are of one object, and what they refer to is described, too, or is there.
    async fn check_names(
        &self,
        owner: Owner<'_>,
        checked: &[Checked<'_>],
        customers: &BTreeSet<String>,
    ) -> Result<(), Unseeded> {
        let (mut described, mut borne) = (BTreeSet::new(), Vec::new());
        for Checked { seed, making } in checked {
            for claim in making.writing.claims.iter().filter_map(claimed) {
                if borne.contains(&claim) {
                    return Err(unseeded(seed, taken(claim, None)));
                }
                borne.push(claim);
            }
            for stored in &making.writing.objects {
                if !described.insert((stored.object.kind(), stored.object.id().to_owned())) {
                    return Err(unseeded(seed, twice(stored.object.id())));
                }
            }
        }
        for Checked { seed, making } in checked {
            let is_described = |name: &&Name| described.contains(&(name.kind, name.id.clone()));
            for name in making.needs.iter().filter(|name| !is_described(name)) {
                let there = self.store.object(owner, name.kind, &name.id).await;
                let there = there.map_err(|failure| unseeded(seed, failure))?;
                if there.is_none_or(|stored| stored.deleted) {
                    return Err(unseeded(seed, name.missing()));
                }
            }
            if let Some(customer) = making.customer.as_ref().filter(|id| !customers.contains(*id)) {
                let known = self.known_customer(owner.account, owner.livemode, customer).await;
                known.map_err(|error| unseeded(seed, error))?;
            }
        }
        Ok(())
    }

    /// What is to be written so that the table has what is described.
    async fn writing(&self, owner: Owner<'_>, making: Making, done: &mut Seeded) -> Result<Writing, Error> {
        let mut writing = Writing::default();
        for claiming in &making.writing.claims {
            let Claiming::Take { claim, id } = claiming else { continue };
            let bearer = self.store.bearer(owner, claim).await?;
            if bearer.as_ref().is_some_and(|bearer| bearer != id) {
                return Err(taken(claim, bearer.as_deref()).into());
            }
        }
        for wanted in making.writing.objects {
            let (kind, id) = (wanted.object.kind(), wanted.object.id().to_owned());
            let Some(there) = self.store.object(owner, kind, &id).await? else {
                let own =
                    |claiming: &&Claiming| matches!(claiming, Claiming::Take { id: of, .. } if *of == id);
                writing.claims.extend(making.writing.claims.iter().filter(own).cloned());
                writing.objects.push(wanted);
                writing.first_price_of.clone_from(&making.writing.first_price_of);
                done.count(Some(true));
                continue;
            };
            match seeded(&there.object, &wanted.object)? {
                None if !there.deleted => done.count(None),
                changed => {
                    let changed: Object = changed.unwrap_or_else(|| there.object.clone());
                    writing.claims.extend(claims(&there.object, &changed));
                    writing.objects.push(StoredObject { deleted: false, ..there.next(changed) });
                    done.count(Some(false));
                }
            }
        }
        Ok(writing)
    }

    async fn write_seed(&self, owner: Owner<'_>, writing: &Writing) -> Result<(), Error> {
        match self.store.write_objects(owner, writing).await? {
            Written::Done => Ok(()),
            // All of it was looked at just before.
            Written::There(..) | Written::Taken(_) | Written::ProductGone | Written::Again => {
                Err(Error::Contended)
            }
        }
    }
}

/// The name that an object is to bear.
fn claimed(claiming: &Claiming) -> Option<&Claim> {
    match claiming {
        Claiming::Take { claim, .. } => Some(claim),
        Claiming::TakeOver { .. } | Claiming::GiveUp { .. } => None,
    }
}

/// The id that a description chooses; without one, loading it again would make another object.
fn id_of(tree: &Tree, prefix: Option<&str>) -> Result<String, Problem> {
    let id = tree.get("id").ok_or_else(|| Problem::missing(Path::of("id")))?;
    let id = id.as_text().unwrap_or_default();
    let fits = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
    if id.is_empty() || id.len() > LONGEST_ID || !id.chars().all(fits) {
        let message =
            format!("Invalid id: `id` must be up to {LONGEST_ID} letters, digits, dashes and underscores.");
        return Err(Problem::at(Path::of("id"), message));
    }
    if let Some(prefix) = prefix.filter(|prefix| !id.starts_with(prefix)) {
        return Err(Problem::at(Path::of("id"), format!("Invalid id: it must begin with {prefix}.")));
    }
    Ok(id.to_owned())
}

fn twice(id: &str) -> Problem {
    Problem::at(Path::of("id"), format!("'{id}' is described twice."))
}

/// Whether a create of this kind takes an id.
const fn has_chosen_id(kind: Kind) -> bool {
    matches!(kind, Kind::Coupon | Kind::Product)
}

fn unseeded(seed: &Seed, error: impl Into<Error>) -> Unseeded {
    Unseeded { place: seed.place.clone(), error: error.into() }
}
