package supervision

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// rulesAt is the page of the rules.
const rulesAt = "/rules"

// rules is by what the division goes, or went: ?version= names one that is over.
func (p *pages) rules(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.showRules(w, r, by, http.StatusOK, rulesEntered{})
}

// rulesEntered is what was sent, and what came of it.
type rulesEntered struct {
	ruling supervision.Ruling
	isSent bool
	err    error
	trial  *supervision.Trial
}

func (p *pages) showRules(w http.ResponseWriter, r *http.Request, by route.Request, status int, entered rulesEntered) error {
	lines, err := p.Supervision.Rulebooks(r.Context(), by.Call)
	if err != nil {
		return err
	}
	shown := lines[0]
	page := &view.RulesPage{Frame: p.Frame(w, r, by, "directive", by.Say("rules.title"), view.Link{Text: locale.Word(by.Lang, "nav", "directive"), Href: "/directives"})}
	for i, l := range lines {
		page.History = append(page.History, rulebookRow(by.Lang, l, i == 0))
		if strconv.FormatInt(l.Kept.Number, 10) == r.URL.Query().Get("version") {
			shown, page.Book = l, page.History[i]
		}
	}
	if shown.Rulebook == lines[0].Rulebook {
		page.Book = page.History[0]
	}
	book := shown.Rulebook
	if t := entered.trial; t != nil { // the tables show what was tried
		book, page.Trial = t.Book, &view.RulesTrial{Open: t.Open}
		for _, x := range t.Turns {
			page.Trial.Turns = append(page.Trial.Turns, view.LightTurn{From: string(x.From), To: string(x.To), Tasks: x.Tasks})
		}
	}
	page.Ladder = book.Ladder.Title.In(by.Lang)
	for _, rule := range book.Rules.List {
		page.Rules = append(page.Rules, view.RuleRow{Light: string(rule.Light), Title: rule.Title.In(by.Lang), When: conditions(by.Lang, rule)})
	}
	for _, s := range book.Ladder.Steps {
		var from []string
		for _, t := range s.From {
			from = append(from, trigger(by.Lang, book.Ladder, t))
		}
		page.Steps = append(page.Steps, view.LadderRow{Title: s.Title.In(by.Lang), Days: s.Days, Approved: s.NeedsLeader, From: strings.Join(from, by.Say("rules.or"))})
	}
	if page.Book.InForce && access.Holds(by.Actor, access.ScoreManage) == nil {
		if err := p.rulesForm(by, page, shown.Rulebook, entered); err != nil {
			return err
		}
	}
	return p.Show(w, r, status, view.Rules(page))
}

func rulebookRow(l locale.Lang, b supervision.RulebookLine, isInForce bool) view.RulebookRow {
	return view.RulebookRow{Href: rulesAt + "?version=" + strconv.FormatInt(b.Kept.Number, 10), Number: b.Kept.Number, Made: b.Kept.Made, By: b.Name, Basis: b.Kept.Basis,
		Ladder: b.Ladder.Title.In(l), InForce: isInForce}
}

// rulesForm is where the office changes what is in force, with what it has entered.
func (p *pages) rulesForm(by route.Request, page *view.RulesPage, now *supervision.Rulebook, entered rulesEntered) error {
	form, err := site.NewForm(rulesAt)
	if err != nil {
		return err
	}
	form.Version = now.Kept.Number
	ladder := view.Field{Name: "ladder", Kind: view.FieldChoice, Label: by.Say("rules.ladder"), Required: true, Value: now.Ladder.Name}
	for _, l := range p.Supervision.Ladders {
		ladder.Options = append(ladder.Options, view.Option{Value: l.Name, Text: l.Title.In(by.Lang)})
	}
	page.Fields = []view.Field{ladder,
		{Name: "lights", Kind: view.FieldLong, Label: by.Say("rules.lights"), Hint: by.Say("rules.lights-hint"), Required: true, Value: now.Kept.Lights},
		{Name: "basis", Kind: view.FieldText, Label: by.Say("rules.basis"), Hint: by.Say("rules.basis-hint"), Longest: 4000, Wide: true}}
	if x := entered.ruling; entered.isSent {
		form.ID, form.Version = x.ID.String(), x.Shown
		page.Fields[0].Value, page.Fields[1].Value, page.Fields[2].Value = x.Ladder, x.Lights, x.Basis
	}
	if entered.err != nil {
		form.Problem = route.Sentence(by.Lang, entered.err)
		if wrong, ok := errors.AsType[*supervision.ModelError](entered.err); ok {
			for _, d := range wrong.Found {
				page.Faults = append(page.Faults, ledger.Describe(wrong.Text, d, by.Lang))
			}
		}
	}
	page.Form = &form
	return nil
}

// enforce puts rules in force, or tries them.
func (p *pages) enforce(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	id, err := site.FormID(r)
	if err != nil {
		return err
	}
	x := supervision.Ruling{ID: id, Shown: site.Version(r), Lights: r.PostFormValue("lights"), Ladder: r.PostFormValue("ladder"), Basis: r.PostFormValue("basis")}
	entered := rulesEntered{ruling: x, isSent: true}
	if r.PostFormValue("act") == "enforce" {
		if err = p.Supervision.Enforce(r.Context(), by.Call, x); err == nil {
			return p.Go(w, r, rulesAt, "flash.rules")
		}
	} else {
		var t supervision.Trial
		if t, err = p.Supervision.Try(r.Context(), by.Call, x); err == nil {
			entered.trial = &t
			return p.showRules(w, r, by, http.StatusOK, entered)
		}
	}
	if !isEntered(err) {
		return err
	}
	entered.err = err
	return p.showRules(w, r, by, route.KindOf(err).Status(), entered)
}

// origin says where a task comes from.
func (p *pages) origin(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := p.act(w, r, func(id uuid.UUID) error {
		return p.Supervision.SetOrigin(r.Context(), by.Call, id, r.PostFormValue("origin"))
	})
	if err != nil {
		return err
	}
	return p.Go(w, r, "/tasks/"+id.String()+"/directive", "flash.origin")
}

// conditions are what a rule asks, in words.
func conditions(l locale.Lang, rule ledger.Rule) string {
	var all []string
	for _, c := range rule.When {
		all = append(all, condition(l, c))
	}
	if all == nil {
		return locale.Text(l, "rules.when-else")
	}
	return strings.Join(all, locale.Text(l, "rules.and"))
}

func condition(l locale.Lang, c ledger.Condition) string {
	switch c.Kind {
	case "closed":
		return locale.Word(l, "rule-closed", c.Word)
	case "overdue":
		return locale.Text(l, "rules.when-overdue", c.Count)
	case "missed_reports":
		return locale.Text(l, "rules.when-missed_reports", c.Count)
	case "missed_node":
		return locale.Text(l, "rules.when-missed_node", c.Count)
	case "behind":
		return locale.Text(l, "rules.when-behind", c.Grace, 100-c.Lack)
	case "before_start":
		return locale.Text(l, "rules.when-before_start")
	case "near":
		var all []string
		for _, t := range c.Near {
			if t.Longest == 0 {
				all = append(all, locale.Text(l, "rules.when-near-other", t.Days))
			} else {
				all = append(all, locale.Text(l, "rules.when-near", t.Longest, t.Days))
			}
		}
		return strings.Join(all, locale.Text(l, "rules.stop"))
	}
	return c.Kind
}
