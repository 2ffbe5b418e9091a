// Package access decides who may do what on which rows. Every decision is made here,
// from values alone: it reads no database and no clock, and knows no page and no session.
//
// An [Actor] is an argument of whatever is done, so what access depends on shows in each
// signature. Ask [Holds] before a route, [Allow] before an act on a record that was read,
// and [Scopes.Rows] for the predicate of every query; the three never disagree. What a role
// may do stands in one table, read it first: table.go.
package access

import (
	"slices"

	"github.com/google/uuid"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/region"
)

// An Actor (操作人) is on whose behalf something is done. The zero Actor is somebody who has not signed in.
type Actor struct {
	Account  uuid.UUID
	Unit     uuid.UUID   // the unit (单位) that the account works for; zero for none
	Before   []uuid.UUID // the units whose place that one has taken: what was theirs is its
	Division region.Code // of the unit
	Grants   []Grant
	Locale   string // of what is shown: "zh" or "en"
	// StandsFor (代审签) are the approvers of his unit who are away today and named the actor: he signs in their place.
	StandsFor []uuid.UUID

	job    string // what works, if no person does
	duties []Permission
}

// A Grant (授权) gives an account a role in a division: what lies in the division is what the role is for.
type Grant struct {
	Role     Role
	Division region.Code
}

// System is the actor of work that no person starts. It may do what it is made for, in every division.
func System(job string, duties ...Permission) Actor {
	return Actor{job: job, duties: slices.Clone(duties)}
}

// Job is what the system is at work on, "" for a person: it stands in the audit in the place of an account.
func (a Actor) Job() string { return a.job }

// WorksFor says whether a unit is the actor's, or one whose place that has taken: what was its is his unit's.
func (a Actor) WorksFor(unit uuid.UUID) bool { return a.worksFor([]uuid.UUID{unit}) }

// worksFor says whether an actor's unit is one of some units, or has taken the place of one.
func (a Actor) worksFor(units []uuid.UUID) bool {
	return a.Unit != uuid.Nil && slices.ContainsFunc(a.units(), func(u uuid.UUID) bool { return slices.Contains(units, u) })
}

// units are the actor's unit and those whose place it has taken.
func (a Actor) units() []uuid.UUID { return append([]uuid.UUID{a.Unit}, a.Before...) }

// IsNobody reports whether nobody has signed in.
func (a Actor) IsNobody() bool { return a.Account == uuid.Nil && a.job == "" }

// A Record is what a decision has to know of a row.
type Record struct {
	Owner int    // the six digits of the division whose record it is; 0 is the nation's
	Place string // the digits of the township or village in it, as in a [region.Code]; "" for none
	// Lead (牵头单位) are the unit whose record it is and the one that leads the task.
	Lead []uuid.UUID
	// With (配合单位) are the other units with a part in it.
	With    []uuid.UUID
	Account uuid.UUID // that it is about (a session, a saved filter); zero for none
	// IsUnsent says that it is its unit's alone still: no division reaches it.
	IsUnsent bool
}

// Holds says whether an actor may do something at all, on whatever record: nil, or a fault of kind Unknown
// for somebody who has not signed in, else Forbidden. It is what a route asks.
func Holds(a Actor, p Permission) error {
	return verdict(a, p, func(Grant, Reach) bool { return true })
}

// Allow says whether an actor may do something to one record, with the faults of [Holds]. Who asks after
// reading a row without [Scopes.Rows] answers with fault.NotFound where even its being there is a secret.
func Allow(a Actor, p Permission, on Record) error {
	return verdict(a, p, func(g Grant, far Reach) bool {
		return far.holds(Relate(a, g, on))
	})
}

// verdict asks of every grant that holds a permission whether it reaches.
func verdict(a Actor, p Permission, reaches func(Grant, Reach) bool) error {
	for g, far := range a.holding(p) {
		if reaches(g, far) {
			return nil
		}
	}
	if a.IsNobody() {
		return fault.New(fault.Unknown, "sign-in-needed")
	}
	return fault.New(fault.Forbidden, "forbidden")
}

// holding goes through the grants of an actor that hold a permission, with how far each reaches.
func (a Actor) holding(p Permission) func(yield func(Grant, Reach) bool) {
	return func(yield func(Grant, Reach) bool) {
		if slices.Contains(a.duties, p) && !yield(Grant{}, Everywhere) {
			return
		}
		for _, g := range append([]Grant{{Role: Public}}, a.grants()...) {
			for _, l := range table[g.Role] {
				if slices.Contains(l.Permissions, p) && !yield(g, l.Reach) {
					return
				}
			}
		}
	}
}

// grants are those that count: without an account there are none. Whoever stands in for an approver has one more.
func (a Actor) grants() []Grant {
	if a.Account == uuid.Nil {
		return nil
	}
	if len(a.StandsFor) > 0 && slices.ContainsFunc(a.Grants, func(g Grant) bool { return MayStandIn(g.Role) }) {
		return append([]Grant{{Role: standIn}}, a.Grants...)
	}
	return a.Grants
}

// MayStandIn says whether somebody with a role may stand in for an approver: who works on the unit's reports himself. Nobody else comes to see them by it, an
// administrator least of all.
func MayStandIn(r Role) bool { return r == Reporter || r == Approver }

// SignsFor is in whose place an actor signs a record: zero where he does so in his own right, or may not.
func SignsFor(a Actor, on Record) uuid.UUID {
	own := a
	own.StandsFor = nil
	if Allow(own, ReportSign, on) == nil || Allow(a, ReportSign, on) != nil {
		return uuid.Nil
	}
	return a.StandsFor[0]
}
