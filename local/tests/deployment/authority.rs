//! An authority of the tests' own, and an internet whose hosts are on this machine and trust it.

use std::net::IpAddr;
use std::sync::Arc;

use paydesk_service::webhooks::internet::Internet;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub fn named(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// An internet in which this authority alone is trusted, and every name is at the address that is given for it.
    pub fn internet(&self, names: impl Fn(&str) -> Vec<IpAddr> + Send + Sync + 'static) -> Internet {
        let mut roots = RootCertStore::empty();
        roots.add(self.0.der().clone()).unwrap();
        Internet::of(names, roots)
    }

    /// The side of a host that this authority vouches for.
    pub fn vouches_for(&self, host: &str) -> TlsAcceptor {
        self.signs(&CertificateParams::new([host.to_owned()]).unwrap())
    }

    /// The same, for a time that is over.
    pub fn vouched_for(&self, host: &str) -> TlsAcceptor {
        let mut params = CertificateParams::new([host.to_owned()]).unwrap();
        params.not_after = date_time_ymd(2020, 1, 1);
        self.signs(&params)
    }

    fn signs(&self, params: &CertificateParams) -> TlsAcceptor {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()));
        let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
        Arc::new(config.with_single_cert(vec![certificate.der().clone()], key).unwrap()).into()
    }
}

pub fn here() -> Vec<IpAddr> {
    vec![[127, 0, 0, 1].into()]
}
