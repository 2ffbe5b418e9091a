package dossier_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
)

// What a document for inside use orders stands in no table that is copied, and the cover of its dossier says what it is.
func TestCopy_LeavesOutWhatIsNotForThePublic(t *testing.T) {
	t.Parallel()
	instancetest.Each(t, func(t *testing.T, database string) {
		o := instancetest.NewOffice(t, database, "2025-03-10")
		lead, office := o.Unit("禾川市住房和城乡建设局"), instancetest.Person(o.Unit("禾川市人民政府办公室"), access.Supervisor)
		o.Adopt(instancetest.Order{Title: "改善农村住房", Lead: lead})
		inside, _ := o.Adopt(instancetest.Order{Document: record.Document{Title: "内部方案", Secrecy: "工作秘密"}, Title: "不宜公开的事项", Lead: lead})
		ledger, left, err := o.Dossiers.Copy(o.Context(), office, list.Query{})
		o.Must(err)
		if len(ledger.Rows) != 1 || ledger.Rows[0][0] != "1" || ledger.Rows[0][2] != "改善农村住房" || left != 1 {
			t.Errorf("copied are %v, left out %d", ledger.Rows, left)
		}
		if whole, err := o.Dossiers.Ledger(o.Context(), office, list.Query{}); err != nil || len(whole.Rows) != 2 {
			t.Errorf("the ledger of the office has %v, %v", whole.Rows, err)
		}
		var file bytes.Buffer
		o.Must(o.Dossiers.Write(o.Context(), office, inside.ID, func(string) io.Writer { return &file }))
		if cover := coverOf(t, file.Bytes()); !strings.Contains(cover, "【工作秘密】") {
			t.Errorf("the cover says %s", cover)
		}
	})
}

// coverOf is the text of a dossier's cover, with its marks of Word.
func coverOf(t *testing.T, dossier []byte) string {
	t.Helper()
	var cover []byte
	for _, in := range []string{"0 封面和目录.docx", "word/document.xml"} {
		z, err := zip.NewReader(bytes.NewReader(dossier), int64(len(dossier)))
		if err != nil {
			t.Fatal(err)
		}
		f, err := z.Open(in)
		if err != nil {
			t.Fatal(err)
		}
		if cover, err = io.ReadAll(f); err != nil {
			t.Fatal(err)
		}
		dossier = cover
	}
	return string(cover)
}
