//! A deployed stack's table, reached as the AWS CLI reaches it: by the user's own profile, variables or single
//! sign-on.

use aws_config::BehaviorVersion;
use aws_sdk_dynamodb::Client;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;

pub async fn dynamodb() -> Client {
    let https = aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring));
    let config = aws_config::defaults(BehaviorVersion::latest()).http_client(https.build_https());
    Client::new(&config.load().await)
}
