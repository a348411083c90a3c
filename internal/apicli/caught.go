package apicli

import (
	"context"
	"encoding/json"
	"time"
)

// ListCaught lists the requests that a playground's catcher kept, the newest first.
func (c Caller) ListCaught(ctx context.Context, l List) error {
	var rows []row
	err := c.things(ctx, sandboxPath+"/caught", "caught", l, func(d document) error {
		var k struct {
			caught
			At        time.Time `json:"at"`
			Name      string    `json:"name"`
			Method    string    `json:"method"`
			Signature string    `json:"signature"`
			Answered  int       `json:"answered"`
		}
		if err := d.into(&k); err != nil {
			return err
		}
		rows = append(rows, row{d, k.ID, []string{at(k.At), k.Name, k.Method, k.Session, k.Status, k.Signature, number(k.Answered)}})
		return nil
	})
	if err != nil {
		return err
	}
	return c.list([]string{"CAUGHT", "NAME", "METHOD", "SESSION", "STATUS", "SIGNATURE", "ANSWERED"}, rows)
}

// number writes a number for people; 0 is nothing.
func number(n int) string {
	if n == 0 {
		return ""
	}
	text, _ := json.Marshal(n)
	return string(text)
}
