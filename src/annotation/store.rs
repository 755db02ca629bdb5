//! The store: append-only segments of one device, merged with everybody else's on reading.
