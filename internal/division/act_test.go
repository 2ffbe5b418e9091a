package division_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/source"
)

// text is a plan of three tasks, the first of two sentences.
const text = `一、改善农村住房。全年完成农村危房改造1200户。新建保障性住房300套。
二、修建农村公路。新建农村公路80公里。
三、优化服务。推进政务服务便利化。`

// Units, by the place of their names in the documents of these tests.
var housing, roads, water, east, west = uuid.UUID{1}, uuid.UUID{2}, uuid.UUID{3}, uuid.UUID{4}, uuid.UUID{5}

// at is where words stand in the text.
func at(words string) source.Span {
	start := strings.Index(text, words)
	if start < 0 {
		panic(words)
	}
	return source.Span{Start: start, End: start + len(words)}
}

// plan is a proposal of the text: each line is a task, with the units that answer for it.
func plan(duties ...[]policy.Duty) *policy.Document {
	t := text
	doc := &policy.Document{Text: &t, DefaultDuties: []policy.DefaultDuty{{Unit: "各县区"}}}
	numbers := [][]policy.Target{{goal("农村危房改造", 1200, "全年完成农村危房改造1200户。"), goal("保障性住房", 300, "新建保障性住房300套。")}, {goal("农村公路", 80, "新建农村公路80公里。")}, nil}
	for i, line := range strings.Split(text, "\n") {
		heading, _, _ := strings.Cut(line, "。")
		task := policy.Task{Title: strings.SplitN(heading, "、", 2)[1], Quote: line, Span: at(line), Extent: at(line), Targets: numbers[i]}
		if i < len(duties) {
			task.Duties = duties[i]
		}
		doc.Tasks = append(doc.Tasks, task)
	}
	return doc
}

func goal(metric string, value int64, words string) policy.Target {
	return policy.Target{Metric: metric, Op: policy.OpAtLeast, Value: quantity.Integer(value), Quote: words, Span: at(words)}
}

func duty(name string, role policy.Role) policy.Duty { return policy.Duty{Unit: name, Role: role} }

// known are the units that printed names mean.
func known(name string) string {
	if id, ok := map[string]uuid.UUID{"市住建局": housing, "市交通局": roads, "市水利局": water}[name]; ok {
		return id.String()
	}
	return ""
}

// play does acts to the sheet of a document.
func play(t *testing.T, doc *policy.Document, acts ...division.Act) *division.Sheet {
	t.Helper()
	s := division.Open(doc, known)
	if err := s.Replay(doc, acts); err != nil {
		t.Fatal(err)
	}
	return s
}

// outline is a sheet in words: items with numbers, and with units by their roles.
func outline(s *division.Sheet) string {
	names := map[uuid.UUID]string{housing: "housing", roads: "roads", water: "water", east: "east", west: "west"}
	var lines []string
	for _, i := range s.Items {
		line := i.ID + " " + i.Task.Title + ":"
		for _, g := range i.Goals {
			line += " " + g.Target.Value.String()
			if unit, ok := i.LeadOf(g); ok && g.Lead != "" {
				line += "=" + names[unit]
			}
		}
		for _, x := range i.Shares() {
			line += fmt.Sprintf(" %s(%s)", names[x.Unit], x.Role)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func want(t *testing.T, s *division.Sheet, lines ...string) {
	t.Helper()
	if got := outline(s); got != strings.Join(lines, "\n") {
		t.Errorf("the sheet is\n%s\nwant\n%s", got, strings.Join(lines, "\n"))
	}
}

var three = [][]policy.Duty{{duty("市住建局", policy.RoleLead), duty("市水利局", policy.RoleCooperate)}, {duty("市交通局", policy.RoleResponsible)}, {duty("市交通局", policy.RoleResponsible)}}

// Numbers go to the piece in which they stand, with who answers for them; units have their part in both.
func TestSplit_NumbersGoWhereTheyStand(t *testing.T) {
	t.Parallel()
	doc := plan(three...)
	cut := division.Act{Kind: division.ActSplit, On: "t1", Cuts: []int{at("新建保障性住房").Start}}
	s := play(t, doc, division.Act{Kind: division.ActSet, Set: division.Entries{"lead.t1-g2": {"t1-d2"}}}, cut)
	want(t, s, "t1 改善农村住房: 1200 housing(lead) water(cooperate)", "a2-1 新建保障性住房300套: 300=water housing(lead) water(cooperate)",
		"t2 修建农村公路: 80 roads(lead)", "t3 优化服务: roads(lead)")
	if got := s.Items[1]; got.Task.Quote != "新建保障性住房300套。" || text[got.Task.Span.Start:got.Task.Span.End] != got.Task.Quote || got.Body != got.Task.Quote {
		t.Errorf("the second piece cites %q, and says %q", got.Task.Quote, got.Body)
	}
	if got := s.Items[0].Body; got != "一、改善农村住房。全年完成农村危房改造1200户。" {
		t.Errorf("the first piece says %q", got)
	}
	for name, cuts := range map[string][]int{"nowhere": nil, "inside a sentence": {at("保障性住房300").Start}, "at its beginning": {0}} {
		if err := division.Open(doc, known).Do(doc, 1, division.Act{Kind: division.ActSplit, On: "t1", Cuts: cuts}); !isFault(err, "division-split") {
			t.Errorf("cut %s: %v", name, err)
		}
	}
}

// What two items have in common they have once; nobody comes to lead by a merger.
func TestMerge_KeepsNumbersUnitsAndWhoAnswers(t *testing.T) {
	t.Parallel()
	doc := plan(three...)
	s := play(t, doc, division.Act{Kind: division.ActSet, Set: division.Entries{"lead.t2-g1": {"t2-d1"}, "done.t3": {"上线"}, "done.t2": {"通车"}}}, division.Act{Kind: division.ActMerge, On: "t2"})
	want(t, s, "t1 改善农村住房: 1200 300 housing(lead) water(cooperate)", "t2 修建农村公路: 80=roads roads(lead)")
	if got := s.Items[1].DoneWhen; got != "通车；上线" {
		t.Errorf("it is done when %q", got)
	}
	if got := s.Items[1].Task.Extent; text[got.Start:got.End] != text[at("二、").Start:] {
		t.Errorf("it stands at %v", got)
	}
	s = play(t, doc, division.Act{Kind: division.ActMerge, On: "t1"})
	want(t, s, "t1 改善农村住房: 1200 300 80 housing(lead) water(cooperate) roads(cooperate)", "t3 优化服务: roads(lead)")
	doc = plan(three[0], []policy.Duty{duty("市水利局", policy.RoleLead)})
	want(t, play(t, doc, division.Act{Kind: division.ActSet, Set: division.Entries{"lead.t2-g1": {"t2-d1"}}}, division.Act{Kind: division.ActMerge, On: "t1"}),
		"t1 改善农村住房: 1200 300 80=water housing(lead) water(cooperate)", "t3 优化服务:")
	if err := division.Open(doc, known).Do(doc, 1, division.Act{Kind: division.ActMerge, On: "t3"}); !isFault(err, "division-merge") {
		t.Errorf("the last item takes in what is not there: %v", err)
	}
}

// What a person adds cites the text, or says why it does not.
func TestAdd_CitesTheTextOrSaysWhy(t *testing.T) {
	t.Parallel()
	doc := plan(three...)
	s := play(t, doc, division.Act{Kind: division.ActAdd, Span: at("新建农村公路80公里。")},
		division.Act{Kind: division.ActGoal, On: "a1", Span: at("新建农村公路80公里。")},
		division.Act{Kind: division.ActPart, On: "a1", Unit: roads.String()},
		division.Act{Kind: division.ActSet, Set: division.Entries{"lead.a1": {division.PartID(3)}}},
		division.Act{Kind: division.ActAdd, Text: "建立专班", Reason: "会议议定"})
	want(t, s, "t1 改善农村住房: 1200 300 housing(lead) water(cooperate)", "t2 修建农村公路: 80 roads(lead)", "a1 新建农村公路80公里: 80 roads(lead)", "t3 优化服务: roads(lead)", "a5 建立专班:")
	// The first unit of an item that nobody has a part in leads it, the next one cooperates.
	add := func(unit uuid.UUID) division.Act {
		return division.Act{Kind: division.ActPart, On: "a1", Unit: unit.String()}
	}
	alone := play(t, doc, division.Act{Kind: division.ActAdd, Span: at("新建农村公路80公里。")}, add(roads), add(west))
	if got := alone.Items[2].Role(division.PartID(2)) + " " + alone.Items[2].Role(division.PartID(3)); got != division.Leads+" "+string(policy.RoleCooperate) {
		t.Errorf("two units added are %s", got)
	}
	if s.Items[4].IsBy != "会议议定" || s.Items[2].IsBy != "" {
		t.Errorf("written by hand: %q, %q", s.Items[4].IsBy, s.Items[2].IsBy)
	}
	for key, a := range map[string]division.Act{
		"division-by-hand": {Kind: division.ActAdd, Text: "建立专班"}, "division-span": {Kind: division.ActAdd, Span: source.Span{Start: 0, End: len(text) + 1}},
		"division-goal": {Kind: division.ActGoal, On: "t3"}, "division-number": {Kind: division.ActGoal, On: "t3", Goal: map[string]string{"metric": "事项", "value": "很多"}},
		"adopt-unit": {Kind: division.ActPart, On: "t3", Unit: "市交通局"}, "division-entry": {Kind: division.ActSeen, On: "t9"},
	} {
		if err := division.Open(doc, known).Do(doc, 1, a); !isFault(err, key) {
			t.Errorf("%+v gives %v, want %s", a, err, key)
		}
	}
}

// A default duty becomes a part of each item for which units were found; they cooperate, and cite the sentence of the duty.
func TestSpread_ADefaultDutyBecomesParts(t *testing.T) {
	t.Parallel()
	doc := plan(three...)
	doc.DefaultDuties[0].Quote = "以下任务均需各县区落实。"
	spread := division.Act{Kind: division.ActSpread, On: "1", Units: map[string][]uuid.UUID{"t1": {east, west}, "t2": {west}}}
	s := play(t, doc, spread)
	want(t, s, "t1 改善农村住房: 1200 300 housing(lead) water(cooperate) east(cooperate) west(cooperate)", "t2 修建农村公路: 80 roads(lead) west(cooperate)", "t3 优化服务: roads(lead)")
	made := s.Document(doc)
	if got := made.Tasks[0].Duties; len(got) != 4 || got[3].Unit != "各县区" || got[3].Quote != "以下任务均需各县区落实。" || !got[3].Group {
		t.Errorf("the task's duties are %+v", got)
	}
	if len(doc.Tasks[0].Duties) != 2 {
		t.Error("the proposal was changed")
	}
	// One who has a part already does not get a second one, and an item that is split keeps them.
	s = play(t, doc, spread, division.Act{Kind: division.ActPart, On: "t2", Unit: west.String()}, division.Act{Kind: division.ActSplit, On: "t1", Cuts: []int{at("新建保障性住房").Start}})
	if got := len(s.Items[2].Shares()); got != 2 {
		t.Errorf("a unit with two parts makes %d shares", got)
	}
	if got := len(s.Items[1].Shares()); got != 4 {
		t.Errorf("the second piece has %d units", got)
	}
	for _, on := range []string{"0", "2", "x"} {
		if err := division.Open(doc, known).Do(doc, 1, division.Act{Kind: division.ActSpread, On: on}); !isFault(err, "division-entry") {
			t.Errorf("default duty %s: %v", on, err)
		}
	}
}

// Everything is taken back and done again; what comes after something was taken back ends what could be done again.
func TestReplay_UndoAndRedo(t *testing.T) {
	t.Parallel()
	doc := plan(three...)
	title := func(s string) division.Act {
		return division.Act{Kind: division.ActSet, Set: division.Entries{"title.t1": {s}}}
	}
	undo, redo := division.Act{Kind: division.ActUndo}, division.Act{Kind: division.ActRedo}
	for name, c := range map[string]struct {
		acts []division.Act
		want string
		redo int
	}{
		"nothing":                       {nil, "改善农村住房", 0},
		"undone with nothing there":     {[]division.Act{undo, redo}, "改善农村住房", 0},
		"one undone":                    {[]division.Act{title("一"), title("二"), undo}, "一", 1},
		"both undone":                   {[]division.Act{title("一"), title("二"), undo, undo}, "改善农村住房", 2},
		"the first done again":          {[]division.Act{title("一"), title("二"), undo, undo, redo}, "一", 1},
		"both done again":               {[]division.Act{title("一"), title("二"), undo, undo, redo, redo, redo}, "二", 0},
		"another act after one undone":  {[]division.Act{title("一"), undo, title("三"), redo}, "三", 0},
		"what was done again is undone": {[]division.Act{title("一"), undo, redo, undo}, "改善农村住房", 1},
	} {
		_, undone := division.Standing(c.acts)
		if got := play(t, doc, c.acts...).Items[0].Task.Title; got != c.want || len(undone) != c.redo {
			t.Errorf("%s: %q with %d to do again, want %q with %d", name, got, len(undone), c.want, c.redo)
		}
	}
	// Ids come of an act's place, so that what was taken back in between leaves those of others alone.
	cut := division.Act{Kind: division.ActSplit, On: "t1", Cuts: []int{at("新建保障性住房").Start}}
	if s := play(t, doc, title("一"), undo, cut, title("二")); !slices.ContainsFunc(s.Items, func(i division.Item) bool { return i.ID == "a3-1" }) {
		t.Errorf("the pieces are\n%s", outline(s))
	}
	if err := division.Open(doc, known).Replay(doc, []division.Act{{Kind: "paint", On: "t1"}}); !isFault(err, "division-entry") {
		t.Errorf("an act nobody knows: %v", err)
	}
}

func isFault(err error, key string) bool {
	f, ok := errors.AsType[*fault.Error](err)
	return ok && f.Key == key
}
