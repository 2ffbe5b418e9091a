package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// Counts says whether a task counts (计入统计), in lights, tallies, scores, bulletins and the cockpit alike. One that binds nobody does not, nor one
// that rests, nor one that is reported on with another, nor one that was taken back or whose document was replaced. One that ended unfinished with its year does.
func (t Task) Counts() bool {
	return t.State != TaskDraft && t.State != TaskSuspended && t.Joined == uuid.Nil && (t.Outcome == "" || t.Outcome == OutcomeUnfinished)
}

// Counting is what [Task.Counts] says, for the rows of TaskTable under an alias.
func Counting(as string) relation.And {
	return relation.And{relation.Not{X: relation.OneOf(relation.C(as, "state"), []string{TaskDraft, TaskSuspended})}, relation.Equal(relation.C(as, "joined"), uuid.Nil[:]),
		relation.OneOf(relation.C(as, "outcome"), []string{"", OutcomeUnfinished})}
}
