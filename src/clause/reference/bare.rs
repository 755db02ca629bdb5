//! Where the name of a law begins that stands without brackets in front of a place: behind the
//! words that introduce it, 依照刑法第二百条, 见民法典第三条.

use crate::text::word;

/// Words by which a text refers, in the simplified script. None is part of a name.
const REFER: [&str; 29] = [
    "参见", "详见", "另见", "参看", "参阅", "参照", "比照", "对照", "按照", "依照", "遵照", "依据",
    "根据", "本着", "援引", "援用", "引用", "适用", "准用", "违反", "违背", "触犯", "符合", "属于",
    "所称", "是指", "包括", "对于", "基于",
];

/// The same in one character: words of their own only where no longer word has them (票据, 意见).
const REFER_SHORTLY: [&str; 37] = [
    "见", "依", "据", "按", "照", "凭", "犯", "除", "有", "无", "为", "是", "指", "以", "在", "从",
    "由", "因", "就", "将", "把", "被", "受", "对", "向", "于", "自", "给", "经", "如", "即", "又",
    "并", "而", "但", "的", "了",
];

/// What is done with a law, or is so by it: in front of one only, since the names of rules have
/// such words too (某法实施条例, 企业认定管理办法).
const DO: [&str; 42] = [
    "遵守",
    "执行",
    "实施",
    "行使",
    "履行",
    "使用",
    "具备",
    "具有",
    "享有",
    "构成",
    "认定",
    "认定为",
    "认为",
    "确定",
    "界定",
    "结合",
    "考虑",
    "受理",
    "审理",
    "视为",
    "视同",
    "推定",
    "主张",
    "超过",
    "超出",
    "达到",
    "低于",
    "高于",
    "规定",
    "涉及",
    "影响",
    "采取",
    "承担",
    "没有",
    "但有",
    "有无",
    "存在",
    "应当在",
    "修正前",
    "修正后",
    "修改前",
    "修改后",
];

/// Words that join two laws, or two words of the name of one: 人口与计划生育法.
const JOIN: [&str; 9] = ["和", "与", "同", "跟", "及", "以及", "或", "或者", "并且"];

/// What a law or a place in one ends with.
const CITED: [char; 12] = [
    '》', '法', '典', '例', '章', '节', '節', '条', '條', '款', '项', '項',
];

/// What laws and interpretations are, by the end of a title that says what it is about.
const ABOUT: [&str; 7] = [
    "的解释",
    "的规定",
    "的决定",
    "的办法",
    "的批复",
    "的通知",
    "的意见",
];

/// What laws are, by the ends of their names.
const KINDS: [&str; 12] = [
    "法", "法典", "条例", "條例", "办法", "辦法", "规定", "規定", "细则", "細則", "解释", "解釋",
];

/// What begins the name of the text itself, or of one that was named before.
const OWN: [&str; 8] = ["本", "该", "該", "此", "同", "上述", "前述", "其"];

/// The byte at which the name of a law begins that some words end with: a stretch without
/// punctuation. `None` where the words only point at one: 本法, 股东作出该条例.
pub fn begin(words: &str) -> Option<usize> {
    // 最高人民法院关于适用某法的解释: what introduces stands in front of all that.
    let about = words.rfind("关于").or_else(|| words.rfind("關於"));
    let is_title = ABOUT.iter().any(|end| words.ends_with(end));
    let end = about.filter(|_| is_title).unwrap_or(words.len());
    let simple = word::simplified(words.get(..end).unwrap_or(""));
    // 涉外民事关系法律适用法: what is left would be no name.
    let leaves_name = |at: &usize| words.get(*at..).is_some_and(is_long);
    let is_law =
        words.ends_with(['法', '典']) && !["办法", "辦法"].iter().any(|end| words.ends_with(end));
    let long = REFER.iter().chain(DO.iter().filter(|_| is_law));
    let long = long.flat_map(|word| simple.match_indices(word).map(|(at, _)| at + word.len()));
    let short = word::from_end(words).skip_while(|own| own.start >= end);
    let mut short = short.filter(|own| {
        let said = word::simplified(own.of(words));
        let before = words.get(..own.start).unwrap_or("");
        let joins = JOIN.contains(&&*said) && before.ends_with(CITED);
        joins || REFER_SHORTLY.contains(&&*said)
    });
    let short = short.find_map(|own| Some(own.end).filter(leaves_name));
    let begin = long.filter(leaves_name).chain(short).max().unwrap_or(0);
    let name = words.get(begin..)?;
    let is_own = OWN.iter().any(|own| name.starts_with(own)) || ends_by_pointing(name);
    (!is_own && is_long(name)).then_some(begin)
}

/// Whether a name without brackets says that it is a law's.
pub fn is_law(name: &str) -> bool {
    KINDS.iter().any(|kind| name.ends_with(kind))
}

/// Whether words are long enough for a name.
fn is_long(words: &str) -> bool {
    words.chars().nth(1).is_some()
}

/// Whether words end by pointing at a law, and do not name it: 股东作出本法, but not 香港基本法.
fn ends_by_pointing(words: &str) -> bool {
    const POINTERS: [&str; 5] = ["本", "该", "該", "此", "上述"];
    let kinds = KINDS.iter().filter_map(|kind| words.strip_suffix(kind));
    let mut before = kinds.filter(|before| !before.ends_with("基本"));
    before.any(|before| POINTERS.iter().any(|word| before.ends_with(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_begins_behind_what_introduces_it() {
        for (words, name) in [
            ("民法典", "民法典"),
            ("见民法典", "民法典"),
            ("另见民法典", "民法典"),
            ("詳見民法典", "民法典"),
            ("参见渡口法", "渡口法"),
            ("参阅渡口法", "渡口法"),
            ("被告依据刑法", "刑法"),
            ("又据刑法", "刑法"),
            ("本案依民法典", "民法典"),
            ("根據刑法", "刑法"),
            ("按照合同法", "合同法"),
            ("不符合合同法", "合同法"),
            ("应当认定为刑法", "刑法"),
            ("但有民事诉讼法", "民事诉讼法"),
            ("除专利法", "专利法"),
            ("实施刑法", "刑法"),
            ("刑法和民法典", "民法典"),
            ("违反渡口条例或者桥梁法", "桥梁法"),
            ("第三条及桥梁法", "桥梁法"),
            // Characters that only look like such a word.
            ("中华人民共和国刑法", "中华人民共和国刑法"),
            ("违反反不正当竞争法", "反不正当竞争法"),
            ("依照数据安全法", "数据安全法"),
            ("票据法", "票据法"),
            ("适用对外贸易法", "对外贸易法"),
            ("见突发事件应对法", "突发事件应对法"),
            ("依照人口与计划生育法", "人口与计划生育法"),
            ("依据涉外民事关系法律适用法", "涉外民事关系法律适用法"),
            ("见见义勇为条例", "见义勇为条例"),
            ("依照森林法实施条例", "森林法实施条例"),
            ("见企业认定管理办法", "企业认定管理办法"),
            ("见某法院关于适用渡口法的解释", "某法院关于适用渡口法的解释"),
        ] {
            assert_eq!(
                begin(words).and_then(|at| words.get(at..)),
                Some(name),
                "{words}"
            );
        }
        for words in [
            "本法",
            "依照该条例",
            "股东作出本法",
            "同法",
            "依照同法",
            "法",
            "",
        ] {
            assert_eq!(begin(words), None, "{words}");
        }
    }
}
