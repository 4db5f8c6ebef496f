//! Parts of a session about money, the customer and how to pay.

use paydesk_model::params::payment_table::REDISPLAY;

use super::figures;
use super::kinds::ABLE;
use super::shape::Kind::*;
use super::shape::{Shape, is};

pub const SWITCH: Shape = Shape { name: "Switch", note: "On or off.", fields: &[is("enabled", Flag)] };

pub const ACCOUNT: Shape = Shape {
    name: "AccountReference",
    note: "This account (self) or another one.",
    fields: &[is("account", Text).when("if it is another one"), is("type", One(&["account", "self"]))],
};

pub const AUTOMATIC_TAX: Shape = Shape {
    name: "AutomaticTax",
    note: "",
    fields: &[
        is("enabled", Flag),
        is("liability", Of(&ACCOUNT)).or_null(),
        is("provider", Text).or_null(),
        is("status", One(&["complete", "failed", "requires_location_inputs"])).or_null(),
    ],
};

pub const ADDRESS: Shape = Shape {
    name: "Address",
    note: "",
    fields: &[
        is("city", Text).or_null(),
        is("country", Text).or_null(),
        is("line1", Text).or_null(),
        is("line2", Text).or_null(),
        is("postal_code", Text).or_null(),
        is("state", Text).or_null(),
    ],
};

pub const SHIPPING: Shape =
    Shape { name: "ShippingDetails", note: "", fields: &[is("address", Of(&ADDRESS)), is("name", Text)] };

pub const OLD_SHIPPING: Shape = Shape {
    name: "SessionShippingDetails",
    note: "Where to ship, as the session itself shows it.",
    fields: &[
        is("address", Of(&ADDRESS)),
        is("carrier", Null),
        is("name", Text),
        is("phone", Null),
        is("tracking_number", Null),
    ],
};

pub const COLLECTED: Shape = Shape {
    name: "CollectedInformation",
    note: "",
    fields: &[
        is("business_name", Text).or_null(),
        is("individual_name", Text).or_null(),
        is("shipping_details", Of(&SHIPPING)).or_null(),
    ],
};

pub const CONSENT: Shape = Shape {
    name: "Consent",
    note: "",
    fields: &[
        is("promotions", One(&["opt_in", "opt_out"])).or_null(),
        is("terms_of_service", One(&["accepted"])).or_null(),
    ],
};

const TAX_ID: Shape =
    Shape { name: "TaxId", note: "", fields: &[is("type", Text), is("value", Text).or_null()] };

pub const CUSTOMER: Shape = Shape {
    name: "CustomerDetails",
    note: "",
    fields: &[
        is("address", Of(&ADDRESS)).or_null(),
        is("business_name", Text).or_null(),
        is("email", Text).or_null(),
        is("individual_name", Text).or_null(),
        is("name", Text).or_null(),
        is("phone", Text).or_null(),
        is("tax_exempt", One(&["exempt", "none", "reverse"])).or_null(),
        is("tax_ids", List(&Of(&TAX_ID))).or_null().note("Null while the session is open."),
    ],
};

pub const DISCOUNT: Shape = Shape {
    name: "Discount",
    note: "",
    fields: &[
        is("coupon", IdOrWhole("coupon")).or_null(),
        is("promotion_code", IdOrWhole("promotion_code")).or_null(),
    ],
};

const INVOICE_FIELD: Shape =
    Shape { name: "InvoiceField", note: "", fields: &[is("name", Text), is("value", Text)] };

const RENDERING: Shape = Shape {
    name: "InvoiceRendering",
    note: "",
    fields: &[
        is("amount_tax_display", One(&["exclude_tax", "include_inclusive_tax"])).or_null(),
        is("template", Text).or_null(),
    ],
};

const INVOICE_DATA: Shape = Shape {
    name: "InvoiceData",
    note: "",
    fields: &[
        is("account_tax_ids", List(&Text)).or_null(),
        is("custom_fields", List(&Of(&INVOICE_FIELD))).or_null(),
        is("description", Text).or_null(),
        is("footer", Text).or_null(),
        is("issuer", Of(&ACCOUNT)).or_null(),
        is("metadata", Metadata),
        is("rendering_options", Of(&RENDERING)).or_null(),
    ],
};

pub const INVOICE_CREATION: Shape = Shape {
    name: "InvoiceCreation",
    note: "",
    fields: &[is("enabled", Flag), is("invoice_data", Of(&INVOICE_DATA))],
};

pub const ADJUSTABLE_QUANTITY: Shape = Shape {
    name: "AdjustableQuantity",
    note: "Whether the customer may change the quantity, and within which bounds.",
    fields: &[is("enabled", Flag), is("maximum", Integer).or_null(), is("minimum", Integer).or_null()],
};

pub const OPTIONAL_ITEM: Shape = Shape {
    name: "OptionalItem",
    note: "",
    fields: &[
        is("adjustable_quantity", Of(&ADJUSTABLE_QUANTITY)).or_null(),
        is("price", Text),
        is("quantity", Integer),
    ],
};

pub const METHOD_CONFIGURATION: Shape =
    Shape { name: "PaymentMethodConfiguration", note: "", fields: &[is("id", Text), is("parent", Null)] };

pub const SAVED_METHODS: Shape = Shape {
    name: "SavedPaymentMethodOptions",
    note: "",
    fields: &[
        is("allow_redisplay_filters", List(&One(REDISPLAY))),
        is("payment_method_remove", One(ABLE)),
        is("payment_method_save", One(ABLE)).or_null(),
    ],
};

const BREAKDOWN: Shape = Shape {
    name: "TotalsBreakdown",
    note: "By discount and by tax rate.",
    fields: &[
        is("discounts", List(&Of(&figures::DISCOUNT))),
        is("taxes", List(&Of(&figures::TAX))).note("Of the lines and of shipping."),
    ],
};

pub const TOTALS: Shape = Shape {
    name: "TotalDetails",
    note: "",
    fields: &[
        is("amount_discount", Amount),
        is("amount_shipping", Amount)
            .note("With the chosen way of shipping; the first one is chosen where nobody did."),
        is("amount_tax", Amount).note("Of the lines and of shipping; what prices include is in it."),
        is("breakdown", Of(&BREAKDOWN)).when("on expand"),
    ],
};

const LINK: Shape = Shape {
    name: "LinkWallet",
    note: "",
    fields: &[is("display", One(&["auto", "never"])).when("if it was given")],
};

pub const WALLETS: Shape =
    Shape { name: "WalletOptions", note: "", fields: &[is("link", Of(&LINK)).when("if it was given")] };
