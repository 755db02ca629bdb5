//! Finding the place again: from a stored target to a span of the present text, exact first, never silently wrong.
