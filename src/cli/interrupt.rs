//! Interrupts: what ends a command ends the filter that it waits for, too, which is not in the
//! terminal's foreground and hears nothing of it.

use std::sync::Arc;

use crate::library::Filters;

/// Ends the filters that run before a signal ends the program.
#[cfg(unix)]
pub fn watch(filters: &Arc<Filters>) {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;
    // Without it a filter is held to its limits.
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else {
        return;
    };
    let filters = Arc::clone(filters);
    std::thread::spawn(move || {
        for signal in signals.forever() {
            filters.close();
            let _ = emulate_default_handler(signal);
        }
    });
}

#[cfg(not(unix))]
pub fn watch(_: &Arc<Filters>) {}
