package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/secret"
)

// Installation owns what belongs to no division: the chain of failed sign-ins of nobody, of accounts, units, packs and calendars.
const Installation = 100000

// AccountKey is whose data key seals the one-time secret of an account.
func AccountKey(account uuid.UUID) secret.Subject {
	return secret.Subject{Owner: Installation, Table: AccountTable.Name, Record: account}
}

// RecordKey is whose data key seals the secret fields of a record: what a DataKey holds.
func RecordKey(owner int64, record uuid.UUID) secret.Subject {
	return secret.Subject{Owner: owner, Table: DataKeyTable.Name, Record: record}
}

// MailKey is whose data key seals the password of the mail server.
func MailKey(id uuid.UUID) secret.Subject {
	return secret.Subject{Owner: Installation, Table: MailTable.Name, Record: id}
}

// A FilePlace says in which columns a table names files of the blob store and keeps their keys.
type FilePlace struct {
	Table     *relation.Table
	Name, Key string
}

// FilePlaces are all columns that name files: what is backed up, and what is not swept away.
func FilePlaces() []FilePlace {
	return []FilePlace{{DocumentTable, "blob", "blob_key"}, {DocumentTable, "proposal", "proposal_key"}, {EvidenceTable, "blob", "blob_key"}, {SheetTable, "blob", "blob_key"}, {FindingFileTable, "blob", "blob_key"}, {WorkbookTable, "blob", "blob_key"}}
}

// A KeyPlace says in which column a table keeps wrapped keys, and whose they are.
type KeyPlace struct {
	Table  *relation.Table
	Column string // of kind key
	Whose  string // the column that says whose key it is: an id, or the name of a file
	// Subject is whose key it is, by the row's owner (0 in a Reference table) and the octets or the text in Whose.
	Subject func(owner int64, whose []byte) (secret.Subject, error)
}

// KeyPlaces are all columns of kind key, so that a new master key reaches each of them.
func KeyPlaces() []KeyPlace {
	places := []KeyPlace{
		{AccountTable, "totp_key", "id", func(_ int64, whose []byte) (secret.Subject, error) {
			id, err := uuid.FromBytes(whose)
			return AccountKey(id), err
		}},
		{MailTable, "password_key", "id", func(_ int64, whose []byte) (secret.Subject, error) {
			id, err := uuid.FromBytes(whose)
			return MailKey(id), err
		}},
		{DataKeyTable, "wrapped", "subject", func(owner int64, whose []byte) (secret.Subject, error) {
			id, err := uuid.FromBytes(whose)
			return RecordKey(owner, id), err
		}},
	}
	for _, f := range FilePlaces() {
		places = append(places, KeyPlace{f.Table, f.Key, f.Name, func(owner int64, whose []byte) (secret.Subject, error) {
			name, err := secret.ParseFileName(string(whose))
			return secret.FileSubject(owner, name), err
		}})
	}
	return places
}
