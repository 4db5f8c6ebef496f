//! What every handler is given: configuration, the store, the clock and the keys it has seen.

use std::sync::Arc;

use aws_sdk_dynamodb::Client;

use crate::access::Access;
use crate::clock::Clock;
use crate::config::Config;
use crate::metrics::{Metrics, Sink};
use crate::outlets::Outlets;
use crate::store::Store;
use crate::taxes::Known;
use crate::telling::Memory;
use crate::webhooks::crowd::Crowd;
use crate::webhooks::guard::Reach;
use crate::webhooks::internet::Internet;
use crate::webhooks::post::Post;

/// One deployment's or one function's state; cheap to clone.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
}

/// The parts of an [`App`].
pub struct Parts {
    pub config: Config,
    pub store: Store,
    pub clock: Clock,
    pub access: Access,
    pub(crate) known_taxes: Known,
    pub metrics: Metrics,
    /// How webhooks get to their endpoints.
    pub post: Post,
    /// Where events leave; nothing where a function tells nobody.
    pub outlets: Option<Outlets>,
    /// What was told already.
    pub told: Memory,
    /// Whether too many webhooks are put off.
    pub crowd: Crowd,
}

impl App {
    pub fn new(config: Config, dynamodb: Client, clock: Clock) -> Self {
        Self::measured(config, dynamodb, clock, Sink::none())
    }

    /// One whose metrics go to `sink`.
    pub fn measured(config: Config, dynamodb: Client, clock: Clock, sink: Sink) -> Self {
        Self::telling(config, dynamodb, clock, sink, None, Internet::default())
    }

    /// One whose events have somewhere to go, and whose webhooks find their way over `internet`.
    pub fn telling(
        config: Config,
        dynamodb: Client,
        clock: Clock,
        sink: Sink,
        outlets: Option<Outlets>,
        internet: Internet,
    ) -> Self {
        let store = Store::new(dynamodb, &config);
        let metrics = Metrics::new(config.stack.clone(), sink);
        let (access, known_taxes) = (Access::default(), Known::default());
        let post = Post::new(if config.near_receivers { Reach::Near } else { Reach::Public }, internet);
        let (told, crowd) = (Memory::default(), Crowd::of(config.most_in_flight));
        let parts = Parts { config, store, clock, access, known_taxes, metrics, post, outlets, told, crowd };
        Self { parts: Arc::new(parts) }
    }
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}
