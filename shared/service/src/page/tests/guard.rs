//! Stories of what may go wrong with other people's words and addresses, and does not.

use paydesk_model::payment::{Action, Attempt, Instrument, Submission};
use paydesk_model::session::Session;
use paydesk_model::time::Moment;
use serde_json::json;

use super::super::sample::{everything, line, session, tea};
use super::super::{Notice, Page, Visit, asset, bank, notice};
use super::{HERE, Rendering, shown, tag};

const HOSTILE: &str = "\"'><script>alert(1)</script>{{7*7}}";

fn hostile() -> Session {
    let mut evil = line(HOSTILE, "eur", 700);
    evil["price_data"]["product_data"]["description"] = json!(HOSTILE);
    evil["price_data"]["product_data"]["images"] = json!(["https://pictures.example/a.png?\"><script>"]);
    let mut asked = everything();
    asked["line_items"] = json!([evil]);
    asked["branding_settings"] = json!({"display_name": HOSTILE});
    for text in ["submit", "after_submit", "shipping_address", "terms_of_service_acceptance"] {
        asked["custom_text"][text] = json!({"message": HOSTILE});
    }
    asked["custom_fields"][0]["dropdown"]["options"][0]["label"] = json!(HOSTILE);
    asked["custom_fields"][1]["label"]["custom"] = json!("\"><script>");
    session(asked)
}

fn attempt() -> Attempt {
    Attempt {
        id: HOSTILE.to_owned(),
        number: 1,
        provider: "test".to_owned(),
        started: Moment(0),
        deadline: Moment(0),
        action: Some(Action::Redirect),
        amount: 700,
        instrument: Instrument {
            token: "pm_ideal".to_owned(),
            kind: "ideal".to_owned(),
            card: None,
            bank: None,
        },
        submission: Submission::default(),
        print: String::new(),
        settle_after: None,
    }
}

fn documents(session: &Session) -> Vec<Page> {
    let evil =
        json!({"email": HOSTILE, "custom_fields": {"greeting": HOSTILE}, "billing": {"name": HOSTILE}});
    let sent = Rendering { sent: Some(evil), ..Rendering::default() };
    let mut pages =
        vec![Rendering::default().of(session), sent.of(session), bank(session, &attempt(), &HERE)];
    for kind in [
        Notice::Complete { forward: Some("https://shop.example/\"><script>") },
        Notice::Processing,
        Notice::Expired { recovery: None },
        Notice::Expired { recovery: Some("https://pay.example/c/recover/cs_1/t") },
        Notice::Unavailable,
        Notice::Canceled { forward: None },
    ] {
        pages.push(notice(Some(session), kind, &HERE));
    }
    pages.push(notice(None, Notice::Unknown, &HERE));
    pages
}

fn header<'p>(page: &'p Page, name: &str) -> &'p str {
    let found = page.headers.iter().find(|(known, _)| *known == name);
    found.map(|(_, value)| value.as_str()).unwrap_or_else(|| panic!("no {name}"))
}

fn sources<'p>(page: &'p Page, directive: &str) -> Vec<&'p str> {
    let policy = header(page, "Content-Security-Policy");
    let found = policy.split("; ").find_map(|each| each.strip_prefix(&format!("{directive} ")));
    found.unwrap_or_else(|| panic!("no {directive}")).split(' ').collect()
}

#[test]
fn hostile_words_are_text_wherever_they_stand() {
    for page in documents(&hostile()) {
        assert!(!page.body.contains("<script>"), "{}", page.body);
        assert!(!page.body.contains("\"'>"), "{}", page.body);
    }
    let body = shown(&hostile());
    assert!(body.contains("&#60;script&#62;alert(1)"), "{body}");
}

#[test]
fn every_document_refuses_what_it_does_not_need() {
    for page in documents(&tea()).into_iter().chain(documents(&hostile())) {
        let policy = header(&page, "Content-Security-Policy");
        assert!(!policy.contains("unsafe") && !policy.contains('*') && !policy.contains("data:"), "{policy}");
        assert_eq!(sources(&page, "default-src"), ["'none'"]);
        assert_eq!(sources(&page, "script-src"), ["'self'"]);
        assert_eq!(sources(&page, "style-src"), ["'self'", "'nonce-n0nce'"]);
        assert_eq!(sources(&page, "base-uri"), ["'none'"]);
        assert_eq!(sources(&page, "frame-ancestors"), ["'none'"]);
        assert_eq!(header(&page, "Cache-Control"), "no-store");
        assert_eq!(header(&page, "X-Content-Type-Options"), "nosniff");
        assert!(header(&page, "Strict-Transport-Security").starts_with("max-age="));
        assert!(!page.body.contains(" style=") && !page.body.contains(" onclick"), "nothing inline");
    }
    let plain = notice(None, Notice::Unknown, &Visit { base_url: "http://127.0.0.1:8080", ..HERE });
    assert!(!plain.headers.iter().any(|(name, _)| *name == "Strict-Transport-Security"));
}

#[test]
fn pictures_come_from_where_the_merchant_says_and_forms_lead_back_to_the_shop() {
    let page = Rendering::default().of(&hostile());
    assert_eq!(sources(&page, "img-src"), ["'self'", "https://pictures.example"]);
    assert_eq!(sources(&page, "form-action"), ["'self'", "https://shop.example"]);
    assert_eq!(sources(&notice(None, Notice::Unknown, &HERE), "img-src"), ["'self'"]);
}

#[test]
fn an_embedded_page_is_framed_by_its_own_shop_and_by_those_that_are_named() {
    let asked = json!({
        "ui_mode": "embedded_page", "return_url": "https://shop.example/thanks", "line_items": [line("Tea", "eur", 700)]
    });
    let session = session(asked);
    let page = Rendering::default().of(&session);
    assert_eq!(sources(&page, "frame-ancestors"), ["https://shop.example"]);
    let named = ["https://app.shop.example/".to_owned(), "not an origin".to_owned()];
    let done = Notice::Complete { forward: Some("https://shop.example/thanks?session=1") };
    let page = notice(Some(&session), done, &Visit { embed_origins: &named, ..HERE });
    assert_eq!(sources(&page, "frame-ancestors"), ["https://shop.example", "https://app.shop.example"]);
    assert!(page.body.contains("data-parents=\"https://shop.example https://app.shop.example\""));
    assert!(page.body.contains("target=\"_top\"") && !page.body.contains("http-equiv"));
}

#[test]
fn a_finished_page_goes_on_to_the_shop_and_tells_nothing_of_the_order() {
    let forward = "https://shop.example/thanks?a=1&b=2";
    let page = notice(Some(&tea()), Notice::Complete { forward: Some(forward) }, &HERE);
    let refresh = "<meta http-equiv=\"refresh\" content=\"0;url=https://shop.example/thanks?a=1&#38;b=2\">";
    assert!(page.body.contains(refresh), "{}", page.body);
    for detail in ["Tea", "7.00", "token"] {
        assert!(!page.body.contains(detail), "{detail}");
    }
    for odd in ["javascript:alert(1)", "data:text/html,x"] {
        let page = notice(Some(&tea()), Notice::Complete { forward: Some(odd) }, &HERE);
        assert!(!page.body.contains(odd));
    }
}

#[test]
fn notices_have_the_status_of_what_they_say() {
    let status = |kind| notice(None, kind, &HERE).status;
    assert_eq!(status(Notice::Complete { forward: None }), 200);
    assert_eq!(status(Notice::Expired { recovery: None }), 410);
    assert_eq!(status(Notice::Unknown), 404);
    assert_eq!(status(Notice::Unavailable), 503);
}

#[test]
fn the_page_has_a_colour_only_where_the_merchant_gave_one() {
    assert!(shown(&tea()).contains(">:root{--button:#0074d4;--button-ink:#ffffff}<"));
    let branding = json!({"background_color": "#111", "button_color": "#fc0", "border_style": "pill", "font_family": "lora"});
    let body =
        shown(&session(json!({"branding_settings": branding, "line_items": [line("Tea", "eur", 700)]})));
    assert!(body.contains("--button:#ffcc00;--button-ink:#000000;--ground:#111111;--ground-ink:#ffffff"));
    assert!(body.contains("data-shape=\"pill\" data-font=\"serif\""));
}

/// Bytes, which are the same wherever they are counted. Compressed they are less than a third.
#[test]
fn a_page_with_its_style_and_script_is_small() {
    let body = shown(&session(everything()));
    let size = |prefix: &str| {
        let name = body.split('"').find_map(|part| {
            part.strip_prefix("/c/assets/").filter(|name| name.starts_with(prefix) && name.contains('.'))
        });
        let name = name.unwrap();
        (name.rsplit('.').next().unwrap().to_owned(), asset(name).unwrap().bytes.len())
    };
    let style = size("checkout-");
    assert_eq!(style.0, "css");
    assert!(style.1 < 18 * 1024, "{style:?}");
    assert!(asset("embed.js").unwrap().bytes.len() < 2 * 1024);
    assert!(body.len() < 36 * 1024, "{}", body.len());
    let script =
        body.split('"').find(|part| part.starts_with("/c/assets/") && part.ends_with(".js")).unwrap();
    let script = asset(script.trim_start_matches("/c/assets/")).unwrap().bytes.len();
    // A third of it is what lets a payer choose without typing their card again.
    assert!(script < 13 * 1024, "{script}");
    assert!(tag(&body, "pay").starts_with("<button"));
}
