package bulletin

import (
	"fmt"
	"io"
	"slices"

	"github.com/wenxiao/wenxiao/period"
)

// A Sheet (催办单、督办单) holds one unit to one matter: one matter, one sheet.
type Sheet struct {
	Kind     string      // its name, in red: 催办单, 督办单, 提醒函
	Number   string      // in its series; empty while it has none
	To       string      // the unit
	Task     string      // with its number
	Document string      // that orders it
	Item     string      // what should have been reported, or done
	Due      period.Date // by when; 0 for no day
	AsOf     period.Date // the day of the sheet
	Basis    string      // by what rule it is sent
	Demand   string      // what is to be done
	Answer   period.Date // by when; 0 for no day
	Issuer   string
}

// WriteTo writes the sheet as a DOCX file, with room to sign for it and to answer, and gives the number of its bytes.
func (s Sheet) WriteTo(out io.Writer) (int64, error) {
	l := newLayout()
	l.paragraph("", `<w:snapToGrid w:val="0"/><w:spacing w:before="240" w:line="240" w:lineRule="auto"/>`+centre, face(fontSong)+red+spaced(0)+size(72), s.Kind)
	l.paragraph("", `<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="FF0000"/></w:pBdr><w:jc w:val="right"/>`, "", s.Number)
	l.paragraph("", "", "", s.To+"：")
	late := ""
	if s.Due != 0 && s.AsOf > s.Due {
		late = fmt.Sprintf("（已逾期%d天）", int(s.AsOf-s.Due))
	}
	rows := [][]string{{"督办事项", s.Task}, {"依据文件", s.Document}, {"应办内容", s.Item}, {"应办日期", dated(s.Due) + late},
		{"发单依据", s.Basis}, {"办理要求", s.Demand}, {"回复期限", dated(s.Answer)}}
	l.form(slices.DeleteFunc(rows, func(row []string) bool { return row[1] == "" }))
	l.sign(Official{Signature: s.Issuer, Date: s.AsOf})
	l.form([][]string{{"签收人", ""}, {"签收时间", ""}, {"办理情况", "\n\n"}, {"单位负责人签字（盖章）", ""}})
	l.body.WriteString(section(false, false))
	return l.pack(out)
}

// form writes names and what stands beside them; what is empty stays to be written in by hand.
func (l *layout) form(rows [][]string) {
	t := Table{Columns: []Column{{Width: 2, Align: Centre}, {Width: 7}}, Rows: rows}
	l.table(t)
}

// dated is a date; empty for none.
func dated(d period.Date) string {
	if d == 0 {
		return ""
	}
	return Day(d)
}
