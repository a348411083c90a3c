package main

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/openhpp/openhpp/test/load/measure"
	"github.com/openhpp/openhpp/test/load/talk"
)

// makeSessions makes one on every payment session, for works that need some.
func (t *target) makeSessions() {
	body := t.creation(t.receiver.url)
	made := make([]created, len(t.payments))
	_, err := t.exhaust(len(made), func(c *talk.Conn, i int) (err error) {
		made[i], err = t.create(c, body.on(t.payments[i]))
		return err
	})
	t.must(err)
	t.sessions, t.unpaid = made, slices.Clone(made)
}

// creating makes sessions and keeps them for the works that follow.
func (t *target) creating(p measure.Plan) (measure.Result, error) {
	body := t.creation(t.receiver.url)
	return t.load(p, t.host, func(_ int, c *talk.Conn) func() error {
		return func() error {
			n := int(t.next.Add(1)) - 1
			one, err := t.create(c, body.on(t.payments[n%len(t.payments)]))
			if err != nil {
				return err
			}
			t.mu.Lock()
			defer t.mu.Unlock()
			t.sessions = append(t.sessions, one)
			if n < len(t.payments) {
				t.unpaid = append(t.unpaid, one)
			}
			return nil
		}
	})
}

// stride walks through a list in an order that no cache likes: it is prime, so
// it comes by every element of a list that is shorter.
const stride = 7_368_787

// reading reads one session after the other.
func (t *target) reading(p measure.Plan, id func(i int) string, count int) (measure.Result, error) {
	return t.load(p, t.host, func(client int, c *talk.Conn) func() error {
		i := client * (count/p.Clients + 1)
		return func() error {
			i = (i + stride) % count
			a, err := c.Do(t.api(http.MethodGet, "/hpp/v1/sessions/"+id(i), ""))
			if err == nil && a.Status != http.StatusOK {
				err = wrong("read", a, http.StatusOK)
			}
			return err
		}
	})
}

// viewing looks at one page after the other.
func (t *target) viewing(p measure.Plan) (measure.Result, error) {
	return t.load(p, t.host, func(client int, c *talk.Conn) func() error {
		i := client * (len(t.sessions)/p.Clients + 1)
		return func() error {
			i = (i + stride) % len(t.sessions)
			a, err := c.Do(t.pageRequest(t.sessions[i].link))
			if err == nil && a.Status != http.StatusOK {
				err = wrong("page", a, http.StatusOK)
			}
			return err
		}
	})
}

// pageRequest writes a browser's request for a page.
func (t *target) pageRequest(path string) []byte {
	return talk.Request(http.MethodGet, t.host, path, "", "Accept", "text/html", "Accept-Encoding", "gzip, br", "Accept-Language", "en")
}

// nothing is the empty handler's work: the same request with the same body,
// and an answer of the same size.
func (t *target) nothing(p measure.Plan, address, body string, size int) (measure.Result, error) {
	method := http.MethodGet
	header := []string{"Authorization", t.basic, "Accept", "application/json"}
	if body != "" {
		method, header = http.MethodPost, append(header, "Content-Type", "application/json")
	}
	path := fmt.Sprintf("/%d", size)
	return t.load(p, address, func(_ int, c *talk.Conn) func() error {
		return func() error {
			a, err := c.Do(talk.Request(method, address, path, body, header...))
			if err == nil && (a.Status != http.StatusOK || len(a.Body) != size) {
				err = wrong("empty handler", a, http.StatusOK)
			}
			return err
		}
	})
}
