//! Line-start and line-end prohibition (CLREQ 3.1.3 at its basic level, GB/T 15834; for kana JLREQ 3.1.7): which characters may not begin or end a line.

/// Whether a line may not start with this character: closing marks, stops, interpuncts, iteration marks, unit signs.
pub fn forbidden_start(c: char) -> bool {
    !is_letter(c)
        &&     "，、。．：；！？,.:;!?）〕］｝」』】〉》〗〙〛)]}’”〞〟｠｡｣､﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞·・･‧•％%‰℃℉°′″々〻ー～〜…‥ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶヽヾゝゞ".contains(c)
}

/// Whether a line may not end with this character: opening marks and currency signs.
pub fn forbidden_end(c: char) -> bool {
    !is_letter(c) && "（〔［｛「『【〈《〖〘〚([{‘“〝｟｢﹙﹛﹝￥＄￡￦¥$£€₩".contains(c)
}

/// Most characters are no marks at all.
fn is_letter(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | 'a'..='z' | 'A'..='Z' | '0'..='9')
}

/// Whether two neighbours are one mark that no line splits: `——` and `……`.
pub fn is_pair(a: char, b: char) -> bool {
    a == b && "—―⸺…‥".contains(a)
}
