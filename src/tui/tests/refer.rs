//! References: following them, seeing where they lead, who refers; the notes of a text.

use super::picture::{Picture, check_all, shows, shows_among};
use super::texts::{LAWS, LETTER, STATUTE};

/// Two parts of one law.
const PARTS: [&str; 2] = [
    "# 渡口法\n\n2001年2月3日 某会议通过\n\n## 第一编　渡口\n\n第一条　渡口归县。\n\n第二条　渡船三只。\n",
    "# 渡口法\n\n2001年2月3日 某会议通过\n\n## 第二编　夜渡\n\n第三条　夜渡悬灯。\n",
];

pub fn pictures() -> Vec<Picture> {
    vec![
        shows(
            "follow",
            STATUTE,
            "3 G g d",
            "
            | 保护古籍条例
            |── 所引条款 2/2 ────────────────────────
            | >
            ^   |
            |  第二条          第二条 本条例所称古籍
            ^ ######################################
            |  第五条              第五条 盗卖古籍的
            |── Enter 前往  Esc 关闭 ────────────────
            ⋮",
        ),
        shows(
            "follow",
            STATUTE,
            "/ 第五条 Enter g d",
            "
            | 保护古籍条例
            |
            |
            |              第二章　罚则
            |
            |      第四条　损毁古籍的，应当赔偿。
            |
            | ▌    第五条　盗卖古籍的，没收所得。情
            ^      hhhhhh
            |  节严重的，依法追究。
            | 第五条  盗卖古籍的      第二章 2/2 100%",
        ),
        // What the open part of a work lacks may stand in another part of it.
        shows_among(
            "accept",
            &PARTS,
            ": 第三条 Enter",
            "
            | 渡口法
            |── 哪一篇？ 1/1 ────────────────────────
            | >
            ^   |
            |  《渡口法》            第三条 夜渡悬灯
            ^ ######################################
            |── Enter 前往  Esc 关闭 ────────────────
            ⋮
            | “第三条”不在此篇，另有 1 篇有",
        ),
        shows_among(
            "accept",
            &PARTS,
            ": 第三条 Enter Enter",
            "
            ⋮
            |              第二编　夜渡
            |
            | ▌    第三条　夜渡悬灯。
            ^      _
            | 第三条  夜渡悬灯        第二编 1/1 100%",
        ),
        // A reference to a work in parts goes to the only part that has the place.
        shows_among(
            "accept",
            &PARTS,
            ": 渡口法第三条 Enter",
            "
            ⋮
            |              第二编　夜渡
            |
            | ▌    第三条　夜渡悬灯。
            ^      _
            | 第三条  夜渡悬灯        第二编 1/1 100%",
        ),
        // A place in another document of the library, named together with it.
        shows_among(
            "accept",
            &LAWS,
            ": 善本法第二条 Enter",
            "
            ⋮
            | ▌    第二条　善本不得出境。
            ⋮",
        ),
        shows(
            "preview",
            STATUTE,
            "3 G K",
            "
            ⋮
            |   ── 所引条款 ──────────────────────
            |        第二条　本条例所称古籍，是指
            |    书写、印刷于一九一二年以前的书
            |    籍。善本另有规定。
            |        第五条　盗卖古籍的，没收所
            |    得。情节严重的，依法追究。
            |   ── j k 上下  Esc 关闭 ────────────
            ⋮",
        )
        .on((40, 14)),
        // What stands in another document is looked for in the library.
        shows_among(
            "preview",
            &LAWS,
            "G K",
            "
            ⋮
            |   ── 所引条款 ──────────────────────────────────────────
            |    《善本法》第二条 · 书库中此题 1 种（共 2 篇）
            |        第二条　善本不得出境。
            |   ── j k 上下  Esc 关闭 ────────────────────────────────
            ⋮",
        )
        .on((60, 12)),
        shows(
            "list-referrers",
            STATUTE,
            "5 G g r",
            "
            | 保护古籍条例
            |── 引用此条者 1/1 ──────────────────────
            | >
            ^   |
            |  第三条 古籍由图书馆收藏        第五条
            ^ ######################################
            |── Enter 前往  Esc 关闭 ────────────────
            ⋮",
        ),
        // No pack has the other one: it is read.
        shows_among(
            "list-referrers",
            &[
                STATUTE,
                "# 馆藏规程\n\n第一条　依《保护古籍条例》第三条收藏。\n",
            ],
            "3 G g r",
            "
            | 保护古籍条例
            |── 引用此条者 1/1  书库 1/1 篇 ─────────
            | >
            ^   |
            |  第一条《馆藏规程》    《保护古籍条例…
            ^ ######################################
            |── Enter 前往  Esc 关闭 ────────────────
            ⋮",
        ),
        shows(
            "list-notes",
            LETTER,
            "g n",
            "
            | 致友人书
            |── 注释 2/2 ────────────────────────────
            | >
            ^   |
            |  〔1〕指《农书》。
            ^ ######################################
            |  〔2〕明刻本。
            |── Enter 前往  Esc 关闭 ────────────────
            ⋮",
        ),
        shows(
            "accept",
            STATUTE,
            "3 G g d Enter",
            "
            | 保护古籍条例
            |
            | ▌    第二条　本条例所称古籍，是指书
            |  写、印刷于一九一二年以前的书籍。善本
            |  另有规定。
            |
            |      第三条　古籍由图书馆收藏。违反
            |  第二条规定的，依照第五条处理。
            |
            | 第二条  本条例所称古籍   第一章 2/3 67%",
        ),
        shows(
            "accept",
            STATUTE,
            "5 G g r Enter",
            "
            | 保护古籍条例
            | ▌    第三条　古籍由图书馆收藏。违反
            |  第二条规定的，依照第五条处理。
            |
            |
            |              第二章　罚则
            |
            |      第四条　损毁古籍的，应当赔偿。
            |
            | 第三条  古籍由图书馆收藏            82%",
        ),
        shows(
            "preview",
            STATUTE,
            "3 G K K",
            "
            ⋮
            |  另有规定。
            |
            | ▌    第三条　古籍由图书馆收藏。违反
            |  第二条规定的，依照第五条处理。
            |
            |
            |              第二章　罚则
            ⋮",
        )
        .on((40, 14)),
        shows_among(
            "follow",
            &LAWS,
            "2 G g d",
            "
            | 善本法
            |                 善本法
            |
            |      第一条　为了保护善本，制定本法。
            |
            | ▌    第二条　善本不得出境。
            |
            ⋮
            | 第二条  善本不得出境           2/2 100%",
        ),
        shows_among(
            "jump-back",
            &LAWS,
            "2 G g d C-o",
            "
            | 古籍法
            |                 古籍法
            |
            |      第一条　古籍受国家保护。
            |
            | ▌    第二条　善本的保护，依照《善本
            |  法》第二条的规定。
            ⋮
            | 第二条  善本的保护             2/2 100%",
        ),
        shows(
            "follow",
            LETTER,
            "/ 来信 Enter g d",
            "
            | 致友人书
            |  购得。
            |
            |      别后情形
            |
            |      上月入城，访得旧本〔2〕。
            ^                        _____
            |
            |  〔1〕指《农书》。
            ^  _____
            |  〔2〕明刻本。
            ^  _____
            | 致友人书                           100%",
        ),
        shows(
            "preview",
            LETTER,
            "/ 来信 Enter K",
            "
            ⋮
            |   ── 所引条款 ──────────────────────
            |    〔1〕指《农书》。
            |   ── j k 上下  Esc 关闭 ────────────
            ⋮",
        )
        .on((40, 14)),
        shows(
            "follow",
            LETTER,
            "/ 明刻 Enter g d",
            "
            |      上月入城，访得旧本〔2〕。
            ^                        _____
            |
            |  〔1〕指《农书》。
            ^  _____
            | 致友人书                            87%",
        )
        .on((40, 4)),
    ]
}

#[test]
fn references() {
    check_all(&pictures());
}
