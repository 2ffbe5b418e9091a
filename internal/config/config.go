// Package config holds the settings of the program: what each is called, what it
// means and what it is when nobody sets it. A flag goes before the environment
// (WENXIAO_…), the environment before the settings file, the file before the
// default. Each setting is documented once, in the help tag here; doc/settings.md
// is made from the tags by a test (go test ./internal/config -update). It reads nothing itself: package cli fills the structs.
package config

import (
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/wenxiao/wenxiao/internal/fault"
)

// Place says where records, files and keys are.
type Place struct {
	Data     string `help:"folder for records, files and backups" default:"${data}" env:"WENXIAO_DATA" type:"path"`
	Database string `help:"database instead of the one in the data folder: sqlite:PATH, postgres://… or postgres://…?distributed=citus" env:"WENXIAO_DATABASE"`
	Keys     string `help:"key file; stays outside the data folder and its backups (default: DATA.keys/keys.json)" env:"WENXIAO_KEYS" type:"path"`
}

// KeyFile is where the keys are.
func (p Place) KeyFile() string {
	if p.Keys != "" {
		return p.Keys
	}
	return filepath.Join(filepath.Clean(p.Data)+".keys", "keys.json")
}

// HeadFile is where the heads of audit chains are noted: beside the keys, outside the data folder.
func (p Place) HeadFile() string {
	return filepath.Join(filepath.Dir(p.KeyFile()), "audit-heads.jsonl")
}

// URL is the database.
func (p Place) URL() string {
	if p.Database != "" {
		return p.Database
	}
	return "sqlite:" + filepath.Join(p.Data, "wenxiao.db")
}

// Files is the folder of files that were sent.
func (p Place) Files() string { return filepath.Join(p.Data, "files") }

// Backups is the folder of backups.
func (p Place) Backups() string { return filepath.Join(p.Data, "backup") }

// Serve says how the server listens and what it allows.
type Serve struct {
	Listen         string         `help:"address and port" default:"127.0.0.1:8080" env:"WENXIAO_LISTEN"`
	BaseURL        string         `name:"base-url" help:"address under which people reach the server, such as https://wenxiao.example.gov.cn (default: http://LISTEN)" env:"WENXIAO_BASE_URL"`
	TLSCert        string         `name:"tls-cert" help:"certificate file (PEM); with it the server speaks HTTPS" env:"WENXIAO_TLS_CERT" type:"path"`
	TLSKey         string         `name:"tls-key" help:"private key file (PEM) of the certificate" env:"WENXIAO_TLS_KEY" type:"path"`
	TrustedProxies []netip.Prefix `name:"trusted-proxy" help:"network of a proxy whose X-Forwarded-For and X-Forwarded-Proto are believed; may be repeated" env:"WENXIAO_TRUSTED_PROXY"`
	Open           bool           `help:"open the browser" default:"false" env:"WENXIAO_OPEN" negatable:""`
	LogFormat      string         `name:"log-format" help:"text or json" enum:"text,json" default:"text" env:"WENXIAO_LOG_FORMAT"`
	LogLevel       string         `name:"log-level" help:"debug, info, warn or error" enum:"debug,info,warn,error" default:"info" env:"WENXIAO_LOG_LEVEL"`
	MetricsToken   string         `name:"metrics-token" help:"bearer token for /metrics; without it only an account that may see metrics gets them" env:"WENXIAO_METRICS_TOKEN"`
	MaxUpload      int64          `name:"max-upload" help:"largest file that is taken, in MB" default:"64" env:"WENXIAO_MAX_UPLOAD"`
	Workers        int            `help:"jobs that run at once in the background" default:"2" env:"WENXIAO_WORKERS"`
	IdleTimeout    time.Duration  `name:"idle-timeout" help:"a session ends after so long without a request" default:"30m" env:"WENXIAO_IDLE_TIMEOUT"`
	RequestRate    int            `name:"request-rate" help:"requests a second that one address may make for long; 0: no limit" default:"200" env:"WENXIAO_REQUEST_RATE"`
	OIDC           OIDC           `embed:"" prefix:"oidc-"`
	Webhook        Webhook        `embed:"" prefix:"webhook-"`
}

// Webhook is a group chat that is told what came out. The address holds a key, and is as secret as the secret.
type Webhook struct {
	URL    string `help:"webhook of a WeCom, DingTalk or Feishu group robot that is told when a bulletin comes out; better in the environment than on the command line" env:"WENXIAO_WEBHOOK_URL"`
	Secret string `help:"what the robot's messages are signed with, where it asks for that" env:"WENXIAO_WEBHOOK_SECRET"`
}

// OIDC is the identity provider that people may sign in with.
type OIDC struct {
	Issuer   string `help:"address of an OpenID Connect provider to sign in with" env:"WENXIAO_OIDC_ISSUER"`
	ClientID string `name:"client-id" help:"our name at the provider" env:"WENXIAO_OIDC_CLIENT_ID"`
	Secret   string `help:"our secret at the provider; better in the environment than on the command line" env:"WENXIAO_OIDC_SECRET"`
	Claim    string `help:"claim of the identity token that names an account here" default:"preferred_username" env:"WENXIAO_OIDC_CLAIM"`
}

// Check says whether settings go together; fault.Invalid if not.
func (s Serve) Check() error {
	if (s.TLSCert == "") != (s.TLSKey == "") {
		return fault.New(fault.Invalid, "setting-tls")
	}
	if s.BaseURL != "" && !strings.HasPrefix(s.BaseURL, "http://") && !strings.HasPrefix(s.BaseURL, "https://") {
		return fault.New(fault.Invalid, "setting-base-url", s.BaseURL)
	}
	if s.OIDC.Issuer != "" && s.OIDC.ClientID == "" {
		return fault.New(fault.Invalid, "setting-oidc")
	}
	if s.MaxUpload < 1 || s.Workers < 1 || s.IdleTimeout < time.Minute {
		return fault.New(fault.Invalid, "setting-range")
	}
	return nil
}

// IsHTTPS says whether browsers reach the server by HTTPS: cookies are then sent by HTTPS only.
func (s Serve) IsHTTPS() bool { return s.TLSCert != "" || strings.HasPrefix(s.BaseURL, "https://") }

// A Setting is one value that the program runs with, as people are shown it.
type Setting struct {
	Name  string // as it is written on the command line and in the file
	Value string // a secret as dots; "" where nothing is set
	From  Origin
}

// An Origin says who set a value.
type Origin string

// The origins, the strongest first.
const (
	FromFlag        Origin = "flag"
	FromEnvironment Origin = "environment"
	FromFile        Origin = "file"
	FromDefault     Origin = "default"
)

// Shown is a value as people are shown it: of a secret whether there is one, of an address not the password in it.
func Shown(name, value string) string {
	if value == "" {
		return ""
	}
	if strings.HasSuffix(name, "secret") || strings.HasSuffix(name, "token") || name == "webhook-url" {
		return "••••••"
	}
	if !strings.Contains(value, "://") {
		return value
	}
	u, err := url.Parse(value)
	if err != nil {
		return "••••••" // what can not be read may hold one
	}
	return u.Redacted()
}
