//! What can be wrong with a secure connection, and what is then known of a payment (M3, M4).
//!
//! Galla trusts whom the system trusts, and nothing in it can be told to trust anybody else. So
//! the tests have an authority of their own, and a process of its own for the client in which
//! the system's list of authorities is theirs.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use base64::prelude::{BASE64_STANDARD, Engine};
use galla::gateway::pgpe::Format;
use galla::transaction::{NotSent, Unknown};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::version::{TLS12, TLS13};
use rustls::{RootCertStore, ServerConfig, ServerConnection, SupportedProtocolVersion};

use crate::calls::{Call, Travelled};
use crate::scripted::{http, success};
use crate::{LATE, SOON};

/// Tells the other process whom to call: a line each, with the patience to have.
const CALLS: &str = "GALLA_TEST_TLS_CALLS";

const REFUSED: Travelled = Travelled::NeverLeft(NotSent::TlsRefused);
const LOST: Travelled = Travelled::No(Unknown::ConnectionLost);

/// An authority that signs certificates.
struct Authority {
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap().der().clone();
        Self { certificate, issuer: Issuer::new(params, key) }
    }

    /// A certificate for this computer, changed as a row wants it.
    fn signs(&self, change: impl FnOnce(&mut CertificateParams)) -> Identity {
        let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
        params.extended_key_usages.push(ExtendedKeyUsagePurpose::ServerAuth);
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap().der().clone();
        Identity { chain: vec![certificate], key }
    }

    fn pem(&self) -> String {
        let base64 = BASE64_STANDARD.encode(&self.certificate);
        format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----\n")
    }
}

/// What a server shows, and the key to it.
struct Identity {
    chain: Vec<CertificateDer<'static>>,
    key: KeyPair,
}

impl Identity {
    fn self_signed() -> Self {
        let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
        let key = KeyPair::generate().unwrap();
        Self { chain: vec![params.self_signed(&key).unwrap().der().clone()], key }
    }

    /// One whose certificate was signed with that of a server, which is no authority.
    fn by_a_server(authority: &Authority) -> Self {
        let server = authority.signs(|_| ());
        let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
        let (between, key) = (server.chain[0].clone(), KeyPair::generate().unwrap());
        let issuer = Issuer::new(params.clone(), server.key);
        let own = params.signed_by(&key, &issuer).unwrap().der().clone();
        Self { chain: vec![own, between], key }
    }

    fn config(self, versions: &[&'static SupportedProtocolVersion]) -> ServerConfig {
        let key = PrivateKeyDer::try_from(self.key.serialize_der()).unwrap();
        ServerConfig::builder_with_protocol_versions(versions)
            .with_no_client_auth()
            .with_single_cert(self.chain, key)
            .unwrap()
    }

    /// A server that lets in only whom this authority vouches for.
    fn asking(self, version: &'static SupportedProtocolVersion, of: &Authority) -> ServerConfig {
        let mut roots = RootCertStore::empty();
        roots.add(of.certificate.clone()).unwrap();
        let verifier = WebPkiClientVerifier::builder(Arc::new(roots)).build().unwrap();
        let key = PrivateKeyDer::try_from(self.key.serialize_der()).unwrap();
        ServerConfig::builder_with_protocol_versions(&[version])
            .with_client_cert_verifier(verifier)
            .with_single_cert(self.chain, key)
            .unwrap()
    }
}

/// A server, and how many came to it.
struct Server {
    base: String,
    callers: Arc<AtomicUsize>,
}

/// What a server does with a caller.
type Act = Box<dyn Fn(TcpStream) + Send>;

fn serve(act: Act) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("https://{}", listener.local_addr().unwrap());
    let callers = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&callers);
    thread::spawn(move || {
        for caller in listener.incoming().flatten() {
            count.fetch_add(1, Ordering::SeqCst);
            act(caller);
        }
    });
    Server { base, callers }
}

/// Shakes hands, and then does this.
fn after_handshake(
    config: ServerConfig,
    act: impl Fn(&mut rustls::Stream<'_, ServerConnection, TcpStream>) + Send + 'static,
) -> Act {
    let config = Arc::new(config);
    Box::new(move |mut caller| {
        let mut tls = ServerConnection::new(Arc::clone(&config)).unwrap();
        let shaken = tls.complete_io(&mut caller);
        if shaken.is_ok() && !tls.is_handshaking() {
            act(&mut rustls::Stream::new(&mut tls, &mut caller));
        }
        // Whoever was refused has something to read: the alert, and then the end.
        while tls.wants_write() && tls.write_tls(&mut caller).is_ok() {}
        let _gone = caller.shutdown(Shutdown::Write);
        while caller.read(&mut [0; 1024]).is_ok_and(|count| count > 0) {}
    })
}

/// Reads the request and answers so, with or without TLS's own end.
fn answers(config: ServerConfig, bytes: Vec<u8>, ends: bool) -> Act {
    after_handshake(config, move |tls| {
        let mut request = [0; 8 * 1024];
        let read = tls.read(&mut request).unwrap();
        assert!(read > 0);
        tls.write_all(&bytes).unwrap();
        if ends {
            tls.conn.send_close_notify();
            tls.flush().unwrap();
        }
    })
}

/// Says this in a handshake's place; holds the line if there is nothing to say.
fn no_tls(bytes: &'static [u8], holds: bool) -> Act {
    Box::new(move |mut caller| {
        let _hello = caller.read(&mut [0; 4096]).unwrap();
        caller.write_all(bytes).unwrap();
        if !holds {
            caller.shutdown(Shutdown::Write).unwrap();
        }
        while caller.read(&mut [0; 1024]).is_ok_and(|count| count > 0) {}
    })
}

/// The case, what the server does, how the answer travelled.
type Row = (&'static str, Act, Travelled);

/// Whose certificate may not be believed is not told the token: nothing left (M4).
fn certificates(trusted: &Authority, stranger: &Authority) -> Vec<Row> {
    let both = [&TLS13, &TLS12];
    let shows = move |identity: Identity| {
        answers(identity.config(&both), http("200 OK", "", success()), true)
    };
    let named = |name: &str| {
        let name = CertificateParams::new(vec![name.to_owned()]).unwrap().subject_alt_names;
        trusted.signs(|params| params.subject_alt_names = name)
    };
    let in_words = |params: &mut CertificateParams| {
        params.subject_alt_names.clear();
        params.distinguished_name.push(DnType::CommonName, "127.0.0.1");
    };
    let for_clients = |params: &mut CertificateParams| {
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    };
    let expired = |params: &mut CertificateParams| params.not_after = date_time_ymd(2020, 1, 1);
    let early = |params: &mut CertificateParams| params.not_before = date_time_ymd(2999, 1, 1);
    vec![
        ("a good certificate", shows(trusted.signs(|_| ())), Travelled::Well),
        ("of another name", shows(named("pgpe.example")), REFUSED),
        ("of another address", shows(named("127.0.0.2")), REFUSED),
        ("whose name is in its words only", shows(trusted.signs(in_words)), REFUSED),
        ("that has expired", shows(trusted.signs(expired)), REFUSED),
        ("that is not yet valid", shows(trusted.signs(early)), REFUSED),
        ("for clients", shows(trusted.signs(for_clients)), REFUSED),
        ("signed by itself", shows(Identity::self_signed()), REFUSED),
        ("signed by a stranger", shows(stranger.signs(|_| ())), REFUSED),
        ("signed by a server", shows(Identity::by_a_server(trusted)), REFUSED),
    ]
}

/// Up to the end of the handshake nothing has left; from there on it may have.
fn handshakes(trusted: &Authority) -> Vec<Row> {
    let good = || trusted.signs(|_| ());
    let answer = || http("200 OK", "", success());
    let unsized_answer = || [b"HTTP/1.1 200 OK\r\n\r\n", success().as_bytes()].concat();
    let mut only_h2 = good().config(&[&TLS13]);
    only_h2.alpn_protocols = vec![b"h2".to_vec()];
    let half = b"\x16\x03\x03\x00\x7a\x02\x00\x00\x76\x03\x03";
    vec![
        (
            "an answer by TLS 1.2",
            answers(good().config(&[&TLS12]), answer(), true),
            Travelled::Well,
        ),
        (
            "an answer by TLS 1.3",
            answers(good().config(&[&TLS13]), answer(), true),
            Travelled::Well,
        ),
        (
            "an answer that ends as TLS ends",
            answers(good().config(&[&TLS13]), unsized_answer(), true),
            Travelled::Well,
        ),
        (
            "an answer that is cut off",
            answers(good().config(&[&TLS13]), unsized_answer(), false),
            LOST,
        ),
        ("words without TLS", no_tls(b"HTTP/1.1 400 Bad Request\r\n\r\n", false), REFUSED),
        ("an alert: no shared cipher", no_tls(b"\x15\x03\x03\x00\x02\x02\x28", false), REFUSED),
        ("an alert: an older TLS only", no_tls(b"\x15\x03\x01\x00\x02\x02\x46", false), REFUSED),
        ("HTTP/2 alone", answers(only_h2, answer(), true), REFUSED),
        (
            "no certificate of ours, by TLS 1.2",
            answers(good().asking(&TLS12, trusted), answer(), true),
            REFUSED,
        ),
        // In TLS 1.3 the client is done, and speaks, before it is told.
        (
            "no certificate of ours, by TLS 1.3",
            answers(good().asking(&TLS13, trusted), answer(), true),
            LOST,
        ),
        // Nobody refused anything: the line broke, or nobody spoke.
        ("closed at the first word", no_tls(b"", false), LOST),
        ("closed within the handshake", no_tls(half, false), LOST),
        ("silence", no_tls(b"", true), Travelled::No(Unknown::TimedOut)),
        (
            "closed right after the handshake, by TLS 1.2",
            after_handshake(good().config(&[&TLS12]), |_| ()),
            LOST,
        ),
        (
            "closed right after the handshake, by TLS 1.3",
            after_handshake(good().config(&[&TLS13]), |_| ()),
            LOST,
        ),
    ]
}

#[test]
fn m2_m3_m4_whatever_is_wrong_with_a_secure_connection() {
    call_each(false);
}

/// One that was made ahead is refused as the payment's own is; where it was not, the payment goes
/// by it, whatever TLS itself has said on it meanwhile.
#[test]
fn m2_m3_m4_whatever_is_wrong_with_a_secure_connection_made_ahead() {
    call_each(true);
}

fn call_each(ahead: bool) {
    let _installed = rustls::crypto::ring::default_provider().install_default();
    let (trusted, stranger) = (Authority::new("trusted"), Authority::new("stranger"));
    let rows = [certificates(&trusted, &stranger), handshakes(&trusted)].into_iter().flatten();
    let rows: Vec<_> = rows.map(|(case, act, travelled)| (case, serve(act), travelled)).collect();
    let calls: String = rows
        .iter()
        .map(|(_, server, travelled)| {
            let soon = matches!(travelled, Travelled::No(Unknown::TimedOut));
            format!("{} {} {ahead}\n", server.base, if soon { "soon" } else { "late" })
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let roots = folder.path().join("roots.pem");
    std::fs::write(&roots, trusted.pem()).unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tls::as_another_process", "--ignored", "--nocapture"])
        .env(CALLS, calls)
        .env("SSL_CERT_FILE", &roots)
        .env_remove("SSL_CERT_DIR")
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    let told: Vec<_> = told.lines().filter_map(|line| line.strip_prefix("after: ")).collect();
    assert_eq!(told.len(), rows.len(), "{told:?}");
    for ((case, server, travelled), after) in rows.iter().zip(told) {
        assert_eq!(after, format!("{:?}", Call::Recharge.after(travelled)), "{case}");
        let callers = server.callers.load(Ordering::SeqCst);
        let most = if ahead && !matches!(travelled, Travelled::Well) { 2 } else { 1 };
        assert!((1..=most).contains(&callers), "{case}: called {callers} times");
    }
}

#[tokio::test]
#[ignore = "run by the test above, as a process of its own"]
async fn as_another_process() {
    for line in std::env::var(CALLS).unwrap().lines() {
        let [base, patience, ahead] = line.split(' ').collect::<Vec<_>>().try_into().unwrap();
        let patience = if patience == "soon" { SOON } else { LATE };
        let ahead = ahead.parse().unwrap();
        let after = Call::Recharge.make_by(base, Format::Json, patience, ahead).await;
        eprintln!("after: {after:?}");
    }
}

/// In this process the system's authorities are the system's.
#[tokio::test]
async fn m4_m10_an_authority_that_the_system_does_not_know_is_told_nothing() {
    let _installed = rustls::crypto::ring::default_provider().install_default();
    let identity = Authority::new("unknown").signs(|_| ());
    let server = serve(answers(identity.config(&[&TLS13]), http("200 OK", "", success()), true));
    for call in Call::OF_PGPE.into_iter().chain(Call::OF_PAYU) {
        assert_eq!(call.make(&server.base, Format::Json, LATE).await, call.after(&REFUSED));
    }
    assert_eq!(server.callers.load(Ordering::SeqCst), 11);
}
