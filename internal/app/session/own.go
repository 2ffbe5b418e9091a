package session

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/credential"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/secret"
	"github.com/wenxiao/wenxiao/internal/store"
)

// ChangePassword sets a new password for the actor, who shows that he knows the old one; all his sessions end. Faults: Invalid
// "password-old"; Invalid, one for each rule that the new one breaks, joined.
func (s *Service) ChangePassword(ctx context.Context, call app.Call, old, new string) error {
	account, err := s.Self(ctx, call)
	if err != nil {
		return err
	}
	ok, _, err := s.Hasher.Verify(ctx, old, account.Password)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.Invalid, "password-old")
	}
	hash, err := s.HashNew(ctx, new, account.Name, account.Label)
	if err != nil {
		return err
	}
	account.Password, account.MustChange, account.Changed = hash, false, s.Now().UnixMilli()
	return s.change(ctx, call, "account.password", &account, true)
}

// HashNew hashes a password that keeps to the rules; names are words that must not be in it.
func (s *Service) HashNew(ctx context.Context, password string, names ...string) (string, error) {
	var broken []error
	for _, f := range credential.Judge(password, names...) {
		broken = append(broken, f)
	}
	if broken != nil {
		return "", errors.Join(broken...)
	}
	return s.Hasher.Hash(ctx, s.Random, password)
}

// NewCode draws a secret for one-time codes. Nothing is kept before ConfirmCode.
func (s *Service) NewCode(call app.Call) (shared []byte, err error) {
	if err := access.Holds(call.Actor, access.SessionOwn); err != nil {
		return nil, err
	}
	return credential.NewSecret(s.Random)
}

// ConfirmCode keeps a secret that the actor's authenticator has shown a code of, and gives recovery codes. Fault: Invalid "code-wrong".
func (s *Service) ConfirmCode(ctx context.Context, call app.Call, shared []byte, code string) (recovery []string, err error) {
	step, ok := credential.CheckCode(shared, code, s.Now(), 0)
	if !ok {
		return nil, fault.New(fault.Invalid, "code-wrong")
	}
	account, err := s.Self(ctx, call)
	if err != nil {
		return nil, err
	}
	key, wrapped, err := s.Vault.NewKey(record.AccountKey(account.ID))
	if err != nil {
		return nil, err
	}
	if account.TOTP, err = key.Seal("totp", shared); err != nil {
		return nil, err
	}
	recovery, kept, err := credential.NewRecoveryCodes(s.Random)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(kept)
	if err != nil {
		return nil, err
	}
	account.TOTPKey, account.TOTPStep, account.Recovery = wrapped, step, string(text)
	return recovery, s.change(ctx, call, "account.code-on", &account, false)
}

// UseCode takes a one-time or a recovery code of the actor's, who so shows that it is he. fault.Invalid "code-wrong".
func (s *Service) UseCode(ctx context.Context, call app.Call, code string) error {
	account, err := s.Self(ctx, call)
	if err != nil {
		return err
	}
	if ok, err := s.takeCode(&account, code); err != nil || !ok {
		return errors.Join(err, fault.New(fault.Invalid, "code-wrong"))
	}
	return s.change(ctx, call, "account.code-use", &account, false)
}

// RenewRecovery gives new recovery codes in the place of those that are left.
func (s *Service) RenewRecovery(ctx context.Context, call app.Call) (recovery []string, err error) {
	account, err := s.Self(ctx, call)
	if err != nil {
		return nil, err
	}
	recovery, kept, err := credential.NewRecoveryCodes(s.Random)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(kept)
	if err != nil {
		return nil, err
	}
	account.Recovery = string(text)
	return recovery, s.change(ctx, call, "account.recovery", &account, false)
}

// DropCode ends signing in with one-time codes, after UseCode.
func (s *Service) DropCode(ctx context.Context, call app.Call) error {
	account, err := s.Self(ctx, call)
	if err != nil {
		return err
	}
	account.TOTP, account.TOTPKey, account.TOTPStep, account.Recovery = nil, secret.Erased(), 0, ""
	return s.change(ctx, call, "account.code-off", &account, false)
}

// Self is the actor's account.
func (s *Service) Self(ctx context.Context, call app.Call) (a record.Account, err error) {
	err = s.See(ctx, call, access.SessionOwn, func(ctx context.Context, v *store.View) error {
		a, err = store.Load[record.Account](ctx, v, record.AccountTable, 0, call.Actor.Account)
		return err
	})
	return a, err
}

// change writes the actor's account, and ends its sessions where somebody else may be in one.
func (s *Service) change(ctx context.Context, call app.Call, name string, a *record.Account, endSessions bool) error {
	act := s.own(call, name, a.ID)
	act.Kind = "account"
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		changed := *a
		if err := store.Update(ctx, tx, record.AccountTable, &changed); err != nil || !endSessions {
			return err
		}
		_, err := tx.Run(ctx, &relation.Delete{From: record.SessionTable, Where: relation.Equal(relation.C("", "account"), a.ID[:])})
		return err
	})
}
