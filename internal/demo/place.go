package demo

import (
	"bytes"
	_ "embed" // the place
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/region"
	"github.com/wenxiao/wenxiao/samples"
)

// A place is the city that the demo shows, with what is said and written there.
type place struct {
	Province    division   `json:"province"`
	City        division   `json:"city"`
	Counties    []division `json:"counties"`
	CityUnits   []unit     `json:"city_units"`
	CountyUnits []unit     `json:"county_units"` // {place}, {short} and {kind} stand for the county's names
	Documents   []doc      `json:"documents"`

	Surnames []string          `json:"surnames"`
	Posts    map[string]string `json:"posts"`     // what somebody with a role is called
	Periods  map[string]string `json:"periods"`   // by kind
	DoneWhen string            `json:"done_when"` // of a task without a figure
	Proof    string            `json:"proof"`     // what has to be shown for that
	IssuedBy string            `json:"issued_by"` // how it is known that a document was issued
	// What is said of bulletins: a unit's objection, what became of it, and why an accepted figure was corrected.
	Objection  string `json:"objection"`
	Handling   string `json:"handling"`
	Correction string `json:"correction"`

	Progress []string `json:"progress"`
	Figure   string   `json:"figure"`
	Comma    string   `json:"comma"` // between figures
	Stop     string   `json:"stop"`  // behind the last
	Problems []string `json:"problems"`
	Next     []string `json:"next"`
	Reasons  []string `json:"reasons"` // why a report is returned
	Draft    string   `json:"draft"`
	Plots    []string `json:"plots"`    // what fields of growers are called
	Findings []string `json:"findings"` // what was found of leads: true, ruled out, by turns
	Evidence evidence `json:"evidence"`
	Template template `json:"template"`
	// Directive is what is said on sheets, and of scores.
	Directive sheet `json:"directive"`
	// Change is what is said when units or people change.
	Change struct {
		Basis   string `json:"basis"`
		Reason  string `json:"reason"`
		Witness string `json:"witness"`
	} `json:"change"`
	// Casework is what units say when they take tasks on.
	Casework handling `json:"casework"`
	// Reporting is what is said beside reports.
	Reporting  reporting  `json:"reporting"`
	Visit      visit      `json:"inspection"`
	Consulting consulting `json:"consulting"`
	// Coordination is what is said of problems and in conferences.
	Coordination concert `json:"coordination"`
}

// A division of the place. Its code lies in a province whose number GB/T 2260 never gave out.
type division struct {
	Code region.Code `json:"code"`
	Name string      `json:"name"`
	Key  string      `json:"key"` // begins the names of its accounts
}

// A unit of a division.
type unit struct {
	Key      string   `json:"key"`
	Name     string   `json:"name"`
	Aliases  []string `json:"aliases"`
	Vertical bool     `json:"vertical"`
	Leads    bool     `json:"leads"`    // it leads tasks and has somebody who reports on them
	Approves bool     `json:"approves"` // somebody approves what it reports
	Charged  bool     `json:"charged"`  // the city's leader is in charge of it (分管)
	For      string   `json:"for"`      // the document it is needed for; "" is always there
	Bureau   bool     `json:"bureau"`   // every county has it, needed or not
}

// A doc is a sample, or a text of the place's own, that is put in.
type doc struct {
	File     string            `json:"file"`
	Text     []string          `json:"text"`    // its lines; none for a sample
	Name     string            `json:"name"`    // of the file that is sent; {year}
	Place    string            `json:"place"`   // whose it is in the sample
	Written  period.Date       `json:"written"` // in the sample
	Put      period.MonthDay   `json:"put"`     // the day of the year on which it is put in
	Adopt    period.MonthDay   `json:"adopt"`
	Review   bool              `json:"review"`    // it came in just now and waits
	Recent   bool              `json:"recent"`    // it was adopted a few days ago, and is being assigned
	Out      bool              `json:"out"`       // its division is out for comment
	Ago      int               `json:"ago"`       // it was put in so many days before the demo is looked at
	Replaces string            `json:"replaces"`  // file of one before it, whose tasks it takes over
	Keeps    []document.Choice `json:"keeps"`     // targets of which the one before still holds
	Split    *parting          `json:"split"`     // a target of it that goes to the counties
	PutRight []string          `json:"put_right"` // pairs of old and new words; {first}, {today} is the day on which it is put in
}

// A sheet is what is said when units are held to what they were given.
type sheet struct {
	Basis     string `json:"basis"`
	Demand    string `json:"demand"`
	Reply     string `json:"reply"`
	Appraisal string `json:"appraisal"` // %d is the year
}

// evidence is what proves a report: a small table.
type evidence struct {
	Name  string `json:"name"`
	Head  string `json:"head"`
	Empty string `json:"empty"`
}

//go:embed place.json
var placeText []byte

// A Size says how large a demo is.
type Size string

// The sizes.
const (
	Small  Size = "small"  // five counties; a city's plan and one county's: some hundreds of reports
	County Size = "county" // the plans of five counties
	City   Size = "city"   // two plans in each of seven counties: thousands of reports
)

// A seat is a county with the documents that it has adopted.
type seat struct {
	division
	files []string
}

// seats are the counties of a demo of some size.
func (p *place) seats(size Size) ([]seat, bool) {
	plans := map[Size][]string{
		Small:  {"", "", "", "", "pollution-task-table.html"},
		County: {"", "pollution-task-table.html", "pollution-task-table.html", "pollution-task-table.html", "pollution-task-table.html", "pollution-task-table.html"},
		City:   slices.Repeat([]string{"pollution-task-table.html rural-opinion-scraped.txt"}, len(p.Counties)),
	}
	files, ok := plans[size]
	var seats []seat
	for i := range files {
		seats = append(seats, seat{p.Counties[i], strings.Fields(files[i])})
	}
	return seats, ok
}

func load() (*place, error) {
	p := new(place)
	if err := json.Unmarshal(placeText, p); err != nil {
		return nil, fmt.Errorf("read the place of the demo: %w", err)
	}
	return p, nil
}

// short is a division's name without its kind: 云岭 of 云岭县.
func (d division) short() string { return d.Name[:len(d.Name)-len(d.kind())] }

// kind is the last character of a division's name.
func (d division) kind() string {
	_, size := utf8.DecodeLastRuneInString(d.Name)
	return d.Name[len(d.Name)-size:]
}

// first is the first character of a division's name, with which the numbers of its documents begin.
func (d division) first() string {
	_, size := utf8.DecodeRuneInString(d.Name)
	return d.Name[:size]
}

// in is a county's unit with the county's names in place.
func (u unit) in(d division) unit {
	fill := strings.NewReplacer("{place}", d.Name, "{short}", d.short(), "{kind}", d.kind())
	u.Name = fill.Replace(u.Name)
	u.Aliases = slices.Clone(u.Aliases)
	for i, a := range u.Aliases {
		u.Aliases[i] = fill.Replace(a)
	}
	return u
}

// year finds the years of dates and of document numbers, and of nothing else that looks like one.
var year = regexp.MustCompile(`\b20[1-4]\d(年|〕|—|-\d\d-\d\d)`)

// text is the document as a division wrote it some years after the sample was: its years and names are put right, every other word stays.
func (d doc) text(of division, years int, put period.Date) ([]byte, error) {
	data := []byte(strings.Join(d.Text, "\n"))
	if d.Text == nil {
		var err error
		if data, err = samples.Files.ReadFile(d.File); err != nil {
			return nil, err
		}
	}
	was := division{Name: d.Place}
	replace := append(slices.Clone(d.PutRight), d.Place, of.Name, was.short(), of.short())
	text := strings.NewReplacer(replace...).Replace(string(data))
	text = strings.ReplaceAll(text, "{first}", of.first())
	text = strings.ReplaceAll(text, was.kind(), of.kind()) // a district's bureaus are not a county's
	shifted := year.ReplaceAllFunc([]byte(text), func(found []byte) []byte {
		y, err := strconv.Atoi(string(found[:4]))
		if err != nil {
			return found
		}
		return append([]byte(strconv.Itoa(y+years)), found[4:]...)
	})
	return bytes.ReplaceAll(shifted, []byte("{today}"), fmt.Appendf(nil, "%d年%d月%d日", put.Year(), put.Month(), put.Day())), nil
}

// A template is the superior's blank workbook that the city's office fills every month.
type template struct {
	Name   string   `json:"name"`
	Title  string   `json:"title"`
	Office string   `json:"office"`
	Period string   `json:"period"`
	Heads  []string `json:"heads"`
	Sum    string   `json:"sum"`
	Person string   `json:"person"`
}
