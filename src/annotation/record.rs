//! The record: one annotation as one line of JSON, in the words of the W3C Web Annotation model.
