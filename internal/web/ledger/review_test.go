package ledger_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/internal/htmlcheck"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/internal/web/ledger"
	"github.com/wenxiao/wenxiao/internal/web/sitetest"
	"github.com/wenxiao/wenxiao/region"
)

// heaviest is how many octets a page may have.
const heaviest = 150_000

var city = region.MustParse("190300")

// A desk is where an office reviews documents.
type desk struct {
	*sitetest.Server
	call app.Call
}

// open makes an office in a city with many units.
func open(t *testing.T, units int) *desk {
	t.Helper()
	now := time.Date(2025, 11, 5, 2, 0, 0, 0, time.UTC)
	d := &desk{Server: sitetest.Open(t, func() time.Time { return now }, ledger.Routes)}
	d.Division(city, "柏川市")
	var unit uuid.UUID
	for n := range units {
		unit = d.Unit(city, fmt.Sprintf("柏川市第%d工作专班办公室", n))
	}
	people := d.Hire(sitetest.Person{Name: "office", Label: "何云", In: city, Unit: unit, Role: access.Supervisor}, sitetest.Person{Name: "security", Label: "安全", In: city, Role: access.Security}, sitetest.Person{Name: "second", Label: "周远", In: city, Unit: unit, Role: access.Supervisor})
	d.call = app.Call{Actor: access.Actor{Account: people["office"], Unit: unit, Division: city, Grants: []access.Grant{{Role: access.Supervisor, Division: city}}, Locale: "zh"}, Request: "test", From: "local"}
	return d
}

// put sends a document in and has it compiled.
func (d *desk) put(name, text string) string {
	d.T.Helper()
	id := uuid.Must(uuid.NewV7())
	_, err := d.I.Documents.Upload(d.T.Context(), d.call, intake.Uploaded{ID: id, Name: name, Content: strings.NewReader(text)})
	d.Must(err)
	d.Must(d.I.Jobs.Drain(d.T.Context()))
	return "/documents/" + id.String()
}

// corpus are the texts of the corpus, the longest first.
func corpus(t *testing.T) (texts []string) {
	t.Helper()
	dir := os.Getenv("WENXIAO_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared", "corpus")
	}
	found, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(found) == 0 {
		if os.Getenv("CI") == "true" {
			t.Fatalf("there is no corpus at %s, and CI needs it: set WENXIAO_CORPUS", dir)
		}
		t.Skip("there is no corpus: its documents were not tried (set WENXIAO_CORPUS)")
	}
	for _, name := range found {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	slices.SortFunc(texts, func(a, b string) int { return len(b) - len(a) })
	return texts
}

// light makes sure that a page weighs little, and gives it.
func (d *desk) light(at string) *htmlcheck.Page {
	d.T.Helper()
	got := d.Send("office", http.MethodGet, at, nil)
	d.T.Logf("%s: %d octets", at, got.Body.Len())
	if got.Code != http.StatusOK || got.Body.Len() > heaviest {
		d.T.Errorf("%s gives %d with %d octets, more than %d", at, got.Code, got.Body.Len(), heaviest)
	}
	return htmlcheck.Parse(d.T, got.Body.String())
}

func TestReview_TheLargestDocumentWeighsLittle(t *testing.T) {
	t.Parallel()
	texts := corpus(t)
	d := open(t, 100)
	at := d.put("largest.txt", texts[0])
	p := d.light(at)
	d.light(at + "?open=" + p.All(".card-task")[0].Attr("id"))
}

// long is a plan of many tasks with units that nobody knows, and of more text than fits on a page.
func long(tasks int) string {
	var b strings.Builder
	b.WriteString("柏川市人民政府关于印发《柏川市2026年重点工作任务》的通知\n柏政发〔2025〕9号\n各县区人民政府：\n柏川市人民政府\n2025年10月8日\n柏川市2026年重点工作任务\n")
	for n := range tasks {
		fmt.Fprintf(&b, "%d.推进第%d片区改造。全年改造老旧小区%d个，新增停车位%d个。%s（责任单位：市建委、市城管委、市交通局）\n", n+1, n+1, n+2, n+300, strings.Repeat("坚持统筹推进，压实工作责任。", 12))
	}
	return b.String()
}

func TestReview_ALongPlanComesInParts(t *testing.T) {
	t.Parallel()
	d := open(t, 60)
	at := d.put("long.txt", long(80))
	p := d.light(at)
	form := url.Values{"do": {"save"}}
	for _, x := range p.All("form.review input:not([type=checkbox]):not([type=radio]), form.review [checked]") {
		form.Add(x.Attr("name"), x.Attr("value"))
	}
	tasks, texts := make(map[string]bool), make(map[string]bool)
	for next := at; next != ""; {
		page := d.light(next)
		for _, x := range page.All(".card-task") {
			tasks[x.Attr("id")] = true
		}
		next = ""
		for _, x := range page.All(".pane-facts > p.rest a") {
			next = x.Attr("href")
		}
	}
	for next := at; next != ""; {
		page := d.light(next)
		for _, x := range page.All(".pane-source [data-n]") {
			texts[x.Attr("data-n")] = true
		}
		next = ""
		for _, x := range page.All(".pane-source .more a") {
			next = x.Attr("href")
		}
	}
	if lines := strings.Count(long(80), "\n"); len(tasks) != 80 || len(texts) != lines {
		t.Errorf("the parts have %d tasks of 80 and %d lines of %d", len(tasks), len(texts), lines)
	}

	form.Set("title.t1", "推进首片区改造")
	d.Done("office", at+"/adopt", form)
	r, err := d.I.Documents.Review(t.Context(), d.call, uuid.MustParse(strings.TrimPrefix(at, "/documents/")))
	d.Must(err)
	for _, item := range r.Sheet.Items {
		if item.IsLeft || slices.ContainsFunc(item.Goals, func(g division.Goal) bool { return g.IsLeft }) {
			t.Errorf("%s is left out, or a number of it, which the form did not show", item.ID)
		}
	}
	if got := r.Sheet.Items[0].Task.Title; got != "推进首片区改造" {
		t.Errorf("the title is %q", got)
	}
}

func TestReview_TheRestOfATaskComesWhenItIsLookedAt(t *testing.T) {
	t.Parallel()
	d := open(t, 3)
	at := d.put("long.txt", long(30))
	id := d.light(at).All(".card-task:has(.rest)")[0].Attr("id")
	if got := d.Send("office", http.MethodGet, at+"/items/"+id, nil); got.Header().Get("Location") != at+"?open="+id+"#"+id {
		t.Errorf("without script it leads to %q", got.Header().Get("Location"))
	}
	p := d.light(at + "?open=" + id)
	p.Lacks("#" + id + " .rest")
	p.Has("#" + id + " .editor select[name='part.unit'] option[value='" + d.call.Actor.Unit.String() + "']")
	rest := d.part(at + "/items/" + id)
	rest.Has("select[name='unit." + id + "-d1']")
	rest.Has("input[name=take][value='" + id + "-g1'][checked]")
	d.part("/documents/units").Has("option[value='" + d.call.Actor.Unit.String() + "']")
	if got := d.Send("office", http.MethodGet, at+"/items/none?open=", nil); got.Code != http.StatusSeeOther {
		t.Errorf("a task that is not there gives %d", got.Code)
	}

	// A form that had only its first line says nothing of its numbers, though it had the facts that belong to no task.
	d.Done("office", at+"/adopt", url.Values{"version": {"1"}, "shown": {"others"}, "title." + id: {"另一个题目"}, "take": {id}})
	d.part(at + "/items/" + id).Has("input[name=take][value='" + id + "-g1'][checked]")
	d.Done("office", at+"/adopt", url.Values{"do": {"undo"}})

	// What was typed into it and kept stands there again, wherever the task stands.
	d.Send("office", http.MethodPost, at+"/draft", url.Values{"version": {"1"}, "shown": {id}, "title." + id: {"改过的题目"}, "take": {id}})
	p = d.light(at)
	p.Lacks("#" + id + " .rest")
	p.Lacks("#" + id + " input[value='" + id + "-g1'][checked]")
	if got := p.One("#" + id + " .title").Attr("value"); got != "改过的题目" {
		t.Errorf("the draft's title comes back as %q", got)
	}
}

// part asks for a part of a page as its script does.
func (d *desk) part(at string) *htmlcheck.Page {
	d.T.Helper()
	got := d.Ask("office", at)
	if got.Code != http.StatusOK || strings.Contains(got.Body.String(), "<body") {
		d.T.Errorf("%s gives %d and more than a part: %.300s", at, got.Code, got.Body)
	}
	return htmlcheck.Parse(d.T, got.Body.String())
}

func TestDocuments_ComeByPages(t *testing.T) {
	t.Parallel()
	d := open(t, 1)
	event := audit.Event{Owner: 190300, Account: app.SystemAccount, Action: "test", Kind: "test"}
	d.Must(d.I.Store.Write(t.Context(), store.Unscoped, event, func(ctx context.Context, tx *store.Tx) error {
		for n := range 120 {
			x := record.Document{Record: store.Record{Owner: 190300, ID: uuid.Must(uuid.NewV7())}, Title: fmt.Sprintf("关于第%d件实事的通知", n), State: record.DocumentProposed, Made: int64(n)}
			if _, err := store.Insert(ctx, tx, record.DocumentTable, &x); err != nil {
				return err
			}
		}
		return nil
	}))
	seen := 0
	for next := "/documents?state=proposed"; next != ""; {
		p := d.light(next)
		seen += len(p.All("[data-rows] tbody tr"))
		next = ""
		for _, x := range p.All("a[rel=next]") {
			next = x.Attr("href")
		}
	}
	if seen != 120 {
		t.Errorf("the pages have %d documents of 120", seen)
	}
	p := d.light("/documents?text=第7件")
	if n := len(p.All("[data-rows] tbody tr")); n != 1 { // the oldest is found as well
		t.Errorf("%d documents are found, not one", n)
	}
	d.light("/documents?sort=title")
}

// What the compiler doubts and a person has looked at and found right is in doubt no more, until that is undone.
func TestReview_ADoubtIsSettledByALook(t *testing.T) {
	t.Parallel()
	d := open(t, 3)
	here := d.put("plan.txt", "柏川市2025年工作要点\n柏政发〔2025〕3号\n一、改善农村住房。全年完成农村危房改造1200户，建设二十个示范村。（责任单位：柏川市第1工作专班办公室）\n二、修建农村公路。新建农村公路80公里。\n柏川市人民政府\n2025年1月10日\n")
	p := d.Page("office", here)
	goal, ok := strings.CutPrefix(p.One("#t1 [data-act=seen]").Attr("value"), "seen:")
	if !ok {
		t.Fatal("no doubt can be settled")
	}
	// The list of documents counts them as the page does, before and after.
	same := func(want int) {
		t.Helper()
		list := d.Page("office", "/documents").All("[data-rows] tbody tr td:nth-child(6)")
		if got, said := d.Page("office", here).One(".doubts").Text(), fmt.Sprintf("存疑 %d 处", want); got != said || len(list) != 1 || list[0].Text() != strconv.Itoa(want) {
			t.Errorf("the page says %q, the list %+v, want %d", got, list, want)
		}
	}
	same(2)
	p.Lacks("#t2 [data-act=seen]") // who answers for it a look does not say
	p.Has("#t2 .reasons")
	d.Done("office", here+"/adopt", url.Values{"do": {"seen:" + goal}})
	same(1)
	p = d.Page("office", here)
	p.Lacks("#t1 .reasons")
	if got := p.One(".past li").Text(); !strings.Contains(got, "核对无误") {
		t.Errorf("the course of the review says %q", got)
	}
	d.Done("office", here+"/adopt", url.Values{"do": {"seen:t2"}})
	d.Page("office", here).Has("#t2 .reasons")
	d.Done("office", here+"/adopt", url.Values{"do": {"undo"}})
	d.Done("office", here+"/adopt", url.Values{"do": {"undo"}})
	d.Page("office", here).One("#t1 [data-act=seen]")
	d.Refused("office", here+"/adopt", url.Values{"do": {"seen:t9"}}, 422, "核对")
}

// Where a plan names several units for each task and none of them as its lead, one button lets the first lead in all; what somebody has just chosen stays.
func TestReview_TheFirstUnitLeadsEverywhere(t *testing.T) {
	t.Parallel()
	d := open(t, 4)
	text := "柏川市2025年工作要点\n柏政发〔2025〕3号\n"
	for i, what := range []string{"新建公园12个", "新建停车场20个", "新建学校3所"} {
		text += fmt.Sprintf("%s、%s。（责任单位：柏川市第%d工作专班办公室、柏川市第3工作专班办公室）\n", []string{"一", "二", "三"}[i], what, i)
	}
	here := d.put("plan.txt", text+"柏川市人民政府\n2025年1月10日\n")
	d.Page("office", here).One("#missing button[value=firsts]")
	d.Done("office", here+"/adopt", url.Values{"do": {"firsts"}, "lead.t2": {"t2-d2"}, "shown": {"t2"}, "take": {"t2"}})
	p := d.Page("office", here)
	p.Lacks("#missing button[value=firsts]")
	for task, lead := range map[string]string{"t1": "t1-d1", "t2": "t2-d2", "t3": "t3-d1"} {
		if got := p.One("#" + task + " input[type=radio][checked]").Attr("value"); got != lead {
			t.Errorf("%s is led by %s, want %s", task, got, lead)
		}
	}
	d.Done("office", here+"/adopt", url.Values{"do": {"undo"}})
	d.Page("office", here).One("#missing button[value=firsts]")
}
