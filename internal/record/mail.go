package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// Mail (邮件服务器) is by which server people are told. There is one row, or none.
type Mail struct {
	store.Reference
	Host        string `col:"host"`
	Port        int64  `col:"port"`
	Security    string `col:"security"` // starttls or tls
	Name        string `col:"name"`     // to sign in with; empty for a server that asks for none
	Password    []byte `col:"password"` // sealed; empty without one
	PasswordKey []byte `col:"password_key,key"`
	Sender      string `col:"sender"`    // address
	Authority   string `col:"authority"` // PEM of the authority that signed its certificate; empty for those of the system
	Address     string `col:"address"`   // of this installation, as links in mails have it
}

// MailTable holds the mail server.
var MailTable = store.TableOf[Mail]("mail")

// How somebody is told by mail.
const (
	TellInstant = "instant" // as soon as something comes
	TellDaily   = "daily"   // one digest each working day
	TellWeekly  = "weekly"  // one each Monday
	TellOff     = "off"
)

// A Choice (通知设置) is how somebody wants to be told. Who made none is told inside the program only.
type Choice struct {
	store.Reference
	Account uuid.UUID `col:"account"`
	Address string    `col:"address"` // of mail; empty for none: the digest then stands inside the program only
	Mode    string    `col:"mode"`
	From    int64     `col:"quiet_from"` // the hours of the day (0 to 23) in which no mail is sent, the second not included; equal for none
	To      int64     `col:"quiet_to"`
	Mailed  int64     `col:"mailed,moment"`   // messages up to here were mailed
	Digest  int64     `col:"digest_day,date"` // of the last digest; 0 for none
	Sent    int64     `col:"sent_day,date"`   // of the last digest that was mailed
}

// ChoiceTable holds how people want to be told.
var ChoiceTable = store.TableOf[Choice]("choice", relation.Index{Name: "choice_account", Columns: []string{"account"}, IsUnique: true})
