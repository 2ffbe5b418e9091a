package thirdparty

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"regexp"
	"testing"
)

func TestManifest_NamesEveryFileAsItWasPublished(t *testing.T) {
	t.Parallel()
	text, err := Files.ReadFile("manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	var releases []Release
	if err := json.Unmarshal(text, &releases); err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{"manifest.json": true}
	for _, r := range releases {
		if r.Name == "" || r.Licence == "" || !regexp.MustCompile(`^\d+\.\d+\.\d+$`).MatchString(r.Version) {
			t.Errorf("the release %+v lacks its name, version or licence", r)
		}
		for _, f := range r.Files {
			named[f.File] = true
			data, err := Files.ReadFile(f.File)
			if err != nil {
				t.Error(err)
				continue
			}
			if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.SHA256 {
				t.Errorf("%s is not the file that %s %s published", f.File, r.Name, r.Version)
			}
		}
	}
	err = fs.WalkDir(Files, ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !named[p] {
			t.Errorf("manifest.json does not name %s", p)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// Pages are read with browsers of 2020: what came later must not stand in the style.
func TestTabler_NeedsNoBrowserNewerThan2020(t *testing.T) {
	t.Parallel()
	style, err := Files.ReadFile("tabler/tabler.min.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, young := range []string{"color-mix(", "oklch(", "@layer", "@container", "light-dark("} {
		if regexp.MustCompile(regexp.QuoteMeta(young)).Match(style) {
			t.Errorf("the style uses %s", young)
		}
	}
}
