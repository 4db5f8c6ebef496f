//! Odd requests: each is one clear refusal with status, code and parameter, and never a 5xx.

use http::Method;
use serde_json::Value;

use crate::merchant::{Answer, CAMEL, JSON, Merchant, TEA};
use crate::world::{FORM, SESSIONS, START};

/// What every refusal is, whatever it refuses.
#[track_caller]
pub fn assert_refusal(answer: &Answer, what: &str) {
    assert!((400..500).contains(&answer.status), "{what}: {} {}", answer.status, answer.text);
    assert!(answer.header("request-id").is_some_and(|id| id.starts_with("req_")), "{what}: no Request-Id");
    assert_eq!(answer.header("content-type"), Some("application/json"), "{what}");
    let error = &answer.json()["error"];
    assert!(error["message"].as_str().is_some_and(|text| !text.is_empty()), "{what}: {}", answer.text);
    let kinds = ["invalid_request_error", "idempotency_error"];
    assert!(error["type"].as_str().is_some_and(|kind| kinds.contains(&kind)), "{what}: {}", answer.text);
    let documented = error["code"].as_str().map(|code| code.replace('_', "-"));
    let documented = documented.map(|code| format!("https://stripe.com/docs/error-codes/{code}"));
    let doc_url = error.get("doc_url").or(error.get("docUrl"));
    assert_eq!(doc_url.and_then(Value::as_str), documented.as_deref(), "{what}");
}

async fn refused(form: &str) -> (u16, String, String) {
    let answer = Merchant::new().create(form).await;
    assert_refusal(&answer, &form[..form.len().min(200)]);
    answer.refusal()
}

fn said(status: u16, code: &str, param: &str) -> (u16, String, String) {
    (status, code.to_string(), param.to_string())
}

/// What is sent besides or instead of a good cart, and the code and parameter of its refusal.
const REFUSED: &[(&str, &str, &str)] = &[
    ("success_url=javascript:alert(1)", "url_invalid", "success_url"),
    ("cancel_url=JavaScript:alert(1)", "url_invalid", "cancel_url"),
    ("cancel_url=%20javascript:alert(1)", "url_invalid", "cancel_url"),
    ("cancel_url=java%0Ascript:alert(1)", "url_invalid", "cancel_url"),
    ("cancel_url=data:text/html,x", "url_invalid", "cancel_url"),
    ("cancel_url=shop.example", "url_invalid", "cancel_url"),
    ("cancel_url=//shop.example", "url_invalid", "cancel_url"),
    ("expires_at=99999999999999999999", "parameter_invalid_integer", "expires_at"),
    ("expires_at=9223372036854775807", "parameter_invalid_integer", "expires_at"),
    ("expires_at=-1", "parameter_invalid_integer", "expires_at"),
    ("expires_at=1", "-", "expires_at"),
    ("client_reference_id=a%00b", "-", "client_reference_id"),
    ("metadata[a]=%00", "-", "metadata[a]"),
    ("line_items[0][quantity]=-1", "parameter_invalid_integer", "line_items[0][quantity]"),
    ("line_items[0][quantity]=1e3", "parameter_invalid_integer", "line_items[0][quantity]"),
    ("line_items[0][quantity]=9223372036854775808", "parameter_invalid_integer", "line_items[0][quantity]"),
    ("line_items[0][quantity]=999999", "amount_too_large", "-"),
    (
        "line_items[0][price_data][unit_amount]=-700",
        "parameter_invalid_integer",
        "line_items[0][price_data][unit_amount]",
    ),
    ("line_items[0][price_data][unit_amount]=1", "amount_too_small", "-"),
    (
        "line_items[0][price_data][unit_amount]=100000000",
        "amount_too_large",
        "line_items[0][price_data][unit_amount]",
    ),
    ("line_items[0][price_data][currency]=xxx", "-", "line_items[0][price_data][currency]"),
    ("line_items[0][colour]=green", "parameter_unknown", "line_items[0][colour]"),
    ("customer=cus_1", "resource_missing", "customer"),
    ("customer_email=nobody", "email_invalid", "customer_email"),
    ("locale=xx", "-", "locale"),
    ("expand[]=amount_total", "-", "expand[0]"),
    ("expand[]=a.b.c.d.e", "-", "expand[0]"),
    ("expand=", "parameter_invalid_empty", "expand"),
    ("client_reference_id=", "parameter_invalid_empty", "client_reference_id"),
    ("description=tea", "parameter_unknown", "description"),
    ("client_customer_id=7", "parameter_unknown", "client_customer_id"),
    ("after_completion[type]=redirect", "parameter_unknown", "after_completion"),
];

#[tokio::test]
async fn values_that_cannot_be_are_refused_by_name() {
    let later = START.seconds() + 3600;
    for (form, code, param) in REFUSED {
        let name = form.split('=').next().unwrap();
        let kept: Vec<&str> =
            TEA.split('&').filter(|pair| !pair.trim().starts_with(&format!("{name}="))).collect();
        let outcome = refused(&format!("{}&{form}", kept.join("&"))).await;
        assert_eq!(outcome, said(400, code, param), "{form}");
    }
    let merchant = Merchant::new();
    merchant.create(&format!("{TEA}&expires_at={later}")).await.done();
}

#[tokio::test]
async fn forms_that_cannot_be_meant_are_refused() {
    let deep = format!("a{}=1", "[b]".repeat(5000));
    for (form, part) in [
        (deep.as_str(), "nested too deeply"),
        ("line_items[0][quantity]=1&line_items[2][quantity]=1", "without a gap"),
        ("line_items[18446744073709551615][quantity]=1", "without a gap"),
        ("line_items[99999999999999999999999999][quantity]=1", "without a gap"),
        ("line_items[-1][quantity]=1", "line_items"),
        ("mode=payment&mode=payment", "more than once"),
        ("line_items[0][quantity]=1&line_items[0][quantity]=1", "more than once"),
        ("line_items=1&line_items[0]=1", "line_items"),
        ("%zz=1", "percent-encoding"),
        ("a=%", "percent-encoding"),
        ("a=%ff%fe", "UTF-8"),
        ("a=\u{0}", "a"),
        ("%00=1", "unknown parameter"),
        ("[]=1", "parameter name"),
        ("=1", "parameter name"),
        ("a[=1", "parameter name"),
        ("a]=1", "a]"),
        ("a[b]c=1", "parameter name"),
        (r#"{"mode":"payment"}"#, "unknown parameter"),
    ] {
        let merchant = Merchant::new();
        let answer = merchant.create(form).await;
        assert_refusal(&answer, &form[..form.len().min(60)]);
        let message = answer.json()["error"]["message"].as_str().unwrap().to_string();
        assert_eq!(answer.status, 400);
        assert!(message.contains(part), "{form:.60}: {message}");
        assert!(message.len() < 1000, "{form:.60}: a message of {} bytes", message.len());
        assert!(merchant.listed("").await.is_empty());
    }
}

#[tokio::test]
async fn a_body_of_a_mebibyte_is_413_in_both_dialects() {
    let merchant = Merchant::new();
    let form = merchant.ask(Method::POST, SESSIONS, FORM, vec![b'a'; 1 << 20]).await;
    let json = merchant.ask(Method::POST, CAMEL, JSON, vec![b'['; 1 << 20]).await;
    for answer in [form, json] {
        assert_refusal(&answer, "1 MiB");
        assert_eq!(answer.status, 413);
    }
}

#[tokio::test]
async fn bytes_that_are_no_text_are_refused() {
    let merchant = Merchant::new();
    for bytes in [vec![0xff, 0xfe], vec![0; 64], b"mode=\xc3\x28".to_vec(), b"\xed\xa0\x80=1".to_vec()] {
        for (path, kind) in [(SESSIONS, FORM), (CAMEL, JSON)] {
            let answer = merchant.ask(Method::POST, path, kind, bytes.clone()).await;
            assert_refusal(&answer, &format!("{bytes:?} to {path}"));
            assert_eq!(answer.status, 400, "{bytes:?} to {path}");
        }
    }
}

#[tokio::test]
async fn json_that_cannot_be_meant_is_refused() {
    let merchant = Merchant::new();
    let deep = format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
    for body in [
        deep.as_str(),
        "[]",
        "null",
        "\"text\"",
        "{",
        r#"{"mode":"payment","mode":"payment"}"#,
        r#"{"successUrl":"a","success_url":"b"}"#,
        r#"{"mode":1e999}"#,
        r#"{"lineItems":{"0":{"quantity":1}}}"#,
        r#"{"mode":"payment","unknown":1}"#,
        r#"{"mode":["payment"]}"#,
        r#"{"mode":"payment","expiresAt":99999999999999999999}"#,
        "{\"mode\":\"pay\u{0}ment\"}",
    ] {
        let answer = merchant.ask(Method::POST, CAMEL, JSON, body).await;
        assert_refusal(&answer, &body[..body.len().min(60)]);
        assert_eq!(answer.status, 400, "{body:.60}");
    }
    assert!(merchant.listed("").await.is_empty());
}

#[tokio::test]
async fn each_dialect_reads_its_own_format_only() {
    let merchant = Merchant::new();
    let json = merchant.ask(Method::POST, SESSIONS, JSON, r#"{"mode":"payment"}"#).await;
    let form = merchant.ask(Method::POST, CAMEL, FORM, TEA).await;
    let text = merchant.ask(Method::POST, SESSIONS, "text/plain", TEA).await;
    for answer in [json, form, text] {
        assert_refusal(&answer, "another format");
        assert_eq!(answer.status, 415);
    }
    let charset = "application/x-www-form-urlencoded; charset=utf-8";
    merchant.ask(Method::POST, SESSIONS, charset, TEA).await.done();
}

#[tokio::test]
async fn lists_are_bounded_and_huge_filters_find_nothing_or_are_refused() {
    let merchant = Merchant::new();
    merchant.opens(TEA).await;
    for (query, code, param) in [
        ("limit=0", "parameter_invalid_integer", "limit"),
        ("limit=101", "parameter_invalid_integer", "limit"),
        ("limit=ten", "parameter_invalid_integer", "limit"),
        ("created[gte]=-1", "parameter_invalid_integer", "created[gte]"),
        ("created=99999999999999999999", "parameter_invalid_integer", "created"),
        ("created[since]=1", "parameter_unknown", "created[since]"),
        ("status=done", "-", "status"),
        ("starting_after=cs_test_none", "resource_missing", "starting_after"),
        ("ending_before=nothing", "resource_missing", "ending_before"),
        ("starting_after=a&ending_before=b", "parameters_exclusive", "starting_after"),
        ("metadata[a]=1", "parameter_unknown", "metadata"),
        ("expand[]=line_items", "-", "expand[0]"),
        ("customer_details[name]=Ada", "parameter_unknown", "customer_details[name]"),
    ] {
        let answer = merchant.list(query).await;
        assert_refusal(&answer, query);
        assert_eq!(answer.refusal(), said(400, code, param), "{query}");
    }
    for bound in ["253402300799", "9223372036854775", "9223372036854776", "9223372036854775807"] {
        for name in ["created", "created[gt]", "created[gte]", "created[lt]", "created[lte]"] {
            let answer = merchant.list(&format!("{name}={bound}")).await;
            assert!([200, 400].contains(&answer.status), "{name}={bound}: {} {}", answer.status, answer.text);
            if answer.status == 200 {
                let all = name.contains("[l");
                assert_eq!(answer.ids().len(), usize::from(all), "{name}={bound}");
            }
        }
    }
}

#[tokio::test]
async fn numbers_out_of_range_in_an_update_are_refused() {
    let merchant = Merchant::new();
    let created = merchant.create(&format!("{TEA}&expand[]=line_items")).await.done();
    let id = created["id"].as_str().unwrap();
    let line = created["line_items"]["data"][0]["id"].as_str().unwrap();
    for (form, param) in [
        (format!("line_items[0][id]={line}&line_items[0][quantity]=9223372036854775807"), ""),
        (format!("line_items[0][id]={line}&line_items[0][quantity]=0"), "line_items[0][quantity]"),
        (format!("line_items[0][id]={line}&line_items[1][id]={line}"), "line_items[1]"),
        ("line_items[0][id]=li_none".into(), "line_items[0][id]"),
        ("line_items=".into(), "line_items"),
        ("expires_at=1".into(), "expires_at"),
        ("success_url=https://a.example".into(), "success_url"),
        ("mode=setup".into(), "mode"),
    ] {
        let answer = merchant.update(id, &form).await;
        assert_refusal(&answer, &form);
        assert!(answer.refusal().2.starts_with(param), "{form}: {:?}", answer.refusal());
    }
    assert_eq!(merchant.retrieve(id).await.done()["amount_total"], 700);
}

#[tokio::test]
async fn the_second_expire_says_which_status_stands_in_its_way() {
    let merchant = Merchant::new();
    let id = merchant.opens(TEA).await;
    merchant.expire(&id).await.done();
    let again = merchant.expire(&id).await;
    assert_eq!(again.refusal(), said(400, "-", "-"));
    let message = again.json()["error"]["message"].clone();
    assert!(
        message.as_str().unwrap().contains(r#"["open"]"#) && message.as_str().unwrap().contains("expired")
    );
    assert_eq!(again.json()["error"].get("code"), None::<&Value>);
}
