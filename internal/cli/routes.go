package cli

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/wenxiao/wenxiao/internal/api"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/serve"
	"github.com/wenxiao/wenxiao/internal/web/site"
)

// runRoutes lists what the server answers.
func (p *program) runRoutes(o *routesOptions) int {
	routes, err := serve.Routes(&site.Site{Instance: new(instance.Instance)}, nil, api.Options{})
	if err != nil {
		return p.broken(err)
	}
	lines := routes.Lines()
	var b strings.Builder
	if o.JSON {
		e := json.NewEncoder(&b)
		e.SetIndent("", "  ")
		if err := e.Encode(lines); err != nil {
			return p.broken(err)
		}
		return p.print(b.String())
	}
	for _, l := range lines {
		fmt.Fprintf(&b, "%-7s %-40s %s\n", l.Method, l.Path, l.Permission)
	}
	return p.print(b.String())
}
