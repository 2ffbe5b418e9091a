package admin

import (
	"net/http"

	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// settings shows how the installation is set up, and its backups.
func (p *pages) settings(w http.ResponseWriter, r *http.Request, by route.Request) error {
	saved, free, err := p.Operate.Backups(by.Call)
	if err != nil {
		return err
	}
	form, err := site.NewForm("/settings/backup")
	if err != nil {
		return err
	}
	page := &view.SettingsPage{
		Frame:   p.Frame(w, r, by, "setting", locale.Word(by.Lang, "nav", "setting")),
		Version: p.Operate.Release, Make: &form, Folder: p.Place.Backups(), Free: free,
	}
	for _, s := range p.Settings {
		shown := view.Setting{Name: s.Name, Value: s.Value, From: string(s.From), About: locale.Word(by.Lang, "setting", s.Name)}
		if shown.Value == "" {
			shown.Value = locale.Text(by.Lang, "setting.none")
		}
		page.Settings = append(page.Settings, shown)
	}
	for _, s := range saved {
		page.Backups = append(page.Backups, view.Backup{Name: s.Name, At: s.At, Size: s.Size})
	}
	return p.Show(w, r, http.StatusOK, view.Settings(page))
}

// backup asks for a backup in the background.
func (p *pages) backup(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.FormID(r)
	if err != nil {
		return err
	}
	if err := p.Operate.AskBackup(r.Context(), by.Call, id); err != nil {
		return err
	}
	return p.Go(w, r, "/settings", "flash.backup")
}
