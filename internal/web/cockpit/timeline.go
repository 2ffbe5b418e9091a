package cockpit

import (
	"context"
	"net/http"

	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// timeline is the course of a task.
func (p *pages) timeline(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	t, steps, err := p.Tasks.Timeline(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	page := &view.TimelinePage{Frame: p.Frame(w, r, by, "ledger", by.Say("timeline.title"), view.Link{Text: locale.Word(by.Lang, "nav", "ledger"), Href: "/tasks"}),
		Task: view.Link{Text: t.Title, Href: "/tasks/" + id.String(), Data: true}, Number: t.Label}
	for _, s := range steps {
		step, err := p.step(r.Context(), by, s)
		if err != nil {
			return err
		}
		page.Steps = append(page.Steps, step)
	}
	return p.Show(w, r, http.StatusOK, view.Timeline(page))
}

// step puts a step into words.
func (p *pages) step(ctx context.Context, by route.Request, s task.Step) (view.TimelineStep, error) {
	x := view.TimelineStep{Kind: s.Kind, Day: period.Date(s.Day), At: s.At, Data: s.Unit}
	switch s.Kind {
	case task.StepIssued, task.StepAdopted:
		x.Href, x.Text = "/documents/"+s.ID.String(), by.Say("timeline.document")
	case task.StepCase:
		flow := p.Cases.Workflow(s.Workflow)
		x.Href, x.Text = "/cases/"+s.ID.String(), flow.Title.In(by.Lang)
		if s.To != "" {
			x.Text += " · " + flow.Step(s.To).Title.In(by.Lang)
		}
	case task.StepReport:
		x.Href, x.Text = "/reports/"+s.ID.String(), locale.Period(by.Lang, s.Period)+" · "+locale.Word(by.Lang, "report-state", s.To)
	case task.StepDirective, task.StepAnswer:
		x.Href, x.Text = "/directives/"+s.ID.String(), locale.Word(by.Lang, "directive-kind", s.To)
	case task.StepLight:
		var err error
		if x.Light, x.Text, err = p.Light(ctx, by.Lang, s.Light); err != nil {
			return x, err
		}
	}
	return x, nil
}
