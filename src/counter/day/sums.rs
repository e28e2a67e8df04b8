//! A period's book: what came of each operator's transactions and of all, and what was earned.

use std::collections::BTreeMap;

use crate::catalogue::Catalogue;
use crate::money::Paise;
use crate::transaction::commission::Commission;
use crate::transaction::totals::{OfOperator, Sum, Totals};
use crate::transaction::{Category, Service, State};

/// What came of the transactions of one operator, one service, or all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Succeeded by the gateway's word or the agent's.
    pub success: Sum,
    /// Not known yet.
    pub pending: Sum,
    /// Failed, or never left.
    pub failed: Sum,
    /// Succeeded, and came back.
    pub reversed: Sum,
    /// What the shop earned on the successes; `None` when it does not fit.
    pub earned: Option<Paise>,
}

/// One line of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The service.
    pub service: Service,
    /// The operator of recharges: its category and its code.
    pub operator: Option<(Category, String)>,
    /// The operator's name by the catalogue, its code where the catalogue has none; empty
    /// where there is no operator.
    pub name: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// A period added up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// By service and operator, in the order of the screen.
    pub lines: Vec<Line>,
    /// By service and state, successes first; what is on its way is open like what nobody knows.
    pub by_state: Vec<(Service, State, Sum)>,
    /// All of it.
    pub all: Outcome,
}

impl Outcome {
    fn add(&mut self, state: State, sum: Sum) {
        match state {
            State::Success | State::SettledSucceeded => self.success.add(sum),
            State::Pending | State::Sending => self.pending.add(sum),
            State::Failed | State::NotSent | State::SettledFailed => self.failed.add(sum),
            State::Reversed => self.reversed.add(sum),
        }
    }

    /// How many of a hundred that ended have succeeded, rounded down; `None` when none ended.
    #[must_use]
    pub fn success_rate(&self) -> Option<u64> {
        let ended = self.success.count + self.failed.count + self.reversed.count;
        (self.success.count * 100).checked_div(ended)
    }
}

impl Sums {
    /// The book of a period's totals; the names and the commissions are the catalogue's.
    #[must_use]
    pub fn of(totals: &Totals, catalogue: &Catalogue) -> Self {
        let mut all = Outcome::default();
        let mut lines: BTreeMap<(Service, Option<(Category, String)>), Outcome> = BTreeMap::new();
        for (OfOperator { service, operator, state }, sum) in totals.by_operator() {
            lines.entry((*service, operator.clone())).or_default().add(*state, *sum);
            all.add(*state, *sum);
        }
        let lines: Vec<_> =
            lines.into_iter().map(|(key, outcome)| line(key, outcome, catalogue)).collect();
        let earned = lines.iter().map(|line| line.outcome.earned);
        all.earned =
            earned.into_iter().try_fold(Paise::ZERO, |sum, earned| sum.checked_add(earned?));
        Self { lines, by_state: by_state(totals), all }
    }
}

/// Only what there is, in the order of a shopkeeper's questions.
fn by_state(totals: &Totals) -> Vec<(Service, State, Sum)> {
    const ORDER: [&[State]; 7] = [
        &[State::Success],
        &[State::Pending, State::Sending],
        &[State::Failed],
        &[State::NotSent],
        &[State::Reversed],
        &[State::SettledSucceeded],
        &[State::SettledFailed],
    ];
    let mut sums: BTreeMap<(Service, usize), Sum> = BTreeMap::new();
    for (of, sum) in totals.by_operator() {
        if let Some(at) = ORDER.iter().position(|states| states.contains(&of.state)) {
            sums.entry((of.service, at)).or_default().add(*sum);
        }
    }
    let named = |((service, at), sum): ((Service, usize), Sum)| {
        let state = ORDER.get(at)?.first().filter(|_| sum.count > 0)?;
        Some((service, *state, sum))
    };
    sums.into_iter().filter_map(named).collect()
}

fn line(
    (service, operator): (Service, Option<(Category, String)>),
    mut outcome: Outcome,
    catalogue: &Catalogue,
) -> Line {
    let known = operator.as_ref().and_then(|(category, code)| {
        catalogue.operators(*category).iter().find(|one| one.code == *code)
    });
    let commission = known.map_or(Commission::None, |known| known.commission);
    let success = outcome.success;
    outcome.earned = success.amount.and_then(|amount| commission.of(success.count, amount));
    let code = operator.as_ref().map(|(_, code)| code.clone()).unwrap_or_default();
    let name = known.map_or(code, |known| known.name.clone());
    Line { service, operator, name, outcome }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transaction::testing::total;

    #[test]
    fn a_period_adds_up_by_operator_hour_and_day() {
        let totals = [
            total(23, 9, Some("PMJ"), State::Success, 2, 40_000),
            total(23, 9, Some("PMJ"), State::Failed, 1, 10_000),
            total(23, 10, Some("PMJ"), State::SettledSucceeded, 1, 20_000),
            total(24, 9, Some("XXX"), State::Pending, 1, 5_000),
            total(24, 9, None, State::Reversed, 1, 7_000),
            total(24, 9, None, State::NotSent, 1, 9_000),
        ];
        let totals: Totals = totals.into_iter().collect();
        let sums = Sums::of(&totals, &Catalogue::practice());
        let names: Vec<_> = sums.lines.iter().map(|line| line.name.as_str()).collect();
        assert_eq!(names, ["Jio", "XXX", ""]);
        let jio = &sums.lines[0].outcome;
        assert_eq!(jio.success, Sum { count: 3, amount: Some(Paise::from_paise(60_000)) });
        assert_eq!(jio.success_rate(), Some(75));
        assert_eq!(jio.earned, Some(Paise::from_paise(1_500)), "2.5% of ₹600");
        assert_eq!(sums.lines[1].outcome.success_rate(), None);
        assert_eq!(sums.lines[1].outcome.earned, Some(Paise::ZERO), "an unknown operator");
        assert_eq!((sums.all.success.count, sums.all.failed.count), (3, 2));
        assert_eq!((sums.all.pending.count, sums.all.reversed.count), (1, 1));
        assert_eq!(sums.all.earned, Some(Paise::from_paise(1_500)));
        assert_eq!(totals.by_hour()[9].amount, Some(Paise::from_paise(40_000)));
        assert_eq!(totals.by_hour()[10].count, 1);
        let by_state: Vec<_> =
            sums.by_state.iter().map(|(_, state, sum)| (*state, sum.count)).collect();
        let expected = [
            (State::Success, 2),
            (State::Pending, 1),
            (State::Failed, 1),
            (State::SettledSucceeded, 1),
            (State::NotSent, 1),
            (State::Reversed, 1),
        ];
        assert_eq!(by_state, expected, "the recharges, then the payouts");
        let days: Vec<_> = totals.by_day().values().map(|sum| sum.count).collect();
        assert_eq!(days, [3, 0]);
        assert_eq!(
            Sums::of(&Totals::default(), &Catalogue::practice()).all.earned,
            Some(Paise::ZERO)
        );
    }

    #[test]
    fn m8_what_does_not_fit_is_no_figure() {
        let most = |day| total(day, 9, Some("PMJ"), State::Success, 1, i64::MAX);
        let totals: Totals = [most(23), most(24)].into_iter().collect();
        let sums = Sums::of(&totals, &Catalogue::practice());
        assert_eq!(sums.all.success, Sum { count: 2, amount: None });
        assert_eq!(
            (sums.all.earned, totals.by_day()[&most(23).day].amount),
            (None, Some(Paise::from_paise(i64::MAX)))
        );
    }
}
