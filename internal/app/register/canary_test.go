package register_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
)

// A number that was entered stands in no file of the data folder: not in the database and its log, nor in heads and files.
func TestSave_LeavesNoNumberOnTheDisk(t *testing.T) {
	t.Parallel()
	i := instancetest.Open(t, "", now)
	if err := i.Registers.Load(t.Context(), app.System("test", access.PackLoad), "pack.yaml", source(t)); err != nil {
		t.Fatal(err)
	}
	e := grower(t, map[string]string{"id_number": canary, "income": "87654.3211"})
	if err := i.Registers.Save(t.Context(), officer, "toy", "grower", e); err != nil {
		t.Fatal(err)
	}
	if _, err := i.Registers.Reveal(t.Context(), officer, "toy", "grower", e.ID, "id_number", "核对证件"); err != nil {
		t.Fatal(err)
	}
	files, sawRecord := 0, false
	if err := filepath.WalkDir(i.Place.Data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		files++
		sawRecord = sawRecord || bytes.Contains(data, []byte("990102003"))
		if bytes.Contains(data, []byte(canary)) || bytes.Contains(data, []byte(canary[:14])) {
			t.Errorf("the number stands in %s", path)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if files == 0 || !sawRecord {
		t.Errorf("%d files, record seen: %t: the search proves nothing", files, sawRecord)
	}
}
