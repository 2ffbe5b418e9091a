package cli

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/demo"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/serve"
	"github.com/wenxiao/wenxiao/period"
)

// demoOptions are what a demo is filled and served with.
type demoOptions struct {
	Data     string `name:"data" default:"${demodata}" type:"path"`
	Database string `name:"database"`
	Listen   string `name:"listen" default:"127.0.0.1:8080"`
	Size     string `name:"size" default:"small"`
	Seed     uint64 `name:"seed" default:"1"`
	Today    string `name:"today"`
	Open     bool   `name:"open" default:"true" negatable:""`
	FillOnly bool   `name:"fill-only"`
}

// runDemo fills a folder with a fictional city, unless that was done, and serves it.
func (p *program) runDemo(ctx context.Context, o *demoOptions, shown []config.Setting) int {
	clock := demo.NewClock(time.Now)
	filling := demo.Options{Size: demo.Size(o.Size), Seed: o.Seed, Clock: clock}
	if o.Today != "" {
		day, err := period.ParseDate(o.Today)
		if err != nil {
			return p.misuse("demo", sayBadDay, o.Today)
		}
		filling.Today = day
	}
	settings := config.Serve{Listen: o.Listen, LogFormat: "text", LogLevel: "warn", MaxUpload: 64, Workers: 2, IdleTimeout: 8 * time.Hour}
	log := p.logger(settings)
	i, err := p.openAt(ctx, config.Place{Data: o.Data, Database: o.Database}, settings, slog.New(slog.NewTextHandler(io.Discard, nil)), clock.Now)
	if err != nil {
		return p.refuse(err, StatusEnvironment)
	}
	if err := p.fillDemo(ctx, i, filling); err != nil {
		return p.refuse(errors.Join(err, i.Close()), StatusEnvironment)
	}
	if o.FillOnly {
		return p.refuse(i.Close(), StatusEnvironment)
	}
	i.Log = log
	p.print(p.say(sayDemoAccounts, demo.AccountsFile(o.Data)))
	err = serve.Run(ctx, i, serve.Options{Settings: settings, Shown: shown, IsDemo: true, Log: log, Now: clock.Now, Ready: p.ready(o.Open)})
	return p.refuse(errors.Join(err, i.Close()), StatusEnvironment)
}

// fillDemo fills an installation that is empty, and tells how long it took.
func (p *program) fillDemo(ctx context.Context, i *instance.Instance, o demo.Options) error {
	accounts, err := demo.Fill(ctx, i, o)
	if err != nil || accounts == nil {
		return err
	}
	return demo.WriteAccounts(i.Place.Data, accounts)
}
