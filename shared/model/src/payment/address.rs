//! An address and the name on it, read from one group of the form's fields.

use super::form::{Field, Form, within};
use super::{FieldError, places};
use crate::nested::Address;
use crate::params::choices::COUNTRIES;

/// The longest line of an address, and the longest name.
pub(super) const LINE: usize = 255;

/// How much of an address has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// What is sent is taken.
    Optional,
    /// The country, and the postal code where cards are checked by it.
    Card,
    /// A name, and everything that addresses there have.
    Whole,
}

/// Who is at an address; an address of which nothing is known is none.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    pub name: Option<String>,
    pub address: Option<Address>,
}

/// Reads the fields of `group`; `allowed` are the only countries that will do.
pub(super) fn read(form: &mut Form<'_>, group: &str, extent: Extent, allowed: Option<&[String]>) -> Place {
    let whole = extent == Extent::Whole;
    let at = |name| within(group, name);
    let name = line(form, at("name"), whole);
    let country = country(form, at("country"), extent != Extent::Optional, allowed);
    let needs = |part: fn(&str) -> bool| country.as_deref().is_some_and(part);
    let line1 = line(form, at("line1"), whole);
    let line2 = line(form, at("line2"), false);
    let coded = match extent {
        Extent::Optional => false,
        Extent::Card => needs(places::checks_postal_code),
        Extent::Whole => needs(places::needs_postal_code),
    };
    let postal_code = line(form, at("postal_code"), coded);
    let city = line(form, at("city"), whole && country.as_deref().is_none_or(places::needs_city));
    let state = line(form, at("state"), whole && needs(places::needs_state));
    let address = Address { city, country, line1, line2, postal_code, state };
    Place { name, address: Some(address).filter(|address| *address != Address::default()) }
}

pub(super) fn line(form: &mut Form<'_>, field: Field<'_>, required: bool) -> Option<String> {
    form.asked(field, LINE, required).map(str::to_owned)
}

fn country(
    form: &mut Form<'_>,
    field: Field<'_>,
    required: bool,
    allowed: Option<&[String]>,
) -> Option<String> {
    let code = form.asked(field, LINE, required)?;
    let offered = match allowed {
        Some(allowed) => allowed.iter().any(|country| country == code),
        None => COUNTRIES.contains(&code),
    };
    if !offered {
        form.note(field, FieldError::NotOffered);
        return None;
    }
    Some(code.to_owned())
}
