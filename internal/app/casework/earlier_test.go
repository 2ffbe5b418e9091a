package casework_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/document"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/quantity"
)

// A document takes the place of the plan: the measures that were not done yet fill the form of the new assignment, and so does the curve of a number whose goal
// stayed as it was.
func TestEarlier_IsWhatTheUnitMeantToDoUnderTheOlderDocument(t *testing.T) {
	t.Parallel()
	for goal, points := range map[string]int{"80公里": 1, "100公里": 0} {
		t.Run(goal, func(t *testing.T) {
			t.Parallel()
			onEach(t, func(h *house) {
				ctx, by, other := h.Context(), caller(2, h.roads, access.Reporter), caller(3, h.housing, access.Reporter)
				var c casework.Item
				for _, x := range h.cases(by, "assigned") {
					if x.Case.Unit == h.roads {
						c = x
					}
				}
				h.take(by, c.ID, "sign", nil)
				h.take(by, c.ID, "pass", flow.Form{"section": "建设科", "person": "李四"})
				half := quantity.Integer(40)
				h.Must(h.Cases.File(ctx, by, c.ID, []casework.Measure{
					{What: "完成勘察设计", Person: "李四", On: instancetest.Day("2025-03-31")},
					{What: "全部通车", Person: "李四", On: instancetest.Day("2025-12-20")},
					{Target: h.target(c.Task), Value: &half, On: instancetest.Day("2025-06-30")},
				}, true))
				h.take(h.office, c.ID, "approve", nil)
				h.Must(h.Cases.Done(ctx, by, h.find(by, c.ID).Measures[0].ID, instancetest.Day("2025-03-10"), "设计已批复。"))

				next := h.replaced(by, goal)
				h.take(by, next, "sign", nil)
				h.take(by, next, "pass", flow.Form{"section": "建设科", "person": "李四"})
				earlier := h.earlier(by, next)
				if len(earlier) != 1+points || earlier[0].What != "全部通车" || earlier[0].Person != "李四" {
					h.Fatalf("the form begins with %+v", earlier)
				}
				if d := h.find(by, next); points == 1 && (earlier[1].Target != h.target(d.Task) || *earlier[1].Value != 40_0000) {
					h.Errorf("the curve begins with %+v", earlier[1])
				}
				for _, x := range h.cases(other, "assigned") {
					if e := h.earlier(other, x.ID); x.Case.Unit != h.housing || len(e) != 0 {
						h.Errorf("another unit's form begins with %+v", e)
					}
				}
				h.Must(h.Cases.File(ctx, by, next, []casework.Measure{{What: "重新安排", Person: "李四", On: instancetest.Day("2025-05-31")}}, false))
				if earlier := h.earlier(by, next); len(earlier) != 0 {
					h.Errorf("what was written is written over by %+v", earlier)
				}
			})
		})
	}
}

// replaced has another document take the place of the plan and gives the new assignment of whoever asks.
func (h *house) replaced(by app.Call, goal string) uuid.UUID {
	h.Helper()
	older := instancetest.All[record.Document](h.Office, record.DocumentTable)[0].ID
	text := strings.NewReplacer("工作要点", "实施方案", "〔2025〕3号", "〔2025〕9号", "1月10日", "3月5日", "80公里", goal).Replace(plan)
	newer := h.Upload(h.office, "方案.txt", text)
	h.Must(h.Documents.Relate(h.Context(), h.office, newer, older, record.Replaces, nil))
	d := document.Decision{Every: "quarter"}
	for _, unit := range []uuid.UUID{h.housing, h.roads} {
		d.Tasks = append(d.Tasks, document.TaskDecision{DoneWhen: "验收合格", Proof: "验收单", Duties: []document.DutyDecision{{Unit: unit, Part: record.PartLead}}})
	}
	h.Must(h.Documents.Adopt(h.Context(), h.office, newer, d))
	for _, x := range h.cases(by, "assigned") {
		if x.Case.Unit == by.Actor.Unit {
			return x.ID
		}
	}
	h.Fatal("nothing was assigned")
	return uuid.Nil
}

func (h *house) earlier(by app.Call, id uuid.UUID) []record.Measure {
	h.Helper()
	all, err := h.Cases.Earlier(h.Context(), by, h.find(by, id))
	h.Must(err)
	return all
}
