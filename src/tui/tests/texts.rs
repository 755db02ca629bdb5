//! The texts that pictures are of.

/// Articles in two chapters, which refer to each other.
pub const STATUTE: &str = "\
保护古籍条例

第一章　总则

第一条　为了保护古籍，制定本条例。

第二条　本条例所称古籍，是指书写、印刷于一九一二年以前的书籍。善本另有规定。

第三条　古籍由图书馆收藏。违反第二条规定的，依照第五条处理。

第二章　罚则

第四条　损毁古籍的，应当赔偿。

第五条　盗卖古籍的，没收所得。情节严重的，依法追究。
";

/// A text with two notes, and a line that might be a heading.
pub const LETTER: &str = "\
致友人书

来信收到。所问之书〔1〕，今已购得。

别后情形

上月入城，访得旧本〔2〕。

〔1〕指《农书》。

〔2〕明刻本。
";

/// Rules that are not in order: one is missing, and a number stands twice.
pub const ODD: &str = "\
借阅规则

一、借阅应当登记。

三、遗失应当赔偿。

三、善本不外借。
";

/// The same rules as they were changed later.
pub const AMENDED: &str = "\
借阅规则

（本规则经馆务会议修订。）

一、借阅应当登记。

三、遗失应当赔偿。

三、善本不外借。
";

/// Two laws, of which one refers to the other.
pub const LAWS: [&str; 2] = [
    "古籍法\n\n第一条　古籍受国家保护。\n\n第二条　善本的保护，依照《善本法》第二条的规定。\n",
    "善本法\n\n第一条　为了保护善本，制定本法。\n\n第二条　善本不得出境。\n",
];

/// A library: two essays of one collection, and a journey in another.
pub const LIBRARY: [&str; 3] = [
    "标题：论农书\n日期：1957-3-1\n作者：甲\n标签：农业\n书籍：文集\n\n正文：\n第一条　农为本。\n\n第二条　书为辅。\n",
    "标题：论医书\n日期：1955-4-27\n作者：乙\n标签：医药\n书籍：文集\n\n正文：\n第一条　医者意也。\n",
    "标题：游记\n日期：1962\n作者：甲\n标签：山水\n书籍：随笔\n\n正文：\n一、登山\n\n二、临水\n",
];

/// A statute that refers to another of its time.
pub const CHARTER: &str = "\
# 渡船章程

2005年1月1日 船工会订立

第一条　渡口依照《渡口条例》第二条管理。
";

/// Two editions of a statute: a clause was changed, one moved behind it and one added.
pub const EDITIONS: [&str; 2] = [
    "\
# 渡口条例

2001年2月3日 县议会通过

第一条　渡口归县，由渡工看守。

第二条　渡船每日开行六班，遇大雾停航。

第三条　过渡者按人交付船资。

第四条　夜间渡河，须悬灯两盏。
",
    "\
# 渡口条例

2001年2月3日 县议会通过

2010年5月6日 县议会修正

第一条　渡口归县，由渡工看守。

第二条　渡船每日开行八班，遇大雾停航，由船长决定。

第三条　过渡者按人交付船资。

第四条　夜间渡河、须悬灯两盏。

第五条　渡工每季领取工食一次。
",
];

/// A commentary on the ferry ordinance, which passes over what is plain.
pub const COMMENTARY: &str = "\
# 渡口条例释义

第一条　县者，官也。

第二条　六班，自卯至酉。大雾，谓咫尺之内不辨人影，此时开船必有覆溺之患。

第四条　两盏，一首一尾。
";
