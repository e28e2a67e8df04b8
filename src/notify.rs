//! Notifications on the desktop: said once, on a thread of their own, and never waited for.

use notify_rust::Notification;

/// Shows a notification, if the desktop has a place for it. It never blocks, and a desktop
/// without one is no trouble. Nothing secret may be in it: others may look at the screen.
pub fn show(title: String, body: String) {
    let shown = std::thread::Builder::new().name("notification".into()).spawn(move || {
        let notification = Notification::new().appname("Galla").summary(&title).body(&body).show();
        if let Err(error) = notification {
            tracing::debug!(%error, "no notification could be shown");
        }
    });
    if let Err(error) = shown {
        tracing::debug!(%error, "no notification could be shown");
    }
}
