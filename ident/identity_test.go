package ident_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/ident"
	"github.com/wenxiao/wenxiao/region"
	"pgregory.net/rapid"
)

// today is a fixed day for the tests: 2024-06-30.
var today = day(2024, 6, 30)

func day(year, month, day int) ident.Day {
	return ident.Day(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// person is an identity by formula. Nobody has it: there is no county 140399.
func person(t testing.TB, birth string, sequence int) ident.Identity {
	t.Helper()
	id, err := ident.CompleteIdentity(fmt.Sprintf("140399%s%03d", birth, sequence), today)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// blame shows an error as reason and place.
func blame(err error) string {
	var e *ident.Error
	if !errors.As(err, &e) {
		return fmt.Sprint(err)
	}
	return fmt.Sprintf("%s@%d", e.Reason, e.At)
}

// The two numbers are the examples printed in GB 11643-1999 itself.
func TestParseIdentity_StandardsOwnExamples(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		number string
		area   string
		birth  ident.Day
		sex    ident.Sex
	}{
		{"11010519491231002X", "110105", day(1949, 12, 31), ident.Female},
		{"440524188001010014", "440524", day(1880, 1, 1), ident.Male},
	} {
		id, err := ident.ParseIdentity(c.number, today)
		if err != nil {
			t.Fatal(err)
		}
		if id.Number() != c.number || id.Area() != region.MustParse(c.area) || id.Birth() != c.birth || id.Sex() != c.sex {
			t.Errorf("%s: area %s, born %d, sex %d", id.Number(), id.Area(), id.Birth(), id.Sex())
		}
	}
}

func TestParseIdentity_FoldsWhatHasNoMeaning(t *testing.T) {
	t.Parallel()
	want := "11010519491231002X"
	for _, in := range []string{
		"11010519491231002x", " 110105 19491231 002X ", "\t'11010519491231002X\n", "\u2019１１０１０５１９４９１２３１００２Ｘ",
		"\ufeff110105\u200b19491231\u3000002ｘ", "110105\u00a019491231002X",
	} {
		if id, err := ident.ParseIdentity(in, today); err != nil || id.Number() != want {
			t.Errorf("ParseIdentity(%q) = %s, %v", in, id.Number(), err)
		}
	}
}

func TestParseIdentity_SaysWhichCharacterAndWhy(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                    "empty@0",
		" \u3000":             "empty@0",
		"1101051949123100":    "length@0",
		"11010519491231002X1": "length@0",
		"1.10105E+17":         "scientific@8",
		"999999194912310020":  "placeholder@1",
		"9999":                "length@0",
		"1101O519491231002X":  "character@5",
		" 1101O519491231002X": "character@6",
		"1101051949123100X2":  "character@17",
		"11010519491231002Y":  "character@18",
		"100105194912310021":  "area@1",
		"990105194912310021":  "area@1",
		"110105179912310021":  "date@7",
		"110105194913310021":  "date@11",
		"110105194900310021":  "date@11",
		"110105194902290021":  "date@13",
		"110105194904000021":  "date@13",
		"110105202407010021":  "future@7",
		"110105194912310021":  "check@18",
		"１１０１０５１９４９１２３１００２１": "check@18",
		"110105491331002": "date@9",
		"11010549123100A": "character@15",
		"身份证号":            "length@0",
		"身份证号码一二三四五六七八九十一二三":     "character@1",
		"1101051949123100200000": "length@0",
	} {
		id, err := ident.ParseIdentity(in, today)
		if got := blame(err); got != want || !id.IsZero() {
			t.Errorf("ParseIdentity(%q): %s, want %s", in, got, want)
		}
	}
	_, err := ident.ParseIdentity("110105194912310021", today)
	if got := err.Error(); got != `check: character 18 is '1', the others ask for 'X'` {
		t.Error(got)
	}
	if _, err := ident.CompleteIdentity("11010520240701002", ident.AnyDay); err != nil {
		t.Errorf("any day: %v", err)
	}
}

func TestParseIdentity_OldFormIsCompleted(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"110105491231002": "11010519491231002X",
		"440524800101001": person18(t, "44052419800101001"),
		"440524800101996": person18(t, "44052418800101996"), // kept for people over a hundred
		"440524800101999": person18(t, "44052418800101999"),
		"440524800101995": person18(t, "44052419800101995"),
	} {
		if id, err := ident.ParseIdentity(in, today); err != nil || id.Number() != want {
			t.Errorf("ParseIdentity(%s) = %s, %v; want %s", in, id.Number(), err, want)
		}
	}
}

func person18(t testing.TB, first17 string) string {
	t.Helper()
	id, err := ident.CompleteIdentity(first17, today)
	if err != nil {
		t.Fatal(err)
	}
	return id.Number()
}

func TestParseIdentity_OldFormNamesWhatStandsThere(t *testing.T) {
	t.Parallel()
	_, err := ident.ParseIdentity("110105491231002", day(1940, 1, 1))
	if got := err.Error(); got != "future: character 7 is '4'" {
		t.Error(got)
	}
}

func TestCompleteIdentity_Refuses(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"1401": "length@0", "1403991990010100A": "character@17", "14039919900230001": "date@13"} {
		if _, err := ident.CompleteIdentity(in, today); blame(err) != want {
			t.Errorf("CompleteIdentity(%s): %v, want %s", in, err, want)
		}
	}
}

func TestIdentity_PrintsMasked(t *testing.T) {
	t.Parallel()
	id := person(t, "19900101", 1)
	record := struct{ ID ident.Identity }{id}
	for _, shown := range []string{fmt.Sprint(id), fmt.Sprintf("%s %v %+v %#v %q", id, id, id, id, id), fmt.Sprintf("%+v", record)} {
		if strings.Contains(shown, "19900101") || !strings.Contains(shown, "140***********") {
			t.Errorf("printed as %s", shown)
		}
	}
	var zero ident.Identity
	if zero.String() != "" || zero.Sex() != 0 || zero.Birth() != 0 || !zero.Area().IsNation() || zero.Number() != "" {
		t.Error("the zero Identity is not empty")
	}
}

func TestMask(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in         string
		head, tail int
		want       string
	}{
		{"140399199001010019", 6, 4, "140399********0019"}, {"12345678", 0, 4, "****5678"}, {"张三丰", 1, 0, "张**"},
		{"1234", 2, 2, "****"}, {"123", 3, 4, "***"}, {"", 3, 4, ""}, {"1234", -1, -1, "****"}, {"12345", 2, 2, "12*45"},
	} {
		if got := ident.Mask(c.in, c.head, c.tail); got != c.want {
			t.Errorf("Mask(%s, %d, %d) = %s, want %s", c.in, c.head, c.tail, got, c.want)
		}
	}
}

// made draws an identity nobody has.
func made(t *rapid.T) ident.Identity {
	birth := time.Date(1920, 1, 1+rapid.IntRange(0, 38000).Draw(t, "birth"), 0, 0, 0, 0, time.UTC)
	first17 := fmt.Sprintf("140399%s%03d", birth.Format("20060102"), rapid.IntRange(0, 999).Draw(t, "sequence"))
	id, err := ident.CompleteIdentity(first17, today)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// One wrong digit or one swap never passes, and the true number is among the
// candidates, each of which is valid and stands once.
func TestCandidates_HoldTheTruth(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		id := made(t)
		damaged := []byte(id.Number())
		i := rapid.IntRange(0, 17).Draw(t, "at")
		if rapid.Bool().Draw(t, "swap") && i < 16 {
			damaged[i], damaged[i+1] = damaged[i+1], damaged[i]
		} else {
			damaged[i] = byte('0' + rapid.IntRange(0, 9).Draw(t, "digit"))
		}
		found := ident.Candidates(string(damaged), today)
		if string(damaged) == id.Number() {
			if len(found) != 1 || found[0] != (ident.Candidate{Identity: id}) {
				t.Fatalf("%s is valid, and has %v", damaged, found)
			}
			return
		}
		if _, err := ident.ParseIdentity(string(damaged), today); err == nil {
			t.Fatalf("%s passes", damaged)
		}
		if string(damaged[:6]) == "999999" {
			return
		}
		seen := map[ident.Identity]bool{}
		last := ident.AsWritten
		for _, c := range found {
			if _, err := ident.ParseIdentity(c.Identity.Number(), today); err != nil || seen[c.Identity] || c.Repair < last {
				t.Fatalf("%s has the candidate %s (%s), %v", damaged, c.Identity.Number(), c.Repair, err)
			}
			seen[c.Identity], last = true, c.Repair
		}
		if !seen[id] {
			t.Fatalf("%s is not among the candidates for %s", id.Number(), damaged)
		}
	})
}

func TestCandidates_Letters(t *testing.T) {
	t.Parallel()
	id := person(t, "19900101", 15)
	number := id.Number()
	ten := person(t, "19900101", 16)
	for in, want := range map[string]ident.Candidate{
		number:                                {Identity: id},
		strings.ReplaceAll(number, "0", "O"):  {Identity: id, Repair: ident.Reread},
		strings.ReplaceAll(number, "1", "l"):  {Identity: id, Repair: ident.Reread},
		strings.ReplaceAll(number, "0", "〇"):  {Identity: id, Repair: ident.Reread},
		number[:9] + "?" + number[10:]:        {Identity: id, Repair: ident.Unread, At: 10},
		number[:17] + "?":                     {Identity: id, Repair: ident.Unread, At: 18},
		ten.Number()[:6] + ten.Number()[8:17]: {Identity: ten},
		strings.ReplaceAll(ten.Number()[:6]+ten.Number()[8:17], "0", "o"): {Identity: ten, Repair: ident.Reread},
	} {
		if found := ident.Candidates(in, today); len(found) != 1 || found[0] != want {
			t.Errorf("Candidates(%s) = %v, want %v", in, found, want)
		}
	}
	for _, in := range []string{"", "14039919900101001", number[:8] + "??" + number[10:], number + "1", "9999990000000000", "14039990013200A"} {
		if found := ident.Candidates(in, today); len(found) != 0 {
			t.Errorf("Candidates(%s) = %v, want none", in, found)
		}
	}
}

// 3 and 8 look alike: that reading stands before swaps and other digits.
func TestCandidates_Order(t *testing.T) {
	t.Parallel()
	number := person(t, "19830812", 357).Number()
	found := ident.Candidates(strings.Replace(number, "198308", "198808", 1), today)
	var repairs []ident.Repair
	truth := -1
	for i, c := range found {
		repairs = append(repairs, c.Repair)
		if c.Identity.Number() == number {
			truth = i
		}
	}
	if truth < 0 || found[truth].Repair != ident.Confused || found[truth].At != 10 || !slices.IsSorted(repairs) {
		t.Errorf("the truth is number %d of %v", truth, found)
	}
	if len(found) < 5 || len(found) > 20 {
		t.Errorf("%d candidates", len(found))
	}
	var words []string
	for r := ident.AsWritten; r <= ident.Mistaken; r++ {
		words = append(words, r.String())
	}
	if got := strings.Join(words, ", "); got != "as written, reread, unread, confused, swapped, mistaken" {
		t.Error(got)
	}
}

func FuzzParseIdentity(f *testing.F) {
	for _, seed := range []string{"11010519491231002X", "110105491231002", "1.1E+17", "１１０１０５", "'1101O519491231002x", "\xff", "\x00", "440524800101001", "999999194912310020"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		id, err := ident.ParseIdentity(in, today)
		checkError(t, in, err)
		if err != nil {
			return
		}
		if again, err := ident.ParseIdentity(id.Number(), today); err != nil || again != id || id.Birth() > today {
			t.Errorf("%q is %s, and again %s, %v", in, id.Number(), again.Number(), err)
		}
		if id.Area().IsNation() || id.Sex() == 0 {
			t.Errorf("%q: area %s, sex %d", in, id.Area(), id.Sex())
		}
	})
}

// checkError holds an error to its contract: At is a place in the text, and Char
// what stands there, but for width and case.
func checkError(t *testing.T, in string, err error) {
	t.Helper()
	var e *ident.Error
	if err == nil {
		return
	}
	if !errors.As(err, &e) || e.Reason == "" || err.Error() == "" {
		t.Fatalf("%q: error %v", in, err)
	}
	runes := []rune(in)
	if e.At < 0 || e.At > len(runes) {
		t.Fatalf("%q has %d characters, the error is at %d: %v", in, len(runes), e.At, err)
	}
	if e.At == 0 && e.Char != 0 || e.At > 0 && !isForm(runes[e.At-1], e.Char) {
		t.Errorf("%q: %v", in, err)
	}
}

// isForm reports whether r, made ASCII and a capital, is char.
func isForm(r, char rune) bool {
	if r >= 0xff01 && r <= 0xff5e {
		r -= 0xff01 - '!'
	}
	return r == char || r >= 'a' && r <= 'z' && r-32 == char
}

func FuzzCandidates(f *testing.F) {
	for _, seed := range []string{"1101O519491231OO2x", "11010519491231020X", "1101051949123100?X", "11010549123100l", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		seen := map[ident.Identity]bool{}
		for _, c := range ident.Candidates(in, today) {
			if _, err := ident.ParseIdentity(c.Identity.Number(), today); err != nil || seen[c.Identity] {
				t.Errorf("Candidates(%q) has %s twice or wrong: %v", in, c.Identity.Number(), err)
			}
			seen[c.Identity] = true
			if c.At < 0 || c.At > len([]rune(in)) || (c.At == 0) != (c.Repair <= ident.Reread) {
				t.Errorf("Candidates(%q): %s at %d", in, c.Repair, c.At)
			}
		}
	})
}
