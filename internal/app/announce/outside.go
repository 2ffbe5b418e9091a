package announce

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/bulletin"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A notice is the input of a JobNotify.
type notice struct {
	Text string `json:"text"`
}

// tellOutside puts in line that a bulletin came out, where a group chat is told. What is said holds its name and number, nothing of anybody.
func (s *Service) tellOutside(ctx context.Context, tx *store.Tx, call app.Call, m bulletin.Monthly) error {
	if s.Webhook == nil {
		return nil
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	return s.Jobs.Add(ctx, tx, id, JobNotify, call.Actor.Account, notice{m.Notice()})
}

// notify tells the group chat. Told twice after a crash is better than never.
func (s *Service) notify(ctx context.Context, j job.Job, _ func(done, total int64)) error {
	var n notice
	if err := json.Unmarshal([]byte(j.Input), &n); err != nil {
		return fmt.Errorf("read what is to be told: %w", err)
	}
	if s.Webhook == nil { // taken away since
		return nil
	}
	return s.Sender.Send(ctx, s.Webhook, n.Text)
}
