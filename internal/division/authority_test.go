package division_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/region"
)

var city, county, second, elsewhere = region.MustParse("190300"), region.MustParse("190321"), region.MustParse("190322"), region.MustParse("190400")

// office is a body, under an id that its name gives.
func office(in region.Code, name, line string) division.Office {
	return division.Office{ID: uuid.NewSHA1(uuid.Nil, []byte(in.String()+name)), Name: name, Division: in, Body: access.BodyOf(name), Line: line}
}

// Who may give orders to whom, by the regulation: the warning, or none.
func TestAuthority_ByRankPlaceAndLine(t *testing.T) {
	t.Parallel()
	government, party, bureau := office(city, "禾川市人民政府", ""), office(city, "中共禾川市委员会", ""), office(city, "禾川市住房和城乡建设局", "住建")
	tax := office(city, "国家税务总局禾川市税务局", "税务")
	tax.IsVertical = true
	own := office(city, "禾川市房屋征收中心", "")
	own.Parent = bureau.ID
	township := office(county, "东山县河口镇人民政府", "")
	for name, c := range map[string]struct {
		from, to division.Office
		role     string
		isAgreed bool
		want     division.Warning
	}{
		"a government to its bureau":                 {government, bureau, division.Leads, false, ""},
		"a government to a county's":                 {government, office(county, "东山县人民政府", ""), division.Leads, false, ""},
		"a government to another city":               {government, office(elsewhere, "云岭市财政局", ""), division.Leads, false, division.WarnOutside},
		"a government to a Party body":               {government, office(city, "中共禾川市委宣传部", ""), division.Leads, false, division.WarnParty},
		"the Party committee to it":                  {party, office(city, "中共禾川市委宣传部", ""), division.Leads, false, ""},
		"a bureau to another of its rank":            {bureau, office(city, "禾川市财政局", "财政"), division.Leads, false, division.WarnPeer},
		"with its government's consent":              {bureau, office(city, "禾川市财政局", "财政"), division.Leads, true, ""},
		"a bureau to a government below":             {bureau, office(county, "东山县人民政府", ""), division.Leads, false, division.WarnGovernment},
		"a bureau to its counterpart below":          {bureau, office(county, "东山县住房和城乡建设局", "住建"), division.Leads, false, ""},
		"a bureau to another line below":             {bureau, office(county, "东山县水利局", "水利"), division.Leads, false, division.WarnLine},
		"a bureau to one whose line nobody has said": {bureau, office(county, "东山县水利局", ""), division.Leads, false, ""},
		"to itself":             {bureau, bureau, division.Leads, false, ""},
		"to its own part":       {bureau, own, division.Leads, false, ""},
		"a township to anybody": {township, office(county, "东山县水利局", "水利"), division.Cooperates, false, division.WarnTownship},
		"a government lets one that is led from above": {government, tax, division.Leads, false, division.WarnVertical},
		"it asks that one to cooperate":                {government, tax, division.Cooperates, false, ""},
		"a bureau asks that one to cooperate":          {bureau, tax, division.Cooperates, true, division.WarnVertical},
		"nobody knows the issuer":                      {division.Office{}, bureau, division.Leads, false, ""},
	} {
		if got := division.Authority(c.from, c.to, c.role, c.isAgreed); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Of a document issued together one issuer who may is enough; what is left out is warned of no more.
func TestBreaches_OneIssuerWhoMayIsEnough(t *testing.T) {
	t.Parallel()
	build, finance := office(city, "禾川市住房和城乡建设局", "住建"), office(city, "禾川市财政局", "财政")
	offices := map[uuid.UUID]division.Office{housing: office(county, "东山县住房和城乡建设局", "住建"), roads: office(county, "东山县财政局", "财政"), water: office(county, "东山县水利局", "水利")}
	of := func(unit uuid.UUID) division.Office { return offices[unit] }
	doc := plan([]policy.Duty{duty("市住建局", policy.RoleLead), duty("市交通局", policy.RoleCooperate)}, []policy.Duty{duty("市水利局", policy.RoleLead)})
	told := func(s *division.Sheet, issuers ...division.Office) (all []string) {
		for _, b := range s.Breaches(issuers, of, false) {
			all = append(all, fmt.Sprint(b.Item, " ", of(b.Unit).Name, " ", b.Warning))
		}
		return all
	}
	s := play(t, doc)
	if got := fmt.Sprint(told(s, build)); got != "[t1 东山县财政局 line t2 东山县水利局 line]" {
		t.Errorf("one bureau alone: %s", got)
	}
	if got := fmt.Sprint(told(s, build, finance)); got != "[t2 东山县水利局 line]" {
		t.Errorf("two together: %s", got)
	}
	if got := told(play(t, doc, division.Act{Kind: division.ActSet, Set: division.Entries{"take.t2": {""}}}), build, finance); len(got) != 0 {
		t.Errorf("what is left out is warned of: %v", got)
	}
	if got := told(s); len(got) != 0 {
		t.Errorf("without an issuer that is known: %v", got)
	}
}

// A group means the bureaus of the lead's line right below it, one of each county; where the lead has no line, or is a government, the governments.
func TestCounterparts_ByTheLineOfTheLead(t *testing.T) {
	t.Parallel()
	all := []division.Office{
		office(second, "西水县人民政府", ""), office(second, "西水县水利局", "水利"), office(second, "西水县住房和城乡建设局", "住建"), office(county, "东山县人民政府", ""), office(county, "东山县人民政府办公室", ""),
		office(county, "东山县住房和城乡建设局", "住建"), office(city, "禾川市住房和城乡建设局", "住建"), office(elsewhere, "云岭市住房和城乡建设局", "住建"), office(region.MustParse("190421"), "青山县住房和城乡建设局", "住建"),
	}
	for name, c := range map[string]struct {
		lead division.Office
		want string
	}{
		"a bureau":                 {office(city, "禾川市住房和城乡建设局", "住建"), "[东山县住房和城乡建设局 西水县住房和城乡建设局] []"},
		"a line one county lacks":  {office(city, "禾川市水利局", "水利"), "[西水县水利局] [190321]"},
		"a bureau without a line":  {office(city, "禾川市督查室", ""), "[东山县人民政府 西水县人民政府] []"},
		"a government":             {office(city, "禾川市人民政府", "住建"), "[东山县人民政府 西水县人民政府] []"},
		"a county, which has none": {office(county, "东山县住房和城乡建设局", "住建"), "[] []"},
	} {
		units, lacking := division.Counterparts(c.lead, all)
		names := []string{}
		for _, o := range units {
			names = append(names, o.Name)
		}
		if got := fmt.Sprint(names, " ", lacking); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
