//! The book of beneficiaries: kept, changed, found and removed, as events of the ledger (M9).

use galla::counter::{Command, Look, Update};
use galla::ledger::KeptBeneficiary;
use galla::transaction::Beneficiary;
use galla::transaction::order::TransferMode;

use super::shop::Shop;

fn beneficiary(name: &str, account: &str) -> Beneficiary {
    Beneficiary {
        name: name.into(),
        account: account.into(),
        ifsc: "HDFC0001234".into(),
        bank: "HDFC Bank".into(),
        mobile: "9999999999".into(),
        mode: TransferMode::Imps,
    }
}

impl Shop {
    fn book(&mut self, text: &str) -> Vec<KeptBeneficiary> {
        self.send(Command::Look(Look::Beneficiaries(text.into())));
        self.wait_for(|update| match update {
            Update::Beneficiaries { text: of, found } if of == text => Some(found.clone()),
            _ => None,
        })
    }

    fn names(&mut self, text: &str) -> Vec<String> {
        self.book(text).into_iter().map(|kept| kept.beneficiary.name).collect()
    }

    fn change_book(&mut self, command: Command) {
        self.send(command);
        let kept = self.wait_for(|update| match update {
            Update::BookKept(kept) => Some(kept.clone()),
            _ => None,
        });
        kept.unwrap();
    }

    fn keep(&mut self, id: Option<i64>, name: &str, account: &str) {
        let beneficiary = Box::new(beneficiary(name, account));
        self.change_book(Command::KeepBeneficiary { id, beneficiary });
    }
}

#[test]
fn m9_the_book_is_kept_changed_and_removed_in_the_ledger() {
    let mut shop = Shop::open();
    assert!(shop.book("").is_empty());
    shop.keep(None, "Sunita Devi", "012345678901");
    shop.keep(None, "Asha Kumari", "998877665544");
    shop.keep(None, "आशा", "112233445566");
    assert_eq!(shop.names(""), ["Asha Kumari", "Sunita Devi", "आशा"]);
    let sunita = shop.book("sun")[0].id;
    shop.keep(Some(sunita), "Sunita Sharma", "012345678901");
    let asha = shop.book("kum")[0].id;
    shop.change_book(Command::RemoveBeneficiary(asha));
    shop.restart();
    assert_eq!(shop.names(""), ["Sunita Sharma", "आशा"]);
    assert_eq!(shop.book("sharma")[0].id, sunita, "changed, not added");
}

#[test]
fn a_beneficiary_is_found_by_name_account_and_mobile() {
    let mut shop = Shop::open();
    shop.keep(None, "Sunita Devi", "012345678901");
    for text in ["su", "DEVI", "0123 4567", "8901", "99999 99999"] {
        assert_eq!(shop.names(text), ["Sunita Devi"], "{text}");
    }
    for text in ["unita", "345678", "%", "_", "'"] {
        assert_eq!(shop.names(text), [""; 0], "{text}");
    }
}
