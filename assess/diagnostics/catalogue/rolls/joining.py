"""R: Parquet files joined to one."""

from __future__ import annotations

from assess.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="R521",
        name="parquet-part-damaged",
        severity="error",
        message_zh="{file} 不是完整的 Parquet 文件，无法合并",
        message_en="{file} is no whole Parquet file and cannot be joined to the others",
        remedy_zh="删去这个文件，用 --resume 重新运行，它会重新生成。",
        remedy_en="Remove the file and run again with --resume: it is then made anew.",
        why_zh="文件不完整，合并后就少了行。",
        why_en="Of a file that is not whole, rows would be missing.",
    ),
    Entry(
        code="R522",
        name="parquet-parts-differ",
        severity="error",
        message_zh="{file} 与 {first} 的列不同，无法合并：{columns}",
        message_en="{file} and {first} cannot be joined: their columns differ: {columns}",
        remedy_zh="删去输出文件夹，从头运行；两个文件多半来自两次不同的运行。",
        remedy_en="Remove the output folder and run from the start: most likely the two come from different runs.",
        why_zh="列不同的文件合在一起，同一列就会有两种含义。",
        why_en="Joined all the same, one column would mean two things.",
    ),
)
