package postgres_test

import (
	"errors"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/openhpp/openhpp/internal/store/pgtest"
)

// looseEngine stands before a server and makes it commit as an engine does
// that spreads rows over nodes: each statement of a pipeline by itself, unless
// a transaction was begun. Errors name no constraint, and in their text the
// shard's. It was made after what Citus 13.2 was seen to do.
type looseEngine struct {
	net.Listener
	t      *testing.T
	server string
	// apart, where it is not 0, commits each statement of a pipeline by itself
	// even between BEGIN and COMMIT, so long after the one before: nodes commit
	// one after the other, and readers see what the first has before the last.
	apart time.Duration
	wait  sync.WaitGroup
}

func newLooseEngine(t *testing.T, server string, apart time.Duration) *looseEngine {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	e := &looseEngine{Listener: listener, t: t, server: server, apart: apart}
	e.wait.Go(func() {
		for {
			client, err := e.Accept()
			if err != nil {
				return
			}
			e.wait.Go(func() { e.serve(client) })
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		e.wait.Wait()
	})
	return e
}

// url is the address of a database by way of the engine.
func (e *looseEngine) url(address string) string {
	e.t.Helper()
	return pgtest.Shared(e.t).URLAt(e.Addr().String(), pgtest.Name(e.t, address))
}

// looseConn is one connection through the engine.
type looseConn struct {
	apart  time.Duration
	client *pgproto3.Backend
	server *pgproto3.Frontend
	// syncs tells of each Sync under way whether it is the engine's own. Whether
	// the statement before an own one failed comes back by failed.
	syncs  chan bool
	failed chan bool
}

func (e *looseEngine) serve(client net.Conn) {
	defer func() { _ = client.Close() }()
	server, err := net.Dial("tcp", e.server)
	if err != nil {
		return
	}
	c := &looseConn{
		apart: e.apart, client: pgproto3.NewBackend(client, client), server: pgproto3.NewFrontend(server, server),
		syncs: make(chan bool, 1<<10), failed: make(chan bool, 1),
	}
	if !c.start() {
		_ = server.Close()
		return
	}
	var answers sync.WaitGroup
	answers.Go(func() {
		defer close(c.failed)
		defer func() { _, _ = c.client.Flush(), client.Close() }() // what a server says last, it says without being ready
		if err := c.answer(); !over(err) {
			e.t.Errorf("answers cannot be followed: %v", err)
		}
	})
	if err := c.forward(); !over(err) && !errors.Is(err, errAnswersEnded) {
		e.t.Errorf("statements cannot be followed: %v", err)
	}
	_ = server.Close()
	answers.Wait()
}

// start hands on how a connection begins; requests to cancel are dropped.
func (c *looseConn) start() bool {
	first, err := c.client.ReceiveStartupMessage()
	if err != nil {
		return false
	}
	hello, ok := first.(*pgproto3.StartupMessage)
	if !ok {
		return false
	}
	c.syncs <- false // the first ReadyForQuery
	c.server.Send(hello)
	return c.server.Flush() == nil
}

var errAnswersEnded = errors.New("the server has ended the connection")

// forward hands statements on, each with a Sync of its own. After one that
// failed, the rest of its pipeline is left out, as a server does.
func (c *looseConn) forward() error {
	skip, begun, begins := false, false, map[string]bool{}
	for {
		message, err := c.client.Receive()
		if err != nil {
			return err
		}
		_, isSync := message.(*pgproto3.Sync)
		if skip && !isSync {
			continue
		}
		skip = false
		switch said := message.(type) {
		case *pgproto3.Parse:
			begins[said.Name] = said.Query == "begin"
			if c.apart > 0 && (said.Query == "begin" || said.Query == "commit") {
				said.Query = ""
			}
		case *pgproto3.Bind:
			begun = begun || begins[said.PreparedStatement]
		case *pgproto3.Sync, *pgproto3.Query:
			c.syncs <- false
			begun = false
		}
		c.server.Send(message)
		if _, ok := message.(*pgproto3.Execute); !ok {
			if isSync || isQuery(message) {
				err = c.server.Flush()
			}
			if err != nil {
				return err
			}
			continue
		}
		c.syncs <- true
		c.server.Send(&pgproto3.Sync{})
		if err := c.server.Flush(); err != nil {
			return err
		}
		failed, ok := <-c.failed
		if !ok {
			return errAnswersEnded
		}
		if skip = failed; begun && !failed {
			time.Sleep(c.apart) //nolint:forbidigo // the nodes' pace is what is tested
		}
	}
}

func isQuery(message pgproto3.FrontendMessage) bool {
	switch message.(type) {
	case *pgproto3.Query, *pgproto3.Terminate:
		return true
	}
	return false
}

// answer hands answers on, but for those to the engine's own Syncs.
func (c *looseConn) answer() error {
	failed := false
	for {
		message, err := c.server.Receive()
		if err != nil {
			return err
		}
		switch said := message.(type) {
		case *pgproto3.ErrorResponse:
			failed = true
			said.Message = strings.ReplaceAll(said.Message, said.ConstraintName+`"`, said.ConstraintName+`_102036"`)
			said.ConstraintName = ""
		case *pgproto3.ReadyForQuery:
			if own := <-c.syncs; own {
				c.failed <- failed
				failed = false
				continue
			}
			failed = false
		}
		c.client.Send(message)
		if _, ready := message.(*pgproto3.ReadyForQuery); ready {
			if err := c.client.Flush(); err != nil {
				return err
			}
		}
	}
}
