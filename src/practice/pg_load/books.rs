//! The books of PG Load: every load that was asked for, whatever was answered.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;

use super::outcomes::LoadFate;
use super::request::LoadRequest;
use crate::money::Paise;
use crate::time::{Clock, Moment};

/// Where a load stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum LoadState {
    /// The customer has not paid yet.
    Pending,
    /// The wallet was loaded.
    Success,
    /// It was not.
    Failed,
}

impl LoadState {
    /// The enquiry's word for it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Success => "SUCCESS",
            Self::Failed => "FAILED",
        }
    }
}

/// All that the books say of one load.
#[derive(Clone, Debug, Serialize)]
pub struct Load {
    /// The client's transaction id.
    pub client_txn_id: String,
    /// PayU's id of it; empty when it was refused.
    pub reference_id: String,
    /// In paise.
    pub amount: Paise,
    /// The customer's mobile number, 91 in front.
    pub mobile: String,
    /// When it was first asked for.
    pub at: Moment,
    /// Where it stands; a refused one never was a load.
    pub state: Option<LoadState>,
    /// How many load requests with this id were received.
    pub sends: u32,
    /// When the enquiries came.
    pub enquiries: Vec<Moment>,
    #[serde(skip)]
    pub(super) request: LoadRequest,
    #[serde(skip)]
    pub(super) fate: LoadFate,
    /// When it ends by itself, and how, by the monotonic clock.
    #[serde(skip)]
    ends: Option<(Duration, LoadState)>,
}

/// The loads; clones see the same ones.
#[derive(Clone)]
pub(in crate::practice) struct Loads {
    clock: Arc<dyn Clock>,
    seed: u64,
    settle_after: Duration,
    loads: Arc<Mutex<Vec<Load>>>,
}

impl Loads {
    pub(in crate::practice) fn open(
        clock: Arc<dyn Clock>,
        seed: u64,
        settle_after: Duration,
    ) -> Self {
        Self { clock, seed, settle_after, loads: Arc::default() }
    }

    /// What o'clock PayU thinks it is.
    pub(super) fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Every load, in the order in which they were first heard of.
    pub(in crate::practice) fn all(&self) -> Vec<Load> {
        self.settled().clone()
    }

    /// Takes a load request; `None` when its id was heard of before (nothing is loaded twice).
    pub(super) fn take(&self, request: LoadRequest, fate: LoadFate) -> Option<Load> {
        let mut loads = self.settled();
        let id = &request.client_txn_id;
        if let Some(known) = loads.iter_mut().find(|load| load.client_txn_id == *id) {
            known.sends = known.sends.saturating_add(1);
            return None;
        }
        let refused = fate == LoadFate::Refused;
        let end = match fate {
            LoadFate::Paid | LoadFate::NoAnswer => Some(LoadState::Success),
            LoadFate::Fails | LoadFate::FailsRefunded => Some(LoadState::Failed),
            _ => None,
        };
        let due = self.clock.monotonic().saturating_add(self.settle_after);
        let serial = self.seed.wrapping_mul(1_000_003).wrapping_add(loads.len() as u64 + 1);
        let load = Load {
            client_txn_id: id.clone(),
            reference_id: if refused { String::new() } else { format!("{serial:032x}") },
            amount: request.amount,
            mobile: request.mobile.clone(),
            at: self.clock.now(),
            state: (!refused).then_some(LoadState::Pending),
            sends: 1,
            enquiries: Vec::new(),
            request,
            fate,
            ends: end.map(|end| (due, end)),
        };
        loads.push(load.clone());
        Some(load)
    }

    /// The load that an enquiry asks for, which is written down.
    pub(super) fn asked(&self, client_txn_id: &str) -> Option<Load> {
        let now = self.clock.now();
        let mut loads = self.settled();
        let load = loads.iter_mut().find(|load| load.client_txn_id == client_txn_id)?;
        load.enquiries.push(now);
        load.state.is_some().then(|| load.clone())
    }

    /// The load of a page.
    pub(super) fn of_page(&self, reference_id: &str) -> Option<Load> {
        let of_page = |load: &&Load| load.state.is_some() && load.reference_id == reference_id;
        self.settled().iter().find(of_page).cloned()
    }

    /// The customer has pressed a button; a load that has ended stays as it is.
    pub(super) fn pressed(&self, reference_id: &str, end: LoadState) -> Option<Load> {
        let mut loads = self.settled();
        let load = loads.iter_mut().find(|load| load.reference_id == reference_id)?;
        if load.state == Some(LoadState::Pending) {
            (load.state, load.ends) = (Some(end), None);
        }
        load.state.is_some().then(|| load.clone())
    }

    /// Ends a load now that would end later. False when there is nothing to end.
    pub(in crate::practice) fn settle_now(&self, client_txn_id: &str) -> bool {
        let mut loads = self.settled();
        let load = loads.iter_mut().find(|load| load.client_txn_id == client_txn_id);
        let Some((load, (_, end))) = load.and_then(|load| load.ends.take().map(|end| (load, end)))
        else {
            return false;
        };
        load.state = Some(end);
        true
    }

    /// The loads with everything ended that is due by now.
    fn settled(&self) -> MutexGuard<'_, Vec<Load>> {
        let uptime = self.clock.monotonic();
        let mut loads = self.loads.lock().unwrap_or_else(PoisonError::into_inner);
        for load in loads.iter_mut() {
            if let Some((_, end)) = load.ends.take_if(|(due, _)| *due <= uptime) {
                load.state = Some(end);
            }
        }
        loads
    }
}
