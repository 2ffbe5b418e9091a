// Package serve runs the server: an installation, its work in the background, and
// the way of requests to pages and to the interface for programs. It decides
// nothing; it starts the parts in order and stops them in order. Start with Run.
package serve

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/wenxiao/wenxiao/internal/api"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/web/admin"
	"github.com/wenxiao/wenxiao/internal/web/announce"
	"github.com/wenxiao/wenxiao/internal/web/asset"
	"github.com/wenxiao/wenxiao/internal/web/casework"
	"github.com/wenxiao/wenxiao/internal/web/cockpit"
	"github.com/wenxiao/wenxiao/internal/web/coordination"
	"github.com/wenxiao/wenxiao/internal/web/division"
	"github.com/wenxiao/wenxiao/internal/web/entry"
	"github.com/wenxiao/wenxiao/internal/web/figure"
	"github.com/wenxiao/wenxiao/internal/web/inspection"
	"github.com/wenxiao/wenxiao/internal/web/ledger"
	"github.com/wenxiao/wenxiao/internal/web/lists"
	"github.com/wenxiao/wenxiao/internal/web/organisation"
	"github.com/wenxiao/wenxiao/internal/web/register"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/sheet"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/storybook"
	"github.com/wenxiao/wenxiao/internal/web/supervision"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// Options say what is served.
type Options struct {
	Settings config.Serve
	Shown    []config.Setting // what people who keep it running are shown of how it was started
	IsDemo   bool
	Log      *slog.Logger
	Now      func() time.Time
	// Ready is told the address people reach the server under, once it listens.
	Ready func(address string)
}

// Routes are all routes of an installation, which may be nil where they are only listed. provider may be nil.
func Routes(s *site.Site, provider entry.Provider, o api.Options) (route.Table, error) {
	t, err := api.Routes(s.Instance, o)
	return slices.Concat(entry.Routes(s, provider), ledger.Routes(s), division.Routes(s), lists.Routes(s), cockpit.Routes(s), supervision.Routes(s), casework.Routes(s), organisation.Routes(s), inspection.Routes(s), coordination.Routes(s), announce.Routes(s), figure.Routes(s), sheet.Routes(s), register.Routes(s), admin.Routes(s), t), err
}

// Run serves an installation until ctx ends; then it answers what has begun and stops.
func Run(ctx context.Context, i *instance.Instance, o Options) error {
	handler, err := handler(i, o)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", o.Settings.Listen)
	if err != nil {
		return fault.Because(err, fault.Unavailable, "listen", o.Settings.Listen)
	}
	server := &http.Server{
		Handler: handler, ErrorLog: slog.NewLogLogger(o.Log.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 10 * time.Minute, WriteTimeout: 10 * time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10, TLSConfig: &tls.Config{MinVersion: tls.VersionTLS12},
	}
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	var background sync.WaitGroup
	background.Go(func() { i.Jobs.Work(work, o.Settings.Workers) })
	background.Go(func() { i.Operate.Watch(work) })
	background.Go(func() { i.Mail.Watch(work) })
	served := make(chan error, 1)
	go func() {
		if o.Settings.TLSCert != "" {
			served <- server.ServeTLS(listener, o.Settings.TLSCert, o.Settings.TLSKey)
			return
		}
		served <- server.Serve(listener)
	}()
	if o.Ready != nil {
		o.Ready(address(o.Settings, listener.Addr()))
	}
	o.Log.Info("serving", "listen", listener.Addr().String(), "engine", i.Store.Engine())
	select {
	case err = <-served:
	case <-ctx.Done():
		o.Log.Info("stopping")
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
		defer cancel()
		err = server.Shutdown(grace)
	}
	stop()
	background.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// address is what people type into a browser.
func address(s config.Serve, at net.Addr) string {
	if s.BaseURL != "" {
		return s.BaseURL
	}
	scheme := "http"
	if s.TLSCert != "" {
		scheme = "https"
	}
	host, port, err := net.SplitHostPort(at.String())
	if err != nil {
		return scheme + "://" + at.String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return fmt.Sprintf("%s://%s", scheme, net.JoinHostPort(host, port))
}

func handler(i *instance.Instance, o Options) (http.Handler, error) {
	s := &site.Site{Instance: i, IsDemo: o.IsDemo, IsHTTPS: o.Settings.IsHTTPS(), Settings: o.Shown}
	server := &route.Server{
		Sessions: i.Sessions, Log: o.Log, Now: time.Now, Proxies: o.Settings.TrustedProxies, IsHTTPS: s.IsHTTPS,
		MaxBody: i.MaxUpload + 1<<20, Fail: s.Fail, Assets: map[string]http.Handler{asset.Prefix: asset.Handler()},
	}
	if o.Settings.RequestRate > 0 {
		server.Limit = route.NewLimiter(o.Settings.RequestRate, 5*o.Settings.RequestRate)
	}
	if o.IsDemo {
		server.Assets[storybook.Prefix] = storybook.Handler()
	}
	s.SetCookie = server.SetCookie
	metrics := api.NewMetrics(i)
	server.Seen = metrics.Seen
	var provider entry.Provider
	if found := newOutside(o.Settings, o.Now); found != nil {
		provider = found
		s.Outside = &view.Link{Text: found.config.Issuer, Href: "/sign-in/outside"}
	}
	var err error
	if server.Routes, err = Routes(s, provider, api.Options{MetricsToken: o.Settings.MetricsToken, Metrics: metrics}); err != nil {
		return nil, err
	}
	return server.Handler()
}
