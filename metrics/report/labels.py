"""Words that stand in pictures and on paper beside the numbers: column heads, axis names, line labels.

Numbers and sentences are made in `words`; nothing here is formatted.
"""

# 图
TARGET = "目标"
GROUP_MEDIAN = "同组中位数"
YEAR_AGO = "上年同期"
MEDIAN_SHORT = "中位数"
YEAR_AGO_SHORT = "上年"
CASES = "件"
VOLUME = "发案量"
VOLUME_PANEL = "发案量（件）"
RATE_PANEL = "败诉率"
LOSS_RATE = "败诉率"
CORNERS = {  # （发案量的方向，败诉率的方向）
    (-1, -1): "双下降",
    (-1, 1): "发案降、败诉升",
    (1, -1): "发案升、败诉降",
    (1, 1): "双上升",
}
VOLUME_MOVE = "发案量较上年同期增减（件）"
RATE_MOVE = "败诉率较上年同期增减（百分点）"
QUARTERS = ("一季", "二季", "三季", "四季")
HALVES = ("上半年", "下半年")
YEAR = "{}年"
LINE_END = "{name} {number}"
HOVER_LINE = "{name}：{text}"
BRACKETED = "{text}（{fraction}）"
TEXT_GAP = "\u00a0"
NOTHING_TO_DRAW = "没有可画的数"
MARKS = {"no_cases": "○", "not_reported": "×", "not_applicable": "—", "redefined": "◇"}
MARK_MEANING = "{mark} {word}"
MARK_GAP = "　"
MORE_UNITS = "（此处共{}个单位）"
DOWNLOAD = "下载图片（PNG）"
DOWNLOADING = "正在生成图片，请稍候"
DOWNLOADED = "图片已下载"
DOWNLOAD_FAILED = "图片没有生成，请再试一次"
PICTURE = "图"

# 图的说明与替代文本
YEAR_AGO_LINE = "虚点线为上年同期。"
MEDIAN_LINE = "细灰线为同组中位数。"
TARGET_LINE = "虚线为目标。"
TREND_ALT = "“{title}”走势图，{first}至{last}。{known}期有数，最近一期{latest}，最高{highest}，最低{lowest}。"
NOTHING_ALT = "“{title}”：{first}至{last}没有可画的数。"
RANKING_CAPTION = "名次、单位、数值由上到下排列；分子、分母列在率后。"
RANKING_ALT = (
    "“{title}”横条图，共{count}个单位，"
    "列首位的是{top}（{top_number}），列末位的是{bottom}（{bottom_number}）。"
)
RANKING_CHOSEN_ALT = "{name}列第{rank}名（{number}）。"
QUADRANT_CAPTION = (
    "点的大小表示本期发案量；左下为发案量、败诉率均下降。只标注离中心较远的单位，其余将鼠标移到点上查看。"
)
QUADRANT_ALT = (
    "“{title}”四象限图，横轴为发案量增减，纵轴为败诉率增减，共{count}个单位，其中实现双下降的{both}个。"
)
QUADRANT_LEFT_OUT_ALT = "{count}个单位不可比，未画入。"
OUTSIDE = "{name}（超出图幅）"
OTHER_UNITS = "其余{}个单位"
SHARED_CASES = "共同被告按1件计"
WATERFALL_CAPTION = (
    "由上到下：从上年同期起，各单位使它减少（绿，▼）或增加（红，▲）多少，到本期止。横轴不从零开始。"
)
WATERFALL_ALT = "“{title}”瀑布图：从{start}到{end}。影响最大的依次是{largest}。"
WATERFALL_NOTHING_ALT = "“{title}”瀑布图：从{start}到{end}，没有单位有变化。"
WATERFALL_STEP = "{name} {text}"
RANKED_NAME = "{rank}　{name}"
NO_CASES = "无案件"
BREAKDOWN_CAPTION = "按案件多少由上到下排列；率后为分子、分母。"
BREAKDOWN_ALT = "“{title}”横条图，共{count}类，案件最多的是{first}（{text}）。"
BREAKDOWN_NOTHING_ALT = "“{title}”：没有可画的数。"
WEIGHTS_MOVED = "各项权重增减20%时：{ranks}"
SCORE_CAPTION = "满分100分；名次、单位、得分由上到下排列。"
NO_RANKING_ALT = "“{title}”：没有参加排名的单位。"
PAIR_CAPTION = "上图为每期发案量，下图为每期败诉率。"
PAIR_ALT = "“{title}”，{first}至{last}，上为发案量、下为败诉率。最近一期发案量{volume}，败诉率{rate}。"

# 排名表
RANK = "名次"
UNIT = "单位"
UNIT_KIND = "类型"
RANK_MOVE = "较上期名次变化"
REMARK = "备注"
NOT_RANKED = "—"
APART = "{title}（{count}个）"
NAME_STOP = "、"
NAMES_END = "。"
NOTES = "注："
NOTE = "{number}. {text}"
RANK_ROSE_FORMAT = '"升"0"位";"降"0"位";"持平"'
NOTES_INDENT = "　　"
SUB_LINE_GAP = "　　"
WIDEST_COUNT = "999,999"  # 列宽按这几个样子留足
WIDEST_RATE = "100.00%"
WIDEST_MOVE = "降99位"
SHEET = "排名"
PAGE_NUMBER = "— &P —"
DEFINITIONS = "指标口径"
DEFINITION_HEADS = ("指标", "口径", "分子", "分母", "说明", "依据", "方向", "目标")

# 公文用字：纸上只写字体名称，收件人机器上没有时由其软件替换
TITLE_FONT = "方正小标宋简体"
HEAD_FONT = "黑体"
BODY_FONT = "仿宋_GB2312"
PAGE_NUMBER_FONT = "宋体"
