//! PayU's PG Load in practice: the load, the enquiry, and the page where the customer pays (api.md 2).
//!
//! Shapes that the document does not show are ours: a refusal is `errorCode` and `message`.

mod books;
mod outcomes;
mod page;
mod request;
mod signature;

use std::time::Duration;

use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

pub use books::{Load, LoadState};
pub use outcomes::{LOAD_OUTCOMES, LoadFate, LoadOutcome, for_load};
pub use signature::{PRACTICE_MERCHANT_KEY, PRACTICE_MERCHANT_SALT};

pub(super) use books::Loads;

use self::request::LoadRequest;
use super::misbehaviour;

/// The practice wallet's identifier.
pub const PRACTICE_WALLET: &str = "CLW";

const LOAD: &str = "/loyalty-points/ppi/payment/pg-load/v1";
const ENQUIRY: &str = "/loyalty-points/ppi/payment/pg-load/enquiry/v1";
const PAGE: &str = "/practice/pg/";

/// By how much a call's date may be off.
const CLOCK: Duration = Duration::from_secs(5 * 60);

/// Answers a call to PG Load or to its page; `None` when the path is neither's.
pub(super) async fn answer(
    loads: &Loads,
    (method, path): (&Method, &str),
    headers: &HeaderMap,
    body: &[u8],
) -> Option<Response> {
    if let Some(of_page) = path.strip_prefix(PAGE) {
        return Some(on_page(loads, method, of_page));
    }
    let wanted = match path {
        LOAD => Method::PATCH,
        ENQUIRY => Method::POST,
        _ => return None,
    };
    let mut response = if *method != wanted {
        StatusCode::METHOD_NOT_ALLOWED.into_response()
    } else if let Err((status, code, message)) = admit(loads, headers) {
        refuse(status, code, message)
    } else if path == LOAD {
        load(loads, headers, body).await
    } else {
        enquire(loads, body)
    };
    // PayU's own clock, which is a test's: the client compares it with its own.
    if let Ok(date) = loads.now().to_http().parse() {
        response.headers_mut().insert(header::DATE, date);
    }
    Some(response)
}

/// Whether the caller may ask at all; else the HTTP status, the code and the words.
fn admit(
    loads: &Loads,
    headers: &HeaderMap,
) -> Result<(), (StatusCode, &'static str, &'static str)> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let (date, now) = (text("date"), loads.now());
    let refused = |message| Err((StatusCode::UNAUTHORIZED, "401", message));
    let Some(at) = crate::time::Moment::from_http(date) else {
        return refused("The date header is missing or not a GMT date");
    };
    let (key, salt) = (PRACTICE_MERCHANT_KEY, PRACTICE_MERCHANT_SALT);
    if !signature::is_signed(text("authorization"), date, key, salt) {
        return refused("HMAC signature cannot be verified");
    }
    if now.since(at).max(at.since(now)) > CLOCK {
        return refused("HMAC signature cannot be verified, a valid date is required");
    }
    if text("walletIdentifier") != PRACTICE_WALLET {
        return Err((StatusCode::NOT_FOUND, "1040", "Wallet not found"));
    }
    Ok(())
}

async fn load(loads: &Loads, headers: &HeaderMap, body: &[u8]) -> Response {
    let request = match LoadRequest::read(body) {
        Ok(request) => request,
        Err(field) => {
            let message = format!("Missing or invalid parameter: {field}");
            return refuse(StatusCode::BAD_REQUEST, "1020", &message);
        }
    };
    let (fate, seamless) = (for_load(request.amount), request.seamless);
    let Some(load) = loads.take(request, fate) else {
        return refuse(StatusCode::BAD_REQUEST, "1093", "Duplicate client transaction id");
    };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let page = match fate {
        LoadFate::OtherHost => format!("https://pay.example/#/{}", load.reference_id),
        _ => format!("http://{host}{PAGE}{}", load.reference_id),
    };
    let mut answer = json!({
        "referenceId": load.reference_id,
        "clientTxnId": load.client_txn_id,
        "data": { "redirectUrl": page },
        "seamlessTxn": seamless,
    });
    match fate {
        LoadFate::Refused => {
            return refuse(StatusCode::BAD_REQUEST, "1050", "Transaction limit exceeded");
        }
        LoadFate::ServerError => return misbehaviour::page(StatusCode::INTERNAL_SERVER_ERROR),
        LoadFate::Html => return misbehaviour::page(StatusCode::OK),
        LoadFate::NoAnswer => std::future::pending().await,
        LoadFate::NoReference => remove(&mut answer, "referenceId"),
        LoadFate::OtherLoad => put(&mut answer, "clientTxnId", "SOMEBODYELSE01"),
        _ => {}
    }
    axum::Json(answer).into_response()
}

fn enquire(loads: &Loads, body: &[u8]) -> Response {
    let body: Option<Value> = serde_json::from_slice(body).ok();
    let id = body.as_ref().and_then(|body| body.get("clientTxnId")?.as_str());
    let Some(id) = id else {
        return refuse(StatusCode::BAD_REQUEST, "1020", "Missing parameter: clientTxnId");
    };
    let Some(load) = loads.asked(id) else {
        return refuse(StatusCode::BAD_REQUEST, "1093", "Bad client id");
    };
    let state = load.state.unwrap_or(LoadState::Pending);
    let mut answer = json!({
        "status": state.word(),
        // PayU's own samples carry 00 beside FAILED: only `status` decides.
        "responseCode": "00",
        "responseMessage": "Enquiry successful",
        "clientTxnId": load.client_txn_id,
        "referenceId": load.reference_id,
        "loadAmount": load.amount.paise(),
        "currency": "INR",
    });
    if load.fate == LoadFate::FailsRefunded
        && state == LoadState::Failed
        && let Some(fields) = answer.as_object_mut()
    {
        let refund = json!({ "status": "SUCCESS", "amount": load.amount.paise() });
        fields.insert("refund".to_owned(), refund);
    }
    axum::Json(answer).into_response()
}

/// The page of a load, and what is pressed on it.
fn on_page(loads: &Loads, method: &Method, of_page: &str) -> Response {
    let found = match (method, of_page.split_once('/')) {
        (&Method::GET, None) => loads.of_page(of_page).map(|load| page::show(&load)),
        (&Method::POST, Some((reference, "pay"))) => {
            loads.pressed(reference, LoadState::Success).map(|load| page::back(&load))
        }
        (&Method::POST, Some((reference, "cancel"))) => {
            loads.pressed(reference, LoadState::Failed).map(|load| page::back(&load))
        }
        _ => None,
    };
    found.unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
}

fn refuse(status: StatusCode, code: &str, message: &str) -> Response {
    (status, axum::Json(json!({ "errorCode": code, "message": message }))).into_response()
}

fn remove(answer: &mut Value, name: &str) {
    if let Some(fields) = answer.as_object_mut() {
        fields.remove(name);
    }
}

fn put(answer: &mut Value, name: &str, text: &str) {
    if let Some(value) = answer.get_mut(name) {
        *value = Value::from(text);
    }
}
