package store

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/wenxiao/wenxiao/internal/audit"
)

// A headFile notes the heads of audit chains outside the database: one JSON line each, the last of an owner counts.
// It is written before a change is answered, so that it survives the end of the process, and not synced: a power cut may lose
// its last lines, never make it wrong.
type headFile struct{ file *os.File }

// openHeads opens the notes and shortens them to one line for each owner. Without a path nothing is noted.
func openHeads(path string) (*headFile, error) {
	if path == "" {
		return &headFile{}, nil
	}
	heads, err := ReadHeads(path)
	if err != nil {
		return nil, err
	}
	var lines bytes.Buffer
	for _, h := range heads {
		if err := writeHead(&lines, h); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("note audit heads: %w", err)
	}
	if err := os.WriteFile(path+".new", lines.Bytes(), 0o600); err != nil {
		return nil, fmt.Errorf("note audit heads: %w", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return nil, fmt.Errorf("note audit heads: %w", err)
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("note audit heads: %w", err)
	}
	return &headFile{f}, nil
}

// ReadHeads reads the heads noted in a file, the highest of each owner; none if there is no file. A last line that was cut off is passed over.
func ReadHeads(path string) ([]audit.Head, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read audit heads: %w", err)
	}
	highest := make(map[int64]audit.Head)
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		var h audit.Head
		if json.Unmarshal(lines.Bytes(), &h) == nil && h.Height > highest[h.Owner].Height {
			highest[h.Owner] = h
		}
	}
	heads := make([]audit.Head, 0, len(highest))
	for _, h := range highest {
		heads = append(heads, h)
	}
	slices.SortFunc(heads, func(a, b audit.Head) int { return int(a.Owner - b.Owner) })
	return heads, lines.Err()
}

func writeHead(b *bytes.Buffer, h audit.Head) error {
	line, err := json.Marshal(h)
	if err != nil {
		return fmt.Errorf("note audit heads: %w", err)
	}
	b.Write(append(line, '\n'))
	return nil
}

func (f *headFile) note(blocks []audit.Block) error {
	if f.file == nil {
		return nil
	}
	var b bytes.Buffer
	for _, block := range blocks {
		if err := writeHead(&b, block.Head()); err != nil {
			return err
		}
	}
	if _, err := f.file.Write(b.Bytes()); err != nil {
		return fmt.Errorf("note audit heads: %w", err)
	}
	return nil
}

func (f *headFile) close() error {
	if f.file == nil {
		return nil
	}
	return f.file.Close()
}
