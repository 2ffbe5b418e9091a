package pdftext

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/gob"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"

	"github.com/wenxiao/wenxiao/reader"
)

// compiled reports whether PDFium runs as machine code here; elsewhere (loong64) it is interpreted, many times slower.
const compiled = runtime.GOARCH == "amd64" || runtime.GOARCH == "arm64"

// orphanTime is how long a child works on one document if nobody ends it: its parent may have been killed.
const orphanTime = 5 * slowFactor * workTime

// Serve is the whole life of a child: it reads documents from standard input and answers on standard
// output until the input ends. The result is the process's exit status.
func Serve() int {
	runtime.GOMAXPROCS(2) // one works, one can still end the process
	debug.SetMemoryLimit(maxMemory * 3 / 4)
	orphan := time.AfterFunc(startTime, func() { os.Exit(1) })
	p, err := newPDFium()
	if err == nil {
		err = confine()
	}
	if err == nil {
		_, err = os.Stdout.Write([]byte{1})
	}
	for err == nil {
		orphan.Stop()
		var data []byte
		if data, err = receive(os.Stdin); err != nil {
			break
		}
		orphan.Reset(orphanTime)
		r := p.read(data)
		if err = send(os.Stdout, r); r.Last {
			break
		}
	}
	if err != nil && err != io.EOF {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// receive reads a document; io.EOF says that no more come.
func receive(r io.Reader) ([]byte, error) {
	var size [8]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return nil, err
	}
	n := binary.BigEndian.Uint64(size[:])
	if n > reader.MaxSize {
		return nil, fmt.Errorf("a document of %d bytes was sent", n)
	}
	data := make([]byte, n)
	_, err := io.ReadFull(r, data)
	return data, err
}

func send(w io.Writer, r *reply) error {
	b := bytes.NewBuffer(make([]byte, 4))
	if err := gob.NewEncoder(b).Encode(r); err != nil {
		return err
	}
	if b.Len()-4 > maxReply {
		return send(w, &reply{Kind: reader.TooLarge, Cause: "the answer is too long", Last: r.Last})
	}
	binary.BigEndian.PutUint32(b.Bytes(), uint32(b.Len()-4))
	_, err := w.Write(b.Bytes())
	return err
}

// A library is PDFium, compiled. Every document is read by a fresh instance of it, so that no file can
// reach the reading of another.
type library struct{ pool pdfium.Pool }

// newPDFium compiles PDFium, or takes it from the cache. It sees no file of this machine.
func newPDFium() (*library, error) {
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(wasmMemory >> 16)
	if dir, ok := cacheDirectory(); ok {
		if cache, err := wazero.NewCompilationCacheWithDir(dir); err == nil {
			if l, err := initPDFium(config.WithCompilationCache(cache)); err == nil {
				return l, nil
			}
			_ = cache.Close(context.Background()) // it is of no use, whatever it says
		}
	}
	return initPDFium(config)
}

func initPDFium(config wazero.RuntimeConfig) (*library, error) {
	pool, err := webassembly.Init(webassembly.Config{
		MaxIdle: 1, MaxTotal: 1,
		FSConfig: wazero.NewFSConfig(), RuntimeConfig: config,
		Stdout: io.Discard, Stderr: io.Discard,
	})
	return &library{pool}, err
}

// read answers for one document. After a fault inside PDFium, or once much memory was taken, the answer is the last.
func (l *library) read(data []byte) (r *reply) {
	defer func() {
		if v := recover(); v != nil {
			r = &reply{Kind: reader.Broken, Cause: fmt.Sprint(v), Last: true}
		}
	}()
	instance, err := l.pool.GetInstance(startTime)
	if err != nil {
		return &reply{Kind: reader.Broken, Cause: err.Error(), Last: true}
	}
	d := document{pdf: instance}
	if err := d.read(data); err != nil {
		kind, last := d.explain(err)
		r = &reply{Kind: kind, Cause: err.Error(), Last: last}
	} else {
		r = &reply{Pages: d.pages}
	}
	if r.Last {
		return r // the instance is not in a state to be closed
	}
	if err := instance.Close(); err != nil {
		r.Last = true
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	r.Last = r.Last || m.Sys > maxMemory/2
	return r
}
