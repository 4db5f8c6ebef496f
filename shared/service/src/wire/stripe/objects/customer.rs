//! A customer, as it is stored.

use paydesk_model::payment::Customer;
use serde_json::{Value, json};

use super::{list, short};

pub fn customer(customer: &Customer) -> Value {
    let mut value = json!({
        "id": customer.id,
        "object": "customer",
        "address": customer.address,
        "balance": 0,
        "created": customer.created.seconds(),
        "currency": null,
        "customer_account": null,
        "default_source": null,
        "delinquent": false,
        "description": customer.description,
        "discount": null,
        "email": customer.email,
        "invoice_prefix": customer.invoice_prefix.clone().or_else(|| customer.id.strip_prefix("cus_").map(short)),
        "invoice_settings": {
            "custom_fields": null, "default_payment_method": null, "footer": null, "rendering_options": null,
        },
        "livemode": customer.livemode,
        "metadata": customer.metadata,
        "name": customer.name,
        "phone": customer.phone,
        "preferred_locales": customer.preferred_locales,
        "shipping": customer.shipping.as_ref().map(|shipping| {
            json!({ "address": shipping.address, "name": shipping.name, "phone": customer.shipping_phone })
        }),
        "tax_exempt": customer.tax_exemption(),
        "test_clock": null,
    });
    for (key, name) in
        [("business_name", &customer.business_name), ("individual_name", &customer.individual_name)]
    {
        if let Some(name) = name {
            value[key] = json!(name);
        }
    }
    value
}

/// What is left of one that was deleted.
pub fn deleted(id: &str) -> Value {
    json!({"id": id, "object": "customer", "deleted": true})
}

pub fn tax_ids(customer: &Customer) -> Value {
    let body = customer.id.strip_prefix("cus_").unwrap_or(&customer.id);
    let numbered = (1..).zip(&customer.tax_ids);
    let ids = numbered.map(|(number, tax_id): (u32, _)| {
        json!({
            "id": format!("txi_{body}_{number}"),
            "object": "tax_id",
            "country": null,
            "created": customer.created.seconds(),
            "customer": customer.id,
            "customer_account": null,
            "livemode": customer.livemode,
            "owner": { "customer": customer.id, "customer_account": null, "type": "customer" },
            "type": tax_id.kind,
            "value": tax_id.value.as_deref().unwrap_or_default(),
            "verification": {
                "status": "unavailable", "verified_address": null, "verified_name": null,
            },
        })
    });
    list(ids, format!("/v1/customers/{}/tax_ids", customer.id))
}
