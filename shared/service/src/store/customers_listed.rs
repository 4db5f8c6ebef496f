//! Many customers at once: by id, by creation, and by their address.

use paydesk_model::payment::Customer;

use super::customers::{key, read};
use super::index::{Direction, Stretch};
use super::keys::Key;
use super::{Failure, Store, keys};

impl Store {
    /// Those of them that exist, in no particular order.
    pub async fn customers(
        &self,
        account: &str,
        livemode: bool,
        ids: impl IntoIterator<Item = &str>,
    ) -> Result<Vec<Customer>, Failure> {
        let mut keys: Vec<Key> = ids.into_iter().map(|id| key(account, livemode, id)).collect();
        // Functions that answer with a single session may read single items only.
        let items = match (keys.pop(), keys.is_empty()) {
            (Some(only), true) => self.item(only).await?.into_iter().collect(),
            (last, _) => {
                keys.extend(last);
                self.read_all(keys).await?
            }
        };
        let stored = items.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let there = stored.into_iter().filter(|stored| !stored.deleted);
        Ok(there.map(|stored| stored.customer).collect())
    }

    /// Up to `wanted` of the account's customers, in walking order, that `keep` wants: all of them, or those who were
    /// filed under an address. A row without its customer is of a completion that never came to be.
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
            customers.retain(|customer| places.contains(&keys::place_at(customer.created, &customer.id)));
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
    use serde_json::json;

    use super::super::customers::{StoredCustomer, customer_item, customer_rows};
    use super::super::keys::{Key, text};
    use super::*;
    use crate::store::stored::Ledger;

    fn ada() -> Customer {
        serde_json::from_value(json!({
            "id": "cus_abc", "account": "acct_1", "livemode": false, "created": 1_795_305_600_000_i64,
            "email": "Ada@Example.com",
        }))
        .unwrap()
    }

    #[test]
    fn a_customer_is_read_as_it_was_put() {
        let stored = StoredCustomer {
            customer: ada(),
            version: 3,
            outbox: Vec::new(),
            ledger: Ledger::of_create(Some("once".into()), "req_1"),
            deleted: false,
        };
        let item = customer_item(&stored).unwrap();
        assert_eq!(text(&item, "pk").as_deref(), Some("C#acct_1#test#cus_abc"));
        assert_eq!(read(&item).unwrap(), stored);
    }

    #[test]
    fn a_customer_is_listed_by_creation_and_by_its_address_whatever_its_case() {
        let place = "1795305600000#cus_abc";
        let rows =
            vec![Key::new("LC#acct_1#test", place), Key::new("RC#acct_1#test#email#ada@example.com", place)];
        assert_eq!(customer_rows(&ada()), rows);
        assert_eq!(customer_rows(&Customer { email: None, ..ada() }), rows[..1]);
    }
}
