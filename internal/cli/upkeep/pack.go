package upkeep

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/register"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/source"
)

type packCommands struct {
	Check packCheckOptions `cmd:"" name:"check"`
	Load  packLoadOptions  `cmd:"" name:"load"`
}

// packFile is the pack in a folder of its own.
const packFile = "pack.yaml"

// maxPack is the most that is read of a pack, in octets: more than one may have, so that package pack says that it is too large.
const maxPack = 2 << 20

// A checkedPack is what is said of a pack to a program.
type checkedPack struct {
	File   string      `json:"file"`
	Pack   string      `json:"pack,omitempty"`
	Faults []packFault `json:"faults"`
}

type packFault struct {
	Line    int    `json:"line"` // from 1
	Column  int    `json:"column,omitempty"`
	Code    string `json:"code"` // of doc/diagnostics.md; "example" for one that does not come out
	Message string `json:"message"`
}

type packCheckOptions struct {
	Paths []string `arg:"" name:"paths" type:"path"`
	JSON  bool     `name:"json"`
}

func (o packCheckOptions) run(t Terminal) error {
	var all []checkedPack
	faulty := false
	for _, path := range o.Paths {
		file, data, err := readPack(path)
		if err != nil {
			return err
		}
		p, _, err := register.Check(file, data)
		switch {
		case err != nil:
			faulty = true
			if !o.JSON {
				if err := t.sayPack(file, err); err != nil {
					return err
				}
			}
			all = append(all, checkedPack{File: file, Faults: t.packFaults(err)})
		case o.JSON:
			all = append(all, checkedPack{File: file, Pack: p.Name, Faults: []packFault{}})
		default:
			if err := t.Say("upkeep.pack-good", file, len(p.Registers), len(p.Rules), len(p.Indicators), len(p.Examples)); err != nil {
				return err
			}
		}
	}
	if o.JSON {
		if err := t.print(all); err != nil {
			return err
		}
	}
	if faulty {
		return ErrFaults
	}
	return nil
}

type packLoadOptions struct {
	config.Place `embed:""`
	Path         string `arg:"" name:"path" type:"path"`
}

func (o packLoadOptions) run(ctx context.Context, t Terminal) error {
	file, data, err := readPack(o.Path)
	if err != nil {
		return err
	}
	p, _, err := register.Check(file, data) // what is wrong with it is told without an installation
	if err == nil {
		err = t.with(ctx, o.Place, func(i *instance.Instance) error {
			return i.Registers.Load(ctx, call(access.PackLoad), file, data)
		})
	}
	if len(t.packFaults(err)) > 0 {
		return errors.Join(t.sayPack(file, err), ErrFaults)
	}
	if err != nil {
		return err
	}
	return t.Say("upkeep.pack-loaded", p.Name, p.Version)
}

// readPack reads a pack: a file, or the pack.yaml of a folder.
func readPack(path string) (file string, data []byte, err error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, packFile)
	}
	f, err := os.Open(path)
	if err != nil {
		return path, nil, fault.Because(err, fault.NotFound, "pack-unreadable", path)
	}
	data, err = io.ReadAll(io.LimitReader(f, maxPack))
	if err := errors.Join(err, f.Close()); err != nil {
		return path, nil, fault.Because(err, fault.NotFound, "pack-unreadable", path)
	}
	return path, data, nil
}

// sayPack says what is wrong with a pack, each fault with its place in the file.
func (t Terminal) sayPack(file string, err error) error {
	if r, ok := errors.AsType[*register.Rejected](err); ok {
		for _, line := range r.Lines(t.language()) {
			if _, err := fmt.Fprintln(t.Stdout, line); err != nil {
				return err
			}
		}
		return nil
	}
	for _, f := range t.packFaults(err) {
		if _, err := fmt.Fprintf(t.Stdout, "%s:%d: %s\n", file, f.Line, f.Message); err != nil {
			return err
		}
	}
	return nil
}

func (t Terminal) packFaults(err error) (all []packFault) {
	if r, ok := errors.AsType[*register.Rejected](err); ok {
		text := &source.Text{Name: r.File, String: string(r.Source)}
		for _, d := range r.Found {
			at := text.Position(d.Span.Start)
			all = append(all, packFault{at.Line, at.Column, string(d.Code), d.Message(t.language())})
		}
		return all
	}
	if e, ok := errors.AsType[*register.ExampleFault](err); ok {
		all = append(all, packFault{Line: e.Example.Line, Code: "example", Message: locale.Text(t.Lang, "upkeep.pack-example", e.Example.Title, e.Cause)})
	}
	return all
}

func (t Terminal) language() source.Language {
	if t.Lang == locale.En {
		return source.English
	}
	return source.Chinese
}
