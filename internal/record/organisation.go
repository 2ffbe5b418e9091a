package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Division (行政区划) is one name a code had, and from when to when.
type Division struct {
	store.Reference
	Code int64  `col:"code"` // six digits (GB/T 2260)
	Name string `col:"name"`
	From int64  `col:"from_day,date"` // 0: always
	To   int64  `col:"to_day,date"`   // the first day on which it is no more; 0 while it stands
}

// DivisionTable holds divisions.
var DivisionTable = store.TableOf[Division]("division", relation.Index{Name: "division_code", Columns: []string{"code", "from_day"}, IsUnique: true})

// A Unit (单位) is an office that answers for duties. It stays the same whatever it is called.
type Unit struct {
	store.Reference
	Division   int64     `col:"division"`
	Name       string    `col:"name"`           // today's, in full; of one that is no more with the word for that
	Parent     uuid.UUID `col:"parent"`         // zero for none
	IsVertical bool      `col:"is_vertical"`    // 垂管: led from above, reports here, is not scored here
	Line       string    `col:"line"`           // 条线: what the unit is for, the same words for its counterparts above and below; empty while nobody has said it
	Leader     uuid.UUID `col:"leader"`         // 政府分管领导: the account of the leader of the government in charge of it; zero while nobody has said it
	Until      int64     `col:"until_day,date"` // the first day on which it is no more; 0 while it stands
	Before     []byte    `col:"before"`         // ids, of 16 octets each, of the units whose place it has taken, and of those whose they had
}

// Predecessors are the units whose place a unit has taken.
func Predecessors(before []byte) []uuid.UUID {
	var ids []uuid.UUID
	for ; len(before) >= 16; before = before[16:] {
		ids = append(ids, uuid.UUID(before[:16]))
	}
	return ids
}

// UnitTable holds units.
var UnitTable = store.TableOf[Unit]("unit", relation.Index{Name: "unit_division", Columns: []string{"division"}})

// A UnitName (单位名称) is what a unit is called for a time, on its seal or in documents.
type UnitName struct {
	store.Reference
	Unit    uuid.UUID `col:"unit"`
	Name    string    `col:"name"`
	IsAlias bool      `col:"is_alias"`      // not the name on its seal; a person confirmed it
	From    int64     `col:"from_day,date"` // as those of a Division
	To      int64     `col:"to_day,date"`
	Account uuid.UUID `col:"account"`     // who resolved the name so; zero for a name that came with the unit
	Made    int64     `col:"made,moment"` // 0 for such a name
}

// UnitNameTable holds the names of units.
var UnitNameTable = store.TableOf[UnitName]("unit_name", relation.Index{Name: "unit_name_unit", Columns: []string{"unit"}})

// An Account (账号) signs in.
type Account struct {
	store.Reference
	Name       string     `col:"name"`  // to sign in with; lower case
	Label      string     `col:"label"` // the person's name as colleagues know it
	Division   int64      `col:"division"`
	Unit       *uuid.UUID `col:"unit"`
	Password   string     `col:"password"`       // PHC string
	TOTP       []byte     `col:"totp"`           // sealed secret; empty without one
	TOTPKey    []byte     `col:"totp_key,key"`   // wrapped
	TOTPStep   int64      `col:"totp_step"`      // the last step that was used
	Recovery   string     `col:"recovery"`       // JSON list of hashes
	MustChange bool       `col:"must_change"`    // the password was set by somebody else
	IsDisabled bool       `col:"is_disabled"`    //
	Changed    int64      `col:"changed,moment"` // of the password
	Subject    string     `col:"subject"`        // of the identity provider; empty without one
}

// AccountTable holds accounts.
var AccountTable = store.TableOf[Account]("account",
	relation.Index{Name: "account_name", Columns: []string{"name"}, IsUnique: true}, relation.Index{Name: "account_subject", Columns: []string{"subject"}})

// A Grant (授权) gives an account a role in a division.
type Grant struct {
	store.Reference
	Account  uuid.UUID `col:"account"`
	Role     string    `col:"role"`
	Division int64     `col:"division"`
}

// GrantTable holds grants.
var GrantTable = store.TableOf[Grant]("role_grant", relation.Index{Name: "role_grant_account", Columns: []string{"account", "role", "division"}, IsUnique: true})

// A Calendar (放假安排) is the State Council's notice for a year: JSON as package period reads it.
type Calendar struct {
	store.Reference
	Year int64  `col:"year"`
	Body string `col:"body"`
}

// CalendarTable holds calendars loaded since the release.
var CalendarTable = store.TableOf[Calendar]("calendar", relation.Index{Name: "calendar_year", Columns: []string{"year"}, IsUnique: true})

// A Pack (项目包) is a programme's declaration as it was loaded.
type Pack struct {
	store.Reference
	Name    string `col:"name"`
	Release string `col:"release"` // its own version, such as "2023.1"
	Source  string `col:"source"`  // YAML
}

// PackTable holds packs.
var PackTable = store.TableOf[Pack]("pack", relation.Index{Name: "pack_name", Columns: []string{"name"}, IsUnique: true})
