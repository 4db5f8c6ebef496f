//! Methods whose payer goes to another site: here, to the test provider's own page with a yes and a no.

use paydesk_model::lifecycle::Settlement;
use paydesk_model::payment::Instrument;
use paydesk_model::payment::methods::{self, Flow, Method};

use super::script::{Authentication, Delay, Script};

/// All there is to know about the payer's account is where it is.
pub(super) fn instrument(method: &Method) -> Instrument {
    Instrument { token: method.kind.to_owned(), kind: method.kind.to_owned(), card: None, bank: None }
}

/// How a method's token, which is its name, behaves.
pub(super) fn script(token: &str) -> Option<Script> {
    let method = methods::find(token).filter(|method| method.flow == Flow::Redirect)?;
    let script = Script::approving().authenticated(Authentication::Redirect);
    Some(if method.delayed { script.settling(Delay::Standard, Settlement::Succeeded) } else { script })
}
