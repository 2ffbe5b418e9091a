package ledger

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/wenxiao/wenxiao/source"
)

// A Light (红黄绿灯) says how a task stands.
type Light string

// The lights.
const (
	NoLight Light = "none"   // nothing can be said: not measurable, suspended, cancelled
	Grey    Light = "grey"   // not due to start
	Green   Light = "green"  // on plan
	Yellow  Light = "yellow" // a day is near, or it is behind
	Red     Light = "red"    // a day has passed
	Blue    Light = "blue"   // closed on time
	Black   Light = "black"  // closed late
)

// Lights are all lights, the worst of what is open first.
var Lights = []Light{Red, Yellow, Green, Grey, Blue, Black, NoLight}

// Names of the rules that no declaration can change.
const (
	RuleLeftOut       = "left_out"       // suspended and cancelled tasks leave
	RuleNotMeasurable = "not_measurable" // without a figure and without 完成标志 nothing is green
)

// A Rule (亮灯规则) says when a light shows.
type Rule struct {
	Name  string
	Light Light
	Title Wording
	Says  Wording     // with {values} of its conditions
	When  []Condition // all of which hold; none for the last rule
}

// Rules are a set of rules: the first that holds decides.
type Rules struct {
	Name    string
	Version string
	Title   Wording
	List    []Rule
	law     map[string]Wording
}

// A Condition is one thing a rule asks of the facts.
type Condition struct {
	Kind  string // closed, overdue, near, missed_reports, missed_node, behind, before_start
	Word  string // of closed: on_time or late
	Count int    // of overdue and missed_node, days; of missed_reports, how many
	Near  []Term
	Lack  int // of behind, per cent of the plan
	Grace int // of behind, days after a planned day in which it is not yet held against the unit
}

// A Term (提前天数) says from how many days before the limit a task of some length is near it.
type Term struct {
	Longest int // days from assignment to limit; 0 for any
	Days    int
}

// values are what each condition gives to its rule's sentence.
var values = map[string][]string{
	"closed": {"closed", "limit"}, "overdue": {"limit", "first"}, "near": {"limit"}, "missed_reports": {"count", "since"},
	"missed_node": {"node", "due", "days"}, "behind": {"measure", "planned", "reported", "on"}, "before_start": {"start"},
}

var kinds = []string{"closed", "overdue", "near", "missed_reports", "missed_node", "behind", "before_start"}

// LoadRules reads and checks a set of rules: rules, or none and the diagnostics that say why; their spans count bytes of data.
func LoadRules(data []byte) (*Rules, []source.Diagnostic) {
	r, root := read(data)
	rules := &Rules{law: map[string]Wording{}}
	if root != nil {
		if m, ok := r.mapping(root, []string{"rules", "version", "title", "law", "lights"}, []string{"cites"}); ok {
			rules.Name, rules.Version, rules.Title = r.name(m["rules"], nil), r.word(m["version"]), r.wording(m["title"])
			if law, ok := r.mapping(m["law"], []string{RuleLeftOut, RuleNotMeasurable}, nil); ok {
				rules.law[RuleLeftOut], rules.law[RuleNotMeasurable] = r.wording(law[RuleLeftOut]), r.wording(law[RuleNotMeasurable])
			}
			rules.List = r.rules(m["lights"])
		}
	}
	if len(r.found) > 0 {
		return nil, r.found
	}
	return rules, nil
}

// severity orders what is open; a rule for a worse light must stand before one for a better, and the last must always hold. With that,
// and since no condition ends by the passing of days alone, a red light is never followed by a better one without a new fact.
var severity = map[Light]int{Black: 0, Blue: 0, Red: 1, Yellow: 2, Green: 3, Grey: 3, NoLight: 3}

func (r *reader) rules(n *yaml.Node) (list []Rule) {
	seen, at := map[string]bool{RuleLeftOut: true, RuleNotMeasurable: true}, 0
	items := r.items(n)
	for i, item := range items {
		m, ok := r.mapping(item, []string{"name", "light", "title", "says"}, []string{"when"})
		if !ok {
			continue
		}
		rule := Rule{Name: r.name(m["name"], seen), Title: r.wording(m["title"])}
		rule.Light = Light(r.one(m["light"], "red", "yellow", "green", "grey", "blue", "black", "none"))
		var given []string
		if m["when"] != nil {
			rule.When, given = r.conditions(m["when"])
		}
		rule.Says = r.wording(m["says"], given...)
		isClosed := slices.ContainsFunc(rule.When, func(c Condition) bool { return c.Kind == "closed" })
		if isClosed != (rule.Light == Blue || rule.Light == Black) {
			r.fail(wrongShape, m["light"], "closed: blue, black")
		}
		if s := severity[rule.Light]; s < at {
			r.fail(wrongShape, m["light"], "blue/black, red, yellow, green/grey")
		} else {
			at = s
		}
		if isLast := i == len(items)-1; isLast != (len(rule.When) == 0) {
			r.fail(wrongShape, item, "when: … (not in the last rule)")
		}
		list = append(list, rule)
	}
	if len(items) == 0 && n != nil {
		r.fail(missingKey, n, "name")
	}
	return list
}

func (r *reader) conditions(n *yaml.Node) (list []Condition, given []string) {
	m, ok := r.mapping(n, nil, kinds)
	if !ok {
		return nil, nil
	}
	for _, kind := range kinds {
		if m[kind] == nil {
			continue
		}
		c := Condition{Kind: kind}
		switch kind {
		case "closed":
			c.Word = r.one(m[kind], "on_time", "late")
		case "overdue", "missed_reports", "missed_node":
			c.Count = r.whole(m[kind], 1, 3660)
		case "near":
			c.Near = r.terms(m[kind])
		case "behind":
			if b, ok := r.mapping(m[kind], []string{"percent", "grace"}, nil); ok {
				c.Lack, c.Grace = r.whole(b["percent"], 0, 100), r.whole(b["grace"], 0, 366)
			}
		case "before_start":
			r.one(m[kind], "true")
		}
		list, given = append(list, c), append(given, values[kind]...)
	}
	if len(list) == 0 {
		r.fail(missingKey, n, kinds[1])
	}
	return list, given
}

// terms are read in the order of their length; the last has none.
func (r *reader) terms(n *yaml.Node) (list []Term) {
	items := r.items(n)
	for i, item := range items {
		m, ok := r.mapping(item, []string{"days"}, []string{"term"})
		if !ok {
			continue
		}
		t := Term{Days: r.whole(m["days"], 0, 366)}
		if m["term"] != nil {
			t.Longest = r.whole(m["term"], 1, 3660)
		}
		if isLast := i == len(items)-1; isLast != (t.Longest == 0) || i > 0 && t.Longest != 0 && t.Longest <= list[i-1].Longest {
			r.fail(wrongShape, item, "{term: 10, days: 3}, …, {days: 7}")
		}
		list = append(list, t)
	}
	return list
}
