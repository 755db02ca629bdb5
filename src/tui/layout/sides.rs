//! The side panes: how many columns the tree and the outline have. They share what the page does
//! not need; where they would take what it needs, first the tree yields, then the outline.

use crate::settings::Look;

/// Fewest columns of a pane that nobody has made narrower.
const NARROWEST: u16 = 23;
/// Fewest columns of a pane.
const LEAST: u16 = 12;
/// Most columns of a pane that nobody has made wider, on a screen that the page does not fill.
const WIDEST: u16 = 60;
/// Most columns of such a pane where the page would take them all.
const USUAL: u16 = 32;
/// Columns that both panes have use for, with their rules.
pub const BOTH: u16 = 2 * (USUAL + RULE);
/// Columns of the rule between a pane and the page.
pub const RULE: u16 = 1;

/// What the screen has to be shared by.
#[derive(Clone, Copy, Debug)]
pub struct Claims<'a> {
    /// Columns of the screen.
    pub width: u16,
    /// Columns that the page has use for.
    pub page: u16,
    /// Fewest columns that panes leave to the page.
    pub least: u16,
    /// Whether the tree is wanted.
    pub tree: bool,
    /// Whether the outline is wanted.
    pub outline: bool,
    /// What a person has set.
    pub look: &'a Look,
}

/// Columns of the panes that stand beside the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// The tree.
    pub tree: Option<u16>,
    /// The outline.
    pub outline: Option<u16>,
}

/// Columns of a pane whose edge was drawn to leave it `columns`.
pub fn drawn(columns: u16) -> u16 {
    columns.max(LEAST)
}

/// What a person has set, as it is meant on a screen of `width` columns of which the page has use
/// for `page`: a pane that was made half as wide again as the room had it is so there too.
pub fn on(look: &Look, width: u16, page: u16) -> Look {
    let Some(screen) = look.screen.filter(|screen| *screen != width) else {
        return look.clone();
    };
    let given = |width: u16| {
        let share = width.saturating_sub(page.saturating_add(2 * RULE)) / 2;
        u32::from(own(share, width))
    };
    let meant = |columns: u16| {
        let columns = u32::from(columns) * given(width) / given(screen);
        u16::try_from(columns).unwrap_or(u16::MAX)
    };
    Look {
        tree: look.tree.map(meant),
        outline: look.outline.map(meant),
        screen: Some(width),
        ..look.clone()
    }
}

/// Columns of a pane that nobody has set, by its share of what the page does not need.
fn own(share: u16, width: u16) -> u16 {
    let usual = (width.saturating_mul(9) / 40).clamp(NARROWEST, USUAL);
    share.min(WIDEST).max(usual)
}

impl Sides {
    /// Columns of the panes that there is room for.
    pub fn of(claims: Claims<'_>) -> Self {
        let room = claims.width.saturating_sub(claims.least);
        // The tree stands where both would: closing the outline is for the text.
        let has_tree = claims.tree && room >= 2 * (NARROWEST + RULE);
        let has_outline = claims.outline && room >= NARROWEST + RULE;
        let count = u16::from(has_tree) + u16::from(has_outline);
        let look = on(claims.look, claims.width, claims.page);
        let set = [
            look.tree.filter(|_| has_tree),
            look.outline.filter(|_| has_outline),
        ];
        let set = set.into_iter().flatten();
        let (number, columns) = set.fold((0, 0), |(number, sum): (u16, u16), own| {
            (number + 1, own.saturating_add(sum))
        });
        let unset = count - number;
        let taken = claims.page.saturating_add(columns) + count * RULE;
        let share = claims.width.saturating_sub(taken) / unset.max(1);
        let own = |set: Option<u16>| set.map_or_else(|| own(share, claims.width), drawn);
        let room = room.saturating_sub(count * RULE);
        let kept = if has_tree { LEAST } else { 0 };
        let outline = has_outline.then(|| own(look.outline).min(room - kept));
        let tree = has_tree.then(|| own(look.tree).min(room - outline.unwrap_or(0)));
        Self { tree, outline }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the columns of tree, page and outline on a screen of some columns.
    fn check(width: u16, look: &Look, expected: (Option<u16>, u16, Option<u16>)) {
        let claims = Claims {
            width,
            page: 84,
            least: 52,
            tree: true,
            outline: true,
            look,
        };
        let sides = Sides::of(claims);
        let left = [sides.tree, sides.outline].into_iter().flatten();
        let page = width - left.map(|columns| columns + RULE).sum::<u16>();
        assert_eq!((sides.tree, page, sides.outline), expected, "{width}");
    }

    #[test]
    fn panes_get_what_the_page_does_not_need() {
        let look = Look::default();
        check(75, &look, (None, 75, None));
        check(80, &look, (None, 56, Some(23)));
        check(99, &look, (None, 75, Some(23)));
        check(100, &look, (Some(23), 52, Some(23)));
        check(120, &look, (Some(27), 64, Some(27)));
        check(200, &look, (Some(57), 84, Some(57)));
        check(300, &look, (Some(60), 178, Some(60)));
    }

    #[test]
    fn what_a_person_has_set_holds_as_far_as_the_text_keeps_its_columns() {
        let set = |tree, outline| Look {
            tree,
            outline,
            ..Look::default()
        };
        check(120, &set(Some(40), None), (Some(39), 52, Some(27)));
        check(120, &set(None, Some(12)), (Some(27), 79, Some(12)));
        check(120, &set(Some(1), Some(900)), (Some(12), 52, Some(54)));
        check(200, &set(Some(80), None), (Some(80), 84, Some(34)));
        check(200, &set(Some(30), None), (Some(30), 108, Some(60)));
        check(80, &set(Some(40), Some(40)), (None, 52, Some(27)));
    }

    #[test]
    fn what_was_set_on_another_screen_is_a_wish_for_more_or_less() {
        let set = |tree, outline, screen| Look {
            tree: Some(tree),
            outline: Some(outline),
            screen: Some(screen),
            ..Look::default()
        };
        // As the room has them of itself, and as they were set.
        check(200, &set(27, 27, 120), (Some(57), 84, Some(57)));
        check(120, &set(31, 23, 120), (Some(31), 64, Some(23)));
        // A third more than the room gives, and a third less.
        check(200, &set(36, 18, 120), (Some(76), 84, Some(38)));
        check(120, &set(76, 38, 200), (Some(36), 64, Some(18)));
        // The text keeps its columns.
        check(200, &set(54, 54, 120), (Some(32), 52, Some(114)));
        check(80, &set(57, 57, 200), (None, 56, Some(23)));
        // A file may say anything.
        check(120, &set(u16::MAX, 0, u16::MAX), (Some(54), 52, Some(12)));
    }
}
