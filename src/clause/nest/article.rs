//! Articles: their captions, their paragraphs (款), which most texts do not number, and the items
//! that contain articles.

use super::division::is_one_of;
use super::{Nesting, Open, Shape};
use crate::clause::lex::{End, Kind, LONG, Token};
use crate::clause::marker::{Form, Marker, leading};
use crate::clause::{ClauseId, ClauseKind, Step, StepKind};
use crate::document::date;
use crate::text::numbering::{Insertion, Level, Order};
use crate::text::{Span, hanzi};

impl Nesting<'_> {
    /// Index of the innermost open article in the stack of open clauses.
    pub(super) fn article(&self) -> Option<usize> {
        let is_article = |open: &Open| open.form == Shape::Marked(Form::Article);
        self.open.iter().rposition(is_article)
    }

    /// Turns a Western section into part of an article if it directly follows the article's bare
    /// number (Section 1.) or continues such a series. Other sections contain articles.
    pub(super) fn section_of_article(&self, marker: Marker) -> Marker {
        if marker.form != Form::Section || !marker.label.of(self.source).is_ascii() {
            return marker;
        }
        let section = Marker {
            form: Form::SectionOfArticle,
            ..marker
        };
        let last = self.article().and_then(|at| self.open.get(at));
        let is_bare = last.is_some_and(|open| {
            open.id + 1 == self.clauses.len()
                && self
                    .clauses
                    .get(open.id)
                    .is_some_and(|article| article.title.is_empty())
        });
        let is_within = marker.number == 1 && is_bare || self.continues(&section);
        if is_within { section } else { marker }
    }

    /// Whether 第一款 is an article, as in old treaties: only if the last article, if any, is
    /// called 款 too.
    pub(super) fn is_article(&self, marker: &Marker) -> bool {
        let is_old = |words: &str| words.ends_with('款');
        let mut articles = self
            .clauses
            .iter()
            .rev()
            .filter(|clause| clause.kind == ClauseKind::Article);
        !is_old(marker.label.of(self.source))
            || articles
                .next()
                .is_none_or(|last| is_old(last.label.of(self.source)))
    }

    /// Whether a numbered paragraph is the next one of the open article, whose first may be
    /// unnumbered.
    pub(super) fn counts_on(&self, marker: &Marker) -> bool {
        let article = self.article().and_then(|at| self.open.get(at));
        article.is_some_and(|article| {
            let key = (
                Some(ClauseId(article.id as u32)),
                StepKind::Paragraph,
                0,
                Insertion::NONE,
            );
            let count = self.occurrences.get(&key).copied().unwrap_or(0);
            marker.number == count + 1
        })
    }

    /// Whether a marker numbers a paragraph of the open article: ２ in Japan, ② in Korea.
    pub(super) fn numbers_paragraph(&self, marker: &Marker) -> bool {
        let by_tradition = || {
            let tradition = self.document.convention().tradition;
            tradition.prints(Level::Paragraph, Form::Circled)
        };
        match marker.form {
            Form::WideDigit => true,
            Form::Circled => self.counts_on(marker) && by_tradition(),
            _ => false,
        }
    }

    /// Whether an item contains articles, as in judicial interpretations: a line without a stop
    /// (一、一般规定) followed by an article.
    pub(super) fn heads_articles(&self, marker: &Marker, text: Span) -> bool {
        const LONGEST: usize = 40;
        let is_stop = |c| matches!(c, '。' | '；' | '：' | '，' | ';' | ':' | '\n');
        let is_line = |words: &str| {
            words.chars().take(LONGEST + 1).count() <= LONGEST
                && hanzi::find_other(words, is_stop).is_none()
        };
        // Japanese and Korean items end without a stop, so they cannot be told from headings.
        let is_item = matches!(marker.form, Form::WideHan | Form::Katakana | Form::Hangul);
        if is_item || !is_line(text.of(self.source)) {
            return false;
        }
        // Not an item of the open article, even if it is its last.
        if let Some(article) = self.article() {
            let inside = self.open.get(article..).unwrap_or_default();
            let goes_on = inside
                .iter()
                .any(|open| open.form == Shape::Marked(marker.form));
            let before = Span::new(0, marker.label.start).of(self.source).trim_end();
            if goes_on || before.ends_with(['：', ':']) {
                return false;
            }
        }
        let mut ahead = self.ahead().iter().take(3);
        ahead
            .find_map(|token| {
                let words = token.text.of(self.source);
                match token
                    .marker
                    .filter(|_| token.is_text())
                    .map(|next| next.form)
                {
                    // A Korean item ends without a stop, so it cannot be told from a heading.
                    Some(Form::Article) => Some(!words.starts_with('제')),
                    // A list.
                    Some(form) if form == marker.form => Some(false),
                    // Nested groups.
                    Some(form) if Shape::Marked(form).rank().is_none() && is_line(words) => None,
                    _ => Some(false),
                }
            })
            .unwrap_or(false)
    }

    /// The title of an article in parentheses on the line above, as in Japanese statutes; further
    /// above, if the articles of the document have such titles.
    pub(super) fn caption(&self) -> Option<Span> {
        let above = |at: usize| {
            let apart = || self.tokens.get(at.checked_sub(1)?);
            self.above(at)
                .or_else(|| apart().filter(|_| self.is_captioned))
        };
        let caption = above(self.at)?.text;
        // The line below a bare 第 3 條 is its text.
        let is_text = above(self.at - 1).is_some_and(|token| {
            let marker = token.marker;
            marker.is_some_and(|marker| marker.label.len() == token.text.len())
        });
        (is_caption(caption.of(self.source)) && !is_text).then_some(caption)
    }

    /// Opens the first 款 of an article; [`Nesting::finish`] removes it if it stays the only one.
    /// If a first item directly follows the label or a parenthesized title (제2조(정의) ①), opens
    /// the item instead and returns its marker.
    pub(super) fn article_text(&mut self, marker: Marker, text: Span) -> Option<Marker> {
        let rest = Span::new(marker.label.end, text.end);
        let words = rest.of(self.source);
        let titled = self
            .titled(rest)
            .map(|title| Span::new(title.end, text.end).of(self.source));
        if titled.is_some_and(|behind| behind.trim().is_empty()) {
            // The text stands below the title.
            return None;
        }
        for behind in [Some(words), titled].into_iter().flatten() {
            let behind = behind.trim_start();
            let item = leading(behind, text.end - behind.len());
            if let Some(item) =
                item.filter(|item| item.number == 1 && Shape::Marked(item.form).rank().is_none())
            {
                self.marked(item, Span::new(item.label.start, text.end), None);
                return Some(item);
            }
        }
        // In Điều 1. Phạm vi điều chỉnh and 第三条 争议解决 the rest of the line is a title; the
        // text is below.
        let is_title = marker.label.of(self.source).ends_with('.')
            && !words.ends_with(['.', ';', ':', '?', '!', '。', '；', '：'])
            || self.is_title_line(words);
        let blank = words.len() - words.trim_start().len();
        if blank < words.len() && !is_title {
            let start = rest.start + blank;
            self.count_paragraph(Span::new(start, text.end), Span::new(start, start));
        }
        None
    }

    /// Whether the text after an article's number is a title: short, without a stop, followed by
    /// text.
    fn is_title_line(&self, words: &str) -> bool {
        const LONGEST: usize = 20;
        // The cheapest test first: this runs for every article.
        words.chars().take(LONGEST + 1).count() <= LONGEST
            && !words.contains(|c: char| "。；：，、！？“”.;:,".contains(c))
            && self.has_text_below()
    }

    /// Whether the next block is text or an item that ends with a stop.
    fn has_text_below(&self) -> bool {
        self.ahead().first().is_some_and(|token| {
            let words = token.text.of(self.source);
            token.kind == Kind::Paragraph
                && matches!(token.end, End::Stop | End::Colon)
                // 限期 / 3 個月。 is one line, wrongly broken.
                && (token.marker.is_some() || words.starts_with(char::is_alphabetic))
                && token.marker.is_none_or(|marker| Shape::Marked(marker.form).rank().is_none())
        })
    }

    /// A paragraph without a marker: in an article a 款, elsewhere part of the clause above.
    pub(super) fn unmarked(&mut self, token: &Token) {
        let text = token.text;
        if let Some(unnamed) = self.unnamed {
            self.name(unnamed, text);
            // Definitions below Article 1 is its title.
            let is_western = matches!(
                self.document.convention().tradition.order,
                Order::Around | Order::Outward
            );
            let is_title = is_western && token.is_line(LONG - 1);
            if let Some(clause) = self.clauses.get_mut(unnamed).filter(|_| is_title) {
                clause.title = text;
                return;
            }
        }
        let Some(at) = self.article() else { return };
        if is_testimonium(text.of(self.source)) {
            return self.open.truncate(at);
        }
        let inside = self.open.get(at..).unwrap_or_default();
        let in_section = |open: &Open| open.form == Shape::Marked(Form::SectionOfArticle);
        if inside.iter().any(in_section) || self.series_goes_on(at) || self.is_listed(token) {
            // A paragraph between two items of one series continues the first.
            return;
        }
        if self.is_last_quoted(at) {
            let article = self.open.get(at).map(|open| open.id);
            self.ends
                .extend(article.map(|article| (article, text.start)));
            return self.open.truncate(at);
        }
        self.open.truncate(at + 1);
        self.count_paragraph(text, Span::new(text.start, text.start));
    }

    /// Whether a short line without a stop belongs to a list that a colon announced: 标志由下列部分
    /// 组成： and a line for each part. Such lines are no paragraphs of their own.
    fn is_listed(&self, token: &Token) -> bool {
        const LONGEST: u8 = 45;
        let is_entry = |token: &Token| token.is_line(LONGEST) && token.kind == Kind::Paragraph;
        if !is_entry(token) {
            return false;
        }
        let before = self.tokens.get(..self.at).unwrap_or_default();
        let mut lead = before
            .iter()
            .rev()
            .skip_while(|token| is_entry(token) && token.marker.is_none());
        let more = |token: &&Token| is_entry(token) && token.marker.is_none();
        let is_list = before.last().is_some_and(|last| more(&last))
            || self.ahead().first().is_some_and(|next| more(&next));
        is_list && lead.next().is_some_and(|lead| lead.end == End::Colon)
    }

    /// Whether the article at index `article` is the last of some that a text quotes: what follows
    /// is that text again. In a statute the paragraphs behind the last article are its own.
    fn is_last_quoted(&self, article: usize) -> bool {
        let Some(open) = self.open.get(article) else {
            return false;
        };
        self.quoting.is_some_and(|quoting| open.id >= quoting)
            && !self
                .ahead()
                .iter()
                .any(|next| next.is(Form::Article, open.number.saturating_add(1)) && next.is_text())
    }

    /// Whether the articles that begin here are quoted: a sentence that ends in a colon announces
    /// them in a text that is no statute by its name.
    pub(super) fn quotes_articles(&self) -> bool {
        /// Number of blocks that a preamble has at most.
        const HEAD: usize = 6;
        const STATUTES: [&str; 34] = [
            "法",
            "例",
            "安排",
            "定",
            "则",
            "則",
            "程",
            "约",
            "約",
            "法律",
            "办法",
            "辦法",
            "规",
            "解释",
            "解釋",
            "宪章",
            "憲章",
            "合同",
            "契约",
            "协议",
            "協議",
            "议定书",
            "宣言",
            "守则",
            "办法草案",
            "草案",
            "修正案",
            "通知",
            "批复",
            "意见",
            "公告",
            "令",
            "规章",
            "制度",
        ];
        let is_announced = self.at.checked_sub(1).is_some_and(|before| {
            let before = self.tokens.get(before);
            before.is_some_and(|before| {
                // 现决定如下： at its head enacts them.
                let words = before.text.of(self.source).trim_end_matches(['：', ':']);
                let enacts = self.at <= HEAD && words.ends_with("如下");
                before.kind == Kind::Paragraph && before.end == End::Colon && !enacts
            })
        });
        if !is_announced {
            return false;
        }
        let heading = self.open.iter().rfind(|open| open.form == Shape::Heading);
        let title = heading
            .and_then(|open| self.clauses.get(open.id))
            .map_or(self.title, |clause| clause.title.of(self.source));
        let name = title.split(['（', '(']).next().unwrap_or(title).trim_end();
        !name.is_empty() && !STATUTES.iter().any(|kind| name.ends_with(kind))
    }

    /// Reads the heading of a chapter whose number was lost.
    pub(super) fn reads_lost_heading(&mut self, token: &Token) -> bool {
        let Some(heading) = self.lost_heading() else {
            return false;
        };
        // Its second line was read with the first.
        if heading.start == token.text.start {
            // Whose number it lost cannot be told: it stands in the chapter that is open.
            let article = self.article();
            self.open.truncate(article.unwrap_or(usize::MAX));
            self.unnumbered(heading, None);
        }
        true
    }

    /// The heading of a chapter whose number was lost, if the current line begins it or goes on
    /// with it: short, on one line or two, right above an article or a heading, where the number of
    /// the next chapter leaves a gap.
    fn lost_heading(&self) -> Option<Span> {
        const LONGEST: u8 = 25;
        let line = |at: usize| {
            let is_line = |token: &&Token| {
                token.marker.is_none() && token.kind == Kind::Paragraph && token.is_line(LONGEST)
            };
            self.tokens.get(at).filter(is_line)
        };
        let goes_on = |at: usize| {
            let ends = ['和', '与', '與', '及'];
            line(at).is_some_and(|token| token.text.of(self.source).ends_with(ends))
        };
        // The cheapest test first: this runs for every paragraph.
        line(self.at)?;
        let is_second = self.at > 0 && goes_on(self.at - 1);
        let first = self.at - usize::from(is_second);
        let last = first + usize::from(goes_on(first));
        let span = Span::new(line(first)?.text.start, line(last)?.text.end);
        let marked = |token: &Token| token.marker.filter(|_| token.is_text());
        let below = self.tokens.get(last + 1).and_then(marked)?;
        if !matches!(below.form, Form::Article | Form::Section) {
            return None;
        }
        let chapter = |token: &Token| {
            let marker = marked(token).filter(|marker| marker.form == Form::Chapter);
            marker.map(|marker| marker.number)
        };
        let before = self.tokens.get(..self.at).unwrap_or_default();
        let number = before.iter().rev().find_map(chapter).unwrap_or(0);
        let next = self.ahead().iter().find_map(chapter);
        (next == Some(number + 2)).then_some(span)
    }

    /// Makes the line below an untitled division (附件1) its title.
    pub(super) fn name(&mut self, unnamed: usize, text: Span) {
        const LONGEST: usize = 60;
        let words = text.of(self.source);
        let is_name = words.chars().take(LONGEST + 1).count() <= LONGEST
            && !words.contains(['。', '；', '，', '：', '\n'])
            && !words.ends_with(['.', ';', ':', ',']);
        let clause = self.clauses.get_mut(unnamed).filter(|_| is_name);
        // An article takes the start of its text as title, whatever its length.
        if let Some(clause) = clause.filter(|clause| clause.kind != ClauseKind::Article) {
            clause.title = text;
        }
    }

    /// Whether a marker ahead in this article continues a series of items that is open in it; lists
    /// of other forms may come before it.
    pub(super) fn series_goes_on(&self, article: usize) -> bool {
        const FARTHEST: usize = 30;
        let items = self.open.get(article + 1..).unwrap_or_default();
        if items.iter().all(|open| open.form == Shape::Paragraph) {
            return false;
        }
        for token in self.ahead().iter().take(FARTHEST) {
            match token.kind {
                Kind::Note | Kind::Other => {}
                Kind::Paragraph => {
                    let Some(marker) = token.marker else {
                        continue;
                    };
                    let shape = Shape::Marked(marker.form);
                    let is_open = |open: &&Open| open.form == shape;
                    match items.iter().rfind(is_open) {
                        Some(open) => return marker.number == open.number.saturating_add(1),
                        None if shape.rank().is_some() => return false,
                        None => {}
                    }
                }
                Kind::Heading(_) | Kind::Title => return false,
            }
        }
        false
    }

    /// Opens the next paragraph (款) of an article. `label` is empty unless the paragraph is
    /// numbered.
    pub(super) fn count_paragraph(&mut self, text: Span, label: Span) {
        let parent = self.parent();
        let count = self
            .occurrences
            .entry((parent, StepKind::Paragraph, 0, Insertion::NONE))
            .or_insert(0);
        *count += 1;
        let step = Step {
            kind: StepKind::Paragraph,
            number: *count,
            insertion: Insertion::NONE,
            occurrence: 1,
        };
        let title = self.lead(Span::new(label.end, text.end), false);
        // An article whose text starts below its number takes its lead as title.
        let article = parent.and_then(|id| self.clauses.get_mut(id.index()));
        if let Some(article) = article.filter(|article| article.title.is_empty()) {
            article.title = title;
        }
        self.push(
            ClauseKind::Paragraph,
            (label, title),
            text.start,
            (step, parent),
        );
        self.opened(Shape::Paragraph, step.number, None);
    }
}

/// Whether most articles have a title in parentheses above, whatever space stands between: the
/// first one, too, so that a note behind an article is none of the next one.
pub(super) fn is_captioned(tokens: &[Token], source: &str) -> bool {
    let is_article = |token: &Token| {
        let marker = token.marker.filter(|_| token.is_text());
        marker.is_some_and(|marker| marker.form == Form::Article)
    };
    let pairs = || tokens.windows(2).filter(|pair| is_article(&pair[1]));
    let captions = || pairs().map(|pair| is_caption(pair[0].text.of(source)));
    let count = captions().filter(|is_caption| *is_caption).count();
    count > 1 && count * 2 > pairs().count() && captions().next() == Some(true)
}

/// Whether a line is the title of an article in parentheses.
fn is_caption(words: &str) -> bool {
    const LONGEST: usize = 120;
    let inner = words.strip_prefix(['（', '(']);
    let inner = inner.and_then(|inner| inner.strip_suffix(['）', ')']));
    inner
        .filter(|_| words.len() <= LONGEST)
        .is_some_and(|inner| {
            !inner.contains(['。', '（', '）', '(', ')'])
                && !inner.contains(char::is_numeric)
                && !is_one_of(inner, &["刪除", "删除", "削除", "略", "삭제"])
        })
}

/// Whether a paragraph is the testimonium of a treaty or begins the signature of a decree, which
/// follow the last article and are not part of it.
fn is_testimonium(words: &str) -> bool {
    const OPENINGS: [&str; 6] = [
        "IN WITNESS WHEREOF",
        "In witness whereof",
        "DONE at",
        "Done at",
        // For, and in place of, who signs in Vietnam.
        "TM. ",
        "KT. ",
    ];
    // 一九九五年五月一日订于某地
    let is_made = || {
        let place = date::leading(words).and_then(|(_, length)| words.get(length..));
        place.is_some_and(|place| {
            ["订于", "訂于", "訂於", "签订于", "签署于"]
                .iter()
                .any(|word| place.trim_start_matches('，').starts_with(word))
        })
    };
    let has = |all: &[&str]| all.iter().any(|word| words.contains(word));
    OPENINGS.iter().any(|opening| words.starts_with(opening))
        || words.starts_with("为此") && has(&["签字", "签署"])
        || words.starts_with('本')
            && has(&["签订", "签署"])
            && has(&["一式", "两份", "同等效力", "同样效力", "同一作准"])
        || is_made()
}
