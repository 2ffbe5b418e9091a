package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/quantity"
)

// Task is a task as the ledger shows it.
type Task struct {
	ID            uuid.UUID `json:"id" format:"uuid"`
	Owner         string    `json:"owner" doc:"division, six digits"`
	Document      uuid.UUID `json:"document" format:"uuid"`
	DocumentTitle string    `json:"document_title"`
	Ordinal       int64     `json:"ordinal" doc:"its place in the document, from 1"`
	Label         string    `json:"label" doc:"as printed"`
	Title         string    `json:"title"`
	Lead          string    `json:"lead" doc:"the unit that leads it"`
	State         string    `json:"state" enum:"open,draft,suspended,closed"`
	Open          int       `json:"open" doc:"due items that are open"`
	Late          int       `json:"late" doc:"of them, those whose day has passed"`
	Accepted      int       `json:"accepted"`
	Next          date      `json:"next" doc:"day of the earliest open due item"`
	Light         string    `json:"light" enum:"red,yellow,green,grey,blue,black,none," doc:"empty where you may not see it"`
	Reported      moment    `json:"reported" doc:"when the last report was handed in"`
	Limit         string    `json:"limit" doc:"period or date by which the whole task is to be done; empty where the document gives none"`
	Closed        date      `json:"closed" doc:"null while it is open"`
}

// TaskDetail is a task with all that belongs to it.
type TaskDetail struct {
	Task
	Body     string   `json:"body" doc:"the words of the document"`
	DoneWhen string   `json:"done_when"`
	Proof    string   `json:"proof"`
	Duties   []Duty   `json:"duties"`
	Targets  []Target `json:"targets"`
	Due      []Due    `json:"due"`
}

// Duty is a unit's part in a task.
type Duty struct {
	Unit *uuid.UUID `json:"unit" format:"uuid"`
	Name string     `json:"name"`
	Part string     `json:"part" enum:"lead,cooperate"`
}

// Target is a figure a task has to reach.
type Target struct {
	ID      uuid.UUID        `json:"id" format:"uuid"`
	Metric  string           `json:"metric"`
	Op      string           `json:"op"`
	Value   *quantity.Number `json:"value"`
	High    *quantity.Number `json:"high" doc:"of a range"`
	Measure string           `json:"measure"`
	Due     string           `json:"due" doc:"period or date"`
	Soft    bool             `json:"soft" doc:"the document only aims at it (力争): it is reported, and nobody is marked down for it"`
	Quote   string           `json:"quote"`
	Lead    *uuid.UUID       `json:"lead" format:"uuid" doc:"the unit that answers for the number and reports it; null for the one that leads the task"`
}

// Due is what one unit has to report on one task for one period.
type Due struct {
	ID            uuid.UUID  `json:"id" format:"uuid"`
	Owner         string     `json:"owner" doc:"division, six digits"`
	Task          uuid.UUID  `json:"task" format:"uuid"`
	Unit          uuid.UUID  `json:"unit" format:"uuid"`
	Period        string     `json:"period"`
	On            date       `json:"on"`
	Again         date       `json:"again" doc:"by when a report that the office gave back is to come again; if it does and was in time, it is not late"`
	IsProvisional bool       `json:"is_provisional" doc:"the year has no table of working days yet"`
	State         string     `json:"state" enum:"open,signing,submitted,returned,accepted,suspended,cancelled,lapsed"`
	Report        *uuid.UUID `json:"report" format:"uuid"`
	Title         string     `json:"title,omitempty" doc:"of the task"`
	Label         string     `json:"label,omitempty"`
	UnitName      string     `json:"unit_name,omitempty"`
}

func lineOf(l task.Line) Task {
	light := ""
	if l.Light != nil {
		light = l.Light.Light
	}
	return Task{ID: l.ID, Owner: six(l.Owner), Document: l.Task.Document, DocumentTitle: l.Document, Ordinal: l.Ordinal, Label: l.Label, Title: l.Title, Lead: l.Lead,
		State: l.State, Open: l.Open, Late: l.Late, Accepted: l.Accepted, Next: date(l.Next), Light: light, Reported: moment(l.Reported), Limit: l.Task.Due, Closed: date(l.Closed)}
}

func targetOf(t record.Target) Target {
	return Target{ID: t.ID, Metric: t.Metric, Op: t.Op, Value: figure(t.Value), High: figure(t.High), Measure: t.Unit, Due: t.Due, Soft: t.IsSoft, Quote: t.Quote, Lead: known(t.Lead)}
}

func dueOf(d record.Due) Due {
	return Due{ID: d.ID, Owner: six(d.Owner), Task: d.Task, Unit: d.Unit, Period: d.Period, On: date(d.On), Again: date(d.Again), IsProvisional: d.IsProvisional, State: d.State, Report: known(d.Report)}
}

func itemOf(i report.Item) Due {
	d := dueOf(i.Due)
	d.Title, d.Label, d.UnitName = i.Title, i.Label, i.Name
	return d
}

func each[F, T any](list []F, of func(F) T) []T {
	made := make([]T, len(list))
	for i, f := range list {
		made[i] = of(f)
	}
	return made
}

func addTasks(t *table, s *service) {
	add(t, huma.Operation{OperationID: "listTasks", Method: http.MethodGet, Path: prefix + "/tasks", Summary: "Tasks, in the order in which they were adopted"}, access.TaskRead,
		func(ctx context.Context, by route.Request, in *struct {
			Window
			Light    string `query:"light" enum:"red,yellow,green,grey,blue,black,none"`
			Text     string `query:"text" maxLength:"200" doc:"part of the title"`
			Document string `query:"document" format:"uuid"`
		}) (*body[page[Task]], error) {
			lines, _, err := s.Tasks.Page(ctx, by.Call, list.Asking("title", in.Text).With("light", in.Light).With("document", in.Document).Rows(in.after(), in.Limit+1))
			if err == nil {
				err = s.Tasks.CountAccepted(ctx, by.Call, lines)
			}
			return paged(lines, in.Limit, lineOf, func(l task.Line) uuid.UUID { return l.ID }), err
		})
	add(t, huma.Operation{OperationID: "getTask", Method: http.MethodGet, Path: prefix + "/tasks/{id}", Summary: "A task with all that belongs to it"}, access.TaskRead,
		func(ctx context.Context, by route.Request, in *One) (*body[TaskDetail], error) {
			p, err := s.Tasks.Find(ctx, by.Call, in.ID)
			if err != nil {
				return nil, err
			}
			return &body[TaskDetail]{TaskDetail{Task: lineOf(p.Line), Body: p.Body, DoneWhen: p.DoneWhen, Proof: p.Proof,
				Duties:  each(p.Duties, func(d task.Duty) Duty { return Duty{d.Unit, d.Name, d.Role} }),
				Targets: each(p.Targets, targetOf), Due: each(p.Due, dueOf)}}, nil
		})
	add(t, huma.Operation{OperationID: "listDue", Method: http.MethodGet, Path: prefix + "/due", Summary: "What is due, the earliest first"}, access.DueRead,
		func(ctx context.Context, by route.Request, in *struct {
			Window
			State []string `query:"state" enum:"open,signing,submitted,returned,accepted,suspended,cancelled" doc:"one or more, with commas; nothing for all"`
			Task  string   `query:"task" format:"uuid"`
		}) (*body[page[Due]], error) {
			items, _, err := s.Reports.DuePage(ctx, by.Call, list.Asking("state", in.State...).With("task", in.Task).Rows(in.after(), in.Limit+1))
			return paged(items, in.Limit, itemOf, func(i report.Item) uuid.UUID { return i.ID }), err
		})
}
