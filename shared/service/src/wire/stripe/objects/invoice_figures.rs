//! The figures of an invoice: its totals and its lines, with what discounts and taxes came to.

use paydesk_model::catalogue::TaxRate;
use paydesk_model::line::Line;
use paydesk_model::pricing::Tax;
use paydesk_model::session::{Complete, Session};
use serde_json::{Value, json};

use super::super::figures::{self, Figures};
use super::super::{price_id, product_id, shipping, shown_tax_rates};
use super::list;
use super::subscription::first_period;

pub fn figures(session: &Session, complete: &Complete, is_paid: bool) -> Value {
    let totals = session.totals.as_ref();
    let of = |figure: fn(&paydesk_model::totals::Totals) -> i64| totals.map_or(0, figure);
    let (total, subtotal, tax) = (session.amount_due(), of(|it| it.subtotal), of(|it| it.tax));
    let paid = if is_paid { total } else { 0 };
    let taxes = figures::by_rate(session).into_iter().map(|(rate, tax)| shown_tax(session, &rate, tax));
    json!({
        "id": session.id.invoice(),
        "object": "invoice",
        "amount_due": total,
        "amount_overpaid": 0,
        "amount_paid": paid,
        "amount_remaining": total - paid,
        "amount_shipping": of(|it| it.shipping),
        "currency": session.currency,
        "default_tax_rates": shown_tax_rates(&session.terms.default_tax_rates),
        "discounts": discount_ids(session),
        "ending_balance": 0,
        "lines": lines(session, complete),
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "shipping_cost": shipping_cost(session),
        "starting_balance": 0,
        "subtotal": subtotal,
        "subtotal_excluding_tax": subtotal - tax_within_subtotal(session),
        "total": total,
        "total_discount_amounts": discount_amounts(session, of(|it| it.discount)),
        "total_excluding_tax": total - tax,
        "total_pretax_credit_amounts": [],
        "total_taxes": taxes.collect::<Vec<_>>(),
    })
}

/// What of the lines' prices would be tax if nothing was taken off them.
fn tax_within_subtotal(session: &Session) -> i64 {
    let mut whole = session.clone();
    whole.terms.discount = None;
    figures::of_lines(&whole).iter().map(Figures::inclusive_tax).sum()
}

fn discount_ids(session: &Session) -> Vec<String> {
    session.terms.discount.iter().map(|_| session.id.discount()).collect()
}

fn discount_amounts(session: &Session, amount: i64) -> Vec<Value> {
    let ids = discount_ids(session);
    ids.into_iter().filter(|_| amount > 0).map(|id| json!({"amount": amount, "discount": id})).collect()
}

fn shown_tax(session: &Session, rate: &TaxRate, tax: Tax) -> Value {
    json!({
        "amount": tax.amount,
        "tax_behavior": if rate.inclusive { "inclusive" } else { "exclusive" },
        "tax_rate_details": {"tax_rate": rate.id},
        "taxability_reason": if session.settings.taxes_automatically() { "standard_rated" } else { "not_available" },
        "taxable_amount": tax.taxable,
        "type": "tax_rate_details",
    })
}

fn shipping_cost(session: &Session) -> Option<Value> {
    let figures = figures::of_shipping(session)?;
    Some(json!({
        "amount_subtotal": figures.priced.subtotal,
        "amount_tax": figures.priced.tax(),
        "amount_total": figures.priced.total,
        "shipping_rate": shipping::chosen_rate(session),
    }))
}

fn lines(session: &Session, complete: &Complete) -> Value {
    let figures = figures::of_lines(session);
    let data = session.lines.iter().zip(&figures).map(|(each, of)| line(session, complete, each, of));
    list(data, format!("/v1/invoices/{}/lines", session.id.invoice()))
}

fn line(session: &Session, complete: &Complete, line: &Line, figures: &Figures) -> Value {
    let (price, priced) = (&line.asked.price_data, &figures.priced);
    let at = complete.at.seconds();
    let recurring = price.recurring.as_ref();
    let (start, end) = recurring.map_or((at, at), |price| first_period(session, complete, price));
    let taxes = figures.rates.iter().zip(&priced.taxes);
    let taxes = taxes.map(|(rate, tax)| shown_tax(session, rate, *tax));
    json!({
        "id": format!("il_{}_{}", session.id.body(), line.number),
        "object": "line_item",
        "amount": priced.subtotal,
        "currency": price.currency,
        "description": price.product.name,
        "discount_amounts": discount_amounts(session, priced.discount),
        "discountable": true,
        // Those of the whole invoice are its own.
        "discounts": [],
        "invoice": session.id.invoice(),
        "livemode": session.livemode(),
        "metadata": line.asked.metadata,
        "parent": parent(session, line),
        "period": { "end": end, "start": start },
        "pretax_credit_amounts": [],
        "pricing": {
            "price_details": { "price": price_id(session, line), "product": product_id(session, line) },
            "type": "price_details",
            "unit_amount_decimal": price.unit_amount.to_string(),
        },
        "quantity": line.asked.quantity,
        "quantity_decimal": line.asked.quantity.to_string(),
        "subscription": session.subscription(),
        "subtotal": priced.subtotal,
        "taxes": taxes.collect::<Vec<_>>(),
    })
}

/// The subscription's item that a line is for, or the invoice's own.
fn parent(session: &Session, line: &Line) -> Value {
    if line.asked.price_data.recurring.is_some() {
        return json!({
            "invoice_item_details": null,
            "subscription_item_details": {
                "invoice_item": null, "proration": false, "proration_details": null,
                "subscription": session.id.subscription(),
                "subscription_item": session.id.subscription_item(line.number),
            },
            "type": "subscription_item_details",
        });
    }
    json!({
        "invoice_item_details": {
            "invoice_item": format!("ii_{}_{}", session.id.body(), line.number), "proration": false,
            "proration_details": null, "subscription": session.subscription(),
        },
        "subscription_item_details": null,
        "type": "invoice_item_details",
    })
}
