"""Made-up names: a heavenly stem or an earthly branch for the surname, and two characters of the Thousand Character
Classic. Nobody is called that, and everybody sees it.
"""

from __future__ import annotations

from assess.rolls.making.stages import literal

_SURNAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_GIVEN = (
    "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号"
    "巨阙珠称夜光果珍李柰菜重芥姜海咸河淡鳞潜羽翔龙师火帝鸟官人皇始制文字乃服衣裳推位让国有虞陶唐吊民伐罪"
    "周发殷汤坐朝问道垂拱平章爱育黎首臣伏戎羌遐迩一体率宾归王鸣凤在竹白驹食场化被草木赖及万方盖此身四大五"
    "常恭惟鞠养岂敢毁伤女慕贞洁男效才良知过必改得能莫忘罔谈彼短靡恃己长信使可覆器欲难量墨悲丝染诗赞羔羊景"
    "行维贤克念作圣德建名立形端表正空谷传声虚堂习听祸因恶积福缘善庆尺璧非宝寸阴是竞资父事君曰严与敬孝当竭"
    "力忠则尽命临深履薄夙兴温似兰斯馨如松之盛川流不息渊澄取映容止若思言辞安定笃初诚美慎终宜令荣业所基籍甚"
    "无竟学优登仕摄职从政存以甘棠去而益咏乐殊贵贱礼别尊卑上和下睦夫唱妇随外受傅训入奉母仪诸姑伯叔犹子比儿"
    "孔怀兄弟同气连枝交友投分切磨箴规仁慈隐恻造次弗离节义廉退颠沛匪亏性静情逸心动神疲守真志满逐物意移坚持"
    "雅操好爵自縻都邑华夏东西二京背邙面洛浮渭据泾宫殿盘郁楼观飞惊图写禽兽画彩仙灵丙舍旁启甲帐对楹肆筵设席"
    "鼓瑟吹笙升阶纳陛弁转疑星右通广内左达承明既集坟典亦聚群英杜稿钟隶漆书壁经府罗将相路侠槐卿户封八县家给"
    "千兵高冠陪辇驱毂振缨世禄侈富车驾肥轻策功茂实勒碑刻铭溪伊尹佐时阿衡奄宅曲阜微旦孰营桓公匡合济弱扶倾绮"
    "回汉惠说感武丁俊密勿多士宁晋楚更霸赵魏困横假途灭虢践土会盟何遵约法韩弊烦刑起翦颇牧用军最精宣威沙漠驰"
    "誉丹青九州禹迹百郡秦并岳宗泰岱禅主亭雁门紫塞鸡田赤城池碣石野洞庭旷远绵邈岩岫杳冥治本于农务兹稼穑载南"
    "亩我艺黍稷税熟贡新劝赏黜陟孟轲敦素史鱼秉直庶几中庸劳谦谨敕聆音察理鉴貌辨色贻厥嘉猷勉其祗植省躬讥诫宠"
    "增抗极殆辱近耻林皋幸即两疏见机解组谁逼索居闲处沉默寂寥求古寻论散虑逍遥欣奏累遣戚谢欢招渠荷的历园莽抽"
    "条枇杷晚翠梧桐蚤凋陈根委翳落叶飘摇游独运凌摩绛霄耽读玩市寓目囊箱易攸畏属耳垣墙具膳餐饭适口充肠饱饫烹"
    "宰饥厌糟糠亲故旧老少异粮妾御绩纺侍巾帷房纨扇圆银烛炜煌昼眠夕寐蓝笋象床弦歌酒宴接杯举觞矫手顿足悦豫且"
    "康嫡后嗣续祭祀尝稽颡再拜悚惧恐惶笺牒简要顾答审详骸垢想浴执热愿凉驴骡犊特骇跃超骧诛斩贼盗捕获叛亡布射"
    "僚丸嵇琴阮啸恬笔伦纸钧巧任钓释纷利俗皆佳妙毛施淑姿工颦妍笑年矢每催曦晖朗曜璇玑悬斡晦魄环照指薪修祜永"
    "绥吉劭矩步引领俯仰廊庙束带矜庄徘徊瞻眺孤陋寡闻愚蒙等诮谓语助者焉哉乎也"
)
"""What there is of the classic, each character once."""
_STEP = 13_466_917  # a prime: neighbours in the roll have nothing of their names in common
NAMES = len(_SURNAMES) * len(_GIVEN) ** 2
"""How many names there are before they begin again."""


def name_of(offset: int, of: str = "bearer") -> str:
    """SQL of the name of an index; people less than `NAMES` apart have different ones."""
    number = f"(({of} * {_STEP} + {offset}) % {NAMES})"
    surname = f"{number} % {len(_SURNAMES)}"
    first = f"{number} // {len(_SURNAMES)} % {len(_GIVEN)}"
    second = f"{number} // {len(_SURNAMES) * len(_GIVEN)}"
    surnames, given = (f"[{', '.join(literal(one) for one in text)}]" for text in (_SURNAMES, _GIVEN))
    return f"{surnames}[1 + {surname}] || {given}[1 + {first}] || {given}[1 + {second}]"
