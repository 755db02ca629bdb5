//! Comparing: choosing what with, two texts side by side and the one in the other, one clause
//! through its editions, notes in both.

use std::sync::Arc;

use super::picture::{Picture, check_all, rows, shows, shows_among};
use super::play::{Play, chords, kept, library};
use super::texts::{CHARTER, COMMENTARY, EDITIONS, STATUTE};
use crate::annotation::SourceRef;
use crate::disk::memory::Memory;
use crate::tui::action::Action;
use crate::tui::model::overlay::Overlay;

/// A disk with two notes on the older edition: on what stayed, and on what was changed.
fn noted() -> Memory {
    kept(EDITIONS[0], "] ] ] a 守 Esc [ a 班 Esc")
}

pub fn pictures() -> Vec<Picture> {
    vec![
        shows_among("compare", &EDITIONS, "g D", "
            | 渡口条例
            |── 与哪一个比较？ 2/2 ──────────────────
            | >
            ^   |
            |  渡口条例                   2010-05-06
            ^ ######################################
            |  别的文档……
            |── Enter 前往  Esc 关闭 ────────────────
            |
            |      第二条　渡船每日开行六班，遇大雾
            |  停航。
            | 渡口条例                            62%"),
        // A text that is the only one of its work: any other document.
        shows_among("compare", &[STATUTE, EDITIONS[0]], "g D", "
            | 保护古籍条例
            |── 与哪一个比较？ 1/1 ──────────────────
            | >
            ^   |
            |  渡口条例                   2001-02-03
            ^ ######################################
            |── Enter 前往  Esc 关闭 ────────────────
            |      第一条　为了保护古籍，制定本
            |  条例。
            |
            |      第二条　本条例所称古籍，是指书
            | 保护古籍条例                        30%"),
        shows("compare", STATUTE, "g D", "
            | 保护古籍条例
            |              保护古籍条例
            ^              _
            |
            |              第一章　总则
            |
            |      第一条　为了保护古籍，制定本
            |  条例。
            |
            |      第二条　本条例所称古籍，是指书
            | 书库里没有文档"),
        shows_among("compare-any", &EDITIONS, "X", "
            | 渡口条例
            |── 与哪一个比较？ 1/1 ──────────────────
            | >
            ^   |
            |  渡口条例                   2010-05-06
            ^ ######################################
            |── Enter 前往  Esc 关闭 ────────────────
            |      第一条　渡口归县，由渡工看守。
            |
            |      第二条　渡船每日开行六班，遇大雾
            |  停航。
            | 渡口条例                            62%").key("X", "compare-any"),
        shows_among("accept", &EDITIONS, "g D Enter", "
            | 渡口条例 (2001-02-03) → 渡口条例 (2010-05-06)
            ⋮
            |  ┄┄ 2 处未变 ┄┄
            |
            |▌ 新增
            |  　　2010年5月6日 县议会修正
            ^      _______________________
            |
            |  ┄┄ 1 处未变 ┄┄
            |
            |  第二条 · 修改
            |  　　第二条　渡船每日开行六八班，遇大雾停航，由船长决定。
            ^                            __              ____________
            |
            |  ┄┄ 1 处未变 ┄┄
            |
            |  第四条 · 仅文字形式改变
            |  　　第四条　夜间渡河，、须悬灯两盏。
            ^                        __
            | 未变 4 · 修改 1 · 仅条号 0 · 仅文字形式 1 · 移动 0 · 新增 2 · 删去 0
            | n 下一处  N 上一处  Enter 前往  Tab 换栏  | 并列  w 各走  B 绑定  Esc 关闭").on((80, 18)),
        shows_among("accept", &EDITIONS, "g D Enter", "
            | 渡口条例 (2001-02-03)                                       渡口条例 (2010-05-06)
            ⋮
            |  ┄┄ 2 处未变 ┄┄
            |
            |▌ 新增
            |                                                           │  　　2010年5月6日 县议会修正
            ^                                                                  _______________________
            |
            |  ┄┄ 1 处未变 ┄┄
            |
            |  第二条 · 修改
            |  　　第二条　渡船每日开行六班，遇大雾停航。               │  　　第二条　渡船每日开行八班，遇大雾停航，由船长决定。
            ^                                                                                      __              ____________
            |
            |  ┄┄ 1 处未变 ┄┄
            |
            |  第四条 · 仅文字形式改变
            |  　　第四条　夜间渡河，须悬灯两盏。                       │  　　第四条　夜间渡河、须悬灯两盏。
            ^                                                                                  __
            | 未变 4 · 修改 1 · 仅条号 0 · 仅文字形式 1 · 移动 0 · 新增 2 · 删去 0
            | n 下一处  N 上一处  Enter 前往  Tab 换栏  | 并列  w 各走  B 绑定  a 笔记  z 折叠  = 形式  Esc 关闭").on((120, 18)),
        shows_among("accept", &EDITIONS, "g D Enter", "
            | 渡口条例 (2001-02-03)                                                                               渡口条例 (2010-05-06)
            ⋮
            |  ┄┄ 2 处未变 ┄┄
            |
            |▌ 新增
            |                                                                                                   │  　　2010年5月6日 县议会修正
            ^                                                                                                          _______________________
            |
            |  ┄┄ 1 处未变 ┄┄
            |
            |  第二条 · 修改
            |  　　第二条　渡船每日开行六班，遇大雾停航。                                                       │  　　第二条　渡船每日开行八班，遇大雾停航，由船长决定。
            ^                                                                                                                              __              ____________
            |
            |  ┄┄ 1 处未变 ┄┄
            |
            |  第四条 · 仅文字形式改变
            |  　　第四条　夜间渡河，须悬灯两盏。                                                               │  　　第四条　夜间渡河、须悬灯两盏。
            ^                                                                                                                          __
            | 未变 4 · 修改 1 · 仅条号 0 · 仅文字形式 1 · 移动 0 · 新增 2 · 删去 0
            | n 下一处  N 上一处  Enter 前往  Tab 换栏  | 并列  w 各走  B 绑定  a 笔记  z 折叠  = 形式  Esc 关闭").on((200, 18)),
        shows_among("find-next", &EDITIONS, "g D Enter n", "
            | 渡口条例 (2001-02-03) → 渡口条例 (2010-05-06)
            ⋮
            |
            |▌ 第二条 · 修改
            |  　　第二条　渡船每日开行六八班，遇大雾停航，由船长决定。
            ^                            __              ____________
            |
            |  ┄┄ 1 处未变 ┄┄
            |
            |  第四条 · 仅文字形式改变
            |  　　第四条　夜间渡河，、须悬灯两盏。
            ^                        __
            | 未变 4 · 修改 1 · 仅条号 0 · 仅文字形式 1 · 移动 0 · 新增 2 · 删去 0
            | n 下一处  N 上一处  Enter 前往  Tab 换栏  | 并列  w 各走  B 绑定  Esc 关闭").on((80, 12)),
        shows_among("find-previous", &EDITIONS, "g D Enter n N", "
            | 渡口条例 (2001-02-03) → 渡口条例 (2010-05-06)
            ⋮
            |▌ 新增
            |  　　2010年5月6日 县议会修正
            ^      _______________________
            |
            |  ┄┄ 1 处未变 ┄┄
            |
            |  第二条 · 修改
            |  　　第二条　渡船每日开行六八班，遇大雾停航，由船长决定。
            ^                            __              ____________
            |
            | 未变 4 · 修改 1 · 仅条号 0 · 仅文字形式 1 · 移动 0 · 新增 2 · 删去 0
            | n 下一处  N 上一处  Enter 前往  Tab 换栏  | 并列  w 各走  B 绑定  Esc 关闭").on((80, 12)),
        shows_among("filter-next", &EDITIONS, "g D Enter =", "
            | 渡口条例 (2001-02-03) → 渡口条例 (2010-05-06)
            ⋮
            |  ┄┄ 2 处未变 ┄┄
            |
            |▌ 新增
            |  　　2010年5月6日 县议会修正
            ^      _______________________
            |
            |  ┄┄ 1 处未变 ┄┄
            |
            |  第二条 · 修改
            |  　　第二条　渡船每日开行六八班，遇大雾停航，由船长决定。
            ^                            __              ____________
            |
            |  ┄┄ 2 处未变 ┄┄
            |
            |  第五条 · 新增
            |  　　第五条　渡工每季领取工食一次。
            ^      ______________________________
            | 未变 4 · 修改 1 · 仅条号 0 · 仅文字形式 1 · 移动 0 · 新增 2 · 删去 0
            | n 下一处  N 上一处  Enter 前往  Tab 换栏  | 并列  w 各走  B 绑定  Esc 关闭").on((80, 18)),
        shows_among("toggle-fold", &EDITIONS, "g D Enter z", "
            | 渡口条例 (2001-02-03) → 渡口条例 (2010-05-06)
            ⋮
            |  未变
            |  　　渡口条例
            |
            |  未变
            |  　　2001年2月3日 县议会通过
            |
            |▌ 新增
            |  　　2010年5月6日 县议会修正
            ^      _______________________
            |
            |  第一条 · 未变
            |  　　第一条　渡口归县，由渡工看守。
            |
            |  第二条 · 修改
            |  　　第二条　渡船每日开行六八班，遇大雾停航，由船长决定。
            ^                            __              ____________
            | 未变 4 · 修改 1 · 仅条号 0 · 仅文字形式 1 · 移动 0 · 新增 2 · 删去 0
            | n 下一处  N 上一处  Enter 前往  Tab 换栏  | 并列  w 各走  B 绑定  Esc 关闭").on((80, 18)),
        shows_among("last", &EDITIONS, "g D Enter G", "
            | 渡口条例 (2001-02-03) → 渡口条例 (2010-05-06)
            ⋮
            |  ┄┄ 1 处未变 ┄┄
            |
            |  第四条 · 仅文字形式改变
            |  　　第四条　夜间渡河，、须悬灯两盏。
            ^                        __
            |
            |▌ 第五条 · 新增
            |  　　第五条　渡工每季领取工食一次。
            ^      ______________________________
            |
            | 未变 4 · 修改 1 · 仅条号 0 · 仅文字形式 1 · 移动 0 · 新增 2 · 删去 0
            | n 下一处  N 上一处  Enter 前往  Tab 换栏  | 并列  w 各走  B 绑定  Esc 关闭").on((80, 12)),
        shows_among("toggle-columns", &EDITIONS, "g D Enter |", "
            | 渡口条例 (2001-02-03)                                   渡口条例 (2010-05-06)
            ⋮
            |▌
            |  　　渡口条例                                         │  　　渡口条例
            |
            |
            |  　　2001年2月3日 县议会通过                          │  　　2001年2月3日 县议会通过
            |
            |
            |                                                       │  　　2010年5月6日 县议会修正
            |
            |  第一条
            | 按条并列，同步
            | n 下一处  N 上一处  Enter 前往  Tab 换栏  | 并列  w 各走  B 绑定  a 笔记  z 折叠  = 形式  Esc 关闭").on((110, 14)),
        shows_among("toggle-columns", &EDITIONS, "g D Enter | |", "
            | 渡口条例 (2001-02-03) → 渡口条例 (2010-05-06)
            ⋮
            |  ┄┄ 2 处未变 ┄┄
            |
            |▌ 新增
            |  　　2010年5月6日 县议会修正
            ^      _______________________
            |
            |  ┄┄ 1 处未变 ┄┄
            |
            |  第二条 · 修改
            |  　　第二条　渡船每日开行六八班，遇大雾停航，由船长决定。
            ^                            __              ____________
            |
            | 未变 4 · 修改 1 · 仅条号 0 · 仅文字形式 1 · 移动 0 · 新增 2 · 删去 0
            | n 下一处  N 上一处  Enter 前往  Tab 换栏  | 并列  w 各走  B 绑定  Esc 关闭").on((80, 14)),
        // Two texts that have nothing in common are bound by their addresses at once.
        shows_among("accept", &[STATUTE, EDITIONS[0]], "g D Enter", "
            | 保护古籍条例                                            渡口条例 (2001-02-03)
            ⋮
            |▌
            |  　　保护古籍条例                                     │  　　渡口条例
            |
            |  第一章
            |  　　第一章　总则                                     │
            |
            |
            |                                                       │  　　2001年2月3日 县议会通过
            |
            |  第一条
            |  　　第一条　为了保护古籍，制定本条例。               │  　　第一条　渡口归县，由渡工看守。
            |
            |  第二条
            |  　　第二条　本条例所称古籍，是指书写、印刷于一九一二 │  　　第二条　渡船每日开行六班，遇大雾停航。
            |  年以前的书籍。善本另有规定。                         │
            |
            | 按条并列，同步
            | n 下一处  N 上一处  Enter 前往  Tab 换栏  | 并列  w 各走  B 绑定  a 笔记  z 折叠  = 形式  Esc 关闭").on((110, 20)),
        shows_among("accept", &[STATUTE, EDITIONS[0]], "g D Enter", "
            | 保护古籍条例 → 渡口条例 (2001-02-03)
            ⋮
            |▌
            |  　　保护古籍条例
            |  　　渡口条例
            |
            |  第一章
            |  　　第一章　总则
            |
            |
            |  　　2001年2月3日 县议会通过
            |
            | 按条并列，同步
            | n 下一处  N 上一处  Enter 前往  Tab 换栏  | 并列  Esc 关闭").on((60, 14)),
        shows_among("clause-history", &EDITIONS, "] g H", "
            | 渡口条例 本条沿革
            ⋮
            |▌ 2001-02-03 → 2010-05-06  第一条 · 未变
            |
            |
            |
            |
            |
            |
            |
            |
            | n 下一处  N 上一处  Enter 前往  Tab 换栏  | 并列  w 各走  B 绑定  Esc 关闭").on((80, 12)),
        // A reference leads to the edition of its time, and tells of the newest.
        shows_among("follow", &[CHARTER, EDITIONS[0], EDITIONS[1]], "] g d", "
            | 渡口条例                                                2001年2月3日
            |
            |      第一条　渡口归县，由渡工看守。
            |
            | ▌    第二条　渡船每日开行六班，遇大雾停航。
            |
            |      第三条　过渡者按人交付船资。
            |
            |      第四条　夜间渡河，须悬灯两盏。
            | 所引为 2005-01-01 时施行的 2001-02-03 版；最新版 2010-05-06：gN").on((70, 10)),
        shows_among("newest-edition", &EDITIONS, "] ] g N", "
            | 渡口条例
            |
            | ▌    第二条　渡船每日开行八班，遇大雾
            |  停航，由船长决定。
            |
            |      第三条　过渡者按人交付船资。
            |
            |      第四条　夜间渡河、须悬灯两盏。
            |
            | 第二条  渡船每日开行八班        2/5 86%"),
        shows_among("newest-edition", &[EDITIONS[1]], "g N", "
            | 渡口条例
            |                渡口条例
            |
            |      2001年2月3日 县议会通过
            |
            |      2010年5月6日 县议会修正
            |
            |      第一条　渡口归县，由渡工看守。
            |
            | 这是书库中最新的版本"),
        shows_among("type", &[CHARTER, EDITIONS[0], EDITIONS[1]], "p at:2005-06-01", "
            | 渡船章程                                                2005年1月1日
            |  ── 文档 2/3 ──────────────────────────────────────────────────────
            |   > at:2005-06-01
            ^                  |
            |    渡口条例                              2001-02-03 起施行（推定）
            ^   ################################################################
            |    渡船章程                              2005-01-01 起施行（推定）
            |
            |  ── Enter 前往  Esc 关闭 ──────────────────────────────────────────
            |
            |
            | 渡船章程                                                  100%  F1 键").on((70, 10)),
        shows_among("show-others", &[EDITIONS[1], EDITIONS[0]], "g o", "
            | 渡口条例                                            2010年5月6日修正
            |  ── 其他版本上的批注 2/2 ──────────────────────────────────────────
            |   >
            ^     |
            |    班                                          2001-02-03 位置存疑
            ^   ################################################################
            |    守                                                   2001-02-03
            |  ── Enter 前往  Esc 关闭 ──────────────────────────────────────────
            |
            |      第一条　渡口归县，由渡工看守。
            |
            | 另有 2 条批注作于其他版本，1 条找不准；gO 取用本条的").with(noted()).on((70, 10)),
        // Their signs stand beside the lines until they are hidden.
        shows_among("cancel", &[EDITIONS[1], EDITIONS[0]], "g o Esc", "
            ⋮
            |                                               │                                                                                    │
            ⋮
            |                                               │?     第二条　渡船每日开行八班，遇大雾停航，由船长决定。                            │
            ⋮").with(noted()).on((180, 12)),
        shows_among("show-others", &[EDITIONS[1], EDITIONS[0]], "g o Esc g o", "
            ⋮
            |                                               │                                                                                    │
            ⋮
            |                                               │      第二条　渡船每日开行八班，遇大雾停航，由船长决定。                            │
            ⋮").with(noted()).on((180, 12)),
        shows_among("show-others", &[EDITIONS[0]], "g o", "
            | 渡口条例
            |                渡口条例
            |
            |      2001年2月3日 县议会通过
            |
            |      第一条　渡口归县，由渡工看守。
            |
            |»     第二条　渡船每日开行六班，遇大雾
            |  停航。
            | 其他版本上没有批注").with(noted()),
        shows_among("take-over", &[EDITIONS[1], EDITIONS[0]], "g o Enter g O", "
            | 渡口条例                                                                                                                                               2010年5月6日修正 · 1 处批注
            ⋮
            |   ▾ 未归类                ●3 2 │                     第一条　渡口归县，由渡工看守。                                                               │ ▌  第二条 渡船每日开行八班   ●
            ⋮
            |     渡口条例                ●2 │               »▌    第二条　渡船每日开行八班，遇大雾停航，由船长决定。                                           │    第四条 夜间渡河、须悬灯两盏
            ⋮
            |                                │               »     第三条　过渡者按人交付船资。                                                                 │
            ⋮
            |                                │                     第四条　夜间渡河、须悬灯两盏。                                                               │
            ⋮
            |                                │                     第五条　渡工每季领取工食一次。                                                               │
            | 取用了 1 条").with(noted()).on((180, 12)),
        shows_among("take-over", &[EDITIONS[1]], "g O", "
            | 渡口条例
            |                渡口条例
            |
            |      2001年2月3日 县议会通过
            |
            |      2010年5月6日 县议会修正
            |
            |      第一条　渡口归县，由渡工看守。
            |
            | 本条没有可取用的批注：go 先列出"),
        shows_among("take-over-all", &[EDITIONS[1], EDITIONS[0]], "g o Esc X", "
            | 渡口条例                                                                                                                                               2010年5月6日修正 · 1 处批注
            ⋮
            |                                │                     第一条　渡口归县，由渡工看守。                                                               │
            ⋮
            |                                │               ?     第二条　渡船每日开行八班，遇大雾停航，由船长决定。                                           │
            ⋮
            | 取用了 1 条").key("X", "take-over-all").with(noted()).on((180, 12)),
        shows("clause-history", STATUTE, "g H", "
            | 保护古籍条例
            |              保护古籍条例
            |
            |              第一章　总则
            |
            |      第一条　为了保护古籍，制定本
            |  条例。
            |
            |      第二条　本条例所称古籍，是指书
            | 书库中没有这部法的其他版本"),
        // Apart, where there is room for one the text is shown that has the keys.
        shows_among("walk-apart", &[EDITIONS[0], COMMENTARY], "g D Enter w", "
            | 渡口条例 (2001-02-03) → 渡口条例释义
            ⋮
            |  第一条
            |  　　第一条　县者，官也。
            ⋮
            | 各走各的
            | n 下一处  N 上一处  Esc 关闭").on((40, 12)),
        shows_among("walk-apart", &[EDITIONS[0], COMMENTARY], "g D Enter w", "
            | 渡口条例 (2001-02-03) → 渡口条例释义
            ⋮
            |  第一条
            |  　　第一条　县者，官也。
            ⋮
            | 各走各的
            | n 下一处  N 上一处  Enter 前往  Tab 换栏  | 并列  w 各走  B 绑定  Esc 关闭").on((80, 12)),
        shows_among("walk-apart", &[EDITIONS[0], COMMENTARY], "g D Enter w", "
            | 渡口条例 (2001-02-03)                                       渡口条例释义
            ⋮
            |  　　2001年2月3日 县议会通过                              │  　　第一条　县者，官也。
            ⋮
            | 各走各的
            | n 下一处  N 上一处  Enter 前往  Tab 换栏  | 并列  w 各走  B 绑定  a 笔记  z 折叠  = 形式  Esc 关闭").on((120, 14)),
        shows_among("walk-apart", &[EDITIONS[0], COMMENTARY], "g D Enter w", "
            | 渡口条例 (2001-02-03)                                                                               渡口条例释义
            ⋮
            |  　　2001年2月3日 县议会通过                                                                      │  　　第一条　县者，官也。
            ⋮
            | 各走各的
            | n 下一处  N 上一处  Enter 前往  Tab 换栏  | 并列  w 各走  B 绑定  a 笔记  z 折叠  = 形式  Esc 关闭").on((200, 14)),
        // Together again, where the one is that has the keys.
        shows_among("walk-apart", &[EDITIONS[0], COMMENTARY], "g D Enter w n n n w", "
            ⋮
            |▌ 第四条
            |  　　第四条　夜间渡河，须悬灯两盏。                       │  　　第四条　两盏，一首一尾。
            ⋮
            | 按条并列，同步
            | n 下一处  N 上一处  Enter 前往  Tab 换栏  | 并列  w 各走  B 绑定  a 笔记  z 折叠  = 形式  Esc 关闭").on((120, 14)),
        shows_among("bind-texts", &[EDITIONS[0], COMMENTARY], "g D Enter B", "
            ⋮
            | 按条并列，同步 · 已绑定
            | 已与《渡口条例释义》绑定").on((40, 12)),
        shows_among("bind-texts", &[EDITIONS[0], COMMENTARY], "g D Enter B", "
            ⋮
            | 按条并列，同步 · 已绑定
            | 已与《渡口条例释义》绑定").on((80, 12)),
        shows_among("bind-texts", &[EDITIONS[0], COMMENTARY], "g D Enter B", "
            ⋮
            | 按条并列，同步 · 已绑定
            | 已与《渡口条例释义》绑定").on((120, 14)),
        shows_among("bind-texts", &[EDITIONS[0], COMMENTARY], "g D Enter B", "
            ⋮
            | 按条并列，同步 · 已绑定
            | 已与《渡口条例释义》绑定").on((200, 14)),
        shows_among("bind-texts", &[EDITIONS[0], COMMENTARY], "g D Enter B B", "
            ⋮
            | 按条并列，同步
            | 已与《渡口条例释义》解除绑定，u 撤销").on((80, 12)),
        shows_among("undo", &[EDITIONS[0], COMMENTARY], "g D Enter B u", "
            ⋮
            | 按条并列，同步
            | 已撤销：渡口条例释义").on((80, 12)),
        // From the clause at which the reader is.
        shows_among("show-bound", &[EDITIONS[0], COMMENTARY], "g D Enter B Esc ] ] g b", "
            ⋮
            |▌ 第二条
            ⋮
            | 按条并列，同步 · 已绑定
            | n 下一处  N 上一处  Enter 前往  Tab 换栏  | 并列  w 各走  B 绑定  a 笔记  z 折叠  = 形式  Esc 关闭").on((120, 14)),
        shows_among("accept", &[EDITIONS[0], COMMENTARY], "g D Enter B Esc M Enter", "
            ⋮
            | 按条并列，同步 · 已绑定
            | n 下一处  N 上一处  Enter 前往  Tab 换栏  | 并列  w 各走  B 绑定  a 笔记  z 折叠  = 形式  Esc 关闭").on((120, 14)),
        shows_among("show-bound", &[EDITIONS[0], COMMENTARY], "g b", "
            ⋮
            | 此文没有绑定的文档：gD 对照时 B 绑定").on((60, 10)),
    ]
}

#[test]
fn what_differs_is_seen() {
    check_all(&pictures());
}

#[test]
fn a_note_is_made_in_either_text_while_both_are_seen() {
    let mut play = Play::on(library(&EDITIONS), (120, 20));
    play.settle();
    // The first in the new text, the second in the old one.
    for key in chords("g D Enter n a 新 Esc Tab a 旧 Esc") {
        play.press(key);
    }
    let annotations = &play.room.model.annotations;
    let made: Vec<(&str, &str, &str)> = annotations
        .iter()
        .map(|own| {
            let source = &own.target.source;
            (own.note(), own.quote(), source.edition.as_str())
        })
        .collect();
    let mut made = made;
    made.sort_unstable();
    assert_eq!(
        made,
        [
            (
                "新",
                "第二条　渡船每日开行八班，遇大雾停航，由船长决定。",
                "2010-05-06"
            ),
            ("旧", "第二条　渡船每日开行六班，遇大雾停航。", "2001-02-03"),
        ]
    );
    // Both are told at the clause.
    let (frame, _) = play.frame();
    let row = |y: u16| (0..120).map(|x| frame[(x, y)].symbol()).collect::<String>();
    let rows: Vec<String> = (0..20).map(row).collect();
    assert!(rows.iter().any(|row| row.contains("» »")), "{rows:#?}");
}

#[test]
fn apart_only_the_text_that_has_the_keys_is_walked_through() {
    let mut play = Play::on(library(&[EDITIONS[0], COMMENTARY]), (120, 9));
    play.settle();
    for key in chords("g D Enter w n n") {
        play.press(key);
    }
    let here = |play: &Play| {
        let Some(Overlay::Comparing(comparing)) = play.room.model.overlays.last() else {
            panic!("nothing is compared");
        };
        let walks = comparing.apart();
        walks.map(|walks| walks.each_ref().map(|walk| walk.here().unwrap()))
    };
    let [left, right] = here(&play).unwrap();
    assert!(left < right, "{left} {right}");
    play.press(chords("Tab")[0]);
    for _ in 0..4 {
        play.press(chords("n")[0]);
    }
    let [left, after] = here(&play).unwrap();
    assert!(after == right && left > right, "{left} {after} {right}");
    play.press(chords("w")[0]);
    assert_eq!(here(&play), None);
}

#[test]
fn a_shared_room_compares_and_binds_what_its_library_has() {
    let mut play = Play::on(library(&[EDITIONS[0], COMMENTARY]), (120, 20));
    play.settle();
    play.room.model.is_shared = true;
    for key in chords("g D Enter B") {
        play.press(key);
    }
    let said = play.room.model.message.clone().unwrap();
    assert!(said.contains("已与《渡口条例释义》绑定"), "{said}");
    for key in chords("Esc g b") {
        play.press(key);
    }
    assert!(matches!(
        play.room.model.overlays.last(),
        Some(Overlay::Comparing(_))
    ));
    assert!(play.asked.is_empty());
}

#[test]
fn a_binding_is_called_one_once_it_is_on_the_disk() {
    let mut play = Play::on(library(&[EDITIONS[0], COMMENTARY]), (120, 12));
    play.settle();
    for key in chords("g D Enter") {
        play.press(key);
    }
    // The keeper is yet to hear of it.
    let effects = play.room.act(vec![Action::BindTexts]);
    play.settle();
    let shown = |play: &Play| {
        let rows = rows(&play.frame());
        rows.into_iter().map(|(row, _)| row).collect::<String>()
    };
    assert!(!shown(&play).contains("已绑定"), "{}", shown(&play));
    assert!(!shown(&play).contains("已与"), "{}", shown(&play));
    play.carry_out(effects);
    assert!(shown(&play).contains("已绑定"), "{}", shown(&play));
    assert!(shown(&play).contains("已与《渡口条例释义》绑定"));
}

#[test]
fn who_opens_one_of_two_that_are_bound_is_told_and_finds_it_in_the_list() {
    let mut play = Play::on(library(&[EDITIONS[0], COMMENTARY]), (80, 14));
    play.settle();
    for key in chords("g D Enter B Esc >") {
        play.press(key);
    }
    let message = play.room.model.message.as_deref();
    assert_eq!(message, Some("与《渡口条例》绑定：gb 对读"));
    play.press(chords("M")[0]);
    let rows = rows(&play.frame());
    let row = rows.iter().find(|(row, _)| row.contains("[绑定]"));
    assert!(row.unwrap().0.contains("∥《渡口条例释义》"), "{rows:#?}");
}

#[test]
fn what_is_bound_is_found_by_its_text_when_its_file_has_another_name() {
    let mut play = Play::on(library(&[EDITIONS[0], COMMENTARY]), (80, 14));
    play.settle();
    for key in chords("g D Enter B Esc") {
        play.press(key);
    }
    let reader = play.room.model.reader.as_mut().unwrap();
    for own in &mut reader.bound {
        own.other = Arc::new(SourceRef {
            title: "旧名".to_owned(),
            path: "/旧名.md".to_owned(),
            ..(*own.other).clone()
        });
    }
    for key in chords("g b") {
        play.press(key);
    }
    play.settle();
    let rows = rows(&play.frame());
    assert!(
        rows.iter().any(|(row, _)| row.contains("按条并列")),
        "{rows:#?}"
    );
}
