package ident_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/ident"
	"github.com/wenxiao/wenxiao/region"
	"pgregory.net/rapid"
)

// The code is the example printed in GB 32100-2015 itself.
func TestParseCreditCode_StandardsOwnExample(t *testing.T) {
	t.Parallel()
	code, err := ident.ParseCreditCode(" 91350100m000100y43")
	if err != nil {
		t.Fatal(err)
	}
	organisation, isSound := code.Organisation()
	if code.String() != "91350100M000100Y43" || code.Area() != region.MustParse("350100") || organisation != "M000100Y4" || !isSound {
		t.Errorf("%s: area %s, organisation %s %t", code, code.Area(), organisation, isSound)
	}
}

func TestParseCreditCode_SaysWhichCharacterAndWhy(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                    "empty@0",
		"91350100M000100Y4":   "length@0",
		"91350100M000100Y434": "length@0",
		"91350100M00O100Y43":  "character@12",
		"9135A100M000100Y43":  "character@5",
		"91350100M000100Y44":  "check@18",
		"9.13501E+17":         "scientific@8",
		"统一社会信用代码统一社会信用代码统一": "character@1",
	} {
		if code, err := ident.ParseCreditCode(in); blame(err) != want || !code.IsZero() {
			t.Errorf("ParseCreditCode(%q): %s, want %s", in, blame(err), want)
		}
	}
	for in, want := range map[string]string{"913501": "length@0", "91350100M000100O4": "character@16"} {
		if _, err := ident.CompleteCreditCode(in); blame(err) != want {
			t.Errorf("CompleteCreditCode(%q): %s, want %s", in, blame(err), want)
		}
	}
}

func TestCreditCode_AreaZeroAndJSON(t *testing.T) {
	t.Parallel()
	national, err := ident.CompleteCreditCode("11100000000000000")
	if err != nil || !national.Area().IsNation() {
		t.Errorf("a national organ's area = %s, %v", national.Area(), err)
	}
	odd, err := ident.CompleteCreditCode("91000123000000000")
	if _, isSound := odd.Organisation(); err != nil || !odd.Area().IsNation() || !isSound {
		t.Errorf("an area without structure = %s, %v", odd.Area(), err)
	}
	unsound, err := ident.CompleteCreditCode("91350100M000100Y5")
	if _, isSound := unsound.Organisation(); err != nil || isSound {
		t.Errorf("%s is sound, %v", unsound, err)
	}
	var codes []ident.CreditCode
	in := `["91350100M000100Y43",""]`
	if err := json.Unmarshal([]byte(in), &codes); err != nil {
		t.Fatal(err)
	}
	if out, err := json.Marshal(codes); err != nil || string(out) != in {
		t.Errorf("JSON = %s, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`["91350100M000100Y44"]`), &codes); err == nil {
		t.Error("a wrong code was read")
	}
	var zero ident.CreditCode
	if organisation, isSound := zero.Organisation(); organisation != "" || isSound || !zero.Area().IsNation() {
		t.Error("the zero CreditCode is not empty")
	}
}

func TestCreditCode_OneWrongCharacterNeverPasses(t *testing.T) {
	t.Parallel()
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	rapid.Check(t, func(t *rapid.T) {
		code, err := ident.CompleteCreditCode(rapid.StringMatching(`[19YN][1-9][0-9]{6}[0-9A-H]{9}`).Draw(t, "code"))
		if err != nil {
			t.Fatal(err)
		}
		wrong := []byte(code.String())
		wrong[rapid.IntRange(0, 17).Draw(t, "at")] = alphabet[rapid.IntRange(0, 30).Draw(t, "character")]
		if _, err := ident.ParseCreditCode(string(wrong)); err == nil && string(wrong) != code.String() {
			t.Fatalf("%s passes beside %s", wrong, code)
		}
	})
}

func TestParseDisabilityCard(t *testing.T) {
	t.Parallel()
	id := person(t, "19900101", 1)
	for suffix, want := range map[string]ident.DisabilityCard{
		"11":    {Holder: id, Class: ident.Vision, Grade: 1},
		"42":    {Holder: id, Class: ident.Limb, Grade: 2},
		"74b1":  {Holder: id, Class: ident.Multiple, Grade: 4, Reissue: 1},
		"63B12": {Holder: id, Class: ident.Mental, Grade: 3, Reissue: 12},
	} {
		card, err := ident.ParseDisabilityCard(id.Number()+" "+suffix, today)
		if err != nil || card != want || card.IsSevere() != (want.Grade <= 2) {
			t.Errorf("%s: %+v, %v", suffix, card, err)
		}
		if card.Number() != id.Number()+strings.ToUpper(suffix) {
			t.Errorf("number of %s = %s", suffix, card.Number())
		}
		for _, shown := range []string{fmt.Sprintf("%v %+v %#v", card, card, &card), card.String()} {
			if strings.Contains(shown, "1990") || strings.HasSuffix(shown, suffix) {
				t.Errorf("printed as %s", shown)
			}
		}
	}
	for suffix, want := range map[string]string{
		"": "length@0", "1": "length@0", "81": "class@19", "01": "class@19", "15": "grade@20", "10": "grade@20", "1A": "grade@20",
		"11B": "length@0", "11C1": "character@21", "11B0": "character@22", "11BB": "character@22", "11B1X": "character@23", "11B123": "length@0",
	} {
		if _, err := ident.ParseDisabilityCard(id.Number()+suffix, today); blame(err) != want {
			t.Errorf("%q: %s, want %s", suffix, blame(err), want)
		}
	}
	for in, want := range map[string]string{"": "empty@0", "1403991990O101001211": "character@11"} {
		if _, err := ident.ParseDisabilityCard(in, today); blame(err) != want {
			t.Errorf("ParseDisabilityCard(%q): %s, want %s", in, blame(err), want)
		}
	}
}

func TestParseBankCard(t *testing.T) {
	t.Parallel()
	card, err := ident.CompleteBankCard("4111 1111 1111 111") // the test number of payment systems
	if err != nil || card.Number() != "4111111111111111" || card.String() != "************1111" || card.IsZero() {
		t.Errorf("%s, %v", card.Number(), err)
	}
	if again, err := ident.ParseBankCard(" ４１１１-1111-1111-1111"); err != nil || again != card {
		t.Errorf("%s, %v", again.Number(), err)
	}
	if shown := fmt.Sprintf("%#v", card); shown != card.String() {
		t.Error(shown)
	}
	for in, want := range map[string]string{
		"": "empty@0", "-": "length@0", "4111111111111112": "check@16", "4111 1111 1111 1112": "check@19", "411111111111": "length@0",
		"41111111111111111111": "length@0", "411111111111111A": "character@16", "6.22E+18": "scientific@0",
	} {
		if _, err := ident.ParseBankCard(in); blame(err) != want {
			t.Errorf("ParseBankCard(%q): %s, want %s", in, blame(err), want)
		}
	}
	if _, err := ident.CompleteBankCard("41x"); blame(err) != "character@3" {
		t.Error(err)
	}
}

func TestBankCard_OneWrongDigitNeverPasses(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		card, err := ident.CompleteBankCard(rapid.StringMatching(`[0-9]{12,18}`).Draw(t, "digits"))
		if err != nil {
			t.Fatal(err)
		}
		wrong := []byte(card.Number())
		wrong[rapid.IntRange(0, len(wrong)-1).Draw(t, "at")] = byte('0' + rapid.IntRange(0, 9).Draw(t, "digit"))
		if _, err := ident.ParseBankCard(string(wrong)); err == nil && string(wrong) != card.Number() {
			t.Fatalf("%s passes beside %s", wrong, card.Number())
		}
	})
}

func TestParsePhone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in, number, shown string
		kind              ident.PhoneKind
	}{
		{"13900000000", "13900000000", "139****0000", ident.Mobile},
		{"+86 139-0000-0000", "13900000000", "139****0000", ident.Mobile},
		{"（＋８６）１３９００００００００", "13900000000", "139****0000", ident.Mobile},
		{"8613900000000", "13900000000", "139****0000", ident.Mobile},
		{"86-13900000000", "13900000000", "139****0000", ident.Mobile},
		{"0086 13900000000", "13900000000", "139****0000", ident.Mobile},
		{"013900000000", "13900000000", "139****0000", ident.Mobile},
		{"0353-2000000", "0353-2000000", "0353-*****00", ident.Landline},
		{"(0353)2000000", "0353-2000000", "0353-*****00", ident.Landline},
		{"03532000000", "0353-2000000", "0353-*****00", ident.Landline},
		{"+86 0353 2000000", "0353-2000000", "0353-*****00", ident.Landline},
		{"0353—2000000—801", "0353-2000000-801", "0353-*****00-801", ident.Landline},
		{"0353-2000000转801", "0353-2000000-801", "0353-*****00-801", ident.Landline},
		{"03532000000#8", "0353-2000000-8", "0353-*****00-8", ident.Landline},
		{"010-20000000", "010-20000000", "010-******00", ident.Landline},
		{"0755 20000000", "0755-20000000", "0755-******00", ident.Landline},
		{"2000000", "2000000", "*****00", ident.Local},
		{"2000000-12", "2000000-12", "*****00-12", ident.Local},
		{"86000000", "86000000", "******00", ident.Local},
		{"400-600-0000", "4006000000", "********00", ident.Service},
	} {
		phone, err := ident.ParsePhone(c.in)
		if err != nil || phone.Number() != c.number || phone.String() != c.shown || phone.Kind() != c.kind || fmt.Sprintf("%#v", phone) != c.shown {
			t.Errorf("ParsePhone(%s) = %s %s %d, %v", c.in, phone.Number(), phone, phone.Kind(), err)
		}
		if again, err := ident.ParsePhone(phone.Number()); err != nil || again != phone {
			t.Errorf("ParsePhone(%s) = %s, %v", phone.Number(), again.Number(), err)
		}
	}
	if phone, err := ident.ParsePhone("0353-2000000-801"); err != nil || phone.Extension() != "801" || phone.IsZero() {
		t.Errorf("extension = %s, %v", phone.Extension(), err)
	}
}

func TestParsePhone_SaysWhichCharacterAndWhy(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                        "empty@0",
		"-":                       "length@0",
		"12345":                   "length@0",
		"1390000000":              "length@0",
		"139000000001":            "length@0",
		"12900000000":             "prefix@2",
		"+86 12900000000":         "prefix@6",
		"23900000000":             "prefix@1",
		"1390000000O":             "character@11",
		"13900000000/13900000001": "character@12",
		"13900000000-13900000001": "length@0",
		"13900000000-801":         "length@0",
		"13900000000#801":         "character@12",
		"0153-2000000":            "prefix@2",
		"0353-1000000":            "prefix@6",
		"0353-20000":              "length@0",
		"010-2000000":             "length@0",
		"0353-200000000":          "length@0",
		"1000000":                 "prefix@1",
		"0353-2000000转":           "length@0",
		"0353-2000000转x":          "character@14",
		"0353-2000000转1234567":    "length@0",
		"电话":                      "character@1",
	} {
		if phone, err := ident.ParsePhone(in); blame(err) != want || !phone.IsZero() {
			t.Errorf("ParsePhone(%q) = %s: %s, want %s", in, phone.Number(), blame(err), want)
		}
	}
}

func TestError_NeverShowsTheNumber(t *testing.T) {
	t.Parallel()
	for _, err := range []error{
		&ident.Error{Reason: ident.Length, Got: 17}, &ident.Error{Reason: ident.Empty},
		&ident.Error{Reason: ident.Date, At: 7, Char: '1'},
	} {
		if got := err.Error(); len(got) > 30 || got == "" {
			t.Error(got)
		}
	}
}

func FuzzParseCreditCode(f *testing.F) {
	for _, seed := range []string{"91350100M000100Y43", "91350100m000100y43", "9.1E+17", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		code, err := ident.ParseCreditCode(in)
		checkError(t, in, err)
		if err != nil {
			return
		}
		_ = code.Area() // must not panic
		if organisation, _ := code.Organisation(); len(organisation) != 9 {
			t.Errorf("organisation of %s = %s", code, organisation)
		}
		if again, err := ident.ParseCreditCode(code.String()); err != nil || again != code {
			t.Errorf("%q is %s, and again %s, %v", in, code, again, err)
		}
	})
}

func FuzzParseDisabilityCard(f *testing.F) {
	for _, seed := range []string{"11010519491231002X11", "11010519491231002x74B1", "11010519491231002X63B12", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		card, err := ident.ParseDisabilityCard(in, today)
		checkError(t, in, err)
		if err != nil {
			return
		}
		if again, err := ident.ParseDisabilityCard(card.Number(), today); err != nil || again != card {
			t.Errorf("%q is %s, and again %s, %v", in, card.Number(), again.Number(), err)
		}
	})
}

func FuzzParsePhone(f *testing.F) {
	for _, seed := range []string{"13900000000", "+86 139-0000-0000", "0353-2000000转801", "(010)20000000", "400-600-0000", "2000000", "86-1", "17000000000#0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		phone, err := ident.ParsePhone(in)
		checkError(t, in, err)
		if err != nil {
			return
		}
		if again, err := ident.ParsePhone(phone.Number()); err != nil || again != phone {
			t.Errorf("%q is %s, and again %s, %v", in, phone.Number(), again.Number(), err)
		}
	})
}

func FuzzParseBankCard(f *testing.F) {
	for _, seed := range []string{"4111 1111 1111 1111", "4111-1111-1111-1112", "6.2E+18", "-"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		card, err := ident.ParseBankCard(in)
		checkError(t, in, err)
		if err != nil {
			return
		}
		if again, err := ident.ParseBankCard(card.Number()); err != nil || again != card {
			t.Errorf("%q is %s, and again %s, %v", in, card.Number(), again.Number(), err)
		}
	})
}
