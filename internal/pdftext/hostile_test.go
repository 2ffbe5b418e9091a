package pdftext

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/reader"
)

// A file of ill will is answered within the limits, by an error of a kind that fits, and harms no other file.
func TestRead_HostileFiles(t *testing.T) {
	t.Parallel()
	noise := make([]byte, 1<<16)
	for i, r := 0, rand.New(rand.NewPCG(1, 2)); i < len(noise); i++ {
		noise[i] = byte(r.Uint32())
	}
	printed := testdata(t, "testdata", "task-table.pdf")
	for _, test := range []struct {
		name  string
		data  []byte
		kinds []reader.Kind // the error is one of them; none: whatever the file still holds may be read
	}{
		{"empty", nil, []reader.Kind{reader.Broken}},
		{"noise behind the mark", append([]byte("%PDF-1.7\n"), noise...), []reader.Kind{reader.Broken}},
		{"password", testdata(t, "testdata", "locked.pdf"), []reader.Kind{reader.Encrypted}},
		{"cut off in its first page", printed[:len(printed)/10], []reader.Kind{reader.Broken}},
		{"cut off before its table", printed[:len(printed)-2000], nil},
		{"page tree with a loop", loop(), []reader.Kind{reader.Broken}},
		{"two thousand million pages", crowd(), nil},
		{"forms that draw each other", nest(), []reader.Kind{reader.TooLarge, reader.TooSlow, reader.Broken}},
		{"content that unpacks to a gigabyte", bomb(), []reader.Kind{reader.TooLarge, reader.TooSlow, reader.Broken}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			begun := time.Now()
			_, err := pool.Read(t.Context(), test.data)
			if spent := time.Since(begun); spent > startTime+2*workTime {
				t.Errorf("answered after %v", spent)
			}
			var e *reader.Error
			if err != nil && !errors.As(err, &e) {
				t.Fatalf("%T: %v", err, err)
			}
			if test.kinds != nil && (e == nil || !slices.Contains(test.kinds, e.Kind)) {
				t.Errorf("got %v, want kind %v", err, test.kinds)
			}
			if pages, err := pool.Read(t.Context(), printed); err != nil || len(pages) != 3 {
				t.Errorf("the next file: %d pages, %v", len(pages), err)
			}
		})
	}
}

func TestRead_StopsAtTheTimeLimit(t *testing.T) {
	t.Parallel()
	p := New()
	t.Cleanup(p.Close)
	p.work = time.Second
	begun := time.Now()
	_, err := p.Read(t.Context(), slog())
	var e *reader.Error
	if !errors.As(err, &e) || e.Kind != reader.TooSlow {
		t.Errorf("got %v", err)
	}
	if spent := time.Since(begun); spent > startTime+workTime {
		t.Errorf("stopped after %v", spent)
	}
	if len(p.idle) != 0 {
		t.Error("the child is kept")
	}
}

func TestRead_EndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := pool.Read(ctx, slog()); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestRead_AsksAgainWhereAChildDiedBefore(t *testing.T) {
	t.Parallel()
	p := New()
	t.Cleanup(p.Close)
	locked := testdata(t, "testdata", "restricted", "locked.pdf")
	for range 2 {
		if _, err := p.Read(t.Context(), locked); err != nil {
			t.Fatal(err)
		}
		if len(p.idle) != 1 {
			t.Fatalf("%d children wait", len(p.idle))
		}
		if err := p.idle[0].command.Process.Kill(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.Read(t.Context(), locked); err != nil {
		t.Error(err)
	}
}

func TestNew_RefusesInAChild(t *testing.T) {
	t.Setenv(marker, "1")
	defer func() {
		if recover() == nil {
			t.Error("a child that runs the whole program would start children of its own")
		}
	}()
	New()
}

// loop is a file whose page tree holds itself.
func loop() []byte {
	p := printer{}
	p.add("<< /Type /Pages /Count 3 /Kids [1 0 R 1 0 R 2 0 R] /Parent 1 0 R >>")
	p.add("<< /Type /Pages /Count 2 /Kids [1 0 R] /Parent 1 0 R >>")
	return p.file(p.add("<< /Type /Catalog /Pages 1 0 R >>"))
}

// crowd is a file that says it has more pages than it holds.
func crowd() []byte {
	p := printer{}
	p.add("<< /Type /Pages /Count 2000000000 /Kids [2 0 R] >>")
	p.add("<< /Type /Page /Parent 1 0 R /MediaBox [0 0 595 842] >>")
	return p.file(p.add("<< /Type /Catalog /Pages 1 0 R >>"))
}

// bomb is a page of a gigabyte, packed into some megabytes.
var bomb = sync.OnceValue(func() []byte {
	p := printer{encoding: "GBK-EUC-H", pages: []string{strings.Repeat("0 0 m 9 9 l S ", 1<<10)}, times: 1 << 30 / 14 >> 10}
	return p.finish("")
})

// slog is a file of thousands of pages with the same long content, which draws nothing: it takes minutes and next to no memory.
var slog = sync.OnceValue(func() []byte {
	p := printer{}
	const pages = 4000
	content := p.add("%s", stream("", strings.Repeat("q Q ", 1<<10), 1<<10))
	var kids strings.Builder
	for i := range pages {
		p.add("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R >>", content+pages+1, content)
		fmt.Fprintf(&kids, "%d 0 R ", content+1+i)
	}
	p.add("<< /Type /Pages /Count %d /Kids [%s] >>", pages, kids.String())
	return p.file(p.add("<< /Type /Catalog /Pages %d 0 R >>", content+pages+1))
})

// nest is a page whose forms draw ten times what is in them, ten deep: it would take years, and memory without end.
func nest() []byte {
	p := printer{}
	const depth = 12
	for i := range depth {
		content := strings.Repeat(fmt.Sprintf("/X%d Do ", i+1), 10)
		if i == depth-1 {
			content = strings.Repeat("0 0 m 9 9 l S ", 10)
		}
		p.add("%s", stream(fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X%d %d 0 R >> >>", i+1, i+2), content, 1))
	}
	c := p.add("%s", stream("", strings.Repeat("/X0 Do ", 10), 1))
	page := p.add("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /XObject << /X0 1 0 R >> >> >>", c+2, c)
	p.add("<< /Type /Pages /Count 1 /Kids [%d 0 R] >>", page)
	return p.file(p.add("<< /Type /Catalog /Pages %d 0 R >>", page+1))
}

// FuzzReceive: whatever is sent to a child, it takes no more than it is told and never panics.
func FuzzReceive(f *testing.F) {
	f.Add([]byte{0, 0, 0, 0, 0, 0, 0, 2, 'o', 'k'})
	f.Add(bytes.Repeat([]byte{0xff}, 12))
	f.Fuzz(func(t *testing.T, sent []byte) {
		data, err := receive(bytes.NewReader(sent))
		if err == nil && len(data) > len(sent)-8 {
			t.Errorf("%d bytes of %d", len(data), len(sent))
		}
	})
}
