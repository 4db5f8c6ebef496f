//! What the test provider plays: how a test instrument behaves from the payer's answer to the money's arrival.

use paydesk_model::lifecycle::Settlement;
use paydesk_model::payment::{Action, Decline};
use paydesk_model::session::Session;
use serde_json::Value;

/// How one instrument behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// What the payer goes through first.
    pub authentication: Authentication,
    /// The same, where the session asks for 3-D Secure whether or not the card does.
    pub authentication_if_asked: Authentication,
    /// The answer to a charge, once the payer has done their part.
    pub after: Verdict,
    /// The answer where nothing is charged and the instrument is only saved.
    pub saved: Verdict,
    /// How the money comes, where it does not come at once.
    pub settlement: Option<Settles>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authentication {
    /// Nobody asks.
    None,
    /// 3-D Secure, passed without the payer.
    Frictionless,
    /// 3-D Secure, with the payer.
    Required,
    /// At the method's own site.
    Redirect,
    /// 3-D Secure cannot be asked for, and without it nothing is paid.
    Fails,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Approve,
    Decline(Decline),
}

/// How money that is on its way ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settles {
    pub delay: Delay,
    pub outcome: Settlement,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delay {
    /// As long as the stack is told that settling takes.
    Standard,
    /// That, and no less than three minutes.
    AtLeast3Minutes,
    /// It stays on its way.
    Never,
}

impl Authentication {
    /// What the payer has to do for it.
    pub fn action(self) -> Option<Action> {
        match self {
            Self::Required => Some(Action::ThreeDSecure),
            Self::Redirect => Some(Action::Redirect),
            Self::None | Self::Frictionless | Self::Fails => None,
        }
    }

    /// Whether the payer is known to be who they say, once they have done their part.
    pub fn authenticates(self) -> bool {
        matches!(self, Self::Frictionless | Self::Required)
    }
}

impl Script {
    pub(super) fn approving() -> Self {
        Self {
            authentication: Authentication::None,
            authentication_if_asked: Authentication::None,
            after: Verdict::Approve,
            saved: Verdict::Approve,
            settlement: None,
        }
    }

    /// Refused, whether it is charged or saved.
    pub(super) fn declining(decline: Decline) -> Self {
        let verdict = Verdict::Decline(decline);
        Self { after: verdict.clone(), saved: verdict, ..Self::approving() }
    }

    #[must_use]
    pub(super) fn authenticated(mut self, authentication: Authentication) -> Self {
        self.authentication = authentication;
        self.authentication_if_asked = authentication;
        self
    }

    #[must_use]
    pub(super) fn settling(mut self, delay: Delay, outcome: Settlement) -> Self {
        self.settlement = Some(Settles { delay, outcome });
        self
    }

    /// What a payer of this session goes through.
    pub fn authentication_for(&self, session: &Session) -> Authentication {
        if asks_for_three_d_secure(session) { self.authentication_if_asked } else { self.authentication }
    }
}

/// Whether the merchant wants 3-D Secure wherever a card has it.
fn asks_for_three_d_secure(session: &Session) -> bool {
    let options = session.settings.payment_method_options.as_ref();
    let asked = options.and_then(|options| options.get("card")?.get("request_three_d_secure"));
    matches!(asked.and_then(Value::as_str), Some("any" | "challenge"))
}
