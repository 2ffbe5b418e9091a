package upkeep

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/account"
	"github.com/wenxiao/wenxiao/internal/app/session"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/region"
	"golang.org/x/term"
)

type userCommands struct {
	Add      userAddOptions      `cmd:"" name:"add"`
	List     userListOptions     `cmd:"" name:"list"`
	Password userPasswordOptions `cmd:"" name:"password"`
	Disable  userDisableOptions  `cmd:"" name:"disable"`
	Link     userLinkOptions     `cmd:"" name:"link"`
}

type userAddOptions struct {
	config.Place `embed:""`
	Name         string        `arg:"" name:"name"`
	Role         []access.Role `name:"role" required:""`
	Division     string        `name:"division" required:""`
	Unit         string        `name:"unit"`
	Label        string        `name:"label"`
}

func accounts() app.Call { return call(access.AccountManage, access.RoleGrant) }

func (o userAddOptions) run(ctx context.Context, t Terminal) (err error) {
	division, err := region.Parse(o.Division)
	if err != nil || len(o.Division) != 6 {
		return fault.Because(err, fault.Invalid, "division-code", o.Division)
	}
	password, err := t.password()
	if err != nil {
		return err
	}
	i, err := t.openOrMake(ctx, o.Place)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, i.Close()) }()
	n := account.New{Name: o.Name, Label: o.Label, Division: division, Password: password, Roles: o.Role}
	if n.ID, err = uuid.NewV7(); err != nil {
		return err
	}
	if o.Unit != "" {
		if n.Unit, err = i.Accounts.UnitNamed(ctx, accounts(), division, o.Unit); err != nil {
			return err
		}
	}
	if err := i.Accounts.Create(ctx, accounts(), n); err != nil {
		return err
	}
	return t.Say("upkeep.user-added", session.Name(o.Name))
}

type userListOptions struct {
	config.Place `embed:""`
	JSON         bool `name:"json"`
}

type userResult struct {
	Name       string   `json:"name"`
	Label      string   `json:"label"`
	Division   string   `json:"division"`
	Roles      []string `json:"roles"`
	HasTOTP    bool     `json:"has_totp"`
	IsDisabled bool     `json:"is_disabled"`
}

func (o userListOptions) run(ctx context.Context, t Terminal) error {
	return t.with(ctx, o.Place, func(i *instance.Instance) error {
		entries, err := i.Accounts.List(ctx, accounts())
		if err != nil {
			return err
		}
		results := []userResult{}
		for _, e := range entries {
			r := userResult{Name: e.Name, Label: e.Label, Division: fmt.Sprintf("%06d", e.Division), HasTOTP: len(e.TOTP) > 0, IsDisabled: e.IsDisabled, Roles: []string{}}
			for _, g := range e.Grants {
				r.Roles = append(r.Roles, g.Role)
			}
			results = append(results, r)
		}
		if o.JSON {
			return t.print(results)
		}
		for _, r := range results {
			state := ""
			if r.IsDisabled {
				state = locale.Text(t.Lang, "upkeep.user-disabled-mark")
			}
			if _, err := fmt.Fprintf(t.Stdout, "%s\t%s\t%s\t%s\t%s\n", r.Name, r.Label, r.Division, strings.Join(r.Roles, ","), state); err != nil {
				return err
			}
		}
		return nil
	})
}

type userPasswordOptions struct {
	config.Place `embed:""`
	Name         string `arg:"" name:"name"`
}

func (o userPasswordOptions) run(ctx context.Context, t Terminal) error {
	password, err := t.password()
	if err != nil {
		return err
	}
	return t.with(ctx, o.Place, func(i *instance.Instance) error {
		e, err := named(ctx, i, o.Name)
		if err != nil {
			return err
		}
		if err := i.Accounts.SetPassword(ctx, accounts(), e.ID, password); err != nil {
			return err
		}
		return t.Say("upkeep.user-password", e.Name)
	})
}

type userDisableOptions struct {
	config.Place `embed:""`
	Name         string `arg:"" name:"name"`
	Enable       bool   `name:"enable"`
}

func (o userDisableOptions) run(ctx context.Context, t Terminal) error {
	return t.with(ctx, o.Place, func(i *instance.Instance) error {
		e, err := named(ctx, i, o.Name)
		if err != nil {
			return err
		}
		if err := i.Accounts.SetDisabled(ctx, accounts(), e.ID, !o.Enable); err != nil {
			return err
		}
		if o.Enable {
			return t.Say("upkeep.user-enabled", e.Name)
		}
		return t.Say("upkeep.user-disabled", e.Name)
	})
}

type userLinkOptions struct {
	config.Place `embed:""`
	Name         string `arg:"" name:"name"`
	Issuer       string `name:"issuer" required:""`
	As           string `name:"as"`
}

func (o userLinkOptions) run(ctx context.Context, t Terminal) error {
	return t.with(ctx, o.Place, func(i *instance.Instance) error {
		e, err := named(ctx, i, o.Name)
		if err != nil {
			return err
		}
		if err := i.Accounts.Link(ctx, accounts(), e.ID, o.Issuer, o.As); err != nil {
			return err
		}
		return t.Say("upkeep.user-linked", e.Name)
	})
}

// named finds an account by what it signs in with.
func named(ctx context.Context, i *instance.Instance, name string) (account.Entry, error) {
	entries, err := i.Accounts.List(ctx, accounts())
	for _, e := range entries {
		if e.Name == session.Name(name) {
			return e, nil
		}
	}
	if err == nil {
		err = fault.New(fault.NotFound, "account-missing", name)
	}
	return account.Entry{}, err
}

// maxPassword is the most that is read of a password, in octets.
const maxPassword = 4096

// password asks for a new password, twice and unseen at a terminal; else it is the first line of standard input. It is never an
// argument: those can be seen by everybody on the machine.
func (t Terminal) password() (string, error) {
	f, ok := t.Stdin.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		line, err := bufio.NewReader(io.LimitReader(t.Stdin, maxPassword)).ReadString('\n')
		if err != nil && err != io.EOF {
			return "", fmt.Errorf("read the password: %w", err)
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	first, err := t.ask(f, locale.Text(t.Lang, "upkeep.ask-password"))
	if err != nil {
		return "", err
	}
	again, err := t.ask(f, locale.Text(t.Lang, "upkeep.ask-again"))
	if err == nil && first != again {
		err = fault.New(fault.Invalid, "password-again")
	}
	return first, err
}

func (t Terminal) ask(f *os.File, question string) (string, error) {
	fmt.Fprint(t.Stderr, question)
	typed, err := term.ReadPassword(int(f.Fd()))
	fmt.Fprintln(t.Stderr)
	if err != nil {
		return "", fmt.Errorf("read the password: %w", err)
	}
	return string(typed), nil
}
