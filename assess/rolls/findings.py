"""What a check of a roll can find: a kind per code, in words of civil affairs.

Reconciling, screening and the registers raise these codes; reports, sheets and the console speak of them by the words
given here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assess.language.types import Label

Direction = Literal["recover", "pay", "check", "none"]
Stage = Literal["reconciling", "screening", "registers"]
Severity = Literal["act", "check", "note"]

RECOVER: Direction = "recover"
PAY: Direction = "pay"
CHECK: Direction = "check"
NONE: Direction = "none"

DIRECTIONS: dict[Direction, Label] = {
    RECOVER: Label("应追回", "to recover"),
    PAY: Label("应补发", "to pay"),
    CHECK: Label("先核实", "to be verified first"),
    NONE: Label("不涉及追补", "nothing to recover or pay"),
}
"""What is to happen with the amount at stake. `check`: a register may have somebody else or be out of date, or rules
leave open what is due (`reconciling.doubts`); until that is settled nothing is to be recovered or paid."""

STAGES: dict[Stage, Label] = {
    "reconciling": Label("应发与实发核对", "paid against due"),
    "screening": Label("名册自查", "screening of the roll itself"),
    "registers": Label("与其他登记比对", "comparison with registers"),
}

SEVERITIES: dict[Severity, Label] = {
    "act": Label("须处理", "act"),
    "check": Label("须核实", "check"),
    "note": Label("须留意", "note"),
}
"""`act`: it follows from the rules and what the roll, or a register, states. `check`: somebody has to look first, so
that nothing is to recover or to pay by it yet. `note`: no fault."""


@dataclass(frozen=True, slots=True)
class FindingKind:
    """A kind of finding. `direction` is the one it has unless its row says otherwise.

    `meaning` says when it is raised, `advice` what the office does then. `sheet` is the name of its sheet: at most 24
    characters, so that a number fits after it.
    """

    code: str
    stage: Stage
    severity: Severity
    direction: Direction
    label: Label
    sheet: Label
    meaning: Label
    advice: Label

    @property
    def lasts(self) -> bool:
        """Is it of a state that goes on from month to month, of which nothing is to recover or to pay for any?"""
        return self.stage == "reconciling" and self.direction == NONE

    def nature(self, direction: str) -> Severity:
        """Of one finding: where its amount is to be verified first, so is the finding."""
        return "check" if direction == CHECK and self.severity == "act" else self.severity


FINDING_KINDS: tuple[FindingKind, ...] = (
    FindingKind(
        code="not_entitled",
        stage="reconciling",
        severity="act",
        direction=RECOVER,
        label=Label("不符合条件仍在发放", "paid and not entitled"),
        sheet=Label("不符合条件", "Not entitled"),
        meaning=Label(
            "名册上正在发放这项待遇，但按所填事实和当时有效的规定不符合条件。",
            "The roll pays this benefit, and by the facts stated and the rules in force the person does not qualify.",
        ),
        advice=Label(
            "先核对事实是否填对；属实的停发，并按规定追回已发金额。",
            "See first that the facts are right; if they are, stop payment and recover what was paid.",
        ),
    ),
    FindingKind(
        code="overpaid",
        stage="reconciling",
        severity="act",
        direction=RECOVER,
        label=Label("多发", "paid too much"),
        sheet=Label("多发", "Overpaid"),
        meaning=Label("符合条件，但发放金额高于应发金额。", "The person qualifies, and more is paid than is due."),
        advice=Label(
            "核对等级和标准，从下月起按应发金额发放，多发部分追回或在以后月份抵扣。",
            "Check level and standard, pay what is due from next month, recover or set off the difference.",
        ),
    ),
    FindingKind(
        code="above_floor",
        stage="reconciling",
        severity="check",
        direction=CHECK,
        label=Label("高于最低标准", "paid above the floor"),
        sheet=Label("高于最低标准", "Above floor"),
        meaning=Label(
            "符合条件，发放金额高于规定的最低标准；规定只定下限，本地可以公布更高的标准。",
            "The person qualifies, and more is paid than the floor that the rules set; a higher standard may have been "
            "published.",
        ),
        advice=Label(
            "核对本地公布的标准，用 --parameters 文件提供后重新核对；涉及金额是高出的部分，不是应追回的金额。",
            "Look up the published local standard, supply it with a --parameters file and check again; the amount is "
            "what is paid above the floor, not what is to recover.",
        ),
    ),
    FindingKind(
        code="underpaid",
        stage="reconciling",
        severity="act",
        direction=PAY,
        label=Label("少发", "paid too little"),
        sheet=Label("少发", "Underpaid"),
        meaning=Label("符合条件，但发放金额低于应发金额。", "The person qualifies, and less is paid than is due."),
        advice=Label(
            "核对等级和标准，从下月起按应发金额发放，少发部分补发。",
            "Check level and standard, pay what is due from next month, and pay the difference.",
        ),
    ),
    FindingKind(
        code="unpaid",
        stage="reconciling",
        severity="act",
        direction=PAY,
        label=Label("符合条件未享受（免申即享）", "entitled and not paid"),
        sheet=Label("应享未享", "Entitled, unpaid"),
        meaning=Label(
            "按所填事实符合条件，但名册上没有发放。",
            "By the facts stated the person qualifies, and the roll pays nothing.",
        ),
        advice=Label(
            "联系本人或家属确认后主动办理（免申即享）；何时起发、是否补发按当地规定。",
            "Confirm with the person or family and grant it without waiting for an application; from when, and whether "
            "arrears are due, is for the local rules.",
        ),
    ),
    FindingKind(
        code="not_drawn_together",
        stage="reconciling",
        severity="act",
        direction=RECOVER,
        label=Label("不能同时享受的待遇同时发放", "benefits that exclude each other"),
        sheet=Label("重复享受待遇", "Not drawn together"),
        meaning=Label(
            "同时发放了规定不能同时享受（或只能就高享受一项）的待遇。",
            "Benefits are paid together that the rules do not let be drawn together, or of which only the highest is "
            "drawn.",
        ),
        advice=Label(
            "按规定保留应享受的一项，停发其余各项并追回多发部分。",
            "Keep the one the rules give, stop the others and recover what was paid on top.",
        ),
    ),
    FindingKind(
        code="assessment_missing",
        stage="reconciling",
        severity="check",
        direction=NONE,
        label=Label("缺少评估", "assessment missing"),
        sheet=Label("缺少评估", "Assessment missing"),
        meaning=Label(
            "规定须以评估结果为依据，但名册上没有评估、评估项目不全而得不出结果，或者当月还没有评估。",
            "The rules demand an assessment, and the roll has none, has one that is incomplete and gives no result, "
            "or has "
            "for that month only one made later.",
        ),
        advice=Label(
            "没有评估的安排评估，项目不全的补评；在此之前不要按推测的等级发放。",
            "Have the person assessed, or the assessment completed; until then do not pay by a guessed level.",
        ),
    ),
    FindingKind(
        code="assessment_out_of_date",
        stage="reconciling",
        severity="check",
        direction=NONE,
        label=Label("评估已过期", "assessment out of date"),
        sheet=Label("评估过期", "Assessment outdated"),
        meaning=Label(
            "评估距今已超过规定的复评期限。",
            "The assessment is older than the rules allow before the next one.",
        ),
        advice=Label(
            "安排复评；等级有变化的，从复评生效时起调整。", "Have the person assessed again and adjust from then."
        ),
    ),
    FindingKind(
        code="placeholder",
        stage="reconciling",
        severity="note",
        direction=NONE,
        label=Label("依据占位的标准", "rests on a placeholder"),
        sheet=Label("依据占位标准", "Placeholders"),
        meaning=Label(
            "结果用到的标准还没有数值，用的是占位数值，只能作参考。",
            "The result rests on a figure that has no value yet; something stands in for it, and it is provisional.",
        ),
        advice=Label(
            "查到公布的标准后，用 --parameters 文件提供并重新核对。",
            "Find the published figure, supply it with a --parameters file and check again.",
        ),
    ),
    FindingKind(
        code="paid_undetermined",
        stage="reconciling",
        severity="check",
        direction=NONE,
        label=Label("正在发放但无法认定", "paid, and cannot be decided"),
        sheet=Label("无法认定", "Paid, undetermined"),
        meaning=Label(
            "正在发放，但缺少作出决定所需的事实或标准，既不能说应发，也不能说不应发；缺同一标准而都无法认定的，只在汇总里写明一次。",
            "It is paid, and facts or figures needed for the decision are missing: neither due nor undue can be "
            "said. Where "
            "nothing but a figure is missing for everybody, the summary says so once.",
        ),
        advice=Label(
            "补齐所缺的事实或标准后重新核对；涉及金额是正在发放的金额，不是应追回的金额。",
            "Supply what is missing and check again; the amount is what is being paid, not what is to recover.",
        ),
    ),
    FindingKind(
        code="paid_unknown",
        stage="reconciling",
        severity="check",
        direction=NONE,
        label=Label("发放金额不详", "amount paid not known"),
        sheet=Label("金额不详", "Amount unknown"),
        meaning=Label(
            "名册上写明发放金额不详，无法与应发金额核对；空着的格子算没有发放。",
            "The roll says that it is not known what is paid, so it cannot be held against what is due; an empty cell "
            "counts as nothing paid.",
        ),
        advice=Label(
            "查明实际发放的金额，填入名册后重新核对；涉及金额是应发的金额，不是应补发的金额。",
            "Find out what is paid, put it on the roll and check again; the amount is what is due, not what is to pay.",
        ),
    ),
    FindingKind(
        code="duplicate_id",
        stage="screening",
        severity="act",
        direction=RECOVER,
        label=Label("身份证号重复", "ID number twice on the roll"),
        sheet=Label("身份证号重复", "Duplicate ID"),
        meaning=Label(
            "同一身份证号在名册（同一月份）中出现不止一次。",
            "The same ID number stands on the roll (in the same month) more than once.",
        ),
        advice=Label(
            "核实是重复登记还是号码填错；重复登记的只留一条，追回重复发放的金额。",
            "See whether the person is entered twice or a number is wrong; keep one, recover what was paid twice.",
        ),
    ),
    FindingKind(
        code="namesake",
        stage="screening",
        severity="check",
        direction=NONE,
        label=Label("同名同生日（疑似重复）", "same name and birth date (suspicion)"),
        sheet=Label("疑似重复", "Namesakes"),
        meaning=Label(
            "姓名和出生日期都相同而身份证号不同或缺失。这只是线索：同名同生日的并不都是同一人。",
            "Name and birth date agree while ID numbers differ or are missing. Only a suspicion: namesakes are common.",
        ),
        advice=Label(
            "核对两条的证件和住址，不得仅凭此停发。", "Compare papers and addresses; never stop payment on this alone."
        ),
    ),
    FindingKind(
        code="birth_date_differs",
        stage="screening",
        severity="check",
        direction=NONE,
        label=Label("出生日期与身份证号不符", "birth date differs from the ID number"),
        sheet=Label("出生日期不符", "Birth date differs"),
        meaning=Label(
            "出生日期一列与身份证号中的出生日期不一致。",
            "The birth date column and the birth date inside the ID number differ.",
        ),
        advice=Label(
            "以户口簿或身份证原件为准更正，更正后重新核对年龄。", "Correct it by the original papers, then check again."
        ),
    ),
    FindingKind(
        code="sex_differs",
        stage="screening",
        severity="check",
        direction=NONE,
        label=Label("性别与身份证号不符", "sex differs from the ID number"),
        sheet=Label("性别不符", "Sex differs"),
        meaning=Label(
            "性别一列与身份证号第 17 位不一致，常见原因是号码填错，或者填了别人的号码。",
            "The sex column and the 17th digit of the ID number differ; often the number is another person's.",
        ),
        advice=Label("核对身份证原件，更正性别或号码。", "Look at the identity card; correct the sex or the number."),
    ),
    FindingKind(
        code="implausible_age",
        stage="screening",
        severity="check",
        direction=NONE,
        label=Label("年龄异常", "implausible age"),
        sheet=Label("年龄异常", "Implausible age"),
        meaning=Label(
            "按出生日期算出的年龄不合常理（过大或为负）。",
            "The age worked out from the birth date cannot well be: too high, or negative.",
        ),
        advice=Label(
            "核实出生日期；高龄的还要核实是否健在。",
            "Verify the birth date; for the very old, also that the person is alive.",
        ),
    ),
    FindingKind(
        code="paid_after_death",
        stage="registers",
        severity="act",
        direction=RECOVER,
        label=Label("死亡后仍在发放", "paid after death"),
        sheet=Label("死亡后领取", "Paid after death"),
        meaning=Label(
            "死亡登记中有此人，而死亡次月起仍在发放。",
            "The register of deaths has the person, and payment went on after the month of death.",
        ),
        advice=Label(
            "核实身份和死亡日期后停发，追回从死亡次月起发放的金额。",
            "Verify person and date, stop payment, recover what was paid for the months after death.",
        ),
    ),
    FindingKind(
        code="paid_in_prison",
        stage="registers",
        severity="act",
        direction=RECOVER,
        label=Label("服刑期间仍在发放", "paid while imprisoned"),
        sheet=Label("服刑期间领取", "Paid in prison"),
        meaning=Label(
            "服刑人员登记中有此人，而服刑期间仍在发放。",
            "The register of prisoners has the person, and payment went on during the sentence.",
        ),
        advice=Label(
            "向司法行政机关核实刑期后停发，追回从收监次月起至释放当月发放的金额。",
            "Verify the sentence with the judicial authority, stop payment, recover what was paid from the month after "
            "imprisonment to the month of release.",
        ),
    ),
    FindingKind(
        code="paid_after_move",
        stage="registers",
        severity="act",
        direction=RECOVER,
        label=Label("户籍迁出后仍在发放", "paid after moving away"),
        sheet=Label("迁出后领取", "Paid after move"),
        meaning=Label(
            "户籍迁出登记中有此人，而迁出后仍在发放。",
            "The register of moves has the person as moved away, and payment went on.",
        ),
        advice=Label(
            "核实迁出日期后停发，追回从迁出次月起发放的金额；迁入地还没有接续的，告知本人到迁入地申请。",
            "Verify the date, stop payment and recover what was paid for the months after it; where the new place does "
            "not pay yet, tell the person to apply there.",
        ),
    ),
    FindingKind(
        code="on_two_rolls",
        stage="registers",
        severity="check",
        direction=CHECK,
        label=Label("同时在另一名册上", "on another roll too"),
        sheet=Label("跨名册重复", "On two rolls"),
        meaning=Label(
            "同一身份证号也在用来比对的另一名册上。",
            "The same ID number stands on the other roll compared with.",
        ),
        advice=Label(
            "核实两项待遇能否同时享受；不能的，与另一名册的主管部门商定由哪一方发放，停发并追回重复的一份。",
            "See whether both may be drawn; if not, settle with whoever keeps the other roll who pays, stop the other "
            "and recover it.",
        ),
    ),
    FindingKind(
        code="beside_ltci",
        stage="registers",
        severity="act",
        direction=RECOVER,
        label=Label("同时享受长期护理保险待遇", "beside long-term care insurance"),
        sheet=Label("与长护险重复", "Beside LTC insurance"),
        meaning=Label(
            "长期护理保险待遇名单中有此人，而规定不能与这项待遇同时享受。",
            "The list of long-term care insurance has the person, and the rules exclude drawing both.",
        ),
        advice=Label(
            "与医保部门核实享受期间，按规定保留一项，追回重复部分。",
            "Verify the months with the insurer, keep the one the rules give, recover the other.",
        ),
    ),
    FindingKind(
        code="beside_work_injury",
        stage="registers",
        severity="act",
        direction=RECOVER,
        label=Label("同时领取工伤保险生活护理费", "beside the work-injury care benefit"),
        sheet=Label("与工伤护理费重复", "Beside work injury"),
        meaning=Label(
            "工伤保险生活护理费名单中有此人，而规定不能与这项待遇同时享受。",
            "The list of the work-injury care benefit has the person, and the rules exclude drawing both.",
        ),
        advice=Label(
            "与人社部门核实领取期间，停发不能同时享受的待遇并追回。",
            "Verify the months with the insurer, stop what cannot be drawn beside it and recover it.",
        ),
    ),
    FindingKind(
        code="registered_otherwise",
        stage="registers",
        severity="check",
        direction=NONE,
        label=Label("与登记信息不符", "registered otherwise"),
        sheet=Label("与登记不符", "Registered otherwise"),
        meaning=Label(
            "长期护理保险或工伤保险的名单上有此人，名册却填“否”或者没有填。",
            "The list of long-term care insurance or of the work-injury care benefit has the person, and the roll says "
            "no to that, or nothing.",
        ),
        advice=Label(
            "查清哪一方正确，更正错误的一方后重新核对。", "Find out which is right, correct the other, check again."
        ),
    ),
)
"""Every kind of finding, in the order in which reports show them."""

FINDINGS: dict[str, FindingKind] = {kind.code: kind for kind in FINDING_KINDS}


def in_order(codes: Iterable[str]) -> list[str]:
    """The codes in the order of reports; one that is not known comes last, by its name."""
    known = list(FINDINGS)
    return sorted(set(codes), key=lambda code: (known.index(code) if code in FINDINGS else len(known), code))
