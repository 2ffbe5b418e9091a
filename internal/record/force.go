package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// What force (效力) an adopted document has.
const (
	ForceBinding  = "binding"  // 有效: what it orders falls due
	ForceDraft    = "draft"    // 试用: it was not issued, so it is kept for preparing and nothing falls due
	ForceReplaced = "replaced" // 被替代: another document stands in its place
	ForceRepealed = "repealed" // 废止
)

// How a document stands to one before it.
const (
	Replaces = "replaces" // 替代: what the other orders is closed without penalty
	Revises  = "revises"  // 修订: so is what stands in this one too; the rest of the other stays
	Repeals  = "repeals"  // 废止: what the other orders is closed, and nothing follows
	Joins    = "joins"    // 并案: both stay; a task in both is reported on once, to the other
	Forwards = "forwards" // 转发: both stay as they are
)

// A DocumentRelation (文件关系) is how a document stands to one that was adopted before.
type DocumentRelation struct {
	store.Record
	Document uuid.UUID `col:"document"`
	Other    uuid.UUID `col:"other"`   // of the same owner
	Kind     string    `col:"kind"`    // Replaces…
	Choices  string    `col:"choices"` // JSON: which value holds where both give one, as package document writes it
	Account  uuid.UUID `col:"account"`
	Made     int64     `col:"made,moment"`
}

// DocumentRelationTable holds relations between documents.
var DocumentRelationTable = store.TableOf[DocumentRelation]("document_relation",
	relation.Index{Name: "document_relation_document", Columns: []string{"document", "other", "owner"}, IsUnique: true},
	relation.Index{Name: "document_relation_other", Columns: []string{"other"}})

// A Basis (依据) is what one document says about a target. A target that several documents order has several, of which a person has chosen one.
type Basis struct {
	store.Record
	Task     uuid.UUID `col:"task"` // of the target
	Target   uuid.UUID `col:"target"`
	Document uuid.UUID `col:"document"`
	Metric   string    `col:"metric"`
	Op       string    `col:"op"`
	Value    int64     `col:"value,number"`
	High     *int64    `col:"high,number"`
	Unit     string    `col:"measure"`
	Due      string    `col:"due"`
	Quote    string    `col:"quote"` // the sentence
	Start    int64     `col:"span_start"`
	End      int64     `col:"span_end"`
	IsChosen bool      `col:"is_chosen"`
	Reason   string    `col:"reason"` // why it was chosen; empty where nobody had to choose
}

// BasisTable holds bases.
var BasisTable = store.TableOf[Basis]("basis", relation.Index{Name: "basis_task", Columns: []string{"task"}})
