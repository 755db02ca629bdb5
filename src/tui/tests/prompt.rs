//! Typing on a line: finding, commands, tags.

use super::picture::{Picture, check_all, rows, shows};
use super::play::{Play, chords, library};
use super::texts::{EDITIONS, STATUTE};

/// Of two articles one has two paragraphs.
const PARAGRAPHS: &str = "某规则\n\n第一条　子。\n\n第二条　甲。\n\n乙。\n";

pub fn pictures() -> Vec<Picture> {
    vec![
        shows(
            "type",
            STATUTE,
            "/ 古籍的",
            "
            | 保护古籍条例
            |
            |
            |              第二章　罚则
            |
            | ▌    第四条　损毁古籍的，应当赔偿。
            ^                  ######
            |
            |      第五条　盗卖古籍的，没收所得。情
            ^                  hhhhhh
            |  节严重的，依法追究。
            |/古籍的                              1/2
            ^       |",
        ),
        shows(
            "erase-back",
            STATUTE,
            "/ 古籍 Backspace",
            "
            | 保护古籍条例
            |              保护古籍条例
            ^                  ##
            ⋮
            |      第一条　为了保护古籍，制定本
            ^                      hh
            ⋮
            |      第二条　本条例所称古籍，是指书
            ^                        hh
            |/古                                  1/6
            ^   |",
        ),
        shows(
            "erase-forward",
            STATUTE,
            "/ 古籍 Home Delete",
            "
            | 保护古籍条例
            |              保护古籍条例
            ^                    ##
            ⋮
            |      第一条　为了保护古籍，制定本
            ^                        hh
            ⋮
            |      第二条　本条例所称古籍，是指书
            ^                          hh
            |/籍                                  1/7
            ^ |",
        ),
        shows(
            "erase-word",
            STATUTE,
            "/ 古籍 Space 书籍 C-w",
            "
            ⋮
            |/古籍 书                          未找到
            ^        |",
        ),
        shows(
            "erase-all",
            STATUTE,
            "/ 古籍 C-u",
            "
            | 保护古籍条例
            |              保护古籍条例
            ⋮
            |      第一条　为了保护古籍，制定本
            ⋮
            |      第二条　本条例所称古籍，是指书
            |/                       输入要查找的文字
            ^ |",
        ),
        shows(
            "cursor-left",
            STATUTE,
            "/ 古籍 Left",
            "
            ⋮
            |/古籍                                1/6
            ^   |",
        ),
        shows(
            "cursor-right",
            STATUTE,
            "/ 古籍 Home Right",
            "
            ⋮
            |/古籍                                1/6
            ^   |",
        ),
        shows(
            "cursor-home",
            STATUTE,
            "/ 古籍 Home",
            "
            ⋮
            |/古籍                                1/6
            ^ |",
        ),
        shows(
            "cursor-end",
            STATUTE,
            "/ 古籍 Home End",
            "
            ⋮
            |/古籍                                1/6
            ^     |",
        ),
        shows(
            "accept",
            STATUTE,
            "/ 古籍的 Enter",
            "
            ⋮
            | “古籍的”第 1 处，共 2 处",
        ),
        shows(
            "cancel",
            STATUTE,
            "/ 古籍的 Esc",
            "
            | 保护古籍条例
            |              保护古籍条例
            |
            |              第一章　总则
            |
            |      第一条　为了保护古籍，制定本
            |  条例。
            |
            |      第二条　本条例所称古籍，是指书
            | 保护古籍条例                        30%",
        ),
        shows(
            "command",
            STATUTE,
            ":",
            "
            |── 条款与命令 127/127 ──────────────────
            | >
            ^   |
            |  下移  down                          j
            ^ ######################################
            |  上移  up                            k
            |  下一页  page-down               Space
            |  上一页  page-up                     b
            |── 条款：四（2） 第十五条 h3.2 50% ─────
            ⋮",
        ),
        shows(
            "type",
            STATUTE,
            ": 四",
            "
            | 保护古籍条例
            |── 条款与命令 1/1 ──────────────────────
            | > 四
            ^     |
            |  第四条 损毁古籍的                art4
            ^ ######################################
            |── Enter 前往  Esc 关闭 ────────────────
            |      第一条　为了保护古籍，制定本
            |  条例。
            ⋮",
        ),
        shows(
            "accept",
            STATUTE,
            ": 四 Enter",
            "
            | 保护古籍条例
            |
            |
            |              第二章　罚则
            |
            | ▌    第四条　损毁古籍的，应当赔偿。
            |
            |      第五条　盗卖古籍的，没收所得。情
            |  节严重的，依法追究。
            | 第四条  损毁古籍的      第二章 1/2 100%",
        ),
        shows(
            "type",
            STATUTE,
            "/ 制定本条",
            "
            ⋮
            |  条例。
            ^  ##
            ⋮
            |/制定本条                            1/1
            ^         |",
        ),
        shows(
            "type",
            STATUTE,
            "/ 春秋",
            "
            ⋮
            |/春秋                             未找到
            ^     |",
        ),
        shows(
            "cancel",
            STATUTE,
            "/ 春 C-c",
            "
            ⋮
            | 保护古籍条例                        30%",
        ),
        // An action is known by other words, in any language of the interface.
        shows(
            "type",
            STATUTE,
            ": 快捷键",
            "
            | 保护古籍条例
            |  ── 条款与命令 1/1 ──────────────────────────────────────
            |   > 快捷键
            ^           |
            |    按键说明  help                                      ?
            ^   ######################################################
            |  ── Enter 前往  Esc 关闭 ────────────────────────────────
            |      第一条　为了保护古籍，制定本条例。
            |
            |      第二条　本条例所称古籍，是指书写、印刷于一九一二年以
            |  前的书籍。善本另有规定。
            | 保护古籍条例                                     46%  F1 键",
        )
        .on((60, 10)),
        shows(
            "type",
            STATUTE,
            ": 檢索",
            "
            | 保护古籍条例
            |  ── 条款与命令 3/3 ──────────────────────────────────────
            |   > 檢索
            ^         |
            |    检索书库全文（搜索）  search-library               g/
            ^   ######################################################
            |    回到检索的列表  return-to-hits                     gl
            ^        ____
            |    检索服务器：[engines.名称] 之下 address、user、pass…
            ^    ____
            |  ── 字形不同，按同一字相符  Enter 前往  Esc 关闭 ────────
            |      第二条　本条例所称古籍，是指书写、印刷于一九一二年以
            |  前的书籍。善本另有规定。
            | 保护古籍条例                                     46%  F1 键",
        )
        .on((60, 10)),
        // What is not there is answered, and what can be done instead.
        shows(
            "type",
            STATUTE,
            ": 天气",
            "
            | 保护古籍条例
            |  ── 条款与命令 2/2 ──────────────────────────────────────
            |   > 天气
            ^         |
            |    没有叫“天气”的条款或命令
            ^   ######################################################
            |    在文中查找“天气”
            ^               ____
            |  ── Enter 前往  Esc 关闭 ────────────────────────────────
            |
            |      第二条　本条例所称古籍，是指书写、印刷于一九一二年以
            |  前的书籍。善本另有规定。
            | 保护古籍条例                                     46%  F1 键",
        )
        .on((60, 10)),
        shows(
            "accept",
            STATUTE,
            ": 赔偿 Down Enter",
            "
            | 保护古籍条例
            |  第五条处理。
            |
            |
            |                        第二章　罚则
            |
            | ▌    第四条　损毁古籍的，应当赔偿。
            ^                              ####
            |
            |      第五条　盗卖古籍的，没收所得。情节严重的，依法追究。
            | “赔偿”第 1 处，共 1 处",
        )
        .on((60, 10)),
        shows(
            "accept",
            STATUTE,
            ": 第二 Enter",
            "
            | 保护古籍条例
            |── 哪一条？ 2/2 ────────────────────────
            | >
            ^   |
            |  第二条 本条例所称古籍            art2
            |  第二章 罚则                       ch2
            ⋮",
        ),
        shows(
            "down",
            PARAGRAPHS,
            "] : 第二款 Down",
            "
            ⋮
            |   > 第二款
            ^           |
            |    第一条没有“第二款”
            ^               ______
            |    第二条第二款 乙                            art2.para2
            ^   ######################################################
            ⋮",
        )
        .on((60, 10)),
        shows(
            "accept",
            PARAGRAPHS,
            "] : 第二款 Enter",
            "
            ⋮
            | 第一条没有“第二款”",
        ),
        shows(
            "accept",
            PARAGRAPHS,
            "] ] : 第二款 Enter",
            "
            ⋮
            | 第二条第二款  乙               2/2 100%",
        ),
        shows(
            "accept",
            STATUTE,
            ": 第九条 Enter",
            "
            | 保护古籍条例
            |              保护古籍条例
            |
            |              第一章　总则
            |
            ⋮
            | 没有“第九条”这一条",
        ),
        shows(
            "accept",
            STATUTE,
            "：６０％ Enter",
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
            "accept",
            STATUTE,
            "：ｔｅｌｌ－ｐｌａｃｅ Enter",
            "
            | 保护古籍条例
            |                      保护古籍条例                      │  ▾ 第一章 总则
            |                                                        │     第一条 为了保护…
            |                      第一章　总则                      │     第二条 本条例所…
            |                                                        │     第三条 古籍由图…
            ⋮
            | 版面第 1 行，共 19 行 · 46% · 原文第 1 行",
        )
        .on((80, 10)),
    ]
}

#[test]
fn typing() {
    check_all(&pictures());
}

#[test]
fn a_document_of_the_library_is_offered_where_its_title_is_typed() {
    let mut play = Play::on(library(&[STATUTE, EDITIONS[0]]), (60, 12));
    play.settle();
    for (keys, expected) in [
        (": 渡口条例第二条", "《渡口条例》第二条"),
        ("Esc : 渡口条例", "《渡口条例》"),
    ] {
        for key in chords(keys) {
            play.press(key);
        }
        let rows = rows(&play.frame());
        let is_offered = rows.iter().any(|(row, _)| row.contains(expected));
        assert!(is_offered, "{rows:#?}");
        assert!(
            rows.iter().all(|(row, _)| !row.contains("没有叫")),
            "{rows:#?}"
        );
    }
    for key in chords("Enter") {
        play.press(key);
    }
    play.settle();
    let title = &rows(&play.frame())[0].0;
    assert!(title.starts_with(" 渡口条例"), "{title}");
}
