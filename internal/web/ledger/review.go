package ledger

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/proposal"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/region"
	"github.com/wenxiao/wenxiao/source"
)

// A reviewer makes the page of a review.
type reviewer struct {
	*document.Review
	by    route.Request
	sent  map[string][]string // as the form was sent or kept; nil for a first look
	open  string              // the item whose editor is open
	text  string              // of the document
	marks []mark
	units []view.Option     // all units
	inner map[string]string // the task that a target or a unit's part belongs to
	// touched are the tasks of which the form says something else than what stands.
	touched map[string]bool
	closed  map[string]bool // the tasks of which the page has only the first line
}

// review is what was found in a document, beside its text, with what reviewers have made of it so far.
func (p *pages) review(r *http.Request, by route.Request, d record.Document, sent map[string][]string) (*view.Review, error) {
	v, page, err := p.reviewer(r, by, d, sent)
	if err != nil {
		return nil, err
	}
	for i := range v.Sheet.Items {
		page.Tasks = append(page.Tasks, v.task(i, page.Fixed))
	}
	slices.SortStableFunc(page.Tasks, func(a, b view.ReviewTask) int { return doubt(b) - doubt(a) })
	for i, o := range v.Proposal.Obligations {
		other := v.Sheet.Others[i]
		if other.IsLeft || other.IsSeen {
			o.Review = nil
		}
		fact := v.fact(other.ID, "obligation", o.Quote, "", proposal.ScheduleWords(&o.Schedule, by.Lang), !other.IsLeft, o.Judgement, o.Span)
		fact.Action = string(o.Action)
		page.Others = append(page.Others, fact)
	}
	for i, x := range v.Proposal.DefaultDuties {
		page.Defaults = append(page.Defaults, v.byDefault(i, x))
	}
	page.Doubts = int(v.Sheet.Doubts(v.Proposal))
	v.shut(page, r.FormValue("after"))
	if !page.Fixed {
		page.Units = "/documents/units"
		v.issued(page)
		v.missing(page)
		v.tools(page)
	}
	if err := p.past(r, by, v, page); err != nil {
		return nil, err
	}
	v.read(page, r.FormValue("from"))
	return page, nil
}

// reviewer reads a review as it stands, with what was sent or kept of it filled in.
func (p *pages) reviewer(r *http.Request, by route.Request, d record.Document, sent map[string][]string) (*reviewer, *view.Review, error) {
	var at int64
	if sent == nil && d.State == record.DocumentProposed {
		var err error
		if sent, at, err = p.Reports.Draft(r.Context(), by.Call, d.ID); err != nil {
			return nil, nil, err
		}
	}
	found, err := p.Documents.Review(r.Context(), by.Call, d.ID)
	if err != nil {
		return nil, nil, err
	}
	v := reviewing(found, by)
	v.sent, v.open, v.units, v.touched, v.closed = sent, r.FormValue("open"), options(found.Units), make(map[string]bool), make(map[string]bool)
	shown := len(v.Acts)
	if sent != nil {
		shown = shownIn(sent, shown)
		if err := v.fill(shown); err != nil {
			return nil, nil, err
		}
	}
	if v.Proposal.Text != nil {
		v.text = *v.Proposal.Text
	}
	action := "/documents/" + d.ID.String()
	return v, &view.Review{Form: view.Form{Action: action + "/adopt", Version: int64(shown) + 1, Draft: action + "/draft", DraftAt: at},
		Fixed: d.State == record.DocumentAdopted || !mayOn(by, access.DocumentAdopt, d.Owner), CanUndo: v.CanUndo, CanRedo: v.CanRedo}, nil
}

// reviewing knows which task of a review its parts and numbers belong to: without that a form can not be read.
func reviewing(found *document.Review, by route.Request) *reviewer {
	v := &reviewer{Review: found, by: by, inner: make(map[string]string)}
	for i, item := range v.Sheet.Items {
		for _, p := range item.Parts {
			v.inner[p.ID] = v.id(i)
		}
		for _, g := range item.Goals {
			v.inner[g.ID] = v.id(i)
		}
	}
	return v
}

// options are units to choose from.
func options(units []record.Unit) (all []view.Option) {
	for _, u := range units {
		all = append(all, view.Option{Value: u.ID.String(), Text: u.Name, Data: true})
	}
	return all
}

// shownIn is after how many acts the page was shown that a form comes from.
func shownIn(sent map[string][]string, otherwise int) int {
	if v := sent["version"]; len(v) == 1 {
		if n, err := strconv.Atoi(v[0]); err == nil && n > 0 {
			return n - 1
		}
	}
	return otherwise
}

// entries are those of a form by the names that package division gives them.
func (v *reviewer) entries(sent map[string][]string) division.Entries {
	form := division.Entries{}
	for name := range v.Sheet.Entries() {
		field, id, _ := strings.Cut(name, ".")
		switch values, ok := sent[name]; {
		case field == "take" && !v.wasShown(sent, id):
		case field == "take":
			form[name] = []string{""}
			if slices.Contains(sent["take"], id) {
				form[name] = []string{"1"}
			}
		case field == "units" && (ok || slices.Contains(sent["shown"], name)):
			form[name] = values
		case ok:
			form[name] = values[:min(1, len(values))]
		}
	}
	for _, item := range v.Sheet.Items { // what leads by the text anyhow nobody has said
		name := "lead." + item.ID
		if said := form[name]; item.Lead == "" && len(said) == 1 && item.Role(said[0]) == division.Leads {
			delete(form, name)
		}
	}
	return form
}

// wasShown says whether a form had the box of a task, a target or another fact: one that is not ticked is not sent.
func (v *reviewer) wasShown(sent map[string][]string, id string) bool {
	if item, ok := v.inner[id]; ok {
		return slices.Contains(sent["shown"], item)
	}
	if _, ok := v.Sheet.Item(id); ok {
		return sent["title."+id] != nil
	}
	return slices.Contains(sent["shown"], "others")
}

// doubt is 1 for a task that wants a look.
func doubt(t view.ReviewTask) int {
	if len(t.Reasons) > 0 || slices.ContainsFunc(t.Duties, func(d view.ReviewDuty) bool { return d.Problem != "" || len(d.Reasons) > 0 }) ||
		slices.ContainsFunc(t.Facts, func(f view.ReviewFact) bool { return len(f.Reasons) > 0 }) {
		return 1
	}
	return 0
}

// value is an entry as it was sent, or what it is on a first look.
func (v *reviewer) value(name, first string) string {
	if values, ok := v.sent[name]; ok && len(values) > 0 {
		return values[0]
	}
	return first
}

// taskID is how a page names a task of a document, from 0.
func taskID(i int) string { return fmt.Sprintf("t%d", i+1) }

func (v *reviewer) reasons(j policy.Judgement) (reasons []view.Reason) {
	for _, code := range j.Review {
		d := source.Diagnostic{Code: code}
		reasons = append(reasons, view.Reason{Message: d.Message(v.by.Lang), Advice: d.Suggestion(v.by.Lang), Code: string(code), Asks: division.Asks(code)})
	}
	return reasons
}

// id is how the page names an item: by its place once it is adopted, since tasks of the ledger point to that.
func (v *reviewer) id(i int) string {
	if v.Document.State == record.DocumentAdopted {
		return taskID(i)
	}
	return v.Sheet.Items[i].ID
}

func (v *reviewer) task(i int, isFixed bool) view.ReviewTask {
	item, id := v.Sheet.Items[i], v.id(i)
	t := item.Task
	v.mark(id, "task", t.Span)
	page := view.ReviewTask{ID: id, Path: strings.Join(t.Path, ""), Title: t.Title, Printed: t.Title, Take: !item.IsLeft, Made: item.IsBy, Reasons: v.reasons(t.Judgement)}
	if k := slices.IndexFunc(v.Proposal.Tasks, func(o policy.Task) bool { return o.Span == t.Span }); k >= 0 {
		page.Printed = v.Proposal.Tasks[k].Title
	}
	for _, p := range item.Parts {
		page.Duties = append(page.Duties, v.duty(item, p))
	}
	for _, g := range item.Goals {
		page.Facts = append(page.Facts, v.goal(item, g))
	}
	if item.IsLeft {
		page.Why = v.entry("why."+id, v.by.Say("review.why"), view.FieldText, item.Why)
		return page
	}
	if item.IsSoft() {
		page.DoneWhen = v.entry("done."+id, v.by.Say("task.done-when"), view.FieldText, item.DoneWhen)
		page.Proof = v.entry("proof."+id, v.by.Say("task.proof"), view.FieldText, item.Proof)
	}
	if item.IsSoft() || item.Task.Due != nil {
		page.Limit = v.entry("due."+id, v.by.Say("task.limit"), view.FieldText, division.Stated(item.Task.Due))
		page.Limit.Hint = v.by.Say("task.limit-hint")
	}
	for _, b := range v.Breaches {
		if b.Item == item.ID {
			page.Warnings = append(page.Warnings, view.ReviewWarning{Unit: v.name(b.Unit), Why: locale.Word(v.by.Lang, "authority", string(b.Warning))})
		}
	}
	if len(page.Warnings) > 0 {
		page.Beyond = v.entry("beyond."+id, v.by.Say("review.beyond"), view.FieldText, item.Beyond)
	}
	if isFixed {
		return page
	}
	if i+1 < len(v.Sheet.Items) {
		page.Next = v.Sheet.Items[i+1].Task.Title
	}
	if _, wasOpen := v.sent["body."+item.ID]; wasOpen || v.open == item.ID {
		page.Editor = v.editor(item)
	}
	return page
}

// entry is a field of the form with the name of its entry; what was sent stands in it even if it can not be.
func (v *reviewer) entry(name, label string, kind view.FieldKind, value string) *view.Field {
	return &view.Field{Name: name, Kind: kind, Label: label, Value: v.value(name, value), Longest: 2000}
}

func (v *reviewer) name(unit uuid.UUID) string {
	if i := slices.IndexFunc(v.Units, func(u record.Unit) bool { return u.ID == unit }); i >= 0 {
		return v.Units[i].Name
	}
	return ""
}

func (v *reviewer) goal(item division.Item, g division.Goal) view.ReviewFact {
	due, what := "", g.Target.Metric
	if g.Target.Due != nil {
		due = *g.Target.Due
	}
	if what == "" { // the sentence names no measure
		what = g.Target.Quote
	}
	f := v.fact(g.ID, "target", what, figure(v.by.Lang, g.Target), due, !g.IsLeft, g.Target.Judgement, g.Target.Span)
	if unit, ok := item.LeadOf(g); ok && g.Lead != "" {
		f.Lead = v.name(unit)
	}
	return f
}

// figure is what a target asks for: 不低于 85%.
func figure(l locale.Lang, g policy.Target) string {
	text := locale.Number(g.Value.String())
	if g.ValueHi != nil {
		text += "–" + locale.Number(g.ValueHi.String())
	}
	if g.Unit != nil {
		text += *g.Unit
	}
	if word := locale.Word(l, "comparison", string(g.Op)); word != string(g.Op) {
		text = word + " " + text
	}
	return text
}

func (v *reviewer) fact(id, kind, text, figure, due string, take bool, j policy.Judgement, span source.Span) view.ReviewFact {
	v.mark(id, kind, span)
	grade := "low"
	switch {
	case j.Confidence >= 0.9:
		grade = "high"
	case j.Confidence >= 0.6:
		grade = "middle"
	}
	return view.ReviewFact{ID: id, Kind: kind, Text: text, Figure: figure, Due: due, Confidence: grade, Take: take, Reasons: v.reasons(j)}
}

// duty shows which unit a printed name means; where it may be several, or none is known, a person chooses.
func (v *reviewer) duty(item division.Item, p division.Part) view.ReviewDuty {
	v.mark(p.ID, "duty", p.Duty.Span)
	page := view.ReviewDuty{ID: p.ID, Role: item.Role(p.ID), Printed: p.Duty.Unit, Reasons: v.reasons(p.Duty.Judgement), Unit: p.Unit, Out: p.Unit == division.None, Group: p.Duty.Group}
	if page.Role == "" {
		page.Role = string(p.Duty.Role)
	}
	if page.Printed == "" {
		page.Printed = v.by.Say("review.made")
	}
	known := make(map[string]bool)
	add := func(id uuid.UUID, name string) {
		if !known[id.String()] {
			known[id.String()] = true
			page.Candidates = append(page.Candidates, view.Option{Value: id.String(), Text: name, Data: true})
		}
	}
	found := v.Find(p.Duty.Unit)
	for _, m := range found {
		add(m.Unit.ID, m.Unit.Name)
	}
	if len(found) == 0 && !p.Duty.Group {
		for _, u := range v.Similar(p.Duty.Unit) {
			add(u.ID, u.Name)
		}
	}
	if i := slices.IndexFunc(v.units, func(o view.Option) bool { return o.Value == p.Unit }); i >= 0 && !known[p.Unit] {
		page.Candidates = append(page.Candidates, v.units[i])
	}
	if p.Duty.Group {
		v.group(&page, item, p)
	}
	if p.IsOpen() {
		page.Problem = locale.Text(v.by.Lang, "review.unit-none")
	}
	return page
}

// group adds the units that a group may mean: those chosen, and the counterparts of the lead.
func (v *reviewer) group(page *view.ReviewDuty, item division.Item, p division.Part) {
	page.Ticked = make(map[string]bool)
	for _, id := range p.Units {
		page.Ticked[id.String()] = true
		page.Members = append(page.Members, view.Option{Value: id.String(), Text: v.name(id), Data: true})
	}
	units, lacking := v.Counterparts(item)
	isNew := false
	for _, o := range units {
		if !page.Ticked[o.ID.String()] {
			isNew = true
			page.Members = append(page.Members, view.Option{Value: o.ID.String(), Text: o.Name, Data: true})
		}
	}
	if isNew {
		page.Do = "counter:" + p.ID
	}
	if len(units) > 0 {
		page.Lacking = v.places(lacking)
	}
}

// places are divisions by their names.
func (v *reviewer) places(codes []region.Code) string {
	var names []string
	for _, c := range codes {
		names = append(names, v.Place(c))
	}
	return strings.Join(names, v.by.Say("list.names"))
}

func (v *reviewer) byDefault(i int, d policy.DefaultDuty) view.ReviewDefault {
	x := view.ReviewDefault{ID: fmt.Sprintf("def%d", i+1), Quote: d.Quote, Unit: d.Unit}
	v.mark(x.ID, "default", d.Span)
	act := v.Spread(i + 1)
	for _, units := range act.Units {
		x.Gives += len(units)
	}
	if x.Gives > 0 {
		x.Do = "spread:" + strconv.Itoa(i+1)
	}
	return x
}

// tools are what else may be done on the page.
func (v *reviewer) tools(page *view.Review) {
	page.Reason = v.entry("why", v.by.Say("review.why-all"), view.FieldText, v.Sheet.Why)
	page.Add = []view.Field{
		{Name: "add.text", Kind: view.FieldText, Label: v.by.Say("review.add-text"), Value: v.value("add.text", ""), Longest: 2000},
		{Name: "add.reason", Kind: view.FieldText, Label: v.by.Say("review.add-reason"), Value: v.value("add.reason", ""), Longest: 200},
	}
	if v.Consultation != nil {
		page.Out, page.OutState = &view.Link{Text: v.by.Say("division.open"), Href: "/divisions/" + v.Consultation.ID.String()}, v.Consultation.State
		return
	}
	page.Consult = &view.ReviewConsult{Until: view.Field{Name: "until", Kind: view.FieldDate, Label: v.by.Say("division.until"), Value: v.value("until", "")}}
}

// editor is what else of an item can be changed.
func (v *reviewer) editor(item division.Item) *view.ReviewEdit {
	e := &view.ReviewEdit{Body: *v.entry("body."+item.ID, v.by.Say("review.body"), view.FieldLong, item.Body)}
	e.Body.Longest = 6000
	var leads []view.Option
	for _, p := range item.Parts {
		if p.Unit != division.None && !p.Duty.Group {
			name := p.Duty.Unit
			if id, err := uuid.Parse(p.Unit); err == nil {
				name = v.name(id)
			}
			leads = append(leads, view.Option{Value: p.ID, Text: name, Data: true})
		}
	}
	for _, g := range item.Goals {
		e.Goals = append(e.Goals, view.ReviewGoal{Quote: g.Target.Quote, Entries: v.goalEntries("."+g.ID, g, leads)})
	}
	e.NewGoal = v.goalEntries(".new", division.Goal{Target: policy.Target{Op: policy.OpAtLeast}}, nil)
	e.NewPart = view.Field{Name: "part.unit", Kind: view.FieldChoice, Label: v.by.Say("review.unit"), Options: v.units}
	if cuts := item.Sentences(v.text); len(cuts) > 1 {
		for _, s := range cuts[1:] {
			e.Sentences = append(e.Sentences, view.ReviewSentence{At: strconv.Itoa(s.Start), Text: v.text[s.Start:s.End]})
		}
	}
	return e
}

func (v *reviewer) goalEntries(suffix string, g division.Goal, leads []view.Option) []view.Field {
	value, unit, due, high := g.Target.Value.String(), "", "", ""
	if g.ID == "" {
		value = ""
	}
	if g.Target.Unit != nil {
		unit = *g.Target.Unit
	}
	if g.Target.Due != nil {
		due = *g.Target.Due
	}
	if g.Target.ValueHi != nil {
		high = g.Target.ValueHi.String()
	}
	field := func(name string, kind view.FieldKind, value string) view.Field {
		return *v.entry(name+suffix, locale.Word(v.by.Lang, "goal", name), kind, value)
	}
	op := field("op", view.FieldChoice, string(g.Target.Op))
	op.Required = true
	for _, o := range []policy.Comparison{policy.OpAtLeast, policy.OpAtMost, policy.OpEqual, policy.OpRange} {
		op.Options = append(op.Options, view.Option{Value: string(o), Text: locale.Word(v.by.Lang, "goal-op", string(o))})
	}
	all := []view.Field{field("metric", view.FieldText, g.Target.Metric), op, field("value", view.FieldNumber, value), field("high", view.FieldNumber, high),
		field("measure", view.FieldText, unit), field("due", view.FieldText, due)}
	if leads != nil {
		lead := field("lead", view.FieldChoice, g.Lead)
		lead.Options = leads
		all = append(all, lead)
	}
	return all
}

// issued says why the text is a draft only, and asks what a person knows of its issue; of a damaged text nobody can know enough.
func (v *reviewer) issued(page *view.Review) {
	switch status := v.Proposal.Meta.Status; status {
	case policy.StatusIssued:
	case policy.StatusIncomplete:
		page.Drafted = v.by.Say("review.damaged")
	default:
		page.Drafted = v.by.Say("review.draft-only", locale.Word(v.by.Lang, "standing", string(status)))
		page.Issued = []view.Field{
			{Name: "issued.number", Kind: view.FieldText, Label: v.by.Say("review.issued-number"), Value: v.value("issued.number", v.Sheet.Issued.Number), Longest: 60},
			{Name: "issued.on", Kind: view.FieldDate, Label: v.by.Say("review.issued-on"), Value: v.value("issued.on", v.Sheet.Issued.On)},
			{Name: "issued.reason", Kind: view.FieldText, Label: v.by.Say("review.issued-reason"), Value: v.value("issued.reason", v.Sheet.Issued.Reason), Longest: 200},
		}
	}
}

// missing is what keeps the document from being adopted, with the way to it.
func (v *reviewer) missing(page *view.Review) {
	const most = 20
	page.Lacks, page.Firsts = len(v.Lacks), len(v.Sheet.FirstLeads())
	for _, m := range v.Lacks[:min(most, len(v.Lacks))] {
		line := view.Missing{Text: locale.Word(v.by.Lang, "adoption", m.Key), Href: "#facts-h"}
		if item, ok := v.Sheet.Item(m.Item); ok {
			line.On, line.Href = item.Task.Title, v.at(m.On)
			if i := slices.IndexFunc(item.Parts, func(p division.Part) bool { return p.ID == m.On && p.Duty.Unit != "" }); i >= 0 { // 县发改委 · 推动一体化建设
				line.On = item.Parts[i].Duty.Unit + " · " + line.On
			}
		}
		page.Missing = append(page.Missing, line)
	}
}

// past is what was done last with the review, the newest act first.
func (p *pages) past(r *http.Request, by route.Request, v *reviewer, page *view.Review) error {
	names, err := p.Documents.Reviewers(r.Context(), by.Call, v.Review)
	if err != nil {
		return err
	}
	const most = 50
	stand, _ := division.Standing(v.Acts)
	page.Acts = len(v.Acts)
	for i := len(v.Acts) - 1; i >= max(0, len(v.Acts)-most); i-- {
		kind := v.Acts[i].Kind
		page.Past = append(page.Past, view.ReviewPast{What: kind, Person: names[v.Entries[i].Account], At: v.Entries[i].At,
			Undone: kind != division.ActUndo && kind != division.ActRedo && !slices.Contains(stand, i)})
	}
	return nil
}
