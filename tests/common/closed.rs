//! A port of this machine that takes no connection, and that nobody else is given meanwhile.

use tokio::net::TcpSocket;

/// A port that is taken and not listened at: who calls it is refused. One that was free a moment
/// ago can be another program's by then.
pub struct Closed(TcpSocket);

impl Closed {
    pub fn new() -> Self {
        let kept = TcpSocket::new_v4().unwrap();
        kept.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        Self(kept)
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.0.local_addr().unwrap())
    }
}
