package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/web/route"
)

// Light is a light that a task showed.
type Light struct {
	ID     uuid.UUID         `json:"id" format:"uuid"`
	Owner  string            `json:"owner" doc:"division, six digits"`
	Task   uuid.UUID         `json:"task" format:"uuid"`
	Title  string            `json:"title" doc:"of the task"`
	Unit   *uuid.UUID        `json:"unit" format:"uuid" doc:"that leads the task"`
	Name   string            `json:"unit_name"`
	Light  string            `json:"light" enum:"red,yellow,green,grey,blue,black,none"`
	Rule   string            `json:"rule" doc:"by which it was lit"`
	Values map[string]string `json:"values" doc:"what made the rule hold: days, plain decimals"`
	Rules  *uuid.UUID        `json:"rulebook" format:"uuid" doc:"version of the division's rules by which it was lit; null for the house's own"`
	Since  date              `json:"since"`
	Until  date              `json:"until" doc:"null while it shows"`
}

// Directive is a reminder, an urge or supervision sheet, a circular or a talk.
type Directive struct {
	ID       uuid.UUID `json:"id" format:"uuid"`
	Owner    string    `json:"owner" doc:"division, six digits"`
	Year     int64     `json:"year" doc:"of the number; 0 before it is issued"`
	Number   *int64    `json:"number" doc:"from 1 in each year; null before it is issued"`
	Ladder   string    `json:"ladder"`
	Step     string    `json:"step"`
	Kind     string    `json:"kind" enum:"remind,urge,supervise,circulate,talk"`
	Task     uuid.UUID `json:"task" format:"uuid"`
	Title    string    `json:"title" doc:"of the task"`
	Unit     uuid.UUID `json:"unit" format:"uuid" doc:"to which it is addressed"`
	Name     string    `json:"unit_name"`
	Basis    string    `json:"basis"`
	Demand   string    `json:"demand"`
	State    string    `json:"state" enum:"proposed,approved,issued,replied,closed,refused,withdrawn"`
	Issued   date      `json:"issued"`
	Due      date      `json:"due" doc:"by which it is to be answered"`
	Reply    string    `json:"reply"`
	Answered date      `json:"answered"`
}

// Appraisal is the scores of a time by a model.
type Appraisal struct {
	ID       uuid.UUID `json:"id" format:"uuid"`
	Owner    string    `json:"owner" doc:"division, six digits"`
	Title    string    `json:"title"`
	From     date      `json:"from"`
	To       date      `json:"to"`
	State    string    `json:"state" enum:"simulated,announced,published"`
	Feedback date      `json:"feedback" doc:"the last day for appeals"`
	Scores   []Score   `json:"scores" doc:"those you may see: your unit's own until they are published"`
}

// Score is what a unit has, with the parts that add up to it.
type Score struct {
	Unit   uuid.UUID     `json:"unit" format:"uuid"`
	Name   string        `json:"unit_name"`
	Rank   int           `json:"rank" doc:"equal scores share one, and the next is skipped"`
	Points string        `json:"points" doc:"the exact fraction, such as 968/10"`
	Shown  string        `json:"shown" doc:"rounded half up to two decimals"`
	Parts  []ledger.Part `json:"parts"`
}

func lightOf(l supervision.LightLine) Light {
	shown, err := supervision.Reasons(l.Light)
	if err != nil {
		shown.Values = nil // what was written can be read; a light without its values is still a light
	}
	return Light{ID: l.ID, Owner: six(l.Owner), Task: l.Task, Title: l.Title, Unit: known(l.Unit), Name: l.Name, Light: l.Light.Light, Rule: l.Rule, Values: shown.Values, Rules: known(l.Rulebook),
		Since: date(l.Since), Until: date(l.Until)}
}

func directiveOf(d supervision.DirectiveLine) Directive {
	return Directive{ID: d.ID, Owner: six(d.Owner), Year: d.Year, Number: d.Number, Ladder: d.Ladder, Step: d.Step, Kind: d.Kind, Task: d.Task, Title: d.Title, Unit: d.Unit, Name: d.Name,
		Basis: d.Basis, Demand: d.Demand, State: d.State, Issued: date(d.Issued), Due: date(d.Due), Reply: d.Reply, Answered: date(d.Answered)}
}

func appraisalOf(p supervision.AppraisalPage) Appraisal {
	return Appraisal{ID: p.ID, Owner: six(p.Owner), Title: p.Title, From: date(p.From), To: date(p.To), State: p.State, Feedback: date(p.Feedback),
		Scores: each(p.Scores, func(s supervision.ScoreLine) Score {
			return Score{Unit: s.UnitID, Name: s.Name, Rank: s.Rank, Points: s.Total.String(), Shown: s.Total.Shown(), Parts: s.Parts}
		})}
}

func addSupervision(t *table, s *service) {
	add(t, huma.Operation{OperationID: "listLights", Method: http.MethodGet, Path: prefix + "/lights", Summary: "Lights that show, in the order in which they were lit; of one task also those before"}, access.LightRead,
		func(ctx context.Context, by route.Request, in *struct {
			Window
			Light string `query:"light" enum:"red,yellow,green,grey,blue,black,none"`
			Task  string `query:"task" format:"uuid"`
		}) (*body[page[Light]], error) {
			lines, err := s.Supervision.Lights(ctx, by.Call, supervision.LightFilter{Light: in.Light, Task: parsed(in.Task), After: in.after(), Limit: in.Limit + 1})
			return paged(lines, in.Limit, lightOf, func(l supervision.LightLine) uuid.UUID { return l.ID }), err
		})
	add(t, huma.Operation{OperationID: "listDirectives", Method: http.MethodGet, Path: prefix + "/directives", Summary: "Directives, the newest first"}, access.DirectiveRead,
		func(ctx context.Context, by route.Request, in *struct {
			Window
			State []string `query:"state" enum:"proposed,approved,issued,replied,closed,refused,withdrawn" doc:"one or more, with commas; nothing for all"`
			Task  string   `query:"task" format:"uuid"`
		}) (*body[page[Directive]], error) {
			lines, _, err := s.Supervision.DirectivePage(ctx, by.Call, list.Asking("state", in.State...).With("task", in.Task).Rows(in.after(), in.Limit+1))
			return paged(lines, in.Limit, directiveOf, func(d supervision.DirectiveLine) uuid.UUID { return d.ID }), err
		})
	add(t, huma.Operation{OperationID: "listAppraisals", Method: http.MethodGet, Path: prefix + "/appraisals", Summary: "Appraisals, the newest first, without their scores"}, access.ScoreRead,
		func(ctx context.Context, by route.Request, _ *struct{}) (*body[[]Appraisal], error) {
			list, err := s.Supervision.Appraisals(ctx, by.Call)
			return &body[[]Appraisal]{each(list, func(l supervision.AppraisalLine) Appraisal {
				return appraisalOf(supervision.AppraisalPage{Appraisal: l.Appraisal})
			})}, err
		})
	add(t, huma.Operation{OperationID: "getAppraisal", Method: http.MethodGet, Path: prefix + "/appraisals/{id}", Summary: "An appraisal with the scores you may see, the best first"}, access.ScoreRead,
		func(ctx context.Context, by route.Request, in *One) (*body[Appraisal], error) {
			p, err := s.Supervision.Appraisal(ctx, by.Call, in.ID)
			if err != nil {
				return nil, err
			}
			return &body[Appraisal]{appraisalOf(p)}, nil
		})
}
