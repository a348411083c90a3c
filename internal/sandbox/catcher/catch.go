package catcher

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

// catch takes anything from anybody who has a merchant's key.
func (s *Server) catch(w http.ResponseWriter, r *http.Request) {
	if wait := s.bounds.networks.Take(r); wait > 0 {
		refuse(w, r, tooMany(wait))
		return
	}
	answer, err := s.keep(r.Context(), r, r.PathValue("key"), r.PathValue("name"))
	if err == nil {
		err = s.pause(r.Context(), answer.Delay)
	}
	if err != nil {
		refuse(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(answer.Status)
}

// Catches reports whether an address is the catcher's. A nil one has none.
func (s *Server) Catches(u *url.URL) bool {
	return s != nil && u != nil && strings.HasPrefix(u.Scheme+"://"+u.Host+u.Path, s.APIURL+path)
}

// Receive takes a request of this server's own, as if it had been sent. An answer
// that does not come within the timeout is context.DeadlineExceeded.
func (s *Server) Receive(r *http.Request, timeout time.Duration) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	key, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Scheme+"://"+r.URL.Host+r.URL.Path, s.APIURL+path), "/")
	answer, err := s.keep(ctx, r, key, name)
	if err == nil {
		err = s.pause(ctx, answer.Delay)
	}
	switch fault, known := errors.AsType[*hpp.Error](err); {
	case known && fault.Code == hpp.CodeNotFound:
		answer.Status = http.StatusNotFound
	case known:
		answer.Status = http.StatusTooManyRequests
	case err != nil:
		return nil, err
	}
	return &http.Response{Status: http.StatusText(answer.Status), StatusCode: answer.Status, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

// keep keeps a request and says how it is answered.
func (s *Server) keep(ctx context.Context, r *http.Request, key, name string) (Answer, error) {
	merchant, ok := s.Keys.Merchant(key)
	if !ok || !nameForm.MatchString(name) {
		return Answer{}, errNothing
	}
	if _, wait := s.bounds.writes.Take(string(merchant), s.Now()); wait > 0 {
		return Answer{}, tooMany(wait)
	}
	secrets, err := s.Secrets(ctx, merchant)
	if err != nil {
		return Answer{}, errNothing // the merchant is gone
	}
	body, err := readBody(r)
	if err != nil {
		return Answer{}, err
	}
	now := s.Now()
	caught := Caught{
		ID: s.NewID(), Merchant: merchant, Name: name, At: now.UTC().Truncate(time.Millisecond), Method: r.Method,
		Query: cut(r.URL.RawQuery, maxQuery), Headers: bounded(r.Header), Body: body,
		Signature: judge(r.Header, body, secrets, now), EventID: cut(r.Header.Get("Webhook-Id"), maxTold),
	}
	caught.SessionID, caught.Status = readSession(body)
	return s.Store.Catch(ctx, caught)
}

// errNothing is a key that opens nothing, and a name that is none.
var errNothing = &hpp.Error{Code: hpp.CodeNotFound, Messages: []string{"There is nothing at this address"}}

func tooMany(wait time.Duration) error {
	return &hpp.Error{
		Code: hpp.CodeTooMany, Messages: []string{"Too many requests are caught; try again later"},
		RetryAfter: time.Duration(math.Ceil(wait.Seconds())) * time.Second,
	}
}

// readBody reads what is kept of a body, and the rest to its end, so that the
// connection can be used again. A signature is of the whole: one of a longer body
// is wrong.
func readBody(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		return nil, &hpp.Error{Code: hpp.CodeBadRequest, Messages: []string{"The body could not be read to its end"}}
	}
	_, _ = io.CopyN(io.Discard, r.Body, web.MaxBody)
	return body, nil
}

// pause waits as long as the programme says. So many wait at once, and no more.
func (s *Server) pause(ctx context.Context, delay time.Duration) error {
	if delay == 0 {
		return nil
	}
	if !s.bounds.waiting.Take(struct{}{}) {
		return tooMany(time.Second)
	}
	defer s.bounds.waiting.Free(struct{}{})
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-s.Stop:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// cut is a text of at most so many bytes.
func cut(text string, most int) string { return text[:min(len(text), most)] }

// bounded are the headers that fit, by name.
func bounded(all http.Header) http.Header {
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	kept, size := http.Header{}, 0
	for _, name := range names {
		for _, value := range all[name] {
			if size += len(name) + len(value); size > maxHeaders {
				return kept
			}
			kept[name] = append(kept[name], value)
		}
	}
	return kept
}

// maxTold bounds what a request says of an event and a session, in bytes.
const maxTold = 100

// readSession reads which session a callback tells of, and its status; empty for
// any other body.
func readSession(body []byte) (session, status string) {
	var callback struct {
		Session struct {
			ID     string `json:"session_id"`
			Status string `json:"status"`
		} `json:"session"`
	}
	if json.Unmarshal(body, &callback) != nil || len(callback.Session.ID) > maxTold || len(callback.Session.Status) > maxTold {
		return "", ""
	}
	return callback.Session.ID, callback.Session.Status
}
