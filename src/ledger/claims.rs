//! Claims that wait together, written in one commit: one wait for the disk for all of them.

use super::chain::Fact;
use super::error::LedgerError;
use super::{Ledger, projection, put, put_shop};
use crate::ids::AgentId;
use crate::time::Moment;
use crate::transaction::Transaction;

impl Ledger {
    /// Appends what `judge` makes of each claim and of the transaction that it names, if there
    /// is one, in their order and in one commit. Of each claim comes back what its transaction
    /// is now; `None` where it belongs to none. When this is `Ok`, all of it is on disk.
    ///
    /// # Errors
    /// As [`Ledger::append`]; then nothing of any of them is kept.
    pub fn append_claims<C>(
        &mut self,
        at: Moment,
        claims: impl IntoIterator<Item = (Option<AgentId>, C)>,
        judge: impl Fn(C, Option<&Transaction>) -> Fact,
    ) -> Result<Vec<Option<Transaction>>, LedgerError> {
        self.in_one_commit(|connection, head| {
            let each = claims.into_iter().map(|(agent_id, claim)| {
                let known = agent_id.map(|agent_id| projection::find(connection, agent_id));
                let known = known.transpose()?.flatten();
                match judge(claim, known.as_ref().map(|(_, known)| known)) {
                    Fact::Of(agent_id, event) => {
                        put(connection, head, agent_id, at, &event).map(Some)
                    }
                    Fact::Shop(event) => put_shop(connection, head, at, &event).map(|()| None),
                }
            });
            each.collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::check::check;
    use crate::ledger::testing::{Shop, at, id};
    use crate::transaction::{Claim, Event, Mismatch, ShopEvent};

    /// Believes what names a transaction.
    fn judge(claim: Claim, known: Option<&Transaction>) -> Fact {
        let claim = Box::new(claim);
        match known {
            Some(known) => Fact::Of(known.agent_id, Event::Callback { claim }),
            None => Fact::Shop(ShopEvent::Unmatched { claim, why: Mismatch::AgentId }),
        }
    }

    fn claims(named: &[u64]) -> Vec<(Option<AgentId>, Claim)> {
        named.iter().map(|n| (Some(id(*n)), Claim::default())).collect()
    }

    #[test]
    fn m9_m12_claims_of_one_commit_are_events_like_others() {
        let mut shop = Shop::new();
        shop.recharge(1, "9876543210", 19_900, "Asha");
        shop.recharge(2, "9876543211", 19_900, "Ravi");
        let written = shop.ledger.append_claims(at(9), claims(&[2, 7, 1, 2]), judge).unwrap();
        let whose: Vec<_> =
            written.iter().map(|one| one.as_ref().map(|one| one.agent_id)).collect();
        assert_eq!(whose, [Some(id(2)), None, Some(id(1)), Some(id(2))]);
        let reader = shop.ledger.reader().unwrap();
        assert_eq!(reader.events(id(2)).unwrap().len(), 3);
        assert_eq!(reader.transaction(id(2)).unwrap(), written.into_iter().last().flatten());
        assert_eq!(reader.unmatched_count().unwrap(), 1);
        assert!(check(&shop.path).unwrap().problems.is_empty());
    }

    #[test]
    fn m9_m12_when_one_claim_cannot_be_written_none_of_its_commit_is() {
        let mut shop = Shop::new();
        shop.recharge(1, "9876543210", 19_900, "Asha");
        let of_nobody = |claim, _: Option<&Transaction>| {
            Fact::Of(id(7), Event::Callback { claim: Box::new(claim) })
        };
        let refuse = |(n, claim): (u64, Claim), known: Option<&Transaction>| match n {
            7 => of_nobody(claim, known),
            _ => judge(claim, known),
        };
        let both = [1, 7].map(|n| (Some(id(n)), (n, Claim::default())));
        let error = shop.ledger.append_claims(at(9), both, refuse).unwrap_err();
        assert!(matches!(error, LedgerError::Unknown(unknown) if unknown == id(7)), "{error:?}");
        assert_eq!(shop.ledger.reader().unwrap().events(id(1)).unwrap().len(), 1);
        shop.ledger.append_claims(at(9), claims(&[1]), judge).unwrap();
        assert!(check(&shop.path).unwrap().problems.is_empty());
    }
}
