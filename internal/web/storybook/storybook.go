// Package storybook shows every page and every component with made-up data of places that do not exist
// (古渡市, 云岭县), in both languages, light and dark, in large type, so that a form can be judged without a
// database, and so that tests can look at all of them in a browser.
//
// It knows the pages and nothing that fills them in earnest. Start at [Handler] and [Stories].
package storybook

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

//go:generate go tool templ generate

// Prefix begins the address of every story; [Handler] is to be registered for it.
const Prefix = "/dev/storybook/"

// A Variant is how a story is shown.
type Variant struct {
	Lang  locale.Lang
	Theme view.Theme
	Large bool
}

// query is the variant as the query of an address.
func (v Variant) query() string {
	q := url.Values{"lang": {locale.Name(v.Lang)}}
	if v.Theme != view.ThemeSystem {
		q.Set("theme", string(v.Theme))
	}
	if v.Large {
		q.Set("type", "large")
	}
	return "?" + q.Encode()
}

// A Story is one page in one state.
type Story struct {
	Name string // in addresses: ledger, ledger-empty
	page func(b book) templ.Component
}

// Show gives the page in a variant.
func (s Story) Show(v Variant) templ.Component { return s.page(book{v, s.Name}) }

// A book is what the stories make their pages with.
type book struct {
	Variant
	name string
}

// Stories are all stories in the order of the index.
func Stories() []Story {
	return []Story{
		{"sign-in", signIn}, {"sign-in-wrong", signInWrong}, {"sign-in-code", signInCode}, {"first-run", firstRun},
		{"workbench", workbench}, {"workbench-empty", workbenchEmpty},
		{"documents", documents}, {"documents-empty", documentsEmpty}, {"document", document}, {"document-editing", documentEditing},
		{"divisions", divisions}, {"divisions-empty", divisionsEmpty}, {"division", division}, {"division-comment", divisionComment}, {"division-approved", divisionApproved},
		{"breakdown", breakdown}, {"breakdown-begun", breakdownBegun}, {"breakdown-empty", breakdownEmpty}, {"lines", lines}, {"lines-empty", linesEmpty},
		{"document-waiting", documentWaiting},
		{"document-failed", documentFailed}, {"document-adopted", documentAdopted}, {"relations", relations}, {"relations-empty", relationsEmpty},
		{"ledger", ledger}, {"ledger-empty", ledgerEmpty}, {"ledger-nothing", ledgerNothing}, {"task", task}, {"task-joined", taskJoined},
		{"report-form", reportForm}, {"report-form-wrong", reportFormWrong}, {"report", report}, {"report-accepted", reportAccepted},
		{"part-form", partForm}, {"part-sent", partSent}, {"gaps", gaps}, {"gaps-empty", gapsEmpty}, {"gap", gap}, {"sources", sources},
		{"directives", directives}, {"directives-empty", directivesEmpty}, {"directive-form", directiveForm}, {"directive", directive}, {"directive-proposed", directiveProposed}, {"rules", rules}, {"rules-read", rulesRead},
		{"brief", brief}, {"brief-empty", briefEmpty}, {"appraisals", appraisals}, {"appraisals-empty", appraisalsEmpty}, {"appraisal", appraisal},
		{"inspections", inspections}, {"inspections-empty", inspectionsEmpty}, {"inspection-form", inspectionForm}, {"inspection", inspection}, {"finding-form", findingForm}, {"finding", finding},
		{"finding-noted", findingNoted}, {"finding-lists", findingLists}, {"problems", problems}, {"problems-empty", problemsEmpty}, {"problem-form", problemForm}, {"problem", problemOf},
		{"conferences", conferences}, {"conferences-empty", conferencesEmpty}, {"conference-form", conferenceForm}, {"conference", conference},
		{"bulletins", bulletins}, {"bulletins-empty", bulletinsEmpty}, {"bulletin", bulletin}, {"bulletin-unit", bulletinUnit}, {"bulletin-out", bulletinOut}, {"inbox", inbox}, {"inbox-empty", inboxEmpty}, {"copy", copyTable}, {"copy-empty", copyEmpty},
		{"case", caseOf}, {"measures", measures}, {"request", request}, {"absences", absences}, {"choice", choice}, {"mail", mail},
		{"units", units}, {"unit", unit}, {"reforms", reforms}, {"reforms-empty", reformsEmpty}, {"reform", reform}, {"reform-done", reformDone},
		{"handovers", handovers}, {"handovers-empty", handoversEmpty}, {"handover-form", handoverForm}, {"handover-nobody", handoverNobody}, {"handover", handover},
		{"years", years}, {"year", yearOpen}, {"year-closed", yearClosed}, {"year-empty", yearEmpty}, {"opening", openingForm},
		{"due-items", dueItems}, {"due-items-empty", dueItemsEmpty}, {"targets", targetsList}, {"save-list", saveList},
		{"cockpit", cockpit}, {"cockpit-empty", cockpitEmpty}, {"screen", screen}, {"calendar", calendarMonth}, {"calendar-week", calendarWeek}, {"calendar-list", calendarList},
		{"links", links}, {"timeline", timeline},
		{"workbooks", workbooks}, {"workbooks-empty", workbooksEmpty}, {"workbook-report", workbookReport}, {"ledger-sheet", ledgerSheet}, {"ledger-sheet-adopted", ledgerSheetAdopted}, {"template", template},
		{"registers", registers}, {"records", records}, {"records-empty", recordsEmpty}, {"record", record}, {"reveal", reveal},
		{"indicators", indicators}, {"indicators-empty", indicatorsEmpty},
		{"leads", leads}, {"leads-empty", leadsEmpty},
		{"account", account}, {"account-code", accountCode}, {"account-recovery", accountRecovery},
		{"accounts", accounts}, {"account-edit", accountEdit}, {"audit", audit}, {"audit-broken", auditBroken}, {"jobs", jobs},
		{"settings", settings}, {"settings-new", settingsNew},
		{"error", errorPage}, {"error-conflict", errorConflict},
	}
}

// Handler serves the stories below [Prefix]: the index there, each story under its name.
func Handler() http.Handler {
	byName := map[string]Story{}
	for _, s := range Stories() {
		byName[s.Name] = s
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := variant(r.URL.Query())
		name := strings.TrimPrefix(r.URL.Path, Prefix)
		shown := index(v)
		if s, ok := byName[name]; ok {
			shown = s.Show(v)
		} else if name != "" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", view.SecurityPolicy)
		templ.Handler(shown).ServeHTTP(w, r)
	})
}

func variant(q url.Values) Variant {
	lang, _ := locale.Parse(q.Get("lang"))
	return Variant{Lang: lang, Theme: view.Theme(q.Get("theme")), Large: q.Get("type") == "large"}
}

// frame is what stands around a page of somebody who may see everything.
func (b book) frame(area, title string, crumbs ...view.Link) *view.Frame {
	f := b.alone(title)
	f.Crumbs = crumbs
	f.Person = &view.Person{Name: "林晓", Unit: "云岭县人民政府督查室", Role: b.Say("role.supervisor")}
	group := func(name string, items ...string) view.NavGroup {
		g := view.NavGroup{Name: name}
		for _, i := range items {
			n := view.NavItem{Name: i, Href: b.to(areas[i]), Current: i == area}
			if i == "workbench" {
				n.Count = 5
			}
			g.Items = append(g.Items, n)
		}
		return g
	}
	f.Nav = []view.NavGroup{
		group("", "workbench"), group("work", "cockpit", "document", "ledger", "due", "calendar", "bulletin", "inbox", "brief", "directive", "inspection", "problem", "score"), group("data", "targets", "gap", "register", "lead"), group("house", "account", "audit", "job", "setting"),
	}
	return f
}

// named is the frame of a page whose title is the name of a thing.
func (b book) named(area, title string, crumbs ...view.Link) *view.Frame {
	f := b.frame(area, title, crumbs...)
	f.TitleData = true
	return f
}

// areas are the stories that show an area's first page.
var areas = map[string]string{
	"workbench": "workbench", "document": "documents", "division": "divisions", "line": "lines", "ledger": "ledger", "brief": "brief", "directive": "directives", "bulletin": "bulletins", "inbox": "inbox", "inspection": "inspections", "problem": "problems", "score": "appraisals", "gap": "gaps", "register": "registers", "lead": "leads",
	"cockpit": "cockpit", "due": "due-items", "calendar": "calendar", "targets": "targets",
	"account": "accounts", "audit": "audit", "job": "jobs", "setting": "settings",
}

// alone is the frame where nobody is signed in.
func (b book) alone(title string) *view.Frame {
	turned := b.Variant
	turned.Lang = locale.En - b.Lang
	return &view.Frame{
		Lang: b.Lang, Theme: b.Theme, Large: b.Large, Title: title, Demo: true,
		Here: Prefix + b.name + b.query(), Other: Prefix + b.name + turned.query(),
	}
}

// Say is a wording in the story's language.
func (b book) Say(key string, args ...any) string { return locale.Text(b.Lang, key, args...) }

// to is the address of another story.
func (b book) to(name string) string { return Prefix + name + b.query() }
