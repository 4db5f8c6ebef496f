//! Stories of the form: what it asks, what it shows again, and what its button says.

use paydesk_model::payment::{Customer, Decline, FieldError, FieldProblem};
use paydesk_model::session::Session;
use paydesk_model::time::Moment;
use serde_json::{Value, json};

use super::super::sample::{everything, line, session, session_in, tea};
use super::{Rendering, button, shown, tag};

/// The names of all controls that a payer can fill in.
fn names(body: &str) -> Vec<String> {
    let names = body.split(" name=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    names
        .filter(|name| !["viewport", "color-scheme", "form", "amount", "renewal"].contains(&name.as_str()))
        .collect()
}

#[test]
fn a_plain_session_asks_for_an_email_and_a_card_and_where_it_is_billed() {
    assert_eq!(
        names(&shown(&tea())),
        [
            "email",
            "payment_method",
            "card[number]",
            "card[expiry]",
            "card[cvc]",
            "card[name]",
            "billing[country]",
            "billing[postal_code]"
        ]
    );
}

#[test]
fn every_field_that_can_be_wrong_says_so_beside_it_and_is_linked_from_the_alert() {
    let session = session(everything());
    let asked = names(&shown(&session));
    assert!(asked.len() > 30, "{asked:?}");
    for name in asked.iter().filter(|name| *name != "payment_method") {
        let problems = vec![FieldProblem::new(name, FieldError::Invalid)];
        let body = Rendering { problems, sent: Some(json!({})), ..Rendering::default() }.of(&session).body;
        let id = name.replace(['[', ']'], "-").trim_matches('-').to_owned();
        let control = tag(&body, &id);
        assert!(control.contains("aria-invalid=\"true\""), "{control}");
        assert!(control.contains(&format!("aria-describedby=\"{id}-error\"")), "{control}");
        assert!(control.contains(" autofocus"), "{control}");
        assert_eq!(tag(&body, &format!("{id}-error")), format!("<p class=\"error\" id=\"{id}-error\">"));
        assert!(body.contains(&format!("<label for=\"{id}\">")), "{id} has a label");
        let alert = body.split_once("id=\"alert\"").unwrap().1;
        assert!(alert.contains(&format!("href=\"#{id}\"")), "{id} is linked");
    }
}

#[test]
fn a_problem_with_what_is_no_field_is_told_above_the_button_all_the_same() {
    let problems = vec![FieldProblem::new("nonsense", FieldError::Invalid)];
    let body = Rendering { problems, ..Rendering::default() }.of(&tea()).body;
    let alert = body.split_once("id=\"alert\"").unwrap().1;
    assert!(alert.contains("<li>This is not valid.</li>"));
    assert!(tag(&body, "alert").contains(" autofocus"));
}

#[test]
fn what_was_sent_is_shown_again_but_for_the_number_and_the_code() {
    let sent = json!({
        "email": "ada@shop.example", "billing": {"country": "FR", "postal_code": "67000"},
        "card": {"number": "4242424242424242", "cvc": "987", "name": "Ada"}
    });
    let decline = Some(Decline::new("card_declined", Some("insufficient_funds"), "no"));
    let page = Rendering { sent: Some(sent), decline, ..Rendering::default() }.of(&tea());
    assert_eq!(page.status, 402);
    for kept in ["value=\"ada@shop.example\"", "value=\"67000\"", "value=\"Ada\"", "value=\"FR\" selected"] {
        assert!(page.body.contains(kept), "{kept}");
    }
    assert!(!page.body.contains("424242424242") && !page.body.contains("987"));
    assert!(page.body.contains("insufficient funds"));
}

#[test]
fn what_is_known_of_a_customer_is_filled_in_and_their_email_is_not_asked() {
    let customer = Customer {
        id: "cus_1".to_owned(),
        account: "acct_1".to_owned(),
        livemode: false,
        created: Moment(0),
        email: Some("grace@shop.example".to_owned()),
        name: Some("Grace Hopper".to_owned()),
        business_name: None,
        individual_name: None,
        phone: Some("+1555".to_owned()),
        address: None,
        shipping: None,
        shipping_phone: None,
        description: None,
        metadata: Default::default(),
        tax_ids: Vec::new(),
        preferred_locales: Vec::new(),
        tax_exempt: None,
        invoice_prefix: None,
    };
    let body =
        Rendering { customer: Some(&customer), ..Rendering::default() }.of(&session(everything())).body;
    assert!(!names(&body).contains(&"email".to_owned()));
    assert!(body.contains("<bdi>grace@shop.example</bdi>"));
    assert!(tag(&body, "billing-name").contains("value=\"Grace Hopper\""));
    assert!(tag(&body, "phone").contains("value=\"+1555\""));
}

fn pays(different: &Value) -> String {
    let mut asked = json!({"line_items": [line("Tea", "eur", 700)]});
    asked.as_object_mut().unwrap().append(&mut different.as_object().unwrap().clone());
    button(&shown(&session(asked)))
}

#[test]
fn the_button_says_what_it_does_and_for_how_much() {
    let mut club = line("Tea club", "eur", 1900);
    club["price_data"]["recurring"] = json!({"interval": "month", "interval_count": 3});
    let club = |more: Value| {
        let mut asked = json!({"mode": "subscription", "line_items": [club.clone()]});
        asked.as_object_mut().unwrap().append(&mut more.as_object().unwrap().clone());
        session(asked)
    };
    assert_eq!(pays(&json!({})), "Pay €7.00");
    assert_eq!(pays(&json!({"submit_type": "book"})), "Book for €7.00");
    assert_eq!(pays(&json!({"submit_type": "donate"})), "Donate €7.00");
    assert_eq!(pays(&json!({"locale": "de"})), "7,00\u{a0}€ bezahlen");
    assert_eq!(pays(&json!({"line_items": [line("Sample", "eur", 0)]})), "Complete order");
    assert_eq!(pays(&json!({"line_items": [line("茶", "jpy", 700)]})), "Pay ¥700");
    let body = shown(&club(json!({})));
    assert_eq!(button(&body), "Subscribe for €19.00");
    assert!(body.contains("every 3 months"));
    let trial = shown(&club(json!({"subscription_data": {"trial_period_days": 14}})));
    assert_eq!(button(&trial), "Start trial");
    assert!(trial.contains("14 days free") && trial.contains("then €19.00 every 3 months"));
    let setup = shown(&session(json!({"mode": "setup", "currency": "eur"})));
    assert_eq!(button(&setup), "Save payment method");
    assert!(!setup.contains("id=\"total\""));
}

#[test]
fn an_order_that_costs_nothing_asks_for_nothing_to_pay_with() {
    let body = shown(&session(json!({"line_items": [line("Sample", "eur", 0)]})));
    assert_eq!(names(&body), ["email"]);
}

fn live(amount: i64) -> Session {
    let lines = json!([line("Tea", "eur", amount)]);
    session_in(true, &json!({"mode": "payment", "success_url": "https://shop.example/", "line_items": lines}))
}

#[test]
fn real_money_is_never_asked_for_where_nobody_could_take_it() {
    let page = Rendering { unpayable: true, ..Rendering::default() };
    let body = page.of(&live(700)).body;
    assert!(names(&body).is_empty() && !body.contains("<form"), "{body}");
    assert!(body.contains("Payments are not available here"));
    assert_eq!(button(&page.of(&live(0)).body), "Complete order");
    // Even with somebody who takes it, no number is typed here.
    let typed = shown(&live(700));
    assert!(!typed.contains("card[") && !typed.contains("cc-number") && !typed.contains("Test mode"));
}

#[test]
fn no_way_to_pay_is_said_and_nothing_is_asked() {
    let asked = json!({"payment_method_types": ["ideal"], "line_items": [line("Tea", "usd", 700)]});
    let body = shown(&session(asked));
    assert!(body.contains("There is no way to pay") && !body.contains("<form"));
}

/// Two teas whose quantity is the payer's, a code, and two ways of shipping.
fn choosable(more: &Value) -> Value {
    let mut tea = line("Tea", "eur", 700);
    tea["quantity"] = json!(2);
    tea["adjustable_quantity"] = json!({"enabled": true, "maximum": 2});
    let way = |name: &str, amount: i64| {
        let fixed_amount = json!({"amount": amount, "currency": "eur"});
        json!({"shipping_rate_data": {"display_name": name, "fixed_amount": fixed_amount}})
    };
    let mut asked = json!({
        "line_items": [tea, line("Cup", "eur", 900)],
        "allow_promotion_codes": true,
        "shipping_options": [way("Post", 0), way("Courier", 900)],
    });
    asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    asked
}

#[test]
fn what_can_be_chosen_is_part_of_the_one_form_and_has_a_name() {
    let body = shown(&session(choosable(&json!({}))));
    for id in ["quantity-1", "fewer-1", "more-1", "remove-1", "promotion_code"] {
        assert!(tag(&body, id).contains(" form=\"checkout\""), "{id}");
    }
    assert!(tag(&body, "more-1").contains(" disabled") && !tag(&body, "fewer-1").contains(" disabled"));
    assert!(tag(&body, "fewer-1").contains("value=\"quantity-1-1\" aria-label=\"Fewer of Tea\""));
    assert!(tag(&body, "shipping_option-0").contains(" checked") && body.contains(">Free<"));
    assert!(!body.contains("quantity-2"), "the cup is what it is");
    let before = body.split_once("id=\"fewer-1\"").unwrap().0;
    assert!(before.contains("<button class=\"unseen\""), "Enter in a field pays, and takes nothing away");
}

#[test]
fn where_nobody_can_pay_nothing_can_be_chosen() {
    let page = Rendering { unpayable: true, ..Rendering::default() };
    let body = page.of(&session(choosable(&json!({})))).body;
    assert!(!body.contains("name=\"change\"") && !body.contains("name=\"promotion_code\""), "{body}");
}

#[test]
fn taxes_wait_for_an_address_that_is_asked_for_as_a_whole() {
    let body = shown(&session(choosable(&json!({"automatic_tax": {"enabled": true}}))));
    assert!(body.contains("Once the address is known") && body.contains(" data-taxed"));
    assert!(body.contains("name=\"billing[line1]\""));
}
