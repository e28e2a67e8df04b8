//! A wallet load: money into a customer's prepaid wallet, its form, and the order that comes of it (api.md 2).

use serde::{Deserialize, Serialize};

use super::{AmountProblem, TextProblem, amount_within, keep};
use crate::money::Paise;
use crate::transaction::number::{self, NumberError};
use crate::transaction::operator::Category;

/// A wallet load that may be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalletOrder {
    /// The shop's id of the customer, up to 20 digits; empty when not given.
    pub customer_id: String,
    /// The customer's first name.
    pub first_name: String,
    /// The customer's last name.
    pub last_name: String,
    /// The customer's mobile number, ten digits; it is sent with 91 in front.
    pub mobile: String,
    /// The customer's address for mail.
    pub email: String,
    /// The amount.
    pub amount: Paise,
    /// Where PayU sends the customer after a payment.
    pub surl: String,
    /// Where PayU sends the customer after none.
    pub furl: String,
    /// Whether the payment is seamless.
    pub seamless: bool,
}

/// The Wallet Load form as it stands on the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WalletForm {
    /// The customer's id as typed.
    pub customer_id: String,
    /// The first name as typed.
    pub first_name: String,
    /// The last name as typed.
    pub last_name: String,
    /// The mobile number as typed.
    pub mobile: String,
    /// The address for mail as typed.
    pub email: String,
    /// The amount in rupees as typed.
    pub amount: String,
    /// Whether the payment is to be seamless.
    pub seamless: bool,
}

/// What is wrong with a form, one problem a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WalletProblems {
    /// About the customer's id.
    pub customer_id: Option<CustomerIdProblem>,
    /// About the first name.
    pub first_name: Option<NameProblem>,
    /// About the last name.
    pub last_name: Option<NameProblem>,
    /// About the mobile number.
    pub mobile: Option<NumberError>,
    /// About the address for mail.
    pub email: Option<EmailProblem>,
    /// About the amount.
    pub amount: Option<AmountProblem>,
    /// About the addresses that the customer comes back to; they are the settings'.
    pub way_back: Option<WayBackProblem>,
}

/// What can be wrong with a customer's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CustomerIdProblem {
    /// It has something else than digits.
    #[error("a customer's id has digits only")]
    Digits,
    /// It has more than 20 digits.
    #[error("a customer's id has at most 20 digits")]
    TooLong,
}

/// What can be wrong with a customer's first or last name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameProblem {
    /// It is missing, too long, or has a line break.
    #[error(transparent)]
    Text(#[from] TextProblem),
    /// A character that is neither a letter nor a dot nor a space.
    #[error("a name has letters, dots and spaces; this has “{0}”")]
    Letter(char),
}

/// What can be wrong with an address for mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailProblem {
    /// It is missing.
    #[error("PayU needs an address for mail")]
    Empty,
    /// It is none.
    #[error("this is not an address for mail; it looks like asha@example.com")]
    NotAnAddress,
}

/// What can be wrong with the addresses that the customer comes back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WayBackProblem {
    /// There are none.
    #[error("the settings have no address to which PayU sends the customer back")]
    Missing,
    /// One is not a web address.
    #[error("an address to which PayU sends the customer back is not a web address")]
    NotAnAddress,
}

/// The longest first or last name, in characters.
const LONGEST_NAME: usize = 50;

/// The longest customer's id, in digits.
const LONGEST_ID: usize = 20;

/// The longest address for mail (RFC 5321), in characters.
const LONGEST_EMAIL: usize = 254;

impl WalletOrder {
    /// Makes an order from a form; the customer comes back to `surl` or `furl`.
    ///
    /// # Errors
    /// Every problem at once, each beside its field; the form is left as it is.
    pub fn from_form(
        form: &WalletForm,
        surl: &str,
        furl: &str,
    ) -> Result<Self, Box<WalletProblems>> {
        let mut problems = Box::<WalletProblems>::default();
        let most = Paise::from_paise(i64::MAX);
        let customer_id = keep(customer_id(&form.customer_id), &mut problems.customer_id);
        let first_name = keep(name(&form.first_name), &mut problems.first_name);
        let last_name = keep(name(&form.last_name), &mut problems.last_name);
        let mobile = number::understand(Category::MobilePrepaid, &form.mobile);
        let mobile = keep(mobile, &mut problems.mobile);
        let email = keep(email(&form.email), &mut problems.email);
        let amount = keep(amount_within(&form.amount, Paise::ZERO, most), &mut problems.amount);
        let way_back = keep(way_back(surl, furl), &mut problems.way_back);
        match (customer_id, first_name, last_name, mobile, email, amount, way_back) {
            (
                Some(customer_id),
                Some(first_name),
                Some(last_name),
                Some(mobile),
                Some(email),
                Some(amount),
                Some((surl, furl)),
            ) => Ok(Self {
                customer_id,
                first_name,
                last_name,
                mobile,
                email,
                amount,
                surl,
                furl,
                seamless: form.seamless,
            }),
            _ => Err(problems),
        }
    }

    /// The customer's whole name.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

fn customer_id(typed: &str) -> Result<String, CustomerIdProblem> {
    let id = typed.trim();
    if !id.bytes().all(|byte| byte.is_ascii_digit()) {
        Err(CustomerIdProblem::Digits)
    } else if id.len() > LONGEST_ID {
        Err(CustomerIdProblem::TooLong)
    } else {
        Ok(id.to_owned())
    }
}

/// Letters, dots and single spaces: spaces beyond one are a slip of the thumb.
fn name(typed: &str) -> Result<String, NameProblem> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(TextProblem::Required.into());
    }
    // The signs of Indian scripts are not all letters by themselves, and part of every name.
    let in_names =
        |c: char| c.is_alphabetic() || ('\u{900}'..='\u{d7f}').contains(&c) || ". ".contains(c);
    if let Some(stranger) = name.chars().find(|c| !in_names(*c)) {
        return Err(NameProblem::Letter(stranger));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(TextProblem::TooLong(LONGEST_NAME).into());
    }
    Ok(name)
}

/// An address that mail could go to: PayU judges the rest.
fn email(typed: &str) -> Result<String, EmailProblem> {
    let address = typed.trim();
    if address.is_empty() {
        return Err(EmailProblem::Empty);
    }
    let plain = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'@')
    };
    let whole = address.len() <= LONGEST_EMAIL
        && address.split_once('@').is_some_and(|(user, host)| {
            plain(user)
                && plain(host)
                && host.contains('.')
                && host.split('.').all(|part| !part.is_empty())
        });
    if whole { Ok(address.to_owned()) } else { Err(EmailProblem::NotAnAddress) }
}

fn way_back(surl: &str, furl: &str) -> Result<(String, String), WayBackProblem> {
    let one = |text: &str| {
        let text = text.trim();
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        match host {
            _ if text.is_empty() => Err(WayBackProblem::Missing),
            Some(host) if !host.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic()) => {
                Ok(text.to_owned())
            }
            _ => Err(WayBackProblem::NotAnAddress),
        }
    };
    Ok((one(surl)?, one(furl)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::MoneyError;

    const SURL: &str = "https://shop.example/payu/s/success";
    const FURL: &str = "https://shop.example/payu/s/failure";

    fn form() -> WalletForm {
        WalletForm {
            customer_id: " 2201919 ".into(),
            first_name: " Asha  K. ".into(),
            last_name: "देवी".into(),
            mobile: "+91 98765 43210".into(),
            email: "asha@shop.example".into(),
            amount: "₹41".into(),
            seamless: false,
        }
    }

    #[test]
    fn a_form_becomes_an_order_with_everything_spelled_as_it_is_sent() {
        let order = WalletOrder::from_form(&form(), SURL, FURL).unwrap();
        assert_eq!(order.customer_id, "2201919");
        assert_eq!((order.first_name.as_str(), order.name().as_str()), ("Asha K.", "Asha K. देवी"));
        assert_eq!((order.mobile.as_str(), order.amount.paise()), ("9876543210", 4_100));
        assert_eq!((order.surl.as_str(), order.furl.as_str()), (SURL, FURL));
        let without = WalletForm { customer_id: String::new(), ..form() };
        assert_eq!(WalletOrder::from_form(&without, SURL, FURL).unwrap().customer_id, "");
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once_beside_its_field() {
        let empty = WalletOrder::from_form(&WalletForm::default(), "", "").unwrap_err();
        let expected = WalletProblems {
            customer_id: None,
            first_name: Some(NameProblem::Text(TextProblem::Required)),
            last_name: Some(NameProblem::Text(TextProblem::Required)),
            mobile: Some(NumberError::Empty),
            email: Some(EmailProblem::Empty),
            amount: Some(AmountProblem::Unreadable(MoneyError::Empty)),
            way_back: Some(WayBackProblem::Missing),
        };
        assert_eq!(*empty, expected);
        let wrong = WalletForm {
            customer_id: "22A".into(),
            first_name: "Asha2".into(),
            last_name: "x".repeat(51),
            mobile: "12345".into(),
            email: "asha@shop".into(),
            amount: "41.005".into(),
            seamless: true,
        };
        let problems = WalletOrder::from_form(&wrong, "shop.example", FURL).unwrap_err();
        let expected = WalletProblems {
            customer_id: Some(CustomerIdProblem::Digits),
            first_name: Some(NameProblem::Letter('2')),
            last_name: Some(NameProblem::Text(TextProblem::TooLong(50))),
            mobile: Some(NumberError::MobileLength(5)),
            email: Some(EmailProblem::NotAnAddress),
            amount: Some(AmountProblem::Unreadable(MoneyError::TooManyDecimals)),
            way_back: Some(WayBackProblem::NotAnAddress),
        };
        assert_eq!(*problems, expected);
        assert_eq!(customer_id(&"1".repeat(21)), Err(CustomerIdProblem::TooLong));
        for bad in
            ["@shop.example", "asha@", "a b@shop.example", "a@b@shop.example", "a@.in", "a@in."]
        {
            assert_eq!(email(bad), Err(EmailProblem::NotAnAddress), "{bad}");
        }
    }
}
