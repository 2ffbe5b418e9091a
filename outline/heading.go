package outline

import (
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/zh"
)

// splitHeading finds where the heading of node i ends.
//
//  1. A line that holds nothing but the heading, or the heading and a duty
//     bracket, is the heading.
//  2. A space after a short phrase divides heading and body.
//  3. The first sentence is the heading.
//  4. Where the full stop after the heading was lost, the heading ends before
//     the word that opens the body's first sentence.
func (t *Tree) splitHeading(i int) {
	n := &t.Nodes[i]
	s := t.Text.String
	end := n.Body.End
	lineEnd := end
	if j := strings.IndexByte(s[n.Body.Start:end], '\n'); j >= 0 {
		lineEnd = n.Body.Start + j
	}
	line := s[n.Body.Start:lineEnd]
	stop, next := firstSentence(line)
	if k := spaceSplit(line[:stop]); k > 0 {
		stop, next = k, k
	} else if k := t.lostStop(line[:stop]); k > 0 {
		stop, next = k, k
	}
	head := headingEnds.TrimRight(line[:stop])
	lead := len(head) - len(strings.TrimLeft(head, " "))
	n.Heading = Range{n.Body.Start + lead, n.Body.Start + len(head)}
	n.Body.Start = n.Body.Start + next
	for n.Body.Start < n.Body.End && strings.IndexByte(" \n", s[n.Body.Start]) >= 0 {
		n.Body.Start++
	}
}

// firstSentence gives where the first sentence of a line stops and where the
// next one begins. A duty bracket ends the sentence before it.
func firstSentence(line string) (stop, next int) {
	depth := 0
	for i := range len(line) {
		if !headingBytes[line[i]] {
			continue
		}
		r := zh.FirstRune(line[i:])
		switch {
		case r == '“' || r == '《' || r == '‘':
			depth++
		case r == '”' || r == '》' || r == '’':
			depth = max(0, depth-1)
		case depth > 0 && i < 240:
		case zh.EndsSentence(r):
			return i, i + utf8.RuneLen(r)
		case r == '(' || r == '[':
			if DutyBracket(line[i:]) {
				return i, i
			}
		case r == ':' && i > 0:
			if _, n := dutyLabels.Suffix(line[:i]); n > 0 && n < i { // …15处责任单位:县住建局
				return i - n, i - n
			}
			if rest := line[:i]; len(rest) <= 60 && !strings.ContainsAny(rest, ",;") && heads(rest) {
				return i, i + 1
			}
		}
	}
	return len(line), len(line)
}

// headingEnds are no part of a heading.
var headingEnds = zh.NewChars(" :。;,、!！")

// headingBytes are those that the marks which [firstSentence] heeds begin with.
var headingBytes = zh.FirstBytes("“《‘”》’。！？([:")

// heads reports whether the words before a colon are a heading and not the opening of a list.
func heads(s string) bool {
	for _, w := range [...]string{"如下", "包括", "以下", "下列", "其中", "为", "即", "是", "要求", "要", "做到", "单位", "领导", "时限", "部门", "条件", "标准"} {
		if strings.HasSuffix(s, w) {
			return false
		}
	}
	return true
}

// dutyWords open or close the bracket that names who answers for a clause.
var dutyWords = zh.Words(`责任单位 牵头单位 配合单位 责任部门 牵头部门 配合部门 负责 牵头 配合 责任领导 落实 主办 协办 责任主体 完成时限 实施单位 承办 参与 责任科室 承担`)

// dutyLabels open a duty list with a colon, even where nothing divides them from the sentence before.
var dutyLabels = zh.Words(`责任单位 牵头单位 配合单位 责任部门 牵头部门 配合部门`)

// DutyBracket reports whether s begins with a bracket that holds duties: (市公安局、市民政局负责).
func DutyBracket(s string) bool {
	if s == "" || s[0] != '(' && s[0] != '[' {
		return false
	}
	end := CloseBracket(s)
	return end > 0 && NamesDuty(s[:end])
}

// NamesDuty reports whether s holds a word that opens or closes a list of duties.
func NamesDuty(s string) bool { return dutyWords.In(s) }

// CloseBracket gives the place of the bracket that closes the one s begins with,
// -1 where it stays open within the line. A bracket broken over lines is followed for a short way.
func CloseBracket(s string) int {
	i := bracketMarks.Next(s[:min(len(s), 300)], 1)
	if i < len(s) && s[i] == ')' && s[0] == '(' { // as nearly all do
		return i
	}
	depth, lines := 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '(', '[':
			depth++
		case ')', ']':
			if depth--; depth == 0 {
				return i
			}
		case '\n':
			if lines++; lines > 2 || i > 300 || strings.Contains(s[:i], "。") {
				return -1
			}
		}
	}
	return -1
}

// bracketMarks are what [CloseBracket] heeds.
var bracketMarks = zh.NewChars(")([]\n")

// spaceSplit finds a space that divides a short heading from its body.
func spaceSplit(s string) int {
	i := strings.IndexByte(s, ' ')
	if i < 12 || i > 90 || strings.ContainsAny(s[:i], ";(") {
		return 0
	}
	rest := s[i+1:]
	if zh.Count(rest) < 12 {
		return 0
	}
	if r := zh.FirstRune(rest); r < 128 && zh.IsDigit(byte(r)) {
		j := 0
		for j < len(rest) && zh.IsDigit(rest[j]) {
			j++
		}
		if !strings.HasPrefix(rest[j:], "年") && !strings.HasPrefix(rest[j:], "月") {
			return 0
		}
	}
	return i
}

// lostStop finds the end of a heading whose full stop was lost: a heading-like
// phrase of 4 to 16 characters that ends in a heading's noun and is followed by
// a word that opens sentences. Only a first sentence far too long for a heading is cut.
func (t *Tree) lostStop(s string) int {
	comma := commas.Next(s, 0)
	if zh.Count(s[:comma]) < 13 || zh.Count(s) < 24 {
		return 0
	}
	count, cut, at := 0, 0, 0
	for i := 0; i < comma; i += zh.Width(s[i]) {
		if count >= 6 && count <= 16 && (cut == 0 || count-at <= 6) {
			n := yearAt(s[i:])
			if n == 0 {
				_, n = openers.Prefix(s[i:])
			}
			if _, m := closers.Suffix(s[:i]); n > 0 && m > 0 && !joined(s[:i], s[i:i+n]) {
				cut = i // a later one wins: 推动配套设施|完善提升|扎实做好
				if at == 0 {
					at = count
				}
			}
		}
		count++
	}
	return cut
}

// commas end the first phrase of a sentence.
var commas = zh.NewChars(",;:")

// yearAt gives the length of a year (2024年) that s begins with.
func yearAt(s string) int {
	if len(s) > 7 && s[:2] == "20" && zh.IsDigit(s[2]) && zh.IsDigit(s[3]) && strings.HasPrefix(s[4:], "年") {
		return 4 + len("年")
	}
	return 0
}

// joined keeps phrases together that an opener's first characters would cut.
func joined(before, opener string) bool {
	if opener == "依法" || opener == "按照" || opener == "结合" || opener == "利用" {
		return strings.HasSuffix(before, "和") || strings.HasSuffix(before, "、")
	}
	if (opener == "开展" || opener == "实施" || opener == "组织") && strings.Contains(before, "对") {
		return true // 对奖补项目|开展抽查: the object stands first
	}
	return zh.LastRune(before) == '、'
}

// openers begin the first sentence of a body; closers end a heading.
var (
	openers = zh.Words(`结合 依法 立足 扎实 强化 加强 利用 充分 按照 根据 依托 围绕 以 坚持 积极 加快 加大 推进 推动 鼓励 支持 引导 建立 健全 完善 落实 严格 持续 深入 深化
		全面 大力 统筹 着力 聚焦 优化 实施 开展 组织 对 把 将 紧盯 紧扣 制定 严禁 各 在 发挥 巩固 认真 切实 做好 抓好 探索 通过 突出 针对 进一步 稳步 有序 科学 重点 严守 压实 定期 及时 确保 到 力争 新增 新建 全市 全县 全省 今年`)
	closers = zh.Words(`能力 权益 发展 提升 升级 保障 机制 建设 体系 水平 服务 管理 质量 力度 领导 作用 责任 协作 帮扶 创业 就业 改造 治理 环境 安全 改革 创新 融合 工程 行动 监管 考核 督导 宣传 引导 支持 工作
		格局 模式 技能 城镇 整治 保护 利用 培育 供给 设施 制度 结构 效益 收入 增收 成果 底线 攻坚 战 网络 平台 落实 推进 完善 优化 转型 产业 经济 队伍 基础 布局 活力 特色 品质 短板 政策 资金 评价 意识 防线 关 任务 生产 项目 市场 消费 短板弱项 成效 效能 合力 覆盖 衔接 配套 监测 要素 投入 氛围 体制 品牌 示范 开放`)
)
