//! Writes pages to look at into a folder: `cargo run -p paydesk-service --example pages target/pages`.

#[path = "../src/page/sample.rs"]
#[expect(
    clippy::unwrap_used,
    reason = "shared with the tests, whose samples are right or a mistake to be seen"
)]
mod sample;

use std::fs;
use std::path::Path;

use paydesk_model::mode::UiMode;
use paydesk_model::payment::{
    Action, Attempt, Card, Decline, FieldError, FieldProblem, Instrument, Submission,
};
use paydesk_model::session::Session;
use paydesk_model::time::Moment;
use paydesk_service::page::{Filled, Notice, Page, Show, Visit, asset, bank, checkout, notice};
use serde_json::{Value, json};

use sample::{everything, line, session, session_in, tea, tree};

const HERE: Visit<'static> = Visit {
    base_url: "http://127.0.0.1:8080",
    accept_language: Some("en"),
    nonce: "n0nce",
    embed_origins: &[],
};

fn shown(session: &Session, language: &str, sent: Option<&Value>, problems: &[FieldProblem]) -> Page {
    let filled = sent.map_or_else(Filled::default, |sent| Filled::of(&tree(sent)));
    checkout(&Show {
        session,
        visit: Visit { accept_language: Some(language), ..HERE },
        form: "form",
        filled: &filled,
        problems,
        decline: None,
        unchosen: None,
        customer: None,
        payable: !session.livemode(),
    })
}

fn declined(session: &Session, decline: &Decline) -> Page {
    let filled = Filled::of(&tree(&json!({"email": "ada@shop.example", "card": {"name": "Ada Lovelace"}})));
    checkout(&Show {
        session,
        visit: HERE,
        form: "form",
        filled: &filled,
        problems: &[],
        decline: Some(decline),
        unchosen: None,
        customer: None,
        payable: true,
    })
}

fn club() -> Session {
    let mut tea = line("Tea club", "eur", 1900);
    tea["price_data"]["recurring"] = json!({"interval": "month"});
    tea["price_data"]["product_data"]["description"] = json!("Three kinds of tea, picked anew each month.");
    session(json!({
        "mode": "subscription", "line_items": [tea], "subscription_data": {"trial_period_days": 14},
        "branding_settings": {
            "display_name": "Leaf & Kettle", "background_color": "#1d3b2f", "button_color": "#e8b04b",
            "border_style": "pill", "font_family": "lora"
        }
    }))
}

fn cart() -> Session {
    let mut lines: Vec<Value> =
        (1..=8).map(|number| line(&format!("Tin of tea no. {number}"), "usd", 450 * number)).collect();
    lines[1]["quantity"] = json!(3);
    lines[1]["price_data"]["product_data"]["description"] = json!("Black tea of the second flush, 100 g");
    session(json!({
        "line_items": lines, "cancel_url": "https://shop.example/cart", "submit_type": "book",
        "branding_settings": {"display_name": "Leaf & Kettle", "border_style": "rectangular", "button_color": "#111827", "background_color": "#fff7e0"}
    }))
}

fn attempt(action: Action) -> Attempt {
    let card = Card {
        brand: "visa".to_owned(),
        last4: "3184".to_owned(),
        exp_month: 12,
        exp_year: 2034,
        funding: "credit".to_owned(),
        country: "US".to_owned(),
        authenticated: false,
    };
    let redirect = action == Action::Redirect;
    Attempt {
        id: "att_1".to_owned(),
        number: 1,
        provider: "test".to_owned(),
        started: Moment(0),
        deadline: Moment(0),
        action: Some(action),
        amount: 700,
        instrument: Instrument {
            token: "pm_card".to_owned(),
            kind: if redirect { "ideal" } else { "card" }.to_owned(),
            card: (!redirect).then_some(card),
            bank: None,
        },
        submission: Submission::default(),
        print: String::new(),
        settle_after: None,
    }
}

fn wrong() -> Vec<FieldProblem> {
    [
        ("phone", FieldError::Missing),
        ("shipping[city]", FieldError::Missing),
        ("custom_fields[greeting]", FieldError::TooShort(2)),
        ("custom_fields[floor]", FieldError::NotANumber),
        ("card[number]", FieldError::Invalid),
        ("terms_of_service", FieldError::NotAccepted),
    ]
    .map(|(field, error)| FieldProblem::new(field, error))
    .into()
}

fn pages() -> Vec<(&'static str, Page)> {
    let tea = tea();
    let all = session(everything());
    let live = session_in(
        true,
        &json!({"mode": "payment", "success_url": "https://shop.example/", "line_items": [line("Tea", "eur", 700)]}),
    );
    let free = session(json!({"line_items": [line("Sample", "eur", 0)]}));
    let setup =
        session(json!({"mode": "setup", "currency": "eur", "payment_method_types": ["card", "sepa_debit"]}));
    let mut framed = session(
        json!({"ui_mode": "embedded_page", "return_url": "http://127.0.0.1:9000/thanks", "line_items": [line("Tea", "eur", 700)]}),
    );
    framed.ui_mode = UiMode::EmbeddedPage;
    let sent = json!({"email": "ada@shop.example", "payment_method": "card", "custom_fields": {"floor": "third", "greeting": "x"}, "card": {"expiry": "12 / 34", "name": "Ada"}});
    let decline = Decline::new("card_declined", Some("insufficient_funds"), "");
    let done = Notice::Complete { forward: Some("http://127.0.0.1:9000/thanks") };
    let expired = Notice::Expired { recovery: Some("http://127.0.0.1:8080/c/recover/cs_1/t") };
    vec![
        ("tea", shown(&tea, "en", None, &[])),
        ("german", shown(&tea, "de", None, &[])),
        ("everything", shown(&all, "en-US", None, &[])),
        ("arabic", shown(&all, "ar", None, &[])),
        ("errors", shown(&all, "en", Some(&sent), &wrong())),
        ("declined", declined(&tea, &decline)),
        ("club", shown(&club(), "en", None, &[])),
        ("cart", shown(&cart(), "en", None, &[])),
        ("live", shown(&live, "en", None, &[])),
        ("free", shown(&free, "en", None, &[])),
        ("setup", shown(&setup, "en", None, &[])),
        ("framed", shown(&framed, "en", None, &[])),
        ("complete", notice(Some(&tea), Notice::Complete { forward: None }, &HERE)),
        ("framed-complete", notice(Some(&framed), done, &HERE)),
        ("processing", notice(Some(&tea), Notice::Processing, &HERE)),
        ("expired", notice(Some(&tea), expired, &HERE)),
        ("unknown", notice(None, Notice::Unknown, &HERE)),
        ("unavailable", notice(Some(&tea), Notice::Unavailable, &HERE)),
        ("bank", bank(&tea, &attempt(Action::ThreeDSecure), &HERE)),
        ("redirect", bank(&tea, &attempt(Action::Redirect), &HERE)),
    ]
}

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/pages".to_owned());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("c/assets"))?;
    for (name, page) in pages() {
        for address in page.body.split('"').filter(|part| part.starts_with("/c/assets/")) {
            let asset = asset(address.trim_start_matches("/c/assets/"));
            fs::write(
                folder.join(address.trim_start_matches('/')),
                asset.map_or(&[][..], |asset| asset.bytes),
            )?;
        }
        let headers: String = page.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
        fs::write(folder.join(format!("{name}.html")), &page.body)?;
        fs::write(folder.join(format!("{name}.headers")), format!("{} \n{headers}", page.status))?;
    }
    fs::write(folder.join("c/assets/embed.js"), asset("embed.js").map_or(&[][..], |asset| asset.bytes))
}
