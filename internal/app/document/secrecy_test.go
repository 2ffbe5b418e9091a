package document_test

import (
	"testing"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
)

// The mark that keeps a document inside is kept with it.
func TestCompile_KeepsTheMarkOfInsidePapers(t *testing.T) {
	t.Parallel()
	instancetest.Each(t, func(t *testing.T, database string) {
		o := instancetest.NewOffice(t, database, "2025-03-10")
		office := instancetest.Person(o.Unit("禾川市人民政府办公室"), access.Supervisor)
		const order = "禾川市2025年重点工作要点\n一、市住房和城乡建设局改造农村危房1200户。\n"
		for text, want := range map[string]string{"工作秘密\n" + order: "工作秘密", order: ""} {
			d, err := o.Documents.Find(o.Context(), office, o.Upload(office, "要点.txt", text))
			o.Must(err)
			if d.Secrecy != want || d.State != "proposed" {
				t.Errorf("%.20q: %s with the mark %q, want %q", text, d.State, d.Secrecy, want)
			}
		}
	})
}
