package report

import (
	"cmp"
	"context"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/emmansun/gmsm/sm3"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/year"
	"github.com/wenxiao/wenxiao/internal/blob"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// codeLetters are the digits of version codes: none that is read for another (Crockford).
const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// codeMark begins every version code.
const codeMark = "WX"

// sheet makes the sheet of a report that leaves its writer: what it says now can be signed.
func (s *Service) sheet(ctx context.Context, tx *store.Tx, r record.Report) error {
	digest, err := s.digest(ctx, tx, r)
	if err != nil {
		return err
	}
	before, err := sheetsOf(ctx, tx, r)
	if err != nil || len(before) > 0 && before[0].Digest == digest { // handed in again as it was: the paper that was signed holds
		return err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	code, err := codeOf(digest)
	if err != nil {
		return err
	}
	x := record.Sheet{Record: store.Record{Owner: r.Owner, ID: id}, Report: r.ID, Unit: r.Unit, Ordinal: int64(len(before) + 1), Code: code, Digest: digest, Made: s.Now().UnixMilli()}
	_, err = store.Insert(ctx, tx, record.SheetTable, &x)
	return err
}

// digest is the digest of all that a report says: its texts, figures and files. What was said of what is told apart by its length.
func (s *Service) digest(ctx context.Context, r store.Reader, of record.Report) (string, error) {
	values, err := valuesOf(ctx, r, of.Owner, of.ID)
	if err != nil {
		return "", err
	}
	files, err := evidenceOf(ctx, r, of.Owner, of.ID)
	if err != nil {
		return "", err
	}
	slices.SortFunc(values, func(a, b record.Value) int { return slices.Compare(a.Target[:], b.Target[:]) })
	slices.SortFunc(files, func(a, b record.Evidence) int {
		return cmp.Or(strings.Compare(a.FileName, b.FileName), strings.Compare(a.Blob, b.Blob))
	})
	h := sm3.New()
	say := func(what string) { fmt.Fprintf(h, "%d:%s\n", len(what), what) }
	for _, what := range []string{of.ID.String(), of.Unit.String(), of.Progress, of.Problem, of.Next} {
		say(what)
	}
	for _, v := range values {
		say(fmt.Sprintf("%s=%d", v.Target, v.Value))
	}
	for _, f := range files {
		say(f.FileName)
		say(f.Blob)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// codeOf is the version code of a digest: its first 60 bits in three groups, as people can type them.
func codeOf(digest string) (string, error) {
	octets, err := hex.DecodeString(digest)
	if err != nil {
		return "", fmt.Errorf("make a version code: %w", err)
	}
	text := base32.NewEncoding(codeLetters).EncodeToString(octets)
	return strings.Join([]string{codeMark, text[:4], text[4:8], text[8:12]}, "-"), nil
}

// ReadCode is a version code as somebody has typed it; ok is false for what is none. Letters that look like digits are read as them.
func ReadCode(typed string) (code string, ok bool) {
	rest, ok := strings.CutPrefix(strings.ToUpper(strings.TrimSpace(typed)), codeMark)
	if !ok {
		return "", false
	}
	rest = strings.NewReplacer("-", "", " ", "", "－", "", "O", "0", "I", "1", "L", "1").Replace(rest)
	if len(rest) != 12 || strings.Trim(rest, codeLetters) != "" {
		return "", false
	}
	return strings.Join([]string{codeMark, rest[:4], rest[4:8], rest[8:]}, "-"), true
}

// sheetsOf are the sheets of a report, the newest first.
func sheetsOf(ctx context.Context, r store.Reader, of record.Report) ([]record.Sheet, error) {
	return store.List[record.Sheet](ctx, r, &relation.Select{From: relation.From(record.SheetTable, "s"), Where: relation.And{
		relation.Equal(relation.C("s", relation.Owner), of.Owner), relation.Equal(relation.C("s", "report"), of.ID[:])},
		OrderBy: []relation.Order{{By: relation.C("s", "ordinal"), IsDesc: true}}})
}

// Code is the version code of the report as it was handed in last; empty for one that was not.
func (f Form) Code() string {
	if len(f.Sheets) == 0 {
		return ""
	}
	return f.Sheets[0].Code
}

// ByCode finds the sheet with a version code as somebody has typed it. fault.NotFound "sheet-code": there is none that he may see.
func (s *Service) ByCode(ctx context.Context, call app.Call, typed string) (x record.Sheet, err error) {
	code, ok := ReadCode(typed)
	if !ok {
		return x, fault.New(fault.NotFound, "sheet-code")
	}
	err = s.See(ctx, call, access.ReportRead, func(ctx context.Context, v *store.View) error {
		found, err := store.List[record.Sheet](ctx, v, &relation.Select{From: relation.From(record.SheetTable, "s"), Where: relation.Equal(relation.C("s", "code"), code), Limit: 1})
		if err == nil && len(found) == 0 {
			return fault.New(fault.NotFound, "sheet-code")
		}
		if err == nil {
			x = found[0]
		}
		return err
	})
	return x, err
}

// scanTypes are the types of what a scanner makes.
var scanTypes = []string{"application/pdf", "image/jpeg", "image/png"}

// Scan keeps the scan (扫描件) of a sheet that was signed and sealed; another one takes its place until the report was accepted. Faults: NotFound; Invalid
// "file-empty", "scan-type" for what is no PDF, JPG or PNG; TooLarge; Conflict "scan-kept" once it was accepted, "year-frozen".
func (s *Service) Scan(ctx context.Context, call app.Call, sheet uuid.UUID, u intake.Uploaded) (x record.Sheet, err error) {
	err = s.See(ctx, call, access.ReportWrite, func(ctx context.Context, v *store.View) (err error) {
		x, err = store.Load[record.Sheet](ctx, v, record.SheetTable, 0, sheet)
		return err
	})
	if err != nil {
		return x, err
	}
	file, err := s.Intake.Keep(ctx, call, access.ReportWrite, x.Owner, u)
	if err != nil {
		return x, err
	}
	if !slices.Contains(scanTypes, file.FileType) {
		return x, fault.New(fault.Invalid, "scan-type")
	}
	act := app.Act{Needs: access.ReportWrite, Name: "sheet.scan", Owner: x.Owner, Kind: "sheet", Object: x.ID}
	return x, s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		now, err := store.Load[record.Sheet](ctx, tx, record.SheetTable, x.Owner, x.ID)
		if err != nil {
			return err
		}
		r, err := store.Load[record.Report](ctx, tx, record.ReportTable, x.Owner, now.Report)
		if err != nil {
			return err
		}
		due, err := store.Load[record.Due](ctx, tx, record.DueTable, x.Owner, r.Due)
		if err != nil {
			return err
		}
		if err := year.CheckDue(ctx, tx, due, s.Today()); err != nil {
			return err
		}
		if IsKept(r, now) {
			return fault.New(fault.Conflict, "scan-kept")
		}
		tx.Note("code", now.Code)
		now.File, now.Account, now.Scanned = file, call.Actor.Account, s.Now().UnixMilli()
		return store.Update(ctx, tx, record.SheetTable, &now)
	})
}

// IsKept says whether the scan of a sheet stays as it is: it proves what was accepted, and a new version has a sheet of its own.
func IsKept(r record.Report, x record.Sheet) bool {
	return x.Scanned != 0 && (r.State == record.ReportAccepted || r.State == record.ReportCorrected)
}

// OpenScan opens the scan of a sheet. fault.NotFound: there is no such sheet, or no scan of it.
func (s *Service) OpenScan(ctx context.Context, call app.Call, sheet uuid.UUID) (x record.Sheet, f *blob.Reader, err error) {
	err = s.See(ctx, call, access.EvidenceRead, func(ctx context.Context, v *store.View) error {
		x, err = store.Load[record.Sheet](ctx, v, record.SheetTable, 0, sheet)
		if err == nil && x.Scanned == 0 {
			err = fault.New(fault.NotFound, "record-missing")
		}
		return err
	})
	if err != nil {
		return x, nil, err
	}
	f, err = s.Files.Open(ctx, intake.Ref(x.Owner, x.File))
	return x, f, err
}
