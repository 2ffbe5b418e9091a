package division

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/breakdown"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/cellmap"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/region"
)

// A splitter makes the page on which a target is split.
type splitter struct {
	by    route.Request
	p     breakdown.Page
	form  map[string][]string // as it was sent or kept; nil for a first look
	page  *view.TargetSplitPage
	whole quantity.Number
}

func (x *splitter) value(name, otherwise string) string {
	if v := x.form[name]; len(v) > 0 {
		return v[0]
	}
	return otherwise
}

// breakdown shows a target with its parts.
func (p *pages) breakdown(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	kept, at, err := p.Reports.Draft(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	x, err := p.splitter(w, r, by, kept)
	if err != nil {
		return err
	}
	x.page.Form.DraftAt = at
	x.balance()
	return p.Show(w, r, http.StatusOK, view.TargetSplit(x.page))
}

func (p *pages) splitter(w http.ResponseWriter, r *http.Request, by route.Request, form map[string][]string) (*splitter, error) {
	id, err := site.ID(r, "id")
	if err != nil {
		return nil, err
	}
	found, err := p.Breakdown.Find(r.Context(), by.Call, id)
	if err != nil {
		return nil, err
	}
	g := found.Target
	x := &splitter{by: by, p: found, form: form}
	if g.Value != nil {
		x.whole = quantity.FromTenThousandths(*g.Value)
	}
	here := "/targets/" + id.String()
	x.page = &view.TargetSplitPage{
		Frame: p.Frame(w, r, by, "ledger", by.Say("breakdown.title"), view.Link{Text: locale.Word(by.Lang, "nav", "ledger"), Href: "/tasks"},
			view.Link{Text: found.Task.Title, Href: "/tasks/" + found.Task.ID.String(), Data: true}),
		Form: view.Form{Action: here + "/split", Version: g.Version, Draft: here + "/split/draft"}, Upload: view.Form{Action: here + "/split/file"},
		Task:   view.Link{Text: found.Task.Label + " " + found.Task.Title, Href: "/tasks/" + found.Task.ID.String(), Data: true},
		Metric: g.Metric, Goal: locale.Word(by.Lang, "goal-op", g.Op) + " " + locale.Number(x.whole.String()) + g.Unit, Quote: g.Quote,
		HasBegun: found.HasBegun, HasParts: len(found.Parts) > 0,
	}
	x.page.IsFixed = found.HasBegun || found.IsOver || g.Whole != uuid.Nil || access.Allow(by.Actor, access.TaskAssign, access.Record{Owner: int(g.Owner)}) != nil
	if x.page.HasParts && !x.page.IsFixed {
		x.page.Undo = here + "/join"
	}
	x.fields()
	x.rows()
	return x, nil
}

func (x *splitter) fields() {
	g, l := x.p.Target, x.by.Lang
	is, by := g, breakdown.ByEqual
	if x.isFilled() {
		is = x.p.Older
		x.page.Earlier = x.by.Say("breakdown.earlier")
		if !x.isSameGoal() {
			by, x.page.Earlier = breakdown.ByWeight, x.by.Say("breakdown.earlier-weights")
		}
	}
	kind := cmp.Or(is.Split, string(ledger.SplitOf(g.Op, g.Unit)))
	sum := "on"
	if (x.page.HasParts || x.isFilled()) && !is.IsSum {
		sum = ""
	}
	if x.form != nil {
		sum = x.value("sum", "")
	}
	x.page.Kind = view.Field{Name: "kind", Kind: view.FieldChoice, Label: x.by.Say("breakdown.kind"), Value: x.value("kind", kind), Required: true, Fixed: x.page.IsFixed}
	for _, k := range ledger.SplitKinds {
		x.page.Kind.Options = append(x.page.Kind.Options, view.Option{Value: string(k), Text: locale.Word(l, "split", string(k))})
	}
	x.page.Sum = view.Field{Name: "sum", Kind: view.FieldCheck, Label: x.by.Say("breakdown.sum"), Value: sum, Fixed: x.page.IsFixed}
	x.page.By = view.Field{Name: "by", Kind: view.FieldChoice, Label: x.by.Say("breakdown.by"), Value: x.value("by", by), Required: true}
	x.page.By.Options = view.Words(l, "split-by", breakdown.Ways...)
	x.page.Decimals = view.Field{Name: "decimals", Kind: view.FieldNumber, Label: x.by.Say("breakdown.decimals"), Value: x.value("decimals", strconv.Itoa(int(x.whole.Scale)))}
	x.page.Paste = view.Field{Name: "paste", Kind: view.FieldLong, Label: x.by.Say("breakdown.paste"), Value: x.value("paste", "")}
}

// rows are the units that have a part, and those that are likely to get one; all others too where none is likely.
func (x *splitter) rows() {
	for _, u := range x.p.Units {
		id := u.ID.String()
		row := view.TargetSplitRow{ID: id, Unit: u.Name}
		x.before(u.ID, &row)
		part := slices.IndexFunc(x.p.Parts, func(t record.Target) bool { return t.Lead == u.ID })
		if part >= 0 {
			t := x.p.Parts[part]
			row.Value = quantity.FromTenThousandths(*t.Value).String()
			if t.Weight != nil {
				row.Weight = quantity.FromTenThousandths(*t.Weight).String()
			}
			if f, ok := x.p.Figures[t.ID]; ok {
				row.Reported = locale.Number(quantity.FromTenThousandths(f.Value).String())
			}
		}
		row.Value, row.Weight = x.value("value."+id, row.Value), x.value("weight."+id, row.Weight)
		if part >= 0 || row.Value != "" || row.Weight != "" || !x.page.IsFixed && (len(x.p.Likely) == 0 || slices.Contains(x.p.Likely, u.ID)) {
			x.page.Rows = append(x.page.Rows, row)
		}
	}
}

// before fills a row in from the split under the document before: with the part where the goal is the same; else the parts of then are what the goal of today
// is divided by, but for a rate, whose weights are what they were.
func (x *splitter) before(unit uuid.UUID, row *view.TargetSplitRow) {
	i := slices.IndexFunc(x.p.Earlier, func(t record.Target) bool { return t.Lead == unit && t.Value != nil })
	if i < 0 || !x.isFilled() {
		return
	}
	part := x.p.Earlier[i]
	if part.Weight != nil {
		row.Weight = quantity.FromTenThousandths(*part.Weight).String()
	}
	value := quantity.FromTenThousandths(*part.Value).String()
	switch {
	case x.isSameGoal():
		row.Value = value
	case x.p.Older.Split != string(ledger.SplitRate):
		row.Weight = value
	}
}

// isFilled says whether the form begins with the split under the document before.
func (x *splitter) isFilled() bool { return x.form == nil && !x.page.IsFixed && len(x.p.Earlier) > 0 }

// isSameGoal says whether the target asks for as much as it did under the document before.
func (x *splitter) isSameGoal() bool {
	older, now := x.p.Older.Value, x.p.Target.Value
	return older != nil && now != nil && *older == *now
}

// split computes parts, reads a pasted table, or keeps the split.
func (p *pages) split(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if r.PostForm.Has("discard") {
		if err := p.Reports.DropDraft(r.Context(), by.Call, id); err != nil {
			return err
		}
		return p.Go(w, r, "/targets/"+id.String()+"/split", "")
	}
	x, err := p.splitter(w, r, by, r.PostForm)
	if err != nil {
		return err
	}
	x.page.Form.Version = site.Version(r)
	switch r.PostForm.Get("do") {
	case "compute":
		err = x.compute()
	case "paste":
		x.take(cellmap.PastedShares(r.PostForm.Get("paste")))
	default:
		var parts breakdown.Split
		if parts, err = x.parts(); err == nil {
			err = p.Breakdown.Split(r.Context(), by.Call, id, site.Version(r), parts)
		}
		if err == nil {
			if err := p.Reports.DropDraft(r.Context(), by.Call, id); err != nil {
				return err
			}
			return p.Go(w, r, "/tasks/"+x.p.Task.ID.String(), "flash.breakdown-made")
		}
	}
	return p.shown(w, r, x, err)
}

// shown shows the page as it was sent, with what came of it.
func (p *pages) shown(w http.ResponseWriter, r *http.Request, x *splitter, err error) error {
	status := http.StatusOK
	if err != nil {
		kind := route.KindOf(err)
		if kind != fault.Invalid && kind != fault.Conflict {
			return err
		}
		status, x.page.Form.Problem = kind.Status(), route.Sentence(x.by.Lang, err)
	}
	x.balance()
	return p.Show(w, r, status, view.TargetSplit(x.page))
}

// splitFile reads the parts from a workbook; nothing is kept before the page that shows them is sent.
func (p *pages) splitFile(w http.ResponseWriter, r *http.Request, by route.Request) error {
	x, err := p.splitter(w, r, by, nil)
	if err != nil {
		return err
	}
	err = site.ReadUpload(r, func(u intake.Uploaded) error {
		rows, err := p.Breakdown.ReadShares(r.Context(), by.Call, u)
		x.take(rows)
		return err
	})
	return p.shown(w, r, x, err)
}

// join takes a split back.
func (p *pages) join(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := p.Breakdown.Join(r.Context(), by.Call, id); err != nil {
		return err
	}
	return p.Go(w, r, "/targets/"+id.String()+"/split", "flash.breakdown-undone")
}

// compute fills in the parts by the method that was chosen: for the units with a part or a weight, for all of the page where none has.
func (x *splitter) compute() error {
	way, kind := x.value("by", breakdown.ByHand), ledger.SplitKind(x.value("kind", ""))
	if way == breakdown.ByHand {
		return nil
	}
	decimals, err := strconv.ParseUint(x.value("decimals", "0"), 10, 8)
	if err != nil || decimals > 4 {
		return fault.New(fault.Invalid, "breakdown-weight")
	}
	isAll := !slices.ContainsFunc(x.page.Rows, func(r view.TargetSplitRow) bool { return r.Value != "" || r.Weight != "" })
	var of []int
	var weights []quantity.Number
	for i, row := range x.page.Rows {
		if !isAll && row.Value == "" && row.Weight == "" {
			continue
		}
		weight, err := quantity.ParseNumber(strings.TrimSpace(row.Weight))
		if err != nil && way != breakdown.ByEqual {
			return fault.Because(err, fault.Invalid, "breakdown-weight")
		}
		of, weights = append(of, i), append(weights, weight)
	}
	parts, at, rest, err := breakdown.Divide(way, kind, x.whole, weights, uint8(decimals))
	if err != nil {
		return err
	}
	for i, part := range parts {
		x.page.Rows[of[i]].Value = part.String()
	}
	if at >= 0 {
		x.page.Rows[of[at]].Rest = true
		x.page.Remainder = x.by.Say("breakdown.remainder", rest+x.p.Target.Unit, x.page.Rows[of[at]].Unit)
	}
	return nil
}

// take puts the rows of a table into the page: a name means a unit by its name, or the place it is in.
func (x *splitter) take(rows []cellmap.Share) {
	var unknown []string
	for _, row := range rows {
		i := slices.IndexFunc(x.page.Rows, func(r view.TargetSplitRow) bool { return r.Unit == row.Unit })
		if i < 0 {
			i = x.place(row.Unit)
		}
		if i < 0 {
			unknown = append(unknown, row.Unit)
			continue
		}
		x.page.Rows[i].Value = row.Value
		if row.Weight != "" {
			x.page.Rows[i].Weight = row.Weight
		}
	}
	if len(unknown) > 0 {
		x.page.Form.Problem = x.by.Say("breakdown.unknown", strings.Join(unknown, x.by.Say("list.names")))
	}
}

// place is the only row whose unit's name begins with a name or its short form; negative for none or several.
func (x *splitter) place(name string) int {
	found := -1
	for i, r := range x.page.Rows {
		for _, form := range append([]string{name}, region.Aliases(name)...) {
			if len([]rune(form)) < 2 || !strings.Contains(r.Unit, form) {
				continue
			}
			if found >= 0 && found != i {
				return -1
			}
			found = i
		}
	}
	return found
}

// parts are what the page says.
func (x *splitter) parts() (s breakdown.Split, err error) {
	s = breakdown.Split{Kind: ledger.SplitKind(x.page.Kind.Value), IsSum: x.page.Sum.Value == "on"}
	for _, row := range x.page.Rows {
		if strings.TrimSpace(row.Value) == "" {
			continue
		}
		part := breakdown.Part{}
		if part.Unit, err = uuid.Parse(row.ID); err != nil {
			return s, err
		}
		if part.Value, err = quantity.ParseNumber(strings.TrimSpace(row.Value)); err != nil {
			return s, fault.Because(err, fault.Invalid, "division-number", row.Value)
		}
		if weight := strings.TrimSpace(row.Weight); weight != "" {
			n, err := quantity.ParseNumber(weight)
			if err != nil {
				return s, fault.Because(err, fault.Invalid, "division-number", row.Weight)
			}
			part.Weight = &n
		}
		s.Parts = append(s.Parts, part)
	}
	return s, nil
}

// balance says how the parts stand to the whole.
func (x *splitter) balance() {
	s, err := x.parts()
	if err != nil || len(s.Parts) == 0 {
		return
	}
	b, err := breakdown.Check(x.p.Target, s)
	if fault.KindOf(err) == fault.Invalid && b.Made.Sign() == 0 && b.Gap.Sign() == 0 {
		return
	}
	unit := x.p.Target.Unit
	says := x.by.Say("breakdown.fits")
	switch {
	case b.Gap.Sign() > 0:
		says = x.by.Say("breakdown.lacking", b.Gap.Shown()+unit)
	case b.Gap.Sign() < 0 && !b.IsReached:
		says = x.by.Say("breakdown.beyond", b.Gap.Neg().Shown()+unit)
	case b.Gap.Sign() < 0:
		says = x.by.Say("breakdown.above", b.Gap.Neg().Shown()+unit)
	}
	x.page.Fits = b.IsReached
	x.page.Balance = x.by.Say("breakdown.balance", b.Made.Shown()+unit, locale.Number(x.whole.String())+unit, says)
}
