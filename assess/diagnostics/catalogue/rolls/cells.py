"""R: cells of rolls."""

from __future__ import annotations

from assess.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="R301",
        name="word-not-recognised",
        severity="error",
        message_zh="“{column}”列的“{found}”不知道是“{zh}”（{fact}）的哪个答案",
        message_en="column “{column}”: “{found}” is no known word for an answer to “{en}” ({fact})",
        remedy_zh="改为以下之一：{options_zh}；或在映射文件该列的 values 下写明这个词的意思，"
        "如 values: {{{found:key}: 代码}}。",
        remedy_en="Write one of: {options_en}; or say what the word means under `values` of the column in the mapping, "
        "as in values: {{{found:key}: code}}.",
        why_zh="各地用词不同，意思不清的词猜错了就会算错待遇。",
        why_en="Words differ from place to place, and a wrong guess would make a wrong benefit.",
    ),
    Entry(
        code="R302",
        name="neither-yes-nor-no",
        severity="error",
        message_zh="“{column}”列的“{found}”看不出“{zh}”（{fact}）是“是”还是“否”",
        message_en="column “{column}”: “{found}” says neither yes nor no to “{en}” ({fact})",
        remedy_zh="写“是”或“否”（有/无、√/×、1/0 也可以），不知道的留空；"
        "本单位另有说法的，写在映射文件该列的 values 下。",
        remedy_en="Write yes or no (Y/N, √/×, 1/0), nothing where it is not known; words of your own go under `values` "
        "of the column in the mapping.",
        why_zh="其他写法的意思各处不同，不代为解释。",
        why_en="Other marks mean different things in different places.",
    ),
    Entry(
        code="R303",
        name="identity-digits-lost",
        severity="error",
        message_zh="“{column}”列的身份证号“{found}”被当作数保存过，末几位已经丢失",
        message_en="column “{column}”: the identity number “{found}” was kept as a number; its last digits are lost",
        remedy_zh="不能由此恢复：回到原系统，把这一列设为“文本”后重新导出（Excel：设置单元格格式 → 文本，再粘贴）。",
        remedy_en="It cannot be restored from here: set the column to text in the system it came from and export again "
        "(in a spreadsheet: format the cells as text first, then paste).",
        why_zh="电子表格只保留十五位有效数字，十八位号码的后三位会变成 000。",
        why_en="Spreadsheets keep fifteen digits; the last three of eighteen become 000.",
    ),
    Entry(
        code="R304",
        name="identity-masked",
        severity="error",
        message_zh="“{column}”列的身份证号“{found}”是遮挡过的",
        message_en="column “{column}”: the identity number “{found}” is masked",
        remedy_zh="用未遮挡的名册核对；公示单不能用来核对身份证号，可在映射文件中把这一列列入 ignored。",
        remedy_en="Check a roll with whole numbers; for a list made for publication, put the column under `ignored` of "
        "the mapping.",
        why_zh="遮挡过的号码认不出是谁，也验不了校验码。",
        why_en="A masked number neither tells who it is nor can be verified.",
    ),
    Entry(
        code="R305",
        name="day-missing",
        severity="error",
        message_zh="“{column}”列的“{found}”只有年月，“{zh}”（{fact}）要写到日",
        message_en="column “{column}”: “{found}” lacks the day; “{en}” ({fact}) takes a whole date",
        remedy_zh="补上日；是出生日期且有身份证号的，可由号码取得：在映射文件中写 "
        "derived: {{{fact}: {{from: id_number}}}}。",
        remedy_en="Add the day; a birth date can be taken from the identity number, by "
        "derived: {{{fact}: {{from: id_number}}}} in the mapping.",
        why_zh="缺的日不代为填 1 日：差几天就可能差一个年龄段。",
        why_en="A day is not made up: a few days can be an age band.",
    ),
    Entry(
        code="R306",
        name="short-year",
        severity="error",
        message_zh="“{column}”列的“{found}”年份只有两位",
        message_en="column “{column}”: the year of “{found}” has two digits",
        remedy_zh="“{zh}”（{fact}）写成 1939-10-15 的样子。",
        remedy_en="Write “{en}” ({fact}) like 1939-10-15.",
        why_zh="25 可能是 1925 年，也可能是 2025 年。",
        why_en="25 may be 1925 or 2025.",
    ),
    Entry(
        code="R307",
        name="spreadsheet-day",
        severity="error",
        message_zh="“{column}”列的“{found}”像电子表格的日期序号（若是，即 {day}）",
        message_en="column “{column}”: “{found}” looks like a spreadsheet's number of a day (it would be {day})",
        remedy_zh="对几行原件看 {day} 对不对；对的，在映射文件该列加 excel_serial: true。"
        "否则把“{zh}”（{fact}）改成 1939-10-15 的样子。",
        remedy_en="Compare some rows with the papers: if {day} is right, add `excel_serial: true` to the column in the "
        "mapping. Otherwise write “{en}” ({fact}) like 1939-10-15.",
        why_zh="一个整数也可能是别的号码，要有人确认它是日期。",
        why_en="A whole number may be something else; somebody has to say that it is a date.",
    ),
    Entry(
        code="R308",
        name="not-an-amount",
        severity="error",
        message_zh="“{column}”列的“{found}”不是“{zh}”（{fact}）的金额",
        message_en="column “{column}”: “{found}” is no amount of “{en}” ({fact})",
        remedy_zh="写成 684 或 684.00（可带 ￥、元、千位逗号），一格一个数；"
        "没有发放的写 0 或留空，不知道发了多少的写“不详”。",
        remedy_en="Write 684 or 684.00 (¥ and commas between thousands are understood), one number in a cell; 0 or "
        "nothing where nothing is paid, N/A where it is not known what is.",
        why_zh="金额逐分核对，不能猜。",
        why_en="Amounts are compared to the fen, and cannot be guessed.",
    ),
    Entry(
        code="R309",
        name="negative-amount",
        severity="error",
        message_zh="“{column}”列的“{found}”是负数，“{zh}”（{fact}）的发放金额不会是负的",
        message_en="column “{column}”: “{found}” is negative; no amount paid of “{en}” ({fact}) can be",
        remedy_zh="扣回、冲销的金额另设一列，不与发放金额混写；本列写当期发放的金额。",
        remedy_en="Keep what was taken back in a column of its own, and write what was paid here.",
        why_zh="负数混在发放金额里，多发少发就算不清了。",
        why_en="Mixed with payments, it would blur what was paid too much or too little.",
    ),
    Entry(
        code="R310",
        name="less-than-a-fen",
        severity="error",
        message_zh="“{column}”列的“{found}”超过两位小数，“{zh}”（{fact}）的发放金额最小到分",
        message_en="column “{column}”: “{found}” has more than two decimal places; “{en}” ({fact}) is paid in fen",
        remedy_zh="填实际发放的金额（如 373.50），不填算式的中间结果。",
        remedy_en="Write what was really paid, such as 373.50, not a step of a calculation.",
        why_zh="发放不会有不足一分的数；四舍五入由规定决定，不由读表时决定。",
        why_en="Nothing below a fen is paid, and rounding is for the rules, not for the reading.",
    ),
    Entry(
        code="R311",
        name="not-a-month",
        severity="error",
        message_zh="“{column}”列的“{found}”不是某年某月",
        message_en="column “{column}”: “{found}” is no month of a year",
        remedy_zh="“{zh}”（{fact}）写成 2023-05、202305 或 2023年5月。",
        remedy_en="Write “{en}” ({fact}) as 2023-05 or 202305.",
        why_zh="认错月份，就会按别的月份的标准核对。",
        why_en="A wrong month would be checked by the figures of another.",
    ),
    Entry(
        code="R312",
        name="other-period",
        severity="error",
        message_zh="“{column}”列按{period_zh}发放“{zh}”（{fact}），“{found}”写的是按{stated_zh}",
        message_en="column “{column}” holds “{en}” ({fact}) by the {period_en}; “{found}” is by the {stated_en}",
        remedy_zh="整列用一种；按年的，在映射文件该列写 period: year。",
        remedy_en="Keep to one in the column; where it is the year, write `period: year` in the mapping.",
        why_zh="按月和按年的金额相差十二倍。",
        why_en="An amount by the year is twelve times one by the month.",
    ),
    Entry(
        code="R313",
        name="month-as-a-number",
        severity="error",
        message_zh="“{column}”列的“{found}”是带小数点的数，分不清月份："
        "2026.1 可能是 1 月，也可能是 10 月（2026.10 存成数就成了 2026.1）",
        message_en="column “{column}”: “{found}” is a number with a decimal point and does not tell the month: 2026.1 "
        "may be January, or October (2026.10, kept as a number, becomes 2026.1)",
        remedy_zh="把这一列整列改成文本，“{zh}”（{fact}）写成 2026-01、202601 或 2026年1月。",
        remedy_en="Make the whole column text, and write “{en}” ({fact}) as 2026-01 or 202601.",
        why_zh="认错月份，就会按别的月份的标准核对；同一列里有的认、有的不认，也会漏掉 10 月。",
        why_en="A wrong month would be checked by the figures of another; read in part, the column would lack October.",
    ),
    Entry(
        code="R314",
        name="moment-of-another-time-zone",
        severity="error",
        message_zh="“{column}”列的“{found}”是别的时区的时刻，按北京时间可能是另一天",
        message_en="column “{column}”: “{found}” is a moment of another time zone, and may be another day in China",
        remedy_zh="导出时只写日期，“{zh}”（{fact}）写成 1940-01-02；数据库和 Parquet 里用日期类型，不用带时区的时刻。",
        remedy_en="Export “{en}” ({fact}) as the day alone, 1940-01-02; in databases and Parquet, use the type of days "
        "and not that of moments.",
        why_zh="1940-01-01 16:00（世界时）就是北京时间 1940-01-02 零时；去掉时刻，日期就早了一天。",
        why_en="16:00 on 1940-01-01 in universal time is midnight of 1940-01-02 in China; without the clock, the day "
        "would be a day early.",
    ),
    Entry(
        code="R315",
        name="ditto-mark",
        severity="error",
        message_zh="“{column}”列写的是“{found}”，要看上一行；这一行自己没有写明“{zh}”（{fact}）",
        message_en="column “{column}” says “{found}”, which points to the row above; this row itself does not say what "
        "“{en}” ({fact}) is",
        remedy_zh="每一行都写明：在电子表格里从上一行向下填充，整列填好后再读一次。"
        "报表用不着的列（如地区），也可以在映射文件里移到 ignored。",
        remedy_en="Say it in every row: fill the cells down from the row above in a spreadsheet, and read it again. A "
        "column that reports can do without, such as the district, may be moved to `ignored` in the mapping.",
        why_zh="名册一经排序、筛选、删行，上面一行就不是原来的那一行了，所以不代为填写。",
        why_en="Once a roll was sorted or filtered or lost a row, the row above is another one; so nothing is "
        "filled in.",
    ),
)
