//! Exports on the running counter: whole or not at all, watched, broken off, never over a file that is there.

use std::fs;
use std::path::PathBuf;

use galla::counter::{Command, ExportOrder, ExportState, Update, WhyNotExported};
use galla::ledger::LedgerKind;
use galla::ledger::export::{Format, Span};
use galla::ledger::filled;

use super::shop::{NOON, Shop};

impl Shop {
    fn export(&mut self, file: PathBuf, format: Format, replace: bool) -> ExportState {
        let order = ExportOrder { span: Span::All, format, file, replace };
        self.send(Command::Export(order));
        self.export_ended()
    }

    fn export_ended(&mut self) -> ExportState {
        self.wait_for(|update| match update {
            Update::Export(ExportState::Writing { .. }) => None,
            Update::Export(state) => Some(state.clone()),
            _ => None,
        })
    }
}

#[test]
fn an_export_is_whole_and_never_over_a_file_that_is_there() {
    let mut shop = Shop::open();
    shop.pay("9876543200", 199);
    let folder = tempfile::tempdir().unwrap();
    for (format, paid) in Format::ALL.into_iter().zip(1..) {
        let file = folder.path().join(format!("day.{}", format.extension()));
        let ended = shop.export(file.clone(), format, false);
        assert!(
            matches!(ended, ExportState::Written { written, .. } if written == paid),
            "{ended:?}"
        );
        let bytes = fs::read(&file).unwrap();
        let again = shop.export(file.clone(), format, false);
        assert!(matches!(again, ExportState::NotWritten(WhyNotExported::File(_))), "{again:?}");
        assert_eq!(fs::read(&file).unwrap(), bytes);
        shop.pay_despite_earlier("9876543200", 199);
        let more = shop.export(file, format, true);
        assert!(
            matches!(more, ExportState::Written { written, .. } if written == paid + 1),
            "{more:?}"
        );
    }
    let nowhere = shop.export(folder.path().join("no/such/day.csv"), Format::Csv, false);
    assert!(matches!(nowhere, ExportState::NotWritten(WhyNotExported::File(_))), "{nowhere:?}");
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, Format::ALL.len(), "nothing is left beside");
}

#[test]
fn a_long_export_is_watched_and_broken_off_without_a_trace() {
    let mut shop = Shop::closed();
    let ledger = shop.home.ledger_file(true);
    filled::fill(&ledger, LedgerKind::Practice, 20_000, 1, NOON).unwrap();
    shop.start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.json");
    let order =
        ExportOrder { span: Span::All, format: Format::Json, file: file.clone(), replace: false };
    shop.send(Command::Export(order));
    let (written, of) = shop.wait_for(|update| match update {
        Update::Export(ExportState::Writing { written, of }) => Some((*written, *of)),
        _ => None,
    });
    assert_eq!((written, of), (1_000, 20_000));
    shop.send(Command::CancelExport);
    assert!(matches!(shop.export_ended(), ExportState::Cancelled));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    let ended = shop.export(file, Format::Csv, false);
    assert!(matches!(ended, ExportState::Written { written: 20_000, .. }), "{ended:?}");
}
