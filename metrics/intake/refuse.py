"""What is said of a file that cannot be read: what it is, and what to do about it. One place for each sentence."""

from __future__ import annotations

from metrics.model import NotAllowed, Unreadable

_RESAVE = "请在 WPS 或 Excel 中打开，另存为“Excel 工作簿（.xlsx）”后重新上传。"


def unknown() -> Unreadable:
    return Unreadable(f"不认识这种文件。{_RESAVE}")


def damaged() -> Unreadable:
    return Unreadable(f"文件不完整或已损坏。{_RESAVE}")


def empty() -> Unreadable:
    return Unreadable("文件是空的。请确认选对了文件，重新上传。")


def no_content() -> Unreadable:
    return Unreadable("工作簿里没有任何内容。请确认选对了文件，重新上传。")


def only_pictures() -> Unreadable:
    return Unreadable("工作簿里只有图片，没有可读的单元格。请上传填有数字的原表，不要粘贴截图。")


def password() -> Unreadable:
    return Unreadable(
        "工作簿设有打开密码。请在 WPS/Excel 中取消“打开密码”后重新上传；"
        "没有设过密码的，请另存为“Excel 工作簿（.xlsx）”后重新上传。"
    )


def office_encryption() -> Unreadable:
    return Unreadable("文件被单位的加密软件加密，平台打不开。请按单位规定解密后重新上传。")


def too_big(megabytes: int) -> Unreadable:
    return Unreadable(f"文件超过 {megabytes} MB。请删去图片和无关工作表后重新上传。")


def inflates() -> Unreadable:
    return Unreadable(f"工作簿展开后过大，可能已损坏或不是正常表格。{_RESAVE}")


def too_far(cell: str) -> Unreadable:
    return Unreadable(f"表格延伸得过远（{cell} 还有内容）。请删去表外的内容后重新上传。")


def merged_too_far() -> Unreadable:
    return Unreadable("合并单元格的范围过大。请取消整行、整列的合并后重新上传。")


def picture() -> Unreadable:
    return Unreadable("这是图片，不是表格。请上传 Excel 原表。")


def pdf() -> Unreadable:
    return Unreadable("这是 PDF 文件，不是表格。请上传 Excel 原表。")


def word() -> Unreadable:
    return Unreadable("这是 Word 文档，不是表格。请把表格复制到 Excel 后上传。")


def slides() -> Unreadable:
    return Unreadable("这是演示文稿（PPT），不是表格。请把表格复制到 Excel 后上传。")


def archive() -> Unreadable:
    return Unreadable("这是压缩包，不是表格。请先解压，再上传里面的 Excel 原表。")


def unsafe_archive() -> Unreadable:
    return Unreadable(f"文件里夹带了正常工作簿不会有的内容，为安全起见没有打开。{_RESAVE}")


def other_xml() -> Unreadable:
    return Unreadable(f"这是 XML 文件，但不是表格。{_RESAVE}")


def page_without_table() -> Unreadable:
    return Unreadable(f"网页文件里没有表格。{_RESAVE}")


def too_slow(seconds: float) -> Unreadable:
    return Unreadable(
        f"读了 {seconds:g} 秒还没有读完，已停止。请删去与报表无关的工作表、图片和格式，只留报表后重新上传；"
        "表确实很长的，请分成几份。"
    )


def too_much_memory(megabytes: int) -> Unreadable:
    return Unreadable(
        f"读这份文件要用的内存超过 {megabytes} MB，已停止。请删去与报表无关的工作表、图片和格式，只留报表后重新上传；"
        "表确实很大的，请分成几份。"
    )


def too_many_sheets(most: int) -> Unreadable:
    return Unreadable(f"工作表超过 {most} 张。请只留要报送的工作表后重新上传。")


def too_many_rows(sheet: str, most: int) -> Unreadable:
    return Unreadable(f"工作表“{sheet}”超过 {most} 行。请删去表外的内容，或分成几份后重新上传。")


def too_many_columns(sheet: str, most: int) -> Unreadable:
    return Unreadable(f"工作表“{sheet}”超过 {most} 列。请删去表外的内容后重新上传。")


def too_many_cells(most: int) -> Unreadable:
    return Unreadable(f"单元格超过 {most} 个。请删去与报表无关的内容，或分成几份后重新上传。")


def damaged_archive() -> Unreadable:
    return Unreadable("压缩包不完整或已损坏。请重新压缩成 .zip 后上传，或解压后直接上传里面的 Excel 原表。")


def empty_archive() -> Unreadable:
    return Unreadable("压缩包里没有文件。请确认选对了文件，重新上传。")


def archive_password() -> Unreadable:
    return Unreadable("压缩包设有密码。请解压后直接上传里面的 Excel 原表。")


def archive_too_big(megabytes: int) -> Unreadable:
    return Unreadable(f"压缩包超过 {megabytes} MB。请分成几个压缩包上传。")


def archive_inflates(megabytes: int) -> Unreadable:
    return Unreadable(f"压缩包里的文件展开后超过 {megabytes} MB。请分成几个压缩包上传。")


def archive_of_too_many(files: int, most: int) -> Unreadable:
    return Unreadable(f"压缩包里有 {files} 个文件，一次最多 {most} 个。请分成几个压缩包上传。")


def mend_no_sheet(name: str) -> NotAllowed:
    return NotAllowed(f"工作簿里没有工作表“{name}”。请刷新页面后再改。")


def mend_no_cell(cell: str) -> NotAllowed:
    return NotAllowed(f"“{cell}”不在表格范围内，不能在这里填写。请在 WPS 或 Excel 中改好后重新上传。")


def mend_inside_merged(cell: str, first: str) -> NotAllowed:
    return NotAllowed(f"{cell} 是合并单元格的一部分。请改左上角的 {first}。")


def mend_too_large(most: int) -> NotAllowed:
    return NotAllowed(
        f"这份表超过 {most // 10_000} 万格，不能在页面上改。请在 WPS 或 Excel 中改好后重新上传。"
    )


def mend_changed(cell: str, before: str, now: str) -> NotAllowed:
    return NotAllowed(
        f"{cell} 原为“{before}”，现在是“{now}”，可能已有别人改过。本次更正没有保存，请刷新页面后再改。"
    )
