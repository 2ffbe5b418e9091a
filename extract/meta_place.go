package extract

import (
	"strings"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// fieldNames are the labels of a page's table of particulars and what they hold.
var fieldNames = zh.NewLexicon(map[string]string{
	"发文字号": "number", "文号": "number", "文件编号": "number", "发文号": "number",
	"成文日期": "issued", "发文日期": "issued", "成文时间": "issued", "发文时间": "issued", "制发日期": "issued", "签发日期": "issued", "印发日期": "issued", "生成日期": "issued",
	"发布日期": "posted", "发布时间": "posted", "公布日期": "posted", "日期": "posted", "时间": "posted", "公开日期": "posted", "发文日期(发布)": "posted",
	"发文机关": "issuer", "发布机构": "page", "发文单位": "issuer", "制发机关": "issuer", "发布单位": "issuer", "来源": "source", "信息来源": "source", "稿件来源": "source", "发文机构": "issuer", "制定机关": "issuer", "公开主体": "issuer", "来源机构": "issuer",
})

// findLabelledFields reads what the lines of particulars say (发文字号:…, 成文日期:…), where the text itself does not.
// The date of writing wins over the page's date of posting.
func (d *Draft) findLabelledFields(f front, m *policy.Meta) {
	posted, postedSpan := "", source.Span{}
	organ, organPiece := "", piece{}
	for _, lines := range [...][]piece{f.lines, f.tail} {
		for _, l := range lines {
			for _, field := range fieldsOf(d.s, l) {
				value := field.value.of(d.s)
				switch field.kind {
				case "number":
					if i := strings.Index(value, "号"); m.Number == nil && i > 0 && strings.ContainsAny(value, "〔[(") {
						number := strings.ReplaceAll(value[:i+len("号")], " ", "")
						m.Number = &number
						_, m.Spans.Number = d.quote(piece{field.value.start, field.value.start + i + len("号")})
					}
				case "issued", "posted":
					iso, n := fullDate(strings.ReplaceAll(value, " ", ""))
					if n == 0 {
						continue
					}
					if field.kind == "posted" && posted == "" {
						posted = iso
						_, postedSpan = d.quote(field.value)
					} else if field.kind == "issued" && m.Issued == nil {
						m.Issued = &iso
						_, m.Spans.Issued = d.quote(field.value)
					}
				default:
					if _, n := organWords.Suffix(value); n > 0 && (organ == "" || field.kind == "issuer") && runes(value) >= 5 {
						organ, organPiece = value, field.value
					}
				}
			}
		}
	}
	d.loneDate(f, m)
	if m.Issued == nil && posted != "" {
		m.Issued, m.Spans.Issued = &posted, postedSpan
	}
	d.fallbackIssuers(f, m, organ, organPiece)
}

type field struct {
	kind  string
	value piece
}

// fieldsOf reads the labelled values of one line; several may share it.
func fieldsOf(s string, l piece) []field {
	var out []field
	for i := l.start; i < l.end; i++ {
		if s[i] != ':' && s[i] != '\t' && s[i] != ']' {
			continue
		}
		kind, n := fieldNames.Suffix(strings.ReplaceAll(s[l.start:i], " ", ""))
		if n == 0 {
			continue
		}
		end := l.end
		for _, stop := range [...]string{"\t", " ", "]", ")", "|", "[", "日期:", "时间:", "来源:", "字号:", "浏览", "点击", "阅读", "访问", "作者"} {
			if j := strings.Index(s[min(i+2, end):end], stop); j > 0 {
				end = min(i+2, end) + j
			}
		}
		value := trimPiece(s, piece{i + 1, end})
		if i+1 < l.end && s[i+1] == ' ' {
			value = trimPiece(s, piece{i + 2, end})
		}
		if value.start < value.end {
			out = append(out, field{kind, value})
		}
	}
	return out
}

// fallbackIssuers reads the issuer where no signature names one: from the title
// block (某省人民政府办公厅关于…), from a red head (某县人民政府办公室文件), from the page.
func (d *Draft) fallbackIssuers(f front, m *policy.Meta, organ string, p piece) {
	if len(m.Issuers) > 0 {
		return
	}
	add := func(name string, at piece) {
		m.Issuers = append(m.Issuers, squeeze(name))
		_, span := d.quote(at)
		m.Spans.Issuers = append(m.Spans.Issuers, span)
	}
	for _, l := range f.lines {
		t := l.of(d.s)
		if head, found := strings.CutSuffix(t, "文件"); found {
			if _, n := organWords.Suffix(strings.TrimSpace(head)); n > 0 && runes(t) < 40 {
				for _, one := range splitOrgans(d.s, piece{l.start, l.start + len(strings.TrimSpace(head))}) {
					add(one.of(d.s), one)
				}
				return
			}
		}
		if i := strings.Index(t, "关于"); i > 9 && runes(t) < 90 {
			if _, n := organWords.Suffix(strings.TrimSpace(t[:i])); n > 0 && !strings.ContainsAny(t[:i], "。,:;《>") {
				for _, one := range splitOrgans(d.s, piece{l.start, l.start + len(strings.TrimRight(t[:i], " "))}) {
					add(one.of(d.s), one)
				}
				return
			}
		}
	}
	if organ != "" {
		for _, one := range cutAt(d.s, p, "、") {
			add(one.of(d.s), one)
		}
	}
}

// findSecrecy finds a secrecy mark (密级) alone at the head of the document: 秘密★1年.
func (d *Draft) findSecrecy(f front, m *policy.Meta) {
	for i, l := range f.lines {
		t := strings.ReplaceAll(l.of(d.s), " ", "")
		if i > 12 {
			return
		}
		for _, w := range [...]string{"绝密", "机密", "秘密"} {
			rest, found := strings.CutPrefix(t, w)
			if found && (rest == "" || strings.HasPrefix(rest, "★") || strings.HasPrefix(rest, "☆") || strings.HasPrefix(rest, "*")) && runes(t) <= 12 {
				mark, span := d.quote(l)
				m.Secrecy, m.Spans.Secrecy = &mark, span
				return
			}
		}
	}
}

// placeOf gives the place a name begins with and its level: 阳泉市 is a city, 定南县 a county.
func placeOf(name string) (place, level string) {
	for i, r := range name {
		if !zh.IsHan(r) || strings.ContainsRune("全我本各", r) || i > 36 {
			return "", ""
		}
		if i < 6 {
			continue
		}
		head := name[:i+len(string(r))]
		rest := name[len(head):]
		switch r {
		case '省':
			return head, "province"
		case '市':
			return head, "city"
		case '县', '旗':
			if !strings.HasPrefix(rest, "域") && !strings.HasPrefix(rest, "级") && !strings.HasPrefix(rest, "城") || strings.HasPrefix(rest, "城集") || strings.HasPrefix(rest, "县城") {
				return head, "county"
			}
		case '区':
			switch {
			case strings.HasSuffix(head, "自治区"):
				return head, "province"
			case strings.HasSuffix(head, "地区"):
				return head, "city"
			case strings.HasSuffix(head, "园区") || strings.HasSuffix(head, "社区") || strings.HasSuffix(head, "灾区") || strings.HasSuffix(head, "库区") || strings.HasSuffix(head, "景区") || strings.HasSuffix(head, "片区"):
				return "", ""
			}
			return head, "county"
		case '州':
			if strings.HasSuffix(head, "自治州") {
				return head, "city"
			}
		case '盟':
			if !strings.HasPrefix(rest, "约") {
				return head, "city"
			}
		}
		if strings.ContainsRune("年月的关于在对和与推进全我本", r) || !zh.IsHan(r) {
			return "", ""
		}
	}
	return "", ""
}

// municipalities are cities with a province's rank.
var municipalities = zh.Words("北京市 天津市 上海市 重庆市")

// provinces are names that may stand without 省 (广西壮族自治区 is found by its suffix).
func (d *Draft) findRegion(m *policy.Meta) {
	var place, level string
	for _, name := range append([]string{trimParty(m.Title)}, m.Issuers...) {
		p, l := placeOf(trimParty(name))
		if p == "" {
			continue
		}
		// 某市某区人民政府: the inner place is the issuer's own
		if rest := strings.TrimPrefix(trimParty(name), p); l == "city" || l == "province" {
			if inner, il := placeOf(rest); inner != "" && il != "province" && !strings.HasPrefix(rest, "市") && !strings.HasPrefix(rest, "区域") && runes(inner) <= 6 && !strings.HasPrefix(inner, "县") {
				p, l = inner, il
			}
		}
		if place == "" {
			place, level = p, l
		}
	}
	if municipalities.Has(place) {
		level = "province"
	}
	if place == "" {
		place, level = d.regionFromText()
	}
	if place != "" {
		m.Region = &place
	}
	if level == "" {
		level = d.levelFromUnits()
	}
	if level != "" {
		m.Level = &level
	}
}

// trimParty drops what may stand before the place in an organ's name.
func trimParty(s string) string {
	for _, w := range [...]string{"中国共产党", "中共", "共青团", "关于印发", "关于"} {
		s = strings.TrimPrefix(s, w)
	}
	return s
}

// regionFromText takes the place that 我市 or 我县 stands for from addressees and signatures near the head: 某县人民政府.
func (d *Draft) regionFromText() (place, level string) {
	lines := linesOf(d.s, piece{0, min(len(d.s), 2400)}, 40)
	for _, l := range lines {
		t := strings.ReplaceAll(l.of(d.s), " ", "")
		if runes(t) > 30 {
			continue
		}
		if _, n := organWords.Suffix(t); n > 0 {
			if p, lv := placeOf(trimParty(t)); p != "" {
				return p, lv
			}
		}
	}
	return "", ""
}

// bureaus are the names that bureaus of every level share, after 省, 市, 县 or 区.
var bureaus = zh.Words(`财政 发展改革 发改 农业农村 教育局 教育厅 民政 住建 住房 人社 人力资源 交通 卫健 卫生健康 文旅 商务 水利 委组织部 委宣传部 委市政府`)

// levelFromUnits infers the level from the bureaus named in the document's first part: 市财政局 says city.
func (d *Draft) levelFromUnits() string {
	count := map[rune]int{}
	s := d.s[:min(len(d.s), 30000)]
	for from := 0; ; {
		at, _, n := bureaus.Find(s, from)
		if at < 0 {
			break
		}
		count[zh.LastRune(s[:at])]++
		from = at + n
	}
	best, level := 0, ""
	for _, c := range [...]struct {
		r     rune
		level string
	}{{'省', "province"}, {'市', "city"}, {'县', "county"}, {'区', "county"}} {
		if count[c.r] > best {
			best, level = count[c.r], c.level
		}
	}
	return level
}

// basisWords say that the works named after them are the document's basis.
var basisWords = zh.Words(`根据 按照 依据 贯彻 落实 执行 遵照 依照 对照 围绕 衔接 结合`)

// findReferences finds the works cited as basis in the opening sentences: 《…》 after 根据, 贯彻, 落实, and titles without brackets after 根据.
func (d *Draft) findReferences(f front, m *policy.Meta) {
	seen := map[string]bool{m.Title: true}
	add := func(p piece) {
		quote, span := d.quote(p)
		name := strings.NewReplacer("\n", "", "\r", "").Replace(quote)
		if key := strings.ReplaceAll(name, " ", ""); !seen[key] && runes(name) > 3 {
			seen[key] = true
			m.References = append(m.References, name)
			m.Spans.References = append(m.Spans.References, span)
		}
	}
	for _, p := range d.openings(f) {
		text := p.of(d.s)
		found := false
		for i := 0; i < len(text); {
			open := strings.Index(text[i:], "《")
			if open < 0 {
				break
			}
			open += i
			end := closeTitle(text[open:])
			if end < 0 {
				break
			}
			if d.cited(text, open, open+end) {
				add(piece{p.start + open + len("《"), p.start + open + end})
				found = true
			}
			i = open + end + len("》")
		}
		if !found {
			d.unbracketed(p, add)
		}
	}
}

// closeTitle gives the place of the 》 that closes the 《 s begins with.
func closeTitle(s string) int {
	depth := 0
	for i := 0; i < len(s); i += len(firstOf(s[i:])) {
		switch {
		case strings.HasPrefix(s[i:], "《"):
			depth++
		case strings.HasPrefix(s[i:], "》"):
			if depth--; depth == 0 {
				return i
			}
		case s[i] == '\n':
			return -1
		}
	}
	return -1
}

// cited reports whether the title at [open, end) of an opening sentence is named as basis.
func (d *Draft) cited(text string, open, end int) bool {
	before := text[:open]
	if i := strings.LastIndex(before, "。"); i >= 0 {
		before = before[i:]
	}
	after := text[end+len("》"):]
	for _, w := range [...]string{"印发给", "已经", "已由", "业经", "提出", "起草", "制定了", "现印发"} {
		if strings.HasPrefix(after, w) {
			return false
		}
	}
	for _, w := range [...]string{"现将", "制定", "修订", "印发", "编制", "现就", "起草", "出台", "形成", "废止"} {
		if strings.HasSuffix(before, w) {
			return false
		}
	}
	at := -1
	for from := 0; ; {
		i, _, n := basisWords.Find(before, from)
		if i < 0 {
			break
		}
		at, from = i, i+n
	}
	return at >= 0 && !strings.Contains(before[at:], "制定本")
}

// openings are the paragraphs that open the document: running text before the first clause, and 第一条.
func (d *Draft) openings(f front) []piece {
	var out []piece
	for _, l := range f.paragraphs {
		t := l.of(d.s)
		if runes(t) > 24 && (strings.ContainsAny(t, "。,") || strings.HasPrefix(t, "为") || strings.HasPrefix(t, "根据")) {
			out = append(out, l)
		}
	}
	for i := range d.Tree.Nodes {
		n := &d.Tree.Nodes[i]
		if n.Label.Style == zh.LabelArticle && n.Label.Number == 1 {
			out = append(out, piece{n.Heading.Start, n.Body.End})
		}
		// the opening of a plan attached to a notice with numbered requirements
		if i > 0 && n.Label.Style == zh.LabelHan && n.Label.Number == 1 && n.Parent < 0 {
			prev := d.Tree.Nodes[i-1].Body
			for _, l := range linesOf(d.s, piece{prev.Start, prev.End}, 60) {
				t := l.of(d.s)
				if (strings.HasPrefix(t, "为") || strings.HasPrefix(t, "根据") || strings.HasPrefix(t, "按照")) && strings.Contains(t, "制定") {
					out = append(out, l)
				}
			}
		}
	}
	return out
}

// unbracketed reads works named without brackets after 根据: 根据市城乡融合发展规划和省…重点任务,.
func (d *Draft) unbracketed(p piece, add func(piece)) {
	text := p.of(d.s)
	at := strings.Index(text, "根据")
	if at < 0 {
		return
	}
	start := at + len("根据")
	end := start
	depth := 0
	for end < len(text) {
		r := zh.FirstRune(text[end:])
		if r == '(' {
			depth++
		}
		if r == ')' {
			depth--
		}
		if depth == 0 && (r == ',' || zh.EndsSentence(r) || r == ':') {
			break
		}
		end += len(string(r))
	}
	work := p.start + start
	for _, one := range cutAt(d.s, piece{p.start + start, p.start + end}, "和、") {
		name := strings.TrimSuffix(d.s[work:one.end], "要求")
		name = strings.TrimSuffix(strings.TrimSuffix(name, "的"), "精神")
		core := name
		if i := strings.LastIndexByte(name, '('); i > 0 && strings.HasSuffix(name, ")") {
			core = name[:i]
		}
		if _, n := documentKinds.Suffix(core); n > 0 && runes(name) >= 8 { // 新型城镇化和…重点任务 is one name
			add(piece{work, work + len(name)})
			work = one.end + len(firstOf(d.s[one.end:]))
		}
	}
}

// findStatus judges whether the source binds: a draft for comment, cut off, or of unknown origin.
func (d *Draft) findStatus(f front, m *policy.Meta) {
	text := strings.TrimRight(d.s, "\n ")
	last := zh.LastRune(text)
	switch {
	case strings.Contains(m.Title, "征求意见稿") || strings.Contains(m.Title, "草案") || strings.Contains(d.s[:min(len(d.s), 1500)], "征求意见稿"):
		m.Status = policy.StatusConsultation
	case zh.IsHan(last) && len(d.Tree.Nodes) > 0 && runes(text[strings.LastIndexByte(text, '\n')+1:]) > 60:
		m.Status = policy.StatusIncomplete
	case m.Number == nil && len(m.Issuers) == 0:
		m.Status = policy.StatusUnknown
	}
}
