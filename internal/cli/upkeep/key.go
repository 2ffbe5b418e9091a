package upkeep

import (
	"context"
	"errors"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/operate"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/secret"
)

type keyCommands struct {
	Rotate keyRotateOptions `cmd:"" name:"rotate"`
}

type keyRotateOptions struct {
	config.Place `embed:""`
	Use          secret.Use `name:"use" enum:"master,index,sign" default:"master"`
	Resume       bool       `name:"resume"`
	JSON         bool       `name:"json"`
}

type rotateResult struct {
	Use       secret.Use `json:"use,omitempty"`
	Version   uint8      `json:"master_version"`
	Rewrapped int64      `json:"rewrapped"`
	Damaged   int64      `json:"damaged"`
}

func (o keyRotateOptions) run(ctx context.Context, t Terminal) error {
	var r operate.Rotated
	err := t.with(ctx, o.Place, func(i *instance.Instance) (err error) {
		progress, end := t.progress()
		defer end()
		if o.Resume {
			r, err = i.Operate.Resume(ctx, call(access.KeyRotate), progress)
			return err
		}
		r, err = i.Operate.Rotate(ctx, call(access.KeyRotate), o.Use, progress)
		return err
	})
	if err != nil {
		return err
	}
	if o.JSON {
		err = t.print(rotateResult(r))
	} else {
		err = errors.Join(t.Say("upkeep.key-rotated", r.Version, r.Rewrapped), t.Say("upkeep.key-copy", o.KeyFile()))
		if r.Damaged > 0 {
			err = errors.Join(err, t.Say("upkeep.key-damaged", r.Damaged))
		}
	}
	if err == nil && r.Damaged > 0 {
		return ErrFaults
	}
	return err
}
