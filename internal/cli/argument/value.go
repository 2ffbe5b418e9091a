package argument

import (
	"encoding"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A node is a command with what belongs to it.
type node struct {
	name     string
	options  []*value
	words    []*value
	commands []*node
}

// A value is a field that is filled: an option or a word.
type value struct {
	name, env                               string
	fallback                                *string // the default; nil for none
	among                                   []string
	isWord, isRequired, isNegatable, isPath bool
	target                                  reflect.Value
}

func newNode(into any) *node {
	n := &node{}
	n.add(reflect.ValueOf(into).Elem(), "")
	return n
}

// add takes the fields of a struct; prefix stands before the names of its options.
func (n *node) add(s reflect.Value, prefix string) {
	for i := range s.NumField() {
		field, target := s.Type().Field(i), s.Field(i)
		name := field.Tag.Get("name")
		if name == "" {
			name = strings.ToLower(field.Name)
		}
		_, isCommand := field.Tag.Lookup("cmd")
		_, isEmbedded := field.Tag.Lookup("embed")
		switch {
		case isCommand:
			c := &node{name: name}
			c.add(target, "")
			n.commands = append(n.commands, c)
		case isEmbedded || field.Anonymous:
			n.add(target, prefix+field.Tag.Get("prefix"))
		default:
			v := newValue(prefix+name, field.Tag, target)
			if v.isWord {
				n.words = append(n.words, v)
			} else {
				n.options = append(n.options, v)
			}
		}
	}
}

func newValue(name string, tag reflect.StructTag, target reflect.Value) *value {
	v := &value{name: name, env: tag.Get("env"), isPath: tag.Get("type") == "path", target: target}
	_, v.isWord = tag.Lookup("arg")
	_, isOptional := tag.Lookup("optional")
	_, v.isRequired = tag.Lookup("required")
	v.isRequired = v.isRequired || v.isWord && !isOptional
	_, v.isNegatable = tag.Lookup("negatable")
	if text, ok := tag.Lookup("default"); ok {
		v.fallback = &text
	}
	if list := tag.Get("enum"); list != "" {
		v.among = strings.Split(list, ",")
	}
	return v
}

func (n *node) commandNames() []string {
	var names []string
	for _, c := range n.commands {
		names = append(names, c.name)
	}
	return names
}

func (v *value) isList() bool { return v.target.Kind() == reflect.Slice }
func (v *value) isBool() bool { return v.target.Kind() == reflect.Bool }

// split takes the values of a list apart; of anything else the last one counts.
func (v *value) split(texts []string) []string {
	if !v.isList() {
		return texts[max(0, len(texts)-1):]
	}
	values := []string{}
	for _, text := range texts {
		if text != "" {
			values = append(values, strings.Split(text, ",")...)
		}
	}
	return values
}

// set gives the field its value, nothing for no texts; subject names it in complaints.
func (v *value) set(subject string, texts []string) error {
	if !v.isList() {
		if len(texts) == 0 {
			v.target.SetZero()
			return nil
		}
		return v.scan(v.target, subject, texts[0])
	}
	list := reflect.Zero(v.target.Type())
	for _, text := range texts {
		one := reflect.New(v.target.Type().Elem()).Elem()
		if err := v.scan(one, subject, text); err != nil {
			return err
		}
		list = reflect.Append(list, one)
	}
	v.target.Set(list)
	return nil
}

func (v *value) scan(into reflect.Value, subject, text string) error {
	if v.among != nil && !slices.Contains(v.among, text) {
		return &Error{Problem: NotAmong, Name: subject, Value: text, Known: v.among}
	}
	if u, ok := into.Addr().Interface().(encoding.TextUnmarshaler); ok {
		if u.UnmarshalText([]byte(text)) != nil {
			return &Error{Problem: NotReadable, Name: subject, Value: text}
		}
		return nil
	}
	problem, err := NotNumber, error(nil)
	switch into.Kind() {
	case reflect.String:
		if v.isPath {
			text = absolute(text)
		}
		into.SetString(text)
	case reflect.Bool:
		var is bool
		problem = NotBool
		is, err = truth(text)
		into.SetBool(is)
	case reflect.Int64, reflect.Int:
		var n int64
		if into.Type() == reflect.TypeFor[time.Duration]() {
			var d time.Duration
			problem = NotDuration
			d, err = time.ParseDuration(text)
			n = int64(d)
		} else {
			n, err = strconv.ParseInt(text, 0, into.Type().Bits())
		}
		into.SetInt(n)
	case reflect.Uint64:
		var n uint64
		n, err = strconv.ParseUint(text, 0, 64)
		into.SetUint(n)
	default:
		panic("argument: --" + v.name + " can not be a " + into.Type().String())
	}
	if err != nil {
		return &Error{Problem: problem, Name: subject, Value: text}
	}
	return nil
}

func truth(text string) (bool, error) {
	switch strings.ToLower(text) {
	case "true", "1", "yes":
		return true, nil
	case "false", "0", "no":
		return false, nil
	}
	return false, strconv.ErrSyntax
}

// absolute makes a path one from the root; ~/ is the user's home. Nothing and - (standard input) stay.
func absolute(path string) string {
	if path == "" || path == "-" {
		return path
	}
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	if whole, err := filepath.Abs(path); err == nil {
		return whole
	}
	return path
}
