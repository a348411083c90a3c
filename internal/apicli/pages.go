package apicli

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"
)

// largestPart is how many things the API answers at once.
const largestPart = 100

// List is how much of a list is wanted.
type List struct {
	Query url.Values // filters
	Limit int        // things; 0: all there are
}

// things reads a list of the API, part after part, newest first. A part may be empty and have one after it.
func (c Caller) things(ctx context.Context, path, plural string, l List, take func(document) error) error {
	query := url.Values{}
	for name, values := range l.Query {
		query[name] = values
	}
	for left := l.Limit; ; {
		part := largestPart
		if left > 0 {
			part = min(part, left)
		}
		query.Set("limit", strconv.Itoa(part))
		d, err := c.get(ctx, path+"?"+query.Encode())
		if err != nil {
			return err
		}
		var answer map[string]json.RawMessage
		if err := d.into(&answer); err != nil {
			return err
		}
		var found []json.RawMessage
		if err := document(answer[plural]).into(&found); err != nil {
			return err
		}
		for _, raw := range found {
			if err := take(document(raw)); err != nil {
				return err
			}
		}
		var next string
		if raw, more := answer["next"]; more {
			if err := document(raw).into(&next); err != nil {
				return err
			}
		}
		if next == "" {
			return nil
		}
		if l.Limit > 0 {
			if left -= len(found); left <= 0 {
				return nil
			}
		}
		query.Set("cursor", next)
	}
}

// Filters makes a query of what was given; empty values ask for nothing.
func Filters(given map[string][]string) url.Values {
	query := url.Values{}
	for name, values := range given {
		for _, value := range values {
			if value != "" {
				query.Add(name, value)
			}
		}
	}
	return query
}
