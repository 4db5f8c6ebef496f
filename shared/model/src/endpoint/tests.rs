//! What endpoints may be asked to be, and what becomes of them.

use super::*;
use crate::event::EventType;
use crate::params::sample::tree;

const NOW: Moment = Moment::from_seconds(1_800_000_000);
const ALL: &str = "url=https://shop.example/hook&enabled_events[0]=*";

fn endpoint(form: &str) -> WebhookEndpoint {
    let params = EndpointParams::check(&tree(form), false).expect(form);
    let (id, account, secret) = ("we_1".to_owned(), "acct_1".to_owned(), "whsec_first".to_owned());
    WebhookEndpoint::new(params, EndpointBirth { id, account, livemode: false, now: NOW, secret })
}

fn refused(form: &str, livemode: bool) -> (Option<&'static str>, String) {
    let problem = EndpointParams::check(&tree(form), livemode).expect_err(form);
    (problem.code, problem.param.unwrap().to_string())
}

fn change(endpoint: &WebhookEndpoint, form: &str) -> Result<WebhookEndpoint, Problem> {
    endpoint.clone().changed(EndpointChange::check(&tree(form), false).expect(form))
}

#[test]
fn an_endpoint_is_told_of_what_it_asked_for_in_words_of_its_own() {
    let told = |form: &str| {
        let endpoint = endpoint(&format!("url=https://a.example&{form}"));
        EventType::ALL.into_iter().filter(|kind| endpoint.wants(*kind)).count()
    };
    assert_eq!(told("enabled_events[0]=*"), EventType::ALL.len());
    assert_eq!(told("enabled_events[0]=*&dialect=camel"), 4);
    assert_eq!(told("enabled_events[0]=completed&enabled_events[1]=expired&dialect=camel"), 2);
    assert_eq!(told("enabled_events[0]=checkout_session.completed&dialect=event_data"), 1);
    assert_eq!(told("enabled_events[0]=checkout.session.completed&dialect=event_data"), 1);
    assert_eq!(told("enabled_events[0]=charge.succeeded&dialect=event_data"), 0);
    assert_eq!(told("enabled_events[0]=payout.paid"), 0);
}

#[test]
fn an_endpoint_has_a_url_to_post_to_and_events_that_there_are() {
    for (form, livemode, code, param) in [
        ("enabled_events[0]=*", false, Some("parameter_missing"), "url"),
        ("url=https://a.example", false, Some("parameter_missing"), "enabled_events"),
        ("url=shop.example&enabled_events[0]=*", false, Some("url_invalid"), "url"),
        ("url=ftp://shop.example&enabled_events[0]=*", false, Some("url_invalid"), "url"),
        ("url=https://ada:secret@shop.example&enabled_events[0]=*", false, Some("url_invalid"), "url"),
        ("url=https://ada@shop.example&enabled_events[0]=*", false, Some("url_invalid"), "url"),
        ("url=http://shop.example&enabled_events[0]=*", true, Some("url_invalid"), "url"),
        ("url=https://a.example&enabled_events[0]=tea.brewed", false, None, "enabled_events[0]"),
        (
            "url=https://a.example&enabled_events[0]=*&enabled_events[1]=expired",
            false,
            None,
            "enabled_events[1]",
        ),
        (&format!("{ALL}&connect=true"), false, None, "connect"),
        (&format!("{ALL}&dialect=klingon"), false, None, "dialect"),
        (&format!("{ALL}&secret=whsec_mine"), false, Some("parameter_unknown"), "secret"),
    ] {
        assert_eq!(refused(form, livemode), (code, param.to_owned()), "{form}");
    }
    assert!(endpoint(&format!("{ALL}&connect=false&description=&metadata[a]=b")).enabled);
    assert!(EndpointParams::check(&tree("url=http://a.example&enabled_events[0]=*"), false).is_ok());
}

#[test]
fn an_update_changes_what_it_says_and_nothing_else() {
    let before = endpoint(&format!("{ALL}&description=Till&metadata[a]=1&metadata[b]=2"));
    assert_eq!(change(&before, "").unwrap(), before);
    let after = change(&before, "disabled=true&metadata[a]=&description=").unwrap();
    assert_eq!((after.enabled, after.description.as_deref()), (false, None));
    assert_eq!(after.metadata, Metadata::from([("b".to_owned(), "2".to_owned())]));
    assert_eq!((&after.url, &after.enabled_events), (&before.url, &before.enabled_events));
    assert!(change(&after, "disabled=false").unwrap().enabled);
    let many: String = (0..49).map(|key| format!("&metadata[k{key}]=v")).collect();
    assert_eq!(change(&before, &many).unwrap_err().param.unwrap().to_string(), "metadata");
}

#[test]
fn an_endpoint_cannot_be_left_with_names_that_its_dialect_has_not() {
    let before = endpoint("url=https://a.example&enabled_events[0]=completed&dialect=camel");
    let place = |form: &str| change(&before, form).unwrap_err().param.unwrap().to_string();
    assert_eq!(place("dialect=stripe"), "dialect");
    assert_eq!(place("enabled_events[0]=checkout_session.completed"), "enabled_events[0]");
    let form = "dialect=event_data&enabled_events[0]=checkout_session.completed";
    assert_eq!(change(&before, form).unwrap().dialect, EventDialect::EventData);
}

#[test]
fn a_rolled_secret_stays_valid_as_long_as_it_is_told_to() {
    let rolled = endpoint(ALL).rolled("whsec_second".into(), 60, NOW);
    let valid = |endpoint: &WebhookEndpoint, after: i64| {
        endpoint.valid_secrets(NOW.plus_seconds(after)).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(valid(&rolled, 59), ["whsec_second", "whsec_first"]);
    assert_eq!(valid(&rolled, 60), ["whsec_second"]);
    let again = rolled.rolled("whsec_third".into(), 0, NOW.plus_seconds(1));
    assert_eq!(valid(&again, 1), ["whsec_third"]);
    assert_eq!((expires_in(&tree("")), expires_in(&tree("expires_in=0"))), (Ok(86_400), Ok(0)));
    assert!(expires_in(&tree("expires_in=86401")).is_err());
}

#[test]
fn only_so_many_secrets_are_valid_at_once() {
    let mut endpoint = endpoint(ALL);
    for number in 1..MOST_SECRETS {
        assert_eq!(endpoint.check_roll(60, NOW), Ok(()));
        endpoint = endpoint.rolled(format!("whsec_{number}"), 60, NOW);
    }
    assert!(endpoint.check_roll(60, NOW).is_err());
    assert_eq!(endpoint.check_roll(0, NOW), Ok(()));
    assert_eq!(endpoint.check_roll(60, NOW.plus_seconds(60)), Ok(()));
}
