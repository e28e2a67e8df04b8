//! The points on the way of the money that the log can name: where a crash would find a transaction.
//!
//! `GALLA_LOG=galla::point=trace` logs them. Nothing depends on them but the reader of a log,
//! and the tests that kill Galla at each one.

/// The target of the log lines.
pub const TARGET: &str = "galla::point";

macro_rules! points {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// A step that has just been taken.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Point {
            $($(#[$doc])* $name,)*
        }

        impl Point {
            /// Every point, in the order of a day: the ledger is opened, then payments are taken.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
        }
    };
}

points! {
    /// The ledger is this program's alone.
    LedgerLocked,
    /// The ledger's file is there, perhaps still empty.
    FileReady,
    /// The database writes its log.
    LogReady,
    /// The tables are about to be made or brought up to date.
    MigrationBegun,
    /// They were brought from one version to the next, not yet committed.
    MigrationStep,
    /// They were made anew from the events, not yet committed.
    TablesRebuilt,
    /// They are up to date.
    Migrated,
    /// The ledger is open.
    LedgerOpened,
    /// A transaction that was found unfinished is about to be marked (money rule M5).
    RecoveryBegun,
    /// It is marked.
    Recovered,
    /// An append has begun.
    CommitBegun,
    /// The tables have the event, not yet committed.
    TablesWritten,
    /// The chain has it too, not yet committed.
    EventWritten,
    /// It is on disk.
    Committed,
    /// A payment may be taken; nothing of it is written.
    PaymentTaken,
    /// Its intent is on disk (money rule M1).
    IntentWritten,
    /// It is about to be handed to the gateway.
    PaymentBegun,
    /// A request, whatever it is about, is about to leave.
    RequestLeaving,
    /// It is on disk that the payment was sent.
    SentWritten,
    /// What became of the payment has come, and is in memory alone.
    AnswerCome,
    /// It is on disk.
    AnswerWritten,
    /// It is on disk that the status is being asked (money rule M6).
    QuestionWritten,
    /// The status has come, and is in memory alone.
    StatusCome,
    /// It is on disk.
    StatusWritten,
    /// A caller's claim was heard (money rule M12).
    ClaimTaken,
    /// It is on disk; the caller does not know yet.
    ClaimWritten,
    /// The caller is told.
    ClaimAnswered,
    /// It is on disk that a dispute is being raised (money rule M11).
    DisputeWritten,
    /// What the gateway says to it has come, and is in memory alone.
    DisputeCome,
    /// It is on disk.
    DisputeAnswered,
}

/// Says in the log that a point is reached.
pub fn reached(point: Point) {
    tracing::trace!(target: TARGET, ?point);
}
