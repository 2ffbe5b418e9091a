package session_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/account"
	"github.com/wenxiao/wenxiao/internal/app/session"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/region"
)

const password = "Kodami-Rupeso-7342"

// A house is an installation with one account, and a clock that the test moves.
type house struct {
	*instance.Instance
	ms *atomic.Int64
}

func open(t *testing.T) house {
	t.Helper()
	h := house{ms: new(atomic.Int64)}
	h.ms.Store(time.Date(2025, 3, 3, 9, 0, 0, 0, time.UTC).UnixMilli())
	h.Instance = instancetest.Open(t, "", func() time.Time { return time.UnixMilli(h.ms.Load()) })
	err := h.Accounts.Found(t.Context(), from("local"), []account.New{{
		ID: uuid.Must(uuid.NewV7()), Name: "lin", Label: "林晓", Division: region.MustParse("190300"), Password: password, Roles: []access.Role{access.Security},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h house) later(d time.Duration) { h.ms.Add(d.Milliseconds()) }

func from(address string) app.Call { return app.Call{Request: "test", From: address} }

func key(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Key
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// codeAt is what an authenticator shows: RFC 6238, computed a second time.
func codeAt(shared []byte, now time.Time) string {
	mac := hmac.New(sha1.New, shared)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(now.Unix()/30)))
	sum := mac.Sum(nil)
	at := sum[19] & 15
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[at:])&0x7fffffff)%1_000_000)
}

func (h house) signIn(t *testing.T, word string) (string, string) {
	t.Helper()
	token, err := h.Sessions.SignIn(t.Context(), from("203.0.113.5"), session.Typed{Account: " LIN ", Password: word, Agent: "test"})
	return token, key(err)
}

func TestSignIn_ASessionLastsWhileItIsUsed(t *testing.T) {
	t.Parallel()
	h := open(t)
	token, fault := h.signIn(t, password)
	if fault != "" {
		t.Fatal(fault)
	}
	for range 4 {
		h.later(25 * time.Minute)
		s, err := h.Sessions.Resume(t.Context(), token)
		if err != nil {
			t.Fatalf("a session in use ended: %v", err)
		}
		if s.Name != "lin" || s.Label != "林晓" || len(s.Actor.Grants) != 1 {
			t.Errorf("session %+v", s)
		}
	}
	h.later(31 * time.Minute)
	if _, err := h.Sessions.Resume(t.Context(), token); key(err) != "session-idle" {
		t.Errorf("after half an hour without a request: %v", err)
	}
	if _, err := h.Sessions.Resume(t.Context(), strings.Repeat("A", 43)); key(err) != "sign-in-needed" {
		t.Errorf("with a token nobody was given: %v", err)
	}
}

func TestSignIn_TooManyMistakesStopEverybodyForAWhile(t *testing.T) {
	t.Parallel()
	h := open(t)
	for i := range 5 {
		if _, fault := h.signIn(t, "wrong"); fault != "credentials-wrong" {
			t.Fatalf("mistake %d: %s", i, fault)
		}
	}
	if _, fault := h.signIn(t, password); fault != "sign-in-waits" {
		t.Errorf("the right password after five mistakes: %q, want to wait", fault)
	}
	h.later(16 * time.Minute)
	if _, fault := h.signIn(t, password); fault != "" {
		t.Errorf("after the wait: %s", fault)
	}
	if _, err := h.Sessions.SignIn(t.Context(), from("203.0.113.5"), session.Typed{Account: "nobody", Password: "x"}); key(err) != "credentials-wrong" {
		t.Errorf("an account that there is not: %v", err)
	}
}

func TestSignIn_OneTimeCodes(t *testing.T) {
	t.Parallel()
	h := open(t)
	token, _ := h.signIn(t, password)
	s, err := h.Sessions.Resume(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	own := app.Call{Actor: s.Actor, Request: "test", From: "local"}
	shared, err := h.Sessions.NewCode(own)
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.UnixMilli(h.ms.Load()) }
	if _, err := h.Sessions.ConfirmCode(t.Context(), own, shared, "000000"); key(err) != "code-wrong" {
		t.Errorf("a wrong code confirms: %v", err)
	}
	recovery, err := h.Sessions.ConfirmCode(t.Context(), own, shared, codeAt(shared, now()))
	if err != nil || len(recovery) == 0 {
		t.Fatalf("recovery codes %v, %v", recovery, err)
	}
	h.later(time.Minute)
	pending, fault := h.signIn(t, password)
	if fault != "sign-in-code" || pending == "" {
		t.Fatalf("the password alone: %q, %q", pending, fault)
	}
	if _, err := h.Sessions.Resume(t.Context(), pending); err == nil {
		t.Error("a sign-in that waits for its code is a session already")
	}
	if _, err := h.Sessions.SignInCode(t.Context(), from("203.0.113.5"), pending, "123456", "test"); key(err) != "code-wrong" {
		t.Errorf("a wrong code: %v", err)
	}
	code := codeAt(shared, now())
	full, err := h.Sessions.SignInCode(t.Context(), from("203.0.113.5"), pending, code, "test")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Sessions.Resume(t.Context(), full); err != nil {
		t.Errorf("after the code: %v", err)
	}
	again, _ := h.signIn(t, password)
	if _, err := h.Sessions.SignInCode(t.Context(), from("203.0.113.5"), again, code, "test"); key(err) != "code-wrong" {
		t.Errorf("a code was taken twice: %v", err)
	}
	if _, err := h.Sessions.SignInCode(t.Context(), from("203.0.113.5"), again, recovery[0], "test"); err != nil {
		t.Errorf("a recovery code: %v", err)
	}
	late, _ := h.signIn(t, password)
	h.later(6 * time.Minute)
	if _, err := h.Sessions.SignInCode(t.Context(), from("203.0.113.5"), late, codeAt(shared, now()), "test"); key(err) != "sign-in-needed" {
		t.Errorf("a code that comes too late: %v", err)
	}
}

func TestChangePassword_EndsEverySession(t *testing.T) {
	t.Parallel()
	h := open(t)
	one, _ := h.signIn(t, password)
	two, _ := h.signIn(t, password)
	s, err := h.Sessions.Resume(t.Context(), one)
	if err != nil {
		t.Fatal(err)
	}
	own := app.Call{Actor: s.Actor, Request: "test", From: "local"}
	if err := h.Sessions.ChangePassword(t.Context(), own, "wrong", "Velomi-Tasuko-5518"); key(err) != "password-old" {
		t.Errorf("without the old password: %v", err)
	}
	if err := h.Sessions.ChangePassword(t.Context(), own, password, "short"); err == nil {
		t.Error("a weak password was taken")
	}
	if err := h.Sessions.ChangePassword(t.Context(), own, password, "Velomi-Tasuko-5518"); err != nil {
		t.Fatal(err)
	}
	for _, token := range []string{one, two} {
		if _, err := h.Sessions.Resume(t.Context(), token); err == nil {
			t.Error("a session outlived the password")
		}
	}
	if _, fault := h.signIn(t, "Velomi-Tasuko-5518"); fault != "" {
		t.Errorf("with the new password: %s", fault)
	}
}
