//! Generates archives in the archive text format: titles, dates, tags and bodies put together from
//! word lists by numbers, the same in every run; and finds the documents of a folder.

use std::fmt::Write;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use zhangju::library::{Catalog, Librarian};

/// The documents below a folder.
pub fn catalog(root: &Path) -> Catalog {
    let stop = AtomicBool::new(false);
    let mut hear = |_| {};
    let roots = [root.to_owned()];
    let mut librarian = Librarian::new(Catalog::default(), &roots, None, &stop, &mut hear);
    librarian.refresh();
    librarian.catalog().clone()
}

/// Numbers that look random: xorshift64*, seeded by the index of a document.
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % limit
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const PLACES: [&str; 24] = [
    "东河县",
    "西山县",
    "南泽专区",
    "北原省",
    "青石镇",
    "临江市",
    "望海县",
    "长桥区",
    "重阳县",
    "银杏公社",
    "大同里",
    "安平州",
    "永丰厂",
    "新华矿",
    "光明社",
    "和顺乡",
    "清水河",
    "白云山",
    "红旗渠",
    "金沙江",
    "石头城",
    "柳林村",
    "桃源乡",
    "凤凰岭",
];
const BODIES: [&str; 14] = [
    "委员会",
    "人民公社",
    "供销合作社",
    "生产队",
    "水利局",
    "教育科",
    "粮食局",
    "手工业联社",
    "卫生院",
    "运输站",
    "农机厂",
    "信用社",
    "档案馆",
    "图书室",
];
const ACTS: [&str; 16] = [
    "整顿", "改进", "布置", "总结", "检查", "推广", "调整", "加强", "试行", "恢复", "扩大", "统一",
    "登记", "评定", "移交", "修订",
];
const MATTERS: [&str; 28] = [
    "春耕生产",
    "冬季积肥",
    "民间借贷",
    "小型水利",
    "夜校识字",
    "粮食征购",
    "牲畜防疫",
    "妇幼保健",
    "农具修造",
    "山林管护",
    "渡口收费",
    "集市贸易",
    "手工业归口",
    "工分评定",
    "种子留选",
    "账目公开",
    "仓库防火",
    "道路养护",
    "渔业资源",
    "蚕桑收购",
    "乡村邮路",
    "图书流通",
    "民兵训练",
    "灾后补种",
    "学龄登记",
    "砖瓦烧造",
    "盐业专卖",
    "茶叶加工",
];
const KINDS: [&str; 12] = [
    "的指示",
    "的通知",
    "的报告",
    "的决定",
    "的批复",
    "情况简报",
    "工作纪要",
    "暂行办法",
    "实施细则",
    "座谈记录",
    "的意见",
    "统计表说明",
];
const TAGS: [&str; 40] = [
    "农业",
    "工业",
    "手工业",
    "商业",
    "水利",
    "教育",
    "卫生",
    "交通",
    "财政",
    "金融",
    "粮食",
    "林业",
    "渔业",
    "牧业",
    "盐业",
    "茶业",
    "邮政",
    "民政",
    "人事",
    "档案",
    "会计",
    "统计",
    "计划",
    "合作社",
    "公社",
    "县志",
    "乡镇",
    "城市",
    "灾害",
    "救济",
    "妇女",
    "青年",
    "民兵",
    "宣传",
    "出版",
    "图书",
    "科技",
    "气象",
    "地质",
    "测绘",
];
const AUTHORS: [&str; 16] = [
    "东河县委员会",
    "南泽专员公署",
    "北原省档案馆",
    "手工业联社",
    "临江市水利局",
    "望海县粮食局",
    "林远",
    "周以宁",
    "陈怀谷",
    "沈知白",
    "顾长庚",
    "陆行舟",
    "许观澜",
    "秦松年",
    "韩素问",
    "叶见山",
];
const BOOKS: [&str; 20] = [
    "北原省文献汇编",
    "南泽地方档案选",
    "东河县志资料",
    "手工业史料",
    "水利工程文存",
    "粮食工作文件集",
    "乡村教育文存",
    "合作社章程汇录",
    "公社账目辑存",
    "临江文史",
    "望海渔业志",
    "青石镇旧档",
    "长桥区文件",
    "重阳县公报",
    "银杏公社档",
    "永丰厂史",
    "新华矿志",
    "清水河纪事",
    "白云山林档",
    "柳林村契约",
];
const CLAUSES: [&str; 16] = [
    "各单位接到通知以后，应当立即组织学习，并结合本地情况订出计划",
    "凡已经登记的项目，不再重复填报，由原登记机关出具证明",
    "对于确有困难的户，可以酌情缓交，但须经群众评议，张榜公布",
    "收支账目每月公布一次，年终由监察小组复核",
    "上年度结余的款项转入公积金，不得挪作他用",
    "春分以前完成选种，谷雨以前完成整地，违误农时者应说明原因",
    "运输工具由运输站统一调度，不得私自承揽",
    "夜校每周上课三次，每次两小时，农忙季节可以减为一次",
    "仓库应当通风防潮，专人看管，钥匙分别保管",
    "渡口收费标准由县统一规定，老人、学生免收",
    "牲畜出现疫情，应在一日之内上报，并就地隔离",
    "所需木料从上年计划内解决，不足部分另行申请",
    "评定工分应当当日记载，三日公布，有异议的可以申请复议",
    "本办法未尽事宜，由专员公署解释",
    "各社干部应当参加劳动，每年不少于六十天",
    "产品按质分等，按等论价，不得压级压价",
];
const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// A document of the archive.
pub struct Document {
    /// `<book>/<first three digits of the id>/<id>.txt`
    pub path: String,
    pub title: String,
    pub text: String,
}

/// The document of an index.
pub fn document(index: usize) -> Document {
    let mut numbers = Numbers::new(index as u64 + 1);
    for _ in 0..4 {
        numbers.below(2);
    }
    let id = format!(
        "{:010x}",
        (index as u64).wrapping_mul(0x9e_3779_b97f_4a7d) & 0xff_ffff_ffff
    );
    let year = 1949 + numbers.below(30);
    let place = numbers.of(&PLACES);
    let mut title = format!(
        "{place}{}关于{}{}{}",
        numbers.of(&BODIES),
        numbers.of(&ACTS),
        numbers.of(&MATTERS),
        numbers.of(&KINDS)
    );
    match numbers.below(4) {
        0 => {
            let _ = write!(title, "（第{}号）", index % 997 + 1);
        }
        1 => {
            let numeral = NUMERALS[numbers.below(10)];
            let _ = write!(title, "之{numeral}");
        }
        2 => title = format!("{year}年{title}"),
        _ => {}
    }
    let (month, day) = (numbers.below(13), numbers.below(29));
    let date = match numbers.below(40) {
        0 => String::new(),
        1 => format!("{year}-{}-0,{}-0-0", month, year + numbers.below(3)),
        _ => format!("{year}-{month}-{}", if month == 0 { 0 } else { day }),
    };
    let is_period = date.contains(',');
    let tags: Vec<&str> = (0..numbers.below(5)).map(|_| numbers.of(&TAGS)).collect();
    let author = if numbers.below(3) == 0 {
        ""
    } else {
        numbers.of(&AUTHORS)
    };
    let book = numbers.below(BOOKS.len());
    let volume = numbers.below(12) + 1;
    let mut text = format!(
        "id: {id}\n标题：{title}\n日期：{date}\n是否是时间段：{is_period}\n作者：{author}\n来源：{}，第{}页\n标签：{}\n书籍：{}第{volume}卷\n书籍作者：\n\n正文：\n\n# {title}\n\n",
        BOOKS[book],
        numbers.below(900) + 1,
        tags.join(","),
        BOOKS[book],
    );
    for numeral in NUMERALS.iter().take(3 + numbers.below(8)) {
        let _ = write!(text, "{numeral}、{}", numbers.of(&CLAUSES));
        for _ in 0..numbers.below(4) {
            let _ = write!(text, "；{}", numbers.of(&CLAUSES));
        }
        text += "。\n\n";
    }
    let _ = write!(text, "{place}{}\n\n描述：\n\n", numbers.of(&BODIES));
    Document {
        path: format!("{book:02}-{volume:02}/{}/{id}.txt", &id[..3]),
        title,
        text,
    }
}

/// Writes the first `count` documents below a folder.
pub fn write(folder: &Path, count: usize) {
    for index in 0..count {
        let document = document(index);
        let path = folder.join(&document.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, document.text).unwrap();
    }
}
