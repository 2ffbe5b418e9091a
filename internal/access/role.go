package access

import (
	"slices"

	"github.com/google/uuid"

	"github.com/wenxiao/wenxiao/internal/fault"
)

// A Role (角色) is a post in the work on documents and records, as it is granted to an account.
type Role string

// The roles.
const (
	Supervisor Role = "supervisor" // 督查室: assigns work and judges what is reported
	Reporter   Role = "reporter"   // 承办人: writes a unit's reports
	Approver   Role = "approver"   // 分管领导: signs a unit's reports
	Programme  Role = "programme"  // 业务科室: runs a programme on registers
	Field      Role = "field"      // 乡镇、村干部: visits and records
	Leader     Role = "leader"     // 领导: sees what comes of it
	Auditor    Role = "auditor"    // 安全审计员: sees what was done, by anybody
	Security   Role = "security"   // 安全保密管理员: accounts and what is granted to them
	Operator   Role = "operator"   // 系统管理员: keeps it running
	// Public (公众) is everybody, signed in or not. It is never granted.
	Public Role = "public"
	// standIn (代审签人) signs for an approver who is away. It is never granted: it follows from the leave, and ends with it.
	standIn Role = "stand_in"
)

// Roles are all roles, in the order in which they are shown.
var Roles = []Role{Supervisor, Reporter, Approver, Programme, Field, Leader, Auditor, Security, Operator, Public}

// Label is the key of the role's name for people.
func (r Role) Label() string { return "role." + string(r) }

// IsAdministrator reports whether a role is one of the three administrators (三员), none of whom sees a record of the work.
func (r Role) IsAdministrator() bool { return r == Auditor || r == Security || r == Operator }

// Grantable says whether an account with some roles may be given one more. The three administrators are apart
// (三员分立): nobody is two of them, and nobody is one of them and works on records. Faults are of kind Invalid
// for a role that is not there to be granted and Conflict for one that does not go with another.
func Grantable(existing []Role, more Role) error {
	if more == Public || !slices.Contains(Roles, more) {
		return fault.New(fault.Invalid, "role-unknown", string(more))
	}
	for _, r := range existing {
		switch {
		case r == more:
		case r.IsAdministrator() && more.IsAdministrator():
			return fault.New(fault.Conflict, "role-administrators-apart")
		case r.IsAdministrator() || more.IsAdministrator():
			return fault.New(fault.Conflict, "role-administrator-and-records")
		}
	}
	return nil
}

// MayGrant says whether an actor may give an account a grant beside those it has: it takes [RoleGrant] in the
// division, nobody gives anything to himself, only governments from the county upward supervise
// (政府督查工作条例, article 2), and [Grantable] must agree.
func MayGrant(a Actor, account uuid.UUID, existing []Grant, more Grant) error {
	if err := Allow(a, RoleGrant, at(more.Division)); err != nil {
		return err
	}
	if account == a.Account {
		return fault.New(fault.Forbidden, "role-to-oneself")
	}
	if more.Role == Supervisor && isPlace(more.Division) {
		return fault.New(fault.Invalid, "role-supervisor-needs-county")
	}
	roles := make([]Role, len(existing))
	for i, g := range existing {
		roles[i] = g.Role
	}
	return Grantable(roles, more.Role)
}
