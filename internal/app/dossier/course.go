package dossier

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/bulletin"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/period"
)

// course adds to a dossier what was done with the task, case by case: who signed, declined, passed on, what measures were filed, how it was closed.
func (s *Service) course(ctx context.Context, call app.Call, task uuid.UUID, d *bulletin.Dossier) error {
	cases, err := s.Cases.OfTask(ctx, call, task)
	if err != nil {
		return err
	}
	for _, c := range cases {
		for _, p := range c.Past {
			d.Course = append(d.Course, step(c, p))
			if c.Case.Workflow == casework.Assignment {
				closing(c, p, &d.Closing)
			}
		}
		for _, m := range c.Measures {
			if m.Value != nil { // a point of a curve
				continue
			}
			x := bulletin.Measure{What: m.What, Person: m.Person, On: period.Date(m.On).String()}
			if m.Done != 0 {
				x.Done = period.Date(m.Done).String() + " " + m.Result
			}
			for _, e := range c.Proofs[m.ID] {
				x.Files = append(x.Files, s.evidence(ctx, call, e))
			}
			d.Measures = append(d.Measures, x)
		}
	}
	return nil
}

// step is a line of the course: when, who, and what in words.
func step(c casework.Dossier, p casework.Done) []string {
	what, said := p.Words(c.Workflow, locale.Zh)
	if c.Case.Workflow != casework.Assignment {
		what = c.Workflow.Title.In(locale.Zh) + "：" + what
	}
	for _, x := range said {
		what += "；" + x[0] + "：" + x[1]
	}
	return []string{locale.Moment(locale.Zh, p.At), strings.TrimSpace(p.Unit + " " + p.Who), what}
}

// closing notes what an assignment's moves say of how the task was closed; one that was opened again is not.
func closing(c casework.Dossier, p casework.Done, to *bulletin.Closing) {
	day := locale.Date(locale.Zh, p.On)
	_, said := p.Words(c.Workflow, locale.Zh)
	var words []string
	for _, x := range said {
		words = append(words, x[0]+"："+x[1])
	}
	text := strings.Join(append(words, day), "\n")
	switch {
	case p.Move == "apply":
		*to = bulletin.Closing{Lead: text}
	case p.To == "closed" && p.From != "closed":
		to.Office, to.On = text, day
	case p.From == "closing" || p.From == "closed" && p.To != "closed": // returned, taken back or opened again
		*to = bulletin.Closing{}
	}
}
