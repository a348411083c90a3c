package client

import (
	"context"
	"fmt"
	"io"
	"net/http"
)

// export copies an answer that may be of any length.
func (c *Client) export(ctx context.Context, op, path string, to io.Writer) error {
	req, err := c.request(ctx, exchange{op: op, method: http.MethodGet, path: path})
	if err != nil {
		return fmt.Errorf("client: %s: %w", op, err)
	}
	req.Header.Set("Accept", "text/csv")
	res, err := c.http().Do(req)
	if err != nil {
		return fmt.Errorf("client: %s: %w", op, withoutURL(err))
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
		if err != nil {
			return fmt.Errorf("client: %s: reading the answer: %w", op, err)
		}
		return answerError(op, res, body)
	}
	if _, err := io.Copy(to, res.Body); err != nil {
		return fmt.Errorf("client: %s: %w", op, err)
	}
	return nil
}
