package upkeep

import (
	"context"
	"errors"

	"github.com/wenxiao/wenxiao/internal/app/operate"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/store"
)

type auditCommands struct {
	Verify    verifyOptions    `cmd:"" name:"verify"`
	ExportKey exportKeyOptions `cmd:"" name:"export-key"`
}

type verifyOptions struct {
	config.Place `embed:""`
	Heads        string `name:"heads" type:"path"`
	Public       string `name:"public" type:"path"`
	JSON         bool   `name:"json"`
}

type faultResult struct {
	audit.Fault
	Says string `json:"says"`
}

type verifyResult struct {
	Chains int64         `json:"chains"`
	Blocks int64         `json:"blocks"`
	Events int64         `json:"events"`
	Faults []faultResult `json:"faults"`
}

func (o verifyOptions) run(ctx context.Context, t Terminal) error {
	v, err := operate.Verify(ctx, t.still(o.Place), operate.Proof{Heads: o.Heads, Public: o.Public})
	if err != nil {
		return err
	}
	if o.JSON {
		err = t.print(verifyResult{v.Chains, v.Blocks, v.Events, t.faults(v.Faults)})
	} else {
		err = t.sayAudit(v)
	}
	if err == nil && len(v.Faults) > 0 {
		return ErrFaults
	}
	return err
}

func (t Terminal) faults(faults []audit.Fault) []faultResult {
	list := []faultResult{}
	for _, f := range faults {
		list = append(list, faultResult{f, t.sentence(f)})
	}
	return list
}

func (t Terminal) sentence(f audit.Fault) string {
	if f.Height == 0 {
		return locale.Text(t.Lang, "audit-chain", f.Owner) + say(t.Lang, "audit-fault."+f.Key)
	}
	return locale.Text(t.Lang, "audit-place", f.Owner, f.Height) + say(t.Lang, "audit-fault."+f.Key)
}

// sayAudit says whether the audit is whole.
func (t Terminal) sayAudit(v store.Verification) error {
	err := t.Say("upkeep.audit-counts", v.Chains, v.Blocks, v.Events)
	if len(v.Faults) == 0 {
		return errors.Join(err, t.Say("upkeep.audit-whole"))
	}
	for _, f := range v.Faults {
		err = errors.Join(err, t.Say("upkeep.audit-fault", t.sentence(f)))
	}
	return errors.Join(err, t.Say("upkeep.audit-broken", len(v.Faults)))
}

type exportKeyOptions struct {
	config.Place `embed:""`
}

func (o exportKeyOptions) run(t Terminal) error {
	text, err := operate.PublicKeys(t.still(o.Place))
	if err != nil {
		return err
	}
	_, err = t.Stdout.Write(text)
	return err
}
