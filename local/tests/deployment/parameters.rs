//! What the template's parameters make of it.

use paydesk_local::template::Template;

use crate::template::set;
use crate::world::template;

#[test]
fn the_page_is_at_the_domain_unless_it_has_a_url_of_its_own() {
    let page = |settings: &[(&str, &str)]| {
        let settings = settings.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        Template::embedded(&settings).unwrap().functions[0].variables["PUBLIC_URL"].clone()
    };
    assert_eq!(page(&[("DomainName", "api.example.com")]), "https://api.example.com");
    let both = [("DomainName", "api.example.com"), ("PublicUrl", "https://pay.example.com")];
    assert_eq!(page(&both), "https://pay.example.com");
}

#[test]
fn what_no_request_asks_for_knows_where_the_page_is() {
    let page = |settings: &[(&str, &str)]| {
        let settings = settings.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let template = Template::embedded(&settings).unwrap();
        let told = template.functions.iter().filter(|one| ["announce", "deliver"].contains(&&*one.name));
        let urls: Vec<_> = told.map(|one| one.variables["PUBLIC_URL"].clone()).collect();
        assert!(urls.len() == 2 && urls[0] == urls[1], "{urls:?}");
        urls[0].clone()
    };
    assert_eq!(page(&[]), "https://Api.execute-api.us-east-1.amazonaws.com");
    assert_eq!(page(&[("StageName", "prod")]), "https://Api.execute-api.us-east-1.amazonaws.com/prod");
    assert_eq!(page(&[("DomainName", "api.example.com")]), "https://api.example.com");
    assert_eq!(page(&[("PublicUrl", "https://pay.example.com")]), "https://pay.example.com");
}

#[test]
fn only_with_a_bus_may_anything_be_put_on_it() {
    let putting = |template: Template| -> Vec<String> {
        let functions = template.functions.into_iter();
        functions.filter(|one| one.actions.contains("events:PutEvents")).map(|one| one.name).collect()
    };
    assert!(putting(template()).is_empty());
    assert_eq!(putting(set("EventBus", "default").unwrap()), ["announce"]);
}

#[test]
fn without_test_mode_nobody_may_pretend_to_have_paid() {
    let simulates =
        |template: &Template| template.functions.iter().any(|function| function.name == "simulate");
    assert!(simulates(&template()));
    let live = set("TestMode", "false").unwrap();
    assert!(!simulates(&live));
    assert_eq!(live.functions.len(), template().functions.len() - 1);
    assert!(live.functions.iter().all(|function| function.variables["TEST_MODE"] == "false"));
    assert_eq!(set("TestMode", "off").unwrap_err(), "TestMode must be one of true, false");
}

#[test]
fn dynamodb_is_at_its_own_address_unless_it_is_said_to_be_elsewhere() {
    let endpoint = |template: Template| template.functions[0].variables["AWS_ENDPOINT_URL_DYNAMODB"].clone();
    assert_eq!(endpoint(template()), "");
    let elsewhere = set("DynamoDbEndpoint", "http://172.17.0.1:8000").unwrap();
    assert_eq!(endpoint(elsewhere), "http://172.17.0.1:8000");
}

#[test]
fn a_stage_is_a_setting() {
    assert_eq!(template().stage, "$default");
    assert_eq!(set("StageName", "prod").unwrap().stage, "prod");
}

#[test]
fn what_only_api_gateway_can_do_is_refused() {
    let refused = set("CorsOrigins", "https://shop.example").unwrap_err();
    assert!(refused.ends_with("the local runner has no CORS: leave CorsOrigins empty"), "{refused}");
}
