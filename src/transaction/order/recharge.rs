//! A recharge or a bill: its form, and the order that comes of it (api.md 1, Recharge pay).

use serde::{Deserialize, Serialize};

use super::{AmountProblem, TextProblem, amount_within, keep, text};
use crate::money::Paise;
use crate::transaction::number::{self, NumberError};
use crate::transaction::operator::{Category, Operator};

/// A recharge or bill that may be sent (api.md 1, Recharge pay).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RechargeOrder {
    /// What kind it is.
    pub category: Category,
    /// The number as it is sent.
    pub number: String,
    /// The operator's code at PGPE.
    pub operator: String,
    /// The operator's name at the time, so that the ledger reads without the catalogue.
    pub operator_name: String,
    /// The circle's code; `0` is the default.
    pub circle: String,
    /// The amount.
    pub amount: Paise,
    /// `optional1` to `optional4`, empty where unused.
    pub optionals: [String; 4],
    /// What the agent calls the customer; empty when not given. Never sent.
    pub customer_name: String,
}

/// The Recharge form as it stands on the screen: texts, whatever was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RechargeForm {
    /// The number as typed.
    pub number: String,
    /// The chosen circle's code.
    pub circle: String,
    /// The amount in rupees as typed.
    pub amount: String,
    /// The optional parameters as typed.
    pub optionals: [String; 4],
    /// The customer's name as typed.
    pub customer_name: String,
}

/// What is wrong with a form, one problem a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormProblems {
    /// About the number.
    pub number: Option<NumberError>,
    /// About the operator.
    pub operator: Option<OperatorProblem>,
    /// About the amount.
    pub amount: Option<AmountProblem>,
    /// About each of the four optional parameters.
    pub optionals: [Option<TextProblem>; 4],
    /// About the customer's name.
    pub customer_name: Option<TextProblem>,
}

/// What can be wrong with the operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OperatorProblem {
    /// None is chosen.
    #[error("no operator is chosen")]
    NotChosen,
    /// A practice code on a live counter (api.md 1.6).
    #[error("this operator has only a practice code; import your shop's operator list")]
    PracticeCode,
}

impl FormProblems {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl RechargeOrder {
    /// Makes an order from a form.
    ///
    /// `live` is whether the order will go to PGPE itself, where practice codes mean nothing.
    ///
    /// # Errors
    /// Every problem at once, each beside its field; the form is left as it is.
    pub fn from_form(
        form: &RechargeForm,
        category: Category,
        operator: Option<&Operator>,
        live: bool,
    ) -> Result<Self, Box<FormProblems>> {
        let mut problems = FormProblems::default();
        let number = match operator {
            Some(operator) => number::understand_for(operator, &form.number),
            None => number::understand(category, &form.number),
        };
        let number = keep(number, &mut problems.number);
        problems.operator = match operator {
            None => Some(OperatorProblem::NotChosen),
            Some(operator) if live && operator.practice => Some(OperatorProblem::PracticeCode),
            Some(_) => None,
        };
        let amount = keep(amount(&form.amount, operator), &mut problems.amount);
        let wanted = operator.map(|operator| operator.optionals.each_ref());
        let mut optionals: [String; 4] = Default::default();
        for (at, ((typed, kept), problem)) in
            form.optionals.iter().zip(&mut optionals).zip(&mut problems.optionals).enumerate()
        {
            // What an operator does not use is not sent, even if it was typed for another one.
            if let Some(Some(wanted)) = wanted.and_then(|wanted| wanted.get(at).copied()) {
                *kept = keep(text(typed, wanted.required), problem).unwrap_or_default();
            }
        }
        let customer_name = keep(text(&form.customer_name, false), &mut problems.customer_name);
        match (number, operator, amount, customer_name) {
            (Some(number), Some(operator), Some(amount), Some(customer_name))
                if problems.is_empty() =>
            {
                Ok(Self {
                    category: operator.category,
                    number,
                    operator: operator.code.clone(),
                    operator_name: operator.name.clone(),
                    circle: if form.circle.is_empty() { "0".into() } else { form.circle.clone() },
                    amount,
                    optionals,
                    customer_name,
                })
            }
            _ => Err(Box::new(problems)),
        }
    }
}

fn amount(typed: &str, operator: Option<&Operator>) -> Result<Paise, AmountProblem> {
    let (min, max) = operator.map_or((Paise::ZERO, Paise::from_paise(i64::MAX)), |operator| {
        (operator.min, operator.max)
    });
    amount_within(typed, min, max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::MoneyError;
    use crate::transaction::operator::Optional;

    fn rupees(rupees: i64) -> Paise {
        Paise::from_rupees(rupees).unwrap()
    }

    fn operator() -> Operator {
        Operator {
            commission: Default::default(),
            category: Category::Electricity,
            name: "State Board".into(),
            code: "SB".into(),
            number_label: "Consumer number".into(),
            number_pattern: Some(regex_lite::Regex::new("^[0-9]{9}$").unwrap()),
            min: rupees(50),
            max: rupees(20_000),
            optionals: [
                Some(Optional { label: "Billing unit".into(), required: true }),
                None,
                None,
                None,
            ],
            practice: true,
        }
    }

    fn form() -> RechargeForm {
        RechargeForm {
            number: "123 456 789".into(),
            amount: "₹1,200.50".into(),
            optionals: ["4021".into(), "left over".into(), String::new(), String::new()],
            customer_name: " Asha ".into(),
            ..RechargeForm::default()
        }
    }

    fn order(
        form: &RechargeForm,
        operator: Option<&Operator>,
        live: bool,
    ) -> Result<RechargeOrder, Box<FormProblems>> {
        RechargeOrder::from_form(form, Category::Electricity, operator, live)
    }

    #[test]
    fn a_form_becomes_an_order() {
        let order = order(&form(), Some(&operator()), false).unwrap();
        assert_eq!(order.number, "123456789");
        assert_eq!(order.circle, "0");
        assert_eq!(order.amount, Paise::from_paise(120_050));
        assert_eq!(order.optionals, ["4021", "", "", ""]);
        assert_eq!(order.customer_name, "Asha");
    }

    #[test]
    fn every_problem_is_told_at_once_and_the_form_stays() {
        let typed = RechargeForm {
            number: "12".into(),
            amount: "5.001".into(),
            customer_name: "x".repeat(51),
            ..RechargeForm::default()
        };
        let before = typed.clone();
        let problems = order(&typed, Some(&operator()), true).unwrap_err();
        assert_eq!(problems.number, Some(NumberError::Pattern));
        assert_eq!(problems.operator, Some(OperatorProblem::PracticeCode));
        assert_eq!(problems.amount, Some(AmountProblem::Unreadable(MoneyError::TooManyDecimals)));
        assert_eq!(problems.optionals[0], Some(TextProblem::Required));
        assert_eq!(problems.optionals[1], None);
        assert_eq!(problems.customer_name, Some(TextProblem::TooLong(50)));
        assert_eq!(typed, before);
        assert_eq!(
            order(&form(), None, false).unwrap_err().operator,
            Some(OperatorProblem::NotChosen)
        );
    }

    #[test]
    fn the_operators_limits_are_kept_to_the_paisa() {
        let table = [
            ("0", Some(AmountProblem::TooSmall(rupees(50)))),
            ("49.99", Some(AmountProblem::TooSmall(rupees(50)))),
            ("50", None),
            ("20000", None),
            ("20000.01", Some(AmountProblem::TooLarge(rupees(20_000)))),
            ("", Some(AmountProblem::Unreadable(MoneyError::Empty))),
        ];
        for (amount, expected) in table {
            let form = RechargeForm { amount: amount.into(), ..form() };
            let problem = order(&form, Some(&operator()), false).err().and_then(|p| p.amount);
            assert_eq!(problem, expected, "{amount:?}");
        }
    }
}
