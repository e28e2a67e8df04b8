//! Where a payout's request comes from: the shop's public address and its place on the map.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

/// `EndpointIPAddress`, `Latitude` and `Longitude` (api.md 1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The public address of the shop's line.
    pub address: IpAddr,
    /// In degrees, four decimals, as it is sent.
    pub latitude: String,
    /// In degrees, four decimals, as it is sent.
    pub longitude: String,
}

/// What is wrong with a place as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaceProblem {
    /// The public address is missing or not one.
    #[error("this is not an internet address; it looks like 203.0.113.7")]
    Address,
    /// The latitude is missing or not one.
    #[error("a latitude lies between -90 and 90, for example 28.6139")]
    Latitude,
    /// The longitude is missing or not one.
    #[error("a longitude lies between -180 and 180, for example 77.2090")]
    Longitude,
}

impl Place {
    /// A place of three texts.
    ///
    /// # Errors
    /// The first of the three that is not what it should be.
    pub fn read(address: &str, latitude: &str, longitude: &str) -> Result<Self, PlaceProblem> {
        Ok(Self {
            address: read_address(address)?,
            latitude: read_latitude(latitude)?,
            longitude: read_longitude(longitude)?,
        })
    }

    /// What is wrong with each of three texts; one that is still empty is not yet wrong.
    #[must_use]
    pub fn problems(address: &str, latitude: &str, longitude: &str) -> [Option<PlaceProblem>; 3] {
        let unless_empty =
            |text: &str, problem: Option<PlaceProblem>| problem.filter(|_| !text.trim().is_empty());
        [
            unless_empty(address, read_address(address).err()),
            unless_empty(latitude, read_latitude(latitude).err()),
            unless_empty(longitude, read_longitude(longitude).err()),
        ]
    }
}

fn read_address(typed: &str) -> Result<IpAddr, PlaceProblem> {
    typed.trim().parse().map_err(|_| PlaceProblem::Address)
}

fn read_latitude(typed: &str) -> Result<String, PlaceProblem> {
    degrees(typed, 90).ok_or(PlaceProblem::Latitude)
}

fn read_longitude(typed: &str) -> Result<String, PlaceProblem> {
    degrees(typed, 180).ok_or(PlaceProblem::Longitude)
}

/// Degrees with exactly four decimals, at most `most` on either side of zero. Digits beyond
/// the fourth, eleven metres, are left out.
fn degrees(typed: &str, most: u32) -> Option<String> {
    let typed = typed.trim().trim_end_matches('°');
    let (sign, digits) = match typed.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", typed),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    let whole: u32 = whole.parse().ok()?;
    let beyond = whole > most || (whole == most && part.bytes().any(|digit| digit != b'0'));
    let part: String = part.chars().chain("0000".chars()).take(4).collect();
    (!beyond).then(|| format!("{sign}{whole}.{part}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_have_four_decimals_and_a_limit() {
        let table = [
            ("28.6139", 90, Some("28.6139")),
            (" 77.209° ", 180, Some("77.2090")),
            ("-8.123456", 90, Some("-8.1234")),
            ("19", 90, Some("19.0000")),
            ("90.0", 90, Some("90.0000")),
            ("90.00001", 90, None),
            ("180", 180, Some("180.0000")),
            ("91", 90, None),
            ("", 90, None),
            (".5", 90, None),
            ("2,5", 90, None),
            ("1e2", 180, None),
            ("--5", 90, None),
        ];
        for (typed, most, expected) in table {
            assert_eq!(degrees(typed, most).as_deref(), expected, "{typed:?}");
        }
    }

    #[test]
    fn a_place_says_what_is_missing() {
        let read = |address, latitude, longitude| Place::read(address, latitude, longitude);
        assert!(read("203.0.113.7", "28.6", "77.2").is_ok());
        assert!(read("2001:db8::7", "28.6", "77.2").is_ok());
        assert_eq!(read("", "28.6", "77.2"), Err(PlaceProblem::Address));
        assert_eq!(read("203.0.113.7", "", "77.2"), Err(PlaceProblem::Latitude));
        assert_eq!(read("203.0.113.7", "28.6", "190"), Err(PlaceProblem::Longitude));
    }
}
