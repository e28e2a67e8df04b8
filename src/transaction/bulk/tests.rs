//! Tests of reading and checking a list of recharges.

use std::cell::Cell;
use std::convert::Infallible;

use proptest::prelude::*;

use super::*;
use crate::money::MoneyError;
use crate::transaction::number::NumberError;
use crate::transaction::operator::Optional;
use crate::transaction::order::{AmountProblem, TextProblem};
use crate::transaction::testing::begun;

/// A shop that knows a few operators, two circles and one customer.
struct Shop {
    prepaid: Vec<Operator>,
    power: Vec<Operator>,
    gas: Vec<Operator>,
    circles: Vec<Circle>,
    earlier: Option<Transaction>,
    looked_up: Cell<usize>,
}

fn operator(category: Category, name: &str, code: &str) -> Operator {
    Operator {
        commission: Default::default(),
        category,
        name: name.to_owned(),
        code: code.to_owned(),
        number_label: String::new(),
        number_pattern: None,
        min: Paise::from_paise(1_000),
        max: Paise::from_paise(500_000),
        optionals: [None, None, None, None],
        practice: code == "PRA",
    }
}

impl Shop {
    fn new() -> Self {
        let circle = |name: &str, code: &str| Circle { name: name.into(), code: code.into() };
        let unit = Some(Optional { label: "Billing unit".into(), required: true });
        let mut board = operator(Category::Electricity, "State  Board", "SB");
        board.optionals = [unit, None, None, None];
        Self {
            prepaid: vec![
                operator(Category::MobilePrepaid, "Jio", "RJ"),
                operator(Category::MobilePrepaid, "Airtel", "RA"),
                operator(Category::MobilePrepaid, "Practice", "PRA"),
            ],
            power: vec![board, operator(Category::Electricity, "City", "C1")],
            gas: vec![operator(Category::Gas, "City", "C2"), operator(Category::Gas, "Rest", "RJ")],
            circles: vec![circle("All India", "0"), circle("Delhi NCR", "D5")],
            earlier: None,
            looked_up: Cell::new(0),
        }
    }
}

impl Known for Shop {
    type Error = Infallible;

    fn operators(&self, category: Category) -> &[Operator] {
        match category {
            Category::MobilePrepaid => &self.prepaid,
            Category::Electricity => &self.power,
            Category::Gas => &self.gas,
            _ => &[],
        }
    }

    fn circles(&self) -> &[Circle] {
        &self.circles
    }

    fn before(&self, number: &str) -> Result<Option<Before>, Infallible> {
        self.looked_up.set(self.looked_up.get() + 1);
        let known = |category, operator: &str, circle: &str, unit: &str| Before {
            category,
            operator: operator.into(),
            circle: circle.into(),
            optionals: [unit.into(), String::new(), String::new(), String::new()],
            name: "Asha".into(),
        };
        Ok(match number {
            "9876543210" => Some(known(Category::MobilePrepaid, "RA", "D5", "")),
            "00123" => Some(known(Category::Electricity, "SB", "0", "4021")),
            _ => None,
        })
    }

    fn repeated(&self, order: &Order) -> Result<Option<Transaction>, Infallible> {
        let same = |one: &&Transaction| one.order.target() == order.target();
        Ok(self.earlier.as_ref().filter(same).cloned())
    }
}

fn checked(text: &str) -> Checked {
    check(read(text).unwrap(), Category::MobilePrepaid, true, &Shop::new()).unwrap()
}

/// The only line of a list.
fn line(text: &str) -> Result<RechargeOrder, Vec<LineFault>> {
    let [only] = <[_; 1]>::try_from(checked(text).lines).unwrap();
    only.found
}

#[test]
fn a_list_is_read_with_and_without_headings_however_it_is_separated() {
    for text in [
        "9876543210,199,Jio,Delhi NCR,Asha",
        "\u{feff}number,amount,operator,circle,name\r\n9876543210,199,Jio,Delhi NCR,Asha\r\n",
        "Name;Circle;Mobile Number;Operator;Amount\n\nAsha;delhi  ncr;+91 98765-43210;jio;199.00",
        "नंबर\tरकम\tऑपरेटर\tसर्कल\tनाम\tremarks\n9876543210\t₹199\tRJ\tD5\tAsha\tregular\n\t\t\t\t\t\n",
        "9876543210,\"199.00\",rj,d5,Asha",
    ] {
        let order = line(text).unwrap();
        assert_eq!((order.number.as_str(), order.operator.as_str()), ("9876543210", "RJ"));
        assert_eq!((order.circle.as_str(), order.amount), ("D5", Paise::from_paise(19_900)));
        assert_eq!(order.customer_name, "Asha", "{text:?}");
    }
}

#[test]
fn a_list_that_is_none_says_why() {
    let long = "9876543210,199\n".repeat(1_001);
    let table: [(&str, ListError); 5] = [
        ("", ListError::Empty),
        (" \n,,,\n", ListError::Empty),
        ("number,amount,operator\n", ListError::Empty),
        ("number,operator\n9876543210,Jio", ListError::Lacks(vec![Column::Amount])),
        (&long, ListError::TooLong(1_000)),
    ];
    for (text, error) in table {
        assert_eq!(read(text), Err(error));
    }
    assert_eq!(read(&"x".repeat(MOST_BYTES + 1)), Err(ListError::TooLarge(MOST_BYTES)));
    assert_eq!(read(&"9876543210,199\n".repeat(1_000)).unwrap().len(), 1_000);
}

#[test]
fn every_fault_of_a_line_is_told_with_its_column() {
    let unreadable = |error| LineFault::Amount(AmountProblem::Unreadable(error));
    let of_operator = LineFault::Operator;
    let table: [(&str, Vec<LineFault>); 12] = [
        ("98765,199,Jio", vec![LineFault::Number(NumberError::MobileLength(5))]),
        ("9876543211,1.999,Jio", vec![unreadable(MoneyError::TooManyDecimals)]),
        ("9876543211,,Jio", vec![unreadable(MoneyError::Empty)]),
        (
            "9876543211,9.99,Jio",
            vec![LineFault::Amount(AmountProblem::TooSmall(Paise::from_paise(1_000)))],
        ),
        ("9876543211,199", vec![of_operator(OperatorFault::Missing)]),
        ("9876543211,199,Joi", vec![of_operator(OperatorFault::Unknown("Joi".into()))]),
        ("9876543211,199,Practice", vec![of_operator(OperatorFault::PracticeCode)]),
        (
            "9876543211,199,city",
            vec![of_operator(OperatorFault::Several(
                "city".into(),
                vec![Category::Electricity, Category::Gas],
            ))],
        ),
        ("9876543211,199,Jio,Goa", vec![LineFault::Circle("Goa".into())]),
        ("77,199,State Board", vec![LineFault::Optional(0, TextProblem::Required)]),
        ("9876543211,199,Jio,,,,,,,,x,y", vec![LineFault::Surplus(2)]),
        (
            "98x,-1,Jio,Goa,a\u{7}b",
            vec![
                LineFault::Number(NumberError::Character('X')),
                unreadable(MoneyError::Sign),
                LineFault::Circle("Goa".into()),
                LineFault::Name(TextProblem::Character),
            ],
        ),
    ];
    for (text, faults) in table {
        assert_eq!(line(text), Err(faults), "{text:?}");
    }
    // The rupee's grouping comma makes two values of one, and never a smaller amount.
    let unknown = OperatorFault::Unknown("199".into());
    assert_eq!(line("9876543211,1,199"), Err(vec![of_operator(unknown)]));
}

#[test]
fn what_is_known_of_a_number_fills_in_what_the_line_leaves_open() {
    let order = line("98765 43210,50").unwrap();
    assert_eq!((order.operator.as_str(), order.circle.as_str()), ("RA", "D5"));
    assert_eq!(order.customer_name, "Asha");
    let other = line("9876543210,50,Jio").unwrap();
    assert_eq!(
        (other.operator.as_str(), other.circle.as_str()),
        ("RJ", "0"),
        "another operator's circle"
    );
    let bill = line("00123,50").unwrap();
    assert_eq!((bill.category, bill.operator.as_str()), (Category::Electricity, "SB"));
    assert_eq!((bill.optionals[0].as_str(), bill.circle.as_str()), ("4021", "0"));
    let bill = line("number,amount,operator,optional1\n99,50,state board,7").unwrap();
    assert_eq!(bill.optionals[0], "7");
}

#[test]
fn a_code_that_stands_in_several_categories_is_the_lists_own_or_the_lines() {
    assert_eq!(line("9876543211,50,RJ").unwrap().category, Category::MobilePrepaid);
    let named = "number,amount,operator,category\n77,50,RJ,gas";
    assert_eq!(line(named).unwrap().operator_name, "Rest");
    let wrong = "number,amount,operator,category\n77,50,Jio,gas";
    assert_eq!(line(wrong), Err(vec![LineFault::Operator(OperatorFault::Unknown("Jio".into()))]));
    let none = "number,amount,operator,category\n9876543211,50,Jio,petrol";
    assert_eq!(line(none), Err(vec![LineFault::Category("petrol".into())]));
}

#[test]
fn m14_a_line_that_repeats_is_sent_only_with_a_tick_of_its_own() {
    let mut shop = Shop::new();
    shop.earlier = Some(begun("9876543212", 5_000));
    let text = "9876543211,50,Jio\n9876543212,50,Jio\n+91 98765 43211,50.00,Airtel\n9876543211,60,Jio\nx,1\n";
    let checked = check(read(text).unwrap(), Category::MobilePrepaid, true, &shop).unwrap();
    let repeats: Vec<_> = checked.lines.iter().map(|line| line.repeats.clone()).collect();
    let earlier = Repeats::Earlier(Box::new(begun("9876543212", 5_000)));
    assert_eq!(repeats, [None, Some(earlier), Some(Repeats::Line(1)), None, None]);
    assert_eq!((checked.wrong(), checked.repeating()), (1, 2));
    let sent = |ticked: &[usize]| -> Vec<(String, bool)> {
        let chosen = checked.chosen(&ticked.iter().copied().collect());
        chosen.into_iter().map(|line| (line.order.operator, line.despite_earlier)).collect()
    };
    let own = |code: &str, despite| (code.to_owned(), despite);
    assert_eq!(sent(&[]), [own("RJ", false), own("RJ", false)]);
    assert_eq!(sent(&[2, 4]), [own("RJ", false), own("RA", true), own("RJ", false)]);
    assert_eq!(sent(&[1, 2]).len(), 4, "a tick on a wrong line would send nothing");
}

#[test]
fn a_list_that_is_written_reads_back_the_same() {
    let text = "number,amount,operator,circle,name,optional1\n9876543211,50.5,Jio,D5,Asha\n77,60,SB,,=1+1,4021\n78,60,C2,,\"Ravi, Kumar\"\n";
    let orders: Vec<_> = checked(text).lines.into_iter().map(|line| line.found.unwrap()).collect();
    let written = write(orders.iter()).unwrap();
    let again: Vec<_> =
        checked(&written).lines.into_iter().map(|line| line.found.unwrap()).collect();
    assert_eq!(again[1].customer_name, "'=1+1", "nothing that a spreadsheet would run");
    let mut expected = orders;
    expected[1].customer_name = "'=1+1".to_owned();
    assert_eq!(again, expected);
}

proptest! {
    #[test]
    fn m14_no_two_lines_without_a_tick_pay_the_same(
        lines in prop::collection::vec((0..4_u8, 0..3_u8, 0..3_usize), 1..24),
        ticked in prop::collection::hash_set(0..24_usize, 0..8),
    ) {
        let text: String = lines
            .iter()
            .map(|(number, amount, operator)| {
                let operator = ["Jio", "Airtel", "Joi"][*operator];
                format!("987654321{number},{},{operator}\n", 10 + amount)
            })
            .collect();
        let checked = checked(&text);
        prop_assert_eq!(checked.lines.len(), lines.len());
        let sent = checked.chosen(&ticked);
        let mut seen = HashSet::new();
        for line in &sent {
            let new = seen.insert((line.order.number.clone(), line.order.amount));
            prop_assert!(new || line.despite_earlier);
        }
        // Every line is sent, wrong, or repeats and was not ticked: none is lost.
        let unticked = checked.lines.iter().enumerate().filter(|(at, line)| {
            line.repeats.is_some() && !ticked.contains(at)
        });
        prop_assert_eq!(sent.len() + checked.wrong() + unticked.count(), lines.len());
    }

    #[test]
    fn any_text_is_read_or_refused_and_every_line_is_right_or_says_why(text in "(?s).{0,80}") {
        let Ok(rows) = read(&text) else { return Ok(()) };
        let count = rows.len();
        let checked = check(rows, Category::MobilePrepaid, false, &Shop::new()).unwrap();
        prop_assert_eq!(checked.lines.len(), count);
        for line in checked.lines {
            prop_assert!(!matches!(line.found, Err(faults) if faults.is_empty()));
        }
    }
}
