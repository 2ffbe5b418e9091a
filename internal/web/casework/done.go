package casework

import (
	"net/http"
	"net/url"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// node adds to a measure whether it was done, and where that is said.
func (c *carder) node(d casework.Dossier, m record.Measure, shown *view.CaseMeasure) {
	shown.Done, shown.IsNode = view.NoDate, m.Value == nil
	if m.Done != 0 {
		shown.Done, shown.Result = period.Date(m.Done), m.Result
	}
	for _, e := range d.Proofs[m.ID] {
		shown.Files = append(shown.Files, view.File{Name: e.FileName, Size: e.FileSize, Href: "/evidence/" + e.ID.String()})
	}
	if !d.MayDo || m.Approved == 0 || m.Value != nil {
		return
	}
	here, of := "/measures/"+m.ID.String(), m.ID.String()[24:]+"-"
	on := period.Date(c.Today())
	if m.Done != 0 {
		on, shown.Undo = period.Date(m.Done), here+"/not-done"
	}
	shown.Tell = &view.Form{ID: m.ID.String(), Action: here + "/done"}
	shown.Fields = []view.Field{
		{Name: "on", Of: of, Kind: view.FieldDate, Label: c.by.Say("measure.on"), Value: on.String(), Required: true},
		{Name: "result", Of: of, Kind: view.FieldLong, Label: c.by.Say("measure.result"), Value: m.Result, Required: true, Longest: 2000},
	}
}

// done keeps that a measure was done, with the files that prove it; the entries come before the files.
func (p *pages) done(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	typed, isKept := url.Values{}, false
	keep := func() error {
		isKept = true
		on, err := period.ParseDate(typed.Get("on"))
		if err != nil {
			return fault.Because(err, fault.Invalid, "measure-done")
		}
		return p.Cases.Done(r.Context(), by.Call, id, on, typed.Get("result"))
	}
	if err := site.ReadParts(r, func(name, text string) error {
		typed.Add(name, text)
		return nil
	}, func(u intake.Uploaded) error {
		if !isKept {
			if err := keep(); err != nil {
				return err
			}
		}
		return p.Cases.Prove(r.Context(), by.Call, id, u)
	}); err != nil {
		return err
	}
	if !isKept {
		if err := keep(); err != nil {
			return err
		}
	}
	return p.toCase(w, r, by, id, "flash.measure-done")
}

// notDone takes back that a measure was done.
func (p *pages) notDone(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := p.Cases.NotDone(r.Context(), by.Call, id); err != nil {
		return err
	}
	return p.toCase(w, r, by, id, "flash.changed")
}

// toCase goes back to the case of a measure.
func (p *pages) toCase(w http.ResponseWriter, r *http.Request, by route.Request, measure uuid.UUID, flash string) error {
	c, err := p.Cases.OfMeasure(r.Context(), by.Call, measure)
	if err != nil {
		return err
	}
	return p.Go(w, r, "/cases/"+c.String(), flash)
}
