package document_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/policy"
)

// corpus reads a document of the corpus by the first letters of its name.
func corpus(t *testing.T, prefix string) string {
	t.Helper()
	dir := os.Getenv("WENXIAO_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared", "corpus")
	}
	found, err := filepath.Glob(filepath.Join(dir, prefix+"*.txt"))
	if err != nil || len(found) != 1 {
		if os.Getenv("CI") == "true" {
			t.Fatalf("there is no corpus at %s, and CI needs it: set WENXIAO_CORPUS", dir)
		}
		t.Skip("there is no corpus: its documents were not tried (set WENXIAO_CORPUS)")
	}
	text, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Five working days after the third quarter of 2021 end behind the National Day holiday, and two offices are told.
func TestAdopt_TheCorpusProvince(t *testing.T) {
	t.Parallel()
	text := corpus(t, "004")
	onEachAt(t, "2021-09-01", func(h *house) {
		id := h.put("004.txt", text)
		d, doc := h.decide(id)
		if doc.Meta.Status != policy.StatusIssued {
			d.Issued = &document.Issued{On: "2021-08-20", Reason: "省政府公报"}
		}
		h.Must(h.Documents.Adopt(h.Context(), h.call, id, d))
		due := all[record.Due](h, record.DueTable, relation.Equal(relation.C("x", "period"), "2021Q3"))
		if len(due) == 0 {
			h.Fatal("nothing falls due for the third quarter")
		}
		day := time.Date(2021, 10, 13, 0, 0, 0, 0, time.UTC).Unix() / 86400
		for _, x := range due {
			if x.On != day || x.IsProvisional {
				h.Errorf("the third quarter falls due on day %d, not %d", x.On, day)
			}
		}
		obligations := all[record.Obligation](h, record.ObligationTable, relation.Equal(relation.C("x", "id"), due[0].Obligation[:]))
		if len(obligations) != 1 {
			h.Fatalf("due by %+v", obligations)
		}
		if to := obligations[0].Recipients(); len(to) != 2 || to[0] != "省发展改革委" || to[1] != "省乡村振兴局" {
			h.Errorf("reports go to %q", to)
		}
	})
}

// The two plans of one real city: the damaged one is a draft, and the other one takes its place with the values in conflict told.
func TestAdopt_TheCorpusCity(t *testing.T) {
	t.Parallel()
	damaged, issued := corpus(t, "002"), corpus(t, "000")
	onEach(t, func(h *house) {
		older, newer := h.put("002.txt", damaged), h.put("000.txt", issued)
		h.adopt(older)
		if got := h.document(older).Force; got != record.ForceDraft {
			h.Fatalf("the damaged plan is %q", got)
		}
		c, err := h.Documents.Compare(h.Context(), h.call, older, newer)
		h.Must(err)
		conflicts := 0
		for _, f := range c.Targets {
			if f.Conflict {
				conflicts++
				if f.OldIn.Sentence == "" || f.NewIn.Sentence == "" {
					h.Errorf("a conflict without its sentences: %+v", f)
				}
			}
		}
		if conflicts < 4 {
			h.Errorf("%d values in conflict", conflicts)
		}
		h.Must(h.Documents.Relate(h.Context(), h.call, newer, older, record.Replaces, nil))
		d, doc := h.decide(newer)
		if doc.Meta.Status != policy.StatusIssued { // its text names no number
			d.Issued = &document.Issued{On: "2022-07-12", Reason: "市政府公报"}
		}
		h.Must(h.Documents.Adopt(h.Context(), h.call, newer, d))
		for _, task := range h.tasks(older) {
			if task.State != record.TaskClosed {
				h.Errorf("%s is still %s", task.Title, task.State)
			}
		}
		came := 0
		for _, task := range h.tasks(newer) {
			if task.Before != uuid.Nil {
				came++
			}
		}
		if came < 5 { // the two plans share five tasks
			h.Errorf("%d tasks came from the draft", came)
		}
	})
}
