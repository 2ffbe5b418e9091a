package bulletin

import (
	"archive/zip"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/wenxiao/wenxiao/period"
)

// A Dossier (档案) is everything about one task, for whoever examines it later without having been there.
type Dossier struct {
	Number   string // of the task, as the document prints it
	Task     string
	Document string
	Secrecy  string // 不予公开标志 of the document; empty for none
	Basis    string // the words of the document
	DoneWhen string // 完成标志
	State    string // in words
	Office   string // who keeps it
	AsOf     period.Date
	Duties   [][2]string // part and unit
	Targets  [][]string  // what is measured, goal, unit
	Measures []Measure
	Reports  []ReportSheet
	Course   [][]string // what was done by whom: when, unit and person, what with the words to it
	Closing  Closing
}

// A Measure (措施) is one that the unit filed, with the files that prove it.
type Measure struct {
	What, Person, On string
	Done             string // when and with what result; empty for not yet
	Files            []File
}

// A Closing (销号) is how a task was closed by those who had it; empty for one that is still to be signed by hand.
type Closing struct {
	Lead   string // what the unit says was achieved, and when it said so
	Office string // grade and opinion of the office
	On     string
}

// A ReportSheet (报送签字单) is a report as it is printed and signed.
type ReportSheet struct {
	Secrecy string // 不予公开标志 of the document that orders the task; empty for none
	Unit    string
	Period  string
	State   string // in words
	Code    string // version code
	Handed  string // when it was handed in, in words; empty for not yet
	Signed  string // who signed it for the unit, and in whose place; empty for nobody
	IsLate  bool
	Texts   [][2]string // name and text
	Values  [][]string  // what is measured, goal, value, unit
	Scan    *File       // the paper that was signed and sealed; nil for none
	Files   []File      // evidence
}

// A File is a piece of evidence. Open is called once, while the archive is written.
type File struct {
	Name string
	Open func() (io.ReadCloser, error)
}

// WriteTo writes the dossier as a ZIP archive: cover with index, the index as a page for a browser, reports and evidence in the order of the reports, a sheet for striking the
// task off. Entries are numbered and their names are good on every system. Errors: those of out and of the files.
func (d Dossier) WriteTo(out io.Writer) (int64, error) {
	c := &counter{w: out}
	z := zip.NewWriter(c)
	n := 0
	var lines []indexLine
	type entry struct {
		name  string
		write func(io.Writer) error
	}
	var entries []entry
	add := func(dir, kind, name string, write func(io.Writer) error) {
		n++
		number := fmt.Sprintf("%03d", n)
		name = SafeName(number + " " + name)
		lines = append(lines, indexLine{number, kind, dir + name, strings.TrimPrefix(name, number+" ")}) // as whoever looks for it finds it
		entries = append(entries, entry{dir + name, write})
	}
	for _, r := range d.Reports {
		add("1 进展报告/", "进展报告", strings.Join([]string{r.Period, r.Unit, r.Code}, " ")+".docx", r.official().write)
		if r.Scan != nil {
			add("1 进展报告/", "签字盖章扫描件", r.Scan.Name, r.Scan.copy)
		}
		for _, f := range r.Files {
			add("2 佐证材料/", "佐证材料", f.Name, f.copy)
		}
	}
	for _, m := range d.Measures {
		for _, f := range m.Files {
			add("2 佐证材料/", "措施佐证", f.Name, f.copy)
		}
	}
	const cover, strikeOff = "0 封面和目录.docx", "3 销号审批表.docx"
	entries = append(entries, entry{strikeOff, d.strikeOff})
	lines = append(lines, indexLine{"—", "销号审批", strikeOff, strikeOff})
	entries = slices.Insert(entries, 0, entry{cover, d.cover(lines).write}, entry{indexName, func(w io.Writer) error {
		return d.index(w, slices.Insert(lines, 0, indexLine{"—", "封面", cover, cover}))
	}})
	for _, e := range entries {
		w, err := create(z, e.name)
		if err == nil {
			err = e.write(w)
		}
		if err != nil {
			return c.n, fmt.Errorf("write %s into a dossier: %w", path.Base(e.name), err)
		}
	}
	err := z.Close()
	return c.n, err
}

func (o Official) write(w io.Writer) error {
	_, err := o.WriteTo(w)
	return err
}

func (f File) copy(w io.Writer) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	if closed := r.Close(); err == nil {
		err = closed
	}
	return err
}

// cover says what the task is, and lists what the archive holds.
func (d Dossier) cover(lines []indexLine) Official {
	var index [][]string
	for _, l := range lines {
		index = append(index, []string{l.Number, l.Kind, l.Name})
	}
	body := []Block{Paragraph{Text: "档案整理：" + d.Office + "　　截至" + Day(d.AsOf), IsCentre: true},
		Heading{1, "任务"}, Paragraph{Text: d.Number + " " + d.Task}, Paragraph{Text: "依据文件：" + d.Document}, Paragraph{Text: "原文：" + d.Basis}}
	body = append(marked(d.Secrecy), body...)
	if d.DoneWhen != "" {
		body = append(body, Paragraph{Text: "完成标志：" + d.DoneWhen})
	}
	body = append(body, Paragraph{Text: "当前状态：" + d.State}, Heading{1, "责任分工"})
	duties := Table{Columns: []Column{{Head: "分工", Width: 1, Align: Centre}, {Head: "单位", Width: 4}}}
	for _, x := range d.Duties {
		duties.Rows = append(duties.Rows, x[:])
	}
	body = append(body, duties)
	if len(d.Targets) > 0 {
		body = append(body, Heading{1, "目标"}, Table{Columns: []Column{{Head: "指标", Width: 4}, {Head: "目标", Width: 2, Align: Right}, {Head: "单位", Width: 1, Align: Centre}}, Rows: d.Targets})
	}
	if len(d.Measures) > 0 {
		measures := Table{Columns: []Column{{Head: "措施", Width: 4}, {Head: "责任人", Width: 1, Align: Centre}, {Head: "时间节点", Width: 2, Align: Centre}, {Head: "完成情况", Width: 3}}}
		for _, m := range d.Measures {
			measures.Rows = append(measures.Rows, []string{m.What, m.Person, m.On, m.Done})
		}
		body = append(body, Heading{1, "措施"}, measures)
	}
	if len(d.Course) > 0 {
		body = append(body, Heading{1, "办理过程"}, Table{Columns: []Column{{Head: "时间", Width: 2, Align: Centre}, {Head: "办理人", Width: 3}, {Head: "事项", Width: 5}}, Rows: d.Course})
	}
	body = append(body, Heading{1, "卷内目录"},
		Table{Columns: []Column{{Head: "序号", Width: 1, Align: Centre}, {Head: "类别", Width: 2, Align: Centre}, {Head: "名称", Width: 7}}, Rows: index})
	return Official{Title: "任务档案", Body: body}
}

// marked is the mark of a paper that is not for the public, as its first line; nothing for one without.
func marked(secrecy string) []Block {
	if secrecy == "" {
		return nil
	}
	return []Block{Paragraph{Text: "【" + secrecy + "】"}}
}

// official is the report as a document with room for signatures and the seal.
func (r ReportSheet) official() Official {
	state := r.State
	if r.Handed != "" {
		state += "，" + r.Handed + "提交"
	}
	if r.IsLate {
		state += "（逾期）"
	}
	o := Official{Title: "任务进展报告", Checks: []string{"版本码：" + r.Code}, Body: []Block{
		Paragraph{Text: "填报单位：" + r.Unit}, Paragraph{Text: "填报事项：" + r.Period}, Paragraph{Text: "状态：" + state}}}
	o.Body = append(marked(r.Secrecy), o.Body...)
	if r.Signed != "" {
		o.Body = append(o.Body, Paragraph{Text: "审签：" + r.Signed})
	}
	for _, t := range r.Texts {
		o.Body = append(o.Body, Heading{1, t[0]}, Paragraph{Text: t[1]})
	}
	if len(r.Values) > 0 {
		o.Body = append(o.Body, Heading{1, "指标数据"}, Table{Columns: []Column{{Head: "指标", Width: 4}, {Head: "目标", Width: 2, Align: Right}, {Head: "填报", Width: 2, Align: Right}, {Head: "单位", Width: 1, Align: Centre}}, Rows: r.Values})
	}
	o.Body = append(o.Body, Heading{1, "签字"}, Table{Columns: []Column{{Head: "填报人"}, {Head: "科室负责人"}, {Head: "分管领导"}, {Head: "单位（盖章）"}}, Rows: [][]string{{"\n\n", "", "", ""}}})
	return o
}

// strikeOff is the sheet on which a task is struck off.
func (d Dossier) strikeOff(out io.Writer) error {
	l := newLayout()
	l.paragraph("title", "", "", "任务销号审批表")
	l.blank(1)
	l.form([][]string{{"任务", d.Number + " " + d.Task}, {"依据文件", d.Document}, {"完成标志", d.DoneWhen}, {"当前状态", d.State},
		{"牵头单位意见（盖章）", d.Closing.Lead + "\n\n\n"}, {"督查部门审核意见（盖章）", d.Closing.Office + "\n\n\n"}, {"领导审批意见", "\n\n\n"}, {"销号时间", d.Closing.On}})
	l.body.WriteString(section(false, false))
	_, err := l.pack(out)
	return err
}

// maxName is how long a file's name may be, in characters: short enough for a folder somewhere deep on Windows.
const maxName = 100

// SafeName is a file's name that every system takes: without the characters Windows forbids, not one of its devices, not ending in a
// point or a space, and not too long. The extension stays.
func SafeName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"/\|?*`, r) || unicode.IsControl(r) || r == unicode.ReplacementChar || unicode.Is(unicode.Cf, r) {
			return '_'
		}
		return r
	}, name)
	ext := path.Ext(name)
	if len([]rune(ext)) > 10 {
		ext = ""
	}
	stem := []rune(strings.TrimRight(strings.TrimSuffix(name, ext), ". "))
	ext = strings.TrimRight(ext, ". ")
	if n := maxName - len([]rune(ext)); len(stem) > n {
		stem = []rune(strings.TrimRight(string(stem[:n]), ". "))
	}
	device, _, _ := strings.Cut(strings.ToUpper(string(stem)), ".")
	if len(stem) == 0 || slices.Contains(devices, strings.TrimSpace(device)) {
		stem = append([]rune{'_'}, stem...)
	}
	return string(stem) + ext
}

var devices = strings.Fields("CON PRN AUX NUL COM1 COM2 COM3 COM4 COM5 COM6 COM7 COM8 COM9 LPT1 LPT2 LPT3 LPT4 LPT5 LPT6 LPT7 LPT8 LPT9")
