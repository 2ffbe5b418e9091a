package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/quantity"
)

// written is a report as it is sent.
type written struct {
	ID       uuid.UUID `json:"id" format:"uuid" doc:"made by the sender; the same one again is the same report"`
	Due      uuid.UUID `json:"due" format:"uuid" doc:"what it is about"`
	Progress string    `json:"progress,omitempty"`
	Problem  string    `json:"problem,omitempty"`
	Next     string    `json:"next,omitempty"`
	Values   []Value   `json:"values,omitempty" maxItems:"1000"`
	Version  int64     `json:"version,omitempty" doc:"of the report as the sender knows it; another one than it has is refused (report-changed). 0 for one that is new, or that nobody but the sender has written"`
}

// Value is the figure a report gives for a target.
type Value struct {
	Target uuid.UUID       `json:"target" format:"uuid"`
	Value  quantity.Number `json:"value"`
}

// Moved is a report and the state it is in now.
type Moved struct {
	ID    uuid.UUID `json:"id" format:"uuid"`
	State string    `json:"state" enum:"draft,signing,submitted,returned,accepted,corrected,withdrawn"`
	// Version is told of what was written.
	Version int64 `json:"version,omitempty" doc:"to be sent when it is written again"`
}

// Report is what a unit says about a due item.
type Report struct {
	ID        uuid.UUID  `json:"id" format:"uuid"`
	State     string     `json:"state" enum:"draft,signing,submitted,returned,accepted,corrected,withdrawn"`
	Progress  string     `json:"progress"`
	Problem   string     `json:"problem"`
	Next      string     `json:"next"`
	Version   int64      `json:"version" doc:"to be sent when it is written again"`
	Number    int64      `json:"number" doc:"1 for the first report on a due item; corrections count on"`
	Corrects  *uuid.UUID `json:"corrects" format:"uuid" doc:"the accepted report it corrects"`
	Cause     string     `json:"cause" doc:"why that is corrected"`
	Reason    string     `json:"reason" doc:"why it was returned"`
	Made      moment     `json:"made"`
	Submitted moment     `json:"submitted"`
	IsLate    bool       `json:"is_late" doc:"first handed in after the due date, or again after the return's limit"`
	Due       Due        `json:"due"`
	Targets   []Target   `json:"targets" doc:"of the task"`
	Values    []Value    `json:"values"`
	Evidence  []Evidence `json:"evidence"`
}

// Evidence is a file that belongs to a report.
type Evidence struct {
	ID   uuid.UUID  `json:"id" format:"uuid"`
	File Attachment `json:"file"`
}

func evidenceOf(e record.Evidence) Evidence { return Evidence{e.ID, attachment(e.File)} }

func reportOf(f report.Form) Report {
	r := f.Report
	var corrects *uuid.UUID
	if r.Corrects != uuid.Nil {
		corrects = &r.Corrects
	}
	return Report{ID: r.ID, State: r.State, Version: r.Version, Number: r.Number, Corrects: corrects, Cause: r.Cause, Progress: r.Progress, Problem: r.Problem, Next: r.Next, Reason: r.Reason, Made: moment(r.Made), Submitted: moment(r.Submitted), IsLate: r.IsLate,
		Due: itemOf(f.Item), Targets: each(f.Targets, targetOf), Evidence: each(f.Evidence, evidenceOf),
		Values: each(f.Values, func(v record.Value) Value { return Value{v.Target, quantity.FromTenThousandths(v.Value)} })}
}

func addReports(t *table, s *service) {
	const path = prefix + "/reports"
	add(t, huma.Operation{OperationID: "writeReport", Method: http.MethodPost, Path: path, Summary: "Keep a report as a draft; submit hands it in"}, access.ReportWrite,
		func(ctx context.Context, by route.Request, in *struct{ Body written }) (*body[Moved], error) {
			w := report.Written{ID: in.Body.ID, Due: in.Body.Due, Progress: in.Body.Progress, Problem: in.Body.Problem, Next: in.Body.Next, Version: in.Body.Version,
				Values: each(in.Body.Values, func(v Value) report.Figure { return report.Figure{Target: v.Target, Value: v.Value} })}
			r, err := s.Reports.Write(ctx, by.Call, w)
			return &body[Moved]{Moved{r.ID, r.State, r.Version}}, err
		})
	add(t, huma.Operation{OperationID: "getReport", Method: http.MethodGet, Path: path + "/{id}", Summary: "A report with what it is about"}, access.ReportRead,
		func(ctx context.Context, by route.Request, in *One) (*body[Report], error) {
			f, err := s.Reports.Find(ctx, by.Call, in.ID)
			if err != nil {
				return nil, err
			}
			return &body[Report]{reportOf(f)}, nil
		})
	for _, m := range []struct {
		verb, summary string
		needs         access.Permission
		do            func(*report.Service, context.Context, app.Call, uuid.UUID) (string, error)
	}{
		{"submit", "Hand a report in: to whoever signs for the unit, or where nobody does to the office that asked", access.ReportSubmit, (*report.Service).Submit},
		{"recall", "Take a report that nobody has signed yet back", access.ReportSubmit, (*report.Service).Recall},
		{"accept", "Take a report's figures as good", access.ReportAccept, (*report.Service).Accept},
	} {
		add(t, huma.Operation{OperationID: m.verb + "Report", Method: http.MethodPost, Path: path + "/{id}/" + m.verb, Summary: m.summary}, m.needs,
			func(ctx context.Context, by route.Request, in *One) (*body[Moved], error) {
				state, err := m.do(s.Reports, ctx, by.Call, in.ID)
				return &body[Moved]{Moved{ID: in.ID, State: state}}, err
			})
	}
	addDecisions(t, s)
}

// addDecisions adds what is done to a report with words.
func addDecisions(t *table, s *service) {
	const path = prefix + "/reports"
	add(t, huma.Operation{OperationID: "signReport", Method: http.MethodPost, Path: path + "/{id}/sign", Summary: "Answer for a report on the unit's behalf, and send it out"}, access.ReportSign,
		func(ctx context.Context, by route.Request, in *struct {
			One
			Body struct {
				Opinion string `json:"opinion,omitempty" maxLength:"2000"`
			}
		}) (*body[Moved], error) {
			state, err := s.Reports.Sign(ctx, by.Call, in.ID, in.Body.Opinion)
			return &body[Moved]{Moved{ID: in.ID, State: state}}, err
		})
	add(t, huma.Operation{OperationID: "sendReportBack", Method: http.MethodPost, Path: path + "/{id}/send-back", Summary: "Give a report that is to be signed back to whoever wrote it"}, access.ReportSign,
		func(ctx context.Context, by route.Request, in *struct {
			One
			Body struct {
				Reason string `json:"reason"`
			}
		}) (*body[Moved], error) {
			state, err := s.Reports.SendBack(ctx, by.Call, in.ID, in.Body.Reason)
			return &body[Moved]{Moved{ID: in.ID, State: state}}, err
		})
	add(t, huma.Operation{OperationID: "correctReport", Method: http.MethodPost, Path: path + "/{id}/correct", Summary: "Begin a new version of an accepted report",
		Description: "The new version is a draft with the id that is sent; the accepted one counts until it is accepted."}, access.ReportWrite,
		func(ctx context.Context, by route.Request, in *struct {
			One
			Body struct {
				ID     uuid.UUID `json:"id" format:"uuid"`
				Reason string    `json:"reason"`
			}
		}) (*body[Moved], error) {
			return &body[Moved]{Moved{ID: in.Body.ID, State: record.ReportDraft}}, s.Reports.Correct(ctx, by.Call, in.ID, in.Body.ID, in.Body.Reason)
		})
	add(t, huma.Operation{OperationID: "withdrawReport", Method: http.MethodPost, Path: path + "/{id}/withdraw", Summary: "Drop a correction that is a draft or was returned",
		Description: "The accepted report goes on counting, and can be corrected anew."}, access.ReportWrite,
		func(ctx context.Context, by route.Request, in *One) (*body[Moved], error) {
			return &body[Moved]{Moved{ID: in.ID, State: record.ReportWithdrawn}}, s.Reports.Withdraw(ctx, by.Call, in.ID)
		})
	add(t, huma.Operation{OperationID: "returnReport", Method: http.MethodPost, Path: path + "/{id}/return", Summary: "Give a report back with a reason"}, access.ReportReturn,
		func(ctx context.Context, by route.Request, in *struct {
			One
			Body struct {
				Reason string `json:"reason"`
			}
		}) (*body[Moved], error) {
			state, err := s.Reports.Return(ctx, by.Call, in.ID, in.Body.Reason)
			return &body[Moved]{Moved{ID: in.ID, State: state}}, err
		})
}

func addEvidence(t *table, s *service) {
	takesFile(add(t, huma.Operation{OperationID: "addEvidence", Method: http.MethodPost, Path: prefix + "/reports/{id}/evidence", Summary: "Add a file to a report that is not handed in"}, access.ReportWrite,
		func(ctx context.Context, by route.Request, in *struct {
			One
			Upload
		}) (*body[Evidence], error) {
			id, name, content, err := in.open()
			if err != nil {
				return nil, err
			}
			e, err := s.Reports.Attach(ctx, by.Call, in.ID, intake.Uploaded{ID: id, Name: name, Content: content})
			return &body[Evidence]{evidenceOf(e)}, err
		}))
	givesFile(t, huma.Operation{OperationID: "getEvidence", Method: http.MethodGet, Path: prefix + "/evidence/{id}", Summary: "A file that belongs to a report"}, access.EvidenceRead,
		func(ctx context.Context, by route.Request, id uuid.UUID) (record.File, file, error) {
			e, f, err := s.Reports.Evidence(ctx, by.Call, id)
			if err != nil {
				return e.File, nil, err
			}
			return e.File, f, nil
		})
}
