package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestSettings_ShowWhereTheyComeFromAndBackups(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Guarded("security", "GET /settings", "POST /settings/backup")
	p := w.Page("operator", "/settings")
	if text := p.Text(); !strings.Contains(text, "还没有备份") || !strings.Contains(text, hostile) || !strings.Contains(text, "配置文件") {
		t.Errorf("the page lacks backups, a value or its origin: %s", text)
	}
	if got := w.Send("operator", http.MethodGet, "/settings", nil); strings.Contains(got.Body.String(), "sesam") {
		t.Error("a secret is shown")
	}
	w.Done("operator", "/settings/backup", url.Values{"id": {p.One(`form[action="/settings/backup"] input[name=id]`).Attr("value")}})
	if err := w.I.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if text := w.Page("operator", "/settings").Text(); !strings.Contains(text, ".wenxiao.zip") {
		t.Errorf("the backup is not listed: %s", text)
	}
}
