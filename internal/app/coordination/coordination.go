// Package coordination is what becomes of problems that a unit can not solve by
// itself: raised by hand or from a report, given to a unit by a working method, or
// put before a joint conference that says who does what until when; and a decision
// that becomes a directive. How a problem and a conference go from step to step is
// declared in internal/casework. Start with Service.Raise and Service.Call.
package coordination

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// The workflows.
const (
	Workflow           = "coordination"
	ConferenceWorkflow = "conference"
)

// A Service coordinates.
type Service struct {
	*app.Core
	Cases       *casework.Service
	Supervision *supervision.Service
	Calendar    func(context.Context) (*period.Calendar, error)
	Methods     []*flow.Method // by which problems may be worked on
}

// New makes the service and says what its workflows do to its records.
func New(s Service) *Service {
	s.Methods = flow.Methods()
	s.Cases.Declare(Workflow, casework.Kind{Did: s.did, Due: s.due, IsBuiltOn: func(_ record.Case, last flow.Entry) bool { return last.Move != "apply" }, Home: "/problems/"})
	s.Cases.Declare(ConferenceWorkflow, casework.Kind{Holds: conferenceHolds, Did: s.conferenceDid, IsBuiltOn: func(_ record.Case, last flow.Entry) bool { return last.Move != "ask" }, Home: "/conferences/"})
	return &s
}

// Bounds of what is entered, in characters.
const (
	maxTitle = 100
	maxText  = 4000
)

// A Raising is a problem as it is raised.
type Raising struct {
	ID     uuid.UUID // made by the sender; the same one again is the same problem
	Title  string
	What   string
	Ask    string
	Unit   uuid.UUID // whose it is; zero: the actor's
	Task   uuid.UUID // zero for none
	Report uuid.UUID // in which it stands, whose unit and task it then has; zero for one raised by hand
}

// line trims a text of one line.
func line(text string) (string, bool) {
	text = strings.TrimSpace(text)
	return text, text != "" && len([]rune(text)) <= maxTitle && !strings.ContainsAny(text, "\r\n")
}

// Raise raises a problem. Faults: Invalid "problem-title", "problem-what"; Forbidden for another unit's; NotFound for a task or report out of reach.
func (s *Service) Raise(ctx context.Context, call app.Call, x Raising) error {
	var ok bool
	if x.Title, ok = line(x.Title); !ok || x.ID == uuid.Nil {
		return fault.New(fault.Invalid, "problem-title")
	}
	if x.What, x.Ask = strings.TrimSpace(x.What), strings.TrimSpace(x.Ask); x.What == "" || len([]rune(x.What)) > maxText || len([]rune(x.Ask)) > maxText {
		return fault.New(fault.Invalid, "problem-what")
	}
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return err
	}
	owner, err := s.place(ctx, call, &x)
	if err != nil {
		return err
	}
	if err := access.Allow(call.Actor, access.ProblemRaise, access.Record{Owner: int(owner), Lead: []uuid.UUID{x.Unit}}); err != nil {
		return err
	}
	act := app.Act{Needs: access.ProblemRaise, Kind: "problem", Object: x.ID, Owner: owner}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		return tx.As(store.Unscoped, func() error {
			p := record.Problem{Record: store.Record{Owner: owner, ID: x.ID}, Title: x.Title, What: x.What, Ask: x.Ask, Unit: x.Unit, Task: x.Task, Report: x.Report,
				Account: call.Actor.Account, Raised: s.Today(), State: s.Cases.Workflow(Workflow).Start}
			isNew, err := store.Insert(ctx, tx, record.ProblemTable, &p)
			if err != nil || !isNew {
				return err
			}
			c, err := s.Cases.Open(ctx, tx, casework.NewCase{Owner: owner, Workflow: Workflow, About: record.AboutProblem, Subject: p.ID, Title: p.Title, Unit: p.Unit}, calendar)
			if err != nil {
				return err
			}
			p.Case = c.ID
			if err := store.Update(ctx, tx, record.ProblemTable, &p); err != nil {
				return err
			}
			if access.Allow(call.Actor, access.ProblemCoordinate, access.Record{Owner: int(owner)}) == nil {
				return nil // the office knows
			}
			return inbox.TellPost(ctx, tx, string(access.Supervisor), owner, s.Now().UnixMilli(), s.note(p, inbox.ProblemRaised))
		})
	})
}

// place finds whose problem it is, and of which division: that of its report or task, else the actor's.
func (s *Service) place(ctx context.Context, call app.Call, x *Raising) (owner int64, err error) {
	if x.Unit == uuid.Nil {
		x.Unit = call.Actor.Unit
	}
	owner = int64(call.Actor.Division.Owner())
	if x.Report == uuid.Nil && x.Task == uuid.Nil {
		return owner, nil
	}
	err = s.See(ctx, call, access.TaskRead, func(ctx context.Context, v *store.View) error {
		if x.Report != uuid.Nil {
			r, err := store.Load[record.Report](ctx, v.As(s.Scopes.For(call.Actor, access.ReportRead)), record.ReportTable, 0, x.Report)
			if err != nil {
				return err
			}
			d, err := store.Load[record.Due](ctx, v.As(store.Unscoped), record.DueTable, r.Owner, r.Due)
			if err != nil {
				return err
			}
			x.Unit, x.Task = r.Unit, d.Task
		}
		t, err := store.Load[record.Task](ctx, v, record.TaskTable, 0, x.Task)
		owner = t.Owner
		return err
	})
	return owner, err
}

func (s *Service) note(p record.Problem, kind string, more ...string) inbox.Note {
	return inbox.Note{Kind: kind, Args: append([]string{p.Title}, more...), Href: "/problems/" + p.ID.String()}
}

// Method sets by which method, and as what class, a problem is worked on; "" for the workflow's own limits. Faults: NotFound; Invalid "problem-method";
// Conflict "problem-closed".
func (s *Service) Method(ctx context.Context, call app.Call, id uuid.UUID, method, class string) error {
	if method != "" && s.class(method, class) == nil {
		return fault.New(fault.Invalid, "problem-method")
	}
	if method == "" {
		class = ""
	}
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return err
	}
	return s.change(ctx, call, id, "problem.method", func(ctx context.Context, tx *store.Tx, p *record.Problem, c *record.Case) error {
		if c.IsClosed {
			return fault.New(fault.Conflict, "problem-closed")
		}
		p.Method, p.Class = method, class
		if err := store.Update(ctx, tx, record.ProblemTable, p); err != nil {
			return err
		}
		return s.Cases.Recount(ctx, tx, c, calendar)
	})
}

// class is a class of a method; nil for one there is not.
func (s *Service) class(method, class string) *flow.Class {
	for _, m := range s.Methods {
		if m.Name == method && m.Workflow == Workflow {
			return m.Class(class)
		}
	}
	return nil
}

// change changes a problem and its case for the office.
func (s *Service) change(ctx context.Context, call app.Call, id uuid.UUID, name string, do func(context.Context, *store.Tx, *record.Problem, *record.Case) error) error {
	act := app.Act{Needs: access.ProblemCoordinate, Name: name, Kind: "problem", Object: id}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		p, err := store.Load[record.Problem](ctx, tx, record.ProblemTable, 0, id)
		if err != nil {
			return err
		}
		tx.In(p.Owner)
		return tx.As(store.Unscoped, func() error {
			c, err := store.Load[record.Case](ctx, tx, record.CaseTable, p.Owner, p.Case)
			if err != nil {
				return err
			}
			return do(ctx, tx, &p, &c)
		})
	})
}

// due are the days that a method gives, and before them the one that was decided.
func (s *Service) due(ctx context.Context, r store.Reader, c record.Case, now flow.Now) (map[string]period.Date, error) {
	p, err := store.Load[record.Problem](ctx, r, record.ProblemTable, c.Owner, c.Subject)
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil // out of the reader's reach, who takes no move
	} else if err != nil {
		return nil, err
	}
	due := map[string]period.Date{}
	if class := s.class(p.Method, p.Class); class != nil {
		out := period.Date(p.GivenOut)
		if out == 0 {
			out = now.Today
		}
		if due, err = class.Due(s.Cases.Workflow(Workflow).Start, period.Date(p.Raised), out, now.Calendar); err != nil {
			return nil, err
		}
	}
	if p.Until != 0 {
		due["working"] = period.Date(p.Until)
	}
	return due, nil
}

// did writes down what was said of a problem, and tells whom it concerns.
func (s *Service) did(ctx context.Context, tx *store.Tx, c *record.Case, e flow.Entry) error {
	return tx.As(store.Unscoped, func() error {
		p, err := store.Load[record.Problem](ctx, tx, record.ProblemTable, c.Owner, c.Subject)
		if err != nil {
			return err
		}
		p.State = e.To
		if err := say(&p, e); err != nil {
			return err
		}
		if err := store.Update(ctx, tx, record.ProblemTable, &p); err != nil {
			return err
		}
		return s.tell(ctx, tx, p, *c, e)
	})
}

// say puts what a form says into a problem.
func say(p *record.Problem, e flow.Entry) error {
	if said := e.Form["day"]; said != "" {
		day, err := period.ParseDate(said)
		if err != nil {
			return err
		}
		p.Until = int64(day)
	}
	switch e.Move {
	case "assign":
		p.GivenOut, p.Until = int64(e.On), 0
	case "decide":
		p.Decision, p.Decided = e.Form["decision"], int64(e.On)
		if p.GivenOut == 0 {
			p.GivenOut = int64(e.On)
		}
	case "report", "go_on":
		p.Progress = e.Form["progress"]
	case "apply":
		p.Progress = e.Form["result"]
	case "close":
		p.Grade, p.Settled = e.Form["grade"], int64(e.On)
	case "reopen":
		p.Grade, p.Settled, p.Until = "", 0, 0
	}
	return nil
}

// tell tells whoever has a problem now, and whoever raised it what became of it; each unit once.
func (s *Service) tell(ctx context.Context, tx *store.Tx, p record.Problem, c record.Case, e flow.Entry) error {
	at := s.Now().UnixMilli()
	switch e.Move {
	case "assign":
		if err := inbox.Tell(ctx, tx, c.Unit, at, s.note(p, inbox.ProblemGiven, period.Date(c.Due).String())); err != nil {
			return err
		}
	case "decide":
		if err := inbox.Tell(ctx, tx, c.Unit, at, s.note(p, inbox.Decided, period.Date(c.Due).String())); err != nil {
			return err
		}
	case "refuse", "put_off", "reopen":
		if err := inbox.Tell(ctx, tx, c.Unit, at, s.note(p, inbox.ProblemMoved)); err != nil {
			return err
		}
	case "apply":
		return inbox.TellPost(ctx, tx, string(access.Supervisor), p.Owner, at, s.note(p, inbox.ProblemMoved))
	case "close", "dismiss":
	default:
		return nil
	}
	if p.Unit == c.Unit && e.Move != "close" && e.Move != "dismiss" {
		return nil // it was told of it just now
	}
	return inbox.Tell(ctx, tx, p.Unit, at, s.note(p, inbox.ProblemMoved))
}
