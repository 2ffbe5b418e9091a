// Package argument fills a struct with what a command is asked to do: from the command line, the environment, the
// settings file and the defaults, in this order. It knows how values are written and who set each; it must not know
// what they mean, and reads and prints nothing itself. Start with [Parse].
//
// The tags of a field say what it is:
//
//	cmd:""          a command; its struct holds the options, words and commands below it
//	arg:""          a word that is no option; a slice takes all that are left. Without optional:"" there must be one
//	embed:""        options of another struct, their names after prefix:"…". A struct without a name is embedded too
//
// Everything else is an option. name:"…" is its name, else the field's in small letters; env:"…" is its variable and
// default:"…" its value where nobody gives one, in which ${NAME} stands for a value of [Sources]. enum:"a,b" lists the
// values that are allowed; required:"" must be given; negatable:"" has an option --no-NAME; of type:"path" the value
// becomes absolute.
//
// An option is a text, a number, a duration, true or false, what reads itself (encoding.TextUnmarshaler), or a slice
// of these, whose values stand between commas or in several options of the name.
package argument

import (
	"fmt"
	"strings"

	"github.com/wenxiao/wenxiao/internal/config"
)

// Sources is where values come from beside the command line.
type Sources struct {
	Env   func(name string) (value string, ok bool) // such as os.LookupEnv
	File  Settings                                  // nil where there is none
	Names map[string]string                         // what ${NAME} in a default stands for
}

// Parsed is what the arguments ask for.
type Parsed struct {
	Command string   // with those above it, "user add"; "" where none was named, or only some of its names
	Options []Option // of the command and those above it, in the order of the fields
}

// An Option is a value with who set it.
type Option struct {
	Name  string
	Value any
	From  config.Origin
}

// Parse fills a struct, given by a pointer, with the options, words and command of the arguments. The error is an *[Error], and
// the struct is then half filled. A struct that the tags can not describe is a mistake of the program: Parse panics.
func Parse(into any, args []string, s Sources) (*Parsed, error) {
	p := parser{sources: s, given: make(map[*value][]string)}
	p.enter(newNode(into))
	if err := p.read(args); err != nil {
		return nil, err
	}
	return p.fill()
}

// A parser reads the arguments of one call.
type parser struct {
	sources Sources
	names   []string // of the commands that were entered
	node    *node    // the last of them
	options []*value // of all of them
	words   []string // that stand after the last
	given   map[*value][]string
}

func (p *parser) enter(n *node) {
	p.node, p.options = n, append(p.options, n.options...)
	if n.name != "" {
		p.names = append(p.names, n.name)
	}
}

// read tells options, commands and words apart.
func (p *parser) read(args []string) error {
	onlyWords := false
	for i := 0; i < len(args); i++ {
		if args[i] == "--" && !onlyWords {
			onlyWords = true
			continue
		}
		took, err := 0, error(nil)
		if onlyWords || !isOption(args[i]) {
			err = p.word(args[i])
		} else {
			took, err = p.option(args[i], args[i+1:])
		}
		if err != nil {
			return err
		}
		i += took
	}
	return nil
}

// isOption says whether an argument has the form of an option; a single - is standard input.
func isOption(arg string) bool { return len(arg) > 1 && arg[0] == '-' }

// word takes a word or the name of a command.
func (p *parser) word(word string) error {
	for _, c := range p.node.commands {
		if c.name == word && len(p.words) == 0 {
			p.enter(c)
			return nil
		}
	}
	most := len(p.node.words)
	if most > 0 && p.node.words[most-1].isList() {
		most = len(p.words) + 1
	}
	switch {
	case len(p.words) < most:
		p.words = append(p.words, word)
		return nil
	case len(p.node.commands) > 0:
		return &Error{Problem: UnknownCommand, Name: word, Known: p.node.commandNames()}
	}
	return &Error{Problem: Surplus, Name: word}
}

// option takes an option; took is how many of the arguments behind it are its value.
func (p *parser) option(arg string, behind []string) (took int, err error) {
	written, text, hasText := strings.Cut(arg, "=")
	v, isNegated := p.find(written)
	switch {
	case v == nil || isNegated && hasText:
		var known []string
		for _, o := range p.options {
			known = append(known, "--"+o.name)
		}
		return 0, &Error{Problem: UnknownOption, Name: written, Known: known}
	case isNegated:
		text = "false"
	case v.isBool() && !hasText:
		text = "true"
	case !hasText && len(behind) == 0:
		return 0, &Error{Problem: NoValue, Name: written}
	case !hasText && isOption(behind[0]):
		return 0, &Error{Problem: NoValue, Name: written, Value: behind[0]}
	case !hasText:
		text, took = behind[0], 1
	}
	p.given[v] = append(p.given[v], text)
	return took, nil
}

func (p *parser) find(written string) (v *value, isNegated bool) {
	name, ok := strings.CutPrefix(written, "--")
	if !ok {
		return nil, false
	}
	for _, o := range p.options {
		if o.name == name || o.isNegatable && "no-"+o.name == name {
			return o, o.name != name
		}
	}
	return nil, false
}

// fill gives every option its value from the first source that has one, and the words theirs.
func (p *parser) fill() (*Parsed, error) {
	parsed := &Parsed{}
	if len(p.node.commands) == 0 {
		parsed.Command = strings.Join(p.names, " ")
	}
	var missing []string
	for _, o := range p.options {
		from, subject, texts := p.source(o)
		if len(texts) == 0 && o.isRequired {
			missing = append(missing, "--"+o.name)
		}
		if err := o.set(subject, texts); err != nil {
			return nil, err
		}
		parsed.Options = append(parsed.Options, Option{Name: o.name, Value: o.target.Interface(), From: from})
	}
	for i, w := range p.node.words {
		texts := p.words[min(i, len(p.words)):]
		if !w.isList() {
			texts = texts[:min(1, len(texts))]
		}
		if len(texts) == 0 && w.isRequired {
			missing = append(missing, "<"+w.name+">")
		}
		if err := w.set("<"+w.name+">", texts); err != nil {
			return nil, err
		}
	}
	if len(missing) > 0 {
		return nil, &Error{Problem: Missing, Known: missing}
	}
	return parsed, nil
}

// source is who sets an option, as a name for complaints, and to what; no texts where nobody does.
func (p *parser) source(o *value) (from config.Origin, subject string, texts []string) {
	if given, ok := p.given[o]; ok {
		return config.FromFlag, "--" + o.name, o.split(given)
	}
	if o.env != "" && p.sources.Env != nil {
		if text, ok := p.sources.Env(o.env); ok {
			return config.FromEnvironment, o.env, o.split([]string{text})
		}
	}
	if values, ok := p.sources.File[plain(o.name)]; ok {
		return config.FromFile, o.name, o.split(values)
	}
	if o.fallback == nil {
		return config.FromDefault, "", nil
	}
	text := *o.fallback
	for name, value := range p.sources.Names {
		text = strings.ReplaceAll(text, "${"+name+"}", value)
	}
	return config.FromDefault, "--" + o.name, o.split([]string{text})
}

// A Problem says what is wrong with the arguments.
type Problem uint8

// The problems.
const (
	UnknownOption  Problem = iota // Name is no option of Known
	UnknownCommand                // Name is no command of Known
	Surplus                       // Name is a word too many
	NoValue                       // Name has no value; Value is the option that stands in its place, "" where nothing does
	NotNumber                     // Value of Name is no whole number, or too large a one
	NotBool                       // Value of Name is neither true nor false
	NotDuration                   // Value of Name is no duration such as 30m
	NotAmong                      // Value of Name is none of Known
	NotReadable                   // Value of Name is nothing that the option can hold
	Missing                       // Known must be given
)

// An Error is what is wrong with the arguments, for whoever puts it into a sentence.
type Error struct {
	Problem Problem
	Name    string // of the option, as it was written; of the variable, where the environment set it; or a word
	Value   string
	Known   []string
}

// Error is for programmers: what a person reads is made of the fields.
func (e *Error) Error() string {
	return fmt.Sprintf("argument: problem %d of %q %q, known %q", e.Problem, e.Name, e.Value, e.Known)
}
