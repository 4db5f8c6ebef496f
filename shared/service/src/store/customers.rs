//! Customers in the table: items of their own, listed by creation and found by their address.

use paydesk_model::payment::Customer;

use super::batch::Write;
use super::index::{Direction, Stretch};
use super::keys::{self, Item, Key, n, number, s, text};
use super::{Failure, Store};

/// The body's layout; a reader that meets a newer one than it knows refuses instead of guessing.
const FORMAT: i64 = 1;

/// A customer as it is put; each version expects the one before it, and 1 that there is none.
pub fn customer_item(customer: &Customer, version: i64) -> Result<Item, Failure> {
    let body = serde_json::to_string(customer).map_err(|error| Failure::unreadable("customer", error))?;
    let mut item = Key::customer(&customer.account, customer.livemode, &customer.id).into_item();
    item.insert("body".into(), s(body));
    item.insert("format".into(), n(FORMAT));
    item.insert("version".into(), n(version));
    Ok(item)
}

/// The rows that a customer is listed by; written with every version, because an address may have changed. A row of
/// an address that it no longer has is passed over by readers.
pub fn customer_rows(customer: &Customer) -> Vec<Key> {
    let place = keys::place_at(customer.created, &customer.id);
    let (account, live) = (customer.account.as_str(), customer.livemode);
    let email = customer.email.as_deref().map(|email| keys::customers_by_email(account, live, email));
    let partitions = std::iter::once(keys::customers(account, live)).chain(email);
    partitions.map(|pk| Key::new(pk, &place)).collect()
}

fn read(item: &Item) -> Result<(Customer, i64), Failure> {
    if number(item, "format") != Some(FORMAT) {
        return Err(Failure::unreadable("customer", "its format is not known to this version"));
    }
    let body = text(item, "body").unwrap_or_default();
    let customer = serde_json::from_str(&body).map_err(|error| Failure::unreadable("customer", error))?;
    Ok((customer, number(item, "version").unwrap_or_default()))
}

impl Store {
    /// The account's customer with this id, and the version that it is of.
    pub async fn customer(
        &self,
        account: &str,
        livemode: bool,
        id: &str,
    ) -> Result<Option<(Customer, i64)>, Failure> {
        self.item(Key::customer(account, livemode, id)).await?.as_ref().map(read).transpose()
    }

    /// Those of them that exist, in no particular order.
    pub async fn customers(
        &self,
        account: &str,
        livemode: bool,
        ids: impl IntoIterator<Item = &str>,
    ) -> Result<Vec<Customer>, Failure> {
        let keys = ids.into_iter().map(|id| Key::customer(account, livemode, id)).collect();
        let items = self.read_all(keys).await?;
        items.iter().map(|item| Ok(read(item)?.0)).collect()
    }

    /// Writes a customer and its rows, whatever version is there.
    pub async fn put_customer(&self, customer: &Customer, version: i64) -> Result<(), Failure> {
        let rows = customer_rows(customer).into_iter().map(|row| Write::Put(row.into_item()));
        let item = customer_item(customer, version)?;
        self.write_all(rows.chain([Write::Put(item)]).collect()).await
    }

    /// Up to `wanted` of the account's customers, in walking order, that `keep` wants: all of them, or those who were
    /// filed under an address.
    pub async fn walk_customers(
        &self,
        partition: &str,
        (account, livemode): (&str, bool),
        mut stretch: Stretch,
        direction: Direction,
        wanted: usize,
        keep: impl Fn(&Customer) -> bool,
    ) -> Result<Vec<Customer>, Failure> {
        let mut found = Vec::new();
        let limit = i32::try_from(wanted).unwrap_or(i32::MAX);
        while found.len() < wanted {
            let places = self.places(partition, &stretch, direction, limit).await?;
            let Some(last) = places.last().cloned() else { break };
            let ids = places.iter().filter_map(|place| Some(place.split_once('#')?.1));
            let mut customers = self.customers(account, livemode, ids).await?;
            customers.sort_by_key(|customer| keys::place_at(customer.created, &customer.id));
            if direction == Direction::NewestFirst {
                customers.reverse();
            }
            found.extend(customers.into_iter().filter(|customer| keep(customer)));
            if places.len() < wanted {
                break;
            }
            match direction {
                Direction::NewestFirst => stretch.before = Some(last),
                Direction::OldestFirst => stretch.after = Some(last),
            }
        }
        found.truncate(wanted);
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use paydesk_model::time::Moment;
    use serde_json::json;

    use super::*;

    fn ada() -> Customer {
        serde_json::from_value(json!({
            "id": "cus_abc", "account": "acct_1", "livemode": false, "created": 1_795_305_600_000_i64,
            "email": "Ada@Example.com",
        }))
        .unwrap()
    }

    #[test]
    fn a_customer_is_read_as_it_was_put() {
        let item = customer_item(&ada(), 3).unwrap();
        assert_eq!(text(&item, "pk").as_deref(), Some("C#acct_1#test#cus_abc"));
        assert_eq!(read(&item).unwrap(), (ada(), 3));
    }

    #[test]
    fn a_customer_is_listed_by_creation_and_by_its_address_whatever_its_case() {
        let place = "1795305600000#cus_abc";
        assert_eq!(ada().created, Moment::from_seconds(1_795_305_600));
        let rows =
            vec![Key::new("LC#acct_1#test", place), Key::new("RC#acct_1#test#email#ada@example.com", place)];
        assert_eq!(customer_rows(&ada()), rows);
        assert_eq!(customer_rows(&Customer { email: None, ..ada() }), rows[..1]);
    }
}
