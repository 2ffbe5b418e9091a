package provision

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/zh"
)

// A cue is what a word does in the clause of a provision (政策条款用语).
type cue uint32

const (
	cueGrant    cue = 1 << iota // 补贴, 奖励: the benefit itself
	cueGive                     // 给予: gives whatever is named
	cueTake                     // 享受, 可申请: the object's side of giving; needs a benefit beside it
	cueEach                     // 每人, 单户: what an amount is counted per
	cueBy                       // 按, 按照
	cueLimit                    // 最高, 不超过, 期限
	cueOnce                     // 一次性, 分别, 各, 再
	cuePay                      // 发放, 安排: pays a sum
	cueShare                    // 承担, 自筹: who bears which part
	cueRise                     // 上浮, 递增: changes an amount already given
	cueStandard                 // 标准
	cueLine                     // 监测线, 起付线: a threshold by its name
	cueOpen                     // 纳入, 可申报: opens a benefit or a list
	cueSanction                 // 不予, 取消, 约谈
	cueForbid                   // 严禁, 禁止
	cueEvent                    // 之日起: a limit runs
	cueSettle                   // 办结, 答复: an act that a limit is set for
	cueNotice                   // 公示
	cueHalf                     // 减半
	cueWaive                    // 减免, 奖励: may be of things, not money (减免水费3吨)
	cueSchedule                 // 每季度, 末次月: belongs to obligations
	cueTarget                   // 压减, 覆盖: speaks of a target
	cueScore                    // 扣分, 罚款
	cueExempt                   // 暂不, 不得以
	cueEvery                    // 每: may count an amount per object
)

// cueWords are the words that provisions are made of.
var cueWords = zh.NewLexicon(joinWords(map[cue]string{
	cueGrant: `补贴 补助 奖励 奖补 贴息 资助 减免 救助 补偿 津贴 奖金 扶持 慰问 扶助 补差 返还 退还 退税 免收 免除 免缴 免征 免交 减收 减征 减按 缓缴 抚恤 直补 累加补 以奖代补 激励 助学金 生活费
		补足 补缴 报销 优惠 让利 兑现 奖扶 抵扣 扣除 资助金 奖学金 补给 重奖 加奖 生活补 代偿 分红 贴费 贴保 定补 特补 另奖 再奖 各奖 均奖 配套奖 免租 降租 支持资金 工作经费 体检费 安家费 购房券 消费券 代金券 赔付 赔偿 风险补 依次扣减 定额扣减 贷款额度 授信额度`,
	cueGive:     `给予 予以奖 予以补 予以一次 予以资 予以贴 予以救 发给 授予 奖给 拨给 再给 补发 支付给 可获 可获得 获得最高 给以 配给 予以最高 予以全额 予以适当 提供最高`,
	cueTake:     `享受 可申请 可申领 可以申请 可享 可贷 可领取 可获 申请最高 提供 予以 可提取 可按 可最高`,
	cueBy:       `按 按照 依照 依据`,
	cueLimit:    `最低 最高 最多 最长 不超过 不得超过 不高于 上限 限额 封顶 为限 期限 为期 以内 不超出 控制总额 限补 限奖 连续补 连续资 连续奖 连续支持 连续给 连补 累计补 总额`,
	cueOnce:     `一次性 分别 各奖 各补 各给 再奖 再补 再给 另奖 另补 额外 均奖 最高补 最高奖 最高给 最高资 最高可 加奖 累加 叠加`,
	cuePay:      `发放 安排 支付 兑付 拨付 缴纳 补 奖`,
	cueShare:    `承担 自担 负担 自筹 自缴 分担 配套 自付 筹集 个人缴 自行 缴费`,
	cueRise:     `上浮 下浮 递增 递减 逐年 加发 增发 另加 再加 上调 提高 加计 减按 增加 分两年 分三年 分期 分年 兑付 拨付 到账`,
	cueStandard: `标准 定额 补助额 补贴额 奖励额 额度`,
	cueLine:     `指导线 参考线 预警线 保障线 监测线 识别线 认定线 收入线 贫困线 起付线 封顶线 起征点 准入线 门槛 起付标准 准入标准 监测标准 认定标准 识别标准`,
	cueOpen:     `纳入 列入 列为 可申请 可申领 可申报 可以申请 可以申报 可享 享受 可直接 可优先 认定为 认定 可认定 评为 评定为 方可 确定为 确认为 可评 适用 免予 免于 可参加 可参评 可参与 有资格 可报名 入库 可登记 可办理 可以 免收 免征 免缴 免除 免费 优先推荐 优先支持 优先安排 优先享受 予以支持 予以保障 视为 可提出 可作为 符合条件 准予 可按 可给予 可由 可评定 可晋 可优 可申 可予 可转 可落户 可单 可设 可使用 可选 可免 可减 可延 可不 可向 可在 可自 可评 申报 不受 按规定办理`,
	cueSanction: `不纳入 不列入 不予 不再 不得 取消 约谈 清退 撤并 解聘 辞退 吊销 预警 通报 问责 追究 整改 责令 暂停 停止 退出 淘汰 挂牌督办 召回 收回 黑名单 一票否决 关闭 剔除 核减 调减 扣减 扣缴 加扣 撤销 调整出 末位 重新 审批 批准 核准 备案 处罚 处以 失信 强制 注销 终止 移出 降级 诫勉 除名 中止 限制 追回 督办 不计入 不参与 不享受 报请 报送 提级 立案 停发 扣发 不合格 淘汰出 移送 拆除 关停 停业 禁止 罚款 免职 不受理`,
	cueForbid:   `严禁 禁止 不得 不准 一律不`,
	cueEvent:    `之日起 之时起 日起 后 接到 收到 受理 发现 之日后 起算 发生 自批准 自接 自收`,
	cueSettle:   `办结 答复 反馈 核实 核查 整改到位 受理 审核 审批 审查 送达 批复 拨付到 兑付到 支付到 上报 报告 处置 处理 响应 到位 完成 提出 作出 告知 公布 公示 公开 移交 查处 转办 签收 出具 决定 启动 赶到 到达 落实 制定`,
	cueNotice:   `公示 公告`,
	cueHalf:     `减半`,
	cueWaive:    `减免 免收 免除 免缴 免交 奖励 免租 补助 奖补 补贴`,
	cueSchedule: `每月 每季 每年 每周 每半年 每半月 每旬 季度 末次月 首月 半年 每日 每天 每学期 年度总结`,
	cueTarget:   `压减 压缩 缩短 控制在 平均 覆盖率 达标率 完成率 提升至 提高到 提高至 稳定在 保持在 增长 增速 实现 新建 建成 新增 培育 打造 建设 力争 确保`,
	cueScore:    `扣 扣缴 扣减 扣除 加扣 加分 计分 罚 倒扣 违约金 滞纳金 保证金`,
	cueExempt:   `暂不 不得以`,
	cueEvery:    `每`,
	cueEach:     `单个 单户 单家 单机 单台 单场 单船 单车 单项 单笔 单人 单列 单体 单件 单村 单只 单栋 单部 单企 单位面积 人均 户均 亩均 村均 县均 生均 床均 同一 各奖 一次 按人 按户 按亩 按床 按项目 按台 按辆 元/`,
}))

// joinWords joins lists of words; a word that stands in several lists has the marks of them all.
func joinWords[T cue | passage.Hint](lists map[T]string) map[string]T {
	m := map[string]T{}
	for c, list := range lists {
		for _, w := range strings.Fields(list) {
			m[w] |= c
		}
	}
	return m
}

// HintWords are the words without which a sentence states no provision.
func HintWords() map[string]passage.Hint {
	return joinWords(map[passage.Hint]string{
		passage.HintBenefit: `补 奖 贴息 资助 减免 减征 减收 减半 减按 免收 免征 免缴 免除 免租 免交 救助 津贴 给予 返还 退还 退税 扶持 慰问 扶助 抚恤 优惠 报销 激励 享受 助学金 生活费 赔付 抵扣 每人 每个 每户 每家 每亩 每村 每名 每生 每台 元/ 担保
		指导线 参考线 预警线 保障线 监测线 识别线 认定线 收入线 贫困线 范围线 起付 封顶 起征点 财政承担 财政负担 政府承担 支付 比例可 标准可 额度可 标准的`,
		passage.HintList: `纳入 列入 列为 认定 评为 评定 方可 优先 符合条件 准予 免予 免于 适用 确定为 确认为 视为 申报 申请 有资格 可参 可以 可享 可直 可获 可单 可设 可使 可选 可免 可减 可延 可向 可在 可自 可评 可办 可报 应在 应取 应当 应具 应满 须在 须具 须满 需具 需满 应为 应达 申报条件 申请条件 可登 可落 可转 可予 可优 可作 可提 可由 可晋 不受 按规定办理
		严禁 禁止 不得 不予 取消 约谈 清退 撤并 解聘 辞退 吊销 预警 通报 问责 追究 责令 暂停 挂牌督办 召回 一票否决 审批 批准 核准 备案 退出 淘汰 末位 停止 关闭 剔除 处罚 处以 失信 终止 移出 诫勉 除名 中止 停发 整改 重新 收回 撤销 注销 督办 罚款 核减`,
		passage.HintCompare:   `以上 以下 以内 低于 高于 超过 不足 少于 大于 小于 满 突破 未达 达到 累计 连续 排名 位列 前 后 末 年内 不低于 内不 逾期`,
		passage.HintLimit:     `之日起 之时起 日起 日内 天内 小时内 分钟内 个月内 年内 公示 期限 工作日 扣 罚 调减 核减 违约金 滞纳金`,
		passage.HintException: `减半 暂不 不得以`,
	})
}

// numerals may begin a number that is written in characters.
var numerals = zh.Words(`半 零 一 壹 二 两 贰 三 叁 四 肆 五 伍 六 陆 七 柒 八 捌 九 玖 十 拾 百 佰 千 仟`)

// perTime follow 每 where it counts time, not objects (每年 is no base of an amount).
var perTime = zh.Words(`年 月 季 半年 周 天 日 旬 学期 半月 两年 三年 5年 3年 2年 两月 个月 小时`)

// raises stand before the number of a target (标准提高到每月780元).
var raises = zh.Words(`提高到 提高至 提高 增加到 增加至 增至 增长到 上调至 上调到 上调为 调整到 调整至 达到 达 稳定在 保持在 巩固在 压减至 压缩至 降至 降到 降低到 控制在 突破 超过 不少于 力争 争取 完成 实现 新增 增长 增加 扩大到 扩大至 由 从`)

// comparedBefore stand before a number that selects objects (低于8600元).
var comparedBefore = zh.Words(`低于 高于 超过 不足 达到 达 少于 不少于 不低于 大于 小于 满 年满 突破 未达 未达到 超 未满 多于 不高于 不超过 未超过 等于 累计 连续 连续满 累计满 累计达 在 为 达到或超过 首次突破 首次达到 首次超过 介于 至少 过夜 住宿 离校 毕业 签订`)

// comparedAfter follow a number that selects objects (30亩以上的).
var comparedAfter = zh.Words(`以上 及以上 (含)以上 以下 及以下 (含)以下 以内 之内 (含 (不含 的 且 并 内 或 及 未 至`)

// payments stand directly before the sum they pay (奖励50万元).
var payments = zh.Words(`支付 补贴 补助 奖励 奖补 贴息 资助 减免 救助 补偿 津贴 奖金 扶持 慰问金 扶助金 返还 退还 补 奖 给予 发放 补助资金 奖励资金 奖补资金 奖励工作经费 补助标准为 补贴标准为 奖励标准为 补助标准 补贴标准 奖励标准 一次性奖励 一次性补助 一次性补贴 一次性奖补 再奖励 再补助 再补贴 各奖励 各补助 奖励额度为 补贴额为 补助额为 生活补贴 生活补助 岗位补贴 免收 免除 免缴 补贴资金 定额补助 定额补贴 工作经费 项目经费`)

// sums say that an amount is a total of a budget, not of a rule (专项资金5000万元).
var sums = zh.Words(`资金 经费 预算 专款 专项 贷款 债券 投资 消费券 基金 授信 收入 产值 营收 营业额 总额 利润 税收 交易额 销售额 零售额 规模 余额 支出 投入 引资 保费`)

// heads begin a clause that names who gets a benefit (对…, 凡…).
var heads = zh.Words(`对 凡 凡是 对于 针对 如 若 对获 符合 经 属于 被 获 新获 新认定 首次 当年 年度 连续 每 在`)

// links begin a clause that may stand between an object and its benefit.
var links = zh.Words(`在 且 并 同时 按 经 由 自 从 根据 通过 县财政 市财政 省财政 财政 符合 验收 其中 另 再 除 或 而 及 分 可 应 且在 区财政`)

// tails begin a clause that bounds or completes the benefit before it.
var tails = zh.Words(`标准 最低 最高 最多 最长 不超过 不得超过 单 每 同一 累计 年度 全年 总额 上限 限额 封顶 补贴 补助 奖励 贴息 资助 期限 贷款 授信 原则上 且 但 连续 合计 享受 分 按 其余 余 其中 剩余 不足 超过 超出 一次性 个人 企业 农户 省级 市级 县级 省 市 县 乡 村 财政 自筹 中央 资助期 扶持 支持 建设期 使用期 救助 同 当年 奖补 发放 三年 五年 所需 第 以 到期 下限 上浮 各`)

// continuations begin a part after a semicolon that has no object of its own (最高…; 第二年…).
var continuations = zh.Words(`最低 最高 最多 最长 累计 总额 其中 第二年 第三年 第四年 第五年 第2年 第3年 第4年 第5年 补贴期限 补助期限 贴息期限 期限 年度封顶 年度最高 单个最高 单户最高 每户最高 每人最高 每家最高 封顶 上限 同一 补贴总额 补助总额 奖励总额 单个 单户 单家 且 剩余 其余 验收合格后 满 超过 超出`)

// raisedShare go on about the benefit before: 脱贫县补助比例可提高至40%.
var raisedShare = zh.Words(`比例可提高 比例提高 比例可上浮 标准可提高 标准提高 标准可上浮 比例上浮 标准上浮 比例可再提高 比例可适当提高 标准可适当提高 再增加 报销比例提高 额度可提高 额度可上浮 额度上浮`)

// increases stand before the share by which what somebody gets grows (次年资金安排增加10%).
var increases = zh.Words(`增加 增加安排 上浮 提高 上调 再增加 再提高`)

// allotments are what somebody gets that can grow so.
var allotments = zh.Words(`资金 经费 额度 补助 补贴 奖补 奖励`)

// lags compare with what should have been reached.
var lags = zh.Words(`低于 高于 不超过 超过 落后 滞后 慢于`)

// deductions are the verbs of a sanction that takes a part: 扣减下年度资金20%.
var deductions = zh.Words(`扣减 扣缴 核减 调减 扣除 扣发 减发 停发 削减`)

// penalties are sums that are taken.
var penalties = zh.Words(`违约金 滞纳金 罚款 罚金 保证金`)

// targetWords stand in the effect of a clause that is a target, not a threshold (全部纳入).
var targetWords = zh.Words(`全部 率 覆盖 完成 达到 不少于 不低于 新增 建成 力争`)

// hardSanctions make a list that something is entered in one of offenders (列入市级挂牌督办).
var hardSanctions = zh.Words(`挂牌督办 黑名单 失信 约谈 问责 取消 清退 一票否决 吊销 整改 退出 淘汰 整治 处罚 追责 强制`)

// halfNot stand before 半年 where it is no length of time.
var halfNot = zh.Words(`每 上 下 前 后 一年`)

// hanNot stand before Chinese numerals that are ordinals or articles.
var hanNot = zh.Words(`第 每 同 任 唯 统 其 某 单 逐 万 十 单一 任何 初 星期 周 礼拜`)

// hanName follow a length of time that is part of a name (三年行动).
var hanName = zh.Words(`行动 规划 计划 攻坚 工程 滚动 一次 一度 禁`)

// hanBefore and hanAfter stand beside Chinese numerals that count.
var hanBefore = zh.Words(`满 达到 达 超过 不少于 不超过 不低于 至少 前 后 末 连续 累计 低于 不足 少于 最多 最高 分 住宿 过夜 新增 高于 突破 吸纳 带动`)

var hanAfter = zh.Words(`以上 及以上 以下 及以下 以内 (含) (含 及其以上`)

// ranked stand before a place in a ranking.
var ranked = zh.Words(`排名前 位列前 位居前 名列前 排在前 排名第 位列第 位居第 名列第 排在第`)

// requires stand before what an applicant must reach (申请对象应…满6个月).
var requires = zh.Words(`应 须 需 必须 应当 需要`)

// applicants say that a phrase is about who may apply or be listed.
var applicants = zh.Words(`申请对象 申请人 申请单位 申报单位 申报对象 申报主体 申报企业 申请企业 申报项目 申报条件 申请条件 申报者 申请者 申请主体 列入 纳入 入库 认定为 享受 参评 申请 申报 补助对象 补贴对象 支持对象 扶持对象`)
