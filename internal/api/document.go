package api

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
)

// Document is a document that was put in.
type Document struct {
	ID      uuid.UUID  `json:"id" format:"uuid"`
	Title   string     `json:"title" doc:"of the file until it is compiled"`
	Number  string     `json:"number"`
	Issuer  string     `json:"issuer"`
	State   string     `json:"state" enum:"waiting,proposed,adopted,failed"`
	Force   string     `json:"force" enum:"binding,draft,replaced,repealed," doc:"empty before it is adopted"`
	Fault   string     `json:"fault" doc:"key of why it failed; empty otherwise"`
	Secrecy string     `json:"secrecy" doc:"the mark that keeps it from the public as printed; empty for none"`
	Owner   string     `json:"owner" doc:"division, six digits"`
	File    Attachment `json:"file"`
	Job     uuid.UUID  `json:"job" format:"uuid"`
	Made    moment     `json:"made"`
	Adopted moment     `json:"adopted"`
}

func documentOf(d record.Document) Document {
	return Document{ID: d.ID, Title: d.Title, Number: d.Number, Issuer: d.Issuer, State: d.State, Force: d.Force, Fault: d.Fault, Secrecy: d.Secrecy, Owner: six(d.Owner), File: attachment(d.File),
		Job: d.Job, Made: moment(d.Made), Adopted: moment(d.Adopted)}
}

// Uploaded is where to look for what becomes of a document.
type Uploaded struct {
	ID  uuid.UUID `json:"id" format:"uuid"`
	Job uuid.UUID `json:"job" format:"uuid" doc:"the work in the background that compiles it"`
}

func addDocuments(t *table, s *service) {
	const path = prefix + "/documents"
	takesFile(add(t, huma.Operation{OperationID: "uploadDocument", Method: http.MethodPost, Path: path, Summary: "Put a document in to be compiled"}, access.DocumentUpload,
		func(ctx context.Context, by route.Request, in *struct{ Upload }) (*body[Uploaded], error) {
			id, name, content, err := in.open()
			if err != nil {
				return nil, err
			}
			d, err := s.Documents.Upload(ctx, by.Call, intake.Uploaded{ID: id, Name: name, Content: content})
			return &body[Uploaded]{Uploaded{d.ID, d.Job}}, err
		}))
	add(t, huma.Operation{OperationID: "listDocuments", Method: http.MethodGet, Path: path, Summary: "Documents, the newest first"}, access.DocumentRead,
		func(ctx context.Context, by route.Request, in *struct{ Window }) (*body[page[Document]], error) {
			documents, _, err := s.Documents.Page(ctx, by.Call, list.Query{Sort: "added", IsDesc: true, After: in.after(), Limit: in.Limit + 1})
			return paged(documents, in.Limit, documentOf, func(d record.Document) uuid.UUID { return d.ID }), err
		})
	add(t, huma.Operation{OperationID: "getDocument", Method: http.MethodGet, Path: path + "/{id}", Summary: "A document"}, access.DocumentRead,
		func(ctx context.Context, by route.Request, in *One) (*body[Document], error) {
			d, err := s.Documents.Find(ctx, by.Call, in.ID)
			return &body[Document]{documentOf(d)}, err
		})
	add(t, huma.Operation{OperationID: "getProposal", Method: http.MethodGet, Path: path + "/{id}/proposal",
		Summary: "What the compiler made of a document", Description: "The same JSON as of the command compile; doc/schema.md describes it."}, access.DocumentRead,
		func(ctx context.Context, by route.Request, in *One) (*body[json.RawMessage], error) {
			_, proposal, err := s.Documents.Proposal(ctx, by.Call, in.ID)
			if err != nil {
				return nil, err
			}
			text, err := json.Marshal(proposal)
			return &body[json.RawMessage]{text}, err
		})
	givesFile(t, huma.Operation{OperationID: "getOriginal", Method: http.MethodGet, Path: path + "/{id}/original", Summary: "The file as it was sent"}, access.DocumentRead,
		func(ctx context.Context, by route.Request, id uuid.UUID) (record.File, file, error) {
			d, f, err := s.Documents.Original(ctx, by.Call, id)
			if err != nil {
				return d.File, nil, err
			}
			return d.File, f, nil
		})
	addAdoption(t, s)
	addRelations(t, s)
}

// decision is what a person makes of a proposal. The tasks stand in the order of the proposal; what is not there is as the proposal has it.
type decision struct {
	Auto  bool           `json:"auto,omitempty" doc:"let the directory of units say which unit is meant, where exactly one can be"`
	Every string         `json:"every,omitempty" enum:"month,quarter,half-year,year," doc:"how often each lead reports, where the document orders no reports"`
	Tasks []taskDecision `json:"tasks,omitempty" maxItems:"5000"`
	// Issued is for a document whose text does not show that it was issued.
	Issued *document.Issued `json:"issued,omitempty" doc:"what is known of the issue of a document that does not show it; without it such a document is adopted as a draft"`
}

type taskDecision struct {
	Leave    bool           `json:"leave,omitempty" doc:"leave the task out"`
	Title    string         `json:"title,omitempty" maxLength:"2000"`
	DoneWhen string         `json:"done_when,omitempty" maxLength:"2000" doc:"what counts as done, for a task without a figure"`
	Proof    string         `json:"proof,omitempty" maxLength:"2000" doc:"what has to be shown for it, for a task without a figure"`
	Duties   []dutyDecision `json:"duties,omitempty" maxItems:"500"`
}

type dutyDecision struct {
	Unit *uuid.UUID `json:"unit,omitempty" format:"uuid" doc:"nothing leaves the duty out"`
	Part string     `json:"part,omitempty" enum:"lead,cooperate,"`
}

func (d decision) decided() document.Decision {
	decided := document.Decision{Every: d.Every, Issued: d.Issued, Tasks: make([]document.TaskDecision, len(d.Tasks))}
	for i, task := range d.Tasks {
		to := document.TaskDecision{Leave: task.Leave, Title: task.Title, DoneWhen: task.DoneWhen, Proof: task.Proof}
		for _, duty := range task.Duties {
			var unit uuid.UUID
			if duty.Unit != nil {
				unit = *duty.Unit
			}
			to.Duties = append(to.Duties, document.DutyDecision{Unit: unit, Part: duty.Part})
		}
		decided.Tasks[i] = to
	}
	return decided
}

func addAdoption(t *table, s *service) {
	add(t, huma.Operation{OperationID: "adoptDocument", Method: http.MethodPost, Path: prefix + "/documents/{id}/adopt", Summary: "Make a proposal the plan that binds",
		Description: "What keeps it from being adopted comes back in extra: the place of the task, from 0, and the key of what is missing."}, access.DocumentAdopt,
		func(ctx context.Context, by route.Request, in *struct {
			One
			Body decision
		}) (*body[Document], error) {
			decided := in.Body.decided()
			if in.Body.Auto {
				var err error
				if decided, err = s.Documents.Suggest(ctx, by.Call, in.ID, decided); err != nil {
					return nil, err
				}
			}
			if err := s.Documents.Adopt(ctx, by.Call, in.ID, decided); err != nil {
				return nil, err
			}
			d, err := s.Documents.Find(ctx, by.Call, in.ID)
			return &body[Document]{documentOf(d)}, err
		})
}
