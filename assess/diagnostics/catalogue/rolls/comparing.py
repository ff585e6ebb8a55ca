"""R: what could not be compared with the registers."""

from __future__ import annotations

from assess.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="R531",
        name="register-rows-not-compared",
        severity="warning",
        message_zh="{register_zh}：{rows} 行没有比对，见 rejects.csv",
        message_en="{register_en}: {rows:# row is|# rows are} not compared, see rejects.csv",
        remedy_zh="按 rejects.csv 逐行改正登记后重新核对；在那以前，这些人要人工核对。",
        remedy_en="Correct these rows of the register and check again; until then look at these people by hand.",
        why_zh="读不出的行没有比对，不等于没有问题。",
        why_en="That nothing could be compared does not mean that all is in order.",
    ),
    Entry(
        code="R532",
        name="register-cells-left-out",
        severity="warning",
        message_zh="{register_zh}：{rows} 行的姓名或金额读不出，比对时没有用到，见 rejects.csv",
        message_en="{register_en}: a name or an amount on {rows:# row|# rows} cannot be read and is left out, "
        "see rejects.csv",
        remedy_zh="必要时按 rejects.csv 改正后重新核对。",
        remedy_en="Correct them and check again where they matter.",
        why_zh="按身份证号比对；少了姓名，只是不能核对是否同一人，少了金额，只是不知道那边发了多少。",
        why_en="People are matched by their numbers; without a name it is not seen whether the number is another's, "
        "without an amount not how much is paid there.",
    ),
    Entry(
        code="R533",
        name="rows-without-id-number",
        severity="warning",
        message_zh="名册有 {rows} 行没有能用的身份证号，没有与登记比对",
        message_en="{rows:# row|# rows} of the roll without an ID number that can be used {rows:is|are} compared with "
        "no register",
        remedy_zh="补上或改正身份证号后重新核对；在那以前，这些人是否去世、服刑等要人工核对。",
        remedy_en="Fill in or correct the ID numbers and check again; until then look at these people by hand.",
        why_zh="同名的人很多，只凭姓名不能认定是同一人。",
        why_en="Namesakes are common; a name alone does not tell who it is.",
    ),
    Entry(
        code="R534",
        name="arrears-held-against-registers",
        severity="note",
        message_zh="按登记，{what_zh}",
        message_en="by the registers, {what_en}",
        remedy_zh="要先核实的，见各条说明。",
        remedy_en="What is to be verified says so.",
        why_zh="按登记不应发的月份（去世、服刑、迁出之后），不补发，不列入；去世之后也不必评估。登记不能确定的，先核实。",
        why_en="Nothing is paid up for a month in which by the register nothing was due (after death, in prison, after "
        "moving), and nobody is assessed after death: such findings are left out; where the register is not certain, "
        "what is to be paid is to be verified first.",
    ),
    Entry(
        code="R535",
        name="arrears-on-several-rows",
        severity="note",
        message_zh="同一人在名册上有几行的：{what_zh}",
        message_en="of people who stand on the roll more than once, {what_en}",
        remedy_zh="几行是不同月份的，用一列月份或映射文件的 constants 写明各是哪个月；都是同一个月的，"
        "先处理“身份证号重复”，一人只留一行（或一项待遇一行）。再重新核对。",
        remedy_en="If the rows are of different months, say which in a column or under `constants` of the mapping; if "
        "they are of the same one, settle first the ID numbers that stand twice. Then check again.",
        why_zh="逐行核对看不到此人的其他行；应发的只有一份，不能每行都补。其他行已发的不列入，其余的先核实。",
        why_en="Rows are judged one by one; what is due is due once, and not on every row. What their other rows pay "
        "is left out, the rest is to be verified first.",
    ),
)
