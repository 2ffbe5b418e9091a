package target

import (
	"strings"

	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/zh"
)

// excluded reports whether figure i is no target. The reasons, each a function below:
// names, ordinals, selectors, baselines, past facts, scopes of other acts, and units that seldom set aims.
func (r *reading) excluded(i int) bool {
	f := &r.figures[i]
	s := r.s
	before, after := s[r.itemStart(i):f.Start], s[f.End:r.st.End]
	f.lead = zh.TrimSpace(before)
	f.op, f.pre = scanPre(before)
	compared := f.pre > 0
	switch {
	case f.quoted:
		return true
	case named(s[r.st.Start:f.Start], after, f):
		return true
	case f.Han && f.PrintedUnit() == "里" && !compared: // 七里浜, 三里屯
		return true
	case f.Class == quantity.NoUnit || r.bracketed(f, after) || r.basis(f, after):
		return true
	case f.Han && f.Class != quantity.Ratio && !hanTarget(after, f, compared):
		return true
	case f.Class == quantity.Time && !timeTarget(before, after, f, i > 0 && r.figures[i-1].End > f.item.Start) && !r.continuesList(i, before):
		return true
	case f.Class == quantity.Rank && !rankTarget(before, compared, after, f):
		return true
	case r.selector(i, before, after):
		return true
	case r.from(i), r.priced(f), r.weighed(i):
		return true
	case r.past(i):
		return true
	case r.scope(i, after):
		return true
	}
	return false
}

// priced reports an amount in single yuan for each of something (每立方米3.6元): a price or a payment, unless it is to be reached.
func (r *reading) priced(f *candidate) bool {
	head := r.s[f.phrase.Start:f.Start]
	return f.PrintedUnit() == "元" && strings.Contains(head, "每") && !raised.In(head)
}

// raised say that an amount is to be reached.
var raised = zh.Words(`达 提高到 提高至 增加到 增加至 提标到 提标至 不低于每`)

// weighed reports a share of a whole that its sentence divides (运行管理占40%、水质占30%、水费收缴占30%).
func (r *reading) weighed(i int) bool {
	if !r.share(i) {
		return false
	}
	sum, shares := int64(0), 0
	for k := range r.figures {
		if r.share(k) {
			sum += r.figures[k].Value.Coefficient
			shares++
		}
	}
	return shares > 1 && sum == 100
}

// share reports a whole percentage right after 占.
func (r *reading) share(i int) bool {
	f := &r.figures[i]
	return f.Class == quantity.Ratio && f.Value.Scale == 0 && strings.HasSuffix(r.s[r.st.Start:f.Start], "占")
}

// bracketed reports a bracket that holds nothing but a size (大班(56人以上)): it describes the word before it.
func (r *reading) bracketed(f *candidate, after string) bool {
	if f.depth == 0 || !attributive(f) || f.lead != "" {
		return false
	}
	_, n := scanPost(after)
	return n > 0 && strings.HasPrefix(after[n:], ")")
}

// basis reports a figure of a phrase that says by what, not what: 以3个村为示范, 按照不超过40人的规模.
func (r *reading) basis(f *candidate, after string) bool {
	s := r.s
	head := zh.TrimSpace(s[f.phrase.Start:f.Start])
	tail := s[f.End:f.phrase.End]
	if strings.HasPrefix(head, "以") {
		for _, w := range [...]string{"为示范", "为重点", "为抓手", "为载体", "为主体", "为核心", "为单位", "为基础", "为依托", "为引领", "为支撑"} {
			if strings.Contains(tail, w) {
				return true
			}
		}
	}
	if strings.HasPrefix(head, "在") && strings.HasSuffix(tail, "推开") {
		return true // 在12个乡镇136个行政村全面推开
	}
	if strings.HasPrefix(head, "按") {
		for _, w := range [...]string{"的规模", "的标准", "的比例", "的要求", "标准", "比例", "的原则", "的频次", "确定", "执行", "计算", "收取", "左右的标准"} {
			if strings.HasPrefix(tail, w) {
				return true
			}
		}
	}
	return false
}

// continuesList reports a value that goes on a list whose last value was a target (分别压缩至1.2小时、0.8小时).
func (r *reading) continuesList(i int, before string) bool {
	return i > 0 && r.accepted == i && r.figures[i-1].Unit == r.figures[i].Unit && listJoints.TrimLeft(before) == ""
}

// named reports a number that is part of a name: 第三批, 国道307, 5G, 3A级, 一村一品.
func named(before, after string, f *candidate) bool {
	prev := zh.LastRune(before)
	switch prev {
	case '第', '+', '/', '〔', '[', '"':
		return true
	}
	if _, n := nameLeads.Suffix(before); n > 0 {
		return true
	}
	if prev == '每' && f.Class != quantity.Ratio {
		return true
	}
	if f.Class == quantity.Ratio && weights.In(before[max(0, len(before)-weightReach):]) {
		return true
	}
	if (f.Unit == "位" || f.Unit == "名") && (prev == '前' || prev == '后' || prev == '列') {
		return true
	}
	if f.Unit == "期" && f.Han || strings.HasSuffix(before, "首") && f.Unit == "期" {
		return true // 园区二期
	}
	if attributive(f) && strings.HasPrefix(after, "级") {
		return true // 20万吨级航道
	}
	if f.Unit == "个" {
		if _, n := aspects.Prefix(after); n > 0 {
			return true
		}
	}
	if f.Unit == "分" && strings.HasSuffix(before, "占") {
		return true
	}
	return false
}

// aspects are counted in what a text is divided into, not in what it aims at.
var aspects = zh.Words(`方面 领域 环节 层面 维度 部分`)

// nameLeads stand before numbers of names, ranks, weights and capacities (国道307, 总分100).
var nameLeads = zh.Words(`国道 省道 县道 高速 热线 电话 编号 邮编 型号 第 总分 满分 权重 下设 共印 不漏 不落 不少 不丢 分值占比 评价占比 测评占比 分值权重的 总分的 考核总分的 权重占 年产 日产 日处理 设计灌溉面积 设计规模 设计年产 连续 占比权重 每满 版本`)

// weightReach is how many bytes before a share of marks the word may begin that says so.
const weightReach = 29

// weights make a share one of marks (考核结果占10%).
var weights = zh.Words(`权重 总分的 总分占 分值 考核结果占 计分`)

// abstractAfter are the nouns that Chinese numerals count in names and slogans (两个维护, 四个体系).
var abstractAfter = zh.Words(`意识 自信 维护 确立 不摘 体系 机制 方面 层面 环节 阶段 维度 方向 重点 关键 全面 原则 统筹 覆盖 转变 转型 融合 提升 行动 工程 专项 清单 台账 问题 抓手 突破 衔接 抓好 着力 坚持 聚焦 目标 文明 建设 平台 轮子 闭环 梯队 强化 不 一 必须 加强 保障 责任 支撑 优先 生态 窗口 身份 代码 码 图 网 好 地 样 口 定位 中心城 年 基地建 领域 主题 系列 整体 批 步骤 到位 专班 小时 层级`)

// hanTarget decides whether a Chinese numeral sets an aim (至少一家, 变电站一座) or belongs to a phrase (一个整体).
func hanTarget(after string, f *candidate, compared bool) bool {
	if compared && f.Class != quantity.Time {
		return true
	}
	if f.Scale == "万" || f.Scale == "亿" || f.NumberLen >= len("二十") {
		return true
	}
	switch f.Class {
	case quantity.Measure, quantity.Money:
		return true
	case quantity.Counter, quantity.Person, quantity.Times:
	default:
		return false
	}
	next := zh.FirstRune(after)
	ends := next == 0 || strings.ContainsRune(",;。、)", next)
	if _, n := scanPost(after); n > 0 {
		return true
	}
	noun := f.lead
	if f.Value.Coefficient == 1 && zh.Count(noun) <= 2 && ends {
		return false // 发现一处、整改一处
	}
	if ends && zh.Count(noun) >= 2 {
		if _, n := buildVerbs.Suffix(noun); n == 0 { // 变电站一座
			return !strings.HasSuffix(noun, "这") && !strings.HasSuffix(noun, "每") && f.Unit != "面" && f.Unit != "对" && f.Unit != "条"
		}
	}
	if _, n := abstractAfter.Prefix(after); n > 0 {
		return false
	}
	if _, n := buildVerbs.Suffix(noun); n == 0 {
		return false
	}
	if f.Value.Coefficient == 1 {
		return strings.Contains("座所家处个条", f.Unit) && strings.Contains("新建建成新增改建扩建创建改造", lastRunes(noun, 2)) && f.Unit != "个" && f.Unit != "条"
	}
	return strings.Contains("座所家处个条户名人项", f.Unit)
}

func lastRunes(s string, n int) string {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		i -= len(string(zh.LastRune(s[:i])))
	}
	return s[i:]
}

// buildVerbs are verbs whose object is what a plan produces.
var buildVerbs = zh.Words(`新建 建成 建设 新增 改造 改建 扩建 新改扩建 创建 培育 打造 引进 完成 实施 建立 设立 组建 布局 新设 选树 遴选 推进 启动 开工 投用 增加 推出 开通 新开通 举办 建好 争创 认定 发展 培养 评选 命名 申报 获批 谋划 建 配备 配置 开展 承办 更新 修建 购置 落地 签约 制定 出台 编制`)

// timeTarget accepts lengths of time that are compared (压缩至5个工作日以内); dates, ages and limits that run from an event are none.
func timeTarget(before, after string, f *candidate, goesOn bool) bool {
	switch f.Unit {
	case "岁":
		return strings.Contains(before, "寿命")
	case "年", "月", "日", "周岁", "时", "秒", "周", "季度", "个季度", "学年", "个学年", "个学期":
		return false
	}
	t := strings.TrimRight(before, " ")
	for _, w := range [...]string{"压缩", "压减", "缩短", "缩减", "降", "减", "控制", "不超过", "不少于", "不低于", "不高于", "达到", "达", "超过", "稳定", "保持", "突破", "至少", "提速", "低于", "少于", "延长", "提高", "增加", "不多于"} {
		if i := strings.LastIndex(t, w); i >= 0 && len(t)-i-len(w) <= len("以内至到在") {
			if strings.HasPrefix(after, "内") && !strings.HasPrefix(after, "内,") && zh.IsHan(zh.FirstRune(after[len("内"):])) {
				return false
			}
			subject := strings.TrimSuffix(zh.TrimSpace(t[:i]), "原则上")
			if conductWords.In(subject) {
				return false
			}
			if subject == "" && goesOn {
				return true // 由10个工作日压缩至5个工作日
			}
			if begins := strings.HasPrefix(subject, "从") || strings.HasPrefix(subject, "自"); begins && strings.HasPrefix(w, "不") {
				return false // 从申报到纳入一般不超过15天
			}
			if strings.HasSuffix(subject, "期") && !strings.HasSuffix(subject, "周期") {
				return false // 建设期不超过12个月
			}
			return subject != "" && !strings.HasSuffix(subject, "连续") && !strings.HasSuffix(subject, "期限") && !strings.HasSuffix(subject, "公示") && !strings.HasSuffix(subject, "公示期") && !strings.HasSuffix(subject, "公示时间") || subject == "" && strings.Contains(after, "的") && (strings.HasPrefix(w, "不") || w == "至少")
		}
	}
	return false
}

// conductWords are about what a person does or leaves undone; their lengths of time are rules.
var conductWords = zh.Words(`离岗 请假 外出 交接 连续 逾期 公示 试用 工作时间 在岗 服务期 有效期 保管 保存 留存 备案期`)

// rankTarget accepts ranks that are compared as amounts (精简至3级以内).
func rankTarget(before string, compared bool, after string, f *candidate) bool {
	switch f.Unit {
	case "类":
		return compared || !f.Han && rankVerbs.In(before)
	case "级", "层":
		return compared && (strings.Contains(before, "压") || strings.Contains(before, "至") || strings.Contains(before, "控制"))
	case "批":
		return compared
	}
	return false
}

// rankVerbs make a number of kinds an aim (新增电子证照80类).
var rankVerbs = zh.Words(`新增 更新 补充 归集 完成 梳理 增加 制发 推出`)

// rises are the verbs after which the second value of a change stands (提高到).
var rises = zh.Words(`提高 提升 增加 增至 增到 扩 降 下降 压缩 压减 缩短 减 缩减 上升 升 调整 发展 拓展 精简 优化 达到 延伸 上调 下调 改 扩大`)

// from reports the first value of a change (由3.1万头增加到3.6万头).
func (r *reading) from(i int) bool {
	f := &r.figures[i]
	s := r.s
	head := s[f.phrase.Start:f.Start]
	after := s[f.End:f.phrase.End]
	if zh.Contains(head, "由") || zh.Contains(head, "从") {
		k, _, _ := rises.Find(after, 0)
		if k >= 0 && k < 30 && (strings.Contains(after[k:], "到") || strings.Contains(after[k:], "至") || strings.Contains(after[k:], "为")) {
			return true
		}
		if strings.HasPrefix(after, "至") || strings.HasPrefix(after, "到") {
			return true
		}
	}
	_, n := existing.Suffix(f.lead)
	return n > 0
}

// existing stand before what there is already.
var existing = zh.Words(`现有 现状 原有 原来 目前 现在 上年的 去年的 已有 已建 已`)

// pastWords say that what follows has been done already.
var pastWords = zh.Words(`已 去年 上年完成 共有 现有 全市有 全县有 全省有 排查出`)

// past reports a fact of the past: 已完成172处, 2021年排查出的186处.
func (r *reading) past(i int) bool {
	f := &r.figures[i]
	s := r.s
	head := s[f.phrase.Start:f.Start]
	for from := 0; ; {
		at, _, n := pastWords.Find(head, from)
		if at < 0 {
			break
		}
		if gap := head[at+n:]; len(gap) <= len("完成认定了共计") && !strings.HasPrefix(head[at:], "已建设施") && !(strings.HasSuffix(gap, "的") && r.allDone(f)) {
			return true
		}
		from = at + n
	}
	if r.told(f) {
		return true
	}
	if m := r.governing(f.Piece, f.phrase); m != nil && m.baseline && m.Start >= f.phrase.Start && m.End <= f.Start {
		between := s[m.End:f.Start]
		if lead := s[f.phrase.Start:m.Start]; strings.HasSuffix(lead, "到") || strings.HasSuffix(lead, "至") || strings.HasSuffix(lead, "于") || strings.HasSuffix(lead, "超过") {
			return false // 恢复到2019年的九成以上
		}
		return strings.HasPrefix(between, "的") && !strings.Contains(between, "到") && !strings.Contains(between, "至") || r.pastYear(m) && m.head
	}
	return r.pastHead(f)
}

// allDone reports a figure all of whose things are to be done: (已封顶的)18栋安置房8月底前全部完成验收.
func (r *reading) allDone(f *candidate) bool {
	rest := r.s[f.End:f.phrase.End]
	at := strings.Index(rest, "全部")
	return at >= 0 && everyCompletes(rest[at+len("全部"):])
}

// told reports a sentence that tells what was done: 去年全区已拆除132宗,清运垃圾4100吨.
func (r *reading) told(f *candidate) bool {
	s := r.s[r.st.Start:f.Start]
	for _, w := range [...]string{"去年", "上年", "截至目前", "目前", "今年以来", "前期"} {
		if strings.HasPrefix(s, w) {
			m := r.governing(f.Piece, f.phrase)
			return strings.Contains(s, "已") && (m == nil || m.baseline || m.Start < f.phrase.Start)
		}
	}
	return false
}

// pastHead reports whether the phrase is governed by a past year at the sentence's head (2023年,全市完成…).
func (r *reading) pastHead(f *candidate) bool {
	var last *stamp
	for k := range r.stamps {
		m := &r.stamps[k]
		if m.Start >= f.Start {
			break
		}
		if m.head {
			last = m
		}
	}
	return last != nil && last.End <= f.Start && r.pastYear(last) && !strings.Contains(r.s[last.End:f.Start], "以来") && zh.TrimSpace(strings.TrimLeft(r.s[last.End:], "")) != "" && plainFact(r.s[last.End:f.Start])
}

// plainFact keeps comparisons with a past year (在2020年基础上) out of past facts.
func plainFact(between string) bool {
	for _, w := range [...]string{"水平", "基础", "基数", "相比", "比", "结转", "续建", "建设计划", "度", "印发", "为示范", "建成", "以前", "之前", "前建"} {
		if strings.HasPrefix(zh.TrimSpace(between), w) || strings.Contains(between, "基础上") {
			return false
		}
	}
	return strings.HasPrefix(between, ",") || len(between) > 0
}

func (r *reading) pastYear(m *stamp) bool {
	return m.HasYear && r.text.Year > 0 && m.Day.Year() < r.text.Year
}

// scopeWords stand before a figure that says on what an act bears, not what it should reach.
var scopeWords = zh.Words(`按照 根据 依据 对照 围绕 聚焦 针对 依托 参照 涉及 包括 包含 含 以 对 组织 发挥 按 属于 位于 距离 半径 间隔 区分 分为 分 划分为 分成 覆盖半径 容量 规格 现 共设 不足 未达到 未达 凡 除 落实 严格落实 执行 贯彻 解决 等 联合 会同 协调 作为 借鉴 利用 充分利用 用好 参与 服务 统筹 因 自 距 高差 每隔 每 满 逾期 超期 近 过去 前`)

// scope reports a figure that says on what an act bears: 围绕12个产业链, 对6个县.
func (r *reading) scope(i int, after string) bool {
	f := &r.figures[i]
	t := strings.TrimSuffix(f.lead, "(")
	if f.Class == quantity.Counter || f.Class == quantity.Person || f.Class == quantity.Times || f.Class == quantity.Measure || f.Class == quantity.Money || f.Class == quantity.Rank {
		w, n := "", 0
		if _, n = scopeWords.Suffix(t); n > 0 {
			w = t[len(t)-n:]
		}
		switch {
		case w == "依托" || w == "围绕" || w == "聚焦":
			r.scoped = i + 1
			return true
		case n > 0 && w != "等" && w != "服务" && w != "近" && w != "分" && w != "落实" && w != "参与" && w != "解决" && (len(t) == n || zh.Count(w) >= 2) && zh.IsHan(zh.FirstRune(after)):
			return true
		case w == "等" && t == "等":
			return true
		}
	}
	if strings.HasPrefix(after, "为示范") || strings.HasPrefix(after, "为重点") || strings.HasPrefix(after, "为基础") || strings.HasPrefix(after, "为单位") || strings.HasPrefix(after, "为底线") {
		return true
	}
	if (t == "剩余" || t == "其余") && strings.HasPrefix(r.s[f.End:f.phrase.End], "持续") || t == "分" && f.Unit == "期" {
		return true // 剩余3个持续推进, 分3期进行
	}
	if _, n := handed.Suffix(t); n > 0 && f.Class == quantity.Counter && i+1 < len(r.figures) && r.figures[i+1].phrase == f.phrase && r.figures[i+1].Class == quantity.Counter {
		return true // 反馈的23个问题年底前整改完成20个
	}
	if i > 0 && f.lead == "" && r.figures[i-1].phrase == f.phrase && strings.HasSuffix(r.s[r.figures[i-1].End:f.Start], "、") && r.scoped == i {
		r.scoped = i + 1
		return true // 依托3个平台、5个实验室
	}
	if f.Class == quantity.Counter && paired(r, i) {
		return true
	}
	_, n := reaches.Prefix(after)
	return n > 0 && attributive(f)
}

// handed stand before a number of things given, of which a part is the aim.
var handed = zh.Words(`反馈的 交办的 移交的 指出的 查出的 通报的 发现的 梳理的 梳理出的`)

// reaches are what a length or a time describes (15分钟生活圈, 24小时值班).
var reaches = zh.Words(`生活圈 服务圈 健身圈 养老圈 养老服务圈 就医圈 通勤圈 范围内 半径 经济圈 达海 救援圈 阅读圈 便民圈 交通圈 办公 不间断 值班 值守 随叫随到 响应`)

// paired reports figures that name a catalogue: 4方面23项, 5大类22项.
func paired(r *reading, i int) bool {
	f := &r.figures[i]
	s := r.s
	if f.Unit == "项" || f.Unit == "条" || f.Unit == "个" || f.Unit == "件" {
		head := s[r.st.Start:f.Start]
		for _, w := range [...]string{"方面", "大类", "类", "大项", "个方面"} {
			if h, found := strings.CutSuffix(head, w); found && h != "" {
				last := zh.LastRune(h)
				return last < 128 && zh.IsDigit(byte(last)) || zh.IsNumeral(last) || last == '大' || last == '个'
			}
		}
	}
	return false
}
