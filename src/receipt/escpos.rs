//! A document to an ESC/POS printer, on the network or as a device file: as dots, since none of
//! them knows Devanagari.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::time::Duration;

use escpos::driver::Driver;
use escpos::errors::PrinterError;
use escpos::printer::Printer;
use escpos::utils::Protocol;

use super::picture::Dots;
use super::system::PrintTrouble;

/// The port on which receipt printers listen, where none is given.
const PORT: u16 = 9_100;

/// How long a printer may take to answer a connection.
const CONNECT: Duration = Duration::from_secs(5);

/// How long a printer may take no dots: long enough to change the roll's end for a new one.
const PATIENCE: Duration = Duration::from_secs(20);

/// Rows in one command: cheap printers keep no more in mind.
const BAND: usize = 128;

/// Lines fed before the cut, so that the last text is past the knife.
const FEED: u8 = 4;

/// Where a printer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A name or an address on the network, with a port or without.
    Network(String),
    /// A device file such as `/dev/usb/lp0`.
    Device(PathBuf),
}

/// The bytes that print these dots and cut.
#[must_use]
pub fn bytes(dots: &Dots) -> Vec<u8> {
    let mut printer = Printer::new(Sink::default(), Protocol::default(), None);
    // What the sink takes cannot fail.
    if let Err(error) = commands(&mut printer, dots) {
        tracing::error!(%error, "a document was not spelled for the printer");
    }
    printer.driver().0.into_inner()
}

fn commands(printer: &mut Printer<Sink>, dots: &Dots) -> Result<(), PrinterError> {
    printer.init()?;
    for band in dots.bytes.chunks(dots.row.max(1) * BAND) {
        printer.custom(&raster(dots.row, band))?;
    }
    printer.feeds(FEED)?.print_cut()?;
    Ok(())
}

/// `GS v 0`, the raster command that every ESC/POS printer knows: the bytes in a row and the
/// number of rows, each low byte first, and the rows.
fn raster(row: usize, band: &[u8]) -> Vec<u8> {
    let little = |number: usize| u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes();
    let mut command = vec![0x1D, b'v', b'0', 0];
    command.extend(little(row));
    command.extend(little(band.len() / row.max(1)));
    command.extend(band);
    command
}

/// Keeps what the printer is to be sent, to be sent in one piece.
#[derive(Default)]
struct Sink(RefCell<Vec<u8>>);

impl Driver for Sink {
    fn name(&self) -> String {
        "receipt".to_owned()
    }

    fn write(&self, data: &[u8]) -> Result<(), PrinterError> {
        self.0.borrow_mut().extend_from_slice(data);
        Ok(())
    }

    fn read(&self, _buffer: &mut [u8]) -> Result<usize, PrinterError> {
        Ok(0)
    }

    fn flush(&self) -> Result<(), PrinterError> {
        Ok(())
    }
}

/// Sends bytes to a printer. Blocks until it has taken them.
///
/// # Errors
/// [`PrintTrouble`]; after [`PrintTrouble::Doubtful`] it may print all the same.
pub fn send(bytes: &[u8], place: &Place) -> Result<(), PrintTrouble> {
    match place {
        Place::Network(address) => to_network(bytes, address),
        Place::Device(file) => to_device(bytes, file),
    }
}

fn to_network(bytes: &[u8], address: &str) -> Result<(), PrintTrouble> {
    let (host, port) = split(address).ok_or(PrintTrouble::NotSet)?;
    let not_reached = |error: io::Error| PrintTrouble::NotReached(error.to_string());
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for found in (host, port).to_socket_addrs().map_err(not_reached)? {
        match TcpStream::connect_timeout(&found, CONNECT) {
            Ok(mut line) => {
                line.set_write_timeout(Some(PATIENCE)).map_err(not_reached)?;
                return line.write_all(bytes).map_err(|_| PrintTrouble::Doubtful);
            }
            Err(error) => last = error,
        }
    }
    Err(not_reached(last))
}

/// Whether a text says where a printer on the network may be.
#[must_use]
pub fn is_address(text: &str) -> bool {
    split(text).is_some()
}

/// A host and its port: `192.0.2.7`, `printer.local:9100`, `[2001:db8::7]:9100`.
fn split(address: &str) -> Option<(&str, u16)> {
    let address = address.trim();
    let (host, port) = match address.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => {
            (host, port.parse().ok()?)
        }
        _ => (address, PORT),
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    (!host.is_empty() && !host.contains(char::is_whitespace)).then_some((host, port))
}

fn to_device(bytes: &[u8], file: &Path) -> Result<(), PrintTrouble> {
    if file.as_os_str().is_empty() {
        return Err(PrintTrouble::NotSet);
    }
    // Never made: a device that is missing must not become a file that swallows receipts.
    let opened = File::options().append(true).open(file);
    let mut device = opened.map_err(|error| match error.kind() {
        io::ErrorKind::PermissionDenied => PrintTrouble::NotPermitted,
        _ => PrintTrouble::NotReached(error.to_string()),
    })?;
    device.write_all(bytes).and_then(|()| device.flush()).map_err(|_| PrintTrouble::Doubtful)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printer_has_a_host_and_perhaps_a_port() {
        let table = [
            ("192.0.2.7", Some(("192.0.2.7", 9_100))),
            (" printer.local:9101 ", Some(("printer.local", 9_101))),
            ("[2001:db8::7]:9100", Some(("2001:db8::7", 9_100))),
            ("2001:db8::7", Some(("2001:db8::7", 9_100))),
            ("printer:many", None),
            ("my printer", None),
            (":9100", None),
            ("", None),
        ];
        for (address, expected) in table {
            assert_eq!(split(address), expected, "{address:?}");
        }
    }

    #[test]
    fn dots_are_sent_in_bands_between_a_start_and_a_cut() {
        let dots = Dots { row: 2, rows: 130, bytes: (0..=255).cycle().take(260).collect() };
        let bytes = bytes(&dots);
        assert!(bytes.starts_with(&[0x1B, b'@']), "it begins afresh");
        let first = [0x1D, b'v', b'0', 0, 2, 0, 128, 0, 0, 1, 2];
        let second = [0x1D, b'v', b'0', 0, 2, 0, 2, 0, 0, 1, 2, 3, 0x1B];
        for part in [&first[..], &second[..]] {
            assert!(bytes.windows(part.len()).any(|window| window == part), "{part:?}");
        }
        assert!(bytes.windows(2).any(|window| window == [0x1D, b'V']), "it is cut");
    }

    #[test]
    fn a_missing_device_is_not_made() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("lp0");
        let told = send(b"x", &Place::Device(file.clone()));
        assert!(matches!(told, Err(PrintTrouble::NotReached(_))), "{told:?}");
        assert!(!file.exists());
        std::fs::write(&file, "").unwrap();
        send(b"x", &Place::Device(file.clone())).unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), b"x");
    }
}
