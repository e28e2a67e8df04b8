//! The command line: what `galla` can do without a window.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::{Args, Parser, Subcommand, ValueEnum};
use galla::history::PracticeShop;
use galla::ledger::{LedgerError, LedgerKind, Reader, backup, check, export, filled, restore};
use galla::practice::{self, Practice};
use galla::settings::{Home, Settings};
use galla::time::{Clock, SystemClock};

/// A counter for Indian retail agents. Without a command, the window opens.
///
/// Settings, ledgers and logs live in the system's usual folders, or all in the folder
/// that GALLA_HOME names. GALLA_PGPE_URL overrides the address of PGPE, GALLA_LOG says
/// how much is logged, GALLA_RENDERER (opengl, wgpu) how the window is drawn. Exit status: 0 done, 1 failed, 2 wrong usage.
#[derive(Parser)]
#[command(version, about, long_about)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Say “shown” when the window's first frame has been shown, and close it, for measuring.
    #[arg(long, hide = true)]
    pub exit_after_first_frame: bool,
}

impl Cli {
    /// Whether a window is what was asked for.
    #[cfg(target_os = "linux")]
    pub const fn opens_a_window(&self) -> bool {
        matches!(self.command, None | Some(Command::Practice(_)))
    }
}

/// What can be done without a window.
#[derive(Subcommand)]
pub enum Command {
    /// Check a ledger: every page, the chain of events, and that every figure follows from them.
    Check(Which),
    /// Write all transactions of a ledger as a table.
    Export {
        #[command(flatten)]
        which: Which,
        /// The form of the table.
        #[arg(long, value_enum)]
        format: TableFormat,
        /// Where to; a new file. Without it the table goes to the standard output.
        file: Option<PathBuf>,
    },
    /// Copy a ledger, also while Galla is in use, and check the copy.
    Backup {
        #[command(flatten)]
        which: Which,
        /// Where to; a new file.
        file: PathBuf,
    },
    /// Put a backup in the place of a ledger, while Galla is closed. The backup is checked
    /// first; the ledger that is there is moved aside, never deleted.
    Restore {
        #[command(flatten)]
        which: Which,
        /// The backup; it stays as it is.
        file: PathBuf,
    },
    /// Open a practice shop that has been open for months, with the practice gateway behind it.
    ///
    /// Each shop has a folder of its own beside Galla's ledgers, under "practice-shops", named by
    /// the day, the length of its history and the seed. It is made once; the same command on the
    /// same day opens it again as it was left. Nothing that is there is ever overwritten, and
    /// neither the live nor the usual practice ledger is touched. A shop that is no longer wanted
    /// can be deleted with its folder. To check or export one, set GALLA_HOME to its folder.
    Practice(Practising),
    /// Run the practice gateway alone, until it is stopped.
    PracticeGateway(PracticeGateway),
    /// Make a ledger of made-up transactions, for measuring.
    #[command(hide = true)]
    BenchLedger {
        /// How many transactions.
        count: u64,
        /// Where to; a new file.
        file: PathBuf,
    },
}

/// Which ledger a command is about.
#[derive(Args)]
pub struct Which {
    /// The practice counter's ledger instead of the live one.
    #[arg(long)]
    practice: bool,
}

/// The form of an exported table.
#[derive(Clone, Copy, ValueEnum)]
pub enum TableFormat {
    /// Comma-separated values with a mark, so that a spreadsheet reads Hindi.
    Csv,
    /// An array of JSON objects.
    Json,
    /// A workbook whose amounts are numbers and whose times are times.
    Xlsx,
}

/// Which practice shop is opened.
#[derive(Args)]
pub struct Practising {
    /// How many days of history it has, up to yesterday; 0 for a new shop.
    #[arg(long, value_name = "DAYS", default_value_t = 90,
          value_parser = clap::value_parser!(u32).range(..=i64::from(galla::history::LONGEST)))]
    history: u32,
    /// The seed of its history: the same seed on the same day makes the same one.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// How the practice gateway is run.
#[derive(Args)]
pub struct PracticeGateway {
    /// The loopback address to listen on.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// The seed of its ids and references.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A further token that it accepts.
    #[arg(long)]
    token: Vec<String>,
    /// After how many seconds pending payments are settled.
    #[arg(long, default_value_t = 600)]
    settle_after: u64,
    /// The address that it calls back.
    #[arg(long)]
    callback_url: Option<String>,
}

/// Carries out a command; `open` opens the window on a practice shop.
///
/// # Errors
/// With a sentence that says what went wrong.
pub fn run(command: Command, open: impl FnOnce(Home) -> Result<ExitCode>) -> Result<ExitCode> {
    match command {
        Command::Practice(wanted) => open(practice_shop(&wanted)?),
        Command::Check(which) => check_ledger(&which.file()?),
        Command::Export { which, format, file } => {
            export_ledger(&which.file()?, format, file.as_deref())
        }
        Command::Backup { which, file } => {
            backup::backup(&which.file()?, &file)?;
            println!("{} holds a checked copy.", file.display());
            Ok(ExitCode::SUCCESS)
        }
        Command::Restore { which, file } => restore_ledger(&which, &file),
        Command::PracticeGateway(options) => run_practice(options),
        Command::BenchLedger { count, file } => {
            filled::fill(&file, LedgerKind::Practice, count, 1, SystemClock::new().now())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

impl Which {
    const fn kind(&self) -> LedgerKind {
        if self.practice { LedgerKind::Practice } else { LedgerKind::Live }
    }

    /// The ledger, which is there or should be: a restore may have been broken off.
    fn file(&self) -> Result<PathBuf> {
        let file = Home::find()?.ledger_file(self.practice);
        if !matches!(Reader::open(&file), Err(LedgerError::Missing(_))) {
            return Ok(file);
        }
        let hint = if self.practice { "" } else { " For the practice ledger, add --practice." };
        bail!("There is no ledger at {} yet.{hint}", file.display())
    }
}

fn check_ledger(file: &Path) -> Result<ExitCode> {
    // Where this fails, the check says what is wrong.
    let _unread = check::read_ahead(file);
    let report = check::check(file)?;
    println!("{report}");
    Ok(if report.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn restore_ledger(which: &Which, file: &Path) -> Result<ExitCode> {
    let place = Home::find()?.ledger_file(which.practice);
    let now = SystemClock::new().now();
    let done = restore::restore(&place, which.kind(), file, now)?;
    let newest = match done.newest {
        Some(at) => format!("the newest event is of {}", at.to_ist_rfc3339()),
        None => "there is no event in it".to_owned(),
    };
    println!(
        "{} holds the backup: {} transactions; {newest}.",
        place.display(),
        done.report.transactions
    );
    if let Some(aside) = done.aside {
        println!(
            "The ledger that was there before lies at {}; nothing was deleted.",
            aside.display()
        );
    }
    println!(
        "What was paid after that event is not in this ledger. Look for it in PGPE's portal, or \
         in the ledger before, before you pay anything again."
    );
    Ok(ExitCode::SUCCESS)
}

fn export_ledger(ledger: &Path, format: TableFormat, file: Option<&Path>) -> Result<ExitCode> {
    let reader = Reader::open(ledger)?;
    let format = match format {
        TableFormat::Csv => export::Format::Csv,
        TableFormat::Json => export::Format::Json,
        TableFormat::Xlsx => export::Format::Xlsx,
    };
    let mut out: Box<dyn Write> = match file {
        Some(file) => {
            let new = File::create_new(file);
            Box::new(new.with_context(|| format!("{} cannot be made", file.display()))?)
        }
        None => Box::new(io::stdout().lock()),
    };
    let mut buffered = BufWriter::new(&mut out);
    let whole = &mut |_| ControlFlow::Continue(());
    export::export(&reader, export::Span::All, format, &mut buffered, whole)?;
    buffered.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn practice_shop(wanted: &Practising) -> Result<Home> {
    let home = Home::find()?;
    let (like, trouble) = Settings::load(&home);
    if let Some(trouble) = trouble {
        eprintln!("galla: {trouble}");
    }
    let now = SystemClock::new().now();
    let shop = PracticeShop::find(&home, &like, wanted.history, wanted.seed, now)?;
    let how = if shop.new { "is made" } else { "is opened as it was left" };
    let folder = shop.home.data().display();
    println!("The practice shop in {folder} {how}.");
    println!("Its ledger is checked by: GALLA_HOME='{folder}' galla check --practice");
    Ok(shop.home)
}

fn run_practice(options: PracticeGateway) -> Result<ExitCode> {
    if !options.listen.ip().is_loopback() {
        bail!("The practice gateway listens on loopback only, for example 127.0.0.1:8080.");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let config = practice::Config {
            listen: options.listen,
            seed: options.seed,
            tokens: options.token,
            settle_after: Duration::from_secs(options.settle_after),
            callback_url: options.callback_url,
            ..practice::Config::default()
        };
        let practice = Practice::start(config)?;
        println!("{}", practice.base_url());
        tokio::signal::ctrl_c().await?;
        Ok(ExitCode::SUCCESS)
    })
}
