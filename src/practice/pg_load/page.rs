//! The page on which the customer pays, and the way back to the shop (api.md 2).

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use url::Url;

use super::books::{Load, LoadState};
use super::outcomes::LoadFate;
use super::signature::PRACTICE_MERCHANT_KEY;

/// The page with its two buttons; of a load that has ended, what became of it.
pub fn show(load: &Load) -> Response {
    let amount = load.amount;
    let below = match load.state {
        Some(LoadState::Success) => "<p id=\"ended\">Paid. · भुगतान हो गया।</p>".to_owned(),
        Some(LoadState::Failed) => "<p id=\"ended\">Not paid. · भुगतान नहीं हुआ।</p>".to_owned(),
        _ => {
            let button = |action: &str, button: &str| {
                format!(
                    "<form method=\"post\" action=\"/practice/pg/{}/{action}\">{button}</form>",
                    load.reference_id
                )
            };
            // Who practises at the counter pays by Enter, as everywhere.
            button("pay", "<button id=\"pay\" autofocus>Pay · भुगतान करें</button>")
                + &button("cancel", "<button id=\"cancel\">Cancel · रद्द करें</button>")
        }
    };
    html(format!(
        "<h1>Practice: load a wallet · अभ्यास</h1><p id=\"amount\">{amount}</p><p id=\"mobile\">{}</p>{below}",
        load.mobile
    ))
}

/// Sends the customer back to the shop's address for this end.
pub fn back(load: &Load) -> Response {
    let paid = load.state == Some(LoadState::Success);
    let to = if paid { &load.request.surl } else { &load.request.furl };
    let Ok(mut url) = Url::parse(to) else { return StatusCode::NOT_FOUND.into_response() };
    let fields = [
        ("merchantCode", PRACTICE_MERCHANT_KEY.to_owned()),
        ("accosaTransactionId", load.reference_id.clone()),
        ("responseCode", if paid { "00" } else { "96" }.to_owned()),
        ("responseMessage", if paid { "Approved" } else { "Cancelled by customer" }.to_owned()),
        ("clientTxnId", load.client_txn_id.clone()),
        ("txnAmount", load.amount.paise().to_string()),
        ("loadAmount", load.amount.paise().to_string()),
        ("accosaRefNo", load.reference_id.chars().rev().take(12).collect()),
    ];
    if load.fate != LoadFate::BackByForm {
        url.query_pairs_mut().extend_pairs(fields);
        return (StatusCode::SEE_OTHER, [(header::LOCATION, String::from(url))]).into_response();
    }
    let inputs: String = fields
        .iter()
        .map(|(name, value)| format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">"))
        .collect();
    let action = escaped(url.as_str());
    html(format!(
        "<form id=\"back\" method=\"post\" action=\"{action}\">{inputs}<button>Back to the shop</button></form><script>document.getElementById(\"back\").submit()</script>"
    ))
}

fn html(body: String) -> Response {
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>PG Load practice</title></head><body>{body}</body></html>"
    );
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

/// An address within an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
