//! The SDKs' clients around the connector: their own retries, and nobody to talk to.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region, StalledStreamProtectionConfig};

use super::Connector;
use crate::template::REGION;

/// A client whose retries are the SDK's standard ones, without the waiting.
macro_rules! client {
    ($sdk:ident, $connector:expr) => {{
        let config = $sdk::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(REGION))
            // A signature is for somebody who checks it.
            .allow_no_auth()
            .endpoint_url("http://aws.local")
            // A process of its own would have its own; this one has many deployments.
            .retry_partition($sdk::config::retry::RetryPartition::custom("local").build())
            .retry_config(RetryConfig::standard().with_initial_backoff(Duration::from_millis(1)))
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .http_client($connector)
            .build();
        $sdk::Client::from_conf(config)
    }};
}

pub fn client(connector: Connector) -> Client {
    client!(aws_sdk_dynamodb, connector)
}

pub fn sqs(connector: Connector) -> aws_sdk_sqs::Client {
    client!(aws_sdk_sqs, connector)
}

pub fn eventbridge(connector: Connector) -> aws_sdk_eventbridge::Client {
    client!(aws_sdk_eventbridge, connector)
}
