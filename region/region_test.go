package region_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/region"
	"pgregory.net/rapid"
)

func TestParse_NormalForm(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in, prefix, text, full string
		level                  region.Level
		owner                  int
		parent                 string
	}{
		{"14", "14", "140000", "140000000000", region.Province, 140000, "000000"},
		{"1400", "14", "140000", "140000000000", region.Province, 140000, "000000"},
		{"140000000000", "14", "140000", "140000000000", region.Province, 140000, "000000"},
		{"1403", "1403", "140300", "140300000000", region.City, 140300, "140000"},
		{"140302", "140302", "140302", "140302000000", region.County, 140302, "140300"},
		{"140302000", "140302", "140302", "140302000000", region.County, 140302, "140300"},
		{"140302001", "140302001", "140302001", "140302001000", region.Township, 140302, "140302"},
		{"140302001201", "140302001201", "140302001201", "140302001201", region.Village, 140302, "140302001"},
		{"429004", "429004", "429004", "429004000000", region.County, 429004, "429000"},
		{"460003", "460003", "460003", "460003000000", region.County, 460003, "460000"},
		{"460003100", "460003100", "460003100", "460003100000", region.Township, 460003, "460003"},
		{"441900003000", "441900003", "441900003", "441900003000", region.Township, 441900, "441900"},
		{"441900003001", "441900003001", "441900003001", "441900003001", region.Village, 441900, "441900003"},
		{"00", "", "000000", "000000000000", region.Nation, 0, "000000"},
		{"000000", "", "000000", "000000000000", region.Nation, 0, "000000"},
	} {
		code, err := region.Parse(c.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.in, err)
			continue
		}
		if code.Prefix() != c.prefix || code.String() != c.text || code.Full() != c.full || code.Level() != c.level ||
			code.Owner() != c.owner || code.Parent() != region.MustParse(c.parent) {
			t.Errorf("%s: prefix %q, %s, %s, %s, owner %d, parent %s", c.in, code.Prefix(), code, code.Full(),
				code.Level(), code.Owner(), code.Parent())
		}
		if of, err := region.OfOwner(int64(c.owner)); err != nil || !of.Contains(code) || of.Level() > region.County {
			t.Errorf("%s: its owner is %s, %v", c.in, of, err)
		}
	}
}

func TestParse_Refuses(t *testing.T) {
	t.Parallel()
	for in, says := range map[string]string{
		"":             "want 2, 4, 6, 9 or 12",
		"1":            "want 2",
		"14030":        "not 5",
		"14030a":       "character 6",
		"１４":           "character 1",
		"001403":       "the province part is zero",
		"140302000201": "the township part is zero",
		"140000003":    "the city part is zero",
	} {
		if code, err := region.Parse(in); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("Parse(%q) = %s, error %v does not say %q", in, code, err, says)
		}
	}
}

func TestCode_Contains(t *testing.T) {
	t.Parallel()
	var nation region.Code
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"14", "140302", true}, {"140302", "14", false}, {"1403", "1403", true}, {"1403", "140402", false},
		{"441900", "441900003", true}, {"140302001", "140302001201", true}, {"000000", "14", true},
	} {
		if got := region.MustParse(c.a).Contains(region.MustParse(c.b)); got != c.want {
			t.Errorf("%s contains %s = %t", c.a, c.b, got)
		}
	}
	if !nation.IsNation() || !nation.Contains(nation) || nation.Parent() != nation {
		t.Error("the zero Code is not the nation")
	}
}

func TestCode_Properties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		code, err := region.Parse(rapid.StringMatching(`[0-9]{2}([0-9]{2}([0-9]{2}([0-9]{3}([0-9]{3})?)?)?)?`).Draw(t, "code"))
		if err != nil {
			return
		}
		for _, form := range []string{code.String(), code.Full()} {
			if back, err := region.Parse(form); err != nil || back != code {
				t.Fatalf("Parse(%s) = %s, %v", form, back, err)
			}
		}
		if !strings.HasPrefix(code.Full(), code.Prefix()) || !code.Parent().Contains(code) {
			t.Fatalf("%s does not lie in %s", code, code.Parent())
		}
		if !code.IsNation() && (code.Contains(code.Parent()) || code.Parent().Level() >= code.Level()) {
			t.Fatalf("%s is not above %s", code.Parent(), code)
		}
		for l := region.Nation; l <= region.Village; l++ {
			if above := code.At(l); above.Level() > l || !above.Contains(code) {
				t.Fatalf("%s at level %s = %s", code, l, above)
			}
		}
		for above := code; !above.IsNation(); above = above.Parent() {
			if above.Level() <= region.County && above.Owner()/10000 != code.Owner()/10000 {
				t.Fatalf("%s and %s have different owners' provinces", above, code)
			}
		}
	})
}

func TestCode_JSON(t *testing.T) {
	t.Parallel()
	var codes []region.Code
	if err := json.Unmarshal([]byte(`["1409","140302","000000"]`), &codes); err != nil {
		t.Fatal(err)
	}
	if out, err := json.Marshal(codes); err != nil || string(out) != `["140900","140302","000000"]` {
		t.Errorf("JSON = %s, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`["x"]`), &codes); err == nil {
		t.Error("x was read")
	}
}

func TestProvinces(t *testing.T) {
	t.Parallel()
	provinces := region.Provinces()
	if len(provinces) != 34 {
		t.Fatalf("%d provinces", len(provinces))
	}
	seen := map[string]bool{}
	for _, p := range provinces {
		if p.Code.Level() != region.Province || len(p.Short) == 0 || p.Name == "" {
			t.Errorf("province %+v", p)
		}
		for _, short := range p.Short {
			if found, ok := region.ByShort(short); !ok || found.Code != p.Code || seen[short] {
				t.Errorf("%s stands for %s", short, found.Name)
			}
			seen[short] = true
		}
	}
	for short, name := range map[string]string{"晋": "山西省", "赣": "江西省", "滇": "云南省", "内": "内蒙古自治区"} {
		if p, ok := region.ByShort(short); !ok || p.Name != name {
			t.Errorf("%s stands for %q", short, p.Name)
		}
	}
	if p, ok := region.ByShort("石"); ok {
		t.Errorf("石 stands for %s", p.Name)
	}
}

func TestAliases(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"山西省": "山西", "阳泉市": "阳泉", "平定县": "平定", "盂县": "", "城区": "", "北京市": "北京",
		"内蒙古自治区": "内蒙古", "新疆维吾尔自治区": "新疆维吾尔 新疆", "广西壮族自治区": "广西壮族 广西", "香港特别行政区": "香港",
		"延边朝鲜族自治州": "延边朝鲜族 延边", "黔东南苗族侗族自治州": "黔东南苗族侗族 黔东南苗族 黔东南",
		"伊犁哈萨克自治州": "伊犁哈萨克 伊犁", "龙胜各族自治县": "龙胜各族 龙胜", "管城回族区": "管城回族 管城",
		"大兴安岭地区": "大兴安岭", "锡林郭勒盟": "锡林郭勒", "土默特左旗": "土默特左", "鄂温克族自治旗": "鄂温克族",
		"津市市": "津市", "沙市区": "沙市", "义井镇": "义井", "南山路街道办事处": "南山路", "南山路街道": "南山路",
		"上城南村委会": "上城南村 上城南", "上城南村村民委员会": "上城南村 上城南", "义井社区居委会": "义井社区 义井", "桥头居民委员会": "桥头",
		"大阳泉村": "大阳泉", "": "", "省": "",
	} {
		if got := strings.Join(region.Aliases(name), " "); got != want {
			t.Errorf("Aliases(%s) = %q, want %q", name, got, want)
		}
	}
}

// directory is an invented prefecture, with a rename and an abolition in it.
func directory(t testing.TB) *region.Directory {
	t.Helper()
	var divisions []region.Division
	for _, line := range strings.Split(`140300 阳泉市
140302 城区
140303 矿区
140400 长治市
140402 城区 0 100
140403 潞州区 100
140321 平定县
140321100 冠山镇
140321100201 城里村委会 50
140321100202 城里村 0 50
110100 市辖区
110101 东城区
441900 东莞市
441900003 东城街道`, "\n") {
		var d region.Division
		fields := strings.Fields(line)
		d.Code, d.Name = region.MustParse(fields[0]), fields[1]
		days := make([]region.Day, 2)
		for i, text := range fields[2:] {
			if err := json.Unmarshal([]byte(text), &days[i]); err != nil {
				t.Fatal(err)
			}
		}
		d.From, d.To = days[0], days[1]
		divisions = append(divisions, d)
	}
	slices.Reverse(divisions)
	d, err := region.NewDirectory(divisions)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// names shows divisions as code and name.
func names(divisions []region.Division) string {
	var words []string
	for _, d := range divisions {
		words = append(words, d.Code.String()+d.Name)
	}
	return strings.Join(words, " ")
}

func TestDirectory_Find(t *testing.T) {
	t.Parallel()
	d := directory(t)
	for _, c := range []struct {
		parent, name string
		on           region.Day
		want         string
	}{
		{"14", "城区", 99, "140302城区 140402城区"},
		{"14", "城区", 100, "140302城区"},
		{"14", "潞州", 100, "140403潞州区"},
		{"14", "潞州", 99, ""},
		{"1403", "城区", 99, "140302城区"},
		{"00", "平定", 0, "140321平定县"},
		{"00", "平定县", 0, "140321平定县"},
		{"00", "山西", 0, "140000山西省"},
		{"00", "东城", 0, "110101东城区 441900003东城街道"},
		{"00", "东城区", 0, "110101东城区"},
		{"14", "城里村", 49, "140321100202城里村"},
		{"14", "城里村", 50, "140321100201城里村委会"},
		{"14", "城里", 50, "140321100201城里村委会"},
		{"11", "平定县", 0, ""},
	} {
		if got := names(d.Find(region.MustParse(c.parent), c.name, c.on)); got != c.want {
			t.Errorf("%s in %s on day %d: %q, want %q", c.name, c.parent, c.on, got, c.want)
		}
	}
}

func TestDirectory_FullNameAndChildren(t *testing.T) {
	t.Parallel()
	d := directory(t)
	for code, want := range map[string]string{
		"140302": "山西省阳泉市城区", "110101": "北京市东城区", "441900003": "广东省东莞市东城街道",
		"140321100201": "山西省阳泉市平定县冠山镇城里村委会", "14": "山西省", "110100": "北京市市辖区", "140399": "",
	} {
		if got, ok := d.FullName(region.MustParse(code), 60); got != want || ok != (want != "") {
			t.Errorf("FullName(%s) = %q, %t", code, got, ok)
		}
	}
	for parent, want := range map[string]string{
		"14": "140300阳泉市 140400长治市", "1403": "140302城区 140303矿区 140321平定县", "4419": "441900003东城街道",
		"140321100": "140321100201城里村委会", "140302": "",
	} {
		if got := names(d.Children(region.MustParse(parent), 60)); got != want {
			t.Errorf("Children(%s) = %q, want %q", parent, got, want)
		}
	}
	if got := d.Children(region.Code{}, 0); len(got) != 34 {
		t.Errorf("the nation has %d children", len(got))
	}
	if got := d.History(region.MustParse("140402")); len(got) != 1 || got[0].To != 100 {
		t.Errorf("history = %v", got)
	}
}

func TestNewDirectory_Refuses(t *testing.T) {
	t.Parallel()
	county := region.MustParse("140302")
	for name, divisions := range map[string][]region.Division{
		"no name":   {{Code: county}},
		"nation":    {{Name: "全国"}},
		"backward":  {{Code: county, Name: "城区", From: 10, To: 10}},
		"two names": {{Code: county, Name: "城区", From: 10, To: 21}, {Code: county, Name: "矿区", From: 20}},
		"two open":  {{Code: county, Name: "城区"}, {Code: county, Name: "矿区", From: 20}},
		"the same":  {{Code: county, Name: "城区"}, {Code: county, Name: "城区"}},
	} {
		if _, err := region.NewDirectory(divisions); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	renamed := []region.Division{{Code: region.MustParse("14"), Name: "甲省", To: 20}, {Code: region.MustParse("14"), Name: "乙省", From: 20}}
	d, err := region.NewDirectory(renamed)
	if err != nil {
		t.Fatal(err)
	}
	if now, ok := d.At(region.MustParse("14"), 20); !ok || now.Name != "乙省" {
		t.Errorf("a province given by the caller = %v", now)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"14", "140302", "441900003001", "140000003", "000000", "140302000201", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		code, err := region.Parse(in)
		if err != nil {
			return
		}
		back, err := region.Parse(code.String())
		if err != nil || back != code || !strings.HasPrefix(in, code.Prefix()) || strings.Trim(in[len(code.Prefix()):], "0") != "" {
			t.Errorf("Parse(%q) = %s, and back %s, %v", in, code, back, err)
		}
	})
}

func FuzzAliases(f *testing.F) {
	for _, seed := range []string{"阳泉市", "延边朝鲜族自治州", "上城南村委会", "村村委会", "\xff市"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		for _, alias := range region.Aliases(name) {
			if len(alias) >= len(name) || !strings.HasPrefix(name, alias) {
				t.Errorf("Aliases(%q) has %q", name, alias)
			}
		}
	})
}
