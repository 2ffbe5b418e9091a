package instance_test

import (
	"errors"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/breakdown"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/region"
	"pgregory.net/rapid"
)

// first and second are two plans of a fictional city for one year; the second gives other figures for the houses and drops the roads.
const (
	first = `禾川市人民政府关于印发《禾川市2025年乡村建设工作要点》的通知
禾政发〔2025〕3号
各县（市、区）人民政府，市直各有关单位：
现将《禾川市2025年乡村建设工作要点》印发给你们，请认真贯彻落实。
禾川市人民政府
2025年1月10日
禾川市2025年乡村建设工作要点
一、改善农村住房。全年完成农村危房改造1200户，建设村级公厕60座。（责任单位：市住建局、市财政局）
二、修建农村公路。新建农村公路80公里。（责任单位：市交通局、市住建局）
三、办好农村学校。2025年10月底前新建农村学校5所。（责任单位：市教育局、市财政局）
四、保持村庄整洁。开展村庄清洁行动。（责任单位：市住建局）
五、保障措施。各责任单位每季度末将进展情况报送市政府办公室。`
	second = `禾川市人民政府关于印发《禾川市2025年乡村建设实施方案》的通知
禾政发〔2025〕9号
各县（市、区）人民政府，市直各有关单位：
现将《禾川市2025年乡村建设实施方案》印发给你们，请认真贯彻落实。
禾川市人民政府
2025年3月5日
禾川市2025年乡村建设实施方案
一、改善农村住房。全年完成农村危房改造1500户，建设村级公厕60座。（责任单位：市住建局、市财政局）
二、办好农村学校。2025年10月底前新建农村学校6所。（责任单位：市教育局、市财政局）
三、整治村庄环境。完成村庄绿化20个。（责任单位：市交通局）
四、保障措施。各责任单位每季度末将进展情况报送市政府办公室。`
)

// bureaus are the units that documents name.
var bureaus = []string{"市住建局", "市财政局", "市交通局", "市教育局"}

var county = region.MustParse("190321")

// newHouse makes a house with a plan that was adopted, of which one number is split and another unit answers for one.
func newHouse(t *scope, database string, rt *rapid.T) *house {
	h := &house{Office: instancetest.NewOffice(t, database, "2025-03-10"), rt: rt}
	h.T = rt
	manage := app.System("test", access.OrganisationManage)
	h.Must(h.Organisation.AddDivision(h.Context(), manage, organisation.Division{ID: instancetest.ID(), Division: region.Division{Code: county, Name: "东山县"}}))
	office := h.Unit("市政府办公室")
	h.Hire("office", office, access.Supervisor)
	h.Hire("second", office, access.Supervisor)
	h.Hire("leader", office, access.Leader)
	units := map[string]uuid.UUID{}
	for i, name := range bureaus {
		units[name] = h.Unit(name)
		h.Hire(name+"甲", units[name], access.Reporter)
		if h.Hire(name+"乙", units[name], access.Reporter); i%2 == 0 {
			h.Hire(name+"审", units[name], access.Approver)
		}
	}
	for name, role := range map[string]access.Role{"东山县政府办公室": access.Supervisor, "东山县住建局": access.Reporter} {
		units[name] = h.AddUnit(organisation.Unit{Division: county, Name: name})
		h.settle(name, units[name], role)
	}
	id := h.Upload(h.As("office"), "要点.txt", first)
	d, _ := h.decide(h.As("office"), id)
	h.Must(h.Documents.Adopt(h.Context(), h.As("office"), id, d))
	for _, g := range all[record.Target](h, record.TargetTable) {
		if g.Metric == "新建农村公路" || g.Value != nil && *g.Value == 80_0000 {
			h.Must(h.Breakdown.Split(h.Context(), h.As("office"), g.ID, 0, breakdown.Split{Kind: ledger.SplitTotal, IsSum: true, Parts: []breakdown.Part{
				{Unit: units["市交通局"], Value: quantity.Integer(50)}, {Unit: units["东山县住建局"], Value: quantity.Integer(30)}}}))
		}
	}
	h.kept, h.events = h.look()
	return h
}

// settle gives a unit of the county somebody.
func (h *house) settle(name string, unit uuid.UUID, role access.Role) {
	a := instancetest.Person(unit, role).Actor
	instancetest.Put(h.Office, record.AccountTable, record.Account{Reference: store.Reference{ID: a.Account}, Name: name, Label: name, Division: int64(county.Owner()), Unit: &unit})
	instancetest.Put(h.Office, record.GrantTable, record.Grant{Reference: store.Reference{ID: instancetest.ID()}, Account: a.Account, Role: string(role), Division: int64(county.Owner())})
}

// decide takes every task of a proposal, with the first unit in the lead; the second answers for the second number.
func (h *house) decide(call app.Call, id uuid.UUID) (d document.Decision, n int) {
	_, doc, err := h.Documents.Proposal(h.Context(), call, id)
	h.Must(err)
	units := map[string]uuid.UUID{}
	for _, u := range all[record.Unit](h, record.UnitTable) {
		if units[u.Name] = u.ID; u.Until != 0 {
			delete(units, u.Name)
		}
	}
	d = document.Decision{Tasks: make([]document.TaskDecision, len(doc.Tasks)), Every: "quarter"}
	for i, t := range doc.Tasks {
		x := &d.Tasks[i]
		x.DoneWhen, x.Proof = "完成并验收", "验收单"
		for _, duty := range t.Duties {
			if unit, ok := units[duty.Unit]; ok {
				part := record.PartCooperate
				if len(x.Duties) == 0 {
					part = record.PartLead
				}
				x.Duties = append(x.Duties, document.DutyDecision{Unit: unit, Part: part})
			} else {
				x.Duties = append(x.Duties, document.DutyDecision{})
			}
		}
		if x.Leave = len(x.Duties) == 0 || x.Duties[0].Unit == uuid.Nil; x.Leave {
			continue
		}
		if x.Leads = make([]uuid.UUID, len(t.Targets)); len(t.Targets) > 1 && len(x.Duties) > 1 {
			x.Leads[1] = x.Duties[1].Unit
		}
		n++
	}
	return d, n
}

// day is some days from today.
func (h *house) day(n int) period.Date { return period.Date(h.Today() + int64(n)) }

// figure is some figure.
func (h *house) figure() quantity.Number {
	return rapid.SampledFrom([]quantity.Number{quantity.Integer(0), quantity.Integer(5), quantity.Integer(40), quantity.Integer(1200), {Coefficient: 25, Scale: 1}}).Draw(h.rt, "figure")
}

func asFault(err error, f **fault.Error) bool { return errors.As(err, f) }
