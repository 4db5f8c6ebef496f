//! A checkout session: one customer paying once.
//!
//! What was asked for never changes here by itself; what happens to a session is in `state`, and only the
//! transitions of `lifecycle` move it.

use serde::{Deserialize, Serialize};

use crate::announcement::Announcement;
use crate::create::CreateParams;
use crate::currency::Currency;
use crate::ids::SessionId;
use crate::line::{Line, Metadata, NewLine};
use crate::mode::{Mode, UiMode};
use crate::nested::{CollectedInformation, Consent, CustomerDetails};
use crate::payment::{Attempt, Attempts, Customer, Decline, Instrument};
use crate::pricing::Bill;
use crate::settings::Settings;
use crate::terms::Terms;
use crate::time::Moment;
use crate::totals::Totals;

/// A session with everything known about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    pub id: SessionId,
    /// The account whose key created it, `acct_…`.
    pub account: String,
    pub created: Moment,
    /// Unix seconds.
    pub expires_at: i64,
    pub mode: Mode,
    #[serde(default)]
    pub ui_mode: UiMode,
    /// What makes the page's URL unguessable; ids are no capabilities.
    pub token: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totals: Option<Totals>,
    /// Stored beside the rest: many lines live in an item of their own.
    #[serde(skip)]
    pub lines: Vec<Line>,
    /// The number of the last line ever added, where that line is gone.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub last_line: u32,
    /// What the payer may add to the lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub optional: Vec<NewLine>,
    #[serde(default, skip_serializing_if = "Terms::is_empty")]
    pub terms: Terms,
    #[serde(default, skip_serializing_if = "Metadata::is_empty")]
    pub metadata: Metadata,
    #[serde(default)]
    pub settings: Settings,
    #[serde(default, skip_serializing_if = "Gathered::is_empty")]
    pub gathered: Gathered,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovered_from: Option<SessionId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_link: Option<String>,
    #[serde(default, skip_serializing_if = "Attempts::is_empty")]
    pub attempts: Attempts,
    pub state: State,
    /// What this session announced, oldest first; stored beside the body, so that the table's stream can carry it out.
    #[serde(skip)]
    pub outbox: Vec<Announcement>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// What the customer, or the merchant in their stead, gave since the session was created.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Gathered {
    /// Given at create, or made at completion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_details: Option<CustomerDetails>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collected_information: Option<CollectedInformation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// Answers to custom fields, by key.
    #[serde(skip_serializing_if = "Metadata::is_empty")]
    pub custom_field_values: Metadata,
}

impl Gathered {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Where a session is in its life; a state carries what is true only in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "one lives in a session, and none in numbers")]
pub enum State {
    Open(Open),
    Complete(Complete),
    Expired(Expired),
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Open {
    /// A payment that is being tried right now; it holds off expiry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempt: Option<Attempt>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complete {
    pub at: Moment,
    pub payment: Payment,
    /// What was paid with, or saved; none where nothing was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<Instrument>,
    /// The attempt that succeeded; none where none was needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// When the provider can say how a delayed payment ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settles_at: Option<Moment>,
    /// When the money came, failed to come, was captured or released.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Moment>,
    /// Minor units of an authorised amount that were captured by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captured: Option<i64>,
    /// Why the merchant gave an authorisation back, if they said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellation_reason: Option<String>,
    /// Why the funds did not come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Decline>,
    /// Whether the method is kept with the customer for the next time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub saves: bool,
    /// Of the form that completed it: whoever sends the same again is the payer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub print: String,
}

/// How the money of a complete session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payment {
    NotRequired,
    Paid,
    /// A delayed method: funds are on their way.
    Processing,
    /// A delayed method whose funds did not come.
    Failed,
    /// Authorised, to be captured by hand.
    Authorized,
    /// An authorisation that was given back.
    Canceled,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expired {
    pub at: Moment,
}

/// What a new session is born with besides its parameters.
pub struct Birth {
    pub id: SessionId,
    pub account: String,
    pub token: String,
    pub now: Moment,
    /// Seconds until a session expires that says nothing about it.
    pub default_life: i64,
}

/// `paid`, `unpaid` or `no_payment_required`, as the API says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentStatus {
    NoPaymentRequired,
    Paid,
    Unpaid,
}

impl PaymentStatus {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoPaymentRequired => "no_payment_required",
            Self::Paid => "paid",
            Self::Unpaid => "unpaid",
        }
    }
}

/// `open`, `complete` or `expired`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Open,
    Complete,
    Expired,
}

impl Status {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Complete => "complete",
            Self::Expired => "expired",
        }
    }
}

impl Session {
    /// T1 and T2: a session opens; nothing is announced.
    pub fn open(params: CreateParams, birth: Birth) -> Self {
        let free = params.settings.starts_free();
        let expires_at = params.expires_at.unwrap_or(birth.now.seconds() + birth.default_life);
        let customer_details = params.settings.customer_email.as_deref().map(CustomerDetails::of_email);
        Self {
            id: birth.id,
            account: birth.account,
            created: birth.now,
            expires_at,
            mode: params.mode,
            ui_mode: params.ui_mode,
            token: birth.token,
            currency: params.currency,
            totals: params.totals,
            lines: number_lines(params.lines, 1, free),
            last_line: 0,
            optional: params.optional,
            terms: params.terms,
            metadata: params.metadata,
            settings: params.settings,
            gathered: Gathered { customer_details, ..Gathered::default() },
            recovered_from: None,
            payment_link: None,
            attempts: Attempts::default(),
            state: State::Open(Open::default()),
            outbox: Vec::new(),
        }
    }

    /// The session for a customer who is known already.
    #[must_use]
    pub fn for_customer(mut self, customer: &Customer) -> Self {
        let tax_exempt = Some(customer.tax_exemption().to_owned());
        let details =
            CustomerDetails { email: customer.email.clone(), tax_exempt, ..CustomerDetails::default() };
        self.gathered.customer = Some(customer.id.clone());
        self.gathered.customer_details = Some(details);
        self
    }

    /// What its lines come to on its terms, as far as they are here.
    pub fn bill(&self) -> Bill {
        let lines = self.lines.iter().map(|line| &line.asked);
        let bill = self.currency.and_then(|currency| self.terms.bill(lines, &self.settings, currency));
        bill.unwrap_or_default()
    }

    pub fn livemode(&self) -> bool {
        self.id.livemode()
    }

    pub fn status(&self) -> Status {
        match self.state {
            State::Open(_) => Status::Open,
            State::Complete(_) => Status::Complete,
            State::Expired(_) => Status::Expired,
        }
    }

    pub fn payment_status(&self) -> PaymentStatus {
        match &self.state {
            _ if self.mode == Mode::Setup => PaymentStatus::NoPaymentRequired,
            State::Open(_) | State::Expired(_) => PaymentStatus::Unpaid,
            State::Complete(complete) => match complete.payment {
                Payment::NotRequired => PaymentStatus::NoPaymentRequired,
                Payment::Paid => PaymentStatus::Paid,
                Payment::Processing | Payment::Failed | Payment::Authorized | Payment::Canceled => {
                    PaymentStatus::Unpaid
                }
            },
        }
    }

    /// Minor units due today; nothing in setup mode.
    pub fn amount_due(&self) -> i64 {
        self.totals.as_ref().map_or(0, |totals| totals.total)
    }

    /// Whether paying it takes money of somebody; else a method is saved at most.
    pub fn takes_money(&self) -> bool {
        self.mode != Mode::Setup && self.amount_due() > 0
    }

    /// The payment intent exists once paying has been tried, in payment mode with something to pay.
    pub fn payment_intent(&self) -> Option<String> {
        let tried = match &self.state {
            State::Open(_) | State::Expired(_) => !self.attempts.is_empty(),
            State::Complete(complete) => complete.payment != Payment::NotRequired,
        };
        (self.mode == Mode::Payment && tried && self.amount_due() > 0).then(|| self.id.payment_intent())
    }

    /// Whether there is a page of ours for it.
    pub fn has_page(&self) -> bool {
        matches!(self.ui_mode, UiMode::HostedPage | UiMode::EmbeddedPage)
    }

    /// Whether a page of the merchant's own shows it.
    pub fn is_custom(&self) -> bool {
        !self.has_page()
    }

    /// Where the payer goes on after completion: the merchant's URL, with the session's id wherever the URL asks for it.
    pub fn way_back(&self) -> Option<String> {
        let url = self.settings.success_url.as_ref().or(self.settings.return_url.as_ref())?;
        let url = url.replace("{CHECKOUT_SESSION_ID}", self.id.as_str());
        // A host beyond ASCII goes into headers and policies the way browsers write it there.
        let plain = if url.is_ascii() { None } else { url::Url::parse(&url).ok() };
        Some(plain.map_or(url, String::from))
    }

    /// The state of a session that was completed.
    pub fn complete(&self) -> Option<&Complete> {
        match &self.state {
            State::Complete(complete) => Some(complete),
            _ => None,
        }
    }

    /// The attempt in flight.
    pub fn attempt(&self) -> Option<&Attempt> {
        match &self.state {
            State::Open(open) => open.attempt.as_ref(),
            _ => None,
        }
    }

    /// The invoice that completion made.
    pub fn invoice(&self) -> Option<String> {
        self.complete()?;
        let made = self.mode == Mode::Subscription || self.settings.makes_invoice();
        made.then(|| self.id.invoice())
    }

    /// The subscription that completion made.
    pub fn subscription(&self) -> Option<String> {
        self.complete()?;
        (self.mode == Mode::Subscription).then(|| self.id.subscription())
    }

    /// Whether completion makes a customer: a subscription always does, a payment when it was asked to, or when
    /// something has to be kept with one.
    pub fn makes_customer(&self) -> bool {
        if self.gathered.customer.is_some() || self.settings.customer_account.is_some() {
            return false;
        }
        match self.settings.customer_creation(self.mode) {
            Some("always") => true,
            Some("if_required") => self.settings.saves_payment_method() || self.settings.makes_invoice(),
            _ => false,
        }
    }

    /// The setup intent of a setup session exists from the start.
    pub fn setup_intent(&self) -> Option<String> {
        (self.mode == Mode::Setup).then(|| self.id.setup_intent())
    }
}

/// Gives each line its number and its amount.
pub(crate) fn number_lines(lines: Vec<NewLine>, first: u32, free: bool) -> Vec<Line> {
    let numbered = (first..).zip(lines).map(|(number, asked)| {
        let amount = asked.amount_today(free).unwrap_or(0);
        Line { number, amount, asked, optional: None }
    });
    numbered.collect()
}
