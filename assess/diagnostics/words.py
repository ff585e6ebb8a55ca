"""Puts what diagnostics speak of (types, units, reasons of the operating system, YAML faults) into plain words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

_TYPES = {
    "boolean": ("是或否（true / false）", "true or false"),
    "number": ("数", "a number"),
    "date": ("日期", "a date"),
    "text": ("文字", "text"),
    "resident_id": ("公民身份号码", "a resident identity number"),
    "division_code": ("行政区划代码", "a division code"),
    "choices": ("多选答案", "a list of choices"),
    "None": ("不带单位的数", "a number without a unit"),
}
_PROBLEMS = {
    "int": ("应为整数", "a whole number is expected"),
    "decimal": ("应为数", "a number is expected"),
    "float": ("应为数", "a number is expected"),
    "is_instance": ("应为数", "a number is expected"),
    "bool": ("应为 true 或 false", "true or false is expected"),
    "string": ("应为文字；数要加引号", "text is expected; put a number in quotes"),
    "date": ("应为日期，如 2023-09-25", "a date such as 2023-09-25 is expected"),
    "list": ("应为列表", "a list is expected"),
    "tuple": ("应为列表", "a list is expected"),
    "dict": ("应为成组的“键: 值”", "a group of “key: value” is expected"),
    "a mapping is expected": ("应为成组的“键: 值”", "a group of “key: value” is expected"),
    "mapping": ("应为成组的“键: 值”", "a group of “key: value” is expected"),
    "model": ("应为成组的“键: 值”", "a group of “key: value” is expected"),
    "greater": ("数太小", "the number is too small"),
    "less": ("数太大", "the number is too large"),
    "union": ("这里不能这样写", "this cannot stand here"),
    "too": ("项数太多", "there are too many items"),
}
_YAML = (
    (
        "mapping values are not allowed",
        "这里不应有冒号；文字中有“: ”时整段要加引号",
        "a colon is out of place; quote a text that holds “: ”",
    ),
    ("could not find expected ':'", "键的后面缺少冒号", "a key lacks its colon"),
    ("expected ',' or '}'", "花括号没有写完，或缺少逗号", "a brace is left open, or a comma is missing"),
    ("expected ',' or ']'", "方括号没有写完，或缺少逗号", "a bracket is left open, or a comma is missing"),
    ("expected <block end>", "缩进与上文不一致", "the indentation does not fit the lines above"),
    (
        "did not find expected key",
        "缩进或逗号有误，这里应是一个键",
        "a key is expected: look at the indentation and the commas",
    ),
    ("did not find expected '-'", "这里应是以“- ”开头的列表项", "an item that begins with “- ” is expected"),
    ("block sequence entries are not allowed", "这里不应有列表项", "an item of a list is out of place"),
    ("end of stream", "引号或括号没有写完", "a quotation mark or bracket is left open"),
    (
        "cannot start any token",
        "这个字符不能放在开头；整段要加引号",
        "this character cannot open a value; put the text in quotes",
    ),
    ("special characters are not allowed", "有不可见的控制字符", "there is an invisible control character"),
    ("control characters are not allowed", "有不可见的控制字符", "there is an invisible control character"),
    (
        "escape",
        "双引号内的反斜杠用法有误；可改用单引号",
        "a backslash inside double quotes is misused; single quotes take it as it is",
    ),
    ("a key must be a single word", "键必须是单个词", "a key must be a single word"),
)
_REASONS = {
    "No such file or directory": ("没有这个文件", "there is no such file"),
    "Is a directory": ("这是一个文件夹", "it is a folder"),
    "Not a directory": ("路径中有一段不是文件夹", "a part of the path is no folder"),
    "File exists": ("已有同名的文件或文件夹", "something of that name is there already"),
    "File name too long": ("名称太长", "the name is too long"),
    "Permission denied": ("没有权限", "it is not permitted"),
    "Operation not permitted": ("没有权限", "it is not permitted"),
    "Read-only file system": ("磁盘是只读的", "the disk is read-only"),
    "No space left on device": ("磁盘已满", "the disk is full"),
    "Disk quota exceeded": ("磁盘配额已满", "the quota of the disk is used up"),
    "Device or resource busy": ("正被占用", "it is in use"),
    "Text file busy": ("正被占用", "it is in use"),
    "File too large": ("文件超过了系统允许的大小", "the file is larger than the system allows"),
    "Too many open files": ("打开的文件太多", "too many files are open"),
    "Too many levels of symbolic links": ("链接绕成了圈", "links lead back to themselves"),
    "Input/output error": ("磁盘读写出错", "the disk cannot be read or written"),
}
_DAMAGE = (
    (
        r"not a zip file|EOCD|invalid zip|central directory|not enough bytes|too small|enough bytes|truncated"
        r"|unexpected end|end of file|No magic bytes|ran out",
        "文件不完整，可能没有下载或拷贝完",
        "it is not whole, as after a download that was cut off",
    ),
    (
        r"CRC|checksum|decompress|invalid (?:stored|distance|code|block)",
        "内容在存放或拷贝中坏了",
        "its content is corrupt",
    ),
    (r"no item named|missing", "缺少应有的部分", "a part of it is missing"),
    (r"well-formed|xml|mismatched tag|invalid token", "内部格式有错", "what is inside is malformed"),
    (r"not a database|malformed", "不是数据库文件，或已损坏", "it is no database, or damaged"),
    (r"detect file format|Cfb|OLE", "不是工作簿，或已损坏、加密", "it is no workbook, or damaged or encrypted"),
)
"""What libraries say of damaged files, by parts of it, and what that means to a person."""
_OTHERS = {
    "input": ("事实", "a fact"),
    "parameter": ("参数", "a parameter"),
    "decision": ("决定", "a decision"),
    "a form": ("表单", "a form"),
    "builds_on": ("所基于的规则集", "the ruleset built on"),
}
_NUMBER = re.compile(r"number\[(?P<low>\S+)\.\.(?P<high>\S+); /\d+\](?: (?P<unit>.+))?")
_ENUMERATION = re.compile(r"(?:ordered )?(?P<name>[a-z][a-z0-9_]*)\((?P<codes>.*)\)")


def _chosen(pair: tuple[str, str], language: str) -> str:
    return pair[0] if language == "zh" else pair[1]


def type_in_words(text: str, language: str) -> str:
    """`number[0..4; /1] points` → «a number from 0 to 4 (points)»."""
    if text in _TYPES:
        return _chosen(_TYPES[text], language)
    number = _NUMBER.fullmatch(text)
    if number:
        low, high, unit = number["low"], number["high"], number["unit"]
        if low == high == "0":  # a bare declaration, or a zero
            return _chosen(_TYPES["number"], language) + (f" ({unit})" if unit else "")
        if language == "zh":
            return (f"数 {low}" if low == high else f"{low} 到 {high} 的数") + (f"（{unit}）" if unit else "")
        return (f"the number {low}" if low == high else f"a number from {low} to {high}") + (
            f" ({unit})" if unit else ""
        )
    enumeration = _ENUMERATION.fullmatch(text)
    if enumeration:
        return _chosen((f"“{enumeration['name']}”的取值", f"a value of “{enumeration['name']}”"), language)
    return text


def unit_in_words(text: str, language: str) -> str:
    return _chosen(("无单位", "no unit"), language) if text in ("None", "ratio", "") else text


def problem_in_words(text: str, language: str) -> str:
    """The kind of a fault that the model found (`int_type`, `date_parsing` …), as what is expected."""
    pair = _PROBLEMS.get(text.split("_")[0]) or _PROBLEMS.get(text.rsplit("_", 1)[0])
    return _chosen(pair, language) if pair else text


def yaml_in_words(text: str, language: str) -> str:
    for part, zh, en in _YAML:
        if part in text:
            return zh if language == "zh" else en
    return text


def reason_in_words(text: str, language: str) -> str:
    return _chosen(_REASONS[text], language) if text in _REASONS else text


def damage_in_words(text: str, language: str) -> str:
    """What is the matter with a damaged file, with the words of the library that found it."""
    for pattern, zh, en in _DAMAGE:
        if re.search(pattern, text, re.IGNORECASE):
            return f"{zh}（{text}）" if language == "zh" else f"{en} ({text})"
    return f"内容读不通（{text}）" if language == "zh" else text


def other_in_words(text: str, language: str) -> str:
    return _chosen(_OTHERS[text], language) if text in _OTHERS else f"“{text}”"


def choices_in_words(text: str, language: str) -> str:
    """`'a', 'b' or 'c'` → `a、b、c`."""
    words = re.findall(r"'([^']*)'", text)
    return ("、" if language == "zh" else ", ").join(words) if words else text


def kinds_in_words(text: str, language: str) -> str:
    known = {"-": ("一种也没有", "none"), "pipe": ("管道或设备，不是文件", "a pipe or a device, not a file")}
    return _chosen(known[text], language) if text in known else text


def key_in_yaml(text: str, _: str) -> str:
    """A word as a key between braces, in quotes where YAML would read something else."""
    is_plain = re.fullmatch(r"[^\W\d_]\w*", text) and not re.fullmatch(r"(?i)true|false|null|yes|no|on|off|y|n", text)
    return text if is_plain else json.dumps(text, ensure_ascii=not text.isprintable())


TABLES: dict[str, Callable[[str, str], str]] = {
    "type": type_in_words,
    "unit": unit_in_words,
    "problem": problem_in_words,
    "yaml": yaml_in_words,
    "reason": reason_in_words,
    "damage": damage_in_words,
    "other": other_in_words,
    "choices": choices_in_words,
    "kinds": kinds_in_words,
    "key": key_in_yaml,
}
"""The word tables that a template may name: `{argument:table}`."""
