package review

import (
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/source"
)

// attack closes whatever it may stand in and brings a script and an image.
const attack = `"'></script></style></title></textarea>--><img src=x onerror=alert(1)><script>alert(2)</script>{{.}}`

// hostile is a document that attacks from every text a page shows.
func hostile() *policy.Document {
	s := attack
	text := "一、" + attack + "\n" + attack + "\n\x00\x1b\u202e反转\ta\t"
	at := func(from, to int) source.Span { return source.Span{Start: from, End: to} }
	bad := policy.Judgement{Confidence: 0.4, Review: []source.Code{"E404", source.Code(attack)}}
	number := quantity.Integer(3)
	month := 2
	return &policy.Document{
		Text: &text,
		Meta: policy.Meta{Title: s, Issuers: []string{s, s}, Number: &s, Issued: &s, Region: &s, Level: &s, Secrecy: &s, References: []string{s},
			Status: policy.SourceStatus(s), Judgement: bad,
			Spans: policy.MetaSpans{Number: at(0, 9), Issuers: []source.Span{at(3, 4)}, References: []source.Span{at(5, 50), at(-5, 9000)}}},
		DefaultDuties: []policy.DefaultDuty{{Quote: s, Unit: s, Role: policy.Role(s), Span: at(1, 2), Judgement: bad}},
		Tasks: []policy.Task{{Path: []string{s, s}, Title: s, Span: at(0, 40), Extent: at(0, 90), Due: &s, Judgement: bad,
			Duties:  []policy.Duty{{Unit: s, Role: policy.RoleLead, Span: at(10, 20), Judgement: bad}},
			Targets: []policy.Target{{Quote: s, Metric: s, Op: policy.Comparison(s), Value: number, ValueHi: &number, Unit: &s, Due: &s, Per: s, Baseline: s, Kind: policy.TargetKind(s), Span: at(15, 60), Judgement: bad}},
			Soft:    []policy.Soft{{Kind: policy.SoftKind(s), Quote: s, Span: at(70, 20), Judgement: bad}}}},
		Obligations: []policy.Obligation{{Quote: s, Who: []string{s}, To: &s, Action: policy.Action(s), Span: at(12, 80), Judgement: bad,
			Schedule: policy.Schedule{Every: &s, Dates: []string{s}, MonthOfPeriod: &month}}},
		Triggered:   []policy.Obligation{{Quote: s, Event: s, Span: at(100, 120)}},
		Provisions:  []policy.Provision{{Quote: s, Kind: policy.ProvisionKind(s), Params: map[string]any{s: s, "max_months_2": 3, "cap_period": s}, Span: at(30, 200), Judgement: bad}},
		Repairs:     []policy.Repair{{Code: source.Code(s), From: s, To: "", Span: at(2, 8)}, {From: s, To: s, Span: at(50, 60)}},
		Diagnostics: []policy.Diagnostic{{Code: source.Code(s), Message: s, Suggestion: s, Line: 1}},
		Tables:      []source.Table{{Span: at(0, 900)}, {Span: at(-1, 5), Cells: []source.Cell{{Span: at(3, 1), Row: 1 << 40, ColSpan: 1 << 40}}}},
	}
}

func TestHTML_TextIsNeverMarkup(t *testing.T) {
	t.Parallel()
	for _, lang := range []source.Language{source.Chinese, source.English} {
		page := render(t, hostile(), lang)
		for _, c := range "\x00\x1b\u202e" {
			if strings.ContainsRune(page, c) {
				t.Errorf("the page holds %U", c)
			}
		}
		scripts := 0
		for d := range parse(t, page).Descendants() {
			switch d.Data {
			case "img", "textarea", "iframe", "link", "base", "form":
				t.Errorf("there is an element %s", d.Data)
			case "script", "style":
				scripts++
			}
			for _, a := range d.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "src" || a.Key == "style" || a.Key == "href" && !strings.HasPrefix(a.Val, "#") {
					t.Errorf("<%s> has %s=%q", d.Data, a.Key, a.Val)
				}
			}
		}
		if scripts != 2 {
			t.Errorf("%d scripts and styles, want one of each", scripts)
		}
	}
}
