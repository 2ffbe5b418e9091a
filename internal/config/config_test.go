package config_test

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/fault"
)

var update = flag.Bool("update", false, "write doc/settings.md")

// TestSettings_AreDocumented holds doc/settings.md to the tags.
func TestSettings_AreDocumented(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("# Settings\n\nMade of the tags in `internal/config` (`go test ./internal/config -update`). An option goes before the environment,\n" +
		"that before the settings file (`--config FILE`, JSON with the names of the options), that before the default.\n\n" +
		"What a place decides for itself is no setting: its rules of lights and its ladder stand on `/rules` ([supervision.md](supervision.md#a-divisions-own-rules)),\n" +
		"models of scores on `/appraisals`.\n\n" +
		"| option | environment | default | what it is |\n|---|---|---|---|\n")
	rows(&b, reflect.TypeFor[config.Place](), "")
	rows(&b, reflect.TypeFor[config.Serve](), "")
	const path = "../../doc/settings.md"
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(path)
	if err != nil || string(written) != b.String() {
		t.Errorf("doc/settings.md is not what the tags say (%v); run go test ./internal/config -update", err)
	}
}

func rows(b *strings.Builder, of reflect.Type, prefix string) {
	for i := range of.NumField() {
		f := of.Field(i)
		if p, ok := f.Tag.Lookup("prefix"); ok {
			rows(b, f.Type, p)
			continue
		}
		name := f.Tag.Get("name")
		if name == "" {
			name = strings.ToLower(f.Name)
		}
		value := f.Tag.Get("default")
		if value == "${data}" {
			value = "`wenxiao` in the user's home"
		}
		fmt.Fprintf(b, "| `--%s%s` | `%s` | %s | %s |\n", prefix, name, f.Tag.Get("env"), value, f.Tag.Get("help"))
	}
}

func TestPlace_KeepsKeysOutOfTheDataFolder(t *testing.T) {
	t.Parallel()
	p := config.Place{Data: "/srv/wenxiao/"}
	if p.KeyFile() != "/srv/wenxiao.keys/keys.json" || p.HeadFile() != "/srv/wenxiao.keys/audit-heads.jsonl" || p.URL() != "sqlite:/srv/wenxiao/wenxiao.db" {
		t.Errorf("keys %s, heads %s, database %s", p.KeyFile(), p.HeadFile(), p.URL())
	}
}

func TestServe_CheckRefusesWhatDoesNotGoTogether(t *testing.T) {
	t.Parallel()
	good := config.Serve{MaxUpload: 64, Workers: 2, IdleTimeout: time.Hour}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*config.Serve){
		"a certificate without its key": func(s *config.Serve) { s.TLSCert = "c.pem" },
		"an address without a scheme":   func(s *config.Serve) { s.BaseURL = "wenxiao.example.gov.cn" },
		"a provider without our name":   func(s *config.Serve) { s.OIDC.Issuer = "https://id.example.gov.cn" },
		"no worker":                     func(s *config.Serve) { s.Workers = 0 },
	} {
		s := good
		spoil(&s)
		if fault.KindOf(s.Check()) != fault.Invalid {
			t.Errorf("%s was accepted", name)
		}
	}
}
