package apicli

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

const deliveriesPath = "/openhpp/v1/deliveries"

// delivery is what is printed of a delivery.
type delivery struct {
	ID        string    `json:"delivery_id"`
	Type      string    `json:"type"`
	Session   string    `json:"session_id"`
	URL       string    `json:"url"`
	State     string    `json:"state"`
	Reason    string    `json:"reason"`
	CreatedAt time.Time `json:"created_at"`
	NextTryAt time.Time `json:"next_try_at"`
	Tries     []struct {
		Number int       `json:"number"`
		At     time.Time `json:"at"`
		TookMS int64     `json:"took_ms"`
		Result string    `json:"result"`
		Status int       `json:"status"`
		Body   string    `json:"body"`
	} `json:"tries"`
	Request struct {
		Curl string `json:"curl"`
	} `json:"request"`
}

// ListDeliveries lists what became of callbacks, the newest first.
func (c Caller) ListDeliveries(ctx context.Context, l List) error {
	var rows []row
	err := c.things(ctx, deliveriesPath, "deliveries", l, func(d document) error {
		var one delivery
		if err := d.into(&one); err != nil {
			return err
		}
		rows = append(rows, row{d, one.ID, []string{at(one.CreatedAt), one.ID, one.Type, one.State, strconv.Itoa(len(one.Tries)), at(one.NextTryAt), one.Reason}})
		return nil
	})
	if err != nil {
		return err
	}
	return c.list([]string{"MADE", "DELIVERY", "TYPE", "STATE", "TRIES", "NEXT TRY", "REASON"}, rows)
}

// ShowDelivery prints a delivery with every try.
func (c Caller) ShowDelivery(ctx context.Context, id string) error {
	d, err := c.get(ctx, below(deliveriesPath, id))
	if err != nil {
		return err
	}
	return c.showDelivery(d)
}

// RetryDelivery has a delivery tried now, or one that arrived once more, and prints it.
func (c Caller) RetryDelivery(ctx context.Context, id string) error {
	d, err := c.call(ctx, http.MethodPost, below(deliveriesPath, id)+"/retry", nil)
	if err != nil {
		return err
	}
	return c.showDelivery(d)
}

func (c Caller) showDelivery(d document) error {
	var one delivery
	if err := d.into(&one); err != nil {
		return err
	}
	fields := []field{
		{"Delivery", one.ID}, {"Event", one.Type}, {"Session", one.Session}, {"To", one.URL}, {"State", one.State},
		{"Reason", one.Reason}, {"Made", at(one.CreatedAt)}, {"Next try", at(one.NextTryAt)},
	}
	for _, try := range one.Tries {
		fields = append(fields, field{"Try " + strconv.Itoa(try.Number), fmt.Sprintf("%s  %s %s  %d ms  %.80q", at(try.At), try.Result, number(try.Status), try.TookMS, try.Body)})
	}
	return c.show(d, one.ID, append(fields, field{"Again by hand", one.Request.Curl})...)
}
