// Package document is what is done with documents: put in, compiled in the
// background, reviewed, adopted. What the compiler found is a proposal until a
// person has adopted it; both are kept. Start with Service.Upload and Adopt.
package document

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/blob"
	"github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/secret"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
)

// JobCompile is the kind of the job that compiles a document.
const JobCompile = "compile"

// A Service works on documents.
type Service struct {
	*app.Core
	Cases    *casework.Service
	Intake   *intake.Service
	Calendar func(context.Context) (*period.Calendar, error)
	// Relight lights the lights of tasks that were adopted, in the same transaction; nil: nobody supervises.
	Relight func(ctx context.Context, tx *store.Tx, owner int64, tasks ...uuid.UUID) error
}

// New makes the service and takes over its kind of job.
func New(s Service) *Service {
	s.Jobs.Register(JobCompile, s.compile)
	return &s
}

// Start puts the documents that wait to be compiled into the queue again if it has lost them: jobs are in no backup, so after a restore
// nobody would come for them.
func (s *Service) Start(ctx context.Context) error {
	var waiting []record.Document
	err := s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) (err error) {
		waiting, err = store.List[record.Document](ctx, v, &relation.Select{From: relation.From(record.DocumentTable, "d"), Where: relation.Equal(relation.C("d", "state"), record.DocumentWaiting)})
		return err
	})
	if err != nil || len(waiting) == 0 {
		return err
	}
	return s.Store.Keep(ctx, func(ctx context.Context, tx *store.Tx) error {
		for _, d := range waiting {
			if err := s.Jobs.Add(ctx, tx, d.Job, JobCompile, d.Account, place{d.Owner, d.ID}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Upload keeps a file and has it compiled in the background. It is read once before anything is kept: a document marked as a state
// secret leaves no trace. Errors: *compile.SecretError, *reader.Error; faults "file-too-large", "file-empty".
func (s *Service) Upload(ctx context.Context, call app.Call, u intake.Uploaded) (record.Document, error) {
	owner := int64(call.Actor.Division.Owner())
	if err := access.Allow(call.Actor, access.DocumentUpload, access.Record{Owner: int(owner)}); err != nil {
		return record.Document{}, err
	}
	name, data, err := s.Intake.Read(ctx, call, access.DocumentUpload, u)
	if err != nil {
		return record.Document{}, err
	}
	ref, err := s.Files.Put(ctx, owner, bytes.NewReader(data), s.Intake.Most)
	if err != nil {
		return record.Document{}, err
	}
	work, err := uuid.NewV7()
	if err != nil {
		return record.Document{}, err
	}
	d := record.Document{
		Record: store.Record{Owner: owner, ID: u.ID}, Title: strings.TrimSuffix(name, filepath.Ext(name)), State: record.DocumentWaiting,
		File: intake.File(name, ref), Job: work, Account: call.Actor.Account, Made: s.Now().UnixMilli(),
	}
	act := app.Act{Needs: access.DocumentUpload, Owner: owner, Kind: "document", Object: d.ID}
	err = s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		isNew, err := store.Insert(ctx, tx, record.DocumentTable, &d)
		if err != nil {
			return err
		}
		if !isNew { // the same request again
			d, err = store.Load[record.Document](ctx, tx, record.DocumentTable, owner, u.ID)
			return err
		}
		return s.Jobs.Add(ctx, tx, work, JobCompile, call.Actor.Account, place{owner, d.ID})
	})
	if err == nil {
		s.Jobs.Nudge()
	}
	return d, err
}

// place is where a record is: what a job needs to know of it.
type place struct {
	Owner int64     `json:"owner"`
	ID    uuid.UUID `json:"id"`
}

// compile is the job that compiles a document and keeps the proposal beside it. It does the same again without harm.
func (s *Service) compile(ctx context.Context, j job.Job, progress func(done, total int64)) error {
	var at place
	if err := json.Unmarshal([]byte(j.Input), &at); err != nil {
		return fmt.Errorf("read the input of a job: %w", err)
	}
	call := app.System(JobCompile, access.DocumentRead, access.DocumentUpload)
	d, err := s.Find(ctx, call, at.ID)
	if err != nil || d.State != record.DocumentWaiting {
		return err
	}
	progress(0, 3)
	data, err := s.content(ctx, intake.Ref(d.Owner, d.File))
	if err != nil {
		return err
	}
	progress(1, 3)
	doc, err := compile.Compile(d.FileName, data, compile.Options{Reader: s.Intake.Reader(ctx), KeepText: true})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		d.State, d.Fault = record.DocumentFailed, "document-unreadable"
		return errors.Join(fault.Because(err, fault.Invalid, "document-unreadable"), s.keep(ctx, call, d, "document.fail"))
	}
	progress(2, 3)
	proposal, err := json.Marshal(doc)
	if err != nil {
		return fmt.Errorf("write the proposal: %w", err)
	}
	ref, err := s.Files.Put(ctx, d.Owner, bytes.NewReader(proposal), int64(len(proposal)))
	if err != nil {
		return err
	}
	d.Proposal, d.ProposalKey, d.ProposalSize, d.State = ref.Name, ref.Key, ref.Size, record.DocumentProposed
	describe(&d, doc)
	return s.keep(ctx, call, d, "document.compile")
}

func (s *Service) keep(ctx context.Context, call app.Call, d record.Document, name string) error {
	act := app.Act{Needs: access.DocumentUpload, Name: name, Owner: d.Owner, Kind: "document", Object: d.ID, Detail: audit.Detail{"state": d.State}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		changed := d
		return store.Update(ctx, tx, record.DocumentTable, &changed)
	})
}

// describe takes over what a document says of itself.
func describe(d *record.Document, doc *policy.Document) {
	m := doc.Meta
	if m.Title != "" {
		d.Title = m.Title
	}
	if m.Number != nil {
		d.Number = *m.Number
	}
	if m.Issued != nil {
		d.Issued = *m.Issued
	}
	if m.Secrecy != nil {
		d.Secrecy = *m.Secrecy
	}
	d.Tasks, d.Doubts = int64(len(doc.Tasks)), division.Open(doc, nil).Doubts(doc)
	d.Issuer, d.Source = strings.Join(m.Issuers, "、"), string(m.Status)
}

// content reads a stored file into memory.
func (s *Service) content(ctx context.Context, ref blob.Ref) (data []byte, err error) {
	f, err := s.Files.Open(ctx, ref)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.ReadAll(f)
}

// Find reads a document. fault.NotFound: there is none the actor may read.
func (s *Service) Find(ctx context.Context, call app.Call, id uuid.UUID) (d record.Document, err error) {
	err = s.See(ctx, call, access.DocumentRead, func(ctx context.Context, v *store.View) error {
		d, err = store.Load[record.Document](ctx, v, record.DocumentTable, 0, id)
		return err
	})
	return d, err
}

// List gives the newest documents that the actor may read.
func (s *Service) List(ctx context.Context, call app.Call, limit int) ([]record.Document, error) {
	documents, _, err := s.Page(ctx, call, list.Query{Sort: "added", IsDesc: true, Limit: limit})
	return documents, err
}

// Page gives a page of documents as a list asks for them. fault.NotFound if q.After is none the actor may read.
func (s *Service) Page(ctx context.Context, call app.Call, q list.Query) (documents []record.Document, found list.Found, err error) {
	err = s.See(ctx, call, access.DocumentRead, func(ctx context.Context, v *store.View) error {
		documents, found, err = list.Page[record.Document](ctx, v, list.Documents, q, list.EnvOf(call.Actor, s.Today()))
		return err
	})
	return documents, found, err
}

// Proposal is what the compiler made of a document. fault.Conflict "document-not-compiled": not yet, or it could not be read.
func (s *Service) Proposal(ctx context.Context, call app.Call, id uuid.UUID) (record.Document, *policy.Document, error) {
	d, err := s.Find(ctx, call, id)
	if err != nil {
		return d, nil, err
	}
	if d.Proposal == "" {
		return d, nil, fault.New(fault.Conflict, "document-not-compiled")
	}
	data, err := s.content(ctx, blob.Ref{Owner: d.Owner, Name: d.Proposal, Size: d.ProposalSize, Key: secret.Wrapped(d.ProposalKey)})
	if err != nil {
		return d, nil, err
	}
	doc := new(policy.Document)
	if err := json.Unmarshal(data, doc); err != nil {
		return d, nil, fmt.Errorf("read the proposal of %s: %w", id, err)
	}
	return d, doc, nil
}

// Original opens the file as it was sent.
func (s *Service) Original(ctx context.Context, call app.Call, id uuid.UUID) (record.Document, *blob.Reader, error) {
	d, err := s.Find(ctx, call, id)
	if err != nil {
		return d, nil, err
	}
	f, err := s.Files.Open(ctx, intake.Ref(d.Owner, d.File))
	return d, f, err
}
