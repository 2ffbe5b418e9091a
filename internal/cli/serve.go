package cli

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"

	"github.com/wenxiao/wenxiao/internal/cli/argument"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/notify"
	"github.com/wenxiao/wenxiao/internal/serve"
	"github.com/wenxiao/wenxiao/reader"
	"github.com/wenxiao/wenxiao/reader/printout"
)

// serveOptions are what the server is started with. Flags go before the environment, the environment before the settings file.
type serveOptions struct {
	config.Place
	config.Serve
	Config string `name:"config" type:"path"`
}

type routesOptions struct {
	JSON bool `name:"json"`
}

// dataFolder is where an installation lies if nobody says where.
func dataFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return "wenxiao"
	}
	return filepath.Join(home, "wenxiao")
}

// settingsFile reads the settings file; nil for no path.
func settingsFile(path string) (argument.Settings, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	return argument.ReadSettings(f)
}

// settingsPath finds --config before the arguments are parsed, since it decides about them.
func settingsPath(args []string) string {
	for i, a := range args {
		if path, ok := strings.CutPrefix(a, "--config="); ok {
			return path
		}
		if a == "--config" && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}

// runServe serves an installation until it is told to stop.
func (p *program) runServe(ctx context.Context, o *serveOptions, shown []config.Setting) int {
	if err := o.Check(); err != nil {
		return p.refuse(err, StatusUsage)
	}
	log := p.logger(o.Serve)
	i, err := p.open(ctx, o.Place, o.Serve, log)
	if err != nil {
		return p.refuse(err, StatusEnvironment)
	}
	err = serve.Run(ctx, i, serve.Options{Settings: o.Serve, Shown: shown, Log: log, Now: time.Now, Ready: p.ready(o.Open)})
	return p.refuse(errors.Join(err, i.Close()), StatusEnvironment)
}

// ready says where the server is reached, and shows it.
func (p *program) ready(opens bool) func(string) {
	return func(address string) {
		p.print(p.say(sayServing, address))
		if opens {
			openBrowser(address)
		}
	}
}

// refuse says why something could not be done; status is given back if there is an error.
func (p *program) refuse(err error, status int) int {
	if err == nil {
		return StatusDone
	}
	sentence := err.Error() // for whoever runs the program: what no sentence was written for is told as it is
	if e, ok := errors.AsType[*fault.Error](err); ok {
		sentence = locale.Fault(p.lang, e.Key, e.Args...)
		if e.Kind == fault.Internal || e.Unwrap() != nil {
			sentence += " (" + err.Error() + ")"
		}
	}
	p.complain(sentence)
	return status
}

// open opens an installation with the programs that help to read some formats.
func (p *program) open(ctx context.Context, place config.Place, s config.Serve, log *slog.Logger) (*instance.Instance, error) {
	return p.openAt(ctx, place, s, log, time.Now)
}

// openAt is open with another clock.
func (p *program) openAt(ctx context.Context, place config.Place, s config.Serve, log *slog.Logger, now func() time.Time) (*instance.Instance, error) {
	var hook *notify.Hook
	if s.Webhook.URL != "" {
		var err error
		if hook, err = notify.NewHook(s.Webhook.URL, s.Webhook.Secret); err != nil {
			return nil, err
		}
	}
	return instance.Open(ctx, instance.Options{
		Webhook: hook,
		Place:   place, IdleTimeout: s.IdleTimeout, MaxUpload: s.MaxUpload << 20, Now: now, Log: log, Release: release(),
		Reader: func(ctx context.Context) reader.Options {
			return reader.Options{
				PDF:     func(data []byte) ([]printout.Page, error) { return p.pdf.Read(ctx, data) },
				Convert: func(format string, data []byte) ([]byte, error) { return p.office.Convert(ctx, format, data) },
			}
		},
	})
}

// identity is what must never stand in a log: an identity number, or a long run of digits such as a card's.
var identity = regexp.MustCompile(`\d{11,18}[\dXx]?`)

// logger writes to standard error, with what looks like a person's number taken out.
func (p *program) logger(s config.Serve) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(s.LogLevel)); err != nil {
		level = slog.LevelInfo
	}
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		switch v := a.Value.Any().(type) {
		case string:
			a.Value = slog.StringValue(identity.ReplaceAllString(v, "[redacted]"))
		case error:
			a.Value = slog.StringValue(identity.ReplaceAllString(v.Error(), "[redacted]"))
		}
		return a
	}}
	if s.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(p.stderr, options))
	}
	return slog.New(slog.NewTextHandler(p.stderr, options))
}

// openBrowser shows an address; where that does not work, the address was printed.
func openBrowser(address string) {
	var command *exec.Cmd
	switch runtime.GOOS {
	case "windows":
		command = exec.Command("rundll32", "url.dll,FileProtocolHandler", address)
	case "darwin":
		command = exec.Command("open", address)
	default:
		command = exec.Command("xdg-open", address)
	}
	if err := command.Start(); err != nil {
		return // a server without a desktop
	}
	go func() { _ = command.Wait() }() // what the browser says is not ours
}
