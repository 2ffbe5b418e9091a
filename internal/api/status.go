package api

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/web/route"
)

// addStatus adds what is no operation on records: how the server does, and the description of all the rest.
func addStatus(t *table, s *service) error {
	description, err := json.Marshal(t.api.OpenAPI())
	if err != nil {
		return fmt.Errorf("describe the interface: %w", err)
	}
	answer := func(path, contentType string, text []byte, check func(*http.Request) error) route.Route {
		return route.Route{Method: http.MethodGet, Path: path, Needs: access.PublicRead, Kind: route.Data, Serve: func(w http.ResponseWriter, r *http.Request, _ route.Request) error {
			if err := check(r); err != nil {
				return err
			}
			w.Header().Set("Content-Type", contentType)
			_, _ = w.Write(text) // whoever asked is gone if this fails
			return nil
		}}
	}
	fine := func(*http.Request) error { return nil }
	t.routes = append(t.routes,
		answer("/healthz", "text/plain; charset=utf-8", []byte("ok\n"), fine),
		answer("/readyz", "text/plain; charset=utf-8", []byte("ready\n"), func(r *http.Request) error { return s.Store.Ping(r.Context()) }),
		answer(prefix+"/openapi.json", "application/openapi+json", description, fine),
		route.Route{Method: http.MethodGet, Path: "/metrics", Needs: access.MetricsRead, Kind: route.Data, Token: s.options.MetricsToken,
			Serve: func(w http.ResponseWriter, r *http.Request, _ route.Request) error {
				s.options.Metrics.serve(w, r)
				return nil
			}})
	return nil
}
