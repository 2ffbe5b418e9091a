package view

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/wenxiao/wenxiao/internal/locale"
)

// A Form is what every form of a page has.
type Form struct {
	// ID is the UUIDv7 of what the form makes, made with the page, so that a form that is sent twice makes one thing.
	// Empty where nothing is made.
	ID      string
	Action  string // where it is sent
	Version int64  // of the record the form was filled from; 0 where there is none. A stale one gets a conflict.
	Problem string // the sentence why it was not accepted; empty for a new form
	// Draft is where unsent entries are kept while somebody writes; empty where no draft is kept.
	Draft string
	// DraftAt is when the entries the form shows were kept as a draft, in milliseconds; 0 where they are none.
	DraftAt int64
}

// A FieldKind says how a field is entered.
type FieldKind string

// The kinds of field.
const (
	FieldText     FieldKind = "text"
	FieldLong     FieldKind = "long" // several lines
	FieldNumber   FieldKind = "number"
	FieldDate     FieldKind = "date" // YYYY-MM-DD
	FieldChoice   FieldKind = "choice"
	FieldDivision FieldKind = "division" // a code of an administrative division, chosen from a list
	FieldCheck    FieldKind = "check"    // yes or no; the value "on" is yes
	FieldPassword FieldKind = "password"
	FieldCode     FieldKind = "code" // a one-time code of six digits
	FieldSecret   FieldKind = "secret"
)

// A Field describes one entry of a form. Packs describe the fields of records with it, and the pages' own forms use it too.
type Field struct {
	Name     string // in the form
	Of       string // which of a page's forms it is in, where several have entries of the same name; empty for one form
	Kind     FieldKind
	Label    string
	Data     bool // whether Label and Hint are data rather than words of the interface
	Value    string
	Unit     string // behind the entry, such as 元/人/年
	Hint     string // what is to be entered; shown under the field
	Problem  string // what is wrong with the entry, and what to do; empty where nothing is
	Required bool
	Fixed    bool // shown and not to be changed
	Options  []Option
	// Masked is what is shown of a secret's present value (14************12); empty where there is none.
	Masked string
	// Reveal is where a reason for showing the secret is asked; empty where the person may not see it.
	Reveal   string
	Longest  int    // number of characters taken; 0 for no limit
	Complete string // value of the attribute autocomplete; empty for "off"
	Focus    bool   // whether it has the focus when the page opens
	Wide     bool   // whether it takes the whole width of the form
	Hidden   bool   // whether the label is for readers of screens only, as in filters and tables
	None     string // what the option that chooses nothing says; empty for the usual words
}

// An Option is one value to choose.
type Option struct {
	Value string
	Text  string
	Data  bool // whether Text is data rather than words of the interface
}

// Words are the values of a vocabulary to choose from.
func Words(l locale.Lang, vocabulary string, values ...string) (options []Option) {
	for _, v := range values {
		options = append(options, Option{Value: v, Text: locale.Word(l, vocabulary, v)})
	}
	return options
}

func (x Field) id() string      { return "f-" + x.Of + x.Name }
func (x Field) hintID() string  { return "h-" + x.Of + x.Name }
func (x Field) wrongID() string { return "w-" + x.Of + x.Name }

// described names the elements that explain a field; empty where there are none.
func (x Field) described() string {
	s := ""
	if x.Problem != "" {
		s = x.wrongID()
	}
	if x.Hint != "" {
		if s != "" {
			s += " "
		}
		s += x.hintID()
	}
	return s
}

// inputType is the type of the input element of a field that is one.
func (x Field) inputType() string {
	switch x.Kind {
	case FieldPassword:
		return "password"
	case FieldDate:
		return "date"
	}
	return "text"
}

// mode is the keyboard a phone shows for the field.
func (x Field) mode() string {
	switch x.Kind {
	case FieldNumber:
		return "decimal"
	case FieldCode:
		return "numeric"
	}
	return "text"
}

// first is the option that chooses nothing; where the label is hidden it says what is chosen.
func (x Field) first(f *Frame) string {
	switch {
	case x.None != "":
		return x.None
	case x.Hidden:
		return x.Label
	}
	return f.Say("form.choose")
}

func (x Field) complete() string {
	if x.Complete == "" {
		return "off"
	}
	return x.Complete
}

// language declares words as data where they are.
func language(isData bool) templ.Attributes {
	if !isData {
		return nil
	}
	return templ.Attributes{"lang": data}
}

// entryAttributes are the attributes of every element that is entered.
func entryAttributes(x Field) templ.Attributes {
	a := templ.Attributes{"id": x.id(), "name": x.Name, "autocomplete": x.complete()}
	if d := x.described(); d != "" {
		a["aria-describedby"] = d
	}
	if x.Problem != "" {
		a["aria-invalid"] = "true"
	}
	if x.Data || x.Kind == FieldLong {
		a["lang"] = data
	}
	if x.Hidden && x.Kind == FieldText {
		a["placeholder"] = x.Label
	}
	if x.Longest > 0 {
		a["maxlength"] = strconv.Itoa(x.Longest)
	}
	if x.Required {
		a["required"] = true
	}
	if x.Fixed {
		a["disabled"] = true
	}
	if x.Focus {
		a["autofocus"] = true
	}
	return a
}

// draft are the attributes of a form whose entries are kept while somebody writes.
func draft(x Form) templ.Attributes {
	if x.Draft == "" {
		return nil
	}
	return templ.Attributes{"data-draft": x.Draft}
}
