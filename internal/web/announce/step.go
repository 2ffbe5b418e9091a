package announce

import (
	"context"
	"net/http"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/announce"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// step does something to a bulletin and goes back to its page. What was entered wrongly is shown in its form again, told by again.
func (p *pages) step(w http.ResponseWriter, r *http.Request, by route.Request, do func(ctx context.Context, id uuid.UUID) error, again func(*view.BulletinPage, string)) (string, error) {
	id, err := site.ID(r, "id")
	if err != nil {
		return "", err
	}
	if err := r.ParseForm(); err != nil {
		return "", site.BadForm(err)
	}
	err = do(r.Context(), id)
	if kind := route.KindOf(err); (kind == fault.Invalid || kind == fault.TooLarge) && again != nil {
		page, failed := p.shown(w, r, by)
		if failed != nil {
			return "", failed
		}
		again(page, route.Sentence(by.Lang, err))
		return "", p.Show(w, r, kind.Status(), view.Bulletin(page))
	}
	if err != nil {
		return "", err
	}
	return "/bulletins/" + id.String(), nil
}

func (p *pages) refresh(w http.ResponseWriter, r *http.Request, by route.Request) error {
	to, err := p.step(w, r, by, func(ctx context.Context, id uuid.UUID) error { return p.Announce.Refresh(ctx, by.Call, id) }, nil)
	if err != nil {
		return err
	}
	return p.Go(w, r, to, "flash.bulletin-drafted")
}

func (p *pages) texts(w http.ResponseWriter, r *http.Request, by route.Request) error {
	f := r.PostFormValue
	to, err := p.step(w, r, by, func(ctx context.Context, id uuid.UUID) error {
		return p.Announce.Edit(ctx, by.Call, id, site.Version(r), announce.Words{Title: f("title"), Addressee: f("addressee"), Copies: f("copies"),
			Overall: f("overall"), Lagging: f("lagging"), Reached: f("reached"), Demands: f("demands")})
	}, func(page *view.BulletinPage, sentence string) {
		if page.Texts == nil {
			return
		}
		page.Texts.Problem = sentence
		for i := range page.Fields {
			page.Fields[i].Value = f(page.Fields[i].Name)
		}
	})
	if err != nil || to == "" {
		return err
	}
	return p.Go(w, r, to, "flash.kept")
}

func (p *pages) send(w http.ResponseWriter, r *http.Request, by route.Request) error {
	typed := r.PostFormValue("until")
	to, err := p.step(w, r, by, func(ctx context.Context, id uuid.UUID) error {
		until, err := period.ParseDate(typed)
		if err != nil {
			return fault.Because(err, fault.Invalid, "bulletin-until")
		}
		return p.Announce.Send(ctx, by.Call, id, until)
	}, func(page *view.BulletinPage, sentence string) { page.Until.Value, page.Until.Problem = typed, sentence })
	if err != nil || to == "" {
		return err
	}
	return p.Go(w, r, to, "flash.bulletin-sent")
}

func (p *pages) reply(w http.ResponseWriter, r *http.Request, by route.Request) error {
	typed := r.PostFormValue("text")
	to, err := p.step(w, r, by, func(ctx context.Context, id uuid.UUID) error {
		return p.Announce.Reply(ctx, by.Call, id, r.PostFormValue("answer") == "agree", typed)
	}, func(page *view.BulletinPage, sentence string) {
		page.Answer.Value, page.Answer.Problem = typed, sentence
	})
	if err != nil || to == "" {
		return err
	}
	return p.Go(w, r, to, "flash.bulletin-replied")
}

func (p *pages) check(w http.ResponseWriter, r *http.Request, by route.Request) error {
	typed := r.PostFormValue("handling")
	to, err := p.step(w, r, by, func(ctx context.Context, id uuid.UUID) error { return p.Announce.Check(ctx, by.Call, id, typed) },
		func(page *view.BulletinPage, sentence string) {
			page.Handled.Value, page.Handled.Problem = typed, sentence
		})
	if err != nil || to == "" {
		return err
	}
	return p.Go(w, r, to, "flash.bulletin-checked")
}

func (p *pages) sign(w http.ResponseWriter, r *http.Request, by route.Request) error {
	to, err := p.step(w, r, by, func(ctx context.Context, id uuid.UUID) error { return p.Announce.Sign(ctx, by.Call, id) }, nil)
	if err != nil {
		return err
	}
	return p.Go(w, r, to, "flash.bulletin-signed")
}

func (p *pages) giveBack(w http.ResponseWriter, r *http.Request, by route.Request) error {
	typed := r.PostFormValue("reason")
	to, err := p.step(w, r, by, func(ctx context.Context, id uuid.UUID) error { return p.Announce.Return(ctx, by.Call, id, typed) },
		func(page *view.BulletinPage, sentence string) {
			page.Returned.Value, page.Returned.Problem = typed, sentence
		})
	if err != nil || to == "" {
		return err
	}
	return p.Go(w, r, to, "flash.bulletin-returned")
}

func (p *pages) issue(w http.ResponseWriter, r *http.Request, by route.Request) error {
	to, err := p.step(w, r, by, func(ctx context.Context, id uuid.UUID) error { return p.Announce.Number(ctx, by.Call, id) }, nil)
	if err != nil {
		return err
	}
	return p.Go(w, r, to, "flash.bulletin-numbered")
}
