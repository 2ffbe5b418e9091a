package serve_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/api"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/register"
	"github.com/wenxiao/wenxiao/internal/serve"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/packs"
	"github.com/wenxiao/wenxiao/region"
)

// TestIdentityNumbers plants known numbers in a secret field and looks for them in everything that leaves the server or lies on its disk.
func TestIdentityNumbers(t *testing.T) {
	h := build(t)
	numbers, ids := h.plantNumbers(t)
	h.open(t)
	table, err := serve.Routes(&site.Site{Instance: h.Instance}, nil, api.Options{})
	h.must(t, err)
	asked, masked := 0, false
	for name := range sees {
		pages, token := h.signedIn(t, name), h.token(t, name)
		for _, path := range registerPaths(table, ids) {
			status, body := h.ask(t, pages, http.MethodGet, path)
			if strings.HasPrefix(path, "/api/") && token != "" {
				status, body = h.ask(t, client(t), http.MethodGet, path, "Authorization", "Bearer "+token)
			}
			if status == http.StatusOK {
				asked++
			}
			masked = masked || strings.Contains(body, "***"+numbers[0][14:])
			for _, n := range leaks([]byte(body), numbers) {
				t.Errorf("%s shows %s to %q", path, n, name)
			}
		}
	}
	if asked < 100 || !masked {
		t.Errorf("%d answers, the masked number among them: %t: this proves nothing", asked, masked)
	}
	h.reveals(t, numbers, ids)
	if status, _ := h.ask(t, h.signedIn(t, "programme"), http.MethodGet, "/registers/toy/grower?text="+numbers[0]); status != http.StatusOK {
		t.Errorf("a search for a number gives %d", status)
	}
	for _, n := range leaks([]byte(h.log.String()), numbers) {
		t.Errorf("the log holds %s", n)
	}
	_, err = h.Operate.Backup(t.Context(), app.System("test", access.BackupRun), "", nil)
	h.must(t, err)
	files := 0
	for path, found := range lying(t, h.Place.Data, numbers) {
		files++
		for _, n := range found {
			t.Errorf("%s holds %s", path, n)
		}
	}
	if files < 30 {
		t.Errorf("only %d files and entries were looked into", files)
	}
}

// TestIdentityNumbers_AreFound makes sure that what the test above looks with finds what there is.
func TestIdentityNumbers_AreFound(t *testing.T) {
	t.Parallel()
	const number = "140999196001011018"
	clear := "a line with " + number + " in it"
	packed := new(bytes.Buffer)
	z := zip.NewWriter(packed)
	entry, err := z.Create("tables/x.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := entry.Write([]byte(clear)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for what, data := range map[string][]byte{
		"clear": []byte(clear), "base64": []byte(base64.StdEncoding.EncodeToString([]byte(clear))), "base64, one further": []byte(base64.RawURLEncoding.EncodeToString([]byte(clear[1:]))),
		"base64, two further": []byte(base64.StdEncoding.EncodeToString([]byte(clear[2:]))), "hexadecimal": []byte(hex.EncodeToString([]byte(clear))), "an archive": packed.Bytes(),
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "copy"), data, 0o600); err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, list := range lying(t, dir, []string{number}) {
			found += len(list)
		}
		if found != 1 {
			t.Errorf("%s: found %d times", what, found)
		}
	}
	if found := leaks([]byte("140***********1018"), []string{number}); len(found) > 0 {
		t.Error("what is masked is taken for the number")
	}
}

// plantNumbers lets the county keep records with numbers, and take in what a department says of them.
func (h *house) plantNumbers(t *testing.T) (numbers []string, ids []uuid.UUID) {
	t.Helper()
	h.must(t, h.Registers.Load(t.Context(), app.System("test", access.PackLoad), "pack.yaml", packs.Toy))
	call, rows := h.as("programme"), []string{}
	for n := range 4 {
		number := identity(n)
		e := register.Entry{ID: id(t), Values: map[string]string{"id_number": number, "income": "9000", "damage": "frost", "village": countyCode + "101201"}}
		h.must(t, h.Registers.Save(t.Context(), call, "toy", "grower", e))
		numbers, ids = append(numbers, number), append(ids, e.ID)
		rows = append(rows, fmt.Sprintf(`{"id_number": %q, "month": "2025-04", "amount": 10}`, number))
	}
	put, err := h.Registers.PutRows(t.Context(), call, "toy", "sale", region.MustParse(countyCode), strings.NewReader("["+strings.Join(rows, ",")+"]"))
	h.must(t, err)
	done, err := h.Registers.Screen(t.Context(), call, "toy")
	h.must(t, err)
	if put.Matched != len(numbers) || done.Raised != len(numbers) {
		t.Fatalf("%d rows matched, %d leads", put.Matched, done.Raised)
	}
	return numbers, ids
}

// identity is a number as it is written, of a county that never was, so that it is nobody's.
func identity(n int) string {
	first := fmt.Sprintf("140999%d0101%03d", 1960+n, 101+n)
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(first[i]-'0') * weight
	}
	return first + "10X98765432"[sum%11:][:1]
}

// registerPaths are the paths of everything that can be read, about the toy pack and each record.
func registerPaths(table route.Table, ids []uuid.UUID) (paths []string) {
	for _, r := range table {
		if r.Method != http.MethodGet {
			continue
		}
		path := strings.NewReplacer("{pack}", "toy", "{register}", "grower", "{field}", "id_number").Replace(r.Path)
		if !parameter.MatchString(path) {
			paths = append(paths, path)
			continue
		}
		for _, id := range ids {
			paths = append(paths, parameter.ReplaceAllString(path, id.String()))
		}
	}
	return paths
}

// token is that of a program which works for somebody; "" for nobody.
func (h *house) token(t *testing.T, name string) string {
	t.Helper()
	if name == "" {
		return ""
	}
	answer, err := http.Post(h.address+"/api/v1/session", "application/json", strings.NewReader(fmt.Sprintf(`{"account": %q, "password": %q}`, name, commonPassword)))
	h.must(t, err)
	body, err := io.ReadAll(answer.Body)
	h.must(t, err)
	h.must(t, answer.Body.Close())
	_, rest, _ := strings.Cut(string(body), `"token":"`)
	token, _, ok := strings.Cut(rest, `"`)
	if !ok {
		t.Fatalf("%s gets no token: %s", name, body)
	}
	return token
}

// reveals tries the one way to a number: without a reason, without the permission, and as it should be.
func (h *house) reveals(t *testing.T, numbers []string, ids []uuid.UUID) {
	t.Helper()
	path := "/registers/toy/grower/" + ids[0].String() + "/reveal/id_number"
	for _, c := range []struct {
		name, reason string
		status       int
	}{{"programme", "", http.StatusUnprocessableEntity}, {"supervisor", "入户核实", http.StatusForbidden}, {"auditor", "入户核实", http.StatusForbidden}, {"programme", "入户核实", http.StatusOK}} {
		answer, err := h.signedIn(t, c.name).PostForm(h.address+path, url.Values{"reason": {c.reason}})
		h.must(t, err)
		body, err := io.ReadAll(answer.Body)
		h.must(t, err)
		h.must(t, answer.Body.Close())
		if found := leaks(body, numbers); answer.StatusCode != c.status || (len(found) == 1 && found[0] == numbers[0]) != (c.status == http.StatusOK) {
			t.Errorf("%s with the reason %q gets %d and %v", c.name, c.reason, answer.StatusCode, found)
		}
	}
}

// leaks are the numbers that stand somewhere in the clear, in base64 or in hexadecimal.
func leaks(data []byte, numbers []string) (found []string) {
	for _, n := range numbers {
		shapes := [][]byte{[]byte(n), []byte(hex.EncodeToString([]byte(n)))}
		for shift := range 3 { // what stands before it moves where its groups of three begin; those that are whole are looked for
			whole := []byte(n)[(3-shift)%3:]
			shapes = append(shapes, []byte(base64.RawStdEncoding.EncodeToString(whole[:len(whole)/3*3])))
		}
		for _, s := range shapes {
			if bytes.Contains(data, s) {
				found = append(found, n)
				break
			}
		}
	}
	return found
}

// lying are the numbers in each file below a folder, and in each entry of those that are archives.
func lying(t *testing.T, dir string, numbers []string) map[string][]string {
	t.Helper()
	found := make(map[string][]string)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil {
			unpack(path, data, func(name string, data []byte) { found[name] = leaks(data, numbers) })
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// unpack gives a file and, if it is an archive, what is in it.
func unpack(name string, data []byte, do func(string, []byte)) {
	do(name, data)
	if z, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
		for _, f := range z.File {
			if r, err := f.Open(); err == nil {
				if inner, err := io.ReadAll(r); err == nil {
					unpack(name+"/"+f.Name, inner, do)
				}
			}
		}
	}
	for r := tar.NewReader(bytes.NewReader(data)); ; {
		header, err := r.Next()
		if err != nil {
			return
		}
		if inner, err := io.ReadAll(r); err == nil {
			unpack(name+"/"+header.Name, inner, do)
		}
	}
}
