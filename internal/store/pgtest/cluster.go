package pgtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"
)

// Cluster is three PostgreSQL servers that Patroni looks after: one leads, one
// follows it commit by commit, one behind; etcd keeps who leads.
type Cluster struct {
	Nodes []*Node

	dir   string
	who   account
	etcd  string // its client address
	times Times
	log   func(format string, args ...any)
}

// Times are what decides how long a dead leader is missed, in whole seconds:
// its place is free when TTL is over.
type Times struct{ TTL, LoopWait, RetryTimeout time.Duration }

// nodes is how many servers a cluster has.
const nodes = 3

// NewCluster starts a cluster for one test, with a database of that name, and
// returns once it has a leader and a follower that is in step.
func NewCluster(tb testing.TB, database string, times Times) *Cluster {
	tb.Helper()
	who, err := unprivileged()
	if err != nil {
		tb.Fatal(err)
	}
	c := &Cluster{who: who, times: times, log: tb.Logf}
	if c.dir, err = os.MkdirTemp("", "openhpp-ha-"); err != nil { //nolint:usetesting // that folder lets no other user in
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		for _, n := range c.Nodes {
			if tb.Failed() {
				tb.Logf("the end of %s's log:\n%s", n.Name, n.tail())
			}
			if err := n.Kill(); err != nil {
				tb.Error(err)
			}
		}
		if err := os.RemoveAll(c.dir); err != nil {
			tb.Error(err)
		}
	})
	if err := who.own(c.dir); err != nil {
		tb.Fatal(err)
	}
	c.startEtcd(tb)
	for i := range nodes {
		c.Nodes = append(c.Nodes, newNode(tb, c, fmt.Sprintf("node%d", i+1)))
	}
	for _, n := range c.Nodes {
		if err := n.Start(); err != nil {
			tb.Fatal(err)
		}
	}
	leader := c.AwaitSync(tb, time.Minute)
	server := &Server{port: leader.port}
	if err := server.Run(tb.Context(), "postgres", "CREATE DATABASE "+database); err != nil {
		tb.Fatal(err)
	}
	return c
}

// URL is the address of a database for the superuser, with all servers in it.
func (c *Cluster) URL(database string) string {
	var hosts []string
	for _, n := range c.Nodes {
		hosts = append(hosts, n.addr())
	}
	u := url.URL{
		Scheme: "postgres", User: url.User(Superuser), Host: strings.Join(hosts, ","), Path: database,
		RawQuery: "sslmode=disable&target_session_attrs=read-write",
	}
	return u.String()
}

// member is what Patroni says of a server.
type member struct {
	Name  string `json:"name"`
	Role  string `json:"role"`
	State string `json:"state"`
}

// members asks whoever answers.
func (c *Cluster) members(ctx context.Context) ([]member, error) {
	var errs error
	for _, n := range c.Nodes {
		var said struct {
			Members []member `json:"members"`
		}
		if err := n.ask(ctx, "/cluster", &said); err != nil {
			errs = errors.Join(errs, err)
			continue
		}
		return said.Members, nil
	}
	return nil, errs
}

// roles are Patroni's names.
const (
	leading = "leader"
	inStep  = "sync_standby"
	behind  = "replica"
)

// AwaitSync returns the leader once it leads, another server is in step with
// it, and the rest follow.
func (c *Cluster) AwaitSync(tb testing.TB, within time.Duration) *Node {
	tb.Helper()
	var leader *Node
	var last []member
	await(tb, within, func() string { return fmt.Sprintf("the cluster is whole; it is %v", last) }, func() bool {
		last, _ = c.members(tb.Context())
		roles := map[string]int{}
		for _, m := range last {
			if m.State == "running" || m.State == "streaming" {
				roles[m.Role]++
			}
			if m.Role == leading {
				leader = c.node(m.Name)
			}
		}
		return roles[leading] == 1 && roles[inStep] == 1 && roles[behind] == nodes-2
	})
	return leader
}

// AwaitOther returns the leader once it is another than the one before, and
// takes writes.
func (c *Cluster) AwaitOther(tb testing.TB, before *Node, within time.Duration) *Node {
	tb.Helper()
	var leader *Node
	await(tb, within, func() string { return "another server leads than " + before.Name }, func() bool {
		for _, n := range c.Nodes {
			if n != before && n.ask(tb.Context(), "/primary", nil) == nil {
				leader = n
				return true
			}
		}
		return false
	})
	return leader
}

func (c *Cluster) node(name string) *Node {
	for _, n := range c.Nodes {
		if n.Name == name {
			return n
		}
	}
	return nil
}

// await waits until something outside this process is so.
func await(tb testing.TB, within time.Duration, what func() string, so func() bool) {
	tb.Helper()
	deadline := time.After(within)
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for !so() {
		select {
		case <-deadline:
			tb.Fatalf("pgtest: not within %s: %s", within, what())
		case <-tick.C:
		}
	}
}

// ask reads an answer of Patroni's; any status but 200 is an error.
func (n *Node) ask(ctx context.Context, path string, into any) error {
	ctx, stop := context.WithTimeout(ctx, 3*time.Second)
	defer stop()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+n.rest+path, http.NoBody)
	if err != nil {
		return err
	}
	response, err := new(http.Client).Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("pgtest: %s%s: %s", n.Name, path, response.Status)
	}
	if into == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(into)
}
