package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/list"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// Case is a piece of work that goes from hand to hand.
type Case struct {
	ID       uuid.UUID `json:"id" format:"uuid"`
	Owner    string    `json:"owner" doc:"division, six digits"`
	Workflow string    `json:"workflow" doc:"assignment, extension, adjustment, suspension, cancellation"`
	About    string    `json:"about" enum:"duty,due,target"`
	Subject  uuid.UUID `json:"subject" format:"uuid" doc:"the record it is about"`
	Task     uuid.UUID `json:"task" format:"uuid"`
	Title    string    `json:"title" doc:"of the task"`
	Unit     uuid.UUID `json:"unit" format:"uuid" doc:"that has it"`
	UnitName string    `json:"unit_name"`
	Section  string    `json:"section"`
	Person   string    `json:"person"`
	Step     string    `json:"step" doc:"as the workflow names it"`
	Turn     string    `json:"turn" doc:"whose turn it is: lead, holder, issuer, approver, offered; empty at an end"`
	Since    date      `json:"since"`
	Due      date      `json:"due" doc:"by which the step is to be done"`
	IsClosed bool      `json:"is_closed"`
	Grade    string    `json:"grade" doc:"excellent, good, qualified, unqualified; empty where there is none"`
	Was      string    `json:"was" doc:"what a request changes, as it was"`
	Asked    string    `json:"asked" doc:"what it is to be"`
	Version  int64     `json:"version"`
}

// CaseDetail is a case with what was done and what the caller may do.
type CaseDetail struct {
	Case
	Moves    []CaseMove `json:"moves" doc:"that the caller may take now"`
	Past     []CaseStep `json:"past" doc:"oldest first"`
	Measures []Measure  `json:"measures" doc:"in force, or where none were approved yet those that were filed"`
	Revision []Measure  `json:"revision" doc:"filed to take the place of those in force, and not approved yet"`
}

// CaseMove is a move that may be taken.
type CaseMove struct {
	Move  string   `json:"move"`
	Title string   `json:"title"`
	Needs []string `json:"needs" doc:"fields that have to be filled in"`
	Takes []string `json:"takes" doc:"fields that may be"`
	Lacks []string `json:"lacks" doc:"sentences; while there are any it is refused"`
}

// CaseStep is a move that was taken.
type CaseStep struct {
	Move string            `json:"move"`
	From string            `json:"from"`
	To   string            `json:"to"`
	Who  string            `json:"who"`
	Form map[string]string `json:"form"`
	At   moment            `json:"at"`
}

// Measure is what a unit means to do by a day, or the figure of a target it means to have reached by then.
type Measure struct {
	What   string           `json:"what,omitempty" maxLength:"500"`
	Person string           `json:"person,omitempty" maxLength:"50"`
	On     date             `json:"on"`
	Target *uuid.UUID       `json:"target,omitempty" format:"uuid" doc:"of a figure"`
	Value  *quantity.Number `json:"value,omitempty"`
}

func caseOf(i casework.Item) Case {
	c := i.Case
	return Case{ID: c.ID, Owner: six(c.Owner), Workflow: c.Workflow, About: c.About, Subject: c.Subject, Task: c.Task, Title: i.Title, Unit: c.Unit, UnitName: i.Name,
		Section: c.Section, Person: c.Person, Step: c.Step, Turn: c.Turn, Since: date(c.Since), Due: date(c.Due), IsClosed: c.IsClosed, Grade: c.Grade,
		Was: c.Was, Asked: c.Asked, Version: c.Version}
}

func measureOf(m record.Measure) Measure {
	return Measure{What: m.What, Person: m.Person, On: date(m.On), Target: known(m.Target), Value: figure(m.Value)}
}

func detailOf(by route.Request, d casework.Dossier) CaseDetail {
	return CaseDetail{Case: caseOf(d.Item), Measures: each(d.Measures, measureOf), Revision: each(d.Revision, measureOf),
		Moves: each(d.Offers, func(o flow.Offering) CaseMove {
			return CaseMove{Move: o.Name, Title: o.Title.In(by.Lang), Needs: each(o.Needs, same), Takes: each(o.Takes, same),
				Lacks: each(o.Lacks, func(c *flow.Condition) string { return c.Lack.In(by.Lang) })}
		}),
		Past: each(d.Past, func(p casework.Done) CaseStep {
			return CaseStep{Move: p.Move, From: p.From, To: p.To, Who: p.Who, Form: p.Form, At: moment(p.At)}
		})}
}

func same(s string) string { return s }

func addCases(t *table, s *service) {
	const path = prefix + "/cases"
	add(t, huma.Operation{OperationID: "listCases", Method: http.MethodGet, Path: path, Summary: "Assignments and requests, those first that have to be done first"}, access.TaskRead,
		func(ctx context.Context, by route.Request, in *struct {
			Window
			Workflow string   `query:"workflow" maxLength:"20"`
			Step     []string `query:"step" maxItems:"20" doc:"one or more, with commas; nothing for all"`
			Task     string   `query:"task" format:"uuid"`
			Open     bool     `query:"open" doc:"only those that are not closed"`
		}) (*body[page[Case]], error) {
			q := list.Asking("kind", in.Workflow).With("step", in.Step...).With("task", in.Task)
			if in.Open {
				q = q.With("state", "open")
			}
			q.Sort = "first"
			items, _, err := s.Cases.Page(ctx, by.Call, q.Rows(in.after(), in.Limit+1))
			return paged(items, in.Limit, caseOf, func(i casework.Item) uuid.UUID { return i.ID }), err
		})
	add(t, huma.Operation{OperationID: "getCase", Method: http.MethodGet, Path: path + "/{id}", Summary: "A case with what was done, and the moves the caller may take"}, access.TaskRead,
		func(ctx context.Context, by route.Request, in *One) (*body[CaseDetail], error) {
			return s.caseNow(ctx, by, in.ID)
		})
	add(t, huma.Operation{OperationID: "moveCase", Method: http.MethodPost, Path: path + "/{id}/moves", Summary: "Take a move: sign for it, decline, approve, close…"}, access.TaskRead,
		func(ctx context.Context, by route.Request, in *struct {
			One
			Body struct {
				Move    string            `json:"move" maxLength:"20"`
				Form    map[string]string `json:"form,omitempty" doc:"values by the names of the move's fields"`
				Version int64             `json:"version,omitempty" doc:"of the case as the caller knows it; 0: whatever it is"`
			}
		}) (*body[CaseDetail], error) {
			if err := s.Cases.Take(ctx, by.Call, in.ID, in.Body.Move, in.Body.Form, in.Body.Version); err != nil {
				return nil, err
			}
			return s.caseNow(ctx, by, in.ID)
		})
	add(t, huma.Operation{OperationID: "fileMeasures", Method: http.MethodPut, Path: path + "/{id}/measures", Summary: "Put the measures of an assignment in the place of those that waited for approval"}, access.CaseHandle,
		func(ctx context.Context, by route.Request, in *struct {
			One
			Body struct {
				Measures []Measure `json:"measures" maxItems:"200"`
				Propose  bool      `json:"propose,omitempty" doc:"send them on to be approved"`
			}
		}) (*body[CaseDetail], error) {
			filed := each(in.Body.Measures, func(m Measure) casework.Measure {
				x := casework.Measure{What: m.What, Person: m.Person, On: period.Date(m.On), Value: m.Value}
				if m.Target != nil {
					x.Target = *m.Target
				}
				return x
			})
			if err := s.Cases.File(ctx, by.Call, in.ID, filed, in.Body.Propose); err != nil {
				return nil, err
			}
			return s.caseNow(ctx, by, in.ID)
		})
	addRequests(t, s)
}

// addRequests adds what may be asked about due items and targets.
func addRequests(t *table, s *service) {
	for _, about := range []struct{ what, name, path string }{{record.AboutDue, "Due", "/due"}, {record.AboutTarget, "Target", "/targets"}, {record.AboutTask, "Task", "/tasks"}} {
		add(t, huma.Operation{OperationID: "request" + about.name, Method: http.MethodPost, Path: prefix + about.path + "/{id}/requests",
			Summary: "Ask for an extension, adjustment, suspension or cancellation"}, access.TaskRead,
			func(ctx context.Context, by route.Request, in *struct {
				One
				Body struct {
					ID       uuid.UUID         `json:"id" format:"uuid" doc:"of the request to be, made by the sender"`
					Workflow string            `json:"workflow" enum:"extension,adjustment,suspension,cancellation"`
					Form     map[string]string `json:"form" doc:"reason, and day (extension), value (adjustment) or basis"`
				}
			}) (*body[CaseDetail], error) {
				if _, err := s.Cases.Ask(ctx, by.Call, in.Body.ID, in.Body.Workflow, about.what, in.ID, in.Body.Form); err != nil {
					return nil, err
				}
				return s.caseNow(ctx, by, in.Body.ID)
			})
	}
}

// caseNow is a case as it is now. One that has left the caller's reach by his own act is gone for him: fault.NotFound.
func (s *service) caseNow(ctx context.Context, by route.Request, id uuid.UUID) (*body[CaseDetail], error) {
	d, err := s.Cases.Find(ctx, by.Call, id)
	if err != nil {
		return nil, err
	}
	return &body[CaseDetail]{detailOf(by, d)}, nil
}
