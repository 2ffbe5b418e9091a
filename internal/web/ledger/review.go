package ledger

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/proposal"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/region"
	"github.com/wenxiao/wenxiao/source"
)

// A reviewer makes the review of a document.
type reviewer struct {
	by        route.Request
	document  record.Document
	doc       *policy.Document
	sent      map[string][]string // as the form was sent or kept; nil for a first look
	directory *access.Directory
	units     []record.Unit
	decided   document.Decision // what the entries say
	marks     []mark
}

// The names of entries, by places in the proposal.
func taskID(i int) string      { return fmt.Sprintf("t%d", i+1) }
func dutyID(i, j int) string   { return fmt.Sprintf("t%d-d%d", i+1, j+1) }
func targetID(i, j int) string { return fmt.Sprintf("t%d-g%d", i+1, j+1) }
func obligationID(i int) string {
	return fmt.Sprintf("o%d", i+1)
}

// review is what was found in a document, beside its text, with what the person has made of it so far.
func (p *pages) review(r *http.Request, by route.Request, d record.Document, doc *policy.Document, sent map[string][]string) (*view.Review, error) {
	var at int64
	if sent == nil && d.State == record.DocumentProposed {
		var err error
		if sent, at, err = p.Reports.Draft(r.Context(), by.Call, d.ID); err != nil {
			return nil, err
		}
	}
	v, err := p.reviewer(r, by, d, doc, sent)
	if err != nil {
		return nil, err
	}
	action := "/documents/" + d.ID.String()
	page := &view.Review{Form: view.Form{Action: action + "/adopt", Version: d.Version, Draft: action + "/draft", DraftAt: at}, Fixed: d.State == record.DocumentAdopted || !mayOn(by, access.DocumentAdopt, d.Owner)}
	for i := range doc.Tasks {
		page.Tasks = append(page.Tasks, v.task(i))
	}
	slices.SortStableFunc(page.Tasks, func(a, b view.ReviewTask) int { return doubt(b) - doubt(a) })
	for i, o := range doc.Obligations {
		id := obligationID(i)
		page.Others = append(page.Others, v.fact(id, "obligation", o.Quote, "", proposal.ScheduleWords(&o.Schedule, by.Lang), o.Judgement, o.Span))
	}
	if !page.Fixed {
		page.Missing = v.missing()
		page.Issued = v.issued()
		page.Why = locale.Word(by.Lang, "standing", string(doc.Meta.Status))
	}
	for _, t := range page.Tasks {
		page.Doubts += doubt(t)
	}
	if doc.Text != nil {
		page.Source = lines(*doc.Text, v.marks)
	}
	return page, nil
}

func (p *pages) reviewer(r *http.Request, by route.Request, d record.Document, doc *policy.Document, sent map[string][]string) (*reviewer, error) {
	directory, err := p.Documents.Directory(r.Context(), by.Call)
	if err != nil {
		return nil, err
	}
	units, err := p.Documents.Units(r.Context(), by.Call)
	if err != nil {
		return nil, err
	}
	v := &reviewer{by: by, document: d, doc: doc, sent: sent, directory: directory, units: units}
	v.decided = v.decision()
	return v, nil
}

// doubt is 1 for a task that wants a look.
func doubt(t view.ReviewTask) int {
	if len(t.Reasons) > 0 || slices.ContainsFunc(t.Duties, func(d view.ReviewDuty) bool { return d.Problem != "" || len(d.Reasons) > 0 }) ||
		slices.ContainsFunc(t.Facts, func(f view.ReviewFact) bool { return len(f.Reasons) > 0 }) {
		return 1
	}
	return 0
}

func (v *reviewer) mark(id, kind string, span source.Span) {
	if span.Len() > 0 && v.doc.Text != nil && span.End <= len(*v.doc.Text) {
		v.marks = append(v.marks, mark{span, id, kind})
	}
}

// value is an entry as it was sent, or what it is on a first look.
func (v *reviewer) value(name, first string) string {
	if values, ok := v.sent[name]; ok && len(values) > 0 {
		return values[0]
	}
	return first
}

// takes says whether a fact is to be taken: all are, on a first look.
func (v *reviewer) takes(id string) bool { return v.sent == nil || slices.Contains(v.sent["take"], id) }

func (v *reviewer) reasons(j policy.Judgement) (reasons []view.Reason) {
	for _, code := range j.Review {
		d := source.Diagnostic{Code: code}
		reasons = append(reasons, view.Reason{Message: d.Message(v.by.Lang), Advice: d.Suggestion(v.by.Lang), Code: string(code)})
	}
	return reasons
}

func (v *reviewer) task(i int) view.ReviewTask {
	t, id := v.doc.Tasks[i], taskID(i)
	v.mark(id, "task", t.Span)
	page := view.ReviewTask{ID: id, Path: strings.Join(t.Path, ""), Title: v.value("title."+id, t.Title), Printed: t.Title, Take: v.takes(id), Reasons: v.reasons(t.Judgement)}
	parts := document.Parts(t, v.decided.Tasks[i])
	for j, d := range t.Duties {
		page.Duties = append(page.Duties, v.duty(i, j, d, parts[j]))
	}
	for j, g := range t.Targets {
		due, what := "", g.Metric
		if g.Due != nil {
			due = *g.Due
		}
		if what == "" { // the sentence names no measure
			what = g.Quote
		}
		page.Facts = append(page.Facts, v.fact(targetID(i, j), "target", what, figure(v.by.Lang, g), due, g.Judgement, g.Span))
	}
	if len(t.Targets) == 0 {
		page.DoneWhen = &view.Field{Name: "done." + id, Kind: view.FieldText, Label: locale.Text(v.by.Lang, "task.done-when"), Value: v.value("done."+id, ""), Longest: 200}
		page.Proof = &view.Field{Name: "proof." + id, Kind: view.FieldText, Label: locale.Text(v.by.Lang, "task.proof"), Value: v.value("proof."+id, ""), Longest: 200}
	}
	return page
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

func (v *reviewer) fact(id, kind, text, figure, due string, j policy.Judgement, span source.Span) view.ReviewFact {
	v.mark(id, kind, span)
	grade := "low"
	switch {
	case j.Confidence >= 0.9:
		grade = "high"
	case j.Confidence >= 0.6:
		grade = "middle"
	}
	return view.ReviewFact{ID: id, Kind: kind, Text: text, Figure: figure, Due: due, Confidence: grade, Take: v.takes(id), Reasons: v.reasons(j)}
}

// duty resolves the unit a duty names by the directory; where it may be several, or none is known, a person chooses.
func (v *reviewer) duty(i, j int, d policy.Duty, part string) view.ReviewDuty {
	id := dutyID(i, j)
	v.mark(id, "duty", d.Span)
	page := view.ReviewDuty{ID: id, Role: part, Printed: d.Unit, Reasons: v.reasons(d.Judgement)}
	if part == "" {
		page.Role = string(d.Role)
	}
	found := v.find(d.Unit)
	page.Unit = v.value("unit."+id, likeliest(found))
	known := make(map[uuid.UUID]bool)
	for _, m := range found {
		page.Candidates = append(page.Candidates, view.Option{Value: m.Unit.ID.String(), Text: m.Unit.Name, Data: true})
		known[m.Unit.ID] = true
	}
	for _, u := range v.units {
		if !known[u.ID] {
			page.Candidates = append(page.Candidates, view.Option{Value: u.ID.String(), Text: u.Name, Data: true})
		}
	}
	if page.Unit == "" {
		page.Problem = locale.Text(v.by.Lang, "review.unit-none")
	}
	return page
}

func (v *reviewer) find(name string) []access.Match {
	in, err := region.Parse(fmt.Sprintf("%06d", v.document.Owner))
	if err != nil {
		return nil
	}
	return v.directory.Find(in, name, region.Day(v.document.Made/86_400_000))
}

// likeliest is the unit, if there is one that may be meant.
func likeliest(found []access.Match) string {
	if len(found) != 1 {
		return ""
	}
	return found[0].Unit.ID.String()
}

// decision is what the entries say, with the units that are beyond doubt.
func (v *reviewer) decision() document.Decision {
	d := document.Decision{Every: v.value("every", "quarter"), Tasks: make([]document.TaskDecision, len(v.doc.Tasks))}
	for i, t := range v.doc.Tasks {
		id := taskID(i)
		task := document.TaskDecision{Leave: !v.takes(id), Title: strings.TrimSpace(v.value("title."+id, "")), DoneWhen: strings.TrimSpace(v.value("done."+id, "")),
			Proof: strings.TrimSpace(v.value("proof."+id, ""))}
		lead := v.value("lead."+id, "")
		for j, duty := range t.Duties {
			unit, err := uuid.Parse(v.value("unit."+dutyID(i, j), likeliest(v.find(duty.Unit))))
			if err != nil {
				unit = uuid.Nil // not chosen
			}
			part := ""
			switch {
			case lead == dutyID(i, j):
				part = record.PartLead
			case lead != "":
				part = record.PartCooperate
			}
			task.Duties = append(task.Duties, document.DutyDecision{Unit: unit, Part: part})
		}
		for j := range t.Targets {
			if !v.takes(targetID(i, j)) {
				task.Without = append(task.Without, j)
			}
		}
		d.Tasks[i] = task
	}
	issued := document.Issued{Number: strings.TrimSpace(v.value("issued.number", "")), On: v.value("issued.on", ""), Reason: strings.TrimSpace(v.value("issued.reason", ""))}
	if issued != (document.Issued{}) {
		d.Issued = &issued
	}
	for i := range v.doc.Obligations {
		if !v.takes(obligationID(i)) {
			d.Without = append(d.Without, i)
		}
	}
	return d
}

// issued are the entries of what a person knows of the issue, where the text does not show it.
func (v *reviewer) issued() []view.Field {
	if v.doc.Meta.Status == policy.StatusIssued {
		return nil
	}
	return []view.Field{
		{Name: "issued.number", Kind: view.FieldText, Label: v.by.Say("review.issued-number"), Value: v.value("issued.number", ""), Longest: 60},
		{Name: "issued.on", Kind: view.FieldDate, Label: v.by.Say("review.issued-on"), Value: v.value("issued.on", "")},
		{Name: "issued.reason", Kind: view.FieldText, Label: v.by.Say("review.issued-reason"), Value: v.value("issued.reason", ""), Longest: 200},
	}
}

// missing is what keeps the document from being adopted, with the way to it.
func (v *reviewer) missing() (missing []view.Missing) {
	for _, m := range v.decided.Check(v.doc) {
		line := view.Missing{Text: locale.Word(v.by.Lang, "adoption", m.Key), Href: "#facts-h"}
		if m.Task >= 0 {
			line.On, line.Href = v.doc.Tasks[m.Task].Title, "#"+taskID(m.Task)
		}
		missing = append(missing, line)
	}
	return missing
}

// adopt keeps the review for now, or makes it the plan that binds.
func (p *pages) adopt(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	here := "/documents/" + id.String()
	switch {
	case r.PostForm.Has("discard"):
		if err := p.Reports.DropDraft(r.Context(), by.Call, id); err != nil {
			return err
		}
		return p.Go(w, r, here, "")
	case r.PostForm.Get("do") != "adopt":
		if err := p.Reports.SaveDraft(r.Context(), by.Call, id, r.PostForm); err != nil {
			return err
		}
		return p.Go(w, r, here, "flash.kept")
	}
	d, doc, err := p.Documents.Proposal(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	if v := site.Version(r); v != 0 && v != d.Version {
		return fault.New(fault.Conflict, "record-stale")
	}
	v, err := p.reviewer(r, by, d, doc, r.PostForm)
	if err != nil {
		return err
	}
	err = p.Documents.Adopt(r.Context(), by.Call, id, v.decided)
	if route.KindOf(err) == fault.Invalid {
		page, failed := p.documentPage(w, r, by, r.PostForm)
		if failed != nil {
			return failed
		}
		page.Review.Form.Problem = route.Sentence(by.Lang, err)
		return p.Show(w, r, http.StatusUnprocessableEntity, view.Document(page))
	}
	if err != nil {
		return err
	}
	if err := p.Reports.DropDraft(r.Context(), by.Call, id); err != nil {
		return err
	}
	return p.Go(w, r, "/tasks?document="+id.String(), "flash.adopted")
}

// A mark is a stretch of the text that a fact was read from.
type mark struct {
	span     source.Span
	id, kind string
}

// lines cut a text into paragraphs, and these where facts begin and end. Where facts lie over each other the shorter one shows.
func lines(text string, marks []mark) []view.SourceLine {
	slices.SortStableFunc(marks, func(a, b mark) int { return b.span.Len() - a.span.Len() })
	owner := make([]int, len(text)) // 1 + the fact of each byte
	for i, m := range marks {
		for at := m.span.Start; at < m.span.End; at++ {
			owner[at] = i + 1
		}
	}
	var all []view.SourceLine
	seen := make(map[string]bool)
	at := 0
	for n, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" { // nothing to read, and its number would lie over the next one
			at += len(line) + 1
			continue
		}
		out := view.SourceLine{Number: n + 1}
		for from := 0; from < len(line); {
			to := from
			for to < len(line) && owner[at+to] == owner[at+from] {
				to++
			}
			piece := view.Piece{Text: line[from:to]}
			if k := owner[at+from]; k > 0 && !seen[marks[k-1].id] { // an element's id stands once on a page
				piece.Fact, piece.Kind = marks[k-1].id, marks[k-1].kind
				seen[piece.Fact] = true
			}
			out.Pieces = append(out.Pieces, piece)
			from = to
		}
		all = append(all, out)
		at += len(line) + 1
	}
	return all
}
