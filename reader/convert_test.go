package reader

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/source"
)

// oldDocuments are the first bytes of formats that are converted, by the names they have.
func oldDocuments(t *testing.T) map[string][]byte {
	t.Helper()
	ole := func(stream string) []byte {
		return append(append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 512)...), append(utf16Bytes(stream, true), 0, 0)...)
	}
	return map[string][]byte{
		"DOC": ole("WordDocument"), "XLS": ole("Workbook"), "RTF": []byte(`{\rtf1 x}`),
		"ODT": pack(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"}),
		"ODS": pack(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "x"}),
	}
}

func TestRead_OldFormatsAreConverted(t *testing.T) {
	t.Parallel()
	for format, data := range oldDocuments(t) {
		newer, want := docx(t, para("甲"), "", ""), "甲\n"
		if format == "XLS" || format == "ODS" {
			newer, want = book{sheets: []string{rows(inline("甲", "乙"))}}.pack(t), "甲\t乙\n"
		}
		text, ds, err := Read("a", data, Options{Convert: func(f string, got []byte) ([]byte, error) {
			if f != format || string(got) != string(data) {
				t.Errorf("%s: the converter was given %s", format, f)
			}
			return newer, nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want+"-- R131 "+format+"\n", text.String+describe(&source.Text{}, ds)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
	}
}

func TestRead_WhatCanNotBeConvertedSaysWhatToDo(t *testing.T) {
	t.Parallel()
	failing := func(err error) Options {
		return Options{Convert: func(string, []byte) ([]byte, error) { return nil, err }}
	}
	giving := func(data []byte) Options {
		return Options{Convert: func(string, []byte) ([]byte, error) { return data, nil }}
	}
	for format, data := range oldDocuments(t) {
		for name, c := range map[string]struct {
			o    Options
			kind Kind
			says string
		}{
			"no function":       {Options{}, Unsupported, "安装 LibreOffice"},
			"no program":        {failing(ErrNoConverter), Unsupported, "安装 LibreOffice"},
			"a failure":         {failing(errors.New("exit status 1")), Unconverted, "另存为 DOCX 或 XLSX"},
			"too large":         {failing(&Error{Kind: TooLarge}), TooLarge, "过大"},
			"far too large":     {giving(make([]byte, MaxSize+1)), TooLarge, "过大"},
			"something else":    {giving([]byte("%PDF-1.7")), Unconverted, "另存为 DOCX 或 XLSX"},
			"an empty document": {giving(docx(t, "", "", "")), Empty, "没有可读的文字"},
		} {
			_, _, err := Read("a", data, c.o)
			var e *Error
			if !errors.As(err, &e) || e.Kind != c.kind || e.Format != format || !strings.Contains(e.Message(source.Chinese), c.says) {
				t.Errorf("%s, %s: got %v, want kind %d that says %q", format, name, err, c.kind, c.says)
			}
		}
	}
}
