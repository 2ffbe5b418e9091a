package document

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
)

// reports is an obligation to report, by units.
func reports(every string, who ...string) policy.Obligation {
	return policy.Obligation{Action: policy.ActionReport, Who: who, Schedule: policy.Schedule{Every: &every}}
}

func TestAdopt_ReportsAreDueFromThoseWhomTheDocumentNames(t *testing.T) {
	t.Parallel()
	meet := reports("month", "各牵头单位")
	meet.Action = policy.ActionMeet
	for name, c := range map[string]struct {
		obligations []policy.Obligation
		every       string // what the person chose
		want        string // unit and number of due items of a year
	}{
		"all who lead":                         {[]policy.Obligation{reports("quarter", "各牵头单位")}, "month", "市教育局 4, 市财政局 4"},
		"one by name":                          {[]policy.Obligation{reports("quarter", "市财政局")}, "month", "市财政局 4"},
		"nobody beside all":                    {[]policy.Obligation{reports("quarter"), reports("half-year", "各责任单位")}, "", "市教育局 2, 市财政局 2"},
		"nobody alone":                         {[]policy.Obligation{reports("half-year")}, "", "市教育局 2, 市财政局 2"},
		"one who leads nothing":                {[]policy.Obligation{reports("month", "市督查室")}, "quarter", "市教育局 4, 市财政局 4"},
		"no order, and a person chose":         {[]policy.Obligation{meet}, "half-year", "市教育局 2, 市财政局 2"},
		"no order, and a person chose nothing": {[]policy.Obligation{meet}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			year := 2025
			today, err := period.NewDate(year, 1, 2)
			if err != nil {
				t.Fatal(err)
			}
			p := &plan{calendar: period.NewCalendar(), today: today, obligations: make([]record.Obligation, len(c.obligations))}
			for i, name := range []string{"市财政局", "市教育局", "市水利局"} {
				part := record.PartLead
				if i == 2 {
					part = record.PartCooperate
				}
				p.duties = append(p.duties, record.Duty{Unit: &uuid.UUID{byte(i + 1)}, UnitName: name, Role: part})
			}
			doc := &policy.Document{Meta: policy.Meta{Year: &year}, Obligations: c.obligations}
			if err := p.addReports(doc, c.every); err != nil {
				t.Fatal(err)
			}
			count := make(map[string]int)
			for _, d := range p.due {
				count[p.duties[d.Unit[0]-1].UnitName]++
			}
			var got []string
			for unit, n := range count {
				got = append(got, fmt.Sprint(unit, " ", n))
			}
			slices.Sort(got)
			if text := strings.Join(got, ", "); text != c.want {
				t.Errorf("due are %q, want %q", text, c.want)
			}
		})
	}
}
