package ledger

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/source"
)

// A review's page is light whatever the document: only so much of it stands there at first, and the rest comes when it comes into view.
const (
	shownRows  = 60     // units' parts and facts of tasks that are shown whole, in lines
	shownTasks = 50     // tasks of which at least the first line is shown
	shownText  = 24_000 // octets of the document's text
)

// fill fills the sheet in as a form says that showed it after so many acts, and notes which tasks that changes.
func (v *reviewer) fill(shown int) error {
	form := v.entries(v.sent)
	for name := range v.Sheet.Entries().Changed(form) {
		_, id, _ := strings.Cut(name, ".")
		v.touched[id], v.touched[v.inner[id]] = true, true
	}
	return v.Fill(shown, form)
}

// shut leaves the tasks after so many, and of these only the first lines of those that are too many for one page. What somebody works on stays open, and the editor's list
// of units takes the place of other tasks.
func (v *reviewer) shut(page *view.Review, after string) {
	first, err := strconv.Atoi(after)
	if err != nil {
		first = 0
	}
	page.Found = len(page.Tasks)
	page.Tasks = page.Tasks[max(0, min(first, page.Found)):]
	if len(page.Tasks) > shownTasks {
		page.Tasks, page.Next = page.Tasks[:shownTasks], v.address()+"?after="+strconv.Itoa(max(0, first)+shownTasks)
	}
	room := shownRows
	if slices.ContainsFunc(page.Tasks, func(t view.ReviewTask) bool { return t.Editor != nil }) {
		room -= len(v.units) / 5
	}
	for i := range page.Tasks {
		t := &page.Tasks[i]
		room -= 2 + len(t.Duties) + len(t.Facts)
		for _, d := range t.Duties {
			room -= len(d.Members) / 2
		}
		if room >= 0 || t.Editor != nil || v.touched[t.ID] || t.ID == v.open {
			continue
		}
		t.Rest, v.closed[t.ID] = v.address()+"/items/"+t.ID, true
	}
}

func (v *reviewer) address() string { return "/documents/" + v.Document.ID.String() }

// at is where a task, a part or a fact stands on the page: its own place, or its task's first line where the page has no more of it.
func (v *reviewer) at(id string) string {
	if item := v.inner[id]; v.closed[item] {
		return "#" + item
	}
	return "#" + id
}

// read shows the text from a line on, as far as there is room.
func (v *reviewer) read(page *view.Review, from string) {
	first, err := strconv.Atoi(from)
	if err != nil {
		first = 0
	}
	size := 0
	for _, l := range v.lines() {
		switch {
		case l.Number < first:
			page.Before = v.address()
			continue
		case size > shownText:
			page.More = v.address() + "?from=" + strconv.Itoa(l.Number)
			return
		}
		for _, x := range l.Pieces {
			size += len(x.Text)
		}
		page.Source = append(page.Source, l)
	}
}

// item is the rest of a task of which the page has only the first line; without script, the page with its editor.
func (p *pages) item(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	name := r.PathValue("item")
	if r.Header.Get("Hx-Request") == "" {
		return p.Go(w, r, "/documents/"+id.String()+"?open="+url.QueryEscape(name)+"#"+url.PathEscape(name), "")
	}
	d, err := p.Documents.Find(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	v, page, err := p.reviewer(r, by, d, nil)
	if err != nil {
		return err
	}
	for i := range v.Sheet.Items {
		if v.id(i) == name {
			return p.Show(w, r, http.StatusOK, view.ReviewRest(&view.Frame{Lang: by.Lang}, page, v.task(i, page.Fixed)))
		}
	}
	return fault.New(fault.NotFound, "not-found")
}

// units are all units that a part may be given to.
func (p *pages) units(w http.ResponseWriter, r *http.Request, by route.Request) error {
	units, err := p.Documents.Units(r.Context(), by.Call)
	if err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, view.UnitOptions(options(units)))
}

// A mark is a stretch of the text that a fact was read from.
type mark struct {
	span     source.Span
	id, kind string
}

func (v *reviewer) mark(id, kind string, span source.Span) {
	if span.Len() > 0 && span.Start >= 0 && span.End <= len(v.text) {
		v.marks = append(v.marks, mark{span, id, kind})
	}
}

// lines are the text cut into paragraphs, and these where facts begin and end. Where facts lie over each other the shorter one shows.
func (v *reviewer) lines() []view.SourceLine {
	text, marks := v.text, v.marks
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
		out := view.SourceLine{Number: n + 1, At: at}
		for from := 0; from < len(line); {
			to := from
			for to < len(line) && owner[at+to] == owner[at+from] {
				to++
			}
			piece := view.Piece{Text: line[from:to]}
			if k := owner[at+from]; k > 0 && !seen[marks[k-1].id] { // an element's id stands once on a page
				piece.Fact, piece.Kind, piece.To = marks[k-1].id, marks[k-1].kind, v.at(marks[k-1].id)
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
