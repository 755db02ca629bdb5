//! Selectors: a quote with its context, and a position in code points.
