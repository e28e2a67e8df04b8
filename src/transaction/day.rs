//! The day's start: what a wallet should hold by the ledger, and what could explain a difference.
//!
//! A wallet at the gateway moves when the gateway says so. Between two readings of it, each
//! transaction has moved it by what is known of the transaction at the second reading less
//! what was known at the first.

use super::evidence::Reason;
use super::fold::{State, Transaction};
use super::order::Service;
use crate::money::Paise;

/// No more than this many open transactions are tried together.
const TRIED_TOGETHER: usize = 16;

/// The most transactions that are said to explain a difference together.
const MOST_TOGETHER: usize = 3;

/// A transaction that something was written about between two readings of a wallet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// What it was at the first reading; `None` when it was not begun.
    pub before: Option<Transaction>,
    /// What it is at the second.
    pub after: Transaction,
}

/// By how much the ledger says that a wallet has moved between two readings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Movement {
    /// Taken out by recharges, bills and payouts.
    pub debits: Paise,
    /// Come back of what was taken out before.
    pub returned: Paise,
    /// Collected from customers.
    pub collected: Paise,
}

/// Why a transaction could be behind a difference, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The gateway has not said that it took the money, and may have.
    PerhapsDebited,
    /// The gateway is working on it and is counted as having taken the money, and may not have.
    PerhapsNotDebited,
    /// It failed or never left, and the money may be gone all the same, or not be back yet.
    PerhapsNotReturned,
    /// A code that a customer may have paid.
    PerhapsCollected,
    /// Paid as far as is known, and perhaps not credited yet.
    PerhapsNotCredited,
    /// A success that the gateway may have taken back without saying so.
    PerhapsTakenBack,
}

/// A transaction that could be behind a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The transaction, as it is now.
    pub transaction: Transaction,
    /// Why.
    pub doubt: Doubt,
    /// What the wallet would hold more (less, where negative) if it is so.
    pub moves: Paise,
    /// Whether it explains the whole difference, alone or together with the others so marked.
    pub fits: bool,
}

impl Movement {
    /// What the ledger says of the transactions that were touched between two readings, all of
    /// one service; `None` when it is more than fits.
    #[must_use]
    pub fn of(touched: &[Touched]) -> Option<Self> {
        touched.iter().try_fold(Self::default(), Self::with)
    }

    /// The same with one more transaction; `None` when it is more than fits.
    #[must_use]
    pub fn with(self, one: &Touched) -> Option<Self> {
        let before = one.before.as_ref().map_or(Paise::ZERO, effect);
        let moved = effect(&one.after).checked_sub(before)?;
        self.and(one.after.order.service(), moved)
    }

    fn and(mut self, service: Service, moved: Paise) -> Option<Self> {
        match service {
            Service::Collection => self.collected = self.collected.checked_add(moved)?,
            _ if moved < Paise::ZERO => self.debits = self.debits.checked_sub(moved)?,
            _ => self.returned = self.returned.checked_add(moved)?,
        }
        Some(self)
    }

    /// What a wallet should hold that held `closing` before; `None` when it does not fit.
    #[must_use]
    pub fn expected(self, closing: Paise) -> Option<Paise> {
        let Self { debits, returned, collected } = self;
        closing.checked_sub(debits)?.checked_add(returned)?.checked_add(collected)
    }
}

/// What a transaction has done to the shop's wallet, as far as is known: money that the
/// gateway says it is working with is gone until it comes back.
fn effect(transaction: &Transaction) -> Paise {
    let amount = transaction.order.amount();
    let out = Paise::ZERO.checked_sub(amount).unwrap_or_default();
    match (transaction.order.service(), transaction.state()) {
        // The customer pays PayU; no wallet of the shop moves.
        (Service::WalletLoad, _) => Paise::ZERO,
        (Service::Collection, State::Success | State::SettledSucceeded) => amount,
        (Service::Collection, _) => Paise::ZERO,
        (_, State::Success | State::SettledSucceeded) => out,
        (_, State::Pending) if is_with_the_gateway(transaction) => out,
        _ => Paise::ZERO,
    }
}

fn is_with_the_gateway(transaction: &Transaction) -> bool {
    transaction.api_trans_id.is_some() || transaction.reason() == Some(&Reason::UnderProcess)
}

/// The transactions that could be behind a difference, those that fit it first. `candidates`
/// are those touched since the first reading, and those that are open from before.
#[must_use]
pub fn explain(candidates: Vec<Transaction>, difference: Paise) -> Vec<Explanation> {
    let mut found: Vec<Explanation> = candidates
        .into_iter()
        .filter_map(|transaction| {
            let (doubt, moves) = doubt(&transaction)?;
            Some(Explanation { transaction, doubt, moves, fits: false })
        })
        .filter(|one| (one.moves < Paise::ZERO) == (difference < Paise::ZERO))
        .collect();
    // What nobody knows comes before what the gateway has said.
    found.sort_by_key(|one| (rank(one.doubt), std::cmp::Reverse(one.transaction.at)));
    let alone: Vec<usize> = (0..found.len())
        .filter(|at| found.get(*at).is_some_and(|one| one.moves == difference))
        .collect();
    let fitting = match alone.first() {
        // One that is open is a better explanation than one that has ended.
        Some(first) => {
            let best = found.get(*first).map(|one| rank(one.doubt));
            let as_good = |at: &usize| found.get(*at).map(|one| rank(one.doubt)) == best;
            alone.into_iter().filter(as_good).collect()
        }
        None => together(&found, difference),
    };
    for at in fitting {
        if let Some(one) = found.get_mut(at) {
            one.fits = true;
        }
    }
    found.sort_by_key(|one| !one.fits);
    found
}

/// Why a transaction could be behind a difference, and by how much the wallet would then
/// hold more or less than expected.
fn doubt(transaction: &Transaction) -> Option<(Doubt, Paise)> {
    let amount = transaction.order.amount();
    let less = Paise::ZERO.checked_sub(amount)?;
    let collection = transaction.order.service() == Service::Collection;
    match transaction.state() {
        _ if transaction.order.service() == Service::WalletLoad => None,
        State::Pending | State::Sending if collection => Some((Doubt::PerhapsCollected, amount)),
        State::Success | State::SettledSucceeded if collection => {
            Some((Doubt::PerhapsNotCredited, less))
        }
        State::Failed | State::SettledFailed | State::Reversed if collection => {
            Some((Doubt::PerhapsCollected, amount))
        }
        State::NotSent if collection => None,
        State::Pending if is_with_the_gateway(transaction) => {
            Some((Doubt::PerhapsNotDebited, amount))
        }
        State::Pending | State::Sending => Some((Doubt::PerhapsDebited, less)),
        State::Failed | State::SettledFailed | State::Reversed | State::NotSent => {
            Some((Doubt::PerhapsNotReturned, less))
        }
        State::Success | State::SettledSucceeded => Some((Doubt::PerhapsTakenBack, amount)),
    }
}

const fn rank(doubt: Doubt) -> u8 {
    match doubt {
        Doubt::PerhapsDebited | Doubt::PerhapsNotDebited | Doubt::PerhapsCollected => 0,
        Doubt::PerhapsNotReturned => 1,
        Doubt::PerhapsNotCredited | Doubt::PerhapsTakenBack => 2,
    }
}

/// The fewest transactions, of the first few, that make up a difference together.
fn together(found: &[Explanation], difference: Paise) -> Vec<usize> {
    let tried = found.len().min(TRIED_TOGETHER);
    for count in 2..=MOST_TOGETHER {
        let mut chosen = Vec::with_capacity(count);
        if choose(found.get(..tried).unwrap_or_default(), 0, count, difference, &mut chosen) {
            return chosen;
        }
    }
    Vec::new()
}

fn choose(
    found: &[Explanation],
    from: usize,
    count: usize,
    left: Paise,
    chosen: &mut Vec<usize>,
) -> bool {
    if count == 0 {
        return left == Paise::ZERO;
    }
    for (at, one) in found.iter().enumerate().skip(from) {
        let Some(rest) = left.checked_sub(one.moves) else { continue };
        chosen.push(at);
        if choose(found, at + 1, count - 1, rest, chosen) {
            return true;
        }
        chosen.pop();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::AgentId;
    use crate::transaction::event::Event;
    use crate::transaction::order::{CollectionOrder, Order};
    use crate::transaction::reply::{NotSent, Reply, Unknown};
    use crate::transaction::testing::{NOON, recharge, reply_of};
    use std::time::Duration;

    fn paise(paise: i64) -> Paise {
        Paise::from_paise(paise)
    }

    fn at(n: u64, order: Order, codes: &[&str]) -> Transaction {
        let at = NOON.after(Duration::from_secs(n));
        let mut transaction = Transaction::begin(AgentId::from_parts(at, n), order, at);
        for code in codes {
            let reply = match *code {
                "silence" => Reply::Unknown { cause: Unknown::TimedOut },
                "unsent" => Reply::NotSent { cause: NotSent::ConnectionRefused },
                code => reply_of(&transaction, code),
            };
            let first = transaction.state() == State::Sending;
            let event = if first { Event::Answer { reply } } else { Event::StatusAnswer { reply } };
            transaction.apply(at, &event);
        }
        transaction
    }

    fn out(n: u64, amount: i64, codes: &[&str]) -> Transaction {
        at(n, recharge("9876543210", amount), codes)
    }

    fn collection(n: u64, amount: i64, codes: &[&str]) -> Transaction {
        let order = CollectionOrder { amount: paise(amount), note: String::new() };
        at(n, Order::Collection(order), codes)
    }

    fn new(after: Transaction) -> Touched {
        Touched { before: None, after }
    }

    #[test]
    fn m8_the_wallet_moves_by_what_the_gateway_has_said() {
        let touched = [
            new(out(1, 100, &["TXN"])),
            new(out(2, 200, &["TUP"])),
            new(out(3, 400, &["ERR"])),
            new(out(4, 800, &["silence"])),
            new(out(5, 1_600, &["unsent"])),
            new(collection(6, 3_200, &["TXN", "TXN"])),
            new(collection(7, 6_400, &["TXN"])),
            // From before: what was with the gateway has failed, and has come back.
            Touched {
                before: Some(out(8, 12_800, &["TUP"])),
                after: out(8, 12_800, &["TUP", "ERR"]),
            },
            // What was with the gateway has succeeded: it was gone before.
            Touched {
                before: Some(out(9, 25_600, &["TUP"])),
                after: out(9, 25_600, &["TUP", "TXN"]),
            },
            // A success that the gateway took back.
            Touched {
                before: Some(out(10, 51_200, &["TXN"])),
                after: out(10, 51_200, &["TXN", "ERR"]),
            },
        ];
        let movement = Movement::of(&touched).unwrap();
        let expected = Movement {
            debits: paise(300),
            returned: paise(12_800 + 51_200),
            collected: paise(3_200),
        };
        assert_eq!(movement, expected);
        assert_eq!(movement.expected(paise(1_000)), Some(paise(1_000 - 300 + 64_000 + 3_200)));
        assert_eq!(movement.expected(paise(i64::MAX)), None, "more than fits is no figure");
    }

    #[test]
    fn the_transaction_behind_a_difference_is_named_first() {
        let candidates = vec![
            out(1, 100, &["silence"]),
            out(2, 250, &["silence"]),
            out(3, 250, &["ERR"]),
            out(4, 250, &["TXN"]),
            collection(5, 250, &["TXN"]),
        ];
        // The wallet holds less than expected: the silent one was debited after all.
        let found = explain(candidates.clone(), paise(-250));
        let fitting: Vec<_> = found.iter().filter(|one| one.fits).collect();
        assert_eq!(fitting.len(), 1, "{found:?}");
        assert_eq!(fitting[0].transaction.order.amount(), paise(250));
        assert_eq!((fitting[0].doubt, found[0].fits), (Doubt::PerhapsDebited, true));
        assert_eq!(found.len(), 3, "the success and the code cannot explain less");
        // It holds more: somebody has paid the code.
        let found = explain(candidates, paise(250));
        assert_eq!((found[0].doubt, found[0].fits), (Doubt::PerhapsCollected, true));
        assert_eq!(found[1].doubt, Doubt::PerhapsTakenBack);
    }

    #[test]
    fn a_few_together_can_be_behind_it() {
        let silent = [1_900, 9_900, 15_500, 19_900].map(|one| out(one, one as i64, &["silence"]));
        let found = explain(silent.to_vec(), paise(-(1_900 + 15_500)));
        let fitting: Vec<_> = found.iter().filter(|one| one.fits).map(|one| one.moves).collect();
        assert_eq!(fitting.len(), 2);
        assert_eq!(fitting.iter().map(|one| one.paise()).sum::<i64>(), -(1_900 + 15_500));
        let found = explain(silent.to_vec(), paise(-1));
        assert!(found.iter().all(|one| !one.fits), "what does not fit is still listed");
        assert_eq!(found.len(), 4);
        assert_eq!(explain(Vec::new(), paise(-1)), []);
    }
}
