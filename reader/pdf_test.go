package reader

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/reader/printout"
	"github.com/wenxiao/wenxiao/source"
)

// pdf has the pages stand for the file.
func pdf(pages ...printout.Page) Options {
	return Options{PDF: func([]byte) ([]printout.Page, error) { return pages, nil }}
}

var (
	writtenPage = printout.Page{Width: 595, Height: 842, Runs: []printout.Run{
		{Text: "附件", Left: 80, Right: 112, Baseline: 100, Size: 16},
		{Text: "序号", Left: 90, Right: 122, Baseline: 160, Size: 16}, {Text: "任务", Left: 200, Right: 232, Baseline: 160, Size: 16},
		{Text: "1", Left: 90, Right: 98, Baseline: 200, Size: 16}, {Text: "建成公路", Left: 200, Right: 264, Baseline: 200, Size: 16},
	}, Rules: []printout.Rule{
		{Left: 80, Top: 140, Right: 400, Bottom: 140}, {Left: 80, Top: 180, Right: 400, Bottom: 180}, {Left: 80, Top: 220, Right: 400, Bottom: 220},
		{Left: 80, Top: 140, Right: 80, Bottom: 220}, {Left: 150, Top: 140, Right: 150, Bottom: 220}, {Left: 400, Top: 140, Right: 400, Bottom: 220},
	}}
	scannedPage = printout.Page{Width: 595, Height: 842, Pictures: 0.98}
)

func TestPDF_TextTablesAndScans(t *testing.T) {
	t.Parallel()
	text, ds, err := Read("a.pdf", []byte("%PDF-1.7"), pdf(scannedPage, writtenPage, scannedPage))
	if err != nil {
		t.Fatal(err)
	}
	check(t, text)
	if diff := cmp.Diff("附件\n序号\t任务\n1\t建成公路\n", text.String); diff != "" {
		t.Error(diff)
	}
	if len(text.Tables) != 1 || len(text.Tables[0].Cells) != 4 || !text.Paragraph {
		t.Errorf("tables %+v", text.Tables)
	}
	if diff := cmp.Diff([]source.Diagnostic{{Code: source.PagesScanned, Args: []string{"1, 3"}}}, ds); diff != "" {
		t.Error(diff)
	}
}

func TestPDF_OnlyScans(t *testing.T) {
	t.Parallel()
	_, _, err := Read("a.pdf", []byte("%PDF-1.7"), pdf(scannedPage))
	if e := new(Error); !errors.As(err, &e) || e.Kind != Scanned || !strings.Contains(e.Message(source.Chinese), "TXT") {
		t.Errorf("got %v", err)
	}
	_, _, err = Read("a.pdf", []byte("%PDF-1.7"), pdf(printout.Page{Width: 595, Height: 842}))
	if e := new(Error); !errors.As(err, &e) || e.Kind != Empty {
		t.Errorf("got %v", err)
	}
}

func TestPDF_ErrorsKeepTheirKind(t *testing.T) {
	t.Parallel()
	for _, kind := range []Kind{Encrypted, Broken, TooLarge, TooSlow, Unsupported, Empty} {
		said := &Error{Kind: kind, Err: errors.New("cause")}
		_, _, err := Read("通知.pdf", []byte("%PDF-1.7"), Options{PDF: func([]byte) ([]printout.Page, error) { return nil, fmt.Errorf("read: %w", said) }})
		e := new(Error)
		if !errors.As(err, &e) || e.Kind != kind || e.Name != "通知.pdf" || e.Format != "PDF" || e.Message(source.English) == "通知.pdf: " {
			t.Errorf("kind %d: got %v", kind, err)
		}
		if said.Name != "" {
			t.Error("the caller's error was changed")
		}
	}
	cause := errors.New("cause")
	_, _, err := Read("a.pdf", []byte("%PDF-1.7"), Options{PDF: func([]byte) ([]printout.Page, error) { return nil, cause }})
	if e := new(Error); !errors.As(err, &e) || e.Kind != Broken || !errors.Is(err, cause) {
		t.Errorf("got %v", err)
	}
}
