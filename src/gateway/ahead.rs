//! A connection made ahead of the payment that it is for: no customer waits for it, and it carries one request or none (M2).

use std::error::Error;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use hyper::rt::{Read, ReadBuf};
use tokio::sync::Mutex;
use tower::{Layer, Service};

/// How long a connection is kept that nothing was sent by: as long as a confirm sheet is read. The
/// network may go away meanwhile, and a payment would then wait for an answer that cannot come.
pub const KEPT: Duration = Duration::from_secs(10);

/// What a call wants of the one that was made ahead.
#[derive(Clone, Copy)]
enum Wish {
    /// To make it, and to send nothing.
    Make,
    /// To have it, if it is there.
    Have,
}

tokio::task_local! {
    static WISH: Wish;
}

/// Makes a connection ahead by a call, which sends nothing: it fails before it could.
pub(super) async fn make<F: Future>(call: F) {
    let _told_by_the_call_that_wants_it = WISH.scope(Wish::Make, call).await;
}

/// A call by the connection that was made ahead, or by one of its own where there is none.
pub(super) async fn by<F: Future>(call: F) -> F::Output {
    WISH.scope(Wish::Have, call).await
}

/// Why a call ends that makes a connection ahead.
#[derive(Debug, thiserror::Error)]
#[error("the connection is made ahead, and nothing is sent")]
struct Made;

/// Keeps the one connection that was made ahead, for a client of one gateway.
pub(super) struct Ahead<C>(Arc<Mutex<Option<Kept<C>>>>);

struct Kept<C> {
    connection: C,
    since: SystemTime,
}

impl<C> Default for Ahead<C> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<C> Clone for Ahead<C> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S, C> Layer<S> for Ahead<C> {
    type Service = Connect<S, C>;

    fn layer(&self, inner: S) -> Connect<S, C> {
        Connect { inner, ahead: self.clone() }
    }
}

impl<C: Read + Unpin + Send + 'static> Ahead<C> {
    /// Keeps what is made, for a while.
    async fn make<E>(&self, connecting: impl Future<Output = Result<C, E>>) -> Result<(), E> {
        // One that is being made is as good.
        let Ok(mut kept) = self.0.try_lock() else { return Ok(()) };
        let connection = connecting.await?;
        let since = SystemTime::now();
        *kept = Some(Kept { connection, since });
        drop(kept);
        let (ahead, kept_for) = (self.clone(), tokio::time::sleep(KEPT));
        tokio::spawn(async move {
            kept_for.await;
            ahead.0.lock().await.take_if(|kept| kept.since == since);
        });
        Ok(())
    }

    /// The one that was made ahead, when it is made.
    async fn take(&self) -> Option<C> {
        self.0.lock().await.take().and_then(Kept::living)
    }

    /// The one that was made ahead, if it is made.
    fn take_now(&self) -> Option<C> {
        self.0.try_lock().ok()?.take().and_then(Kept::living)
    }
}

impl<C: Read + Unpin> Kept<C> {
    /// The connection; nothing if it is too old, or if the other side has hung up or has said
    /// something, which nobody has asked it.
    fn living(self) -> Option<C> {
        let Self { mut connection, since } = self;
        // By the clock on the wall, which goes on while the computer sleeps.
        let young = since.elapsed().is_ok_and(|age| age < KEPT);
        let (mut context, mut room) = (Context::from_waker(Waker::noop()), [0]);
        let mut room = ReadBuf::new(&mut room);
        let heard = Pin::new(&mut connection).poll_read(&mut context, room.unfilled());
        (young && heard.is_pending()).then_some(connection)
    }
}

/// Connects, or has the connection that was made ahead.
pub(super) struct Connect<S, C> {
    inner: S,
    ahead: Ahead<C>,
}

impl<S: Clone, C> Clone for Connect<S, C> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), ahead: self.ahead.clone() }
    }
}

impl<S, R, C> Service<R> for Connect<S, C>
where
    S: Service<R, Response = C, Error = Box<dyn Error + Send + Sync>>,
    S::Future: Send + 'static,
    C: Read + Unpin + Send + 'static,
{
    type Response = C;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<C, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let wish = WISH.try_get();
        if let Ok(Wish::Have) = wish
            && let Some(made) = self.ahead.take_now()
        {
            return Box::pin(ready(Ok(made)));
        }
        let own = self.inner.call(request);
        let ahead = self.ahead.clone();
        match wish {
            Err(_) => Box::pin(own),
            Ok(Wish::Make) => Box::pin(async move {
                ahead.make(own).await?;
                Err(Made.into())
            }),
            // While it is still being made, whichever is there first.
            Ok(Wish::Have) => Box::pin(async move {
                tokio::select! {
                    biased;
                    Some(made) = ahead.take() => Ok(made),
                    made = own => made,
                }
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use hyper::rt::ReadBufCursor;
    use tokio::sync::oneshot::{Receiver, Sender, channel};

    use super::*;

    /// What comes of reading a connection of a test.
    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Line {
        Silent(u32),
        Closed,
        Speaks,
        Broken,
    }

    impl Read for Line {
        fn poll_read(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
            mut room: ReadBufCursor<'_>,
        ) -> Poll<io::Result<()>> {
            match *self {
                Self::Silent(_) => Poll::Pending,
                Self::Closed => Poll::Ready(Ok(())),
                Self::Speaks => {
                    room.put_slice(b"H");
                    Poll::Ready(Ok(()))
                }
                Self::Broken => Poll::Ready(Err(io::ErrorKind::ConnectionReset.into())),
            }
        }
    }

    /// Connects when the test says so, in the order in which it was asked.
    #[derive(Clone, Default)]
    struct Connector(Arc<std::sync::Mutex<Vec<Sender<Line>>>>);

    impl Connector {
        /// Lets the connection stand that was asked for at this place.
        fn connects(&self, place: usize, line: Line) {
            let _nobody_waits = self.0.lock().unwrap().remove(place).send(line);
        }

        fn asked(&self) -> usize {
            self.0.lock().unwrap().len()
        }
    }

    type Failed = Box<dyn Error + Send + Sync>;

    async fn come(line: Receiver<Line>) -> Result<Line, Failed> {
        line.await.map_err(Into::into)
    }

    impl Service<()> for Connector {
        type Response = Line;
        type Error = Failed;
        type Future = Pin<Box<dyn Future<Output = Result<Line, Failed>> + Send>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failed>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, (): ()) -> Self::Future {
            let (connects, line) = channel();
            self.0.lock().unwrap().push(connects);
            Box::pin(come(line))
        }
    }

    fn client() -> (Connector, Connect<Connector, Line>) {
        let connector = Connector::default();
        (connector.clone(), Ahead::default().layer(connector))
    }

    /// Whether a future is not done yet.
    async fn waits(future: &mut (impl Future + Unpin)) -> bool {
        tokio::select! { biased; _ = future => false, () = tokio::task::yield_now() => true }
    }

    async fn made_ahead(connector: &Connector, client: &Connect<Connector, Line>, line: Line) {
        let mut client = client.clone();
        let mut making = Box::pin(make(async move { client.call(()).await }));
        assert!(waits(&mut making).await);
        connector.connects(0, line);
        making.await;
    }

    type Soon<T> = Pin<Box<dyn Future<Output = T>>>;

    /// One is being made ahead, and a payment that came meanwhile makes its own.
    async fn both_begun() -> (Connector, Soon<()>, Soon<Result<Line, Failed>>) {
        let (connector, client) = client();
        let [mut making, mut paying] = [client.clone(), client];
        let mut making: Soon<_> = Box::pin(make(async move { making.call(()).await }));
        assert!(waits(&mut making).await);
        let mut paying: Soon<_> = Box::pin(by(async move { paying.call(()).await }));
        assert!(waits(&mut paying).await);
        (connector, making, paying)
    }

    #[tokio::test]
    async fn only_a_silent_connection_that_is_young_is_had() {
        let second = Duration::from_secs(1);
        let now = SystemTime::now();
        let table = [
            (Line::Silent(1), now, true),
            (Line::Silent(1), now - (KEPT - second), true),
            (Line::Silent(1), now - KEPT, false),
            // The clock was set back meanwhile: nobody knows how old it is.
            (Line::Silent(1), now + 60 * second, false),
            (Line::Closed, now, false),
            (Line::Speaks, now, false),
            (Line::Broken, now, false),
        ];
        for (connection, since, lives) in table {
            assert_eq!(Kept { connection, since }.living().is_some(), lives, "{connection:?}");
        }
    }

    #[tokio::test]
    async fn a_payment_has_the_one_made_ahead_and_asks_for_no_other() {
        let (connector, mut client) = client();
        made_ahead(&connector, &client, Line::Silent(1)).await;
        assert_eq!(by(async { client.call(()).await }).await.unwrap(), Line::Silent(1));
        assert_eq!(connector.asked(), 0);
    }

    #[tokio::test]
    async fn while_it_is_being_made_a_payment_has_whichever_is_there_first() {
        for (place, line) in [(0, Line::Silent(1)), (1, Line::Silent(2))] {
            let (connector, making, paying) = both_begun().await;
            connector.connects(place, line);
            let (paid, ()) = tokio::join!(paying, async {
                tokio::select! { () = making => {}, () = tokio::time::sleep(KEPT / 100) => {} }
            });
            assert_eq!(paid.unwrap(), line);
        }
    }

    #[tokio::test]
    async fn where_it_could_not_be_made_a_payment_has_its_own() {
        let (connector, making, mut paying) = both_begun().await;
        drop(connector.0.lock().unwrap().remove(0));
        making.await;
        assert!(waits(&mut paying).await);
        connector.connects(0, Line::Silent(2));
        assert_eq!(paying.await.unwrap(), Line::Silent(2));
    }

    #[tokio::test]
    async fn what_is_no_payment_makes_its_own() {
        let (connector, mut client) = client();
        made_ahead(&connector, &client, Line::Silent(1)).await;
        let mut asking = client.call(());
        assert!(waits(&mut asking).await);
        connector.connects(0, Line::Silent(2));
        assert_eq!(asking.await.unwrap(), Line::Silent(2));
        assert_eq!(
            by(async { client.call(()).await }).await.unwrap(),
            Line::Silent(1),
            "it was left"
        );
    }

    #[tokio::test]
    async fn a_call_that_makes_one_never_has_one_to_send_by() {
        let (connector, mut client) = client();
        let mut making = Box::pin(WISH.scope(Wish::Make, async move { client.call(()).await }));
        assert!(waits(&mut making).await);
        connector.connects(0, Line::Silent(1));
        assert!(making.await.unwrap_err().is::<Made>());
    }
}
