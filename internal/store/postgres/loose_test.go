package postgres_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/openhpp/openhpp/internal/fsck"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/internal/store/postgres"
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

// Behind an engine that commits each statement by itself, every store does
// what it must: what belongs together is in a transaction that was begun, and
// no constraint is asked for its name.
func TestStoreOnALooseEngine(t *testing.T) {
	t.Parallel()
	engine := newLooseEngine(t, pgtest.Shared(t).Addr(), 0)
	suite(t, func(t *testing.T) *postgres.DB {
		t.Helper()
		return openAt(t, engine.url(database(t)))
	})
}

// A repeat under an idempotency key may see the key before the session, where
// their nodes commit one after the other: it waits for the session.
func TestReplicasInsertUnderOneKeyOnALooseEngine(t *testing.T) {
	t.Parallel()
	engine := newLooseEngine(t, pgtest.Shared(t).Addr(), 20*time.Millisecond)
	address := engine.url(database(t))
	insertUnderOneKey(t, [2]*postgres.DB{openAt(t, address), openAt(t, address)}, 3)
}

// The session of a key that is a moment old is waited for, and then said to be
// out of reach; that of an older key was removed.
func TestKeyWithoutItsSession(t *testing.T) {
	t.Parallel()
	address := database(t)
	db := openAt(t, address)
	key := hpp.IdempotencyKey{Value: "k", Fingerprint: []byte("f"), Now: epoch}
	_, err := insert(t.Context(), db, "a", key)
	check(t, err)
	on(t, address, `DELETE FROM sessions`)
	began := time.Now()
	if _, err := db.Sessions().FindByIdempotencyKey(t.Context(), "m1", key); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a fresh key: %v", err)
	}
	if took := time.Since(began); took < time.Second || took > 5*time.Second {
		t.Errorf("its session was waited for %s", took)
	}
	began, key.Now = time.Now(), epoch.Add(2*time.Minute)
	if _, err := db.Sessions().FindByIdempotencyKey(t.Context(), "m1", key); !errors.Is(err, hpp.ErrNotFound) || time.Since(began) > time.Second {
		t.Errorf("an old key: %v after %s", err, time.Since(began))
	}
}

// brokenNode makes changes of sessions fail as they do amid a transaction whose
// node is gone, in the words of the engine.
const brokenNode = `CREATE FUNCTION broken_node() RETURNS trigger LANGUAGE plpgsql AS
	$$ BEGIN RAISE 'failure on connection marked as essential: worker-1:5432' USING ERRCODE = 'XX000'; END $$;
	CREATE TRIGGER broken_node BEFORE UPDATE ON sessions EXECUTE FUNCTION broken_node()`

// A node that is lost amid a transaction is an outage, not a fault of ours.
func TestNodeIsLost(t *testing.T) {
	t.Parallel()
	address := database(t)
	db := openAt(t, address)
	sessionA(t, db)
	on(t, address, brokenNode)
	began := time.Now()
	if _, err := count(t.Context(), db, "a", "e1"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a change is told: %v", err)
	}
	if took := time.Since(began); took < time.Second {
		t.Errorf("given up after %s: the node may be back in a moment", took)
	}
	on(t, address, `DROP FUNCTION broken_node CASCADE`)
	if _, err := count(t.Context(), db, "a", "e1"); err != nil {
		t.Error(err)
	}
}

// The checker is told that an engine with nodes shows several moments.
func TestFsckSourceOfNodes(t *testing.T) {
	t.Parallel()
	address := database(t)
	oneMoment := func() (is bool) {
		check(t, postgres.WithFsckSource(t.Context(), address, func(source fsck.Source) error {
			is = source.OneMoment()
			return nil
		}))
		return is
	}
	if !oneMoment() {
		t.Error("a server alone is taken for several nodes")
	}
	on(t, address, `CREATE FUNCTION run_command_on_all_nodes(command text) RETURNS int LANGUAGE sql AS 'SELECT 1'`)
	if oneMoment() {
		t.Error("several nodes are taken for a server alone")
	}
}
