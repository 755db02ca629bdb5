//! Fuzzy matching of titles and clauses: fuzzy-matcher behind one function, several terms, matched characters.
