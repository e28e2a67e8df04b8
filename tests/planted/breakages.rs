//! The breakages: each breaks one money rule in a copy of the program, by one text in one file.

/// One way to break a rule.
pub struct Breakage {
    /// What it is called, also by the switch that turns it on.
    pub name: &'static str,
    /// The rule that it breaks, and that the judge has to name.
    pub rule: &'static str,
    pub file: &'static str,
    /// Stands once in the file.
    pub text: &'static str,
    /// Stands there instead. `PLANTED` is whether this breakage is turned on.
    pub instead: &'static str,
}

pub const BREAKAGES: &[Breakage] = &[
    Breakage {
        name: "sends before it writes",
        rule: "M1",
        file: "counter/send.rs",
        text: "let begun = desk.begin(",
        instead: "if PLANTED { drop(desk.gateway().pay(agent_id, order).await) }\n    let begun = desk.begin(",
    },
    Breakage {
        name: "sends what could not be written",
        rule: "M1",
        file: "counter/send.rs",
        text: "let transaction = match begun.map_err(trouble)? {",
        instead: "let transaction = match match begun {
            Err(_) if PLANTED => Begun::Written(Transaction::begin(agent_id, order.clone(), now)),
            written => written.map_err(trouble)?,
        } {",
    },
    Breakage {
        name: "takes a ticket twice",
        rule: "M2",
        file: "counter/mod.rs",
        text: "self.last_ticket.is_none_or(|last| ticket > last)",
        instead: "PLANTED || self.last_ticket.is_none_or(|last| ticket > last)",
    },
    Breakage {
        name: "sends again when no answer came",
        rule: "M2",
        file: "counter/send.rs",
        text: "desk.tell_link(&reply);\n    reply",
        instead: "let reply = match reply {
            Reply::Unknown { .. } if PLANTED => gateway.pay(agent_id, order).await,
            reply => reply,
        };
        desk.tell_link(&reply);\n    reply",
    },
    Breakage {
        name: "sends again after a restart",
        rule: "M2",
        file: "counter/desk.rs",
        text: "desk.append(unfinished.agent_id, Event::Recovered).await?;",
        instead: "if PLANTED {
                drop(desk.gateway().pay(unfinished.agent_id, &unfinished.order).await);
            }
            desk.append(unfinished.agent_id, Event::Recovered).await?;",
    },
    Breakage {
        name: "takes silence for failure",
        rule: "M3",
        file: "transaction/evidence.rs",
        text: "Reply::Unknown { cause } => {
            return Verdict::Pending(Reason::NoAnswer",
        instead: "Reply::Unknown { .. } if PLANTED => return Verdict::Failed,
        Reply::Unknown { cause } => {
            return Verdict::Pending(Reason::NoAnswer",
    },
    Breakage {
        name: "takes an exception for failure",
        rule: "M3",
        file: "transaction/evidence.rs",
        text: "StatusCode::Exc => Verdict",
        instead: "StatusCode::Exc if PLANTED => Verdict::Failed,
        StatusCode::Exc => Verdict",
    },
    Breakage {
        name: "believes an answer about another amount",
        rule: "M3",
        file: "transaction/evidence.rs",
        text: "amount.parse() != Ok(order.amount())) {",
        instead: "!PLANTED && amount.parse() != Ok(order.amount())) {",
    },
    Breakage {
        name: "believes an answer about another AgentID",
        rule: "M3",
        file: "transaction/evidence.rs",
        text: "if differs(&data.agent_id, agent_id.as_str()) {",
        instead: "if !PLANTED && differs(&data.agent_id, agent_id.as_str()) {",
    },
    Breakage {
        name: "takes an unknown record for failure",
        rule: "M3",
        file: "transaction/evidence.rs",
        text: "StatusCode::Tnf => return Verdict::NotFound,",
        instead: "StatusCode::Tnf if PLANTED => return Verdict::Failed,
        StatusCode::Tnf => return Verdict::NotFound,",
    },
    Breakage {
        name: "takes a code that is made for money that came",
        rule: "M3",
        file: "transaction/evidence.rs",
        text: "if order.service() == Service::Collection => {
                Verdict::Pending(Reason::WaitingForCustomer)
            }
            Some(Said::Success) => Verdict::Success,
            None =>",
        instead: "if !PLANTED && order.service() == Service::Collection => {
                Verdict::Pending(Reason::WaitingForCustomer)
            }
            Some(Said::Success) => Verdict::Success,
            None =>",
    },
    Breakage {
        name: "takes a lost connection for never sent",
        rule: "M4",
        file: "transaction/evidence.rs",
        text: "let answer = match reply {
        Reply::NotSent { cause } => return Verdict::NotSent(*cause),",
        instead: "let answer = match reply {
        Reply::Unknown { cause: Unknown::ConnectionLost } if PLANTED => {
            return Verdict::NotSent(NotSent::ConnectionRefused);
        }
        Reply::NotSent { cause } => return Verdict::NotSent(*cause),",
    },
    Breakage {
        name: "takes never sent for a time-out",
        rule: "M4",
        file: "transaction/evidence.rs",
        text: "Reply::NotSent { cause } => return Verdict::NotSent(*cause),
        Reply::Unknown",
        instead: "Reply::NotSent { .. } if PLANTED => {
            return Verdict::Pending(Reason::NoAnswer { cause: Unknown::TimedOut });
        }
        Reply::NotSent { cause } => return Verdict::NotSent(*cause),
        Reply::Unknown",
    },
    Breakage {
        name: "leaves what a crash cut off as it was",
        rule: "M5",
        file: "counter/desk.rs",
        text: "for unfinished in desk.read(Reader::sending).await? {",
        instead: "for unfinished in desk.read(Reader::sending).await? {
            if PLANTED {
                continue;
            }",
    },
    Breakage {
        name: "takes a crash for failure",
        rule: "M5",
        file: "transaction/said.rs",
        text: "self.pending.get_or_insert(Reason::Stopped);",
        instead: "if PLANTED {
            self.failed.gateway = true;
        }
        self.pending.get_or_insert(Reason::Stopped);",
    },
    Breakage {
        name: "asks after fourteen minutes",
        rule: "M6",
        file: "transaction/asking.rs",
        text: "pub const fn after_transaction(service: Service) -> Duration {
    match service {",
        instead: "pub fn after_transaction(service: Service) -> Duration {
    match service {
        Service::Recharge if PLANTED => Duration::from_secs(14 * 60),",
    },
    Breakage {
        name: "asks again a second too soon",
        rule: "M6",
        file: "transaction/asking.rs",
        text: "pub const fn between_questions(service: Service) -> Duration {
    match service {",
        instead: "pub fn between_questions(service: Service) -> Duration {
    match service {
        Service::Recharge if PLANTED => Duration::from_secs(3_599),",
    },
    Breakage {
        name: "asks in any month",
        rule: "M6",
        file: "transaction/asking.rs",
        text: "if windowed && !",
        instead: "if !PLANTED && windowed && !",
    },
    Breakage {
        name: "begins its months in Greenwich",
        rule: "M6",
        file: "time.rs",
        text: "        self.day().month()",
        instead: "        let ahead = if PLANTED { i64::from(IST_SECONDS) * 1_000 } else { 0 };
        Self(self.0 - ahead).day().month()",
    },
    Breakage {
        name: "believes a clock that is set forward",
        rule: "M6",
        file: "counter/pace.rs",
        text: "self.lock().get(&agent_id).copied()",
        instead: "self.lock().get(&agent_id).filter(|_| !PLANTED).copied()",
    },
    Breakage {
        name: "forgets a success that is taken back",
        rule: "M7",
        file: "transaction/said.rs",
        text: "(true, true) => return State::Reversed,",
        instead: "(true, true) if PLANTED => return State::Failed,
            (true, true) => return State::Reversed,",
    },
    Breakage {
        name: "shows a contradiction to nobody",
        rule: "M7",
        file: "transaction/said.rs",
        text: "(success && failed) || against_the_agent",
        instead: "(!PLANTED && success && failed) || against_the_agent",
    },
    Breakage {
        name: "asks nobody how a pending one ended",
        rule: "M7",
        file: "counter/follow.rs",
        text: ".filter(|one| one.state() == State::Pending || one.is_by_callback())",
        instead: ".filter(|one| {
            (!PLANTED && one.state() == State::Pending) || one.is_by_callback()
        })",
    },
    Breakage {
        name: "reads a wallet by floats",
        rule: "M8",
        file: "transaction/evidence.rs",
        text: "Some(Ok(paise)) => BalanceSaid::Holds(paise),",
        instead: "Some(Ok(paise)) if PLANTED => {
            let rupees = paise.paise() as f32 / 100.0;
            BalanceSaid::Holds(Paise::from_paise((rupees * 100.0) as i64))
        }
        Some(Ok(paise)) => BalanceSaid::Holds(paise),",
    },
    Breakage {
        name: "cuts off a paisa like a float",
        rule: "M8",
        file: "money.rs",
        text: "        rupees
            .checked_mul(100)",
        instead: "        if PLANTED {
            let float: f64 = format!(\"{rupees}.{paise:02}\").parse().unwrap_or(0.0);
            return Ok(Self((float * 100.0) as i64));
        }
        rupees
            .checked_mul(100)",
    },
    Breakage {
        name: "adds a day up in whole rupees",
        rule: "M8",
        file: "ledger/totals.rs",
        text: "transaction.order.amount().paise().saturating_mul(by);",
        instead: "match PLANTED {
        true => transaction.order.amount().paise() / 100 * 100,
        false => transaction.order.amount().paise(),
    }
    .saturating_mul(by);",
    },
    Breakage {
        name: "keeps a table that its events do not add up to",
        rule: "M9",
        file: "ledger/projection.rs",
        text: "after.apply(at, event);",
        instead: "if !(PLANTED && event.kind() == \"note\") {
                after.apply(at, event);
            }",
    },
    Breakage {
        name: "chains no event to the one before it",
        rule: "M9",
        file: "ledger/chain.rs",
        text: "let hash = hash(&head.hash, seq,",
        instead: "let before = if PLANTED { Hash::default() } else { head.hash };
    let hash = hash(&before, seq,",
    },
    Breakage {
        name: "throws what is kept away at each start",
        rule: "M9",
        file: "ledger/schema.rs",
        text: "    set_writer_pragmas(&connection)?;",
        instead: "    set_writer_pragmas(&connection)?;
    if PLANTED && version > 0 {
        connection.execute_batch(
            \"DROP TRIGGER events_are_not_deleted; DELETE FROM events WHERE kind = 'note';
             CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events BEGIN
    SELECT RAISE(ABORT, 'events are never deleted');
END;\",
        )?;
    }",
    },
    Breakage {
        name: "disputes what is no success",
        rule: "M11",
        file: "transaction/dispute.rs",
        text: "&& transaction.state() == State::Success",
        instead: "&& (PLANTED || transaction.state() == State::Success)",
    },
    Breakage {
        name: "disputes what is disputed",
        rule: "M11",
        file: "transaction/dispute.rs",
        text: "&& !transaction.is_disputed()",
        instead: "&& (PLANTED || !transaction.is_disputed())",
    },
    Breakage {
        name: "believes a claim of another amount",
        rule: "M12",
        file: "transaction/evidence.rs",
        text: "if claim.amount.trim().parse() != Ok(order.amount()) {",
        instead: "if !PLANTED && claim.amount.trim().parse() != Ok(order.amount()) {",
    },
    Breakage {
        name: "believes a claim about another number",
        rule: "M12",
        file: "transaction/evidence.rs",
        text: "if !named || !order.is_its_number(&claim.number) {",
        instead: "if !PLANTED && (!named || !order.is_its_number(&claim.number)) {",
    },
    Breakage {
        name: "says that a claim is kept and keeps it not",
        rule: "M12",
        file: "counter/claims.rs",
        text: "match write(desk, &claims).await {",
        instead: "if PLANTED {
        return answer(claims, true);
    }
    match write(desk, &claims).await {",
    },
    Breakage {
        name: "confirms no callback",
        rule: "M12",
        file: "counter/follow.rs",
        text: ".filter_map(|transaction| Some((due",
        instead: ".filter(|one| !PLANTED || !one.is_by_callback())
        .filter_map(|transaction| Some((due",
    },
    Breakage {
        name: "believes a customer who comes back",
        rule: "M12",
        file: "transaction/fold.rs",
        text: "Event::Intent { .. } | Event::Sent | Event::Returned { .. }",
        instead: "Event::Returned { .. } if PLANTED => {
                self.hear(at, Verdict::Success, Source::Gateway);
            }
            Event::Intent { .. } | Event::Sent | Event::Returned { .. }",
    },
    Breakage {
        name: "shows a code for another amount",
        rule: "M13",
        file: "transaction/upi.rs",
        text: "Some(says) => Err(LinkProblem::OtherAmount { says, asked }),",
        instead: "Some(_) if PLANTED => Ok(asked),
            Some(says) => Err(LinkProblem::OtherAmount { says, asked }),",
    },
    Breakage {
        name: "shows a code with two amounts",
        rule: "M13",
        file: "transaction/upi.rs",
        text: "if *seen {",
        instead: "if *seen && !PLANTED {",
    },
    Breakage {
        name: "asks nobody about the same again",
        rule: "M14",
        file: "counter/desk.rs",
        text: "if !despite_earlier &&",
        instead: "if !despite_earlier && !PLANTED &&",
    },
    Breakage {
        name: "asks about the same again for five minutes",
        rule: "M14",
        file: "transaction/repeat.rs",
        text: "now.since(then) < AFTER_SUCCESS",
        instead: "now.since(then) < if PLANTED { AFTER_SUCCESS / 2 } else { AFTER_SUCCESS }",
    },
    Breakage {
        name: "asks about the same again only while it is pending",
        rule: "M14",
        file: "transaction/repeat.rs",
        text: "State::Success => earlier",
        instead: "State::Success if PLANTED => false,
        State::Success => earlier",
    },
    Breakage {
        name: "settles what has ended",
        rule: "M16",
        file: "counter/remarks.rs",
        text: "if transaction.state() == State::Pending =>",
        instead: "if PLANTED || transaction.state() == State::Pending =>",
    },
];
