//! Settings and lists that the shop changes, and what is remembered about a number.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;

use galla::catalogue::{Catalogue, CatalogueError, Sheet};
use galla::counter::{Command, ListKind, Update};
use galla::ledger::Remembered;
use galla::settings::{Settings, TextSize};
use galla::transaction::{Category, Order, State};

use super::shop::{Shop, order};

const NUMBER: &str = "9876543200";

const HEADINGS: &str = "category,operator,code,number_label,number_pattern,min_amount,max_amount,\
    optional1_label,optional1_required,optional2_label,optional2_required,\
    optional3_label,optional3_required,optional4_label,optional4_required";

impl Shop {
    fn change(&mut self, settings: &Settings) -> Result<(), String> {
        self.send(Command::ChangeSettings(Box::new(settings.clone())));
        self.wait_for(|update| match update {
            Update::SettingsKept(kept) => Some(kept.clone()),
            _ => None,
        })
    }

    fn remember(&mut self, number: &str) -> Option<Remembered> {
        self.send(Command::Look(galla::counter::Look::Remember(number.into())));
        self.wait_for(|update| match update {
            Update::Remembered { number: of, known } if of == number => Some(known.clone()),
            _ => None,
        })
    }
}

#[test]
fn settings_that_a_live_counter_cannot_work_by_are_not_kept() {
    let mut shop = Shop::open();
    shop.connect();
    let mut good = shop.settings.clone();
    good.shop_name = "Asha Telecom".into();
    assert_eq!(shop.change(&good), Ok(()));
    assert_eq!(Settings::load(&shop.home).0, good);
    for url in ["http://pgpe.example", "pgpe", "https://user:word@pgpe.example", ""] {
        let mut bad = good.clone();
        bad.pgpe_url = url.into();
        bad.text_size = TextSize::Large;
        bad.shop_name = "Another".into();
        let sentence = shop.change(&bad).unwrap_err();
        assert!(!sentence.is_empty(), "{url}");
        assert_eq!(Settings::load(&shop.home).0, good, "{url}");
        assert_eq!(shop.pay_despite_earlier_ends(), State::Success, "it works as before: {url}");
    }
}

impl Shop {
    fn pay_despite_earlier_ends(&mut self) -> State {
        let agent_id = self.pay_despite_earlier(NUMBER, 20);
        self.wait_state(agent_id, |state| state != State::Sending).state()
    }
}

#[test]
fn settings_that_cannot_be_written_are_told_and_the_old_ones_stay_in_force() {
    let mut shop = Shop::open();
    fs::create_dir(shop.home.settings_file()).unwrap();
    let mut changed = shop.settings.clone();
    changed.shop_name = "Asha Telecom".into();
    assert!(shop.change(&changed).is_err());
    fs::remove_dir(shop.home.settings_file()).unwrap();
    assert_eq!(shop.change(&changed), Ok(()));
}

#[test]
fn a_live_counter_has_the_shops_own_operators() {
    let mut shop = Shop::open();
    let list = format!("{HEADINGS}\nmobile_prepaid,Jio,RJ,Mobile number,,10,5000,,,,,,,,\n");
    fs::write(shop.home.operators_file(), list).unwrap();
    fs::write(shop.home.circles_file(), "circle,code\nDelhi NCR,10\n").unwrap();
    let opened = shop.connect();
    assert!(opened.catalogue_trouble.is_none());
    let operators = opened.catalogue.operators(Category::MobilePrepaid);
    assert_eq!(operators.len(), 1);
    assert_eq!((operators[0].code.as_str(), operators[0].practice), ("RJ", false));
    assert_eq!(opened.catalogue.circles()[0].code, "10");
    let practice = shop.change_counter(|| Command::Disconnect).unwrap().catalogue;
    assert!(practice.operators(Category::MobilePrepaid).iter().all(|one| one.practice));
}

#[test]
fn a_broken_list_is_told_with_its_line_and_column() {
    let mut shop = Shop::open();
    let list = format!(
        "{HEADINGS}\nmobile_prepaid,Jio,RJ,Mobile number,,10,5000,,,,,,,,\n\
         mobile_prepaid,Airtel,RA,Mobile number,,ten,5000,,,,,,,,\n"
    );
    fs::write(shop.home.operators_file(), list).unwrap();
    let opened = shop.connect();
    let trouble = opened.catalogue_trouble.unwrap().to_string();
    assert!(trouble.contains("line 3") && trouble.contains("min_amount"), "{trouble}");
    // Practice codes are marked, so that the form refuses them on a live counter.
    let operators = opened.catalogue.operators(Category::MobilePrepaid);
    assert!(!operators.is_empty() && operators.iter().all(|one| one.practice));
}

#[test]
fn a_number_that_was_recharged_before_brings_everything_back() {
    let mut shop = Shop::open();
    assert_eq!(shop.remember(NUMBER), None);
    let Order::Recharge(mut recharge) = order(NUMBER, 199) else { panic!("a recharge") };
    recharge.operator = "PMA".into();
    recharge.circle = "10".into();
    recharge.customer_name = "Asha".into();
    let agent_id = {
        shop.hand_over(Order::Recharge(recharge.clone()), false, false);
        shop.wait_for(|update| match update {
            Update::Paying { agent_id, .. } => Some(*agent_id),
            _ => None,
        })
    };
    let paid = shop.wait_state(agent_id, |state| state != State::Sending);
    assert_eq!(paid.order, Order::Recharge(recharge.clone()));
    let expected = Remembered {
        category: recharge.category,
        operator: recharge.operator,
        circle: recharge.circle,
        amount: recharge.amount,
        optionals: recharge.optionals,
        customer_name: recharge.customer_name,
    };
    assert_eq!(shop.remember(NUMBER), Some(expected.clone()));
    shop.restart();
    assert_eq!(shop.remember(NUMBER), Some(expected));
    shop.connect();
    assert_eq!(shop.remember(NUMBER), None, "practice and live remember apart");
}

impl Shop {
    fn keep_list(&mut self, catalogue: Catalogue) -> Result<Arc<Catalogue>, Arc<std::io::Error>> {
        self.send(Command::KeepCatalogue(Arc::new(catalogue)));
        self.wait_for(|update| match update {
            Update::CatalogueKept(kept) => Some(kept.clone()),
            _ => None,
        })
    }

    fn read(&mut self, file: PathBuf) -> Result<Arc<Sheet>, Arc<CatalogueError>> {
        self.send(Command::ReadList(file));
        self.wait_for(|update| match update {
            Update::ListRead(read) => Some(read.clone()),
            _ => None,
        })
    }

    fn write(&mut self, file: PathBuf, replace: bool) -> Result<PathBuf, ErrorKind> {
        let catalogue = Arc::new(Catalogue::practice());
        let which = ListKind::Operators;
        self.send(Command::WriteList { file, which, catalogue, replace });
        self.wait_for(|update| match update {
            Update::ListWritten(written) => Some(written.clone().map_err(|error| error.kind())),
            _ => None,
        })
    }
}

#[test]
fn a_list_that_is_brought_in_is_on_disk_and_there_after_a_restart() {
    let mut shop = Shop::open();
    let file = shop.home.data().join("from-pgpe.csv");
    fs::write(&file, "category;operator;code\nmobile_prepaid;जियो;RJ\n").unwrap();
    let sheet = shop.read(file.clone()).unwrap();
    let list = Catalogue::default().with(Sheet::clone(&sheet));
    let refused = shop.keep_list(list.clone()).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::PermissionDenied, "practice has its own operators");
    assert!(!shop.home.operators_file().exists());
    shop.connect();
    let practice = shop.keep_list(Catalogue::practice()).unwrap_err();
    assert_eq!(practice.kind(), ErrorKind::PermissionDenied);
    let kept = shop.keep_list(list).unwrap();
    assert_eq!(kept.operators(Category::MobilePrepaid)[0].code, "RJ");
    let opened = shop.restart();
    assert!(opened.live && opened.catalogue_trouble.is_none());
    assert_eq!(opened.catalogue.operators(Category::MobilePrepaid)[0].name, "जियो");
    fs::write(&file, "category;operator;code\nmobile_prepaid;;RJ\n").unwrap();
    let wrong = shop.read(file).unwrap_err();
    assert_eq!(wrong.to_string(), "line 2, operator: this is empty");
    assert!(fs::read_to_string(shop.home.operators_file()).unwrap().contains("जियो"));
}

#[test]
fn a_list_is_written_for_a_spreadsheet_and_replaces_nothing_unasked() {
    let mut shop = Shop::open();
    let file = shop.home.data().join("out.csv");
    assert_eq!(shop.write(file.clone(), false), Ok(file.clone()));
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("\u{feff}category,operator,code,"), "{text}");
    assert!(shop.read(file.clone()).is_ok(), "it reads back");
    assert_eq!(shop.write(file.clone(), false), Err(ErrorKind::AlreadyExists));
    assert_eq!(shop.write(file.clone(), true), Ok(file));
    let nowhere = shop.home.data().join("no such folder").join("out.csv");
    assert_eq!(shop.write(nowhere, false), Err(ErrorKind::NotFound));
}
