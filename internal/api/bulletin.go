package api

import (
	"bytes"
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
)

// Bulletin is a month's circular on how tasks stand.
type Bulletin struct {
	ID       uuid.UUID `json:"id" format:"uuid"`
	Owner    string    `json:"owner" doc:"division, six digits"`
	Period   string    `json:"period" doc:"the month"`
	Title    string    `json:"title"`
	State    string    `json:"state" enum:"draft,feedback,checked,signed,numbered"`
	Year     int64     `json:"year" doc:"of its number; 0 before it has one"`
	Serial   *int64    `json:"serial" doc:"its number in the year, without gaps"`
	Revised  int64     `json:"revised" doc:"figures it used that were corrected since"`
	Made     moment    `json:"made"`
	Numbered moment    `json:"numbered"`
}

// BulletinDetail is a bulletin with the figures it prints; a unit outside the office sees none.
type BulletinDetail struct {
	Bulletin
	Figures []BulletinFigure `json:"figures"`
}

// BulletinFigure is a number that a bulletin prints, with the question to the ledger whose answer it is.
type BulletinFigure struct {
	Name   string     `json:"name"`
	Text   string     `json:"text" doc:"as printed"`
	Now    string     `json:"now" doc:"what it was corrected to since; empty for not"`
	Query  string     `json:"query"`
	Report *uuid.UUID `json:"report" format:"uuid"`
}

func bulletinOf(b record.Bulletin) Bulletin {
	return Bulletin{ID: b.ID, Owner: six(b.Owner), Period: b.Period, Title: b.Title, State: b.State, Year: b.Year, Serial: b.Serial, Revised: b.Revised, Made: moment(b.Made), Numbered: moment(b.Numbered)}
}

// A memoryFile is a file that was made for one answer.
type memoryFile struct{ *bytes.Reader }

// Close implements io.Closer.
func (memoryFile) Close() error { return nil }

func addBulletins(t *table, s *service) {
	const path = prefix + "/bulletins"
	add(t, huma.Operation{OperationID: "listBulletins", Method: http.MethodGet, Path: path, Summary: "Bulletins, the newest first"}, access.BulletinRead,
		func(ctx context.Context, by route.Request, in *struct{ Window }) (*body[page[Bulletin]], error) {
			list, err := s.Announce.List(ctx, by.Call, in.after(), in.Limit+1)
			return paged(list, in.Limit, bulletinOf, func(b record.Bulletin) uuid.UUID { return b.ID }), err
		})
	add(t, huma.Operation{OperationID: "getBulletin", Method: http.MethodGet, Path: path + "/{id}", Summary: "A bulletin with the figures it prints"}, access.BulletinRead,
		func(ctx context.Context, by route.Request, in *One) (*body[BulletinDetail], error) {
			p, err := s.Announce.Find(ctx, by.Call, in.ID)
			if err != nil {
				return nil, err
			}
			return &body[BulletinDetail]{BulletinDetail{Bulletin: bulletinOf(p.Bulletin), Figures: each(p.Figures, func(f record.BulletinFigure) BulletinFigure {
				return BulletinFigure{Name: f.Name, Text: f.Text, Now: f.Now, Query: f.Query, Report: known(f.Report)}
			})}}, nil
		})
	givesFile(t, huma.Operation{OperationID: "getBulletinFile", Method: http.MethodGet, Path: path + "/{id}/file", Summary: "A bulletin as a Word file"}, access.BulletinRead,
		func(ctx context.Context, by route.Request, id uuid.UUID) (record.File, file, error) {
			var b bytes.Buffer
			name, err := s.Announce.Write(ctx, by.Call, id, &b)
			if err != nil {
				return record.File{}, nil, err
			}
			return record.File{FileName: name, FileSize: int64(b.Len())}, memoryFile{bytes.NewReader(b.Bytes())}, nil
		})
}
