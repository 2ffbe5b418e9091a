package compile_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/policy"
)

// What was compiled is kept as JSON and read again before somebody decides on it.
func TestDocument_IsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("../samples/*.*")
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, path := range paths {
		if ext := filepath.Ext(path); ext != ".txt" && ext != ".html" && ext != ".docx" {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := compile.Compile(path, data, compile.Options{KeepText: true})
		if err != nil {
			t.Fatal(err)
		}
		written, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		var back policy.Document
		if err := json.Unmarshal(written, &back); err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		again, err := json.Marshal(back)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(written), string(again)); diff != "" {
			t.Errorf("%s changes when it is read and written again", path)
		}
		read++
	}
	if read < 8 {
		t.Errorf("only %d samples were read", read)
	}
}
