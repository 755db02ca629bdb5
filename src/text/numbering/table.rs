//! The rows of the table of numbering. Words are small letters; the usual one of several is first.

use super::{Form, Level, Order, Tradition, Unit};

/// What a table without rows has.
pub(super) static NONE: Tradition = Tradition {
    name: "none",
    needs: &[],
    signs: &[],
    units: &[],
    order: Order::Inward,
    inserts: "",
    asides: &[],
    own: &[],
    laws: &[],
    titles: &[],
    trailing: &[],
    supplements: &[],
};

/// All traditions; a text without signs is of the first.
pub(super) static TRADITIONS: [Tradition; 11] = [
    // Statutes, official papers (GB/T 9704), archives and judgments count alike:
    // 一、（一）1．（1）.
    Tradition {
        name: "mainland",
        needs: &[],
        signs: &[
            ("前款", 2),
            ("款第一项", 3),
            ("款第（一）项", 3),
            ("款第一項", 3),
            ("款第二項", 3),
            ("款第（一）項", 3),
            ("之一的，", 2),
            ("：\n（一）", 2),
            ("：\n\n（一）", 2),
            ("：\n\n　　（一）", 2),
            ("中华人民共和国", 2),
            ("中華人民共和國", 2),
            ("为了", 1),
            ("為了", 1),
        ],
        units: &[
            ANNEX,
            SCHEDULE,
            FIGURE,
            SUBPART,
            PART,
            CHAPTER,
            SECTION,
            ARTICLE,
            Unit::new(Level::Paragraph, &["第"], &["款"])
                .never("项項式待额額")
                // Those of a treaty; below words that lead them in they are items.
                .printed(&[Form::HanComma, Form::WideDigit, Form::ArabicDot]),
            Unit::new(Level::Item(1), &["第"], &["项", "項"])
                .never("目")
                .kept()
                .printed(&[
                    Form::HanParen,
                    Form::HanComma,
                    Form::StemParen,
                    Form::Stem,
                    Form::ArabicDot,
                    Form::ArabicParen,
                ]),
            Unit::new(Level::Item(2), &["第"], &["目"])
                .never("标標的前录錄光")
                .kept(),
        ],
        order: Order::Inward,
        inserts: "之",
        asides: &[
            "前段",
            "后段",
            "後段",
            "但书",
            "但書",
            "本文",
            "引言",
            "各项以外部分",
        ],
        own: &OWN_CHINESE,
        laws: &LAWS_CHINESE,
        titles: &[('《', '》')],
        trailing: &[],
        supplements: &["附则", "附則"],
    },
    Tradition {
        name: "taiwan",
        needs: &["條", "點", "項"],
        signs: &[
            ("前項", 2),
            ("項第一款", 3),
            ("項第1款", 3),
            ("項第 1 款", 3),
            ("款第一目", 2),
            ("第 1 條", 2),
            ("第 2 條", 1),
            ("之一者", 2),
            ("：\n一、", 2),
            ("：\n\n一、", 1),
            ("特制定本", 2),
            ("特訂定", 2),
            ("訂定本", 2),
            ("訂定之", 2),
            ("民國", 1),
            ("要點", 1),
            ("本點", 2),
            ("條", 1),
        ],
        units: &[
            ANNEX,
            SCHEDULE,
            FIGURE,
            PART,
            SUBPART,
            CHAPTER,
            SECTION,
            Unit::new(Level::Article, &["第"], &["條", "条"])
                .never(ARTICLE.never)
                .heads(),
            SIGN,
            Unit::new(Level::Paragraph, &["第"], &["項", "项"])
                .never("目")
                // 184Ⅰ, by hand.
                .printed(&[Form::WideDigit, Form::RomanDot]),
            // The points of a directive, counted as they stand: 一、 四之一、
            Unit::new(Level::Item(0), &["第"], &["點", "点"]).printed(&[Form::HanComma]),
            Unit::new(Level::Item(1), &["第"], &["款"])
                .never("項项式待額额")
                .printed(&[Form::HanComma]),
            Unit::new(Level::Item(2), &["第"], &["目"])
                .never("標标的前錄录光")
                .printed(&[Form::HanParen]),
            Unit::new(Level::Item(3), &["第"], &["之"]).printed(&[Form::ArabicDot]),
        ],
        order: Order::Inward,
        inserts: "之",
        asides: &[
            "前段", "中段", "後段", "后段", "但書", "但书", "本文", "序文", "柱書",
        ],
        own: &OWN_CHINESE,
        laws: &LAWS_CHINESE,
        titles: &[('《', '》')],
        trailing: &[],
        supplements: &["附則", "附则"],
    },
    Tradition {
        name: "japan",
        needs: &["の", "る", "ノ"],
        signs: &[
            ("の規定", 3),
            ("に掲げる", 3),
            ("とする。", 2),
            ("ものとする", 3),
            ("しなければならない", 3),
            ("ノ規定", 3),
            ("コトヲ得", 3),
            ("スルコト", 2),
            ("条の", 2),
            ("について", 2),
            ("する。", 2),
        ],
        units: &[
            ANNEX,
            SCHEDULE,
            FIGURE,
            Unit::new(Level::Part, &["第"], &["編", "部"]).heads(),
            CHAPTER,
            SECTION,
            Unit::new(Level::Article, &["第"], &["条", "條"])
                .never("約件例")
                .heads(),
            SIGN,
            Unit::new(Level::Paragraph, &["第"], &["項"])
                .never("目")
                .printed(&[Form::WideDigit, Form::Circled, Form::RomanDot]),
            Unit::new(Level::Item(1), &["第"], &["号", "號"]).printed(&[Form::WideHan]),
            Unit::new(Level::Item(2), &[], &[])
                .lettered()
                .printed(&[Form::Katakana, Form::Gojuon]),
            Unit::new(Level::Item(3), &[], &[])
                .kept()
                .printed(&[Form::ArabicParen]),
        ],
        order: Order::Inward,
        inserts: "の",
        asides: &[
            "前段",
            "中段",
            "後段",
            "ただし書き",
            "ただし書",
            "但書き",
            "但書",
            "本文",
            "柱書き",
            "柱書",
            "各号列記以外の部分",
        ],
        own: &[
            "この法律",
            "この政令",
            "この省令",
            "この規則",
            "この条例",
            "本法",
            "本則",
        ],
        laws: &["法律", "憲法", "法", "令", "規則", "条例", "規程"],
        titles: &[('《', '》')],
        trailing: &[],
        supplements: &["附則", "補則"],
    },
    Tradition {
        name: "korea",
        needs: &["제"],
        signs: &[
            ("제1조", 4),
            ("제2조", 2),
            ("조(", 2),
            ("제1장", 2),
            ("제1항", 2),
            ("한다.", 2),
            ("이 법", 2),
        ],
        units: &[
            Unit::new(Level::Schedule, &["별표"], &[]).heads(),
            Unit::new(Level::Part, &["제"], &["편"]).heads(),
            Unit::new(Level::Chapter, &["제"], &["장"])
                .heads()
                .never("애"),
            Unit::new(Level::Section, &["제"], &["절"])
                .heads()
                .never("차"),
            Unit::new(Level::Article, &["제"], &["조"])
                .heads()
                .never("치직건약례"),
            Unit::new(Level::Paragraph, &["제"], &["항"])
                .never("목구")
                .printed(&[Form::Circled]),
            Unit::new(Level::Item(1), &["제"], &["호"])
                .never("선기서")
                .printed(&[Form::ArabicDot]),
            Unit::new(Level::Item(2), &[], &["목"])
                .lettered()
                .printed(&[Form::Hangul]),
        ],
        order: Order::Inward,
        inserts: "의",
        asides: &["전단", "중단", "후단", "단서", "본문", "각 호 외의 부분"],
        own: &["이 법", "이 영", "이 규칙", "이 조례"],
        laws: &["법률", "법", "헌법", "시행령", "시행규칙", "규칙", "조례"],
        titles: &[('「', '」'), ('『', '』'), ('《', '》')],
        trailing: &[],
        supplements: &["부칙"],
    },
    Tradition {
        name: "vietnam",
        needs: &["ề", "ều", "ĐIỀU"],
        signs: &[
            ("Điều ", 4),
            ("ĐIỀU ", 4),
            ("khoản ", 2),
            ("Khoản ", 2),
            ("Chương ", 2),
            ("CHƯƠNG ", 2),
            ("Luật này", 2),
        ],
        units: &[
            Unit::new(Level::Annex, &["phụ lục", "phu luc"], &[]).heads(),
            Unit::new(Level::Part, &["phần", "phan"], &[]).heads(),
            Unit::new(Level::Chapter, &["chương", "chuong"], &[]).heads(),
            Unit::new(Level::Section, &["mục", "muc"], &[]).heads(),
            Unit::new(Level::Article, &["điều", "dieu"], &[]).heads(),
            Unit::new(Level::Paragraph, &["khoản", "khoan"], &[]).printed(&[Form::ArabicDot]),
            Unit::new(Level::Item(1), &["điểm", "diem"], &[])
                .lettered()
                .printed(&[Form::LatinHalfParen]),
        ],
        order: Order::Outward,
        inserts: "a",
        asides: &[],
        own: &[
            "luật này",
            "bộ luật này",
            "nghị định này",
            "thông tư này",
            "hiến pháp này",
            "pháp lệnh này",
            "quy chế này",
            "quyết định này",
        ],
        laws: &[
            "luật",
            "bộ luật",
            "nghị định",
            "thông tư",
            "hiến pháp",
            "pháp lệnh",
            "quyết định",
        ],
        titles: &[],
        trailing: &[],
        supplements: &[],
    },
    Tradition {
        name: "hong kong",
        needs: &["條"],
        signs: &[
            ("可引稱為", 5),
            (")條", 3),
            ("憲報", 2),
            ("訂明", 1),
            ("香港", 1),
            ("章)", 1),
            ("凡提述", 2),
            ("[第", 2),
        ],
        units: &[
            ANNEX,
            SCHEDULE,
            FIGURE,
            Unit::new(Level::Subpart, &["第"], &["分部"]).heads(),
            Unit::new(Level::Part, &["第"], &["部"]).heads(),
            // A section of an ordinance is printed 2. and cited 第2條.
            Unit::new(Level::Article, &["第"], &["條", "条"])
                .never(ARTICLE.never)
                .heads()
                .printed(&[Form::ArabicDot]),
            SIGN,
            Unit::new(Level::Paragraph, &["第"], &["款"])
                .never("項项式待額额")
                .printed(&[Form::ArabicParen]),
            Unit::new(Level::Item(1), &["第"], &["段"])
                .lettered()
                .printed(&[Form::LatinParen]),
            Unit::new(Level::Item(2), &["第"], &["節", "节"])
                .lettered()
                .printed(&[Form::RomanParen]),
        ],
        order: Order::Around,
        inserts: "A",
        asides: &[],
        own: &["本條例", "本規例", "本規則", "本附例", "本法"],
        laws: &["條例", "規例", "規則", "附例", "法"],
        titles: &[('《', '》')],
        trailing: &[],
        supplements: &[],
    },
    Tradition {
        name: "english",
        needs: &["ection", "rticle"],
        signs: &[
            ("Section ", 1),
            ("section ", 1),
            ("subsection (", 3),
            ("Article ", 1),
            ("this Act", 2),
            ("this Ordinance", 2),
            ("This Ordinance", 2),
            (" shall ", 1),
        ],
        units: &[
            Unit::new(Level::Annex, &["annex", "appendix", "exhibit"], &[]).heads(),
            Unit::new(Level::Schedule, &["schedule", "sch.", "sch"], &[]).heads(),
            Unit::new(Level::Part, &["part"], &[]).heads(),
            Unit::new(Level::Chapter, &["chapter"], &[]).heads(),
            Unit::new(
                Level::Section,
                &["section", "sections", "sec.", "sec", "ss.", "s.", "ss", "s"],
                &[],
            )
            .heads()
            .printed(&[Form::ArabicDot, Form::WideDigit]),
            Unit::new(
                Level::Article,
                &["article", "articles", "art.", "arts.", "art", "amendment"],
                &[],
            )
            .heads(),
            Unit::new(
                Level::Paragraph,
                &[
                    "paragraph",
                    "paragraphs",
                    "subsection",
                    "subsections",
                    "sub-section",
                    "sub-sections",
                    "para",
                    "paras",
                ],
                &[],
            )
            // A treaty numbers its paragraphs 1.
            .printed(&[Form::ArabicParen, Form::ArabicDot]),
            Unit::new(Level::Item(1), &["paragraph", "paragraphs"], &[])
                .lettered()
                .printed(&[Form::LatinParen]),
            Unit::new(Level::Item(2), &["subparagraph", "sub-paragraph"], &[])
                .lettered()
                .printed(&[Form::RomanParen]),
        ],
        order: Order::Around,
        inserts: "A",
        asides: &[],
        own: &[
            "this act",
            "this ordinance",
            "this agreement",
            "this convention",
            "this treaty",
            "this constitution",
            "this code",
            "this regulation",
        ],
        laws: &["act", "ordinance", "code", "convention", "regulation"],
        titles: &[],
        trailing: &[],
        supplements: &[],
    },
    Tradition {
        name: "standards",
        needs: &["规范", "規範", "GB", "标准"],
        signs: &[
            ("规范性引用文件", 4),
            ("本文件规定了", 3),
            ("本标准规定了", 3),
            ("（规范性）", 3),
            ("（资料性）", 3),
            ("（规范性附录）", 3),
            ("本文件适用于", 2),
            ("GB/T ", 1),
            ("規範性引用文件", 4),
        ],
        units: &[
            ANNEX,
            // A table is a place of its own: 表1.
            Unit::new(Level::Schedule, &["表"], &[]),
            Unit::new(Level::Figure, &["图", "圖"], &[]),
            CHAPTER,
            ARTICLE,
            Unit::new(Level::Paragraph, &["第"], &["款", "段"]).never("项項"),
            Unit::new(Level::Item(1), &["第"], &["项", "項"])
                .never("目")
                .lettered()
                .kept()
                .printed(&[Form::LatinHalfParen, Form::HanParen]),
            Unit::new(Level::Item(2), &["第"], &["目"])
                .kept()
                .printed(&[Form::ArabicHalfParen]),
        ],
        order: Order::Inward,
        inserts: "之",
        asides: &[],
        own: &["本文件", "本标准", "本规范", "本規範"],
        laws: &["标准", "规范"],
        titles: &[('《', '》')],
        trailing: &[],
        supplements: &[],
    },
    // Treaties of the empire and of the republic, whose articles are called 款.
    Tradition {
        name: "old treaties",
        needs: &["款"],
        signs: &[("\n第一款", 4)],
        units: &[
            ANNEX,
            SCHEDULE,
            FIGURE,
            CHAPTER,
            SECTION,
            ARTICLE,
            Unit::new(Level::Article, &["第"], &["款"])
                .never("项項式待额額")
                .heads(),
            Unit::new(Level::Item(1), &["第"], &["项", "項"]).never("目"),
        ],
        order: Order::Inward,
        inserts: "之",
        asides: &[],
        own: &["本约", "本約", "本条约", "本條約"],
        laws: &["条约", "條約", "约", "約"],
        titles: &[('《', '》')],
        trailing: &[],
        supplements: &[],
    },
    Tradition {
        name: "classics",
        needs: &["卷", "回", "曰"],
        signs: &[
            ("\n\n1\t", 2),
            ("\n卷一", 2),
            ("\n卷第一", 2),
            ("\n第一回", 4),
            ("子曰", 2),
        ],
        units: &[
            Unit::new(Level::Part, &["卷"], &[]).heads(),
            Unit::new(Level::Part, &["第"], &["卷", "篇", "编", "編", "部", "集"]).heads(),
            Unit::new(
                Level::Chapter,
                &["第"],
                &["回", "章", "话", "話", "折", "齣", "出"],
            )
            .heads()
            .never("合"),
            SECTION,
        ],
        order: Order::Verse,
        inserts: "之",
        asides: &[],
        own: &[],
        laws: &[],
        titles: &[('《', '》')],
        trailing: &[
            ("卷第", Level::Part),
            ("卷之", Level::Part),
            ("卷", Level::Part),
            ("第", Level::Chapter),
        ],
        supplements: &[],
    },
    Tradition {
        name: "scripture",
        needs: &["章", "篇", ":"],
        signs: &[
            ("章\n1 ", 4),
            ("章\n\n1 ", 4),
            ("章\n1　", 4),
            ("章\n\n1　", 4),
            ("篇\n\n1 ", 4),
            ("\n1:1 ", 4),
        ],
        units: &[
            Unit::new(Level::Part, &["卷"], &[]).heads(),
            Unit::new(Level::Chapter, &["第"], &["章", "篇", "品"])
                .heads()
                .never("程"),
            Unit::new(Level::Item(1), &["第"], &["節", "节"])
                .printed(&[Form::Verse, Form::WideDigit]),
        ],
        order: Order::Verse,
        inserts: "之",
        asides: &[],
        own: &[],
        laws: &[],
        titles: &[('《', '》')],
        trailing: &[],
        supplements: &[],
    },
];

const ANNEX: Unit = Unit::new(
    Level::Annex,
    &["附件", "附录", "附錄", "附编", "附編", "別紙", "別添"],
    &[],
)
.heads();

const SCHEDULE: Unit =
    Unit::new(Level::Schedule, &["附表", "附則別表", "別表", "别表"], &[]).heads();

const FIGURE: Unit = Unit::new(Level::Figure, &["附图", "附圖"], &[]).heads();

const PART: Unit = Unit::new(Level::Part, &["第"], &["编", "編", "篇", "部", "卷"])
    .never("分门門队隊委长長件署落辑輯宗")
    .heads();

const SUBPART: Unit = Unit::new(Level::Subpart, &["第"], &["分编", "分編", "分部"]).heads();

const CHAPTER: Unit = Unit::new(Level::Chapter, &["第"], &["章", "回"])
    .never("合家来來节節中")
    .heads();

const SECTION: Unit = Unit::new(Level::Section, &["第"], &["节", "節"])
    .never("课課点點目日约約车車")
    .heads();

const ARTICLE: Unit = Unit::new(Level::Article, &["第"], &["条", "條"])
    .never("战戰路线線例件约約款街河狗船江道理令目")
    .heads();

/// §184, as jurists write by hand.
const SIGN: Unit = Unit::new(Level::Article, &["§§", "§"], &[]);

/// How Chinese laws and rules name themselves.
const OWN_CHINESE: [&str; 30] = [
    "本法",
    "本条例",
    "本條例",
    "本规定",
    "本規定",
    "本办法",
    "本辦法",
    "本解释",
    "本解釋",
    "本决定",
    "本決定",
    "本规则",
    "本規則",
    "本细则",
    "本細則",
    "本章程",
    "本通知",
    "本意见",
    "本意見",
    "本准则",
    "本準則",
    "本规范",
    "本規範",
    "本通则",
    "本通則",
    "本规程",
    "本規程",
    "本要點",
    "本条约",
    "本條約",
];

/// Ends of the names of Chinese laws and rules.
const LAWS_CHINESE: [&str; 16] = [
    "法", "条例", "條例", "宪法", "憲法", "办法", "辦法", "法典", "规则", "規則", "细则", "細則",
    "通则", "通則", "公约", "公約",
];
