package casework

import (
	"embed"
	"fmt"

	"github.com/wenxiao/wenxiao/declare"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/source"
	"go.yaml.in/yaml/v3"
)

// A Method (工作制度) says by when the steps of a workflow are to be done, by how hard a matter is, as rules of a place do: 13710, 710. What it
// does not say the workflow's own limits say.
type Method struct {
	Name     string
	Title    Label
	Workflow string
	Classes  []*Class
}

// A Class (事项类别) is how hard a matter is, with the limits of steps by their names.
type Class struct {
	Name  string
	Title Label
	Steps map[string]period.Limit
}

// Class is the class with a name, nil if there is none.
func (m *Method) Class(name string) *Class {
	return find(m.Classes, name, func(c *Class) string { return c.Name })
}

// Due are the days by which steps are to be done, for [Now]. All of them are counted from the day a matter was given out, that of the step in which it
// waits for that from the day on which it came in: whoever takes longer over one step has less left for the next.
func (c *Class) Due(waits string, cameIn, givenOut period.Date, calendar *period.Calendar) (map[string]period.Date, error) {
	due := make(map[string]period.Date, len(c.Steps))
	for step, limit := range c.Steps {
		from := givenOut
		if step == waits {
			from = cameIn
		}
		last, _, err := limit.Deadline(from, calendar)
		if err != nil {
			return nil, err
		}
		due[step] = last
	}
	return due, nil
}

//go:embed methods/*.yaml
var methods embed.FS

// Methods are those that come with the program, in the order of their names. That they load is tested.
func Methods() []*Method {
	list, err := methods.ReadDir("methods")
	if err != nil {
		panic(err)
	}
	known := Standard()
	var all []*Method
	for _, f := range list {
		data, err := methods.ReadFile("methods/" + f.Name())
		if err != nil {
			panic(err)
		}
		m, found := LoadMethod(data, known)
		if m == nil {
			panic(declare.Describe(f.Name(), data, found[0], source.English))
		}
		if f.Name() != m.Name+".yaml" {
			panic(fmt.Sprintf("%s holds the method %q", f.Name(), m.Name))
		}
		all = append(all, m)
	}
	return all
}

// LoadMethod reads and checks a method for one of some workflows. It gives one, or none and the diagnostics that say why, for [declare.Describe].
func LoadMethod(data []byte, workflows map[string]*Workflow) (*Method, []source.Diagnostic) {
	l := &loader{File: declare.Open(data), w: &Workflow{}}
	made := &Method{}
	if root := l.Root(); root != nil {
		l.method(root, workflows, made)
	}
	if len(l.Found) > 0 {
		return nil, l.Found
	}
	return made, nil
}

func (l *loader) method(root *yaml.Node, workflows map[string]*Workflow, made *Method) {
	m, ok := l.Mapping(root, []string{"method", "workflow", "title", "classes"}, nil)
	if !ok {
		return
	}
	if l.CheckName(m["method"], declare.MaxName) {
		made.Name = m["method"].Value
	}
	made.Title = l.Label(m["title"])
	var known []string
	for name := range workflows {
		known = append(known, name)
	}
	if made.Workflow = l.nameOf(m["workflow"], known); made.Workflow == "" {
		return
	}
	l.Named(m["classes"], func(name string, n *yaml.Node) {
		parts, ok := l.Mapping(n, []string{"title", "steps"}, nil)
		if !ok {
			return
		}
		c := &Class{Name: name, Title: l.Label(parts["title"]), Steps: map[string]period.Limit{}}
		l.Named(parts["steps"], func(step string, n *yaml.Node) {
			if workflows[made.Workflow].Step(step) == nil {
				l.NoSuch(n, workflows[made.Workflow].stepNames())
				return
			}
			c.Steps[step] = l.limit(n)
		})
		made.Classes = append(made.Classes, c)
	})
}
