package argument_test

import (
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/internal/cli/argument"
	"github.com/wenxiao/wenxiao/internal/config"
)

type sample struct {
	Lang  string `name:"lang"`
	Serve struct {
		Place
		Workers int            `default:"2" env:"WORKERS"`
		Size    uint64         `name:"size" default:"1"`
		Idle    time.Duration  `name:"idle-timeout" default:"30m" env:"IDLE"`
		Open    bool           `default:"true" env:"OPEN" negatable:""`
		Level   string         `enum:"info,warn" default:"info" env:"LEVEL"`
		Proxies []netip.Prefix `name:"trusted-proxy" env:"PROXY"`
		Issuer  struct {
			Secret string `env:"SECRET"`
		} `embed:"" prefix:"oidc-"`
	} `cmd:"" name:"serve"`
	User struct {
		Add struct {
			Name string   `arg:"" name:"name"`
			Role []string `name:"role" required:""`
		} `cmd:"" name:"add"`
		List struct{} `cmd:"" name:"list"`
	} `cmd:"" name:"user"`
	Read struct {
		JSON  bool     `name:"json"`
		First string   `arg:"" optional:"" name:"first"`
		Files []string `arg:"" optional:"" name:"file"`
	} `cmd:"" name:"read"`
}

type Place struct {
	Data string `default:"${home}/data" type:"path"`
}

// parse gives the struct, the command, and who set each option that has no default value.
func parse(args []string, env map[string]string, file string) (*sample, *argument.Parsed, error) {
	var s sample
	set, err := argument.ReadSettings(strings.NewReader(file))
	if err != nil {
		return nil, nil, err
	}
	parsed, err := argument.Parse(&s, args, argument.Sources{File: set, Names: map[string]string{"home": "/srv"},
		Env: func(name string) (string, bool) { v, ok := env[name]; return v, ok }})
	return &s, parsed, err
}

func from(p *argument.Parsed, name string) config.Origin {
	for _, o := range p.Options {
		if o.Name == name {
			return o.From
		}
	}
	return ""
}

// An option goes before the environment, that before the file, that before the default; and each is told.
func TestParse_TheStrongestSourceWins(t *testing.T) {
	t.Parallel()
	env, file := map[string]string{"WORKERS": "4"}, `{"workers": 3, "unknown": "x"}`
	for _, test := range []struct {
		args []string
		env  map[string]string
		file string
		want int
		from config.Origin
	}{
		{[]string{"serve", "--workers", "5"}, env, file, 5, config.FromFlag},
		{[]string{"serve", "--workers=5", "--workers=6"}, env, file, 6, config.FromFlag},
		{[]string{"serve"}, env, file, 4, config.FromEnvironment},
		{[]string{"serve"}, nil, file, 3, config.FromFile},
		{[]string{"serve"}, nil, `{"workers": null}`, 2, config.FromDefault},
		{[]string{"serve"}, nil, `{}`, 2, config.FromDefault},
	} {
		s, parsed, err := parse(test.args, test.env, test.file)
		if err != nil || s.Serve.Workers != test.want || from(parsed, "workers") != test.from {
			t.Errorf("%q, %v, %s: %+v, %v", test.args, test.env, test.file, s, err)
		}
	}
}

func TestParse_ReadsEveryKindOfValue(t *testing.T) {
	t.Parallel()
	s, parsed, err := parse([]string{"--lang=en", "serve", "--size=0x10", "--idle-timeout", "1h", "--no-open", "--level=warn", "--data=", "--oidc-secret", "a=b",
		"--trusted-proxy=10.0.0.0/8,11.0.0.0/8", "--trusted-proxy", "12.0.0.0/8"}, nil, "{}")
	if err != nil {
		t.Fatal(err)
	}
	v := s.Serve
	if s.Lang != "en" || v.Size != 16 || v.Idle != time.Hour || v.Open || v.Level != "warn" || v.Data != "" || v.Issuer.Secret != "a=b" || len(v.Proxies) != 3 || parsed.Command != "serve" {
		t.Errorf("%+v, %+v", s, parsed)
	}
	var names []string
	for _, o := range parsed.Options {
		names = append(names, o.Name)
	}
	if d := cmp.Diff([]string{"lang", "data", "workers", "size", "idle-timeout", "open", "level", "trusted-proxy", "oidc-secret"}, names); d != "" {
		t.Error(d)
	}
}

// The names of the file may be joined as in JSON of any taste.
func TestReadSettings(t *testing.T) {
	t.Parallel()
	for _, file := range []string{`{"idle-timeout": "1h", "trusted-proxy": ["10.0.0.0/8", "11.0.0.0/8"], "open": false}`,
		`{"idle_timeout": "1h", "trusted_proxy": "10.0.0.0/8,11.0.0.0/8", "open": "no"}`, `{"idleTimeout": "1h", "trustedProxy": ["10.0.0.0/8,11.0.0.0/8", null], "open": 0}`} {
		s, parsed, err := parse([]string{"serve"}, nil, file)
		if err != nil || s.Serve.Idle != time.Hour || len(s.Serve.Proxies) != 2 || s.Serve.Open || from(parsed, "trusted-proxy") != config.FromFile {
			t.Errorf("%s: %+v, %v", file, s, err)
		}
	}
	for _, file := range []string{``, `[]`, `{"open": {}}`, `{"open": [["x"]]}`, `{"base-url": "a", "base_url": "b"}`, `{"a": "` + strings.Repeat("x", 2<<20) + `"}`} {
		if set, err := argument.ReadSettings(strings.NewReader(file)); err == nil {
			t.Errorf("%.40s: %v", file, set)
		}
	}
}

func TestParse_WordsAndCommands(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		args    []string
		command string
		first   string
		files   []string
		json    bool
	}{
		{[]string{"read", "a", "b", "--json", "c"}, "read", "a", []string{"b", "c"}, true},
		{[]string{"read", "-", "--", "--json", "--"}, "read", "-", []string{"--json", "--"}, false},
		{[]string{"read"}, "read", "", nil, false},
		{[]string{"user"}, "", "", nil, false},
		{[]string{"user", "list"}, "user list", "", nil, false},
		{nil, "", "", nil, false},
	} {
		s, parsed, err := parse(test.args, nil, "{}")
		if err != nil {
			t.Errorf("%q: %v", test.args, err)
			continue
		}
		if parsed.Command != test.command || s.Read.First != test.first || !cmp.Equal(s.Read.Files, test.files) || s.Read.JSON != test.json {
			t.Errorf("%q: %q, %+v", test.args, parsed.Command, s.Read)
		}
	}
}

func TestParse_PathsBecomeAbsolute(t *testing.T) {
	t.Parallel()
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"a": filepath.Join(here, "a"), "~/a": filepath.Join(home, "a"), "-": "-", here: here} {
		s, _, err := parse([]string{"serve", "--data=" + path}, nil, "{}")
		if err != nil || s.Serve.Data != want {
			t.Errorf("%q became %q (%v)", path, s.Serve.Data, err)
		}
	}
}

func TestParse_SaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		args []string
		env  string // of LEVEL, WORKERS
		want argument.Error
	}{
		{[]string{"read", "--jsn"}, "", argument.Error{Problem: argument.UnknownOption, Name: "--jsn", Known: []string{"--lang", "--json"}}},
		{[]string{"--json", "read"}, "", argument.Error{Problem: argument.UnknownOption, Name: "--json", Known: []string{"--lang"}}},
		{[]string{"read", "-j"}, "", argument.Error{Problem: argument.UnknownOption, Name: "-j", Known: []string{"--lang", "--json"}}},
		{[]string{"user", "ad"}, "", argument.Error{Problem: argument.UnknownCommand, Name: "ad", Known: []string{"add", "list"}}},
		{[]string{"user", "list", "x"}, "", argument.Error{Problem: argument.Surplus, Name: "x"}},
		{[]string{"read", "--lang"}, "", argument.Error{Problem: argument.NoValue, Name: "--lang"}},
		{[]string{"read", "--lang", "--json"}, "", argument.Error{Problem: argument.NoValue, Name: "--lang", Value: "--json"}},
		{[]string{"serve", "--workers=x"}, "", argument.Error{Problem: argument.NotNumber, Name: "--workers", Value: "x"}},
		{[]string{"serve", "--size=-1"}, "", argument.Error{Problem: argument.NotNumber, Name: "--size", Value: "-1"}},
		{[]string{"serve"}, "x", argument.Error{Problem: argument.NotNumber, Name: "WORKERS", Value: "x"}},
		{[]string{"read", "--json=x"}, "", argument.Error{Problem: argument.NotBool, Name: "--json", Value: "x"}},
		{[]string{"serve", "--idle-timeout=1"}, "", argument.Error{Problem: argument.NotDuration, Name: "--idle-timeout", Value: "1"}},
		{[]string{"serve", "--level=loud"}, "", argument.Error{Problem: argument.NotAmong, Name: "--level", Value: "loud", Known: []string{"info", "warn"}}},
		{[]string{"serve", "--trusted-proxy=x"}, "", argument.Error{Problem: argument.NotReadable, Name: "--trusted-proxy", Value: "x"}},
		{[]string{"user", "add"}, "", argument.Error{Problem: argument.Missing, Known: []string{"--role", "<name>"}}},
	} {
		env := map[string]string{}
		if test.env != "" {
			env["WORKERS"] = test.env
		}
		_, _, err := parse(test.args, env, "{}")
		got, ok := errors.AsType[*argument.Error](err)
		if !ok {
			t.Errorf("%q: %v", test.args, err)
			continue
		}
		if d := cmp.Diff(&test.want, got); d != "" {
			t.Errorf("%q: %s", test.args, d)
		}
	}
}

// Whatever stands on the command line and in the file, there is an answer, and a value that was given is the one that is taken.
func FuzzParse(f *testing.F) {
	f.Add("serve\n--workers=3\n--no-open\n--\nx", `{"workers": 4, "open": [true]}`, "a,b")
	f.Add("user\nadd\n--role\nx\n-", `{"role": null}`, "")
	f.Fuzz(func(t *testing.T, lines, file, secret string) {
		args := strings.Split(lines, "\n")
		if _, _, err := parse(args, map[string]string{"PROXY": secret}, file); err == nil && len(lines) > 0 && lines[0] == '-' && !strings.HasPrefix(lines, "--lang") && args[0] != "--" && args[0] != "-" {
			t.Errorf("%q was understood", args)
		}
		s, parsed, err := parse([]string{"serve", "--oidc-secret=" + secret, "--data", "/"}, nil, "{}")
		if err != nil || s.Serve.Issuer.Secret != secret || from(parsed, "oidc-secret") != config.FromFlag {
			t.Errorf("%q became %+v (%v)", secret, s, err)
		}
	})
}
