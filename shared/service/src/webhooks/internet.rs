//! The internet as webhooks find it: where a host is, and who vouches for it. The system knows both; a test has its own.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::future::BoxFuture;
use hyper_rustls::HttpsConnectorBuilder;
use hyper_rustls::builderstates::WantsSchemes;
use hyper_util::client::legacy::connect::dns::{GaiResolver, Name};
use rustls::{ClientConfig, RootCertStore};
use tower_service::Service;

use super::Trouble;
use super::carrier::Carrier;
use super::guard::Reach;

/// Who is asked for addresses, and whose certificates count.
#[derive(Clone, Default)]
pub struct Internet {
    own: Option<Own>,
    carrier: Option<Carrier>,
}

/// Says at which addresses a host is.
type Names = dyn Fn(&str) -> Vec<IpAddr> + Send + Sync;

#[derive(Clone)]
struct Own {
    names: Arc<Names>,
    roots: RootCertStore,
}

impl Internet {
    /// One in which hosts are where `names` says, and nobody vouches for them but `roots`.
    pub fn of(names: impl Fn(&str) -> Vec<IpAddr> + Send + Sync + 'static, roots: RootCertStore) -> Self {
        Self { own: Some(Own { names: Arc::new(names), roots }), carrier: None }
    }

    /// None at all: `carrier` takes every webhook in its place.
    pub fn carried_by(carrier: Carrier) -> Self {
        Self { own: None, carrier: Some(carrier) }
    }

    pub(super) fn carrier(&self) -> Option<&Carrier> {
        self.carrier.as_ref()
    }

    /// TLS with whoever the roots vouch for.
    pub(super) fn tls(self) -> Result<HttpsConnectorBuilder<WantsSchemes>, Trouble> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let Some(own) = self.own else {
            let tls = HttpsConnectorBuilder::new().with_provider_and_native_roots(provider);
            return tls.map_err(|_| Trouble::NoRoots);
        };
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.map_err(|_| Trouble::NoRoots)?.with_root_certificates(own.roots);
        Ok(HttpsConnectorBuilder::new().with_tls_config(config.with_no_client_auth()))
    }

    fn find(&self, name: Name) -> BoxFuture<'static, Vec<SocketAddr>> {
        if let Some(own) = &self.own {
            // The port is the URL's, whatever is said here.
            let found = (own.names)(name.as_str()).into_iter().map(|address| SocketAddr::new(address, 0));
            let found = found.collect();
            return Box::pin(async move { found });
        }
        Box::pin(async move {
            let found = GaiResolver::new().call(name).await;
            found.map(Iterator::collect).unwrap_or_default()
        })
    }
}

impl fmt::Debug for Internet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.own.is_some() { "Internet(own)" } else { "Internet" })
    }
}

/// Resolves names to the addresses that webhooks may go to.
///
/// Of a host with several addresses those that may not be reached are left out, and only one without any other is
/// refused: what is never connected to does no harm, and a public name may well have a private address beside its
/// public one.
#[derive(Clone)]
pub(super) struct Resolver {
    pub reach: Reach,
    pub internet: Internet,
}

impl Service<Name> for Resolver {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = Trouble;
    type Future = BoxFuture<'static, Result<Self::Response, Trouble>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Trouble>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let (reach, found) = (self.reach, self.internet.find(name));
        Box::pin(async move {
            let found = found.await;
            if found.is_empty() {
                return Err(Trouble::NoAddress);
            }
            let allowed: Vec<_> = found.into_iter().filter(|address| reach.allows(address.ip())).collect();
            if allowed.is_empty() { Err(Trouble::NotAllowed) } else { Ok(allowed.into_iter()) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn resolved(reach: Reach, addresses: &'static [&'static str]) -> Result<Vec<String>, Trouble> {
        let names = |_: &str| addresses.iter().map(|text| text.parse().unwrap()).collect();
        let internet = Internet::of(names, RootCertStore::empty());
        let found = Resolver { reach, internet }.call("shop.example".parse().unwrap()).await;
        found.map(|found| found.map(|address| address.ip().to_string()).collect())
    }

    #[tokio::test]
    async fn of_several_addresses_only_those_are_connected_to_that_may_be_reached() {
        let found = resolved(Reach::Public, &["10.0.0.1", "1.1.1.1", "169.254.169.254", "::1"]).await;
        assert_eq!(found.unwrap(), ["1.1.1.1"]);
        let found = resolved(Reach::Near, &["10.0.0.1", "1.1.1.1", "169.254.169.254", "::1"]).await;
        assert_eq!(found.unwrap(), ["10.0.0.1", "1.1.1.1", "::1"]);
    }

    #[tokio::test]
    async fn a_name_without_any_is_refused_and_one_without_an_address_is_nowhere() {
        assert_eq!(resolved(Reach::Public, &["10.0.0.1", "::1"]).await, Err(Trouble::NotAllowed));
        assert_eq!(resolved(Reach::Near, &["169.254.169.254"]).await, Err(Trouble::NotAllowed));
        assert_eq!(resolved(Reach::Near, &[]).await, Err(Trouble::NoAddress));
    }
}
