package extract

import (
	"cmp"
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/extract/duty"
	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/outline"
	"github.com/wenxiao/wenxiao/zh"
)

// preambleWords head clauses that set out aims and order nothing (总体要求).
var preambleWords = zh.Words(`指导思想 总体要求 总体目标 基本原则 主要目标 工作目标 工作原则 总体思路 目标要求 现状 形势 背景 适用范围 编制依据 总则 附则 基本思路
	重要意义 基本情况 工作思路 总体发展目标 主要发展目标 阶段性发展目标 近期发展目标 中期发展目标 远期发展目标 目标任务 任务目标 整治目标 行动目标 总体安排 实施范围 整治范围 创建目标 建设目标 实施目标 工作基础 发展基础 面临形势 名词解释 总体原则 总体考虑 基本要求 目标指标 预期目标 年度目标 整治时间 实施时间 工作时间 总目标 规划目标 愿景目标 阶段目标 攻坚目标 原则`)

// situationWords head clauses that say how things stand, or whom and when a thing concerns, and order nothing (存在问题); unlike those of a preamble they
// count only alone, or after words of place and time: 报告工作进展情况 is work.
var situationWords = zh.Words(`总体情况 总体评价 基本情况 存在问题 存在的问题 主要问题 突出问题 发现的问题 发现问题 问题和不足 问题与不足 不足 进展情况 推进情况 工作进展
	工作开展情况 开展情况 完成情况 落实情况 工作情况 督查情况 检查情况 督导情况 抽查情况 考核情况 主要成效 工作成效 取得成效 取得的成效 主要成绩 主要做法 做法和成效 存在问题及原因 原因分析
	发展目标 考核对象 适用对象 实施对象 评价对象 参评对象 参评范围 评选范围 活动主题 活动时间 活动地点`)

// situation reports whether a heading says how things stand.
func situation(heading string) bool {
	for _, w := range [...]string{"上半年", "下半年", "第一季度", "一季度", "前三季度", "本次", "目前", "当前", "整体", "全省", "全市", "全县", "全区", "我省", "我市", "我县", "我区", "存在"} {
		if rest, found := strings.CutPrefix(heading, w); found && situationWords.Has(rest) {
			return true
		}
	}
	return situationWords.Has(heading)
}

// Tasks finds the clauses that are tasks.
//
//  1. Where a chapter has duty lists, the lowest clauses that carry one are tasks; a clause
//     without one stands beside them at their own level, but an article without one does not.
//  2. Elsewhere the lowest numbered clauses that order work are tasks. Parts of a
//     sentence (一是) and the items of an article's list are no clauses.
//  3. Preambles are no tasks, unless they carry duty lists.
//  4. A row of a task table is a task.
func (d *Draft) Tasks() {
	t := d.Tree
	bears := make([]bool, len(t.Nodes)) // carries a list itself
	under := make([]bool, len(t.Nodes))
	listed := make([]bool, len(t.Nodes)) // carries one that is more than a mention in passing
	lists := make([][]duty.List, len(t.Nodes))
	for i := len(t.Nodes) - 1; i >= 0; i-- {
		n := &t.Nodes[i]
		lists[i] = duty.Scan(&d.text, passage.Between(n.Heading.Start, n.Body.End))
		listed[i] = len(lists[i]) > 0
		if n.Label.Style == zh.LabelArticle {
			lists[i] = append(lists[i], duty.ReadArticle(d.text.String, passage.Between(n.Heading.Start, n.Body.End), lists[i])...)
		}
		if p := n.Parent; len(lists[i]) == 0 && p >= 0 && t.Nodes[p].Label.Style == zh.LabelArticle {
			if list, ok := duty.ReadItem(d.text.String, passage.Between(n.Heading.Start, n.Body.End)); ok {
				lists[i] = append(lists[i], list)
			}
		}
		for _, l := range lists[i] {
			bears[i] = bears[i] || len(l.Units) > 0
		}
		d.claimTrailing(i, lists, bears, under)
		for _, c := range n.Children {
			under[i] = under[i] || bears[c] || under[c]
		}
	}
	d.claimMeasures(lists, bears, under)
	d.clauses = make([]clause, 0, len(t.Nodes))
	w := taskWalk{d: d, bears: bears, under: under, listed: listed, lists: lists}
	for i := range t.Nodes {
		if t.Nodes[i].Parent < 0 {
			w.chapter(i)
		}
	}
	d.tableTasks()
	d.sortClauses()
}

// claimTrailing gives a clause the list printed after its last item, where none of the
// items before it has one: the list closes the clause, not the item.
func (d *Draft) claimTrailing(i int, lists [][]duty.List, bears, under []bool) {
	if bears[i] || d.Tree.Nodes[i].Label.Style < zh.LabelHanRound {
		return
	}
	if last := d.trailing(i, lists, bears, under); last >= 0 {
		lists[i], lists[last] = append(lists[i], lists[last]...), nil
		bears[i], bears[last] = true, false
	}
}

// claimMeasures does the same for a measure of a flat list (十条措施: 一、 to 十、), most of which carry a list themselves. Its items
// are no clauses of a chapter, and the list stands on a line of its own.
func (d *Draft) claimMeasures(lists [][]duty.List, bears, under []bool) {
	nodes := d.Tree.Nodes
	for i := range nodes {
		n := &nodes[i]
		if n.Label.Style != zh.LabelHan || bears[i] || !under[i] || nodes[n.Children[0]].Label.Style <= zh.LabelHanRound {
			continue
		}
		last := d.trailing(i, lists, bears, under)
		if last < 0 || !strings.HasSuffix(d.text.String[:lists[last][0].Start], "\n") {
			continue
		}
		flat, deep := 0, 0
		for k := range nodes {
			switch {
			case nodes[k].Parent != n.Parent || nodes[k].Label.Style != zh.LabelHan:
			case under[k]:
				deep++
			case bears[k]:
				flat++
			}
		}
		if flat > deep {
			lists[i], lists[last] = append(lists[i], lists[last]...), nil
			bears[i], bears[last], under[i] = true, false, false
		}
	}
}

// trailing gives the last item of clause i where the only list of its items closes it, -1 where it does not.
func (d *Draft) trailing(i int, lists [][]duty.List, bears, under []bool) int {
	children := d.Tree.Nodes[i].Children
	if len(children) < 2 {
		return -1
	}
	last := children[len(children)-1]
	for _, c := range children {
		if under[c] || bears[c] != (c == last) {
			return -1
		}
	}
	body := d.Tree.Nodes[last].Body.End
	for _, l := range lists[last] {
		if strings.Trim(d.text.String[l.End:max(body, l.End)], "。 \n") == "" {
			return last
		}
	}
	return -1
}

type taskWalk struct {
	d            *Draft
	bears, under []bool
	listed       []bool
	lists        [][]duty.List
	// rules says that an article without a list states a rule: its chapter has lists.
	rules bool
}

// chapter walks a top clause.
func (w *taskWalk) chapter(i int) {
	t := w.d.Tree
	n := &t.Nodes[i]
	if h := passage.Squeeze(t.Slice(n.Heading)); n.Label.Style <= zh.LabelSection && (strings.HasPrefix(h, "总则") || strings.HasPrefix(h, "附则")) {
		return
	}
	if !w.bears[i] && !w.under[i] {
		w.leaves(i)
		return
	}
	if !w.under[i] {
		w.add(i)
		return
	}
	var styles [zh.LabelDash + 1]bool
	w.rules = false
	w.dutyStyles(i, &styles)
	for _, c := range n.Children {
		w.beside(c, &styles)
	}
}

func (w *taskWalk) dutyStyles(i int, styles *[zh.LabelDash + 1]bool) {
	if w.bears[i] {
		styles[w.d.Tree.Nodes[i].Label.Style] = true
		w.rules = w.rules || w.listed[i]
	}
	for _, c := range w.d.Tree.Nodes[i].Children {
		w.dutyStyles(c, styles)
	}
}

// beside walks a clause of a chapter that has duty lists somewhere.
func (w *taskWalk) beside(i int, styles *[zh.LabelDash + 1]bool) {
	n := &w.d.Tree.Nodes[i]
	switch {
	case w.under[i]:
		for _, c := range n.Children {
			w.beside(c, styles)
		}
	case w.bears[i]:
		w.add(i)
	case n.Label.Style == zh.LabelOrdinal || n.Label.Style == zh.LabelDash:
	case w.preamble(i):
	case w.hasStyle(i, styles):
		for _, c := range n.Children {
			w.beside(c, styles)
		}
	case n.Label.Style == zh.LabelArticle && w.rules:
	case w.orders(i):
		w.add(i)
	}
}

// hasStyle reports whether a clause has children labelled as the chapter's duty-bearing clauses are.
func (w *taskWalk) hasStyle(i int, styles *[zh.LabelDash + 1]bool) bool {
	for _, c := range w.d.Tree.Nodes[i].Children {
		if s := w.d.Tree.Nodes[c].Label.Style; styles[s] && s != zh.LabelOrdinal {
			return true
		}
	}
	return false
}

// leaves walks a chapter without duty lists.
func (w *taskWalk) leaves(i int) {
	n := &w.d.Tree.Nodes[i]
	if w.preamble(i) {
		return
	}
	descend := false
	for _, c := range n.Children {
		s := w.d.Tree.Nodes[c].Label.Style
		descend = descend || s != zh.LabelOrdinal && s != zh.LabelDash
	}
	if descend && !w.enumerates(i) {
		for _, c := range n.Children {
			if s := w.d.Tree.Nodes[c].Label.Style; s != zh.LabelOrdinal && s != zh.LabelDash {
				w.leaves(c)
			}
		}
		return
	}
	if w.orders(i) {
		w.add(i)
	}
}

// enumerates reports whether a clause's children are the items of a list in its sentence (应当提交下列材料:(一)…;).
func (w *taskWalk) enumerates(i int) bool {
	t := w.d.Tree
	n := &t.Nodes[i]
	own := zh.TrimSpace(w.d.text.String[n.Heading.Start:n.Body.End])
	if !strings.HasSuffix(own, ":") {
		return false
	}
	if lists.In(own[strings.LastIndexAny(own[:len(own)-1], ",;:")+1:]) {
		return true
	}
	if n.Label.Style == zh.LabelArticle {
		return false
	}
	for _, c := range n.Children {
		text := zh.TrimSpace(t.Slice(t.Nodes[c].Extent))
		if strings.HasSuffix(text, ";") || zh.Count(text) < 30 && !strings.HasSuffix(text, "。") {
			return true
		}
	}
	return false
}

// lists are the nouns of things listed, not ordered (有下列情形之一的:).
var lists = zh.Words(`情形 条件 材料 情况 标准 行为 资料 内容 之一 要素 信息 费用 对象 类型 原则`)

// preamble reports whether a clause or one above it sets out aims only.
func (w *taskWalk) preamble(i int) bool {
	t := w.d.Tree
	for ; i >= 0; i = t.Nodes[i].Parent {
		h := passage.Squeeze(t.Slice(t.Nodes[i].Heading))
		if _, n := preambleWords.Suffix(h); n > 0 && zh.Count(h) <= 16 && !w.under[i] && !w.bears[i] {
			return true
		}
		if situation(h) && !w.under[i] && !w.bears[i] {
			return true
		}
		if strings.HasPrefix(h, "总则") || strings.HasPrefix(h, "附则") || h == "指导思想和目标" || runOnAim(h) || strings.HasPrefix(h, "总体要求") && !w.under[i] || strings.HasPrefix(h, "指导思想") && !w.under[i] || strings.HasPrefix(h, "总体目标") && !w.under[i] && !w.bears[i] {
			return true
		}
	}
	return false
}

// runOnAim reports a heading 工作目标 with its text run on: 工作目标以建设和美乡村为目标.
func runOnAim(h string) bool {
	rest, found := strings.CutPrefix(h, "工作目标")
	if !found {
		return false
	}
	_, n := aimBegins.Prefix(rest)
	return n > 0
}

var aimBegins = zh.Words("以 到 通过 按照 坚持 深入 紧紧 围绕 全面 力争 为 立足 聚焦")

// orders reports whether a clause orders work: not a definition, a date of entry into force or an attachment's name.
func (w *taskWalk) orders(i int) bool {
	n := &w.d.Tree.Nodes[i]
	text := zh.TrimSpace(w.d.text.String[n.Heading.Start:n.Extent.End])
	if zh.Count(text) < 6 {
		return false
	}
	first := passage.FirstSentence(text)
	for _, own := range [...]string{"本办法", "本细则", "本规定", "本条例", "本方案", "本意见", "本措施", "本制度", "本规则", "本实施细则", "本政策", "本通知", "本实施办法", "本实施方案"} {
		if rest, found := strings.CutPrefix(first, own); found {
			for _, w := range [...]string{"所称", "适用", "自", "由", "中", "有效期", "未尽", "解释"} {
				if strings.HasPrefix(rest, w) {
					return false
				}
			}
		}
		if strings.HasPrefix(first, "为") && strings.Contains(first, "制定"+own) {
			return false
		}
	}
	return !strings.Contains(first, "负责解释") || zh.Count(text) > 80
}

// add makes a clause of node i.
func (w *taskWalk) add(i int) {
	n := &w.d.Tree.Nodes[i]
	c := clause{node: i, heading: passage.Piece(n.Heading), parts: []passage.Piece{passage.Between(n.Heading.Start, n.Extent.End)}}
	c.lists = w.lists[i]
	w.collect(n.Children, &c)
	w.d.clauses = append(w.d.clauses, c)
}

// collect takes over the lists of clauses below a task that carry no duty themselves (完成时限 lines).
func (w *taskWalk) collect(children []int, c *clause) {
	for _, k := range children {
		c.lists = append(c.lists, w.lists[k]...)
		w.collect(w.d.Tree.Nodes[k].Children, c)
	}
}

// tableTasks makes a clause of every row of a task table.
func (d *Draft) tableTasks() {
	for g := range d.Tree.Grids {
		for r := range d.Tree.Grids[g].Rows {
			row := &d.Tree.Grids[g].Rows[r]
			c := clause{node: -1, grid: g, row: r, heading: passage.Piece(row.Title)}
			c.parts = append(c.parts, c.heading)
			for _, cell := range row.Cells {
				p := passage.Piece(cell.Range)
				switch cell.Column {
				case outline.ColumnContent, outline.ColumnOther:
					c.parts = append(c.parts, p)
				case outline.ColumnLead, outline.ColumnResponsible, outline.ColumnCooperate:
					c.lists = append(c.lists, duty.ReadCell(d.text.String, p, cell.Column))
				case outline.ColumnFigure:
					c.figures = append(c.figures, cell)
				case outline.ColumnDue:
					c.lists = append(c.lists, duty.List{Piece: p, Due: p})
				}
			}
			d.clauses = append(d.clauses, c)
		}
	}
}

// sortClauses puts clauses of text and tables in reading order.
func (d *Draft) sortClauses() {
	text := d.clauses
	for i := 1; i < len(text); i++ {
		if text[i].heading.Start < text[i-1].heading.Start {
			sortByStart(text)
			return
		}
	}
}

func sortByStart(c []clause) {
	slices.SortStableFunc(c, func(a, b clause) int { return cmp.Compare(a.heading.Start, b.heading.Start) })
}
