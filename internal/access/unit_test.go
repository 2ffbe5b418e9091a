package access_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/region"
)

// merged is the day on which one bureau became part of another.
const merged region.Day = 19000

// offices is a directory of an invented city.
func offices(t testing.TB) *access.Directory {
	t.Helper()
	var places []region.Division
	for _, line := range strings.Split(`140900 云岭市
140902 河湾区
140921 松溪县
140922 临渠县
140921100 古渡镇
140902001 南桥街道`, "\n") {
		code, name, _ := strings.Cut(line, " ")
		places = append(places, region.Division{Code: region.MustParse(code), Name: name})
	}
	divisions, err := region.NewDirectory(places)
	if err != nil {
		t.Fatal(err)
	}
	var units []access.Unit
	for i, line := range strings.Split(`140900 云岭市发展和改革委员会
140900 云岭市教育局
140900 云岭市人力资源和社会保障局
140900 云岭市规划和自然资源局
140900 云岭市市场监督管理局
140900 云岭市人民政府
140900 云岭市人民政府办公室
140900 中共云岭市委组织部
140900 云岭市残疾人联合会
140900 中国人民银行云岭市分行 人行 市人行
140900 云岭市农业农村局 乡村振兴局@19000
140900 云岭市乡村振兴局 -19000
140900 云岭市住房和城乡建设局
140900 云岭市住房公积金管理局
140921 松溪县发展和改革局
140921 松溪县教育局
140921 松溪县人民政府
140922 临渠县发展和改革局
140922 云岭市临渠县教育局
140922 临渠县人民政府
140902 河湾区教育局
140921100 古渡镇人民政府
140902001 南桥街道办事处
140000 山西省发展和改革委员会`, "\n") {
		fields := strings.Fields(line)
		u := access.Unit{ID: uuid.UUID{15: byte(i + 1)}, Division: region.MustParse(fields[0]), Name: fields[1]}
		for _, extra := range fields[2:] {
			if to, is := strings.CutPrefix(extra, "-"); is {
				u.To = day(t, to)
				continue
			}
			alias, from, _ := strings.Cut(extra, "@")
			u.Aliases = append(u.Aliases, access.Alias{Name: alias, From: day(t, from)})
		}
		units = append(units, u)
	}
	d, err := access.NewDirectory(units, divisions)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func day(t testing.TB, number string) (d region.Day) {
	t.Helper()
	if number == "" {
		return 0
	}
	if err := json.Unmarshal([]byte(number), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDirectory_FindsUnitsAsDocumentsNameThem(t *testing.T) {
	t.Parallel()
	d := offices(t)
	for _, c := range []struct{ in, name, want string }{
		// in a document of the city
		{"140900", "云岭市发展和改革委员会", "full-name 云岭市发展和改革委员会"},
		{"140900", "发展和改革委员会", "short-name 云岭市发展和改革委员会"},
		{"140900", "市发展改革委", "abbreviation 云岭市发展和改革委员会"},
		{"140900", "市发改委", "abbreviation 云岭市发展和改革委员会"},
		{"140900", "云岭 市发改委", "abbreviation 云岭市发展和改革委员会"},
		{"140900", "市教育局", "short-name 云岭市教育局"},
		{"140900", "人社局", "abbreviation 云岭市人力资源和社会保障局"},
		{"140900", "市市场监管局", "abbreviation 云岭市市场监督管理局"},
		{"140900", "市场监管局", "abbreviation 云岭市市场监督管理局"},
		{"140900", "市自然资源局", "ending 云岭市规划和自然资源局"},
		{"140900", "市政府", "short-name 云岭市人民政府"},
		{"140900", "市政府办", "abbreviation 云岭市人民政府办公室"},
		{"140900", "市人民政府办公室", "short-name 云岭市人民政府办公室"},
		{"140900", "市委组织部", "short-name 中共云岭市委组织部"},
		{"140900", "组织部", "ending 中共云岭市委组织部"},
		{"140900", "市残联", "abbreviation 云岭市残疾人联合会"},
		{"140900", "人行", "alias 中国人民银行云岭市分行"},
		{"140900", "住建局", "abbreviation 云岭市住房和城乡建设局"},
		{"140900", "住房局", "abbreviation 云岭市住房和城乡建设局, abbreviation 云岭市住房公积金管理局"},
		// of others
		{"140900", "松溪县发改局", "abbreviation 松溪县发展和改革局"},
		{"140900", "县发改局", "abbreviation 松溪县发展和改革局, abbreviation 临渠县发展和改革局"},
		{"140900", "区教育局", "short-name 河湾区教育局"},
		{"140900", "临渠县教育局", "short-name 云岭市临渠县教育局"},
		{"140900", "省发展改革委", "abbreviation 山西省发展和改革委员会"},
		{"140900", "山西省发改委", "abbreviation 山西省发展和改革委员会"},
		{"140900", "松溪县", "division 松溪县人民政府"},
		{"140900", "古渡镇", "division 古渡镇人民政府"},
		{"140900", "南桥街道", "division 南桥街道办事处"},
		// in a document of a county
		{"140921", "发改局", "abbreviation 松溪县发展和改革局"},
		{"140921", "县教育局", "short-name 松溪县教育局"},
		{"140921", "教育局", "short-name 松溪县教育局"},
		{"140921", "市教育局", "short-name 云岭市教育局"},
		{"140921", "镇政府", "short-name 古渡镇人民政府"},
		{"140921", "临渠县教育局", ""},
		// nobody
		{"140900", "各有关部门", ""}, {"140900", "局", ""}, {"140900", "", ""}, {"140900", "市体育局", ""},
		{"140900", strings.Repeat("云岭市", 1000), ""},
	} {
		if got := show(d.Find(region.MustParse(c.in), c.name, merged)); got != c.want {
			t.Errorf("%s in %s: %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func show(matches []access.Match) string {
	var words []string
	for _, m := range matches {
		words = append(words, string(m.Reason)+" "+m.Unit.Name)
	}
	return strings.Join(words, ", ")
}

func TestDirectory_NamesHoldForATime(t *testing.T) {
	t.Parallel()
	d := offices(t)
	city := region.MustParse("140900")
	for on, want := range map[region.Day]string{merged - 1: "short-name 云岭市乡村振兴局", merged: "alias 云岭市农业农村局"} {
		if got := show(d.Find(city, "乡村振兴局", on)); got != want {
			t.Errorf("on day %d: %q, want %q", on, got, want)
		}
	}
}

func TestNewDirectory_Refuses(t *testing.T) {
	t.Parallel()
	divisions, err := region.NewDirectory(nil)
	if err != nil {
		t.Fatal(err)
	}
	id := uuid.UUID{1}
	for name, units := range map[string][]access.Unit{
		"no ID":         {{Name: "教育局"}},
		"no name":       {{ID: id, Name: " "}},
		"backwards":     {{ID: id, Name: "教育局", From: 10, To: 10}},
		"two at a time": {{ID: id, Name: "教育局"}, {ID: id, Name: "教育体育局", From: 10}},
	} {
		if _, err := access.NewDirectory(units, divisions); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	renamed := []access.Unit{{ID: id, Name: "教育局", To: 10}, {ID: id, Name: "教育体育局", From: 10}}
	d, err := access.NewDirectory(renamed, divisions)
	if err != nil {
		t.Fatal(err)
	}
	if got := show(d.Find(region.Code{}, "教体局", 10)); got != "abbreviation 教育体育局" {
		t.Errorf("renamed: %q", got)
	}
}

func FuzzFind(f *testing.F) {
	for _, seed := range []string{"市发改委", "云岭市云岭市云岭市云岭市河湾区", "县（区）教育局", "\xff市"} {
		f.Add(seed)
	}
	d := offices(f)
	f.Fuzz(func(t *testing.T, name string) {
		matches := d.Find(region.MustParse("140900"), name, merged)
		for _, m := range matches {
			if m.Reason != matches[0].Reason {
				t.Errorf("%q: %s beside %s", name, m.Reason, matches[0].Reason)
			}
		}
	})
}
