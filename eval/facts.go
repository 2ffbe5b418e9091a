package eval

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"
)

// Facts are what is scored of one document. The zero value is a document of which nothing was found.
type Facts struct {
	// A fact's key is its printed form; two facts are equal where their keys are.
	kinds [kinds]map[string]int
	// titles are the tasks' titles by path.
	titles map[string]string
	// comparisons and dueDates hold, by target, what the targets of this key say.
	comparisons, dueDates map[string][]string
	meta                  map[string]any
}

// The schema, as far as it is scored. Values that stand for a number or a text
// are kept as they were written, because gold files may hold either.
type document struct {
	Meta          map[string]any `json:"doc"`
	DefaultDuties []duty         `json:"default_duties"`
	Tasks         []task         `json:"tasks"`
	Obligations   []obligation   `json:"obligations"`
	Provisions    []provision    `json:"provisions"`
}

type task struct {
	Path    []string `json:"path"`
	Title   string   `json:"title"`
	Duties  []duty   `json:"duties"`
	Targets []target `json:"targets"`
}

type duty struct {
	Unit string `json:"unit"`
	Role string `json:"role"`
}

type target struct {
	Op      any    `json:"op"`
	Value   any    `json:"value"`
	ValueHi any    `json:"value_hi"`
	Unit    string `json:"unit"`
	Due     any    `json:"due"`
}

type obligation struct {
	Action   any `json:"action"`
	Schedule struct {
		Every         any      `json:"every"`
		Times         any      `json:"times"`
		Dates         []string `json:"dates"`
		WorkdaysAfter any      `json:"workdays_after"`
		Day           any      `json:"day"`
		MonthOfPeriod any      `json:"month_of_period"`
	} `json:"schedule"`
}

type provision struct {
	Kind   string         `json:"kind"`
	Params map[string]any `json:"params"`
}

// Parse reads the JSON of a compiled or an annotated document. The error says where the JSON is not of the schema.
func Parse(data []byte) (*Facts, error) {
	var d document
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err := decoder.Decode(&d); err != nil {
		return nil, fmt.Errorf("read annotation: %w", err)
	}
	f := &Facts{titles: map[string]string{}, comparisons: map[string][]string{}, dueDates: map[string][]string{}, meta: d.Meta}
	for i := range f.kinds {
		f.kinds[i] = map[string]int{}
	}
	for _, t := range d.Tasks {
		f.addTask(t)
	}
	for _, u := range d.DefaultDuties {
		f.kinds[Duties][tuple(quote("*"), quote(unit(u.Unit)), quote(u.Role))]++
	}
	for _, o := range d.Obligations {
		f.kinds[Obligations][o.key()]++
	}
	for _, p := range d.Provisions {
		// Plain rules are kept in the gold for reading; their wording is too free to score.
		if p.Kind == "threshold" || p.Kind == "subsidy" {
			f.kinds[Provisions][p.key()]++
		}
	}
	return f, nil
}

func (f *Facts) addTask(t task) {
	path := path(t.Path)
	f.kinds[Tasks][path]++
	f.titles[path] = norm(t.Title)
	for _, u := range t.Duties {
		f.kinds[Duties][tuple(quote(path), quote(unit(u.Unit)), quote(u.Role))]++
	}
	for _, g := range t.Targets {
		key := tuple(quote(path), number(g.Value), number(g.ValueHi), quote(norm(g.Unit)))
		f.kinds[Targets][key]++
		f.comparisons[key] = append(f.comparisons[key], bare(g.Op))
		f.dueDates[key] = append(f.dueDates[key], bare(g.Due))
	}
}

func (o *obligation) key() string {
	s := &o.Schedule
	times := atom(s.Times)
	if times == none || times == "0" {
		times = "1"
	}
	dates := make([]string, len(s.Dates))
	for i, d := range s.Dates {
		dates[i] = quote(d)
	}
	sort.Strings(dates)
	return tuple(atom(o.Action), atom(s.Every), times, tuple(dates...), atom(s.WorkdaysAfter), atom(s.Day), atom(s.MonthOfPeriod))
}

func (p *provision) key() string {
	var numbers []float64
	for _, v := range p.Params {
		if n, ok := float(v); ok {
			numbers = append(numbers, n)
		}
	}
	sort.Float64s(numbers)
	printed := make([]string, len(numbers))
	for i, n := range numbers {
		printed[i] = printFloat(n)
	}
	return tuple(quote(p.Kind), tuple(printed...))
}

// none is how an absent value prints.
const none = "None"

// tuple prints values the way the figures' reference does, a single one with a comma.
func tuple(values ...string) string {
	if len(values) == 1 {
		return "(" + values[0] + ",)"
	}
	return "(" + strings.Join(values, ", ") + ")"
}

func quote(s string) string {
	s = strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s)
	if !strings.Contains(s, "'") {
		return "'" + s + "'"
	}
	if !strings.Contains(s, `"`) {
		return `"` + s + `"`
	}
	return "'" + strings.ReplaceAll(s, "'", `\'`) + "'"
}

// atom prints a JSON value as a part of a key; equal values print alike.
func atom(v any) string {
	if s, ok := v.(string); ok {
		return quote(s)
	}
	return bare(v)
}

// bare prints a JSON value as text without quotes.
func bare(v any) string {
	switch v := v.(type) {
	case nil:
		return none
	case string:
		return v
	case bool:
		if v {
			return "True"
		}
		return "False"
	case json.Number:
		if !strings.ContainsAny(string(v), ".eE") {
			return string(v)
		}
		if n, ok := float(v); ok {
			return printFloat(n)
		}
	}
	return fmt.Sprint(v)
}

// number prints a value as a number of at most six decimals, or as absent where it is none.
func number(v any) string {
	n, ok := float(v)
	if !ok {
		return none
	}
	return printFloat(n)
}

// float reads a number, or a text that is one, and rounds it to six decimals.
func float(v any) (float64, bool) {
	var s string
	switch v := v.(type) {
	case json.Number:
		s = string(v)
	case string:
		s = strings.Map(narrowDigit, strings.TrimSpace(v))
		if strings.ContainsAny(s, "xXpP_") {
			return 0, false // notations of Go, not of the gold
		}
	case bool:
		s = map[bool]string{false: "0", true: "1"}[v]
	default:
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil && !math.IsInf(n, 0) {
		return 0, false
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(n, 'f', 6, 64), 64)
	if err != nil {
		return 0, false
	}
	return rounded + 0, true // −0 is 0
}

func narrowDigit(r rune) rune {
	if r >= '０' && r <= '９' {
		return r - '０' + '0'
	}
	return r
}

// printFloat prints a float with a point, so that it reads apart from a whole number.
func printFloat(n float64) string {
	s := strconv.FormatFloat(n, 'f', -1, 64)
	if !strings.ContainsAny(s, ".IN") {
		s += ".0"
	}
	return s
}
