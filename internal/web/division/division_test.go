package division_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/web/division"
	"github.com/wenxiao/wenxiao/internal/web/sitetest"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/region"
)

const plan = `柏川市2025年工作要点
柏政发〔2025〕3号
一、新建公园。新建公园12个。（责任单位：柏川市城市管理局）
二、修建农村公路。新建农村公路80公里。（责任单位：柏川市交通运输局）
三、加强督促落实。全年督促检查4次。（责任单位：柏川市人民政府办公室）
柏川市人民政府
2025年1月10日
`

// A draft goes to the units it names, the office among them: each unit sees its own items, the office all of them, and what a unit has said is
// not put back into the form it sent.
func TestDivision_WhoSeesWhat(t *testing.T) {
	t.Parallel()
	city := region.MustParse("190300")
	now := time.Date(2025, 11, 5, 2, 0, 0, 0, time.UTC)
	s := sitetest.Open(t, func() time.Time { return now }, division.Routes)
	s.Division(city, "柏川市")
	office, parks := s.Unit(city, "柏川市人民政府办公室"), s.Unit(city, "柏川市城市管理局")
	s.Unit(city, "柏川市交通运输局")
	people := s.Hire(sitetest.Person{Name: "office", Label: "何云", In: city, Unit: office, Role: access.Supervisor}, sitetest.Person{Name: "security", Label: "安全", In: city, Role: access.Security},
		sitetest.Person{Name: "parks", Label: "李远", In: city, Unit: parks, Role: access.Reporter})
	call := app.Call{Actor: access.Actor{Account: people["office"], Unit: office, Division: city, Grants: []access.Grant{{Role: access.Supervisor, Division: city}}, Locale: "zh"}, Request: "test", From: "local"}
	of, draft := uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())
	_, err := s.I.Documents.Upload(t.Context(), call, intake.Uploaded{ID: of, Name: "plan.txt", Content: strings.NewReader(plan)})
	s.Must(err)
	s.Must(s.I.Jobs.Drain(t.Context()))
	s.Must(s.I.Divisions.Send(t.Context(), call, draft, of, period.Date(s.I.Documents.Today())+3))

	here := "/divisions/" + draft.String()
	p := s.Page("parks", here)
	p.Has("#t1")
	p.Lacks("#t2")
	if text := p.One("#t1").Text(); !strings.Contains(text, "新建公园 12个") {
		t.Errorf("a number is written as in %q", text)
	}
	before := p.One("form[action='" + here + "/comment'] [name=version]").Attr("value")
	s.Done("parks", here+"/comment", url.Values{"kind.t1": {"object"}, "text.t1": {"用地尚未落实"}})
	if after := s.Page("parks", here).One("form[action='" + here + "/comment'] [name=version]").Attr("value"); after == before {
		t.Errorf("what was sent is of version %s still", after)
	}
	p = s.Page("office", here)
	p.Has("#t2")
	p.Has("#t3")
	p.Has("#t1 form[action*='/decide/']")
	p.Lacks("form[action='" + here + "/comment']")
}
