package postgres_test

import (
	"errors"
	"io"
	"net"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/pgproto3"
)

// wiretap stands between a program and a server and keeps every statement that
// passes: the package's, the driver's and the migrations'.
type wiretap struct {
	net.Listener
	t      *testing.T
	server string
	wait   sync.WaitGroup
	// starting is how many callers are still told that the server is starting.
	starting atomic.Int64

	mu    sync.Mutex
	heard map[string]int
	// untransacted are pipelines of several writes without a transaction.
	untransacted [][]string
}

func newWiretap(t *testing.T, server string) *wiretap {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wiretap{Listener: listener, t: t, server: server, heard: map[string]int{}}
	w.wait.Go(w.accept)
	t.Cleanup(func() {
		_ = listener.Close()
		w.wait.Wait()
	})
	return w
}

func (w *wiretap) accept() {
	for {
		client, err := w.Accept()
		if err != nil {
			return
		}
		if w.starting.Add(-1) >= 0 {
			w.wait.Go(func() { notNow(client) })
			continue
		}
		server, err := net.Dial("tcp", w.server)
		if err != nil {
			_ = client.Close()
			continue
		}
		w.wait.Go(func() {
			_, _ = io.Copy(client, server)
			_ = client.Close()
		})
		w.wait.Go(func() {
			// What was read is on its way to the server already.
			if err := w.listen(pgproto3.NewBackend(io.TeeReader(client, server), nil)); !over(err) {
				w.t.Errorf("a conversation cannot be followed: %v", err)
			}
			_ = server.Close()
		})
	}
}

// notNow sends a caller away as a server does that is starting.
func notNow(client net.Conn) {
	speaks := pgproto3.NewBackend(client, client)
	if _, err := speaks.ReceiveStartupMessage(); err == nil {
		speaks.Send(&pgproto3.ErrorResponse{Severity: "FATAL", SeverityUnlocalized: "FATAL", Code: "57P03", Message: "the database system is starting up"})
		_ = speaks.Flush()
	}
	_ = client.Close()
}

// over reports an end of a conversation that is as good as any other.
func over(err error) bool {
	_, network := errors.AsType[net.Error](err)
	return network || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// listen keeps the statements of one connection, until its end.
func (w *wiretap) listen(client *pgproto3.Backend) error {
	first, err := client.ReceiveStartupMessage()
	if err != nil {
		return err
	}
	if _, ok := first.(*pgproto3.StartupMessage); !ok {
		return io.EOF // a wish to end another connection's statement
	}
	parsed := map[string]string{} // statements by their names
	var sent pipelineHeard
	for {
		message, err := client.Receive()
		if err != nil {
			return err
		}
		switch said := message.(type) {
		case *pgproto3.Parse:
			w.keep(said.Query)
			parsed[said.Name] = said.Query
		case *pgproto3.Bind:
			sent.bind(parsed[said.PreparedStatement])
		case *pgproto3.Sync:
			w.keepUntransacted(sent.end())
		case *pgproto3.Query:
			w.keep(said.String)
			sent.transaction(said.String)
		}
	}
}

// pipelineHeard is what one connection has sent since its last Sync.
type pipelineHeard struct {
	writes        []string
	inTransaction bool
	alone         bool // a write was sent outside of a transaction
}

// transaction follows where transactions begin and end.
func (p *pipelineHeard) transaction(sql string) {
	switch verb, _, _ := strings.Cut(strings.ToLower(sql), " "); strings.TrimSuffix(verb, ";") {
	case "begin":
		p.inTransaction = true
	case "commit", "rollback":
		p.inTransaction = false
	}
}

func (p *pipelineHeard) bind(sql string) {
	p.transaction(sql)
	if writing.MatchString(sql) {
		p.writes = append(p.writes, sql)
		p.alone = p.alone || !p.inTransaction
	}
}

// end is the end of a pipeline. It answers its writes if there are several
// and one of them is in no transaction.
func (p *pipelineHeard) end() (untransacted []string) {
	if p.alone && len(p.writes) > 1 {
		untransacted = p.writes
	}
	p.writes, p.alone = nil, false
	return untransacted
}

// writing is a statement that changes or locks rows.
var writing = regexp.MustCompile(`(?i)^\s*(INSERT|UPDATE|DELETE|WITH .*(INSERT|UPDATE|DELETE) )|\bFOR UPDATE\b`)

func (w *wiretap) keepUntransacted(writes []string) {
	if len(writes) == 0 {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.untransacted = append(w.untransacted, writes)
}

func (w *wiretap) keep(sql string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.heard[spaced(sql)]++
}

// statements are those that were heard, and how often.
func (w *wiretap) statements() map[string]int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.heard
}
