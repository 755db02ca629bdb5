//! Finding in one document: folded, across line ends; hits are spans of the source.
