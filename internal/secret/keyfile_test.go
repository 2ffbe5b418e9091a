package secret_test

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/secret"
)

func TestFile_IsMadeOnceForItsOwnerOnly(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	create(t, f)
	before, err := os.ReadFile(f.Path)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(f.Path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	_, err = f.Create()
	wantFault(t, err, fault.Conflict, "key-file-exists")
	after, err := os.ReadFile(f.Path)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the keys were overwritten (%v)", err)
	}
}

func TestFile_OpensWhatWasMade(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	_, w := newKey(t, secret.New(create(t, f), rand.Reader), subject)
	keys, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := secret.New(keys, rand.Reader).OpenKey(w, subject); err != nil {
		t.Error(err)
	}
}

func TestFile_IsRefusedWhereOthersCanReadIt(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("there the folder says who may read a file")
	}
	f := newFile(t)
	create(t, f)
	for _, mode := range []os.FileMode{0o640, 0o604, 0o660, 0o601} {
		if err := os.Chmod(f.Path, mode); err != nil {
			t.Fatal(err)
		}
		_, err := f.Open()
		wantFault(t, err, fault.Invalid, "key-file-open-to-others")
	}
}

func TestFile_IsRefusedInsideTheDataFolder(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	f.Data = filepath.Dir(f.Path)
	_, err := f.Create()
	wantFault(t, err, fault.Invalid, "key-file-inside-data")

	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(f.Data, link); err != nil {
		t.Fatal(err)
	}
	f.Path = filepath.Join(link, "deeper", "keys.json")
	_, err = f.Open()
	wantFault(t, err, fault.Invalid, "key-file-inside-data")

	beside := newFile(t)
	beside.Data = filepath.Join(filepath.Dir(beside.Path), "keys.json.d")
	create(t, beside)
}

func TestFile_MissingOrNoFile(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	_, err := f.Open()
	wantFault(t, err, fault.Unavailable, "key-file-missing")
	_, err = f.Rotate(secret.MasterKey)
	wantFault(t, err, fault.Unavailable, "key-file-missing")
	f.Path = t.TempDir()
	_, err = f.Open()
	wantFault(t, err, fault.Invalid, "key-file-damaged")
}

func TestFile_ChangesOneAtATime(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	create(t, f)
	var wg sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for range 8 {
		wg.Go(func() {
			_, err := f.Rotate(secret.MasterKey)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				done++
			} else {
				wantFault(t, err, fault.Conflict, "key-file-busy")
			}
		})
	}
	wg.Wait()
	keys, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	if got := int(keys.Keys().Master); got != 1+done || done == 0 {
		t.Errorf("%d rotations were acknowledged, the current version is %d: a key was lost", done, got)
	}
	if left, err := filepath.Glob(f.Path + ".*"); len(left) > 0 || err != nil {
		t.Errorf("left %q, %v", left, err)
	}
}

func TestFile_ABrokenOffChangeIsTold(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	create(t, f)
	if err := os.WriteFile(f.Path+".new", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := f.Rotate(secret.MasterKey)
	wantFault(t, err, fault.Conflict, "key-file-busy")
	if _, err := f.Open(); err != nil {
		t.Errorf("the keys can not be used meanwhile: %v", err)
	}
}

func TestDrop_KeepsWhatIsNeeded(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	create(t, f)
	if _, err := f.Rotate(secret.SigningKey); err != nil {
		t.Fatal(err)
	}
	_, err := f.Drop(secret.MasterKey, 1)
	wantFault(t, err, fault.Conflict, "key-in-use")
	_, err = f.Drop(secret.SigningKey, 1)
	wantFault(t, err, fault.Conflict, "key-in-use")
	_, err = f.Drop(secret.IndexKey, 9)
	wantFault(t, err, fault.Unavailable, "key-missing")
	if _, err := f.Rotate("other"); err == nil {
		t.Error("a key of unknown use was made")
	}
}

func TestParseKeyring_SaysThatItIsDamagedAndShowsNothing(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	create(t, f)
	if _, err := f.Rotate(secret.MasterKey); err != nil {
		t.Fatal(err)
	}
	sound, err := os.ReadFile(f.Path)
	if err != nil {
		t.Fatal(err)
	}
	text := string(sound)
	key := text[strings.Index(text, `"key": "`)+8:][:20]
	for name, content := range map[string]string{
		"empty":               "",
		"no JSON":             "keys",
		"cut":                 text[:len(text)/2],
		"something follows":   text + "{}",
		"a slip in a key":     strings.Replace(text, key, flip(key), 1),
		"key no base64":       strings.Replace(text, key, "§"+key, 1),
		"two current":         strings.Replace(text, "retired", "current", 1),
		"none current":        strings.Replace(text, "current", "retired", 1),
		"unknown state":       strings.Replace(text, "retired", "asleep", 1),
		"unknown use":         strings.Replace(text, "master", "slave", 1),
		"version of another":  strings.Replace(text, `"version": 2`, `"version": 3`, 1),
		"version twice":       strings.Replace(text, `"version": 2`, `"version": 1`, 1),
		"version of no octet": strings.Replace(text, `"version": 2`, `"version": 256`, 1),
		"no keys":             `{"format":1,"keys":[]}`,
		"no format":           strings.Replace(text, `"format": 1`, `"format": 0`, 1),
	} {
		_, err := secret.ParseKeyring([]byte(content), rand.Reader)
		if err == nil {
			t.Errorf("%s: was accepted", name)
			continue
		}
		wantFault(t, err, fault.Invalid, "key-file-damaged")
		if strings.Contains(err.Error(), key[:8]) {
			t.Errorf("%s: the error shows a key: %v", name, err)
		}
	}
	_, err = secret.ParseKeyring([]byte(strings.Replace(text, `"format": 1`, `"format": 2`, 1)), rand.Reader)
	wantFault(t, err, fault.Unavailable, "key-file-newer")
}

// flip changes the first character of base64.
func flip(s string) string {
	if s[0] == 'A' {
		return "B" + s[1:]
	}
	return "A" + s[1:]
}
