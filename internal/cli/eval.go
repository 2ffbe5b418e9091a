package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/eval"
)

type evalOptions struct {
	Gold  string   `name:"gold"`
	Min   string   `name:"min"`
	JSON  bool     `name:"json"`
	Show  bool     `name:"show"`
	Jobs  int      `name:"jobs"`
	Paths []string `arg:"" optional:"" name:"file"`
}

// An evaluation is one run of the eval command.
type evaluation struct {
	*program
	evalOptions
	golds    []string // the names of the gold files, sorted
	minimums []eval.Minimum
	rows     []row
	progress progress
	faults   int
}

// A row is the score of one document.
type row struct {
	gold  string // the name of its gold file
	name  string // what it is called in the output
	score eval.Score
}

// A scored is what became of one input.
type scored struct {
	input input
	row   row
	fault error // why the input could not be read
	gold  error // why its gold could not be read
}

// runEval compiles documents, scores them and prints the scores.
func (p *program) runEval(ctx context.Context, o *evalOptions) int {
	e := &evaluation{program: p, evalOptions: *o}
	if status := e.check(); status != StatusDone {
		return status
	}
	if isTerminal(p.stderr) {
		e.progress = progress{w: p.stderr, text: sayProgress}
	}
	err := inOrder(ctx, workers(o.Jobs), inputs(o.Paths), func(in input) scored { return e.one(ctx, in) }, e.take)
	e.progress.clear()
	if err != nil {
		return p.broken(err)
	}
	if err := e.addMissing(); err != nil {
		return p.broken(err)
	}
	slices.SortStableFunc(e.rows, func(a, b row) int { return strings.Compare(a.gold, b.gold) })
	return e.report()
}

func (e *evaluation) check() int {
	if e.Gold == "" {
		return e.misuse("eval", sayNoGold)
	}
	if status := e.checkPaths("eval", e.Paths, e.Jobs); status != StatusDone {
		return status
	}
	if e.Min != "" {
		minimums, err := eval.ParseMinimums(e.Min)
		if err != nil {
			return e.misuse("eval", sayBadMinimum, e.Min, strings.Join(eval.Names(), " "))
		}
		e.minimums = minimums
	}
	entries, err := os.ReadDir(e.Gold)
	if err != nil {
		e.complain(e.unreadable(input{path: e.Gold}, err))
		return StatusUsage
	}
	for _, f := range entries {
		if filepath.Ext(f.Name()) == ".json" {
			e.golds = append(e.golds, f.Name())
		}
	}
	if len(e.golds) == 0 {
		return e.misuse("eval", sayBadGold, e.Gold)
	}
	return StatusDone
}

// goldOf finds the gold file of an input: that of its whole name, else that of its base name.
func (e *evaluation) goldOf(in input) (name string, ok bool) {
	base := filepath.Base(in.name())
	for _, name := range []string{base + ".json", stem(base) + ".json"} {
		if _, ok := slices.BinarySearch(e.golds, name); ok {
			return name, true
		}
	}
	return "", false
}

// one compiles and scores one document; it runs on a worker.
func (e *evaluation) one(ctx context.Context, in input) scored {
	s := scored{input: in}
	name, ok := e.goldOf(in)
	if in.err == nil && !ok {
		return s
	}
	found := &eval.Facts{}
	s.fault = recovered(func() error {
		doc, err := e.compileInput(ctx, in, false)
		if err != nil {
			return err
		}
		// The facts are read from the JSON, so that what is scored is what users get.
		data, err := json.Marshal(doc)
		if err != nil {
			return err
		}
		found, err = eval.Parse(data)
		return err
	})
	if ok {
		s.row, s.gold = e.score(name, found)
	}
	return s
}

// score compares what was found with one gold file.
func (e *evaluation) score(name string, found *eval.Facts) (row, error) {
	data, err := os.ReadFile(filepath.Join(e.Gold, name))
	if err != nil {
		return row{gold: name}, err
	}
	gold, err := eval.Parse(data)
	if err != nil {
		return row{gold: name}, err
	}
	return row{name, strings.TrimSuffix(name, ".json"), eval.Compare(name, gold, found)}, nil
}

// take collects what became of one input, in the order of the inputs.
func (e *evaluation) take(s scored) error {
	e.progress.step(e.program)
	if errors.Is(s.fault, context.Canceled) {
		return s.fault
	}
	if s.fault == nil && s.gold == nil && s.row.gold != "" {
		e.rows = append(e.rows, s.row)
		return nil
	}
	e.progress.clear()
	if s.fault == nil && s.row.gold == "" {
		e.complain(e.say(sayUngolded, s.input.name()))
		return nil
	}
	e.faults++
	if s.fault != nil {
		e.complain(e.unreadable(s.input, s.fault))
	}
	if s.gold != nil {
		e.complain(e.say(sayBrokenGold, s.row.gold, s.gold))
	} else if s.row.gold != "" {
		e.rows = append(e.rows, s.row)
	}
	return nil
}

// addMissing scores the gold no document was given for.
func (e *evaluation) addMissing() error {
	seen := map[string]bool{}
	for _, r := range e.rows {
		seen[r.gold] = true
	}
	for _, name := range e.golds {
		if seen[name] {
			continue
		}
		r, err := e.score(name, &eval.Facts{})
		if err != nil {
			e.faults++
			e.complain(e.say(sayBrokenGold, name, err))
			continue
		}
		e.complain(e.say(sayUncompiled, name))
		e.rows = append(e.rows, r)
	}
	return nil
}

// report prints the scores and gives the exit status.
func (e *evaluation) report() int {
	var sum eval.Score
	for _, r := range e.rows {
		sum.Add(r.score)
	}
	below := sum.Below(e.minimums)
	text := e.text(&sum, below)
	if e.JSON {
		text = e.json(&sum, below)
	}
	if status := e.print(text); status != StatusDone {
		return status
	}
	if e.faults > 0 || len(below) > 0 {
		return StatusFaults
	}
	return StatusDone
}

func (e *evaluation) text(sum *eval.Score, below []string) string {
	var b strings.Builder
	for _, r := range e.rows {
		if e.Show {
			for _, line := range r.score.Differences {
				fmt.Fprintln(&b, line)
			}
		}
		fmt.Fprintln(&b, r.score.Row(r.name))
	}
	b.WriteString(sum.Table())
	if len(below) > 0 {
		fmt.Fprintln(&b, "below: "+strings.Join(below, ", "))
	}
	return b.String()
}

// json prints the same figures for a program.
func (e *evaluation) json(sum *eval.Score, below []string) string {
	type document struct {
		Name        string      `json:"name"`
		Score       *eval.Score `json:"score"`
		Differences []string    `json:"differences,omitempty"`
	}
	out := struct {
		Total     *eval.Score `json:"total"`
		Below     []string    `json:"below"`
		Documents []document  `json:"documents"`
	}{sum, below, []document{}}
	for i := range e.rows {
		d := document{Name: e.rows[i].name, Score: &e.rows[i].score}
		if e.Show {
			d.Differences = d.Score.Differences
		}
		out.Documents = append(out.Documents, d)
	}
	data, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		panic(err) // figures and texts always have a JSON form
	}
	return string(data) + "\n"
}
