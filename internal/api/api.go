// Package api is the REST interface: what programs can do, over the use cases of
// internal/app, with a description of itself (OpenAPI 3.1). Whoever registers an
// operation says which permission it takes; every fault has one shape
// (route.Problem), whether a use case refused or the request could not be read.
//
// It decides nothing: it reads a request, calls one use case and writes what came
// of it. It must not know pages. Start with Routes and add.
package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"regexp"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/quantity"
)

// prefix stands before the path of every operation on records.
const prefix = "/api/v1"

// maxJSON bounds the body of a request, octets; files are bounded by the use cases that take them.
const maxJSON = 1 << 20

// Options are what the interface needs beside the installation.
type Options struct {
	MetricsToken string   // lets a monitor read /metrics without an account; "" for none
	Metrics      *Metrics // what /metrics shows; the server tells it of every request
}

// Routes are the routes of all operations over an installation, which may be nil where they are only listed. An error is a mistake in the program.
func Routes(i *instance.Instance, o Options) (route.Table, error) {
	s := &service{Instance: i, options: o}
	t := newTable()
	for _, register := range []func(*table, *service){
		addSessions, addDocuments, addJobs, addTasks, addReports, addEvidence, addParts, addSplits, addGaps, addSupervision, addDirectory, addAudit, addBulletins, addAccounts, addCases, addRegisters,
	} {
		register(t, s)
	}
	if err := addStatus(t, s); err != nil {
		return nil, err
	}
	return t.routes, errors.Join(t.broken, t.routes.Check())
}

// A service is what the operations work with.
type service struct {
	*instance.Instance
	options Options
}

// A table collects operations: as routes, and in the description.
type table struct {
	api    huma.API
	taken  func(huma.Context) // the way into the operation that was registered last
	routes route.Table
	broken error
}

func newTable() *table {
	t := &table{}
	schemas := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	schemas.RegisterTypeAlias(reflect.TypeFor[huma.ErrorModel](), reflect.TypeFor[route.Problem]())
	schemas.RegisterTypeAlias(reflect.TypeFor[quantity.Number](), reflect.TypeFor[number]())
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{Title: "Wenxiao 问效", Version: "1", Description: "Sign in with POST " + prefix + "/session and send the token as Authorization: Bearer. " +
				"Sentences are in the language of Accept-Language, or of ?lang=zh or en. Ids are made by the sender (UUID, version 7): the same request again is the same record."},
			Components: &huma.Components{Schemas: schemas, SecuritySchemes: map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer"}}},
		},
		Formats:                      map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat:                "application/json",
		Transformers:                 []huma.Transformer{noteRefusal},
		RejectUnknownQueryParameters: true,
	}
	t.api = huma.NewAPI(config, t)
	return t
}

// Handle implements huma.Adapter: the server of package route is the only one that chooses a handler, so none is chosen here.
func (t *table) Handle(_ *huma.Operation, serve func(huma.Context)) { t.taken = serve }

// ServeHTTP implements huma.Adapter and is never called.
func (t *table) ServeHTTP(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }

// add registers an operation with the permission it takes. do gets the request as the server knows it.
func add[I, O any](t *table, op huma.Operation, needs access.Permission, do func(context.Context, route.Request, *I) (*O, error)) *huma.Operation {
	isPublic := route.Route{Needs: needs}.IsPublic()
	op.Extensions = map[string]any{"x-permission": string(needs)}
	if !isPublic {
		op.Security = []map[string][]string{{"token": {}}}
	}
	op.MaxBodyBytes = maxJSON
	huma.Register(t.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := do(ctx, route.From(ctx), in)
		if err != nil {
			return nil, &refusal{err}
		}
		return out, nil
	})
	serve := t.taken
	listed := described(t.api.OpenAPI(), op)
	t.check(listed)
	t.routes = append(t.routes, route.Route{Method: op.Method, Path: op.Path, Needs: needs, Kind: route.Data, IsBefore: needs == access.SessionOwn, Serve: func(w http.ResponseWriter, r *http.Request, by route.Request) error {
		x := &exchange{below: humago.NewContext(&op, r.WithContext(by.Context(r.Context())), w)}
		serve(x)
		return x.err
	}})
	return listed
}

// check finds parameters of the path that the operation does not read: huma passes over what is embedded under a name that is not exported.
func (t *table) check(op *huma.Operation) {
	for _, m := range parameter.FindAllStringSubmatch(op.Path, -1) {
		if !slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.In == "path" && p.Name == m[1] }) {
			t.broken = errors.Join(t.broken, fmt.Errorf("operation %s does not read %s of its path", op.OperationID, m[0]))
		}
	}
}

var parameter = regexp.MustCompile(`\{([a-z]+)\}`)

// described is an operation as it stands in the description.
func described(d *huma.OpenAPI, op huma.Operation) *huma.Operation {
	item := d.Paths[op.Path]
	for _, listed := range []*huma.Operation{item.Get, item.Post, item.Put, item.Delete} {
		if listed != nil && listed.OperationID == op.OperationID {
			return listed
		}
	}
	return &op
}
