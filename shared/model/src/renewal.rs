//! What a subscription costs when it is renewed for the first time, as far as that can be said today.

use crate::catalogue::Duration;
use crate::line::Recurring;
use crate::session::Session;
use crate::settings::Settings;
use crate::terms::Terms;

impl Session {
    /// How often it is renewed, and for how much; none where nothing recurs.
    pub fn renewal(&self) -> Option<(&Recurring, i64)> {
        let regular =
            || self.lines.iter().map(|line| &line.asked).filter(|line| line.price_data.recurring.is_some());
        let every = regular().next()?.price_data.recurring.as_ref()?;
        if regular().any(|line| line.price_data.recurring.as_ref() != Some(every)) {
            return None;
        }
        let lasts = self.terms.discount.clone().filter(|applied| applied.coupon.duration != Duration::Once);
        let terms = Terms { discount: lasts, ..self.terms.clone() };
        // By then there is no trial any more.
        let settings = Settings { subscription_data: None, ..self.settings.clone() };
        let bill = terms.bill(regular(), &settings, self.currency?)?;
        Some((every, bill.total()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::choices::Choice;
    use crate::create::{CreateParams, Limits};
    use crate::ids::SessionId;
    use crate::line::Interval;
    use crate::params::sample::tree;
    use crate::session::Birth;
    use crate::terms::Applied;
    use crate::time::Moment;

    const NOON: Moment = Moment::from_seconds(1_800_000_000);

    /// 10 % off, for so long.
    fn discounted(session: Session, duration: &str) -> Session {
        let coupon =
            json!({"id": "x", "livemode": false, "created": 1, "percent_off": 10, "duration": duration});
        let mut session = session;
        session.terms.discount =
            Some(Applied { coupon: serde_json::from_value(coupon).unwrap(), promotion_code: None, at: 1 });
        session.priced_anew().unwrap()
    }

    #[test]
    fn a_renewal_has_the_discounts_that_last() {
        for (duration, renewed) in [("once", 2000), ("repeating", 1800), ("forever", 1800)] {
            let session = discounted(subscribing(""), duration);
            assert_eq!((session.amount_due(), session.renewal().unwrap().1), (2250, renewed), "{duration}");
        }
    }

    fn subscribing(more: &str) -> Session {
        let line = |index: usize, name: &str, amount: u32, more: &str| {
            format!(
                "&line_items[{index}][quantity]=1&line_items[{index}][price_data][currency]=eur\
                 &line_items[{index}][price_data][unit_amount]={amount}\
                 &line_items[{index}][price_data][product_data][name]={name}{more}"
            )
        };
        let monthly = |index: usize| format!("&line_items[{index}][price_data][recurring][interval]=month");
        let form = format!(
            "mode=subscription&success_url=https://shop.example/{}{}{}{more}",
            line(0, "Tea", 900, &format!("{}&line_items[0][adjustable_quantity][enabled]=true", monthly(0))),
            line(1, "Coffee", 1100, &monthly(1)),
            line(2, "Mug", 500, ""),
        );
        let params = CreateParams::check(&tree(&form), &Limits::standard(NOON, false)).unwrap();
        let id = SessionId::new(false, "club");
        let birth =
            Birth { id, account: "acct_1".into(), token: "t".into(), now: NOON, default_life: 86_400 };
        Session::open(params, birth)
    }

    #[test]
    fn a_renewal_costs_what_recurs_on_trial_or_not() {
        for (trial, today) in [("", 2500), ("&subscription_data[trial_period_days]=7", 500)] {
            let session = subscribing(trial);
            let (every, amount) = session.renewal().unwrap();
            assert_eq!((every.interval, every.interval_count, amount), (Interval::Month, 1, 2000));
            assert_eq!(session.amount_due(), today);
            let more = session.choose(&[Choice::Quantity { line: 1, quantity: 3 }], NOON).unwrap();
            assert_eq!(more.renewal().unwrap().1, 3800);
        }
    }
}
