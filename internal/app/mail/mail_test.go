package mail_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/instance/instancetest"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/coordination"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/app/mail"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/notify"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A world is an office with a task of finance.
type world struct {
	*instancetest.Office
	task uuid.UUID
}

func each(t *testing.T, test func(t *testing.T, w *world)) {
	instancetest.Each(t, func(t *testing.T, database string) { test(t, newWorld(t, database)) })
}

func newWorld(t testing.TB, database string) *world {
	t.Helper()
	w := &world{Office: instancetest.NewOffice(t, database, "2026-03-02")}
	w.Staff()
	task, _ := w.Adopt(instancetest.Order{Title: "整治环境", Lead: w.People["finance"].Unit})
	w.task = task.ID
	return w
}

// A post is what would go over the network.
type post struct {
	to     notify.MailServer
	mails  []notify.Mail
	answer error
}

func (p *post) send(_ context.Context, to notify.MailServer, m notify.Mail) error {
	p.to = to
	if p.answer == nil {
		p.mails = append(p.mails, m)
	}
	return p.answer
}

// mailing is a world whose mails are caught.
func mailing(w *world) *post {
	p := &post{}
	w.Mail.Send = p.send
	return p
}

func operator() app.Call { return instancetest.Person(uuid.Nil, access.Operator) }

func server() mail.Server {
	return mail.Server{MailServer: notify.MailServer{Host: "mail.example.gov.cn", Port: 587, Security: notify.StartTLS, Name: "wenxiao", Password: "芝麻开门", Sender: "wenxiao@example.gov.cn"}, Address: "https://wenxiao.example.gov.cn/"}
}

// at sets the clock to an hour of a day in China.
func (w *world) at(day string, hour int) {
	w.On(day)
	w.Clock = w.Clock.Add(time.Duration(hour-9) * time.Hour)
}

// work goes on a round and does what is in line.
func (w *world) work() {
	w.Helper()
	w.Must(w.Mail.Round(w.Context()))
	jobs, err := w.Jobs.Recent(w.Context(), 50)
	w.Must(err)
	for _, j := range jobs {
		if j.Kind == mail.JobMail && j.State == job.Waiting {
			w.Must(w.Jobs.Cancel(w.Context(), j.ID)) // it is done here
			if err := w.Mail.Run(w.Context(), j); err != nil && fault.KindOf(err) != fault.Unavailable {
				w.Fatal(err)
			}
		}
	}
}

// tell puts a message into somebody's inbox.
func (w *world) tell(name, kind string) {
	w.Helper()
	w.Write(func(ctx context.Context, tx *store.Tx) error {
		return inbox.TellPerson(ctx, tx, w.People[name].Account, w.Clock.UnixMilli(), inbox.Note{Kind: kind, Args: []string{"机密项目甲"}, Href: "/x/" + uuid.NewString()})
	})
}

func TestServer_ThePasswordIsSealedAndGoesToNoOtherServer(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		p := mailing(w)
		w.Refused(w.Mail.Set(ctx, w.As("office"), server()), "forbidden")
		w.Refused(w.Mail.Try(ctx, operator(), uuid.New(), "lin@example.gov.cn"), "mail-none")
		x := server()
		x.Password = ""
		w.Refused(w.Mail.Set(ctx, operator(), x), "mail-password")
		w.Must(w.Mail.Set(ctx, operator(), server()))
		got, err := w.Mail.Server(ctx, operator())
		w.Must(err)
		if got.Password != "" || !got.HasPassword || got.Address != "https://wenxiao.example.gov.cn" || got.Version != 1 {
			t.Errorf("it is set up as %+v", got)
		}
		w.Must(w.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
			rows, err := store.List[record.Mail](ctx, v, &relation.Select{From: relation.From(record.MailTable, "m")})
			if err == nil && (len(rows) != 1 || strings.Contains(string(rows[0].Password), "芝麻")) {
				t.Errorf("the password is kept as %q", rows[0].Password)
			}
			return err
		}))
		got.Sender = "other@example.gov.cn"
		w.Must(w.Mail.Set(ctx, operator(), got)) // the password stays
		got.Version, got.Host = 2, "mail.thief.example"
		w.Refused(w.Mail.Set(ctx, operator(), got), "mail-password")
		w.Refused(w.Mail.Set(ctx, operator(), server()), "record-stale")
		w.Refused(w.Mail.Try(ctx, operator(), uuid.New(), "lin"), "mail-to")
		w.Must(w.Mail.Try(ctx, operator(), uuid.Must(uuid.NewV7()), "lin@example.gov.cn"))
		w.work()
		if len(p.mails) != 1 || p.mails[0].To != "lin@example.gov.cn" || p.to.Password != "芝麻开门" || p.to.Sender != "other@example.gov.cn" {
			t.Errorf("the mail to try is %+v to %+v", p.mails, p.to)
		}
	})
}

func TestInstant_OneMailForAllThatCameAndNoneInQuietHours(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		p := mailing(w)
		w.Must(w.Mail.Set(ctx, operator(), server()))
		w.at("2026-03-03", 21)
		w.tell("finance", inbox.Adopted) // before it was chosen
		w.Clock = w.Clock.Add(time.Minute)
		w.Refused(w.Mail.Choose(ctx, w.As("finance"), record.TellInstant, "", 0, 0), "mail-to")
		w.Must(w.Mail.Choose(ctx, w.As("finance"), record.TellInstant, "cai@example.gov.cn", 22, 7))
		w.Clock = w.Clock.Add(time.Minute)
		w.work()
		if len(p.mails) != 0 {
			t.Fatalf("what came before is told: %+v", p.mails)
		}
		w.tell("finance", inbox.Directive)
		w.tell("finance", inbox.FindingHanded)
		w.tell("schools", inbox.Adopted) // who has not chosen
		w.at("2026-03-03", 23)
		w.work()
		if len(p.mails) != 0 {
			t.Fatalf("a mail is sent at 23 o'clock: %+v", p.mails)
		}
		w.at("2026-03-04", 7)
		p.answer = fault.New(fault.Unavailable, "mail-away")
		w.work()
		p.answer = nil
		w.Clock = w.Clock.Add(10 * time.Minute)
		w.work()
		if len(p.mails) != 1 || p.mails[0].To != "cai@example.gov.cn" || !strings.Contains(p.mails[0].Subject, "2") || !strings.Contains(p.mails[0].Text, "https://wenxiao.example.gov.cn/inbox") {
			t.Fatalf("the mails are %+v", p.mails)
		}
		if said := p.mails[0].Subject + p.mails[0].Text; strings.Contains(said, "机密") || strings.Contains(said, "finance") {
			t.Errorf("it names what it is about: %s", said)
		}
		w.Clock = w.Clock.Add(10 * time.Minute)
		w.work()
		if len(p.mails) != 1 {
			t.Errorf("the same is told again: %+v", p.mails[1:])
		}
	})
}

func TestDigest_OneMessageAndOneMailForABoss(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		p := mailing(w)
		w.Must(w.Mail.Set(ctx, operator(), server()))
		w.Must(w.Mail.Choose(ctx, w.As("leader"), record.TellDaily, "zhang@example.gov.cn", 0, 0))
		w.Must(w.Mail.Choose(ctx, w.As("roads"), record.TellDaily, "lu@example.gov.cn", 0, 0)) // for whom nothing waits
		// A red light, a report that is due, an agenda to approve.
		unit := w.People["finance"].Unit
		instancetest.Put(w.Office, record.LightTable, record.Light{Record: instancetest.Head(), Task: w.task, Unit: unit, Light: "red", Values: "{}", Since: w.Today()})
		instancetest.Put(w.Office, record.DueTable, record.Due{Record: instancetest.Head(), Task: w.task, Unit: unit, Period: "2026-03", On: int64(instancetest.Day("2026-03-09")), State: record.DueOpen})
		x := coordination.Raising{ID: uuid.Must(uuid.NewV7()), Title: "用地", What: "缺指标"}
		w.Must(w.Coordination.Raise(ctx, w.As("finance"), x))
		m := coordination.Meeting{ID: uuid.Must(uuid.NewV7()), Title: "联席会议", On: instancetest.Day("2026-03-20"), Problems: []uuid.UUID{x.ID}}
		w.Must(w.Coordination.Call(ctx, w.As("office"), m))
		c, err := w.Coordination.Conference(ctx, w.As("office"), m.ID)
		w.Must(err)
		w.Must(w.Cases.Take(ctx, w.As("office"), c.Case.ID, "ask", nil, 0))
		w.at("2026-03-07", 9) // a Saturday
		w.work()
		w.at("2026-03-09", 7) // too early
		w.work()
		if len(p.mails) != 0 {
			t.Fatalf("a digest is sent before its time: %+v", p.mails)
		}
		w.at("2026-03-09", 8)
		w.work()
		w.work()
		w.Clock = w.Clock.Add(time.Hour)
		w.work()
		if len(p.mails) != 1 || p.mails[0].To != "zhang@example.gov.cn" {
			t.Fatalf("the mails are %+v", p.mails)
		}
		for _, want := range []string{"亮红灯：1项", "应报：1项", "决定：1项", "/brief"} {
			if !strings.Contains(p.mails[0].Text, want) {
				t.Errorf("the digest lacks %q: %s", want, p.mails[0].Text)
			}
		}
		list, err := w.Inbox.List(ctx, w.As("leader"), 10)
		w.Must(err)
		n := 0
		for _, m := range list {
			if m.Kind == inbox.Digest {
				n++
			}
		}
		if n != 1 {
			t.Errorf("the leader has %d digests in his inbox", n)
		}
		if list, err := w.Inbox.List(ctx, w.As("roads"), 10); err != nil || len(list) != 0 {
			t.Errorf("somebody for whom nothing waits is told %+v, %v", list, err)
		}
		w.Must(w.Mail.Choose(ctx, w.As("leader"), record.TellWeekly, "zhang@example.gov.cn", 0, 0))
		w.at("2026-03-10", 9) // of the same week
		w.work()
		w.at("2026-03-16", 9)
		w.work()
		if len(p.mails) != 2 {
			t.Errorf("in the week after there are %d mails", len(p.mails))
		}
	})
}
