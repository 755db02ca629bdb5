//! The two languages of the interface: sentences by key from the built-in tables.
