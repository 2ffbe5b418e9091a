package report_test

import (
	"testing"

	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/store"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/figure"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/quantity"
)

// reported hands in a report for January with a figure and has it accepted.
func (h *house) reported(value int64) {
	h.Helper()
	n := instancetest.ID()
	h.write(0, n, value)
	h.Hand(h.writer, n, h.office)
}

// statistics is what the bureau says of January.
func (h *house) statistics(value int64) record.OtherFigure {
	h.Helper()
	o, err := h.Figures.Record(h.Context(), h.office, figure.Given{Target: h.target, Period: "2025-01", Source: record.SourceStatistics, Name: "市统计局1月月报", Basis: "禾统〔2025〕2号", Value: quantity.Integer(value)})
	h.Must(err)
	return o
}

// Both figures stand, the gap between them is listed, explained and verified.
func TestFigures_AGapIsExplainedAndVerified(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx := h.Context()
		h.reported(500)
		o := h.statistics(470)
		if *o.Reported != 500_0000 || o.Gap != 30_0000 || o.Share != 638 || o.State != record.GapAsked { // 30/470 = 6.38 %
			h.Fatalf("the figure is %+v", o)
		}
		for name, c := range map[string]struct {
			f    figure.Filter
			want int
		}{
			"all": {figure.Filter{}, 1}, "of the unit": {figure.Filter{Unit: h.unit}, 1}, "of another unit": {figure.Filter{Unit: instancetest.ID()}, 0},
			"from 5 %": {figure.Filter{Least: 500}, 1}, "from 10 %": {figure.Filter{Least: 1000}, 0}, "verified": {figure.Filter{State: record.GapSettled}, 0},
		} {
			if got, err := h.Figures.List(ctx, h.office, c.f); err != nil || len(got) != c.want || c.want == 1 && (got[0].Metric != "农村危房改造" || got[0].Lead != "禾川市住房和城乡建设局") {
				h.Errorf("%s: %+v, %v", name, got, err)
			}
		}
		if got, err := h.Figures.List(ctx, instancetest.Person(instancetest.ID(), access.Reporter), figure.Filter{}); err != nil || len(got) != 0 {
			h.Errorf("another unit sees %+v, %v", got, err)
		}
		if messages, err := h.Inbox.List(ctx, h.office, 5); err != nil || len(messages) != 0 { // the unit has no accounts here, and nobody else is asked
			h.Errorf("told %+v, %v", messages, err)
		}
		if err := h.Figures.Settle(ctx, h.writer, o.ID, record.FoundReport, "x"); instancetest.Key(err) != "forbidden" {
			h.Errorf("the unit verified its own gap: %v", err)
		}
		if err := h.Figures.Explain(ctx, h.another, o.ID, "x"); err == nil {
			h.Error("another unit explained it")
		}
		h.Must(h.Figures.Explain(ctx, h.writer, o.ID, "统计口径不含易地搬迁户。"))
		h.Must(h.Figures.Settle(ctx, h.office, o.ID, record.FoundDefinition, "两数口径不同，经核对均成立。"))
		if err := h.Figures.Explain(ctx, h.writer, o.ID, "再说明"); instancetest.Key(err) != "gap-closed" {
			h.Errorf("a gap that was verified is explained: %v", err)
		}
		instancetest.Put(h.Office, record.AccountTable, record.Account{Reference: store.Reference{ID: h.office.Actor.Account}, Name: "office", Label: "王科长", Division: instancetest.Owner})
		l, err := h.Figures.Find(ctx, h.office, o.ID)
		h.Must(err)
		if l.ByName != "王科长" || l.DeciderName != "王科长" || l.ExplainerName != "" {
			h.Errorf("it was given, explained and decided on by %q, %q, %q", l.ByName, l.ExplainerName, l.DeciderName)
		}
		if l.State != record.GapSettled || l.Reason == "" || l.Found != record.FoundDefinition || l.Counts != record.SourceReport {
			h.Errorf("it is %+v", l)
		}
		if o = h.statistics(470); o.State != record.GapSettled {
			h.Errorf("the same figure again asks anew: %s", o.State)
		}
		if o = h.statistics(460); o.State != record.GapAsked || o.Reason != "" {
			h.Errorf("another figure asks nothing: %+v", o)
		}
		if o = h.statistics(498); o.State != record.GapNone || o.Gap != 2_0000 {
			h.Errorf("a gap of 0.4 per cent asks: %+v", o)
		}
	})
}

// One source counts, and everything that shows figures goes by it.
func TestFigures_TheSourceThatCountsIsShown(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx := h.Context()
		h.statistics(470)
		h.reported(500) // which is compared when it is handed in
		if got, err := h.Figures.List(ctx, h.writer, figure.Filter{}); err != nil || len(got) != 1 || got[0].State != record.GapAsked {
			h.Errorf("handed in after it: %+v, %v", got, err)
		}
		if got := h.figure(); got != 500 {
			h.Errorf("without a declaration %d counts", got)
		}
		five, err := quantity.ParseNumber("10")
		h.Must(err)
		d := figure.Declaration{Target: h.target, Source: record.SourceStatistics, Tolerance: five}
		if err := h.Figures.Declare(ctx, h.office, d); instancetest.Key(err) != "figure-reason" {
			h.Errorf("declared without a reason: %v", err)
		}
		d.Reason = "按统计制度以统计部门数据为准"
		if err := h.Figures.Declare(ctx, h.writer, d); instancetest.Key(err) != "forbidden" {
			h.Errorf("the unit declares: %v", err)
		}
		h.Must(h.Figures.Declare(ctx, h.office, d))
		if got := h.figure(); got != 470 {
			h.Errorf("%d counts, not what was declared", got)
		}
		if o := h.statistics(460); o.State != record.GapNone { // 40/460 = 8.7 %, of 10 that are tolerated
			h.Errorf("within the tolerance it asks: %+v", o)
		}
		h.Must(h.Announce.Draft(ctx, h.office, instancetest.ID(), "2025-01"))
		bulletins, err := h.Announce.List(ctx, h.office, uuid.Nil, 1)
		h.Must(err)
		page, err := h.Announce.Find(ctx, h.office, bulletins[0].ID)
		h.Must(err)
		if len(page.Monthly.Results) != 1 || page.Monthly.Results[0].Value != "460" {
			h.Errorf("the bulletin prints %+v", page.Monthly.Results)
		}
		h.statistics(455)
		if page, err = h.Announce.Find(ctx, h.office, bulletins[0].ID); err != nil || page.Revised != 1 {
			h.Errorf("the bulletin that printed a figure that was corrected is not marked: %d, %v", page.Revised, err)
		}
	})
}
