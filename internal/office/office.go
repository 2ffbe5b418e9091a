// Package office converts documents of older formats (.doc, .wps, .xls, .et, …) to DOCX
// or XLSX through a LibreOffice that is installed on the machine.
//
// The program runs as a child without windows, macros or links to other files, with a
// profile of its own that is thrown away, in a folder only its user can read, for a limited
// time. Conversions run one after the other. The package knows nothing of what stands in a
// document; it is for [reader.Options]. Start at [Office.Convert].
//
// WPS Office has no documented command line that converts without a window, so that it is not used.
package office

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"github.com/wenxiao/wenxiao/reader"
)

// The limits of one conversion.
const (
	Timeout   = 60 * time.Second
	MaxOutput = reader.MaxSize // bytes of the converted document
)

// An Office is the office program of this machine. The zero value looks for it when it is first needed.
// It is safe for concurrent use.
type Office struct {
	// Program is the path of LibreOffice's soffice; "" looks for it.
	Program string
	// Timeout is how long one conversion may take; 0 is [Timeout].
	Timeout time.Duration

	running sync.Mutex
}

// A target is what a format is converted to.
type target struct {
	extension string // of the input: LibreOffice goes by content, and by this where content is not clear
	output    string // the extension of the output
	filter    string // LibreOffice's name for the output's format
}

const (
	wordFilter  = "MS Word 2007 XML"
	sheetFilter = "Calc MS Excel 2007 XML"
)

// targets are the formats that are converted, by the names package reader has for them.
var targets = map[string]target{
	"DOC": {"doc", "docx", wordFilter},
	"RTF": {"rtf", "docx", wordFilter},
	"ODT": {"odt", "docx", wordFilter},
	"XLS": {"xls", "xlsx", sheetFilter},
	"ODS": {"ods", "xlsx", sheetFilter},
}

// Convert gives a document of an older format ("DOC", "RTF", "ODT", "XLS", "ODS") as DOCX or XLSX.
//
// It returns [reader.ErrNoConverter] where no LibreOffice is installed, a [*reader.Error] where
// the result is too large, ctx's error where it is done first, and else an error that says what the program complained of.
func (o *Office) Convert(ctx context.Context, format string, data []byte) ([]byte, error) {
	to, ok := targets[format]
	if !ok {
		return nil, fmt.Errorf("convert %s: %w", format, reader.ErrNoConverter)
	}
	o.running.Lock()
	defer o.running.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	program, err := o.program()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "wenxiao-office-") // only its owner can read it
	if err != nil {
		return nil, fmt.Errorf("convert %s: %w", format, err)
	}
	defer removeAll(dir)
	out, err := o.run(ctx, program, dir, to, data)
	if err != nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("convert %s: %w", format, err)
	}
	return out, nil
}

// IsInstalled reports whether there is a LibreOffice to convert with.
func (o *Office) IsInstalled() bool {
	o.running.Lock()
	defer o.running.Unlock()
	_, err := o.program()
	return err == nil
}

// program is the path of the office program. One that was found is not looked for again.
func (o *Office) program() (string, error) {
	if o.Program == "" {
		found, ok := find()
		if !ok {
			return "", reader.ErrNoConverter
		}
		o.Program = found
	}
	return o.Program, nil
}

// errNothing says that the program ended without a result: it ends well even where it could not read the file.
var errNothing = errors.New("the office program gave no document")

// run converts one document inside dir.
func (o *Office) run(ctx context.Context, program, dir string, to target, data []byte) ([]byte, error) {
	profile, outDir := filepath.Join(dir, "profile"), filepath.Join(dir, "out")
	in := filepath.Join(dir, "in."+to.extension)
	if err := writeProfile(profile); err != nil {
		return nil, err
	}
	if err := os.WriteFile(in, data, 0o600); err != nil {
		return nil, err
	}
	args := []string{
		"-env:UserInstallation=" + fileURL(profile),
		"--headless", "--invisible", "--nologo", "--norestore", "--nodefault", "--nolockcheck", "--nofirststartwizard",
	}
	if to.extension == "xls" {
		args = append(args, "--infilter="+excelFilter(data))
	}
	args = append(args, "--convert-to", to.output+":"+to.filter, "--outdir", outDir, in)
	limit := o.Timeout
	if limit == 0 {
		limit = Timeout
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := command(ctx, program, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "TMPDIR="+dir, "TEMP="+dir, "TMP="+dir, "SAL_USE_VCLPLUGIN=svp")
	complaint := &limitedBuffer{left: 2048}
	cmd.Stderr = complaint
	cmd.WaitDelay = 5 * time.Second // for what a killed program leaves behind
	err := cmd.Run()
	_ = killGroup(cmd) // as a rule nothing is left of the group, and that is an error
	if ctx.Err() != nil {
		return nil, fmt.Errorf("stopped after %v: %w", limit, ctx.Err())
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, bytes.TrimSpace(complaint.kept))
	}
	return readOutput(filepath.Join(outDir, "in."+to.output), complaint.kept)
}

// excelFilter is the filter that reads a workbook. It is named, because LibreOffice takes
// a damaged workbook for a text otherwise; the two differ by the name of their stream, in UTF-16.
func excelFilter(data []byte) string {
	if bytes.Contains(data, []byte("W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00")) {
		return "MS Excel 97"
	}
	return "MS Excel 95"
}

// readOutput reads the converted document.
func readOutput(path string, complaint []byte) ([]byte, error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", errNothing, bytes.TrimSpace(complaint))
	}
	if err != nil {
		return nil, err
	}
	if info.Size() > MaxOutput {
		return nil, &reader.Error{Kind: reader.TooLarge}
	}
	return os.ReadFile(path)
}

// removeAll removes a folder. A program that was killed may still hold a file for a moment (on
// Windows a file in use can not be removed): the folder is one of the system's for temporary files.
func removeAll(dir string) {
	_ = os.RemoveAll(dir) // nobody can do anything about it
}

// A limitedBuffer keeps the first bytes that are written to it.
type limitedBuffer struct {
	kept []byte
	left int
}

func (b *limitedBuffer) Write(p []byte) (int, error) {
	n := min(len(p), b.left)
	b.left -= n
	b.kept = append(b.kept, p[:n]...)
	return len(p), nil
}

// find looks for LibreOffice in PATH and in the folders it is usually installed in.
func find() (string, bool) {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, true
		}
	}
	for _, pattern := range usualPlaces() {
		found, err := filepath.Glob(pattern)
		if err != nil {
			continue // a folder with a strange name
		}
		for i := len(found) - 1; i >= 0; i-- { // the newest version
			if info, err := os.Stat(found[i]); err == nil && info.Mode().IsRegular() {
				return found[i], true
			}
		}
	}
	return "", false
}
