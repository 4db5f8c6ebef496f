//! The lines of an update: the whole array again, held against the same rules as those of a create.

use std::collections::HashSet;

use super::other_currency;
use crate::currency::Currency;
use crate::limits::{self, LINES_OF_A_KIND};
use crate::line::{Line, NewLine};
use crate::mode::Mode;
use crate::path::Path;
use crate::problem::Problem;
use crate::rules;
use crate::session::{Session, number_lines};
use crate::update::{ExistingLine, LineChange};

type Checked = Result<(), Problem>;

fn place(index: usize) -> Path {
    Path::of("line_items").index(index)
}

impl Session {
    /// Lines named by id stay, new ones are added, the others go.
    pub(super) fn changed_lines(
        &self,
        changes: Vec<LineChange>,
        currency: Currency,
    ) -> Result<Vec<Line>, Problem> {
        let mut next = self.next_line();
        let free = self.settings.starts_free();
        let mut lines = Vec::with_capacity(changes.len());
        let mut named = HashSet::new();
        for (index, change) in changes.into_iter().enumerate() {
            let line = match change {
                LineChange::Existing(existing) => self.existing_line(existing, &place(index))?,
                LineChange::New(line) => {
                    let numbered = number_lines(vec![*line], next, free).remove(0);
                    next += 1;
                    numbered
                }
            };
            if !named.insert(line.number) {
                return Err(Problem::at(place(index), "The same line item is named more than once."));
            }
            lines.push(line);
        }
        self.check_lines(&lines, currency)?;
        Ok(lines)
    }

    /// The number of the next line that is added.
    pub(crate) fn next_line(&self) -> u32 {
        self.lines.iter().map(|line| line.number).max().unwrap_or(0).max(self.last_line) + 1
    }

    /// Other lines from now on; the numbers of those that go are given to no others.
    pub(crate) fn replace_lines(&mut self, lines: Vec<Line>) {
        let last = self.next_line() - 1;
        self.lines = lines;
        let kept = self.lines.iter().any(|line| line.number >= last);
        self.last_line = if kept { 0 } else { last };
    }

    fn existing_line(&self, change: ExistingLine, path: &Path) -> Result<Line, Problem> {
        let number = self.id.number_of("li", &change.id);
        let known = self.lines.iter().find(|line| Some(line.number) == number);
        let mut line =
            known.cloned().ok_or_else(|| Problem::no_such("line item", &change.id, path.key("id")))?;
        let asked = &mut line.asked;
        asked.quantity = change.quantity.unwrap_or(asked.quantity);
        if let Some(sold) = change.sold {
            (asked.price_data, asked.price, asked.product) = (sold.price_data, sold.price, sold.product);
        }
        if let Some(rates) = change.tax_rates {
            asked.tax_rates = rates;
        }
        if let Some(adjustable) = change.adjustable_quantity {
            asked.adjustable_quantity = adjustable.enabled.then_some(adjustable);
        }
        if let Some(metadata) = change.metadata {
            metadata.apply(&mut asked.metadata);
        }
        check_bounds(asked, path)?;
        rules::line_is_chargeable(asked, path)?;
        line.amount = asked.amount_today(self.settings.starts_free()).unwrap_or(0);
        Ok(line)
    }

    /// R8, R9, R15 to R18 and R45, for the lines as they would be.
    fn check_lines(&self, lines: &[Line], currency: Currency) -> Checked {
        let currencies = lines.iter().map(|line| line.asked.price_data.currency);
        if let Some((index, _)) = currencies.enumerate().find(|(_, given)| *given != currency) {
            return Err(other_currency(place(index).key("price_data").key("currency"), currency));
        }
        let recurring: Vec<usize> = (0..lines.len()).filter(|index| recurs(&lines[*index].asked)).collect();
        if let (Mode::Payment, Some(index)) = (self.mode, recurring.first()) {
            let named = lines[*index].asked.price.is_some();
            let place = place(*index).key(if named { "price" } else { "price_data" });
            let place = if named { place } else { place.key("recurring") };
            return Err(Problem::at(place, "Recurring prices can only be used in subscription mode."));
        }
        self.check_counts(lines, recurring.len())?;
        self.check_intervals(lines)?;
        let taxed = lines.iter().any(|line| !line.asked.tax_rates.is_empty());
        if taxed && self.settings.taxes_automatically() {
            let message = "You can not use `tax_rates` on a line item of a session with `automatic_tax`.";
            return Err(Problem::at(Path::of("line_items"), message));
        }
        Ok(())
    }

    /// R8, R9 and R16. Optional items count as lines, once, in the cart or not.
    fn check_counts(&self, lines: &[Line], recurring: usize) -> Checked {
        let own = lines.iter().filter(|line| line.optional.is_none()).map(|line| &line.asked);
        let all: Vec<&NewLine> = own.chain(&self.optional).collect();
        let again = all.iter().filter(|line| recurs(line)).count();
        let (all, once) = (all.len(), all.len() - again);
        let message = match self.mode {
            _ if lines.is_empty() => "A Checkout Session needs at least one line item.",
            Mode::Payment if all > limits::LINES => {
                "A Checkout Session can have at most 100 line items in payment mode, optional items included."
            }
            Mode::Subscription if recurring == 0 => {
                "A Checkout Session in subscription mode needs at least one recurring price."
            }
            Mode::Subscription if again > LINES_OF_A_KIND || once > LINES_OF_A_KIND => {
                "A Checkout Session in subscription mode can have at most 20 recurring and 20 one-time line items."
            }
            _ => return Ok(()),
        };
        Err(Problem::at(Path::of("line_items"), message))
    }

    /// R17.
    fn check_intervals(&self, lines: &[Line]) -> Checked {
        let all = lines.iter().map(|line| &line.asked).chain(&self.optional);
        let mut intervals = all.filter_map(|line| line.price_data.recurring.as_ref());
        let first = intervals.next();
        if intervals.all(|interval| Some(interval) == first) {
            return Ok(());
        }
        let message = "Checkout does not support multiple prices with different billing intervals.";
        Err(Problem::at(Path::of("line_items"), message))
    }
}

fn recurs(line: &NewLine) -> bool {
    line.price_data.recurring.is_some()
}

/// A quantity stays within the bounds that the customer may change it in.
fn check_bounds(line: &NewLine, path: &Path) -> Checked {
    let Some(adjustable) = &line.adjustable_quantity else { return Ok(()) };
    let (least, most) = (adjustable.minimum.unwrap_or(0), adjustable.maximum.unwrap_or(limits::QUANTITY));
    if (least..=most).contains(&line.quantity) {
        return Ok(());
    }
    let message = format!(
        "`quantity` must be within the bounds of `adjustable_quantity`: from {least} to {most}, not {}.",
        line.quantity
    );
    Err(Problem::at(path.key("quantity"), message))
}
