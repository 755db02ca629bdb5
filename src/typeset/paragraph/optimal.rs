//! The optimal paragraph: of all ways to break it into as few lines as first fit needs, the one whose lines leave the least sum of squares empty,
//! the last line not counted (Knuth and Plass, 1981, for lines that do not stretch).

use super::fill::{Shape, Starts};
use super::flow::Kind;

/// Longer paragraphs are filled first fit: a galley sets them in parts anyway, and a page shows none of it at one time.
const LONGEST: usize = 1 << 14;

/// A line that leaves so many columns more than a full one would is not looked at; it bounds the work for each place to a dozen lines.
const WINDOW: usize = 12;

/// So many ends of a line are looked at in any case: long words leave few within the window.
const ENDS: usize = 5;

/// What one more line costs: more than raggedness ever does.
const LINE: u64 = 1 << 32;

/// What a single character on the last line costs: as much as a line that leaves ten hanzi empty.
const LONELY: u64 = 400;

/// A place where a line may start.
struct Place {
    /// The glyph there.
    glyph: usize,
    /// Columns of the paragraph before it.
    before: usize,
    /// The same without the white space that ends a line here.
    seen: usize,
    /// Columns of the mark that hangs where a line ends here.
    hanging: usize,
    /// The least that the lines before it cost, and the place that the last of them starts at.
    cost: u64,
    from: usize,
}

/// The glyphs that lines start with; `None` where the paragraph is too long, where something in it is longer than a line, or where columns depend on
/// what stands before (tabs).
pub fn starts(shape: Shape<'_>) -> Option<Starts> {
    let mut places = places(shape)?;
    let last = places.len() - 1;
    let setting = shape.setting;
    let mut far = 0;
    for start in 0..last {
        let (cost, before, glyph) = places.get(start).map(|p| (p.cost, p.before, p.glyph))?;
        if cost == u64::MAX {
            continue;
        }
        let room = setting.columns - shape.indent(glyph);
        let fits = |end: usize| {
            let place = places.get(end);
            place.is_some_and(|end| end.seen.saturating_sub(before) <= room + end.hanging)
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
            reach(&mut places, start, last, cost + LINE + lonely);
            continue;
        }
        let mut most = None;
        for (tried, end) in (start + 1..=far).rev().enumerate() {
            let used = places.get(end)?.seen.saturating_sub(before);
            let spare = room.saturating_sub(used);
            if spare > *most.get_or_insert(spare + WINDOW) && tried >= ENDS {
                break;
            }
            let ragged = (spare * spare) as u64;
            reach(&mut places, start, end, cost + LINE + ragged);
        }
    }
    let mut starts = Starts::new();
    let mut place = last;
    while place > 0 {
        place = places.get(place)?.from;
        starts.push(places.get(place)?.glyph);
    }
    starts.reverse();
    Some(starts)
}

/// A line from `start` to `end` makes `end` cost so much.
fn reach(places: &mut [Place], start: usize, end: usize, cost: u64) {
    if let Some(place) = places.get_mut(end)
        && cost < place.cost
    {
        (place.cost, place.from) = (cost, start);
    }
}

/// The start, the places where a line may start, and the end.
fn places(shape: Shape<'_>) -> Option<Vec<Place>> {
    if shape.glyphs.list.len() > LONGEST || shape.glyphs.has_tabs {
        return None;
    }
    let mut places = Vec::with_capacity(shape.glyphs.list.len() + 2);
    places.push(Place {
        glyph: 0,
        before: 0,
        seen: 0,
        hanging: 0,
        cost: 0,
        from: 0,
    });
    let (mut column, mut seen, mut hanging) = (0, 0, 0);
    for (index, glyph) in shape.glyphs.list.iter().enumerate() {
        if glyph.may_start {
            places.push(Place {
                glyph: index,
                before: column,
                seen,
                hanging,
                cost: u64::MAX,
                from: 0,
            });
        }
        let before = std::mem::replace(&mut column, glyph.end as usize);
        if !glyph.is_space() {
            seen = column;
            hanging = match glyph.kind {
                Kind::Hanging => column - before,
                _ => 0,
            };
        }
    }
    places.push(Place {
        glyph: shape.glyphs.list.len(),
        before: column,
        seen,
        hanging,
        cost: u64::MAX,
        from: 0,
    });
    Some(places)
}
