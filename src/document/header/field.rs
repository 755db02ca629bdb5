//! The fields by which sources tell what they are, under all the names that they have: one table
//! for the archive format, front matter, and lines at the head of a text.

use std::sync::LazyLock;

use foldhash::HashMap;

use crate::text::fold::fold_loosely;

/// What a field says of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) enum Field {
    Id,
    Title,
    /// When it was made: written, passed, promulgated, amended.
    Date,
    /// From when it is in force.
    Effect,
    IsPeriod,
    Author,
    Origin,
    Tags,
    Collection,
    CollectionAuthor,
}

/// The names of each field, compared as [`letters`] has them.
const NAMES: [(Field, &[&str]); 10] = [
    (Field::Id, &["id"]),
    (
        Field::Title,
        &[
            "标题",
            "title",
            "题名",
            "题目",
            "名称",
            "件名",
            "タイトル",
            "法令名",
            "法律名",
            "法规名称",
            "文件名称",
            "제목",
            "표제",
            "법령명",
            "tiêuđề",
        ],
    ),
    (
        Field::Date,
        &[
            "日期",
            "date",
            "dates",
            "时间",
            "年月日",
            "年份",
            "year",
            "published",
            "datepublished",
            "publicationdate",
            "publishdate",
            "pubdate",
            "issued",
            "issuedate",
            "dateissued",
            "enacted",
            "promulgated",
            "adopted",
            "发布日期",
            "发布时间",
            "发布日",
            "公布日期",
            "公布时间",
            "公布日",
            "公布年月日",
            "公开日",
            "颁布日期",
            "颁布时间",
            "成文日期",
            "成文时间",
            "发文日期",
            "发文时间",
            "印发日期",
            "签发日期",
            "签署日期",
            "写作日期",
            "写作时间",
            "出版日期",
            "出版时间",
            "刊登日期",
            "通过日期",
            "批准日期",
            "制定日期",
            "制定日",
            "制定年月日",
            "修正日期",
            "修订日期",
            "修改日期",
            "改正日",
            "改正年月日",
            "作成日",
            "日付",
            "裁判日期",
            "判决日期",
            "裁判年月日",
            "날짜",
            "일자",
            "공포일",
            "공포일자",
            "제정일",
            "제정일자",
            "개정일",
            "개정일자",
            "발행일",
            "발행일자",
            "발령일자",
            "작성일",
            "작성일자",
            "게시일",
            "선고일",
            "선고일자",
            "ngày",
            "ngàybanhành",
        ],
    ),
    (
        Field::Effect,
        &[
            "施行日期",
            "施行时间",
            "施行日",
            "施行年月日",
            "实施日期",
            "实施时间",
            "生效日期",
            "生效时间",
            "发效日",
            "시행일",
            "시행일자",
            "effective",
            "effectivedate",
            "inforce",
            "ngàycóhiệulực",
        ],
    ),
    (Field::IsPeriod, &["是否是时间段"]),
    (
        Field::Author,
        &[
            "作者",
            "author",
            "authors",
            "著者",
            "撰者",
            "作成者",
            "저자",
            "지은이",
            "글쓴이",
            "작성자",
            "tácgiả",
        ],
    ),
    (
        Field::Origin,
        &["来源", "source", "origin", "出处", "出典", "출처", "nguồn"],
    ),
    (
        Field::Tags,
        &[
            "标签",
            "tag",
            "tags",
            "keyword",
            "keywords",
            "关键词",
            "タグ",
            "キーワード",
            "태그",
            "키워드",
        ],
    ),
    (Field::Collection, &["书籍", "collection", "book", "문집"]),
    (
        Field::CollectionAuthor,
        &[
            "书籍作者",
            "collectionauthor",
            "editor",
            "编者",
            "主编",
            "편자",
            "편저자",
        ],
    ),
];

/// The field with this name; none if the name is that of no field here.
pub(in crate::document) fn named(name: &str) -> Option<Field> {
    // In bytes: longer than any name.
    const LONGEST: usize = 60;
    static FIELDS: LazyLock<HashMap<String, Field>> = LazyLock::new(|| {
        let all = NAMES.iter().rev();
        let named = all.flat_map(|(field, names)| names.iter().map(|name| (letters(name), *field)));
        named.collect()
    });
    let letters = (name.len() <= LONGEST).then(|| letters(name))?;
    FIELDS.get(&letters).copied()
}

/// The letters of a name, small ones and simplified characters.
fn letters(name: &str) -> String {
    let letters = name.chars().map(fold_loosely);
    letters
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_every_script_and_spelling() {
        for (name, field) in [
            ("標題", Field::Title),
            ("發文日期", Field::Date),
            ("公 布 日 期", Field::Date),
            ("Publication-Date", Field::Date),
            ("施行日", Field::Effect),
            ("著者", Field::Author),
            ("編者", Field::CollectionAuthor),
        ] {
            assert_eq!(named(name), Some(field), "{name}");
        }
        for name in ["文号", "공포번호", "日期格式", "candidate", ""] {
            assert_eq!(named(name), None, "{name}");
        }
    }

    #[test]
    fn a_name_is_that_of_one_field() {
        for (field, names) in NAMES {
            for name in names {
                assert_eq!(named(name), Some(field), "{name}");
            }
        }
    }
}
