//! The parameters of capturing and of canceling a payment intent.

use super::rule::{Param, choice, integer};

pub const CAPTURE: &[Param] = &[integer("amount_to_capture", 1)];

pub const CANCEL: &[Param] =
    &[choice("cancellation_reason", &["abandoned", "duplicate", "fraudulent", "requested_by_customer"])];
