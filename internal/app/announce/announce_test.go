package announce_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/instance/instancetest"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/announce"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/notify"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

const (
	trade    = "禾川市商务局"
	industry = "禾川市工业和信息化局"
	water    = "禾川市水利局"
)

// october is a ledger as a month end leaves it.
func (h *house) october() {
	accepted := func(value int64) item { return item{on: "2025-10-31", state: record.DueAccepted, value: value} }
	h.ledger("甲方案",
		told{state: record.TaskClosed, unit: trade, due: []item{accepted(61), {on: "2025-10-12", state: record.DueSuspended}, {on: "2025-10-13", state: record.DueLapsed},
			{on: "2025-10-14", state: record.DueReturned, again: "2025-11-07", value: 3}, {on: "2025-10-16", state: record.DueReturned, again: "2025-11-04", value: 3},
			{on: "2025-10-17", state: record.DueReturned, again: "2025-11-07", isLate: true, value: 3}, {on: "2025-10-18", state: record.DueSigning}}},
		told{state: record.TaskOpen, unit: trade, due: []item{{on: "2025-09-30", state: record.DueReturned, value: 3}, {on: "2025-10-31", state: record.DueOpen}, {on: "2025-11-30", state: record.DueOpen}}},
		told{state: record.TaskOpen, unit: industry, due: []item{accepted(47), {on: "2025-11-30", state: record.DueOpen}}},
		told{state: record.TaskClosed, outcome: record.OutcomeReplaced, unit: industry, due: []item{{on: "2025-10-31", state: record.DueCancelled}}})
	h.ledger("乙方案",
		told{state: record.TaskOpen, unit: industry, due: []item{{on: "2025-10-20", state: record.DueSubmitted, isLate: true, value: 9}}},
		told{state: record.TaskOpen, unit: trade, due: []item{{on: "2025-10-15", state: record.DueOpen}}},
		told{state: record.TaskClosed, unit: trade, due: []item{{on: "2025-08-15", state: record.DueOpen}}}, // closed: not late any more
		told{state: record.TaskClosed, outcome: record.OutcomeUnfinished, unit: trade},
		told{state: record.TaskOpen, unit: industry, isJoined: true},
		told{state: record.TaskDraft, unit: industry})
}

func (h *house) draft() uuid.UUID {
	h.Helper()
	id := instancetest.ID()
	h.Must(h.Announce.Draft(h.Context(), h.office, id, "2025-10"))
	return id
}

// numbered takes a bulletin all the way.
func (h *house) numbered(id uuid.UUID) {
	h.Helper()
	h.Must(h.Announce.Send(h.Context(), h.office, id, period.Date(h.Today())))
	for _, unit := range []string{trade, industry} {
		h.Must(h.Announce.Reply(h.Context(), h.at[unit], id, true, ""))
	}
	h.Must(h.Announce.Check(h.Context(), h.office, id, ""))
	h.Must(h.Announce.Sign(h.Context(), h.leader, id))
	h.Must(h.Announce.Number(h.Context(), h.office, id))
}

// counted is what a bulletin says, counted row by row.
type counted struct {
	total, closed, late, ongoing      int
	due, onTime, lateReports, missing int
	units                             map[uuid.UUID]int // late items of each
	values                            map[string]bool   // reported, as printed
}

// count counts the ledger of october by other means than the program's.
func (h *house) count() counted {
	h.Helper()
	today := h.Today()
	tasks := make(map[uuid.UUID]record.Task)
	c := counted{units: make(map[uuid.UUID]int), values: make(map[string]bool)}
	lateTask := make(map[uuid.UUID]bool)
	for _, x := range all[record.Task](h, record.TaskTable) {
		if (x.Outcome == "" || x.Outcome == record.OutcomeUnfinished) && x.State != record.TaskDraft && x.Joined == uuid.Nil {
			tasks[x.ID] = x
		}
	}
	reports := make(map[uuid.UUID]record.Report)
	for _, r := range all[record.Report](h, record.ReportTable) {
		reports[r.ID] = r
	}
	inMonth := func(d record.Due) bool {
		p := period.Date(d.On)
		return p.Year() == 2025 && p.Month() == 10 && d.On < today
	}
	for _, d := range all[record.Due](h, record.DueTable) {
		isBack := d.State == record.DueReturned && d.Again >= today // and not wanted again before today
		isOpen := d.State == record.DueOpen || d.State == record.DueSigning || d.State == record.DueReturned && !isBack
		if isOpen && d.On < today && tasks[d.Task].State == record.TaskOpen {
			lateTask[d.Task] = true
			c.units[d.Unit]++
		}
		if !inMonth(d) {
			continue
		}
		isIn := isBack || d.State == record.DueSubmitted || d.State == record.DueAccepted
		switch {
		case isIn && reports[d.Report].IsLate:
			c.lateReports++
		case isIn && d.Report != uuid.Nil:
			c.onTime++
		case isOpen || d.State == record.DueLapsed:
			c.missing++
		case d.State != record.DueCancelled && d.State != record.DueSuspended:
			h.Fatalf("nobody says how %s counts", d.State)
		}
		for _, v := range all[record.Value](h, record.ValueTable) {
			if v.Report == d.Report && d.State == record.DueAccepted {
				c.values[fmt.Sprint(v.Value/10000)] = true
			}
		}
	}
	c.due = c.onTime + c.lateReports + c.missing
	for _, x := range tasks {
		c.total++
		switch {
		case lateTask[x.ID], x.Outcome == record.OutcomeUnfinished:
			c.late++
		case x.State == record.TaskClosed:
			c.closed++
		default:
			c.ongoing++
		}
	}
	return c
}

// Each number in the file is computed again from the rows of the database, by other means than the program's.
func TestBulletin_EveryNumberInTheFileComesFromTheDatabase(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		h.october()
		id := h.draft()
		h.numbered(id)
		paper, c := h.paper(h.office, id), h.count()
		if c.total != c.closed+c.late+c.ongoing || c.total != 7 || c.onTime != 3 || c.lateReports != 2 || c.missing != 5 {
			t.Fatalf("the ledger is not what the test means: %+v", c)
		}
		share := func(part, of int) int { return (part*100*2 + of) / (2 * of) }
		items := 0
		for _, n := range c.units {
			items += n
		}
		for _, want := range []string{
			fmt.Sprintf("共有任务%d项，其中已办结%d项（%d%%），有逾期事项的%d项（%d%%），正常推进%d项（%d%%）。", c.total, c.closed, share(c.closed, c.total), c.late, share(c.late, c.total), c.ongoing, share(c.ongoing, c.total)),
			fmt.Sprintf("2025年10月应报事项%d件，按时报送%d件（%d%%），逾期报送%d件，未报送或退回后逾期未更正%d件。", c.due, c.onTime, share(c.onTime, c.due), c.lateReports, c.missing),
			fmt.Sprintf("合计\n%d\n%d\n%d\n%d\n", c.total, c.closed, c.late, c.ongoing),
			fmt.Sprintf("下列%d个单位有%d件应报事项逾期", len(c.units), items),
			fmt.Sprintf("禾川市商务局：%d件，编号1-2、2-2。", c.units[h.units[trade]]),
			fmt.Sprintf("审核通过指标数据%d项", len(c.values)),
			"第1期", "2025年11月5日印发",
		} {
			if !strings.Contains(paper, want) {
				t.Errorf("the file does not say %q:\n%s", want, paper)
			}
		}
		// No number stands in the file that is not one of these, a date, or a number of an item.
		rest := regexp.MustCompile(`台账校验.*|第1期|\d{4}年\d+月(\d+日)?|\d{4}-\d{2}(-\d{2})?|\d-\d\b`).ReplaceAllString(paper, "")
		known := map[string]bool{"1": true, "2": true, "4": true, "100": true, "36": true, "5": true, "21": true} // rows of the table of documents, the goal, days late
		for _, n := range []int{c.total, c.closed, c.late, c.ongoing, share(c.closed, c.total), share(c.late, c.total), share(c.ongoing, c.total), c.due, c.onTime, share(c.onTime, c.due), c.lateReports, c.missing, items, len(c.units), 3, 0} {
			known[fmt.Sprint(n)] = true
		}
		for _, n := range regexp.MustCompile(`\d+`).FindAllString(rest, -1) {
			if !known[n] && !c.values[n] {
				t.Errorf("the number %s comes from nowhere", n)
			}
		}
		// Each figure is kept with its query.
		p, err := h.Announce.Find(h.Context(), h.office, id)
		h.Must(err)
		for _, f := range p.Figures {
			if f.Query == "" || f.Text == "" || (f.Value != uuid.Nil) != (f.Of > 0) {
				t.Errorf("figure %+v is not whole", f)
			}
		}
	})
}

func TestBulletin_HeadOfTheAuditChainIsPrinted(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		h.october()
		id := h.draft()
		if strings.Contains(h.paper(h.office, id), "台账校验") {
			t.Error("a draft prints a head that is not final")
		}
		h.numbered(id)
		heads, err := store.ReadHeads(h.Place.HeadFile())
		h.Must(err)
		p, err := h.Announce.Find(h.Context(), h.office, id)
		h.Must(err)
		if len(p.Monthly.Heads) != 1 || !strings.Contains(h.paper(h.office, id), p.Monthly.Heads[0].Digest) || len(p.Monthly.Heads[0].Digest) != 64 {
			t.Fatalf("heads %+v are not printed", p.Monthly.Heads)
		}
		for _, head := range heads {
			if head.Owner == instancetest.Owner && head.Height < p.Monthly.Heads[0].Height || head.Owner == instancetest.Owner && head.Height == p.Monthly.Heads[0].Height && hex.EncodeToString(head.Hash) != p.Monthly.Heads[0].Digest {
				t.Errorf("what is printed, %+v, is not in the chain, which ends at %d", p.Monthly.Heads[0], head.Height)
			}
		}
	})
}

func TestBulletin_GoesThroughTheOfficeInOrder(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		h.october()
		ctx, id := h.Context(), h.draft()
		expect := func(err error, want string) {
			h.Helper()
			if instancetest.Key(err) != want {
				h.Errorf("got %v, want %q", err, want)
			}
		}
		expect(h.Announce.Check(ctx, h.office, id, ""), "bulletin-state")
		expect(h.Announce.Number(ctx, h.office, id), "bulletin-state")
		expect(h.Announce.Send(ctx, h.office, id, period.Date(h.Today()-1)), "bulletin-until")
		expect(h.Announce.Edit(ctx, h.office, id, 0, announce.Words{Title: "题", Overall: "{没有的}"}), "bulletin-figure")
		h.Must(h.Announce.Edit(ctx, h.office, id, 0, announce.Words{Title: "十月\r\n通报", Addressee: "各县", Overall: "共{任务总数}项。", Demands: "<b>抓紧"}))
		if paper := h.paper(h.office, id); !strings.Contains(paper, "共7项。") || !strings.Contains(paper, "&lt;b&gt;抓紧") && !strings.Contains(paper, "<b>抓紧") {
			h.Errorf("the edited text is not in the file:\n%s", paper)
		}
		expect(h.Announce.Reply(ctx, h.at[trade], id, true, ""), "record-missing")
		h.Must(h.Announce.Send(ctx, h.office, id, period.Date(h.Today()+3)))
		expect(h.Announce.Edit(ctx, h.office, id, 0, announce.Words{Title: "题"}), "bulletin-state")
		expect(h.Announce.Check(ctx, h.office, id, ""), "bulletin-waiting")
		expect(h.Announce.Reply(ctx, h.at[trade], id, false, " "), "bulletin-objection")
		h.Must(h.Announce.Reply(ctx, h.at[trade], id, false, "九月的已补报"))
		h.Must(h.Announce.Reply(ctx, h.at[industry], id, true, ""))
		expect(h.Announce.Reply(ctx, h.at[water], id, true, ""), "record-missing")
		expect(h.Announce.Check(ctx, h.office, id, ""), "bulletin-handling")
		h.Must(h.Announce.Check(ctx, h.office, id, "经核实未补报"))
		own := h.leader
		own.Actor.Account = h.office.Actor.Account // one person with both posts
		expect(h.Announce.Sign(ctx, own, id), "bulletin-own")
		expect(h.Announce.Sign(ctx, h.office, id), "forbidden")
		h.Must(h.Announce.Return(ctx, h.leader, id, "改标题"))
		h.Must(h.Announce.Refresh(ctx, h.office, id))
		if p, err := h.Announce.Find(ctx, h.office, id); err != nil || p.State != record.BulletinDraft || p.Reason != "改标题" || p.Monthly.Overall != "共{任务总数}项。" {
			h.Errorf("given back it is %+v, %v", p.Bulletin, err)
		}
		h.numbered(id)
		expect(h.Announce.Return(ctx, h.office, id, "晚了"), "bulletin-state")
		expect(h.Announce.Refresh(ctx, h.office, id), "bulletin-state")
	})
}

// Numbers run without gaps within a year, whatever becomes of other drafts, and begin again with the next one.
func TestBulletin_NumbersHaveNoGaps(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		h.october()
		h.draft() // never issued
		for i := range 3 {
			id := h.draft()
			h.numbered(id)
			if p, err := h.Announce.Find(h.Context(), h.office, id); err != nil || p.Serial == nil || *p.Serial != int64(i+1) || p.Year != 2025 {
				h.Errorf("bulletin %d has the number %v of %d, %v", i+1, p.Serial, p.Year, err)
			}
		}
		h.Clock = time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC)
		id := h.draft()
		h.numbered(id)
		if p, err := h.Announce.Find(h.Context(), h.office, id); err != nil || *p.Serial != 1 || p.Year != 2026 {
			h.Errorf("the first of the next year has the number %v of %d, %v", p.Serial, p.Year, err)
		}
	})
}

// A unit sees nothing before a bulletin is sent to it, then what is said of itself, and all of it once it is out.
func TestBulletin_AUnitSeesItOnceItWasSent(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		h.october()
		h.ledger("丙方案", told{state: record.TaskOpen, unit: water})
		ctx, id := h.Context(), h.draft()
		sees := func(unit string) (announce.Page, int, string) {
			h.Helper()
			list, err := h.Announce.List(ctx, h.at[unit], uuid.Nil, 10)
			h.Must(err)
			p, err := h.Announce.Find(ctx, h.at[unit], id)
			return p, len(list), instancetest.Key(err)
		}
		if _, n, k := sees(trade); n != 0 || k != "record-missing" {
			h.Errorf("before it is sent a unit sees %d, %q", n, k)
		}
		h.Must(h.Announce.Send(ctx, h.office, id, period.Date(h.Today())))
		p, n, k := sees(industry)
		if n != 1 || k != "" || len(p.Monthly.Late) != 0 || len(p.Monthly.Results) != 1 || p.Monthly.Overall != "" || p.Body != "" || len(p.Figures) != 0 || len(p.Units) != 1 || p.Drafter != "" {
			h.Errorf("asked, a unit sees %+v, %d, %q", p, n, k)
		}
		var file bytes.Buffer
		if _, err := h.Announce.Write(ctx, h.at[industry], id, &file); instancetest.Key(err) != "record-missing" {
			h.Errorf("it takes the draft along: %v", err)
		}
		if _, n, k := sees(water); n != 0 || k != "record-missing" {
			h.Errorf("a unit that is not named sees %d, %q", n, k)
		}
		h.Clock = h.Clock.AddDate(0, 0, 1) // the day has passed
		h.Must(h.Announce.Check(ctx, h.office, id, ""))
		h.Must(h.Announce.Sign(ctx, h.leader, id))
		h.Must(h.Announce.Number(ctx, h.office, id))
		p, _, k = sees(water)
		if k != "" || len(p.Monthly.Late) == 0 || !strings.Contains(h.paper(h.at[water], id), "第1期") {
			h.Errorf("once it is out a unit with a part sees %+v, %q", p.Monthly, k)
		}
		messages, err := h.Inbox.List(ctx, h.at[water], 10)
		h.Must(err)
		if len(messages) != 1 || messages[0].Kind != "bulletin-issued" || messages[0].Href != "/bulletins/"+id.String() {
			h.Errorf("it was told %+v", messages)
		}
	})
}

// A correction of an accepted value marks the bulletins that printed it, and their drafter is told.
func TestFlag_MarksTheBulletinsThatUsedAValue(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		h.october()
		id, ctx := h.draft(), h.Context()
		h.numbered(id)
		correct := func(to string) {
			h.Helper()
			accepted := func(r record.Report) bool { return r.State == record.ReportAccepted && r.Unit == h.units[trade] }
			reports := all[record.Report](h, record.ReportTable)
			old := reports[slices.IndexFunc(reports, accepted)]
			unit, next := h.at[trade], instancetest.ID()
			h.Must(h.Reports.Correct(ctx, unit, old.ID, next, "多报了"))
			n, err := quantity.ParseNumber(to)
			h.Must(err)
			values := all[record.Value](h, record.ValueTable)
			target := values[slices.IndexFunc(values, func(v record.Value) bool { return v.Report == next })].Target
			_, err = h.Reports.Write(ctx, unit, report.Written{ID: next, Version: 1, Due: old.Due, Progress: "更正", Values: []report.Figure{{Target: target, Value: n}}})
			h.Must(err)
			_, err = h.Reports.Submit(ctx, unit, next)
			h.Must(err)
			if p, err := h.Announce.Find(ctx, h.office, id); err != nil || p.Revised > 1 {
				h.Errorf("what is not accepted yet counts: %+v, %v", p.Revised, err)
			}
			_, err = h.Reports.Accept(ctx, h.office, next)
			h.Must(err)
		}
		correct("55")
		p, err := h.Announce.Find(ctx, h.office, id)
		h.Must(err)
		if p.Revised != 1 {
			h.Errorf("%d figures are marked, want 1", p.Revised)
		}
		for _, f := range p.Figures {
			if want := map[bool]string{true: "55"}[f.Text == "61"]; f.Now != want {
				h.Errorf("figure %s, printed as %s, is now %q", f.Name, f.Text, f.Now)
			}
		}
		messages, err := h.Inbox.List(ctx, h.office, 100)
		h.Must(err)
		if messages[0].Kind != "bulletin-revised" {
			h.Errorf("the drafter was told %+v", messages[0])
		}
		correct("57") // again: the version that was printed is two before it
		if p, err = h.Announce.Find(ctx, h.office, id); err != nil || p.Revised != 1 || !slices.ContainsFunc(p.Figures, func(f record.BulletinFigure) bool { return f.Now == "57" }) {
			h.Errorf("corrected again, %d figures are marked, %v", p.Revised, err)
		}
		correct("61")
		if p, err = h.Announce.Find(ctx, h.office, id); err != nil || p.Revised != 0 {
			h.Errorf("corrected back, %d figures are marked, %v", p.Revised, err)
		}
	})
}

func TestDraft_RefusesWhatIsNoMonth(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		for _, month := range []string{"", "2025", "2025Q3", "2025-12", "x"} {
			if err := h.Announce.Draft(h.Context(), h.office, instancetest.ID(), month); instancetest.Key(err) != "bulletin-period" {
				h.Errorf("%q: %v", month, err)
			}
		}
		if err := h.Announce.Draft(h.Context(), h.at[trade], instancetest.ID(), "2025-10"); instancetest.Key(err) != "forbidden" {
			h.Errorf("a unit drafts one: %v", err)
		}
		id := h.draft()
		h.Must(h.Announce.Draft(h.Context(), h.office, id, "2025-10")) // sent twice
		if list, err := h.Announce.List(h.Context(), h.office, uuid.Nil, 10); err != nil || len(list) != 1 {
			h.Errorf("sent twice it is %d bulletins, %v", len(list), err)
		}
	})
}

// A robot answers in the place of the network: away at first, then well.
type robot struct{ bodies []string }

func (r *robot) RoundTrip(q *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(q.Body)
	r.bodies = append(r.bodies, string(body))
	answer := &http.Response{StatusCode: http.StatusBadGateway, Body: io.NopCloser(strings.NewReader(""))}
	if len(r.bodies) > 1 {
		answer = &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(`{"errcode":0}`))}
	}
	return answer, err
}

// A group chat is told that a bulletin came out, again if it was away, and nothing of anybody.
func TestNumber_TellsTheGroupChat(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		r := &robot{}
		var err error
		h.Announce.Webhook, err = notify.NewHook("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k", "")
		h.Must(err)
		h.Announce.Sender.Client.Transport = r
		h.october()
		h.numbered(h.draft())
		h.Must(h.Jobs.Drain(h.Context()))
		if len(r.bodies) != 1 {
			h.Fatalf("told %d times", len(r.bodies))
		}
		h.Clock = h.Clock.Add(time.Minute)
		h.Must(h.Jobs.Drain(h.Context()))
		h.Clock = h.Clock.Add(time.Minute)
		h.Must(h.Jobs.Drain(h.Context()))
		if len(r.bodies) != 2 || !strings.Contains(r.bodies[1], "督查通报第1期已印发") || strings.Contains(r.bodies[1], trade) {
			h.Errorf("told %q", r.bodies)
		}
	})
}
