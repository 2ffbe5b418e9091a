package extract

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

// The codes of what is doubtful about a document or a task.
const (
	OriginUnknown   source.Code = "E301"
	TextIncomplete  source.Code = "E302"
	DraftForComment source.Code = "E303"
	NoTask          source.Code = "E305"
	NotForPublic    source.Code = "E306"
	NoLead          source.Code = "E311" // several units are responsible, none leads
	GroupUnresolved source.Code = "E312"
	NoDuty          source.Code = "E313"
	LabelRepeated   source.Code = "E315"
	DueTooEarly     source.Code = "E409" // of a target: it is due before the document was issued
)

// Review marks what a person should look at, and gives the diagnostics about the document as a whole.
func (d *Draft) Review() []source.Diagnostic {
	duties := 0
	for i := range d.Doc.Tasks {
		duties += len(d.Doc.Tasks[i].Duties)
	}
	paths := make(map[string]int, len(d.Doc.Tasks))
	for i := range d.Doc.Tasks {
		key := strings.Join(d.Doc.Tasks[i].Path, "/")
		paths[key]++
		d.reviewTask(&d.Doc.Tasks[i], duties > 0, paths[key] > 1)
	}
	for i := range d.Doc.DefaultDuties {
		d.Doc.DefaultDuties[i].Review = notNil(d.Doc.DefaultDuties[i].Review)
	}
	for i := range d.Doc.Obligations {
		d.Doc.Obligations[i].Review = notNil(d.Doc.Obligations[i].Review)
	}
	for i := range d.Doc.Provisions {
		d.Doc.Provisions[i].Review = notNil(d.Doc.Provisions[i].Review)
	}
	return d.reviewDocument()
}

// reviewTask marks one task and its duties. A task without units is doubtful only in a document that names some.
func (d *Draft) reviewTask(t *policy.Task, dutiesNamed, repeated bool) {
	t.Confidence, t.Review = 0.98, []source.Code{}
	lead, responsible := 0, 0
	for i := range t.Duties {
		u := &t.Duties[i]
		u.Review = notNil(u.Review)
		if u.Group {
			u.Review = append(u.Review, GroupUnresolved)
		}
		switch u.Role {
		case policy.RoleLead:
			lead++
		case policy.RoleResponsible:
			responsible++
		}
	}
	switch {
	case len(t.Duties) == 0 && dutiesNamed:
		t.Review = append(t.Review, NoDuty)
		t.Confidence = 0.85
	case lead == 0 && responsible > 1:
		t.Review = append(t.Review, NoLead)
	}
	if repeated {
		t.Review = append(t.Review, LabelRepeated)
		t.Confidence = 0.7
	}
	for i := range t.Targets {
		t.Targets[i].Review = notNil(t.Targets[i].Review)
		if d.isTooEarly(t.Targets[i].Due) {
			t.Targets[i].Review = append(t.Targets[i].Review, DueTooEarly)
			t.Targets[i].Confidence = min(t.Targets[i].Confidence, 0.7)
		}
	}
}

// isTooEarly says whether a date is over before the document's own.
func (d *Draft) isTooEarly(due *string) bool {
	if due == nil || d.Doc.Meta.Issued == nil {
		return false
	}
	last, err := period.ParseDate(*due)
	issued, err2 := period.ParseDate(*d.Doc.Meta.Issued)
	return err == nil && err2 == nil && last < issued
}

func notNil(codes []source.Code) []source.Code {
	if codes == nil {
		return []source.Code{}
	}
	return codes
}

// reviewDocument says what is doubtful about the document as a whole.
func (d *Draft) reviewDocument() []source.Diagnostic {
	var out []source.Diagnostic
	m := &d.Doc.Meta
	whole := m.Spans.Title
	switch m.Status {
	case policy.StatusUnknown:
		out = append(out, source.Diagnostic{Code: OriginUnknown, Span: whole})
	case policy.StatusIncomplete:
		end := len(d.Tree.Text.Source.String)
		out = append(out, source.Diagnostic{Code: TextIncomplete, Span: source.Span{Start: end, End: end}})
	case policy.StatusConsultation:
		out = append(out, source.Diagnostic{Code: DraftForComment, Span: whole})
	}
	if m.Secrecy != nil {
		out = append(out, source.Diagnostic{Code: NotForPublic, Span: m.Spans.Secrecy})
	}
	if len(d.Doc.Tasks) == 0 {
		out = append(out, source.Diagnostic{Code: NoTask, Span: whole})
	}
	for _, diagnostic := range out {
		m.Review = append(m.Review, diagnostic.Code)
	}
	for _, i := range d.Tree.Restored {
		n := &d.Tree.Nodes[i]
		out = append(out, source.Diagnostic{Code: "O301", Span: d.text.Span(passage.Between(n.Extent.Start, n.Heading.End)), Args: []string{n.Label.Printed}})
	}
	return out
}
