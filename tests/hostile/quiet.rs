//! Nothing that a gateway does makes Galla say the token (M10).

use std::io::Write;
use std::sync::{Arc, Mutex};

use galla::gateway::Gateway;
use galla::gateway::pgpe::Format;
use tracing_subscriber::Layer;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::scripted::{Script, Scripted, TOKEN, client, http, id, order, success};
use crate::travels;

/// Everything that is logged, whoever logs it.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<u8>>>);

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Heard {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn m10_no_failure_names_the_token() {
    let heard = Heard::default();
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(heard.clone())
        .with_ansi(false)
        .with_filter(galla::logs::filter(Some("trace")));
    // For this thread only, since tests share a process.
    let listening = tracing_subscriber::registry().with(lines).set_default();
    let mut said = String::new();
    for (_, script, _) in travels::travels() {
        let gateway = Scripted::new(script(success().as_bytes()));
        said += &format!("{:?}", gateway.client(Format::Json).pay(id(), &order()).await);
    }
    for (line, _) in travels::STATUSES {
        let back = format!("Location: /?token={TOKEN}\r\n");
        let gateway = Scripted::new(Script::Say(http(line, &back, TOKEN)));
        said += &format!("{:?}", gateway.client(Format::Json).pay(id(), &order()).await);
    }
    let echo = format!(
        r#"{{"StatusCode":"IAT","Message":"{TOKEN}","Data":{{"APIMessage":"MARKED-TOKEN%2f42%2B"}}}}"#
    );
    let gateway = Scripted::new(Script::Say(http("200 OK", "", echo)));
    said += &format!("{:?}", gateway.client(Format::Json).pay(id(), &order()).await);
    let refused = client("http://127.0.0.1:1", Format::Json).pay(id(), &order()).await;
    said += &format!("{refused:?}");
    drop(listening);
    said += &String::from_utf8_lossy(&heard.0.lock().unwrap());
    assert!(said.contains("a call to the gateway failed"), "the log was heard");
    let said = said.to_ascii_lowercase();
    for spelling in ["marked-token", "marked%2dtoken", "tufss0velvrps0vo"] {
        assert!(!said.contains(spelling), "{spelling}");
    }
}
