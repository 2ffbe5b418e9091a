package ledger

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/source"
)

// adopt takes everything that the form of a review can do: what was typed is kept first, then the button's act is done.
func (p *pages) adopt(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	here := "/documents/" + id.String()
	if r.PostForm.Has("discard") {
		if err := p.Reports.DropDraft(r.Context(), by.Call, id); err != nil {
			return err
		}
		return p.Go(w, r, here, "")
	}
	do, on, _ := strings.Cut(r.PostForm.Get("do"), ":")
	to, flash, err := p.act(r, by, id, do, on)
	kind := route.KindOf(err)
	if kind == fault.Invalid || kind == fault.TooLarge || isClash(err) {
		return p.reviewAgain(w, r, by, err)
	}
	if err != nil {
		return err
	}
	if err := p.Reports.DropDraft(r.Context(), by.Call, id); err != nil {
		return err
	}
	if to == "" {
		to = here
	}
	return p.Go(w, r, to, flash)
}

func isClash(err error) bool {
	_, ok := errors.AsType[*document.ClashError](err)
	return ok
}

// reviewAgain shows the review with what was sent, and why it was not taken.
func (p *pages) reviewAgain(w http.ResponseWriter, r *http.Request, by route.Request, err error) error {
	clash, isClash := errors.AsType[*document.ClashError](err)
	page, failed := p.documentPage(w, r, by, r.PostForm)
	if failed != nil {
		return failed
	}
	if page.Review == nil {
		return err
	}
	page.Review.Form.Problem = route.Sentence(by.Lang, err)
	if isClash { // who sends it again knows what the others have changed
		page.Review.Form.Version = int64(page.Review.Acts) + 1
		for _, name := range clash.Names {
			field, _, _ := strings.Cut(name, ".")
			page.Review.Clash = append(page.Review.Clash, locale.Word(by.Lang, "review-entry", field))
		}
		page.Review.Clash = slices.Compact(page.Review.Clash)
	}
	status := http.StatusUnprocessableEntity
	if isClash {
		status = http.StatusConflict
	}
	return p.Show(w, r, status, view.Document(page))
}

// act keeps what a form says, and does what its button says on an item. It gives where to go then.
func (p *pages) act(r *http.Request, by route.Request, id uuid.UUID, do, on string) (to, flash string, err error) {
	found, err := p.Documents.Review(r.Context(), by.Call, id)
	if err != nil {
		return "", "", err
	}
	v := reviewing(found, by)
	act, err := v.actOf(r, do, on)
	if err != nil {
		return "", "", err
	}
	if err := p.Documents.Edit(r.Context(), by.Call, id, shownIn(r.PostForm, len(v.Acts)), v.entries(r.PostForm), act); err != nil {
		return "", "", err
	}
	here := "/documents/" + id.String()
	switch do {
	case "adopt":
		return "/tasks?document=" + id.String(), "flash.adopted", p.Documents.AdoptReviewed(r.Context(), by.Call, id)
	case "consult":
		return p.consult(r, by, id)
	case "open":
		return here + "?open=" + on + "#" + on, "", nil
	case "close":
		return here + "#" + on, "flash.kept", nil
	case division.ActSplit, division.ActMerge, division.ActGoal, division.ActPart:
		return here + "?open=" + on + "#" + on, "flash.kept", nil
	case "counter", division.ActSeen:
		return here + "#" + on, "flash.kept", nil
	}
	return here, "flash.kept", nil
}

// consult sends the draft out for comment.
func (p *pages) consult(r *http.Request, by route.Request, id uuid.UUID) (to, flash string, err error) {
	until, err := period.ParseDate(r.PostForm.Get("until"))
	if err != nil {
		return "", "", fault.Because(err, fault.Invalid, "division-day")
	}
	draft, err := uuid.NewV7()
	if err != nil {
		return "", "", err
	}
	return "/divisions/" + draft.String(), "flash.division-sent", p.Divisions.Send(r.Context(), by.Call, draft, id, until)
}

// actOf is the act that a button stands for; nil for none.
func (v *reviewer) actOf(r *http.Request, do, on string) (*division.Act, error) {
	form := r.PostForm
	switch do {
	case division.ActUndo, division.ActRedo, division.ActMerge, division.ActSeen:
		return &division.Act{Kind: do, On: on}, nil
	case division.ActSplit:
		a := &division.Act{Kind: do, On: on}
		for _, text := range form["cut."+on] {
			at, err := strconv.Atoi(text)
			if err != nil {
				return nil, site.BadForm(err)
			}
			a.Cuts = append(a.Cuts, at)
		}
		return a, nil
	case division.ActAdd:
		text := strings.TrimSpace(form.Get("add.text"))
		a := &division.Act{Kind: do, Span: v.span(form, text), Text: text, Reason: strings.TrimSpace(form.Get("add.reason"))}
		if !a.Span.IsZero() && v.Proposal.Text != nil && a.Span.End <= len(*v.Proposal.Text) && a.Span.Start >= 0 && a.Span.Len() > 0 && (*v.Proposal.Text)[a.Span.Start:a.Span.End] == text {
			a.Text = "" // the title is the beginning of the sentence
		}
		return a, nil
	case division.ActGoal:
		a := &division.Act{Kind: do, On: on, Span: v.span(form, ""), Goal: map[string]string{}}
		for _, name := range []string{"metric", "op", "value", "high", "measure", "due"} {
			a.Goal[name] = form.Get(name + ".new")
		}
		return a, nil
	case division.ActPart:
		return &division.Act{Kind: do, On: on, Unit: form.Get("part.unit")}, nil
	case division.ActSpread:
		n, err := strconv.Atoi(on)
		if err != nil {
			return nil, site.BadForm(err)
		}
		return v.Spread(n), nil
	case "counter":
		return v.counter(on), nil
	case "firsts":
		if err := v.Fill(shownIn(form, len(v.Acts)), v.entries(form)); err != nil { // what was just chosen counts
			return nil, err
		}
		set := v.Sheet.FirstLeads()
		if len(set) == 0 {
			return nil, nil
		}
		return &division.Act{Kind: division.ActSet, Set: set}, nil
	}
	return nil, nil
}

// counter is the act by which a group takes all counterparts of the lead.
func (v *reviewer) counter(part string) *division.Act {
	for _, item := range v.Sheet.Items {
		for _, p := range item.Parts {
			if p.ID != part {
				continue
			}
			var all []string
			for _, id := range p.Units {
				all = append(all, id.String())
			}
			units, _ := v.Counterparts(item)
			for _, o := range units {
				if !slices.Contains(all, o.ID.String()) {
					all = append(all, o.ID.String())
				}
			}
			return &division.Act{Kind: division.ActSet, Set: division.Entries{"units." + part: all}}
		}
	}
	return nil
}

// span is the sentence that a person has chosen in the text: by its place, or by its words where these stand in it once or more.
func (v *reviewer) span(form map[string][]string, words string) source.Span {
	number := func(name string) int {
		if values := form[name]; len(values) == 1 {
			if n, err := strconv.Atoi(values[0]); err == nil {
				return n
			}
		}
		return 0
	}
	if s := (source.Span{Start: number("span.start"), End: number("span.end")}); s.Len() > 0 {
		return s
	}
	if v.Proposal.Text == nil || len([]rune(words)) < 6 {
		return source.Span{}
	}
	if at := strings.Index(*v.Proposal.Text, words); at >= 0 {
		return source.Span{Start: at, End: at + len(words)}
	}
	return source.Span{}
}
