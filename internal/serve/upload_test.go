package serve_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/api"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/auditing"
	"github.com/wenxiao/wenxiao/internal/demo"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/serve"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/xlsx"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/region"
)

// A place is something a file may be sent to, with the unit that may.
type place struct {
	id    uuid.UUID
	owner int64
	unit  uuid.UUID
}

func each[R any](t *testing.T, i *instance.Instance, table *relation.Table, of func(R) place) (all []place) {
	t.Helper()
	if err := i.Store.Read(t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
		list, err := store.List[R](ctx, v, &relation.Select{From: relation.From(table, "x"), OrderBy: []relation.Order{{By: relation.C("x", "id"), IsDesc: true}}})
		for _, r := range list {
			all = append(all, of(r))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// Whatever a file is sent in for, one that is marked as a state secret leaves nothing but the event that one was refused: every route that takes files is
// tried with one, in the demo, where there is something to send it to.
func TestUpload_NoDoorTakesASecretFile(t *testing.T) {
	t.Parallel()
	clock := demo.NewClock(func() time.Time { return time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC) })
	i := instancetest.Open(t, "", clock.Now)
	today, err := period.ParseDate("2025-11-18")
	if err == nil {
		_, err = demo.Fill(t.Context(), i, demo.Options{Today: today, Clock: clock})
	}
	if err != nil {
		t.Fatal(err)
	}
	table, err := serve.Routes(&site.Site{Instance: i}, nil, api.Options{})
	if err != nil {
		t.Fatal(err)
	}
	open := make(map[uuid.UUID]uuid.UUID) // a due item of a task
	due := each(t, i, record.DueTable, func(d record.Due) place {
		if d.State == record.DueOpen {
			open[d.Task] = d.ID
		}
		return place{d.ID, d.Owner, d.Unit}
	})
	some := []place{{owner: 190300}}
	doors := map[string][]place{
		"/documents": some, "/workbooks/reports": due, "/workbooks/ledgers": some, "/workbooks/templates": some, "/api/v1/documents": some,
		"/due/{id}": due,
		"/due/{id}/part": each(t, i, record.DutyTable, func(d record.Duty) place {
			if d.Unit == nil || d.Role != record.PartCooperate {
				return place{owner: d.Owner}
			}
			return place{open[d.Task], d.Owner, *d.Unit}
		}),
		"/sheets/{id}/scan":             each(t, i, record.SheetTable, func(x record.Sheet) place { return place{x.ID, x.Owner, x.Unit} }),
		"/api/v1/reports/{id}/evidence": each(t, i, record.ReportTable, func(r record.Report) place { return place{r.ID, r.Owner, r.Unit} }),
		"/findings/{id}/files":          each(t, i, record.FindingTable, func(f record.Finding) place { return place{f.ID, f.Owner, f.Unit} }),
		"/measures/{id}/done":           each(t, i, record.MeasureTable, func(m record.Measure) place { return place{m.ID, m.Owner, m.Unit} }),
		"/divisions/{id}/workbook":      each(t, i, record.ConsultationUnitTable, func(c record.ConsultationUnit) place { return place{c.Consultation, c.Owner, c.Unit} }),
		"/targets/{id}/split/file":      each(t, i, record.TargetTable, func(g record.Target) place { return place{g.ID, g.Owner, uuid.Nil} }),
	}
	const word, name = "专项行动代号雪松", "雪松方案.xlsx"
	book := xlsx.New()
	for _, text := range []string{"机密★1年", word} {
		book.Sheet("台账").Row(xlsx.Row{}, xlsx.Cell{Text: text})
	}
	var file bytes.Buffer
	if _, err := book.WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	refused := 0
	for path, places := range doors {
		if !try(t, table, path, places, name, file.Bytes(), today) {
			t.Errorf("nobody got as far as to send %s a file, of %d places", path, len(places))
			continue
		}
		refused++
	}
	if kept := string(instancetest.Octets(t, i.Place.Data)); strings.Contains(kept, word) || strings.Contains(kept, "雪松") {
		t.Error("their words lie on the disk")
	}
	auditor := instancetest.Call(access.Actor{Account: uuid.New(), Division: region.MustParse("190000"), Grants: []access.Grant{{Role: access.Auditor, Division: region.MustParse("190000")}}})
	if events, err := i.Audit.Find(t.Context(), auditor, auditing.Filter{Action: "document.refuse"}, 100); err != nil || len(events) != refused {
		t.Errorf("the audit has %d events of %d, %v", len(events), refused, err)
	}
}

// try sends a file to places until one refuses it as secret; one that takes it ends the test.
func try(t *testing.T, table route.Table, path string, places []place, name string, file []byte, today period.Date) bool {
	t.Helper()
	for _, r := range table {
		if r.Path != path || r.Method != http.MethodPost {
			continue
		}
		for _, x := range places {
			in, err := region.OfOwner(x.owner)
			if err != nil {
				t.Fatal(err)
			}
			for _, role := range []access.Role{access.Reporter, access.Supervisor} {
				by := app.Call{Actor: access.Actor{Account: uuid.New(), Unit: x.unit, Division: in, Grants: []access.Grant{{Role: role, Division: in}}}, Request: "test", From: "local"}
				if access.Holds(by.Actor, r.Needs) != nil {
					continue
				}
				var body bytes.Buffer
				var err error
				form := multipart.NewWriter(&body)
				entries := map[string]string{"id": uuid.NewString(), "progress": "有进展", "on": today.String(), "result": "已完成"}
				if strings.HasPrefix(path, "/api/") {
					entries = map[string]string{"id": uuid.NewString()}
				}
				for name, text := range entries {
					err = errors.Join(err, form.WriteField(name, text))
				}
				part, failed := form.CreateFormFile("file", name)
				if err = errors.Join(err, failed); err == nil {
					_, err = part.Write(file)
				}
				if err = errors.Join(err, form.Close()); err != nil {
					t.Fatal(err)
				}
				answer := httptest.NewRecorder()
				request := httptest.NewRequestWithContext(t.Context(), r.Method, strings.ReplaceAll(path, "{id}", x.id.String()), &body)
				request.Header.Set("Content-Type", form.FormDataContentType())
				mux := http.NewServeMux()
				mux.HandleFunc(r.Method+" "+r.Path, func(w http.ResponseWriter, r2 *http.Request) { err = r.Serve(w, r2, route.Request{Call: by}) })
				mux.ServeHTTP(answer, request)
				if _, isSecret := errors.AsType[*compile.SecretError](err); isSecret || strings.Contains(answer.Body.String(), "机密★1年") {
					return true
				}
				if location := answer.Header().Get("Location"); err == nil && answer.Code < 400 && location == "" || err == nil && strings.Contains(location, name) {
					t.Fatalf("%s took the file: %d", path, answer.Code)
				}
			}
		}
	}
	return false
}

// A new door is tried above too: these are all calls that read a form with files.
func TestUpload_EveryDoorIsTried(t *testing.T) {
	t.Parallel()
	doors := regexp.MustCompile(`site\.ReadParts\(|site\.ReadUpload\(|takesFile\(add\(`)
	n := 0
	for _, root := range []string{"../web", "../api"} {
		if err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			n += len(doors.FindAllIndex(text, -1))
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	if n != 12 { // a report and a part of one come in by one
		t.Errorf("%d places read a form with files; is each of them among the doors that are tried?", n)
	}
}
