//! Callers of the listener: PGPE's, customers' and anybody's, who know secrets of the shop.

use std::io::{Read, Write};
use std::net::TcpStream;

use galla::ids::AgentId;
use galla::listener::return_url;
use secrecy::SecretString;
use url::form_urlencoded::byte_serialize;

use crate::marks::said;
use crate::shop::Shop;
use crate::{CALLBACK, TOKEN};

/// Says something to a listener and hears it out.
fn call(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    // Whom one hangs up on hears nothing.
    let _gone = stream.write_all(request.as_bytes());
    let mut heard = String::new();
    let _gone = stream.read_to_string(&mut heard);
    heard.lines().next().unwrap_or_default().to_owned()
}

/// Callers of every kind, who know these secrets of the shop.
pub fn strangers(shop: &mut Shop, agent_id: AgentId, known: &[&str]) {
    let (url, way_back) = shop.listens.clone().unwrap();
    let address = url.trim_start_matches("http://").split('/').next().unwrap().to_owned();
    let of_customer = return_url("", &SecretString::from(CALLBACK), true);
    assert!(way_back[0].ends_with(&of_customer));
    let head = format!("HTTP/1.1\r\nHost: {address}\r\nX-More: {TOKEN}\r\n");
    let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    for spelling in known.iter().flat_map(|secret| said(secret)) {
        let text = encoded(&spelling.text);
        let fields = |names: &[&str]| {
            let field = |name: &&str| format!("{name}={text}");
            names.iter().map(field).collect::<Vec<_>>().join("&")
        };
        let all = [
            "Status",
            "APITransID",
            "APIMessage",
            "OperatorReference",
            "Number",
            "Amount",
            "DateTime",
        ];
        let kept = [
            format!("/callback/{CALLBACK}?AgentID={agent_id}&{}", fields(&all)),
            format!(
                "/callback/{CALLBACK}?AgentID={agent_id}&Status=Success&Number=9876543200&Amount=20.00&{}",
                fields(&["APIMessage", "OperatorReference"])
            ),
            format!(
                "{of_customer}?clientTxnId={agent_id}&{}",
                fields(&["responseMessage", "accosaRefNo"])
            ),
        ];
        for path in kept {
            assert_eq!(call(&address, &format!("GET {path} {head}\r\n")), "HTTP/1.1 200 OK");
        }
    }
    let token = encoded(TOKEN);
    for request in [
        format!("GET /callback/{token} {head}\r\n"),
        format!("GET /callback/{CALLBACK}0?APIMessage={token} {head}\r\n"),
        format!("POST /callback/{CALLBACK} {head}Content-Length: 3\r\n\r\nabc"),
        format!("GET /callback/{CALLBACK}\0{TOKEN} {head}\r\n"),
        format!("{CALLBACK} {TOKEN}\r\n\r\n"),
        format!("GET /callback/{CALLBACK} HTTP/9.9 {TOKEN}\r\n\r\n"),
        format!("GET /callback/{CALLBACK} HTTP/1.1\r\n{TOKEN}\r\n\r\n"),
        format!("POST {of_customer} {head}Content-Length: {CALLBACK}\r\n\r\n"),
        format!("POST {of_customer} {head}Content-Length: 90000\r\n\r\n{TOKEN}"),
    ] {
        let heard = call(&address, &request);
        assert!(heard != "HTTP/1.1 200 OK", "{heard}");
    }
    shop.catch_up();
    shop.look_at("settings");
}
