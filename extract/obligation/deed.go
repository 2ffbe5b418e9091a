package obligation

import (
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/zh"
)

// A deed is a word for something done, with the action it stands for.
type deed struct {
	action   policy.Action
	strength strength
	sending  bool // hands something to somebody: enough for a duty that falls due once
}

type strength uint8

const (
	deedNone    strength = iota
	deedStrong           // 督查, 报送
	deedWeak             // 入户, 指导: counts where nothing stronger stands beside it
	deedGeneric          // 活动, 行动: takes its action from the word before it
	deedLight            // 开展, 组织: the action follows
	deedCall             // 召开
	deedName             // 督查室, 监测户: part of a name
)

const (
	report   = policy.ActionReport
	inspect  = policy.ActionInspect
	evaluate = policy.ActionEvaluate
	meet     = policy.ActionMeet
	visit    = policy.ActionVisit
	activity = policy.ActionActivity
)

// deeds are the words that decide what an obligation orders.
var deeds = zh.NewLexicon(deedWords())

func deedWords() map[string]deed {
	m := map[string]deed{}
	add := func(e deed, words string) {
		for _, w := range strings.Fields(words) {
			m[w] = e
		}
	}
	add(deed{report, deedStrong, true}, "报送 上报 反馈 提交 汇报 报备 报告 书面报告 填报 抄送 抄报 呈报 呈送 呈交 报呈 通报 报请 上交 汇总上报 汇总报送 专题报告 专题汇报 汇总通报")
	add(deed{report, deedStrong, false}, `汇总 公布 公示 公开 发布 推送 申报 编发 编印 编制 简报 专报 快报 汇编 晾晒 亮晒 晒单 函告 告知 移送 移交 通告 公告 述职 通报排名 排名通报 通报批评 报表 零报告
		月报表 通报情况 晒进度 晒成绩 亮成绩 通报表扬 预警通报 调度通报 督办通报 直报 周报告 月报告 报账 共享`)
	add(deed{inspect, deedStrong, false}, `督查 督导 督办 调度 检查 排查 核查 巡查 巡检 巡河 巡湖 巡河湖 巡林 巡田 巡山 巡护 巡库 巡渠 巡线 巡坝 抽查 抽检 抽测 检测 监测 暗访 明察暗访 明查暗访 明察 清查 盘查 调研 普查 摸排 摸底 自查 互查 联查 执法 稽查
		评查 夜查 安检 核验 复查 复核 回头看 督战 督促 对账 审计 监督 监管 视察 视察评议 巡视 巡察 飞行检查 盘点 清点 清理 体检评估检查 调阅 检视 督促检查 督查督办 督导检查 检查指导 检查督导 督查检查 调研督导 督导调研 调研指导 督促指导
		督导指导 巡逻 巡防 检定 检修 复盘 过堂 对表 巡河(湖) 巡湖(河) 巡塘 巡堤 动态调整 排查整治 排查整改 清仓查库 查验 核实 调查 督察 督帮 审核 审查 比对 调度会商分析 跟踪调度 跟踪督办 跟踪问效 跟踪监测 清底 筛查 测温 检漏 测试 抽样 采样`)
	add(deed{evaluate, deedStrong, false}, "考核 考评 评估 评价 评比 评议 评选 测评 点评 讲评 评定 评审 绩效评价 述职评议 述职评议考核 考核评价 考核评估 督导评估 督查考核 检查考核 督导考核 评估考核 量化打分 打分 排名 排序 排位 评星 评分 考绩 考察 城市体检 体检评估 赛评 比拼 总评 互评 自评 监督评价")
	add(deed{meet, deedStrong, false}, `会议 例会 推进会 调度会 座谈会 恳谈会 评议会 联席会 联席会议 会商会 会商 现场会 碰头会 分析会 协调会 通报会 动员会 总结会 研讨会 部署会 点评会 讲评会 院坝会 板凳会 屋场会 坝坝会 述职会 听证会 议事会 党员大会 支委会 早餐会
		茶叙会 圆桌会 大会 全会 座谈 调度例会 工作例会 会晤 面商 协商 磋商 会诊 听取汇报 听取 专题研究 研究部署 商讨 汇报会 讨论会 班会 家长会 恳谈 联席会商 民主生活会 组织生活会 党小组会 议事协商 会审 办公会 专题会 交办会 现场办公 会谈 研判会 评审会 见面会 碰头 碰面 小组会 约谈会 理事会 代表会`)
	add(deed{visit, deedStrong, false}, "走访 回访 随访 家访 遍访 探访 慰问 看望 巡诊 访视 探视 走访慰问 慰问走访 走访调研 拜访 接访 下访 访企 访户 约访 走访探视 上门服务 上门走访 入户走访 电话问候 走访帮扶 走访服务 联系走访 走访联系 走访排查 送医上门 结对帮扶 上门探访 驻校指导 驻点指导 现场指导 实地指导 入企 走进 外出招商 赴外招商 登门招商 跟踪回访 巡回医疗 走流程 走村入户 面对面沟通 探望 驻点服务 见面")
	add(deed{activity, deedStrong, false}, `演练 培训 轮训 集训 竞赛 比武 比赛 宣讲 党课 招聘会 推介会 展销会 博览会 对接会 洽谈会 运动会 音乐会 联欢会 宣讲会 培训会 报告会 故事会 分享会 读书会 交流会 组织申报 组织开展申报 展览 展演 义诊 志愿服务 演出 开放日 主题党日 宣传 招聘 推介 对接
		观摩 拉练 擂台赛 大赛 联赛 论坛 沙龙 讲座 课堂 培训班 研修 研学 夏令营 体验 联谊 义务植树 放映 展映 党日 团日 教育日 评书 节会 直播带货 直播 大讲堂 讲堂 授课 讲课 学习 集中学习 技能大赛 路演 大扫除 消杀 体检 谈心谈话 谈话 约谈 轮岗 警示教育 辅导 训练 拓展训练 集市 市集 赶集 专场 运动日 开放活动 文体活动 赛事 练兵 应急拉动`)
	add(deed{visit, deedWeak, false}, "入户 上门 驻村 蹲点 指导 联系服务 下沉 包联 进企业")
	add(deed{inspect, deedWeak, false}, "会商研判分析 分析研判 研判 分析 整治 治理 跟踪 梳理 更新 维护 统计")
	add(deed{meet, deedWeak, false}, "会商研判 研究 商议 审议 议事 联席")
	add(deed{report, deedWeak, false}, "总结 小结 台账 信息 清单 进展情况 月报 季报 周报 年报 半年报 旬报")
	add(deed{activity, deedGeneric, false}, "活动 行动 工作 制度 机制")
	add(deed{"", deedLight, false}, "开展 组织 举办 举行 进行 实施 实行 落实 完成 建立 推行 坚持 执行 健全 做好 抓好 组织开展 牵头 带队 完善 安排 承办 组织实施 带班 强化 加强 参加 带头 从严")
	add(deed{meet, deedCall, false}, "召开 组织召开 召集 主持召开 牵头召开")
	add(deed{"", deedName, false}, `监测户 监测对象 监测帮扶 检查站 检验机构 考核办 督查室 督查办 监测点 监测站 监测预警 监测人口 监测中心 调度中心 检查组 督查组 督导组 考核组 指导组 工作组 工作队 工作人员 工作站 工作室 工作局 工作日 工作委员会 工作领导小组 工作专班 工作办公室 工作联络 组织部 信息化 信息系统 信息平台
		信息员 信息中心 信息局 信息部 信息厅 信息委 检查员 巡查员 督导员 指导员 指导意见 指导线 执法队 执法局 执法人员 执法大队 执法支队 执法部门 审计局 审计厅 审计署 审计部门 监管局 监管部门 监管总局 监督所 监督局 监督站 监督员 监督管理 监督管理局 审核人 宣传部 宣传部门 宣传月 宣传周 宣传日 活动周 活动月 活动中心 活动室 行动方案 行动计划 行动领导小组 工作领导小组办公室
		会议室 会议纪要 公开栏 公告栏 举报 警报 预报 预警 申报材料 申报项目 日报社 晚报 培训机构 培训中心 培训学校 培训基地 培训券 培训补贴 对接国家 治理体系 整治办 对接省 分析仪 体检中心 体检机构 评估机构 评价机构 第三方评估机构 检测机构 检测中心 检测站 检测线 监测机构 治理中心 学习型 学习贯彻 制度体系 结对帮扶单位 统计局 统计部门 调查队 报告厅 会议中心 展览馆 体验馆 体验场馆 体验中心 慰问金 慰问品 发布会 通报会议 联席会议成员单位 联席会议办公室 推进会议 调度会议 例行 演练场 党委会 组织生活 上报告`)
	for _, w := range strings.Fields("推进会议 调度会议 通报会议 发布会 党委会 组织生活 约谈会") {
		m[w] = deed{meet, deedStrong, false}
	}
	return m
}

// nameTails after a deed make it part of a name (调度台, 考核率).
var nameTails = zh.Words("室 办公室 办法 组 局 队 员 站 科 率 机构 平台 中心 系统 指挥部 网络 体系 证 师 仪 设备 人员 专班 部门 单位 工程 合格率 比例 覆盖率 名单 类 费 金 器 厅 委员会 领导小组 专家 法 中介 基地 台站 车 船 业 服务 能力 周期 权 预案 体制 指数 资质")

// notTails begin with a name tail's character but are none (检查处理, 督查组织).
var notTails = zh.Words("组织 业务 法律 法规 服务对象 委托 证明 类似 服务满意 站位 科学 车间 业主 法人 单位自 比例不 队伍建设")

// sentThings are what is sent in; behind a verb of sending they are no part of a name (报送|工程进度, 上报|名单).
var sentThings = prefixWords{zh.Words("工程 名单 预案 设备 资质")}

// deedAt reads the deed at i. A deed that is part of a name comes as deedName.
func deedAt(s string, i int) (deed, int) {
	e, n := deeds.Prefix(s[i:])
	if n == 0 {
		if k := sendsReport(s, i); k > 0 {
			return deed{report, deedStrong, true}, k
		}
		return e, 0
	}
	rest := s[i+n:]
	if e.strength == deedName || e.strength == deedLight || e.strength == deedCall {
		return e, n
	}
	if _, k := nameTails.Prefix(rest); k > 0 && e.action != meet {
		if _, k := notTails.Prefix(rest); (k == 0 || e.action == activity && strings.HasPrefix(rest, "比例")) && !strings.HasPrefix(rest, "专班调度") && !(e.sending && sentThings.Prefixes(rest)) {
			e.strength = deedName
		}
	}
	return e, n
}

// sendsReport measures the bare verb 报 before whom the report goes to (报市政府).
func sendsReport(s string, i int) int {
	rest, ok := strings.CutPrefix(s[i:], "报")
	if !ok {
		return 0
	}
	if r := zh.LastRune(s[:i]); strings.ContainsRune("申预警情海日简公举填呈上通汇回年月季周晚旬快专直谎瞒虚党", r) && r != 0 {
		return 0
	}
	if strings.ContainsRune("市县区省州盟旗镇乡街国中局厅委部处科办领工专指联推本上同主所各其有我党政人财发住民教农水自生属园审相组管", zh.FirstRune(rest)) && rest != "" || strings.HasPrefix(rest, "至") || strings.HasPrefix(rest, "给") {
		return len("报")
	}
	return 0
}

// A verdict is what the words around a cue order.
type verdict struct {
	deed
	passage.Piece // the words that decide it
	doubt         bool
	completing    bool // 完成: a milestone rather than a duty
}

// A found is a deed with its place.
type found struct {
	deed
	passage.Piece
}

// headDeed decides what s[p.start:p.end], the words after a cue, order:
//
//  1. 召开 is a meeting, unless what is held is a fair or a training.
//  2. After a light verb (开展, 组织) the last deed up to 并 counts: 开展一次安全生产专项检查.
//  3. After 将 or 把 the reporting verb counts: 将督查情况报市政府; so it does after 形成 and where a meeting is told.
//  4. After 对, 就 and their like a light verb decides as in 2, or else the last deed.
//  5. Otherwise the first deed counts: 通报督查情况.
//  6. A generic word (活动) counts for the deed before it, a weak one only where it is alone.
func headDeed(s string, p passage.Piece) verdict {
	var first, last, weak found
	light, object, passing := -1, byte(0), false
	for i := p.Start; i < p.End; {
		if s[i] < utf8.RuneSelf {
			if s[i] == '(' {
				if e := strings.IndexByte(s[i:p.End], ')'); e > 0 {
					i += e
				}
			}
			i++
			continue
		}
		e, n := deedAt(s[:p.End], i)
		if n == 0 {
			var stop bool
			if object, passing, stop = marks(s[i:p.End], object, passing, first.strength != deedNone || light >= 0); stop {
				break
			}
			_, size := utf8.DecodeRuneInString(s[i:])
			i += size
			continue
		}
		f := found{e, passage.Between(i, i+n)}
		switch e.strength {
		case deedLight:
			if light < 0 && (first.strength == deedNone || object != 0) {
				light = i
				last = found{}
			}
		case deedCall:
			if first.strength == deedNone || object != 0 {
				return calledDeed(s, f, p.End)
			}
		case deedGeneric:
			weak, last = themed(s, f, weak, last, light >= 0 || object != 0)
		case deedWeak:
			weak = firstFound(weak, f)
		case deedStrong:
			if first.strength == deedNone {
				first = f
			}
			if !(object == '!' && last.action == report && e.action != report) {
				last = f
			}
		}
		i += n
	}
	return settle(s, p, first, last, weak, light, object, passing)
}

// settle chooses among the deeds of a clause by the rules of [headDeed].
func settle(s string, p passage.Piece, first, last, weak found, light int, object byte, passing bool) verdict {
	var v verdict
	switch {
	case passing:
		return v
	case light >= 0 && last.strength != deedNone, object != 0 && last.strength != deedNone:
		v = verdict{deed: last.deed, Piece: last.Piece}
	case first.strength != deedNone:
		v = verdict{deed: first.deed, Piece: first.Piece}
	case weak.strength != deedNone:
		v = verdict{deed: weak.deed, Piece: weak.Piece, doubt: true}
		if weak.strength == deedGeneric && !strings.HasPrefix(s[weak.Start:], "活动") && !strings.HasPrefix(s[weak.Start:], "行动") {
			return verdict{}
		}
	default:
		return v
	}
	v.completing = strings.Contains(s[p.Start:v.Start], "完成")
	return v
}

// marks reads the words that steer the choice: 对 (object '='), 将 (object '!'), 接受 (passing); it
// reports stop at 并, which begins a second duty.
func marks(s string, object byte, passing, begun bool) (byte, bool, bool) {
	switch {
	case object == 0 && !begun && (strings.HasPrefix(s, "将") || strings.HasPrefix(s, "把") || strings.HasPrefix(s, "形成") && sending(s) > 0 || tellsMeeting(s)):
		return '!', passing, false
	case object == 0 && !begun && objectWords.Prefixes(s):
		return '=', passing, false
	case !begun && (strings.HasPrefix(s, "通过国") || strings.HasPrefix(s, "通过省") || strings.HasPrefix(s, "通过市") || strings.HasPrefix(s, "接受") || strings.HasPrefix(s, "迎接")):
		return object, true, false
	case begun && strings.HasPrefix(s, "并") && !strings.HasPrefix(s, "并购") && !strings.HasPrefix(s, "并轨"):
		return object, passing, true
	}
	return object, passing, false
}

// tellsMeeting reports whether s begins with 向 and a meeting that is told something (向市政府常务会议|报告).
func tellsMeeting(s string) bool {
	rest, ok := strings.CutPrefix(s, "向")
	at, _, n := meetings.Find(rest[:min(len(rest), 60)], 0)
	if !ok || at < 0 {
		return false
	}
	e, _ := deeds.Prefix(strings.TrimPrefix(rest[at+n:], "专题"))
	return e.action == report && e.sending
}

var meetings = zh.Words("会议 全会 大会 联席会 常委会")

type prefixWords struct{ *zh.Lexicon[bool] }

func (w prefixWords) Prefixes(s string) bool {
	_, n := w.Prefix(s)
	return n > 0
}

var objectWords = prefixWords{zh.Words("对 就 围绕 针对 结合 按照 根据 依据 依托")}

func firstFound(a, b found) found {
	if a.strength != deedNone {
		return a
	}
	return b
}

// themed weighs a generic word: 检查活动 is an inspection, but 环境整治等社区活动 and 开展“局长走流程”活动 are activities.
func themed(s string, f, weak, last found, led bool) (found, found) {
	held := strings.HasPrefix(s[f.Start:], "活动")
	near := func(e found) bool {
		gap := s[e.End:f.Start]
		return e.strength != deedNone && len(gap) <= len("企业") && !strings.Contains(gap, "等") && !strings.Contains(gap, "”")
	}
	switch {
	case !led:
		return firstFound(weak, f), last
	case near(last), !held && last.strength != deedNone:
		return weak, last
	case near(weak):
		return weak, last
	case held:
		f.strength = deedStrong
		return weak, f
	}
	return firstFound(weak, f), last
}

// calledDeed decides what is held: 召开 is a meeting, unless what follows is a fair.
func calledDeed(s string, f found, end int) verdict {
	v := verdict{deed: f.deed, Piece: f.Piece}
	v.strength = deedStrong
	for i := f.End; i < end; {
		e, n := deeds.Prefix(s[i:end])
		if n == 0 {
			i += len(passage.First(s[i:end]))
			continue
		}
		if e.action == activity && strings.HasSuffix(s[i:i+n], "会") {
			v.action = activity
		}
		if e.action == meet {
			v.action, v.End = meet, i+n
		}
		i += n
	}
	return v
}
