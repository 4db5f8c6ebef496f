//! The table's client, from what Lambda sets and nothing else: no chain of credential or region providers is
//! walked, and no certificate folder is read, before the first event.

use std::time::Duration;

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{
    BehaviorVersion, Credentials, Region, SharedHttpClient, StalledStreamProtectionConfig,
};
use aws_sdk_dynamodb::{Client, Config};
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};

/// One try of one store call; DynamoDB answers in milliseconds or not at all.
const ATTEMPT: Duration = Duration::from_millis(1500);
/// All tries of one store call together: less than a function's time, so that there is time to say no.
const OPERATION: Duration = Duration::from_secs(5);
const ATTEMPTS: u32 = 4;
const FIRST_BACK_OFF: Duration = Duration::from_millis(50);

/// The roots of Amazon Trust Services, which every certificate of DynamoDB leads to
/// (<https://www.amazontrust.com/repository/>). The last of them ends in 2040.
const AMAZON_ROOTS: &str = include_str!("amazon_roots.pem");

/// A client for the table of this region, with Lambda's own credentials.
pub fn client(variable: &dyn Fn(&str) -> Option<String>) -> Result<Client, String> {
    let region = variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION"));
    let region = region.ok_or("AWS_REGION is not set: Lambda sets it, elsewhere you do")?;
    let endpoint = variable("AWS_ENDPOINT_URL_DYNAMODB");
    let roots = roots(&region, endpoint.as_deref());
    let mut config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .credentials_provider(credentials(variable)?)
        .region(Region::new(region))
        .http_client(https(roots)?)
        .retry_config(
            RetryConfig::standard().with_max_attempts(ATTEMPTS).with_initial_backoff(FIRST_BACK_OFF),
        )
        .timeout_config(
            TimeoutConfig::builder().operation_attempt_timeout(ATTEMPT).operation_timeout(OPERATION).build(),
        )
        // Every answer is small, and has to be there within the time of an attempt anyway.
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
    config.set_endpoint_url(endpoint);
    Ok(Client::from_conf(config.build()))
}

fn credentials(variable: &dyn Fn(&str) -> Option<String>) -> Result<Credentials, String> {
    let required =
        |name| variable(name).ok_or_else(|| format!("{name} is not set: Lambda sets it, elsewhere you do"));
    let (id, secret) = (required("AWS_ACCESS_KEY_ID")?, required("AWS_SECRET_ACCESS_KEY")?);
    Ok(Credentials::new(id, secret, variable("AWS_SESSION_TOKEN"), None, "environment"))
}

/// Reading the system's certificates takes longer than all the rest of a cold start. It is left to the
/// partitions that are not under Amazon's roots, and to endpoints with a certificate of their own.
fn roots(region: &str, endpoint: Option<&str>) -> TrustStore {
    let other_partition = region.starts_with("cn-") || region.contains("-iso");
    if other_partition || endpoint.is_some_and(|endpoint| endpoint.starts_with("https:")) {
        return TrustStore::default();
    }
    TrustStore::empty().with_pem_certificate(AMAZON_ROOTS)
}

fn https(roots: TrustStore) -> Result<SharedHttpClient, String> {
    let context = TlsContext::builder().with_trust_store(roots).build();
    let context = context.map_err(|error| format!("the trust store cannot be built: {error}"))?;
    let builder = aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring));
    Ok(builder.tls_context(context).build_https())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> impl Fn(&str) -> Option<String> {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        move |name| names.iter().any(|set| set == name).then(|| "eu-central-1".to_string())
    }

    #[test]
    fn what_lambda_sets_is_enough() {
        // The client reads its roots when it is made: a broken one would panic here.
        let client = client(&set(&["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])).unwrap();
        assert_eq!(client.config().region().map(AsRef::as_ref), Some("eu-central-1"));
        assert_eq!(AMAZON_ROOTS.matches("BEGIN CERTIFICATE").count(), 5);
    }

    #[test]
    fn what_is_missing_is_named() {
        let missing = |names: &[&str]| client(&set(names)).unwrap_err();
        assert!(missing(&[]).starts_with("AWS_REGION"));
        assert!(missing(&["AWS_REGION"]).starts_with("AWS_ACCESS_KEY_ID"));
        assert!(missing(&["AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID"]).starts_with("AWS_SECRET_ACCESS_KEY"));
    }
}
