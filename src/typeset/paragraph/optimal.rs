//! Optimal line breaking: as few lines as first fit needs, with the least sum of squared empty
//! columns, the last line excluded (Knuth and Plass, 1981, for lines that do not stretch).

use super::fill::{Shape, Starts};
use super::flow::Kind;

/// Longest paragraph, in glyphs; longer ones are filled first fit. A galley sets them in parts
/// anyway, and no page shows all of one.
const LONGEST: usize = 1 << 14;

/// Line ends more than this many columns before the fullest one are not tried. This bounds the work
/// for each line start to about a dozen ends.
const WINDOW: usize = 12;

/// Number of ends that are tried in any case, because long words leave few within the window.
const ENDS: usize = 5;

/// Cost of one more line: greater than any raggedness.
const LINE: u64 = 1 << 32;

/// Cost of a single character on the last line: that of a line that leaves ten hanzi empty.
const LONELY: u64 = 400;

/// A position where a line may start or end.
struct Breakpoint {
    /// Index of the glyph after it.
    glyph: usize,
    /// Columns of the paragraph before it.
    before: usize,
    /// Columns before it, without white space at the end.
    visible: usize,
    /// Columns of the hanging mark before it, 0 if none.
    hanging: usize,
    /// Least cost of the lines before it, and the breakpoint where the last of them starts.
    cost: u64,
    from: usize,
}

/// The glyphs that start the lines. `None` if the paragraph is too long, if a piece of it is longer
/// than a line, or if it has tabs, whose width depends on the line start.
pub fn starts(shape: Shape<'_>) -> Option<Starts> {
    let mut breakpoints = breakpoints(shape)?;
    let last = breakpoints.len() - 1;
    let setting = shape.setting;
    let mut far = 0;
    for start in 0..last {
        let (cost, before, glyph) = breakpoints
            .get(start)
            .map(|p| (p.cost, p.before, p.glyph))?;
        if cost == u64::MAX {
            continue;
        }
        let room = setting.columns - shape.indent(glyph);
        let fits = |end: usize| {
            let breakpoint = breakpoints.get(end);
            breakpoint.is_some_and(|end| end.visible.saturating_sub(before) <= room + end.hanging)
        };
        far = far.max(start + 1);
        while far > start + 1 && !fits(far) {
            far -= 1;
        }
        while fits(far + 1) {
            far += 1;
        }
        if !fits(far) {
            return None;
        }
        if far == last {
            let lonely = if shape.is_lonely(glyph) { LONELY } else { 0 };
            reach(&mut breakpoints, start, last, cost + LINE + lonely);
            continue;
        }
        let mut most = None;
        for (tried, end) in (start + 1..=far).rev().enumerate() {
            let used = breakpoints.get(end)?.visible.saturating_sub(before);
            let spare = room.saturating_sub(used);
            if spare > *most.get_or_insert(spare + WINDOW) && tried >= ENDS {
                break;
            }
            let ragged = (spare * spare) as u64;
            reach(&mut breakpoints, start, end, cost + LINE + ragged);
        }
    }
    let mut starts = Starts::new();
    let mut breakpoint = last;
    while breakpoint > 0 {
        breakpoint = breakpoints.get(breakpoint)?.from;
        starts.push(breakpoints.get(breakpoint)?.glyph);
    }
    starts.reverse();
    Some(starts)
}

/// Records a line from `start` to `end` if it makes reaching `end` cheaper, at `cost`.
fn reach(breakpoints: &mut [Breakpoint], start: usize, end: usize, cost: u64) {
    if let Some(breakpoint) = breakpoints.get_mut(end)
        && cost < breakpoint.cost
    {
        (breakpoint.cost, breakpoint.from) = (cost, start);
    }
}

/// The start, all break opportunities, and the end.
fn breakpoints(shape: Shape<'_>) -> Option<Vec<Breakpoint>> {
    if shape.glyphs.list.len() > LONGEST || shape.glyphs.has_tabs {
        return None;
    }
    let mut breakpoints = Vec::with_capacity(shape.glyphs.list.len() + 2);
    breakpoints.push(Breakpoint {
        glyph: 0,
        before: 0,
        visible: 0,
        hanging: 0,
        cost: 0,
        from: 0,
    });
    let (mut column, mut visible, mut hanging) = (0, 0, 0);
    for (index, glyph) in shape.glyphs.list.iter().enumerate() {
        if glyph.may_start {
            breakpoints.push(Breakpoint {
                glyph: index,
                before: column,
                visible,
                hanging,
                cost: u64::MAX,
                from: 0,
            });
        }
        let before = std::mem::replace(&mut column, glyph.end as usize);
        if !glyph.is_space() {
            visible = column;
            hanging = match glyph.kind {
                Kind::Hanging => column - before,
                _ => 0,
            };
        }
    }
    breakpoints.push(Breakpoint {
        glyph: shape.glyphs.list.len(),
        before: column,
        visible,
        hanging,
        cost: u64::MAX,
        from: 0,
    });
    Some(breakpoints)
}
