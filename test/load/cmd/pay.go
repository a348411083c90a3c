package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/openhpp/openhpp/test/harness"
	"github.com/openhpp/openhpp/test/load/measure"
	"github.com/openhpp/openhpp/test/load/talk"
)

// paying pays sessions that nobody has paid until the time, or they, are over.
func (t *target) paying(p measure.Plan) (measure.Result, error) {
	return t.load(p, t.host, func(_ int, c *talk.Conn) func() error {
		payer := &payer{target: t, conn: c}
		return func() error {
			t.mu.Lock()
			if len(t.unpaid) == 0 {
				t.mu.Unlock()
				return measure.ErrDone
			}
			one := t.unpaid[len(t.unpaid)-1]
			t.unpaid = t.unpaid[:len(t.unpaid)-1]
			t.mu.Unlock()
			return payer.pay(one)
		}
	})
}

// payer goes the whole way on one connection, as a browser without scripts.
type payer struct {
	*target
	conn   *talk.Conn
	unpack gzip.Reader
	page   bytes.Buffer
}

func (p *payer) pay(s created) error {
	if err := p.open(s.link); err != nil {
		return err
	}
	form := url.Values{"page_key": {p.field("page_key")}, "revision": {p.field("revision")}, "payment_method_category": {"PAY_LATER"}}
	for name, value := range harness.Details("alice@example.com") {
		form.Set(name, value)
	}
	if err := p.post(s.link+"/pay", form); err != nil {
		return err
	}
	if err := p.open(s.link); err != nil {
		return err
	}
	if err := p.post(s.link+"/challenge", url.Values{"page_key": {p.field("page_key")}, "otp": {"123456"}}); err != nil {
		return err
	}
	if err := p.open(s.link); err != nil {
		return err
	}
	if outcome := talk.Between(p.page.Bytes(), `data-outcome="`, `"`); outcome != "completed" {
		return fmt.Errorf("pay: session %s ended as %q", s.id, outcome)
	}
	return nil
}

// open reads a page.
func (p *payer) open(link string) error {
	a, err := p.conn.Do(p.pageRequest(link))
	if err != nil {
		return err
	}
	if a.Status != http.StatusOK {
		return wrong("page", a, http.StatusOK)
	}
	if err := p.unpack.Reset(bytes.NewReader(a.Body)); err != nil {
		return err
	}
	p.page.Reset()
	_, err = io.Copy(&p.page, &p.unpack)
	return err
}

// field is the value of a hidden field.
func (p *payer) field(name string) string {
	return talk.Between(p.page.Bytes(), `name="`+name+`" value="`, `"`)
}

// post hands in a form; each leads on, the last one perhaps to the shop.
func (p *payer) post(path string, form url.Values) error {
	a, err := p.conn.Do(talk.Request(http.MethodPost, p.host, path, form.Encode(), "Content-Type", "application/x-www-form-urlencoded"))
	if err == nil && a.Status != http.StatusSeeOther && a.Status != http.StatusOK {
		err = wrong(path, a, http.StatusSeeOther)
	}
	return err
}
