//! Lists as spreadsheets save them, wrong in every way, changed, and read back.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

use super::*;
use crate::money::Paise;

const HEAD: &str = "category,operator,code,number_label,number_pattern,min_amount,max_amount,optional1_label,optional1_required,optional2_label,optional2_required,optional3_label,optional3_required,optional4_label,optional4_required\n";

fn read(rows: &str) -> Result<Catalogue, CatalogueError> {
    Catalogue::from_csv(&format!("{HEAD}{rows}"), "circle,code\nदिल्ली,5\n", false)
}

fn told(read: Result<Catalogue, CatalogueError>) -> Vec<String> {
    match read {
        Ok(_) => Vec::new(),
        Err(CatalogueError::Lines(problems)) => problems.iter().map(ToString::to_string).collect(),
        Err(other) => vec![other.to_string()],
    }
}

#[test]
fn the_shipped_list_has_operators_for_every_category() {
    let shipped = Catalogue::from_csv(PRACTICE_OPERATORS, PRACTICE_CIRCLES, true).unwrap();
    for category in Category::ALL {
        assert!(!shipped.operators(category).is_empty(), "{category:?}");
        assert!(shipped.operators(category).iter().all(|operator| operator.practice));
    }
    assert!(shipped.is_practice());
    assert_eq!(shipped.circles().first().map(|circle| circle.code.as_str()), Some("0"));
    assert_eq!(shipped.circles().len(), 23);
}

#[test]
fn a_spreadsheets_list_is_read() {
    let rows = "gas,\"गैस, नगर\",G1, Customer number ,[0-9]{6},,\"1,000.50\",BP number,yes,,,,,,\r\n,,,,,,,,,,,,,,\r\n";
    let text = format!("\u{feff}{}{rows}", HEAD.replace('\n', "\r\n"));
    let catalogue = Catalogue::from_csv(&text, "circle,code\r\nदिल्ली,5\r\n", false).unwrap();
    let [operator] = catalogue.operators(Category::Gas) else { panic!("{catalogue:?}") };
    assert_eq!(operator.name, "गैस, नगर");
    assert_eq!(operator.number_label, "Customer number");
    assert_eq!((operator.min.paise(), operator.max.paise()), (100, 100_050));
    let pattern = operator.number_pattern.as_ref().unwrap();
    assert!(pattern.is_match("123456") && !pattern.is_match("1234567"), "it is anchored");
    assert!(operator.optionals[0].as_ref().unwrap().required);
    assert!(!operator.practice && !catalogue.is_practice());
    assert_eq!(catalogue.circles()[0].name, "दिल्ली");
}

#[test]
fn columns_may_stand_in_any_order_with_any_separator_and_most_may_be_missing() {
    let lists = [
        "Code;Operator;Category;Remarks\nRJ;Jio;Mobile Prepaid;from the portal\n",
        "operator\tCATEGORY\tcode\nJio\tmobile-prepaid\tRJ\n",
        "code,operator,category\n\nRJ,Jio,mobile_prepaid",
    ];
    for list in lists {
        let sheet = Sheet::read(list, false).unwrap();
        let catalogue = Catalogue::default().with(sheet);
        let [jio] = catalogue.operators(Category::MobilePrepaid) else { panic!("{list}") };
        assert_eq!((jio.name.as_str(), jio.code.as_str()), ("Jio", "RJ"));
        assert_eq!((jio.min.paise(), jio.max.paise()), (100, i64::MAX));
        assert!(jio.number_pattern.is_none() && jio.optionals.iter().all(Option::is_none));
    }
}

#[test]
fn what_is_wrong_is_told_with_line_and_column_and_nothing_is_taken() {
    let good = "gas,City Gas,G1,,,,,,,,,,,,\n";
    let long = "x".repeat(61);
    let table = [
        ("petrol,X,G2,,,,,,,,,,,,\n", "line 3, category: “petrol” is none of mobile_prepaid"),
        ("gas,,G2,,,,,,,,,,,,\n", "line 3, operator: this is empty"),
        (&format!("gas,{long},G2,,,,,,,,,,,,\n"), "line 3, operator: at most 60 characters"),
        ("gas,=1+1,G2,,,,,,,,,,,,\n", "line 3, operator: a text that begins with"),
        ("gas,\"A\nB\",G2,,,,,,,,,,,,\n", "line 3, operator: a character"),
        ("gas,X,,,,,,,,,,,,,\n", "line 3, code: this is empty"),
        ("gas,X,G&2,,,,,,,,,,,,\n", "line 3, code: “G&2” is not a code"),
        ("gas,X,G1,,,,,,,,,,,,\n", "line 3, code: the code G1 stands here twice"),
        ("gas,X,G2,,[0-9,,,,,,,,,,\n", "line 3, number_pattern: “[0-9” is not a pattern"),
        ("gas,X,G2,,1)|(?:2,,,,,,,,,,\n", "line 3, number_pattern: “1)|(?:2” is not a pattern"),
        ("gas,X,G2,,,1.005,,,,,,,,,\n", "line 3, min_amount: an amount has at most two"),
        ("gas,X,G2,,,,ten,,,,,,,,\n", "line 3, max_amount"),
        ("gas,X,G2,,,20,10,,,,,,,,\n", "line 3, min_amount: the least"),
        ("gas,X,G2,,,,,Unit,maybe,,,,,,\n", "line 3, optional1_required: “maybe”"),
        ("gas,X\n", "line 3: this line has 2 values, and the headings are 15"),
    ];
    for (row, expected) in table {
        let told = told(read(&format!("{good}{row}")));
        assert!(told.len() == 1 && told[0].starts_with(expected), "{row}: {told:?}");
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once_by_line() {
    let rows =
        "gas,X,G1,,,,,,,,,,,,\ngas\npetrol,,G&,,(,1.234,2,Unit,maybe,,,,,,\ngas,X,G1,,,,,,,,,,,,\n";
    let told = told(read(rows));
    let places: Vec<_> = told.iter().map(|one| one.split(':').next().unwrap_or_default()).collect();
    assert_eq!(
        places,
        [
            "line 3",
            "line 4, category",
            "line 4, operator",
            "line 4, code",
            "line 4, number_pattern",
            "line 4, min_amount",
            "line 4, optional1_required",
            "line 5, code",
        ]
    );
}

#[test]
fn what_is_no_list_is_told_with_what_a_list_has() {
    let missing = |text: &str| match Sheet::read(text, false) {
        Err(CatalogueError::NotAList(missing)) => missing,
        other => panic!("{text:?}: {other:?}"),
    };
    let needed = [Column::Category, Column::Operator, Column::Code];
    for text in ["", "\n", "a,b\n1,2\n", "<html><body>502</body></html>"] {
        assert_eq!(missing(text), needed, "{text:?}");
    }
    assert_eq!(missing("operator,code\nJio,RJ\n"), [Column::Category]);
    let problem = Sheet::read("a,b\n", false).unwrap_err().to_string();
    assert!(problem.ends_with("its first line must have category, operator, code"), "{problem}");
}

#[test]
fn a_file_that_is_too_large_too_long_or_in_another_spelling_is_told_as_that() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.csv");
    let open = |bytes: &[u8]| {
        std::fs::write(&file, bytes).unwrap();
        Sheet::open(&file)
    };
    assert!(open(b"circle,code\nDelhi,5\n").is_ok());
    let latin = open(b"circle,code\nDelhi,5\nJos\xe9,6\n");
    assert!(matches!(latin, Err(CatalogueError::NotUtf8(3))), "{latin:?}");
    let large = open(&vec![b'x'; 2 * 1024 * 1024 + 1]);
    assert!(matches!(large, Err(CatalogueError::TooLarge(2_097_152))), "{large:?}");
    let mut long = "circle,code\n".to_owned();
    for at in 0..=5_000 {
        long.push_str(&format!("C{at},{at}\n"));
    }
    assert!(matches!(open(long.as_bytes()), Err(CatalogueError::TooLong(5_000))));
    std::fs::remove_file(&file).unwrap();
    assert!(matches!(Sheet::open(&file), Err(CatalogueError::Io(..))));
    assert!(matches!(Sheet::open(folder.path()), Err(CatalogueError::Io(..))));
}

#[test]
fn what_is_written_reads_back_the_same() {
    let shipped = Catalogue::from_csv(PRACTICE_OPERATORS, PRACTICE_CIRCLES, false).unwrap();
    let operators = shipped.operators_csv().unwrap();
    let circles = shipped.circles_csv().unwrap();
    let again = Catalogue::from_csv(&operators, &circles, false).unwrap();
    assert_eq!(again.operators_csv().unwrap(), operators);
    assert_eq!(again.circles_csv().unwrap(), circles);
    let same = shipped.difference(&Sheet::read(&operators, false).unwrap());
    assert_eq!(same, Difference { all: same.all, ..Difference::default() });
    let count = Category::ALL.iter().map(|one| shipped.operators(*one).len()).sum::<usize>();
    assert_eq!(same.all, count);
    let spelled = read("gas,\"A, \"\"B\"\"\",G1,L,[0-9]{6},5,,P,yes,,,Q,no,,\n").unwrap();
    let written = spelled.operators_csv().unwrap();
    let spelled_again = Catalogue::from_csv(&written, "circle,code\n", false).unwrap();
    let (one, other) =
        (&spelled.operators(Category::Gas)[0], &spelled_again.operators(Category::Gas)[0]);
    assert_eq!(Line::of_operator(one), Line::of_operator(other));
    assert_eq!(other.name, "A, \"B\"");
}

#[test]
fn a_list_is_compared_with_what_is_there() {
    let now = read("gas,A,G1,,,,,,,,,,,,\ngas,B,G2,,,,,,,,,,,,\ndth,A,G1,,,,,,,,,,,,\n").unwrap();
    let list = format!("{HEAD}gas,A,G1,,,,,,,,,,,,\ngas,B2,G2,,,,,,,,,,,,\ngas,C,G3,,,,,,,,,,,,\n");
    let difference = now.difference(&Sheet::read(&list, false).unwrap());
    assert_eq!(difference, Difference { all: 3, new: 1, changed: 1, gone: 1 });
    let circles = Sheet::read("circle,code\nदिल्ली,5\nMumbai,6\n", false).unwrap();
    let difference = now.difference(&circles);
    assert_eq!(difference, Difference { all: 2, new: 1, changed: 0, gone: 0 });
    let practice = Catalogue::practice().difference(&Sheet::read(&list, false).unwrap());
    assert_eq!((practice.gone, practice.new), (0, 3), "nothing of the shop's is lost");
}

#[test]
fn an_operator_is_added_changed_moved_and_removed() {
    let catalogue = read("gas,A,G1,,,,,,,,,,,,\ngas,B,G2,,,,,,,,,,,,\n").unwrap();
    let mut line = Line::of_operator(&catalogue.operators(Category::Gas)[0]);
    let names = |catalogue: &Catalogue, category| {
        let operators = catalogue.operators(category).iter();
        operators.map(|one| one.name.clone()).collect::<Vec<_>>()
    };
    let twice = catalogue.clone().with_operator(None, line.to_operator(false).unwrap());
    assert_eq!(twice.unwrap_err(), Fault::Twice("G1".to_owned()));
    *line.text_mut(Column::Operator) = "A2".to_owned();
    *line.text_mut(Column::MaxAmount) = "500".to_owned();
    let at = Some((Category::Gas, 0));
    let changed = catalogue.clone().with_operator(at, line.to_operator(false).unwrap()).unwrap();
    assert_eq!(names(&changed, Category::Gas), ["A2", "B"]);
    assert_eq!(changed.operators(Category::Gas)[0].max, Paise::from_rupees(500).unwrap());
    *line.text_mut(Column::Category) = "dth".to_owned();
    let moved = changed.with_operator(at, line.to_operator(false).unwrap()).unwrap();
    assert_eq!(names(&moved, Category::Gas), ["B"]);
    assert_eq!(names(&moved, Category::Dth), ["A2"]);
    let removed = moved.without_operator((Category::Gas, 0)).without_operator((Category::Gas, 7));
    assert!(names(&removed, Category::Gas).is_empty());
    assert_eq!(names(&removed, Category::Dth), ["A2"]);
}

#[test]
fn a_circle_is_added_changed_and_removed() {
    let catalogue = read("").unwrap();
    let circle = |name: &str, code: &str| Circle { name: name.to_owned(), code: code.to_owned() };
    let twice = catalogue.clone().with_circle(None, circle("Delhi", "5"));
    assert_eq!(twice.unwrap_err(), Fault::Twice("5".to_owned()));
    let two = catalogue.with_circle(None, circle("Mumbai", "6")).unwrap();
    let changed = two.with_circle(Some(0), circle("Delhi NCR", "5")).unwrap();
    assert_eq!(changed.circles()[0].name, "Delhi NCR");
    let left = changed.without_circle(0);
    assert_eq!(left.circles(), [circle("Mumbai", "6")]);
}

#[test]
fn what_the_shop_earns_is_read_told_and_written_back() {
    let head = "category,operator,code,commission\n";
    let of = |text: &str| {
        Catalogue::from_csv(&format!("{head}dth,Tata,T1,{text}\n"), "circle,code\nA,1\n", false)
    };
    let catalogue = of("2.5%").unwrap();
    assert_eq!(catalogue.operators(Category::Dth)[0].commission.to_string(), "2.50%");
    assert!(catalogue.operators_csv().unwrap().contains(",2.50%"));
    assert_eq!(
        told(of("two")),
        [
            "line 2, commission: “two” is no commission: 2.5% is a part of the amount, 1.50 is the same for each"
        ]
    );
}
