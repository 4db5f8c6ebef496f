//! The SDK's client around the connector: its own retries, and nobody to talk to.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region, StalledStreamProtectionConfig};

use super::Connector;
use crate::template::REGION;

/// A client whose retries are the SDK's standard ones, without the waiting.
pub fn client(connector: Connector) -> Client {
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(REGION))
        // A signature is for somebody who checks it.
        .allow_no_auth()
        .endpoint_url("http://dynamodb.local")
        .retry_config(RetryConfig::standard().with_initial_backoff(Duration::from_millis(1)))
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .http_client(connector)
        .build();
    Client::from_conf(config)
}
