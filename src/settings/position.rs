//! Reading positions: where each document was left, kept in the state directory.
