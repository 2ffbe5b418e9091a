// Package mail tells people by mail what waits for them inside the program: as
// soon as it comes, or in one digest a day or a week, as each of them has chosen. A
// mail says how much waits and where; it holds no name of a person, a document or a
// task, since nobody knows who reads it on the way. Which server takes the mails is
// set up on a page; its password is sealed. Start with Service.Round.
package mail

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/notify"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/secret"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// A Service tells people by mail.
type Service struct {
	*app.Core
	Calendar func(context.Context) (*period.Calendar, error)
	Send     func(context.Context, notify.MailServer, notify.Mail) error // nil: over the network
}

// JobMail is the kind of job that sends one mail. It is tried again while the server is away.
const JobMail = "mail"

// serverID is the id of the one row of the mail server.
var serverID = uuid.MustParse("0190a000-0000-7000-8000-00000000a11e")

// New makes the service, which does its part of the work in the background.
func New(s Service) *Service {
	if s.Send == nil {
		s.Send = func(ctx context.Context, to notify.MailServer, m notify.Mail) error { return to.Send(ctx, m, s.Now()) }
	}
	x := &s
	x.Jobs.Register(JobMail, func(ctx context.Context, j job.Job, _ func(done, total int64)) error { return x.Run(ctx, j) })
	return x
}

// A Server is the mail server as it is set up. The password is never read back.
type Server struct {
	notify.MailServer
	Address     string // of this installation, as links in mails have it
	HasPassword bool
	Version     int64 // 0 before it is set up
}

// Server is the one that is set up; one without a host before.
func (s *Service) Server(ctx context.Context, call app.Call) (x Server, err error) {
	err = s.See(ctx, call, access.MailManage, func(ctx context.Context, v *store.View) error {
		r, err := find(ctx, v)
		x = Server{Address: r.Address, HasPassword: len(r.Password) > 0, Version: r.Version,
			MailServer: notify.MailServer{Host: r.Host, Port: int(r.Port), Security: r.Security, Name: r.Name, Sender: r.Sender, Authority: r.Authority}}
		return err
	})
	return x, err
}

// find is the row of the server, an empty one before it is set up.
func find(ctx context.Context, r store.Reader) (record.Mail, error) {
	m, err := store.Load[record.Mail](ctx, r, record.MailTable, 0, serverID)
	if fault.KindOf(err) == fault.NotFound {
		return record.Mail{Reference: store.Reference{ID: serverID}}, nil
	}
	return m, err
}

// Set sets the server up. An empty password leaves the one that is there, unless the host, the name or the authority is another: nobody takes a password to a
// server of his own. Faults: those of notify.MailServer.Check; Invalid "mail-address", "mail-password"; Conflict "record-stale".
func (s *Service) Set(ctx context.Context, call app.Call, x Server) error {
	x.Host, x.Name, x.Sender, x.Authority = strings.TrimSpace(x.Host), strings.TrimSpace(x.Name), strings.TrimSpace(x.Sender), strings.TrimSpace(x.Authority)
	x.Address = strings.TrimRight(strings.TrimSpace(x.Address), "/")
	if err := x.Check(); err != nil {
		return err
	}
	if !strings.HasPrefix(x.Address, "https://") && !strings.HasPrefix(x.Address, "http://") {
		return fault.New(fault.Invalid, "mail-address")
	}
	return s.Change(ctx, call, app.Act{Needs: access.MailManage, Kind: "mail", Object: serverID, Owner: app.Installation}, func(ctx context.Context, tx *store.Tx) error {
		r, err := find(ctx, tx)
		if err != nil {
			return err
		}
		if r.Version != x.Version {
			return fault.New(fault.Conflict, "record-stale")
		}
		isOther := r.Host != x.Host || r.Port != int64(x.Port) || r.Name != x.Name || r.Authority != x.Authority
		switch {
		case x.Name == "":
			r.Password, r.PasswordKey = nil, secret.Erased()
		case x.Password != "":
			key, wrapped, err := s.Vault.NewKey(record.MailKey(serverID))
			if err != nil {
				return err
			}
			if r.Password, err = key.Seal("password", []byte(x.Password)); err != nil {
				return err
			}
			r.PasswordKey = wrapped
		case isOther || len(r.Password) == 0:
			return fault.New(fault.Invalid, "mail-password")
		}
		r.Host, r.Port, r.Security, r.Name, r.Sender, r.Authority, r.Address = x.Host, int64(x.Port), x.Security, x.Name, x.Sender, x.Authority, x.Address
		if r.Version == 0 {
			_, err = store.Insert(ctx, tx, record.MailTable, &r)
			return err
		}
		return store.Update(ctx, tx, record.MailTable, &r)
	})
}

// open is the server with its password, and the address of this installation. isSet is false before it is set up.
func (s *Service) open(ctx context.Context) (to notify.MailServer, address string, isSet bool, err error) {
	var r record.Mail
	if err := s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		r, err = find(ctx, v)
		return err
	}); err != nil || r.Version == 0 {
		return to, "", false, err
	}
	to = notify.MailServer{Host: r.Host, Port: int(r.Port), Security: r.Security, Name: r.Name, Sender: r.Sender, Authority: r.Authority}
	if len(r.Password) == 0 {
		return to, r.Address, true, nil
	}
	key, err := s.Vault.OpenKey(secret.Wrapped(r.PasswordKey), record.MailKey(serverID))
	if err != nil {
		return to, "", false, err
	}
	plain, err := key.Open("password", r.Password)
	to.Password = string(plain)
	return to, r.Address, true, err
}

// Try puts a mail in line that says only that mails arrive. The answer stands with the job. Faults: Invalid "mail-to"; Conflict "mail-none" before a server is set up.
func (s *Service) Try(ctx context.Context, call app.Call, id uuid.UUID, to string) error {
	if to = strings.TrimSpace(to); !notify.IsAddress(to) {
		return fault.New(fault.Invalid, "mail-to")
	}
	act := app.Act{Needs: access.MailManage, Name: "mail.try", Kind: "mail", Object: id, Owner: app.Installation}
	err := s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		if r, err := find(ctx, tx); err != nil || r.Version == 0 {
			if err == nil {
				err = fault.New(fault.Conflict, "mail-none")
			}
			return err
		}
		return s.Jobs.Add(ctx, tx, id, JobMail, call.Actor.Account, errand{To: to})
	})
	if err == nil {
		s.Jobs.Nudge()
	}
	return err
}

// Choice is how the actor wants to be told; off before he has chosen.
func (s *Service) Choice(ctx context.Context, call app.Call) (c record.Choice, err error) {
	err = s.See(ctx, call, access.SessionOwn, func(ctx context.Context, v *store.View) error {
		list, err := store.List[record.Choice](ctx, v, &relation.Select{From: relation.From(record.ChoiceTable, "c"), Where: relation.Equal(relation.C("c", "account"), call.Actor.Account[:])})
		c = record.Choice{Account: call.Actor.Account, Mode: record.TellOff}
		if len(list) > 0 {
			c = list[0]
		}
		return err
	})
	return c, err
}

// Modes are the ways to be told.
var Modes = []string{record.TellOff, record.TellInstant, record.TellDaily, record.TellWeekly}

// Choose sets how the actor wants to be told. Faults: Invalid "mail-mode", "mail-to", "mail-quiet".
func (s *Service) Choose(ctx context.Context, call app.Call, mode, address string, from, to int) error {
	address = strings.TrimSpace(address)
	switch {
	case !slices.Contains(Modes, mode):
		return fault.New(fault.Invalid, "mail-mode")
	case address != "" && !notify.IsAddress(address), address == "" && mode == record.TellInstant:
		return fault.New(fault.Invalid, "mail-to")
	case from < 0 || from > 23 || to < 0 || to > 23:
		return fault.New(fault.Invalid, "mail-quiet")
	}
	act := app.Act{Needs: access.SessionOwn, Name: "mail.choose", Kind: "account", Object: call.Actor.Account, Owner: int64(call.Actor.Division.Owner())}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		list, err := store.List[record.Choice](ctx, tx, &relation.Select{From: relation.From(record.ChoiceTable, "c"), Where: relation.Equal(relation.C("c", "account"), call.Actor.Account[:])})
		if err != nil {
			return err
		}
		c := record.Choice{Reference: store.Reference{ID: uuid.NewSHA1(serverID, call.Actor.Account[:])}, Account: call.Actor.Account, Mailed: s.Now().UnixMilli()}
		if len(list) > 0 {
			c = list[0]
		}
		if c.Mode != mode { // what came before is not told over again
			c.Mailed = s.Now().UnixMilli()
		}
		c.Mode, c.Address, c.From, c.To = mode, address, int64(from), int64(to)
		if len(list) > 0 {
			return store.Update(ctx, tx, record.ChoiceTable, &c)
		}
		_, err = store.Insert(ctx, tx, record.ChoiceTable, &c)
		return err
	})
}

// china is where hours are counted.
var china = time.FixedZone("CST", 8*3600)

// isQuiet says whether somebody wants no mail at an hour of the day. The hours may go over midnight: from 22 to 7.
func isQuiet(c record.Choice, hour int64) bool {
	switch {
	case c.From == c.To:
		return false
	case c.From < c.To:
		return c.From <= hour && hour < c.To
	}
	return hour >= c.From || hour < c.To
}

// digestHour is the hour from which digests are made.
const digestHour = 8

// isDue says whether somebody's digest is to be made: on working days, or on the first working day of a week, once.
func isDue(c record.Choice, today period.Date, hour int64, calendar *period.Calendar) bool {
	if hour < digestHour || c.Digest == int64(today) {
		return false
	}
	is, _ := calendar.IsWorkday(today)
	switch c.Mode {
	case record.TellDaily:
		return is
	case record.TellWeekly:
		monday := today - (period.Date(today.Weekday())+6)%7
		return is && c.Digest < int64(monday)
	}
	return false
}
