package bulletin

import (
	"fmt"

	"github.com/wenxiao/wenxiao/period"
)

// A LedgerFinding is one finding of an inspection as lists have it.
type LedgerFinding struct {
	Number                            int64
	Unit, Place, What, Basis          string
	Severity, State                   string // in words
	Measures, Person, Result, Recheck string
	Found, Limit, Struck              period.Date // 0 for none
}

// FindingLists are the three lists of an inspection: what was found (问题清单), what is done about it (整改清单), who answers for it until when (责任清单).
func FindingLists(title, office string, asOf period.Date, found []LedgerFinding) []Ledger {
	lists := []Ledger{
		{Title: title + "问题清单", Columns: []Column{{Head: "序号", Width: 6, Align: Centre}, {Head: "被督查单位", Width: 26}, {Head: "地点", Width: 24}, {Head: "问题描述", Width: 70},
			{Head: "程度", Width: 8, Align: Centre}, {Head: "依据", Width: 40}, {Head: "发现日期", Width: 13, Align: Centre}, {Head: "状态", Width: 14, Align: Centre}}},
		{Title: title + "整改清单", Columns: []Column{{Head: "序号", Width: 6, Align: Centre}, {Head: "问题描述", Width: 50}, {Head: "整改措施", Width: 50}, {Head: "整改时限", Width: 13, Align: Centre},
			{Head: "整改情况", Width: 44}, {Head: "复查情况", Width: 30}, {Head: "销号日期", Width: 13, Align: Centre}, {Head: "状态", Width: 14, Align: Centre}}},
		{Title: title + "责任清单", Columns: []Column{{Head: "序号", Width: 6, Align: Centre}, {Head: "问题描述", Width: 70}, {Head: "责任单位", Width: 30}, {Head: "责任人", Width: 16, Align: Centre},
			{Head: "整改时限", Width: 13, Align: Centre}, {Head: "状态", Width: 14, Align: Centre}}},
	}
	for i := range lists {
		lists[i].Office, lists[i].AsOf = office, asOf
	}
	on := func(d period.Date) string {
		if d == 0 {
			return ""
		}
		return d.String()
	}
	for _, f := range found {
		n := fmt.Sprint(f.Number)
		lists[0].Rows = append(lists[0].Rows, []string{n, f.Unit, f.Place, f.What, f.Severity, f.Basis, on(f.Found), f.State})
		lists[1].Rows = append(lists[1].Rows, []string{n, f.What, f.Measures, on(f.Limit), f.Result, f.Recheck, on(f.Struck), f.State})
		lists[2].Rows = append(lists[2].Rows, []string{n, f.What, f.Unit, f.Person, on(f.Limit), f.State})
	}
	return lists
}
