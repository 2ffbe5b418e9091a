package proposal

import (
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

// A Table (附表) is one of the lists beside the task table: reports, provisions, doubts.
type Table struct {
	Name  string
	Heads []string
	Rows  [][]string // as many cells as there are heads
}

// heads gives phrases in one language.
func heads(l source.Language, words ...phrase) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = w[l]
	}
	return all
}

// ReportTable (报送事项) lists the obligations of the document and of its tasks, then what events set off.
func (s *Sheet) ReportTable() Table {
	l := s.Language
	t := Table{Name: wordReports[l], Heads: heads(l, columnWords[ColumnNumber], wordKind, wordWhen, wordWho, wordTo, wordQuote, wordOfTask)}
	for i := range s.Reports {
		o := s.Reports[i].Obligation
		when := o.Event
		if when == "" {
			when = ScheduleWords(&o.Schedule, l)
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), actionWords[o.Action][l], oneLine(when),
			unitNames(o.Who), UnitName(value(o.To)), oneLine(o.Quote), s.taskWords(s.Reports[i].Task)})
	}
	return t
}

// ProvisionTable (政策条款) lists the rules with their parameters.
func (s *Sheet) ProvisionTable() Table {
	l := s.Language
	t := Table{Name: wordProvisions[l], Heads: heads(l, columnWords[ColumnNumber], wordKind, wordQuote, wordParams, wordOfTask)}
	for i := range s.Document.Provisions {
		p := &s.Document.Provisions[i]
		number := 0
		if r := s.rowOf(p.Span); r != nil {
			number = r.Number
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), provisionWords[p.Kind][l], oneLine(p.Quote),
			strings.Join(ParamWords(p.Params, l), "\n"), s.taskWords(number)})
	}
	return t
}

// DoubtTable (需核事项) lists what a person should look at, with the sentence and the reason.
func (s *Sheet) DoubtTable() Table {
	l := s.Language
	t := Table{Name: wordDoubts[l], Heads: heads(l, columnWords[ColumnNumber], wordOfTask, wordPlace, wordKind, wordFact, wordReason, wordAdvice, wordSentence)}
	for i := range s.Doubts {
		d := &s.Doubts[i]
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), s.taskWords(d.Task), d.place(l), d.Kind.Word(l), d.Fact,
			strings.TrimSpace(string(d.Code) + " " + d.Reason), d.Advice, d.Quote})
	}
	return t
}

// place says where the words stand: the clause and the line of the text.
func (d *Doubt) place(l source.Language) string {
	if d.Line == 0 {
		return d.Place
	}
	at := strings.ReplaceAll(wordLine[l], "%d", strconv.Itoa(d.Line))
	if d.Place == "" {
		return at
	}
	return d.Place + "\n" + at
}

// taskWords names a task by its 序号; "" for none.
func (s *Sheet) taskWords(number int) string {
	if number == 0 {
		return ""
	}
	return strconv.Itoa(number) + " " + title(s.Rows[s.tasks[number-1]].Task)
}

// Notes are what one sentence of the document gives for many tasks, as printed.
func (s *Sheet) Notes() []string {
	var notes []string
	for i := range s.Document.DefaultDuties {
		if quote := oneLine(s.Document.DefaultDuties[i].Quote); i == 0 || quote != oneLine(s.Document.DefaultDuties[i-1].Quote) {
			notes = append(notes, quote)
		}
	}
	return notes
}

// Issue (发文信息) are the parts of the line under the title: issuers, number and date, those the document states.
func (s *Sheet) Issue() []string {
	m := &s.Document.Meta
	var parts []string
	entry := func(word phrase, text string) {
		if text != "" {
			parts = append(parts, word[s.Language]+wordColon[s.Language]+text)
		}
	}
	entry(wordIssuers, strings.Join(m.Issuers, "、"))
	entry(wordDocumentNumber, value(m.Number))
	date := value(m.Issued)
	if year, month, day := parsed(date); s.Language == source.Chinese && month > 0 {
		date = chineseDate(year, month, day)
	}
	entry(wordIssued, date)
	entry(wordSecrecy, value(m.Secrecy))
	return parts
}

// Warning says that the document does not bind, and why; "" where it was issued.
func (s *Sheet) Warning() string { return statusWords[s.Document.Meta.Status][s.Language] }

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func unitNames(units []string) string {
	all := make([]string, len(units))
	for i, u := range units {
		all[i] = UnitName(u)
	}
	return strings.Join(all, "、")
}

// ScheduleWords says when an obligation falls due, as an office does: 每季度末月25日前.
func ScheduleWords(s *policy.Schedule, l source.Language) string {
	var parts []string
	add := func(w phrase, n *int) {
		if n != nil {
			parts = append(parts, strings.ReplaceAll(w[l], "%d", strconv.Itoa(*n)))
		}
	}
	switch every := value(s.Every); {
	case every == "" && len(s.Dates) == 0:
		parts = append(parts, wordPeriodic[l])
	case every != "":
		parts = append(parts, periodWords[every][l])
	}
	if m := s.MonthOfPeriod; m != nil && *m == 1 {
		parts = append(parts, wordFirstMonth[l])
	} else if m != nil && *m == 3 && value(s.Every) == "quarter" {
		parts = append(parts, wordLastMonth[l])
	} else {
		add(wordMonthOf, m)
	}
	add(wordDay, s.Day)
	add(wordWorkdays, s.WorkdaysAfter)
	for i, date := range s.Dates {
		if _, month, day := parsed("2000-" + date); l == source.Chinese && month > 0 {
			date = strconv.Itoa(month) + "月" + strconv.Itoa(day) + "日"
		}
		if i > 0 {
			date = wordNames[l] + date
		}
		parts = append(parts, date)
	}
	if s.Times != nil && *s.Times > 1 {
		add(wordTimes, s.Times)
	}
	if l == source.English {
		return strings.ReplaceAll(strings.Join(parts, ", "), ", , ", ", ")
	}
	return strings.Join(parts, "")
}
