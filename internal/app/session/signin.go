package session

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/netip"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/credential"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/secret"
	"github.com/wenxiao/wenxiao/internal/store"
)

// Typed is what somebody types to sign in.
type Typed struct {
	Account  string
	Password string
	Code     string // one-time or recovery code; empty if none was asked for yet
	Agent    string // the browser, as it calls itself
}

// codeTime is how long somebody has to enter a one-time code after the password.
const codeTime = 5 * time.Minute

// SignIn opens a session and gives its token. Where a one-time code is needed and none was typed, it opens a pending one, of no use
// but for SignInCode, and gives its token beside the fault "sign-in-code". Faults: Unknown "credentials-wrong"; Unknown "sign-in-code" if a one-time code is needed
// or was wrong; TooMany "sign-in-waits" with the minutes to wait, whatever was typed.
func (s *Service) SignIn(ctx context.Context, call app.Call, typed Typed) (token string, err error) {
	if err := access.Holds(call.Actor, access.SessionOpen); err != nil {
		return "", err
	}
	name := Name(typed.Account)
	subjects := []attempt{{"account:" + name, credential.ByAccount}, {"address:" + network(call.From), credential.ByAddress}}
	if err := s.locked(ctx, subjects); err != nil {
		return "", err
	}
	account, err := s.account(ctx, relation.Equal(relation.C("a", "name"), name))
	if fault.KindOf(err) == fault.NotFound {
		if err := s.Hasher.VerifyNobody(ctx, typed.Password); err != nil { // takes as long as for an account
			return "", err
		}
		return "", s.refuse(ctx, call, nil, subjects, fault.New(fault.Unknown, "credentials-wrong"))
	}
	if err != nil {
		return "", err
	}
	ok, isOutdated, err := s.Hasher.Verify(ctx, typed.Password, account.Password)
	if err != nil {
		return "", err
	}
	if !ok || account.IsDisabled {
		return "", s.refuse(ctx, call, &account, subjects, fault.New(fault.Unknown, "credentials-wrong"))
	}
	before := account
	if len(account.TOTP) > 0 {
		if typed.Code == "" {
			token, err := s.open(ctx, call, account, before, typed.Agent, nil, true)
			if err != nil {
				return "", err
			}
			return token, fault.New(fault.Unknown, "sign-in-code")
		}
		if ok, err := s.takeCode(&account, typed.Code); err != nil || !ok {
			return "", errors.Join(err, s.refuse(ctx, call, &account, subjects, fault.New(fault.Unknown, "sign-in-code")))
		}
	}
	if isOutdated {
		if account.Password, err = s.Hasher.Hash(ctx, s.Random, typed.Password); err != nil {
			return "", err
		}
	}
	return s.open(ctx, call, account, before, typed.Agent, subjects, false)
}

// SignInAs opens a session for the account that an identity provider has named. Fault: Unknown "sign-in-unlinked" if there is none.
func (s *Service) SignInAs(ctx context.Context, call app.Call, issuer, claimed, agent string) (token string, err error) {
	if err := access.Holds(call.Actor, access.SessionOpen); err != nil {
		return "", err
	}
	account, err := s.account(ctx, relation.Equal(relation.C("a", "subject"), Outside(issuer, claimed)))
	if fault.KindOf(err) == fault.NotFound || claimed == "" || account.IsDisabled {
		return "", s.refuse(ctx, call, nil, nil, fault.New(fault.Unknown, "sign-in-unlinked"))
	}
	if err != nil {
		return "", err
	}
	return s.open(ctx, call, account, account, agent, nil, false)
}

// SignInCode ends a sign-in that waits for a one-time code. Faults: Unknown "sign-in-needed" if there is none or it took too long, else as SignIn.
func (s *Service) SignInCode(ctx context.Context, call app.Call, pending, code, agent string) (token string, err error) {
	hash, err := credential.TokenHash(pending)
	if err != nil {
		return "", err
	}
	var waiting record.Session
	err = s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		waiting, err = store.One[record.Session](ctx, v, &relation.Select{From: relation.From(record.SessionTable, "s"), Where: relation.Equal(relation.C("s", "hash"), hash)})
		return err
	})
	if fault.KindOf(err) == fault.NotFound || err == nil && (!waiting.IsPending || s.Now().Sub(time.UnixMilli(waiting.Made)) > codeTime) {
		return "", fault.New(fault.Unknown, "sign-in-needed")
	}
	if err != nil {
		return "", err
	}
	account, err := s.account(ctx, relation.Equal(relation.C("a", "id"), waiting.Account[:]))
	if err != nil {
		return "", err
	}
	subjects := []attempt{{"account:" + account.Name, credential.ByAccount}, {"address:" + network(call.From), credential.ByAddress}}
	if err := s.locked(ctx, subjects); err != nil {
		return "", err
	}
	before := account
	if ok, err := s.takeCode(&account, code); err != nil || !ok {
		return "", errors.Join(err, s.refuse(ctx, call, &account, subjects, fault.New(fault.Unknown, "code-wrong")))
	}
	if token, err = s.open(ctx, call, account, before, agent, subjects, false); err != nil {
		return "", err
	}
	return token, s.Store.Keep(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Run(ctx, &relation.Delete{From: record.SessionTable, Where: relation.Equal(relation.C("", "hash"), hash)})
		return err
	})
}

// Outside is how an account keeps whom an identity provider means by it.
func Outside(issuer, claimed string) string { return issuer + " " + claimed }

// takeCode checks a one-time or a recovery code and notes in the account that it was used.
func (s *Service) takeCode(a *record.Account, code string) (bool, error) {
	key, err := s.Vault.OpenKey(secret.Wrapped(a.TOTPKey), record.AccountKey(a.ID))
	if err != nil {
		return false, err
	}
	shared, err := key.Open("totp", a.TOTP)
	if err != nil {
		return false, err
	}
	if step, ok := credential.CheckCode(shared, code, s.Now(), a.TOTPStep); ok {
		a.TOTPStep = step
		return true, nil
	}
	left := hashes(a.Recovery)
	i, ok := credential.UseRecoveryCode(code, left)
	if !ok {
		return false, nil
	}
	text, err := json.Marshal(slices.Delete(left, i, i+1))
	a.Recovery = string(text)
	return true, err
}

func (s *Service) account(ctx context.Context, where relation.Expr) (a record.Account, err error) {
	err = s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		a, err = store.One[record.Account](ctx, v, &relation.Select{From: relation.From(record.AccountTable, "a"), Where: where, Limit: 1})
		return err
	})
	return a, err
}

// open makes the session, ends those of the account that are too many, and forgets its failures.
func (s *Service) open(ctx context.Context, call app.Call, a, before record.Account, agent string, subjects []attempt, isPending bool) (string, error) {
	token, hash, err := credential.NewToken(s.Random)
	if err != nil {
		return "", err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return "", err
	}
	call.Actor.Account = a.ID
	act := app.Act{Needs: access.SessionOpen, Owner: a.Division, Kind: "session", Object: id}
	if isPending {
		act.Name = "session.ask"
	}
	now := s.Now().UnixMilli()
	return token, s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		if a.TOTPStep != before.TOTPStep || a.Recovery != before.Recovery || a.Password != before.Password {
			changed := a // the version decides who used a code first
			if err := store.Update(ctx, tx, record.AccountTable, &changed); err != nil {
				return err
			}
		}
		_, err := tx.Run(ctx, &relation.Insert{
			Into: record.SessionTable, Columns: []string{"hash", "id", "account", "made", "seen", "address", "agent", "is_pending"},
			Rows: [][]relation.Expr{{relation.V(hash), relation.V(id[:]), relation.V(a.ID[:]), relation.V(now), relation.V(now), relation.V(call.From), relation.V(cut(agent, 200)), relation.V(isPending)}},
		})
		if err != nil {
			return err
		}
		if isPending {
			return nil
		}
		if err := s.endSurplus(ctx, tx, a.ID); err != nil {
			return err
		}
		if len(subjects) == 0 {
			return nil
		}
		_, err = tx.Run(ctx, &relation.Delete{From: record.AttemptTable, Where: relation.Equal(relation.C("", "subject"), subjects[0].subject)})
		return err
	})
}

func (s *Service) endSurplus(ctx context.Context, tx *store.Tx, account uuid.UUID) error {
	open, err := store.List[record.Session](ctx, tx, &relation.Select{From: relation.From(record.SessionTable, "s"), Where: relation.Equal(relation.C("s", "account"), account[:])})
	if err != nil {
		return err
	}
	times := make([]credential.Session, len(open))
	for i, o := range open {
		times[i] = credential.Session{Opened: time.UnixMilli(o.Made), Seen: time.UnixMilli(o.Seen)}
	}
	for _, i := range s.Rules.Surplus(times) {
		if _, err := tx.Run(ctx, &relation.Delete{From: record.SessionTable, Where: relation.Equal(relation.C("", "hash"), open[i].Hash)}); err != nil {
			return err
		}
	}
	return nil
}

// An attempt is whose failures are counted, and by which rule.
type attempt struct {
	subject string
	rule    credential.Lockout
}

func (s *Service) failures(ctx context.Context, r store.Reader, subject string) (credential.Failures, error) {
	list, err := store.List[record.Attempt](ctx, r, &relation.Select{From: relation.From(record.AttemptTable, "a"), Where: relation.Equal(relation.C("a", "subject"), subject)})
	if err != nil || len(list) == 0 {
		return credential.Failures{}, err
	}
	a := list[0]
	return credential.Failures{Count: int(a.Count), Locks: int(a.Locks), Last: time.UnixMilli(a.Last), Until: time.UnixMilli(a.Until)}, nil
}

// locked refuses unseen what is locked.
func (s *Service) locked(ctx context.Context, subjects []attempt) error {
	return s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		for _, a := range subjects {
			f, err := s.failures(ctx, v, a.subject)
			if err != nil {
				return err
			}
			if until, isLocked := f.Locked(s.Now()); isLocked {
				return fault.New(fault.TooMany, "sign-in-waits", int(math.Ceil(until.Sub(s.Now()).Minutes())))
			}
		}
		return nil
	})
}

// refuse counts a failure, writes it into the audit, and gives the reason back.
func (s *Service) refuse(ctx context.Context, call app.Call, a *record.Account, subjects []attempt, reason *fault.Error) error {
	act := app.Act{Needs: access.SessionOpen, Name: "session.refuse", Owner: app.Installation, Kind: "session", Detail: audit.Detail{"reason": reason.Key}}
	if a != nil {
		act.Owner, act.Kind, act.Object = a.Division, "account", a.ID
	}
	err := s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		for _, sub := range subjects {
			f, err := s.failures(ctx, tx, sub.subject)
			if err != nil {
				return err
			}
			f = sub.rule.Fail(f, s.Now())
			row := []relation.Expr{relation.V(sub.subject), relation.V(f.Count), relation.V(f.Locks), relation.V(f.Last.UnixMilli()), relation.V(f.Until.UnixMilli())}
			var sets []relation.Set
			for _, c := range []string{"count", "locks", "last", "until"} {
				sets = append(sets, relation.Set{Column: c, To: relation.Excluded{Name: c}})
			}
			if _, err := tx.Run(ctx, &relation.Insert{
				Into: record.AttemptTable, Columns: []string{"subject", "count", "locks", "last", "until"}, Rows: [][]relation.Expr{row},
				OnConflict: &relation.Conflict{Columns: []string{"subject"}, Sets: sets},
			}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return reason
}

// network is the address whose failures count together: that of a host, or of an IPv6 network of /64.
func network(from string) string {
	a, err := netip.ParseAddr(from)
	if err != nil || a.Is4() || a.Is4In6() {
		return from
	}
	p, err := a.Prefix(64)
	if err != nil {
		return from
	}
	return p.String()
}

func cut(text string, runes int) string {
	if r := []rune(text); len(r) > runes {
		return string(r[:runes])
	}
	return text
}
