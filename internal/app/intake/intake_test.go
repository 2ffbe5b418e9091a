package intake_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/auditing"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/xlsx"
)

const told = "专项行动代号雪松"

// workbook is a file of Excel with cells, one a row.
func workbook(t *testing.T, cells ...string) string {
	t.Helper()
	b := xlsx.New()
	s := b.Sheet("台账")
	for _, text := range cells {
		s.Row(xlsx.Row{}, xlsx.Cell{Text: text})
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// word is a file of Word with paragraphs.
func word(t *testing.T, paragraphs ...string) string {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
		"word/document.xml": `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>` +
			strings.Join(paragraphs, `</w:t></w:r></w:p><w:p><w:r><w:t>`) + `</w:t></w:r></w:p></w:body></w:document>`,
	} {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// What belongs to a record, whatever it is for, comes in by Keep: a file marked as a state secret leaves nothing but the event that one was refused.
func TestKeep_ASecretFileLeavesNoTrace(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"雪松.txt":  "机密★1年\n" + told + "\n",
		"雪松.html": "<html><body><p>秘密★长期</p><p>" + told + "</p></body></html>",
		"雪松.xlsx": workbook(t, "绝密★10年", told),
		"雪松.docx": word(t, "机密★1年", told),
		"雪松.rtf":  `{\rtf1 \u26426?\u23494?\u9733?1 ` + told + `}`,
		"雪松.jpg":  "机密★1年\n" + told + "\n", // what it says it is does not count
	}
	instancetest.Each(t, func(t *testing.T, database string) {
		o := instancetest.NewOffice(t, database, "2025-03-10")
		o.Staff()
		by := instancetest.Person(uuid.Nil, access.Supervisor)
		for name, content := range files {
			_, err := o.Documents.Intake.Keep(t.Context(), by, access.DocumentUpload, instancetest.Owner, intake.Uploaded{Name: name, Content: strings.NewReader(content)})
			if _, ok := errors.AsType[*compile.SecretError](err); !ok {
				t.Errorf("%s was taken, or refused as %v", name, err)
			}
		}
		after := string(instancetest.Octets(t, o.Place.Data))
		if strings.Contains(after, told) || strings.Contains(after, "雪松") {
			t.Error("their words lie on the disk")
		}
		auditor := instancetest.Person(uuid.Nil, access.Auditor)
		events, err := o.Audit.Find(t.Context(), auditor, auditing.Filter{Action: "document.refuse"}, 10)
		if err != nil || len(events) != len(files) {
			t.Errorf("the audit has %d events of %d, %v", len(events), len(files), err)
		}
		for _, e := range events {
			if e.Object != uuid.Nil || len(e.Detail) != 0 {
				t.Errorf("the audit tells of a secret file: %+v", e)
			}
		}
	})
}

// What is no document is kept as it is: a photograph, a file nobody can read, a text that says 机密 in a sentence.
func TestKeep_WhatIsNoSecret(t *testing.T) {
	t.Parallel()
	png := "\x89PNG\r\n\x1a\n" + strings.Repeat("\x00机密★1年\n", 300)
	o := instancetest.NewOffice(t, "", "2025-03-10")
	by := instancetest.Person(uuid.Nil, access.Supervisor)
	for name, content := range map[string]string{
		"村口.png": png, "坏.docx": "PK\x03\x04broken", "说明.txt": "会议强调，机密事项不得外传。\n", `C:\报送\验收单.pdf`: "%PDF-1.4\n%%EOF",
	} {
		f, err := o.Documents.Intake.Keep(t.Context(), by, access.DocumentUpload, instancetest.Owner, intake.Uploaded{Name: name, Content: strings.NewReader(content)})
		if err != nil || strings.Contains(f.FileName, `\`) {
			t.Errorf("%s: %+v, %v", name, f, err)
			continue
		}
		r, err := o.Files.Open(t.Context(), intake.Ref(instancetest.Owner, f))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if kept, err := io.ReadAll(r); err != nil || string(kept) != content {
			t.Errorf("%s: %d octets are kept of %d, %v", name, len(kept), len(content), err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	most := *o.Documents.Intake
	most.Most = 1000
	for content, key := range map[string]string{"": "file-empty", strings.Repeat("字", 400): "file-too-large", png: "file-too-large"} {
		if _, err := most.Keep(t.Context(), by, access.DocumentUpload, instancetest.Owner, intake.Uploaded{Name: "a.txt", Content: strings.NewReader(content)}); instancetest.Key(err) != key {
			t.Errorf("%d octets: %v, want %s", len(content), err, key)
		}
	}
}
