package apicli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/openhpp/openhpp/client"
)

// Listening is how callbacks are brought to an address of this machine.
type Listening struct {
	ForwardTo string   // the address; its own query is kept
	Name      string   // of the catcher that callbacks are sent to
	SessionID string   // only those of this session; empty: all
	Events    []string // only these types; session.* is all that begin so; none: all
	Earlier   bool     // those that were caught before, too
	ExitAfter int      // end after so many different events; 0: never
	// Ready is told the address that callbacks must be sent to, once they are listened for.
	Ready func(statusUpdate string) error
}

// caught is a request as the catcher kept it.
type caught struct {
	ID      string      `json:"id"`
	Query   string      `json:"query"`
	Headers http.Header `json:"headers"`
	Body    string      `json:"body"`
	EventID string      `json:"event_id"`
	Session string      `json:"session_id"`
	Status  string      `json:"status"`
}

// kind is the event's type.
func (k caught) kind() string {
	var typed struct {
		EventType string `json:"event_type"`
	}
	if json.Unmarshal([]byte(k.Body), &typed) == nil && typed.EventType != "" {
		return typed.EventType
	}
	return "session." + strings.ToLower(k.Status)
}

// How often what was caught is looked for, and how long to wait at least and at most before a server
// is called again that did not answer.
const (
	listenEvery  = 100 * time.Millisecond
	reconnect    = 100 * time.Millisecond
	reconnectMax = 3 * time.Second
)

// Listen brings each callback to an address: its body byte for byte, with the headers it was signed
// by, in the order in which it came. It goes on where it was when the server could not be reached,
// and ends with ctx, with ExitAfter, or when the server refuses it.
func (c Caller) Listen(ctx context.Context, l Listening) error {
	to, err := url.Parse(l.ForwardTo)
	if err != nil || to.Host == "" || to.Scheme != "http" && to.Scheme != "https" {
		return wrongUse("--forward-to must be an address such as http://localhost:3000/hooks, but is %q", l.ForwardTo)
	}
	d, err := c.get(ctx, sandboxPath+"/catcher")
	if err != nil {
		return err
	}
	var catcher client.Catcher
	if err := d.into(&catcher); err != nil {
		return err
	}
	f := forwarder{Caller: c, Listening: l, to: to, events: map[string]bool{}, client: &http.Client{
		Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	if !l.Earlier {
		if err := f.skip(ctx); err != nil {
			return err
		}
	}
	address := catcher.URL + "/" + url.PathEscape(l.Name)
	_, _ = fmt.Fprintf(c.Err, "Sessions with this status_update are forwarded to %s:\n%s\n", to.Redacted(), address)
	if l.Ready != nil {
		if err := l.Ready(address); err != nil {
			return err
		}
	}
	return f.run(ctx)
}

// forwarder brings what was caught to an address.
type forwarder struct {
	Caller
	Listening
	to     *url.URL
	client *http.Client
	last   string          // id of the newest that was seen; ids are in the order of time
	events map[string]bool // that were forwarded, as long as they are counted
}

// skip passes over what is there already.
func (f *forwarder) skip(ctx context.Context) error {
	newest, _, err := f.part(ctx, "", 1)
	if err == nil && len(newest) > 0 {
		f.last = newest[0].ID
	}
	return err
}

func (f *forwarder) run(ctx context.Context) error {
	lost, pause := false, reconnect
	for {
		fresh, err := f.fresh(ctx)
		var silence Unreachable
		answer, refused := errors.AsType[*client.Error](err)
		wait := listenEvery
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil:
			if lost {
				_, _ = fmt.Fprintf(f.Err, "Connected again; %d came meanwhile.\n", len(fresh))
			}
			lost, pause = false, reconnect
		case errors.As(err, &silence), refused && answer.Status >= http.StatusInternalServerError:
			if !lost {
				_, _ = fmt.Fprintf(f.Err, "Connection lost (%v); trying again.\n", err)
			}
			lost, wait, pause = true, pause, min(2*pause, reconnectMax)
		default:
			return err
		}
		for _, k := range fresh {
			if done, err := f.forward(ctx, k); err != nil || done {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
}

// fresh answers what came after the last, the oldest first.
func (f *forwarder) fresh(ctx context.Context) ([]caught, error) {
	var found []caught
	for cursor := ""; ; {
		part, next, err := f.part(ctx, cursor, largestPart)
		if err != nil {
			return nil, err
		}
		for _, k := range part {
			if k.ID <= f.last {
				slices.Reverse(found)
				return found, nil
			}
			found = append(found, k)
		}
		if next == "" {
			slices.Reverse(found)
			return found, nil
		}
		cursor = next
	}
}

func (f *forwarder) part(ctx context.Context, cursor string, limit int) (part []caught, next string, err error) {
	query := Filters(map[string][]string{"name": {f.Name}, "session_id": {f.SessionID}, "cursor": {cursor}, "limit": {fmt.Sprint(limit)}})
	d, err := f.get(ctx, sandboxPath+"/caught?"+query.Encode())
	if err != nil {
		return nil, "", err
	}
	var answer struct {
		Caught []caught `json:"caught"`
		Next   string   `json:"next"`
	}
	err = d.into(&answer)
	return answer.Caught, answer.Next, err
}

// forwarded is what became of one.
type forwarded struct {
	EventID   string `json:"event_id"`
	Type      string `json:"type"`
	SessionID string `json:"session_id"`
	Result    string `json:"result"` // the status, or why there is none
	Status    int    `json:"status,omitempty"`
	TookMS    int64  `json:"took_ms"`
}

// forward sends one on, unless it is not wanted, and prints what came back.
func (f *forwarder) forward(ctx context.Context, k caught) (done bool, err error) {
	if !f.wants(k.kind()) {
		f.last = k.ID
		return false, nil
	}
	began := time.Now()
	result := forwarded{EventID: k.EventID, Type: k.kind(), SessionID: k.Session}
	result.Status, err = f.send(ctx, k)
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	result.TookMS, result.Result = time.Since(began).Milliseconds(), fmt.Sprint(result.Status)
	if err != nil {
		result.Result = err.Error()
	}
	f.last = k.ID
	if f.ExitAfter > 0 {
		f.events[k.EventID] = true // the same event may be sent again
	}
	return f.ExitAfter > 0 && len(f.events) >= f.ExitAfter, f.print(result)
}

func (f *forwarder) wants(kind string) bool {
	return len(f.Events) == 0 || slices.ContainsFunc(f.Events, func(wanted string) bool {
		beginning, all := strings.CutSuffix(wanted, "*")
		return wanted == kind || all && strings.HasPrefix(kind, beginning)
	})
}

// ofTheConnection are headers that speak of a connection and not of the callback.
var ofTheConnection = []string{
	"Accept-Encoding", "Connection", "Content-Length", "Forwarded", "Host", "Keep-Alive", "Te", "Trailer", "Transfer-Encoding",
	"Upgrade", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto",
}

func (f *forwarder) send(ctx context.Context, k caught) (status int, err error) {
	to := *f.to
	to.RawQuery = strings.Trim(to.RawQuery+"&"+k.Query, "&")
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, to.String(), strings.NewReader(k.Body))
	if err != nil {
		return 0, errors.New("no address")
	}
	for name, values := range k.Headers {
		if !slices.Contains(ofTheConnection, http.CanonicalHeaderKey(name)) {
			request.Header[http.CanonicalHeaderKey(name)] = values
		}
	}
	response, err := f.client.Do(request)
	if err != nil {
		if outer, ok := errors.AsType[*url.Error](err); ok && outer.Timeout() {
			return 0, errors.New("timeout")
		}
		return 0, errors.New("not reachable")
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 1<<20))
	return response.StatusCode, response.Body.Close()
}

func (f *forwarder) print(r forwarded) error {
	if f.JSON {
		text, err := json.Marshal(r)
		if err != nil {
			return err
		}
		return f.printLine(text)
	}
	if f.Quiet {
		return f.printID(r.EventID)
	}
	_, err := fmt.Fprintf(f.Out, "→ %-22s %s  %s %d ms\n", r.Type, r.SessionID, r.Result, r.TookMS)
	return err
}
