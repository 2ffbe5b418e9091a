// Package ledger decides what comes of supervision: which light a task shows, how
// targets split, how many points a unit has, and which step of a ladder comes next.
// Rules, models and ladders are declared in YAML; those that come with the program
// stand in declared/. Every answer carries its reason.
//
// It is pure: it knows values and a day, and reads no database and no clock. Start
// with [Rules.Light], [Split], [Model.Score] and [Ladder.Next].
package ledger

import (
	"embed"
	"io/fs"

	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/source"
)

// None stands for a day that is not there, as in the columns of records: nothing the program deals with happened on 1970-01-01.
const None period.Date = 0

//go:embed declared/*.yaml
var declared embed.FS

// Declared is the text of a declaration that comes with the program, by its name, such as "default-lights"; nil for none.
func Declared(name string) []byte {
	text, err := fs.ReadFile(declared, "declared/"+name+".yaml")
	if err != nil {
		return nil
	}
	return text
}

// A Wording is what a declaration says to people, in Chinese and in English.
type Wording [2]string

// In is the wording in one language.
func (w Wording) In(l source.Language) string { return w[l] }
