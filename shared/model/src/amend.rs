//! What an update does to a session: metadata at any time, everything else only while it is open.

mod lines;

use serde_json::{Map, Value};

use crate::announcement::{Cause, Happening};
use crate::currency::Currency;
use crate::limits;
use crate::line::ShippingOption;
use crate::mode::{Mode, UiMode};
use crate::nested::CollectedInformation;
use crate::path::Path;
use crate::problem::Problem;
use crate::session::{Session, State, Status};
use crate::time::Moment;
use crate::update::{LineChange, MetadataChange, UpdateParams};

impl Session {
    /// The session with `change` made to it. If its time is over, that becomes true in the same change.
    pub fn update(self, change: UpdateParams, now: Moment, cause: Option<Cause>) -> Result<Self, Problem> {
        let mut session = self.at(now);
        let first_new = session.next_line();
        session.check_open(&change)?;
        if let Some(metadata) = change.metadata {
            session.change_metadata(metadata)?;
        }
        if let Some(details) = change.collected_information {
            session.check_own_page("collected_information")?;
            let collected =
                session.gathered.collected_information.get_or_insert_with(CollectedInformation::default);
            collected.shipping_details = Some(details);
        }
        if let Some(data) = change.payment_intent_data {
            session.change_payment_intent_data(data, now)?;
        }
        let moved = change.located.is_some();
        session.terms.located = change.located.or(session.terms.located);
        if change.line_items.is_some() || change.shipping_options.is_some() {
            session.reprice(change.line_items, change.shipping_options, now)?;
        } else if moved {
            session.give_up_waiting_attempt(now);
            session = session.priced_anew()?;
        }
        if session.next_line() > first_new {
            session.announce_lines(Happening::LinesAdded, Some(first_new), now, cause);
        }
        Ok(session)
    }

    fn check_open(&self, change: &UpdateParams) -> Result<(), Problem> {
        let beyond_metadata = [
            ("collected_information", change.collected_information.is_some()),
            ("line_items", change.line_items.is_some()),
            ("payment_intent_data", change.payment_intent_data.is_some()),
            ("shipping_options", change.shipping_options.is_some()),
        ];
        let Some((name, _)) = beyond_metadata.iter().find(|(_, given)| *given) else { return Ok(()) };
        if self.status() != Status::Open {
            let status = self.status().as_str();
            let message = format!(
                "`{name}` can only be updated while the Checkout Session is open. This Checkout Session has a status of {status}."
            );
            return Err(Problem::at(Path::of(*name), message));
        }
        match &self.state {
            State::Open(open) if open.attempt.as_ref().is_some_and(|attempt| !attempt.waits_for_payer()) => {
                Err(Problem::at(
                    Path::of(*name),
                    format!(
                        "`{name}` cannot be updated while a payment is being made. Try again when it has ended."
                    ),
                ))
            }
            _ => Ok(()),
        }
    }

    fn change_metadata(&mut self, change: MetadataChange) -> Result<(), Problem> {
        change.apply(&mut self.metadata);
        if self.metadata.len() > limits::METADATA_KEYS {
            return Err(Problem::at(
                Path::of("metadata"),
                format!(
                    "Metadata can have at most {} keys; this update would make {}. Remove some by sending them empty.",
                    limits::METADATA_KEYS,
                    self.metadata.len()
                ),
            ));
        }
        Ok(())
    }

    /// Some parts may only be changed where the merchant's own page shows the session.
    fn check_own_page(&self, name: &'static str) -> Result<(), Problem> {
        match self.ui_mode {
            UiMode::EmbeddedPage | UiMode::Elements => Ok(()),
            _ => Err(Problem::at(
                Path::of(name),
                format!("`{name}` can only be updated when `ui_mode` is embedded_page or elements."),
            )),
        }
    }

    /// New data for the payment; an attempt that waits for the payer is given up, since it has the old.
    fn change_payment_intent_data(&mut self, data: Value, now: Moment) -> Result<(), Problem> {
        if self.ui_mode != UiMode::Elements || self.mode != Mode::Payment {
            return Err(Problem::at(
                Path::of("payment_intent_data"),
                "`payment_intent_data` can only be updated in payment mode when `ui_mode` is elements.",
            ));
        }
        let known = self.settings.payment_intent_data.get_or_insert_with(|| Value::Object(Map::new()));
        merge(known, data);
        self.give_up_waiting_attempt(now);
        Ok(())
    }

    /// A payer who is away at their bank has another payment in mind: nothing comes of it, and they read so.
    fn give_up_waiting_attempt(&mut self, now: Moment) {
        let State::Open(open) = &mut self.state else { return };
        if let Some(attempt) = open.attempt.take() {
            self.attempts.failed(attempt, None, now);
            self.announce(Happening::PaymentGivenUp, now, None);
        }
    }

    fn reprice(
        &mut self,
        lines: Option<Vec<LineChange>>,
        shipping: Option<Vec<ShippingOption>>,
        now: Moment,
    ) -> Result<(), Problem> {
        let Some(currency) = self.currency.filter(|_| self.mode != Mode::Setup) else {
            return Err(Problem::at(
                Path::of("line_items"),
                "`line_items` and `shipping_options` do not exist in setup mode.",
            ));
        };
        if let Some(shipping) = shipping {
            self.check_shipping(&shipping, currency)?;
            self.terms.replaced_shipping += self.terms.shipping.len();
            self.terms.shipping = shipping;
            self.terms.chosen_shipping = 0;
        }
        if let Some(lines) = lines {
            let lines = self.changed_lines(lines, currency)?;
            self.replace_lines(lines);
            self.keep_code_or_refuse()?;
        }
        self.totals = Some(self.figures(currency)?);
        self.give_up_waiting_attempt(now);
        Ok(())
    }

    /// Lines that come to less than the promotion code asks for: the payer's code goes, since the merchant has no other
    /// way to be rid of it. The merchant's own is what the session was to have, so the lines are wrong.
    fn keep_code_or_refuse(&mut self) -> Result<(), Problem> {
        match self.missed_minimum() {
            Some(_) if self.has_payers_code() => self.terms.discount = None,
            Some(why) => return Err(Problem::at(Path::of("line_items"), why.message())),
            None => {}
        }
        Ok(())
    }

    fn check_shipping(&self, shipping: &[ShippingOption], currency: Currency) -> Result<(), Problem> {
        self.check_own_page("shipping_options")?;
        let permission =
            self.settings.permissions.as_ref().and_then(|all| all.update_shipping_details.as_deref());
        if permission != Some("server_only") {
            return Err(Problem::at(
                Path::of("shipping_options"),
                "`shipping_options` can only be updated when the session was created with `permissions[update_shipping_details]` set to server_only.",
            ));
        }
        match shipping.iter().position(|option| option.currency != currency) {
            Some(index) => {
                let place = Path::of("shipping_options").index(index).key("shipping_rate_data");
                Err(other_currency(place.key("fixed_amount").key("currency"), currency))
            }
            None => Ok(()),
        }
    }
}

/// New fields over old ones; an empty one (`null`) unsets, and metadata is merged by key.
fn merge(known: &mut Value, change: Value) {
    let (Value::Object(known), Value::Object(change)) = (known, change) else { return };
    for (key, value) in change {
        match value {
            Value::Null => drop(known.remove(&key)),
            Value::Object(_) => merge(known.entry(key).or_insert_with(|| Value::Object(Map::new())), value),
            value => drop(known.insert(key, value)),
        }
    }
}

fn other_currency(path: Path, currency: Currency) -> Problem {
    Problem::at(
        path,
        format!("All amounts must be in the Checkout Session's currency, which is {}.", currency.as_str()),
    )
}
