//! The clients of AWS's services, from what Lambda sets and nothing else: no chain of credential or region providers is
//! walked, and no certificate folder is read, before the first event.

use std::time::Duration;

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{
    BehaviorVersion, Credentials, Region, SharedCredentialsProvider, SharedHttpClient,
    StalledStreamProtectionConfig,
};
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_types::SdkConfig;

/// One try of one call; DynamoDB, SQS and EventBridge answer in milliseconds or not at all.
const ATTEMPT: Duration = Duration::from_millis(1500);
/// All tries of one call together: less than a function's time, so that there is time to say no.
const OPERATION: Duration = Duration::from_secs(5);
const ATTEMPTS: u32 = 4;
const FIRST_BACK_OFF: Duration = Duration::from_millis(50);

/// The roots of Amazon Trust Services, which every certificate of its services leads to
/// (<https://www.amazontrust.com/repository/>). The last of them ends in 2040.
const AMAZON_ROOTS: &str = include_str!("amazon_roots.pem");

type Variable<'v> = &'v dyn Fn(&str) -> Option<String>;

/// A client for the table of this region, with Lambda's own credentials.
pub fn dynamodb(variable: Variable<'_>) -> Result<aws_sdk_dynamodb::Client, String> {
    let endpoint = variable("AWS_ENDPOINT_URL_DYNAMODB");
    let mut config = aws_sdk_dynamodb::config::Builder::from(&common(variable, endpoint.as_deref())?);
    config.set_endpoint_url(endpoint);
    Ok(aws_sdk_dynamodb::Client::from_conf(config.build()))
}

/// A client for the queues of this region.
pub fn sqs(variable: Variable<'_>) -> Result<aws_sdk_sqs::Client, String> {
    let endpoint = variable("AWS_ENDPOINT_URL_SQS");
    let mut config = aws_sdk_sqs::config::Builder::from(&common(variable, endpoint.as_deref())?);
    config.set_endpoint_url(endpoint);
    Ok(aws_sdk_sqs::Client::from_conf(config.build()))
}

/// A client for the buses of this region.
pub fn eventbridge(variable: Variable<'_>) -> Result<aws_sdk_eventbridge::Client, String> {
    let endpoint = variable("AWS_ENDPOINT_URL_EVENTBRIDGE");
    let mut config = aws_sdk_eventbridge::config::Builder::from(&common(variable, endpoint.as_deref())?);
    config.set_endpoint_url(endpoint);
    Ok(aws_sdk_eventbridge::Client::from_conf(config.build()))
}

/// What all clients have in common.
fn common(variable: Variable<'_>, endpoint: Option<&str>) -> Result<SdkConfig, String> {
    let region = variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION"));
    let region = region.ok_or("AWS_REGION is not set: Lambda sets it, elsewhere you do")?;
    let retries = RetryConfig::standard().with_max_attempts(ATTEMPTS).with_initial_backoff(FIRST_BACK_OFF);
    let timeouts =
        TimeoutConfig::builder().operation_attempt_timeout(ATTEMPT).operation_timeout(OPERATION).build();
    Ok(SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .credentials_provider(SharedCredentialsProvider::new(credentials(variable)?))
        .http_client(https(roots(&region, endpoint))?)
        .region(Region::new(region))
        .retry_config(retries)
        .timeout_config(timeouts)
        // Every answer is small, and has to be there within the time of an attempt anyway.
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .build())
}

fn credentials(variable: Variable<'_>) -> Result<Credentials, String> {
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
        let client = dynamodb(&set(&["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])).unwrap();
        assert_eq!(client.config().region().map(AsRef::as_ref), Some("eu-central-1"));
        assert_eq!(AMAZON_ROOTS.matches("BEGIN CERTIFICATE").count(), 5);
    }

    #[test]
    fn what_is_missing_is_named() {
        let missing = |names: &[&str]| dynamodb(&set(names)).unwrap_err();
        assert!(missing(&[]).starts_with("AWS_REGION"));
        assert!(missing(&["AWS_REGION"]).starts_with("AWS_ACCESS_KEY_ID"));
        assert!(missing(&["AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID"]).starts_with("AWS_SECRET_ACCESS_KEY"));
    }
}
