//! Line-breaking classes (UAX #14, table 1).

/// A line-breaking class after LB1: AI, SG and XX become AL, CJ becomes NS, SA becomes CM or AL.
/// Distinctions that the rules make within a class are classes of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are those of UAX #14")]
pub enum Class {
    AK,
    AL,
    AP,
    AS,
    B2,
    BA,
    BB,
    BK,
    CB,
    CL,
    CM,
    CP,
    CR,
    EB,
    EM,
    EX,
    GL,
    H2,
    H3,
    HH,
    HL,
    HY,
    ID,
    IN,
    IS,
    JL,
    JT,
    JV,
    LF,
    NL,
    NS,
    NU,
    OP,
    PO,
    PR,
    QU,
    RI,
    SP,
    SY,
    VF,
    VI,
    WJ,
    ZW,
    ZWJ,
    /// The dotted circle: AL, but also a base for marks of aksaras (`LB28a`).
    Circle,
    /// QU of general category Pi (`LB15a`).
    Opening,
    /// QU of general category Pf (`LB15b`).
    Closing,
    /// The start or the end of the text (LB2, LB3).
    Edge,
}
